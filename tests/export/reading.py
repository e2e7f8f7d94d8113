"""Reads an export as a web server does: from an address to a file, by nothing but names."""

from __future__ import annotations

import gzip
import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, quote, unquote, urlsplit

import brotli
import orjson

from cms.delivery.export.run import Report, export
from cms.locales import BY_TAG

if TYPE_CHECKING:
    from collections.abc import Iterator

COLLECTIONS = ("conditions", "therapies", "glossary")


@dataclass(frozen=True)
class Stored:
    """A file with what the header map tells of it."""

    path: Path
    body: bytes
    status: int
    headers: dict[str, str]
    etags: dict[str, str]

    def json(self) -> Any:
        return orjson.loads(self.body)

    def twin(self, coding: str) -> bytes:
        if coding == "br":
            return bytes(brotli.decompress(Path(f"{self.path}.br").read_bytes()))
        return gzip.decompress(Path(f"{self.path}.gz").read_bytes())


class Export:
    """A folder that is exported to; `run` is what the command does."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def run(self, **options: Any) -> Report:
        return export(self.root, **options)

    @property
    def files(self) -> Path:
        return self.root / "current/files"

    def get(self, address: str) -> Stored | None:
        """What is stored for an address of the API; None for no file."""
        parts = urlsplit(address)
        query = {name: values[0] for name, values in parse_qs(parts.query).items()}
        folder, names = self._place(unquote(parts.path).removeprefix("/api/v1/"), **query)
        found = next((folder / name for name in names if (folder / name).is_file()), None)
        return self._stored(found) if found else None

    def _place(self, path: str, *, locale: str = "", cursor: str = "") -> tuple[Path, list[str]]:
        collection, _, rest = path.partition("/")
        if collection in COLLECTIONS and rest:
            key, _, section = rest.partition("/")
            name = f"sections.{section.split('/')[1]}" if section else "index"
            entry = self.files / locale / collection / os.fsdecode(key.encode()[-2:]) / key
            return entry, [*_names(name, locale), "410.json", "404.json", "308.json"]
        if collection in COLLECTIONS or collection == "site":
            inside = f"lists/{collection}" if collection != "site" else "lists"
            return self.files / locale / inside, _names(
                cursor or (path.strip("/") if inside == "lists" else "index"), locale
            )
        if collection == "changes":
            return self.files / "any/changes", [f"{cursor or 'index'}.en.json"]
        return self.files / "any", [f"{path.removesuffix('.json').strip('/') or 'index'}.en.json"]

    def addresses(self) -> Iterator[str]:
        """Every address that there is a file for, told by names alone; no former pages of lists."""
        yield from self._of_documents()
        for tag in BY_TAG:
            for collection in COLLECTIONS:
                for name, told in self._map(f"{tag}/lists/{collection}").items():
                    if not told.get("is_former"):
                        yield f"/api/v1/{collection}/?locale={tag}{_cursor(name)}"
            if (self.files / tag / "lists").is_dir() and self._map(f"{tag}/lists"):
                yield f"/api/v1/site/?locale={tag}"
        for name in self._map("any/changes"):
            yield f"/api/v1/changes/?{_cursor(name).removeprefix('&')}".removesuffix("?")
        for name in self._map("any"):
            stem = name.removesuffix(".en.json")
            yield {"index": "/api/v1/", "openapi": "/api/v1/openapi.json"}.get(stem, f"/api/v1/{stem}/")
        for name in self._map("any/problems"):
            yield f"/api/v1/problems/{name.removesuffix('.en.json')}/"

    def _of_documents(self) -> Iterator[str]:
        for tag in BY_TAG:
            for collection in COLLECTIONS:
                for entry in sorted((self.files / tag / collection).glob("*/*")):
                    address = f"/api/v1/{collection}/{quote(entry.name, safe='')}/"
                    for name in orjson.loads((entry / "headers.json").read_bytes()):
                        section = f"sections/{name.split('.')[1]}/" if name.startswith("sections.") else ""
                        yield f"{address}{section}?locale={tag}"

    def keys(self, tag: str, collection: str = "conditions") -> set[str]:
        return {entry.name for entry in (self.files / tag / collection).glob("*/*")}

    def content(self) -> dict[str, bytes]:
        """What is served at every address, but for the change feed, which tells of the past."""
        return {
            address: stored.body
            for address in self.addresses()
            if not address.startswith("/api/v1/changes/") and (stored := self.get(address))
        }

    def everything(self) -> dict[str, tuple[int, int]]:
        """Each name in the folder with its inode and the time that it was written."""
        paths = [path for path in self.root.rglob("*") if path.name != "lock"]
        return {str(path): (path.lstat().st_ino, path.lstat().st_mtime_ns) for path in paths}

    def _map(self, folder: str) -> dict[str, Any]:
        file = self.files / folder / "headers.json"
        return dict(orjson.loads(file.read_bytes())) if file.exists() else {}

    def _stored(self, path: Path) -> Stored:
        told = orjson.loads((path.parent / "headers.json").read_bytes())[path.name]
        return Stored(path, path.read_bytes(), told["status"], told["headers"], told["etags"])


def _names(name: str, tag: str) -> list[str]:
    order = BY_TAG[tag].reading_order
    pairs = [f"{first}+{second}" for first in order for second in order]
    return [f"{name}.{languages}.json" for languages in (*order, *pairs, "+".join(order))]


def _cursor(name: str) -> str:
    stem = name.split(".")[0]
    return "" if stem == "index" else f"&cursor={stem}"
