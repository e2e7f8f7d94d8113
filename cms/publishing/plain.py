"""Clean HTML, as documents hold it, without its marks."""

from __future__ import annotations

import html
import re

_BLOCK_END = re.compile(r"<br ?/?>|</(?:p|li)>")
# A nested list begins in the middle of its item.
_LIST_START = re.compile(r"<(?:ul|ol)>")
_TAG = re.compile(r"<[^>]+>")


def plain_text(clean: str) -> str:
    """The words alone, one line per paragraph or list item; nothing is escaped."""
    broken = _LIST_START.sub("\n", _BLOCK_END.sub("\n", clean))
    lines = _TAG.sub("", broken).split("\n")
    return "\n".join(line for line in (html.unescape(line).strip() for line in lines) if line)
