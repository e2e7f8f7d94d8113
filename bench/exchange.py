"""What it costs to take a whole language back from an agency: each text changed, by the real command."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, replace
from pathlib import Path
from unittest.mock import patch

from django.core.management import call_command
from django.db import connection

from bench import generate
from bench.databases import ROOT
from bench.tables import number, print_table
from cms.translation.exchange import exporting, importing, reading

TARGET_TEXTS, TARGET_S, TARGET_MB = 10_000, 30, 300
_LOCALE = "ar"


@dataclass(frozen=True)
class _Import:
    texts: int
    took_s: float
    written_s: float


def report(*, pages: int) -> None:
    generate.author(pages)
    with tempfile.TemporaryDirectory(prefix="bench-exchange-") as folder:
        files = _translated(Path(folder), "1")
        took = _imported(files)
        files = _translated(Path(folder), "2")
        peak_mb = _peak_mb(files)
    share = TARGET_TEXTS / took.texts
    print_table(
        f"Importing {took.texts:,} texts of {len(files)} contents: {connection.vendor}"
        f" (target: {TARGET_TEXTS:,} in under {TARGET_S} s and {TARGET_MB} MB)",
        ("", "s", f"{TARGET_TEXTS:,} texts, s"),
        [
            ["all", number(took.took_s), number(took.took_s * share)],
            ["of it in the transaction", number(took.written_s), number(took.written_s * share)],
        ],
        note=f"{TARGET_TEXTS:,} texts are extrapolated. The process holds {number(peak_mb)} MB at most.",
    )


def _translated(folder: Path, word: str) -> list[str]:
    """A file for each content, where every text has become another one."""
    files = []
    for content in exporting.all_that_is_out():
        exchanged = exporting.exported(content, _LOCALE)
        changed = (replace(text, target=f"{text.target} {word}", state="translated") for text in exchanged.segments)
        file = folder / f"{exchanged.content_id}.xlf"
        file.write_bytes(exporting.file_of([replace(exchanged, segments=tuple(changed))], format="xliff"))
        files.append(str(file))
    return files


def _imported(files: list[str]) -> _Import:
    texts = sum(
        len(content.segments) for file in files for content in reading.read_file(Path(file), name=file).contents
    )
    write, written_s = importing.write, 0.0

    def timed(*arguments: object, **named: object) -> object:
        nonlocal written_s
        began = time.perf_counter()
        report = write(*arguments, **named)  # type: ignore[arg-type]  # passed on as they came
        written_s = time.perf_counter() - began
        return report

    began = time.perf_counter()
    with patch.object(importing, "write", timed), Path(os.devnull).open("w") as nowhere:
        call_command("import_translations", *files, stdout=nowhere, stderr=nowhere)
    return _Import(texts, time.perf_counter() - began, written_s)


def _peak_mb(files: list[str]) -> float:
    command = [sys.executable, "manage.py", "import_translations", *files]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # noqa: S603 -- our own command
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command)
    return used.ru_maxrss / 1024
