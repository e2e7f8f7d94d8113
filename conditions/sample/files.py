"""Reads the sample files and says which file and which key is wrong; nothing is loaded from a set that has a fault."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from jsonschema import Draft202012Validator
from jsonschema.exceptions import best_match

from cms.locales import TAGS

HERE = Path(__file__).parent


class BrokenSampleFile(Exception):
    """A sample file that can't be used. `file` is relative to the folder, `key` the path inside it."""

    def __init__(self, file: str, key: str, reason: str) -> None:
        super().__init__(f"{file}: {key}: {reason}" if key else f"{file}: {reason}")
        self.file = file
        self.key = key
        self.reason = reason


@dataclass(frozen=True)
class SampleFiles:
    """All sample files, as they are written, each checked against `schema.json`."""

    site: dict[str, Any]
    references: list[dict[str, Any]]
    people: list[dict[str, Any]]
    therapies: list[dict[str, Any]]
    notices: list[dict[str, Any]]
    glossary: list[dict[str, Any]]
    states: dict[str, Any]
    pages: list[dict[str, Any]]
    #: By locale.
    synonyms: dict[str, list[dict[str, Any]]]


def read(folder: Path = HERE) -> SampleFiles:
    """Raises BrokenSampleFile for the first fault. Pages come with parents before their children."""
    single = {name: _read(folder, f"{name}.yaml", name) for name in _SINGLE}
    pages = {
        path.stem: _read(folder, f"pages/{path.name}", "page") for path in sorted((folder / "pages").glob("*.yaml"))
    }
    synonyms = {
        path.stem: _read(folder, f"synonyms/{path.name}", "synonyms")
        for path in sorted((folder / "synonyms").glob("*.yaml"))
    }
    files = SampleFiles(**single, pages=_parents_first(pages), synonyms=synonyms)
    _check_links(files)
    return files


_SINGLE = ("site", "references", "people", "therapies", "notices", "glossary", "states")


def _read(folder: Path, name: str, kind: str) -> Any:
    try:
        content = yaml.safe_load((folder / name).read_text(encoding="utf-8"))
    except (OSError, yaml.YAMLError, UnicodeDecodeError) as error:
        raise BrokenSampleFile(name, "", " ".join(str(error).split())) from error
    fault = best_match(_validator(kind).iter_errors(content))
    if fault is not None:
        raise BrokenSampleFile(name, ".".join(map(str, fault.absolute_path)), fault.message[:300])
    return content


@cache
def _validator(kind: str) -> Draft202012Validator:
    schema = json.loads((HERE / "schema.json").read_text(encoding="utf-8"))
    return Draft202012Validator(
        {"$ref": f"#/$defs/{kind}", "$defs": {**schema["$defs"], "locale": {"enum": list(TAGS)}}}
    )


def _parents_first(pages: dict[str, dict[str, Any]]) -> list[dict[str, Any]]:
    for name, page in pages.items():
        if page["slug"] != name:
            raise BrokenSampleFile(f"pages/{name}.yaml", "slug", f"has to be the file's name, {name}")
        if page["parent"] is not None and page["parent"] not in pages:
            raise BrokenSampleFile(f"pages/{name}.yaml", "parent", f"there is no page {page['parent']}")
    ordered: list[dict[str, Any]] = []
    waiting = list(pages.values())
    while waiting:
        ready = [
            page
            for page in waiting
            if page["parent"] is None or any(page["parent"] == done["slug"] for done in ordered)
        ]
        if not ready:
            raise BrokenSampleFile(f"pages/{waiting[0]['slug']}.yaml", "parent", "stands below itself")
        ordered += ready
        waiting = [page for page in waiting if page not in ready]
    return ordered


def _check_links(files: SampleFiles) -> None:
    slugs = {page["slug"] for page in files.pages}
    known = {"therapy": _keys(files.therapies), "references": _keys(files.references)}
    for page in files.pages:
        name = f"pages/{page['slug']}.yaml"
        for position, slug in enumerate(page["related"]):
            if slug not in slugs:
                raise BrokenSampleFile(name, f"related.{position}", f"there is no page {slug}")
        for position, row in enumerate(page["evidence"]):
            if row["therapy"] not in known["therapy"]:
                raise BrokenSampleFile(name, f"evidence.{position}.therapy", f"there is no therapy {row['therapy']}")
            for key in row["references"]:
                if key not in known["references"]:
                    raise BrokenSampleFile(name, f"evidence.{position}.references", f"there is no reference {key}")


def _keys(rows: list[dict[str, Any]]) -> set[str]:
    return {row["key"] for row in rows}
