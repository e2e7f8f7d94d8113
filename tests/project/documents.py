"""What our own Markdown says of the project: paths, commands and settings, each with the place where it is said."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

CODE = re.compile(r"`([^`\n]+)`")
FENCE = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\]\(([^)\s#]+)(?:#[^)]*)?\)")
PATH = re.compile(r"^\.?[A-Za-z0-9_.*-]+(/[A-Za-z0-9_.*-]+)*/?$")
MAKE = re.compile(r"\bmake ([a-z][a-z-]*)")
MANAGE = re.compile(r"manage\.py ([a-z][a-z_]*)")
SETTING = re.compile(r"^[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+$")


class Mention(NamedTuple):
    file: str
    what: str


def markdown_files(root: Path) -> list[Path]:
    return sorted([*root.glob("*.md"), *root.glob("docs/**/*.md")])


def paths(file: Path, root: Path) -> Iterator[Mention]:
    """Inline code that begins with something that lies at the top of the tree, and every relative link."""
    text = file.read_text(encoding="utf-8")
    name = file.relative_to(root).as_posix()
    top = {entry.name for entry in root.iterdir()} - {"var", ".venv"}
    for code in CODE.findall(FENCE.sub("", text)):
        words = code.removeprefix("./").split(":")
        if PATH.match(words[0]) and words[0].split("/")[0] in top:
            yield Mention(name, words[0])
    for target in LINK.findall(text):
        if "://" not in target and not target.startswith(("mailto:", "/")):
            yield Mention(name, (file.parent / target).resolve().relative_to(root).as_posix())


def exists(path: str, root: Path) -> bool:
    return any(root.glob(path.rstrip("/"))) if "*" in path else (root / path).exists()


def make_targets(file: Path, root: Path) -> Iterator[Mention]:
    return _in_code(MAKE, file, root)


def commands(file: Path, root: Path) -> Iterator[Mention]:
    return _in_code(MANAGE, file, root)


def settings(file: Path, root: Path) -> Iterator[Mention]:
    text = file.read_text(encoding="utf-8")
    for code in CODE.findall(FENCE.sub("", text)):
        name = code.split("=")[0]
        if SETTING.match(name):
            yield Mention(file.relative_to(root).as_posix(), name)


def _in_code(pattern: re.Pattern[str], file: Path, root: Path) -> Iterator[Mention]:
    text = file.read_text(encoding="utf-8")
    for code in [*FENCE.findall(text), *CODE.findall(FENCE.sub("", text))]:
        for word in pattern.findall(code):
            yield Mention(file.relative_to(root).as_posix(), word)
