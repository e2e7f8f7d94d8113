"""Turns stored rich text into what leaves the house: clean HTML without a trace of the editor.

Links to pages go by what the target is called in the locale that is being built; a target that is not delivered loses
its link and keeps its words. A glossary term becomes `<dfn data-term="off-label">`.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import nh3
from wagtail.rich_text.rewriters import LinkRewriter

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

#: What the editor's toolbar offers; the clean-up lets through what these make.
FEATURES = ["bold", "italic", "superscript", "subscript", "ol", "ul", "link", "glossary-term"]

_TAGS = {"p", "br", "b", "i", "sup", "sub", "ol", "ul", "li", "a"}
_ATTRIBUTES = {"a": {"href", "data-id", "data-term"}}
#: 64 bits hold any number with fewer digits.
_LONGEST_KEY = 19
_TERM = re.compile(r'<a data-term="([^"]*)">(.*?)</a>', re.DOTALL)
_LINK_TO_NOWHERE = re.compile(r"<a(?: data-id=\"[^\"]*\")?>(.*?)</a>", re.DOTALL)


@dataclass(frozen=True)
class Link:
    """Where a link to another document leads: an absolute URL and the content id."""

    url: str
    content_id: str


@dataclass(frozen=True)
class Links:
    """How the targets of links are found: by a page's primary key, and a glossary term's;
    None where there is no target.
    """

    page: Callable[[int], Link | None]
    term: Callable[[int], str | None]


def clean_html(stored: str, *, links: Links) -> str:
    """HTML with paragraphs, lists, links and inline marks only; empty for empty text."""
    rewritten = LinkRewriter({"page": _page_rule(links), "glossary-term": _term_rule(links)})(stored)
    cleaned = nh3.clean(
        rewritten,
        tags=_TAGS,
        attributes=_ATTRIBUTES,
        url_schemes={"http", "https", "mailto", "tel"},
        url_relative="deny",
        link_rel=None,
    )
    return _LINK_TO_NOWHERE.sub(r"\1", _TERM.sub(r'<dfn data-term="\1">\2</dfn>', cleaned)).strip()


def key_of(text: str) -> int | None:
    """The primary key that a link names; None for what no database has."""
    return int(text) if text.isdecimal() and len(text) < _LONGEST_KEY else None


def _page_rule(links: Links) -> Callable[[Mapping[str, str]], str]:
    def rule(attributes: Mapping[str, str]) -> str:
        key = key_of(attributes.get("id", ""))
        target = None if key is None else links.page(key)
        if target is None:
            return "<a>"
        return f'<a href="{html.escape(target.url)}" data-id="{target.content_id}">'

    return rule


def _term_rule(links: Links) -> Callable[[Mapping[str, str]], str]:
    def rule(attributes: Mapping[str, str]) -> str:
        key = key_of(attributes.get("id", ""))
        term = None if key is None else links.term(key)
        return "<a>" if term is None else f'<a data-term="{html.escape(term)}">'

    return rule
