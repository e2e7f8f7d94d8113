"""Writes bodies as files with their gzip and Brotli twins, and the headers that they are delivered with beside them."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

import orjson
from django.utils.http import parse_http_date

from cms.delivery import codings

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from cms.delivery.export.documents import File

HEADERS = "headers.json"

#: The end of a twin's name, as `gzip_static` and `brotli_static` of nginx look for it.
CODINGS = {codings.GZIP: ".gz", codings.BROTLI: ".br"}

_ENDINGS = ("", *CODINGS.values())
_OK = 200


def write(folder: Path, file: File, *, before: Path | None, now: float) -> list[str]:
    """The paths that bytes were written to.

    `before` is the folder with what was delivered at the same address until now.

    A web server makes validators of a file's time and length, so bytes that have changed always get a later time.
    Bytes that have not are the very same files.
    """
    earlier = before / file.name if before is not None and (before / file.name).exists() else None
    written: list[str] = []
    if earlier is not None and earlier.read_bytes() == file.body:
        link(earlier, folder / file.name)
    else:
        written = _write(folder / file.name, file, moment=_moment(file, earlier, now=now))
    for alias in file.aliases:
        # Without twins: making them would be a third of an export's work for names that hardly anybody uses.
        os.link(folder / file.name, folder / alias)
    return written


def write_headers(folder: Path, files: Iterable[File]) -> None:
    (folder / HEADERS).write_bytes(orjson.dumps(headers(files), option=orjson.OPT_INDENT_2))


def headers(files: Iterable[File]) -> dict[str, Any]:
    """The header map: for each file's name its status, its headers, and the ETags of its twins."""
    return {name: _told(file, has_twins=name == file.name) for file in files for name in (file.name, *file.aliases)}


def link(existing: Path, new: Path) -> None:
    """A second name for a file and its twins."""
    for ending in _ENDINGS:
        source = f"{existing}{ending}"
        if not ending or _has_twins(existing):
            os.link(source, f"{new}{ending}")


def _has_twins(file: Path) -> bool:
    return os.path.exists(f"{file}{_ENDINGS[-1]}")  # noqa: PTH110 -- a Path for each of a million files takes a minute


def _write(path: Path, file: File, *, moment: float) -> list[str]:
    bodies = {"": file.body}
    if _is_worth_it(file):
        bodies |= {ending: codings.encoded(file.body, coding) for coding, ending in CODINGS.items()}
    for ending, body in bodies.items():
        descriptor = os.open(f"{path}{ending}", os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o644)
        try:
            _write_all(descriptor, body)
            os.utime(descriptor, (moment, moment))
        finally:
            os.close(descriptor)
    return [f"{path}{ending}" for ending in bodies]


def _write_all(descriptor: int, body: bytes) -> None:
    rest = memoryview(body)
    while rest:
        rest = rest[os.write(descriptor, rest) :]


def _is_worth_it(file: File) -> bool:
    """As the application does: what is short, or an error, goes out as it is."""
    return file.status == _OK and len(file.body) >= codings.MIN_BYTES


def _moment(file: File, earlier: Path | None, *, now: float) -> float:
    told = file.headers.get("Last-Modified")
    moment = float(parse_http_date(told)) if told else float(int(now))
    return moment if earlier is None else max(moment, int(earlier.stat().st_mtime) + 1.0)


def _told(file: File, *, has_twins: bool) -> dict[str, Any]:
    etag = file.headers.get("ETag")
    twins = {}
    if etag and has_twins and _is_worth_it(file):
        twins = {coding: f'{etag[:-1]}-{coding}"' for coding in CODINGS}
    return {"status": file.status, "headers": file.headers, "etags": twins}
