"""The chapters of the guide, as they are written in docs/editors."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING

from django.conf import settings
from django.urls import reverse
from markdown_it import MarkdownIt

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from markdown_it.token import Token

_CHAPTER = re.compile(r"^\d+-(?P<key>[a-z-]+)\.md$")
PICTURES = "pictures"


@dataclass(frozen=True)
class Chapter:
    key: str
    title: str
    html: str


def folder() -> Path:
    found: Path = settings.BASE_DIR / "docs/editors"
    return found


@cache
def chapters() -> dict[str, Chapter]:
    """By key, in their order; written anew when the process starts."""
    found = {}
    for file in sorted(folder().glob("*.md")):
        if match := _CHAPTER.match(file.name):
            found[match["key"]] = _chapter(match["key"], file.read_text(encoding="utf-8"))
    return found


def picture(name: str) -> Path | None:
    """None for what is no picture of the guide: only those that lie there are given away."""
    return {file.name: file for file in (folder() / PICTURES).glob("*.png")}.get(name)


def _chapter(key: str, text: str) -> Chapter:
    markdown = MarkdownIt().enable("table")
    tokens = markdown.parse(text)
    title = next(token.content for before, token in pairwise(tokens) if before.tag == "h1")
    _lead_home(tokens)
    # The page has a heading of its own.
    return Chapter(key, title, markdown.renderer.render(tokens[3:], markdown.options, {}))


def _lead_home(tokens: Sequence[Token]) -> None:
    """Pictures and chapters are where the admin has them."""
    for token in tokens:
        _lead_home(token.children or ())
        source = str(token.attrs.get("src", ""))
        target = str(token.attrs.get("href", ""))
        if source.startswith(f"{PICTURES}/"):
            token.attrs["src"] = reverse("guide_picture", args=[source.removeprefix(f"{PICTURES}/")])
            token.attrs["loading"] = "lazy"
        if match := _CHAPTER.match(target):
            token.attrs["href"] = reverse("guide", args=[match["key"]])
