"""Node, the packages of package-lock.json, and the TypeScript example made into JavaScript once for all processes."""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
EXAMPLE = ROOT / "docs/clients/typescript"
TSC = ROOT / "node_modules/.bin/tsc"
#: As in .ci/install-node: a Node that came with the tools goes before the machine's own.
ENVIRONMENT = {**os.environ, "PATH": f"{ROOT / '.venv/bin'}{os.pathsep}{os.environ.get('PATH', '')}"}


def run(*command: str | Path, folder: Path = ROOT) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, cwd=folder, env=ENVIRONMENT, capture_output=True, text=True, check=False)


def compiled() -> Path:
    """The folder of the JavaScript, made anew when the sources, the settings or the packages are other ones."""
    folder = ROOT / "var/test/clients"
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        made = folder / _digest()
        if not made.exists():
            for old in folder.glob("*/"):
                shutil.rmtree(old)
            result = run(TSC, "--project", EXAMPLE, "--outDir", folder / "unfinished", "--noEmitOnError")
            assert result.returncode == 0, result.stdout + result.stderr
            (folder / "unfinished").rename(made)
    return made


def _digest() -> str:
    digest = hashlib.sha256()
    for path in sorted([*EXAMPLE.rglob("*.ts"), EXAMPLE / "tsconfig.json", ROOT / "package-lock.json"]):
        digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()[:16]
