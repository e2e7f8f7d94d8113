"""Writes the TypeScript types of the API from its own OpenAPI description: what `make client` runs."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
TYPES = ROOT / "docs/clients/typescript/src/api.d.ts"
_HEAD = "// Written by `make client` from the OpenAPI description. Change that instead.\n\n"


def types() -> str:
    """What the file of types has to hold. Raises CalledProcessError where openapi-typescript refuses."""
    # As in .ci/install-node: a Node that came with the tools goes before the machine's own.
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', '')}"
    done = subprocess.run(  # noqa: S603 -- a fixed command of our own lock file
        [ROOT / "node_modules/.bin/openapi-typescript"],
        input=json.dumps(_description()),
        cwd=ROOT,
        env={**os.environ, "PATH": path},
        capture_output=True,
        text=True,
        check=True,
    )
    return _HEAD + done.stdout


def _description() -> dict[str, Any]:
    """Without the examples of answers, which hold the address of an installation and say nothing of types."""
    import django

    sys.path.insert(0, str(ROOT))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings.dev")
    django.setup()
    from cms.delivery import openapi

    description: dict[str, Any] = json.loads(openapi.encoded("https://api.example.org"))
    for path in description["paths"].values():
        for response in path["get"]["responses"].values():
            for media in response.get("content", {}).values():
                media.pop("example", None)
                media.pop("examples", None)
    description["components"].pop("examples", None)
    return description


if __name__ == "__main__":
    TYPES.write_text(types(), encoding="utf-8")
