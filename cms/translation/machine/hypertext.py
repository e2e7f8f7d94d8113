"""Marked text as HTML for machines that translate HTML, and their answers as marked text.

What comes back is trusted in nothing. LibreTranslate itself resolves the entities of its answers, so that `<` may
stand there for itself, and models lose, double and invent tags.
"""

from __future__ import annotations

import html
import re
from collections import Counter
from typing import TYPE_CHECKING

from cms.translation.markup import TAG

if TYPE_CHECKING:
    from collections.abc import Sequence

# Attributes in quotes may hold `>`; where the quotes don't match, the tag ends at the first one.
_LIKE_A_TAG = re.compile(
    r"""</?[a-z](?:"[^"]*"|'[^']*'|[^'"<>])*>|</?[a-z][^<>]*>|<[!?][^<>]*>""",
    re.IGNORECASE,
)
_NAME = re.compile(r"<(/?)([a-z]+[1-6]?)(?=[\s/>])", re.IGNORECASE)
_LINK = re.compile(r"""\sid\s*=\s*(["']?)(a\d+)\1(?=[\s/>])""", re.IGNORECASE | re.ASCII)
_SAME = {"strong": "b", "em": "i"}
_KNOWN = frozenset({"b", "i", "sup", "sub", "a", "p", "ul", "ol", "li"})

# Only what ends in a semicolon: `html.unescape` would make `?a=1©=2` of an address that holds `&copy=`.
_ENTITY = re.compile(r"&(?:#\d{1,7}|#x[0-9a-f]{1,6}|[a-z][a-z0-9]{1,31});", re.IGNORECASE | re.ASCII)
# PostgreSQL keeps no NUL and UTF-8 has no surrogates; the other control characters are invisible and mean nothing.
_NO_TEXT = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
_TAG_HERE = "\x00"


def html_of(text: str) -> str:
    """A marked text as HTML: a link `<a1>` is `<a id="a1">`, every character that is no tag is escaped."""
    found, rest = [], 0
    for match in TAG.finditer(text):
        found += [html.escape(text[rest : match.start()], quote=False), _html_tag(match[0])]
        rest = match.end()
    return "".join([*found, html.escape(text[rest:], quote=False)])


def marked_of(answer: str, *, like: str) -> str:
    """The marked text of a machine's HTML. Only tags of `like` are in it, the marked text that was sent, and only with
    their other half; other tags are dropped and their words stay.
    """
    expected = frozenset(TAG.findall(like))
    # Where the words sent hold `<x and y>`, what looks like a strange tag can't be told from words.
    has_strange_words = any(_LIKE_A_TAG.search(words) for words in TAG.split(like))
    tags: list[str] = []

    def taken_out(match: re.Match[str]) -> str:
        tag = _marked_tag(match[0])
        if tag in expected or tag.startswith("</"):
            tags.append(tag)
            return _TAG_HERE
        if has_strange_words:
            return match[0]
        return " " if tag == "<br>" else ""

    words = _LIKE_A_TAG.sub(taken_out, _plain(answer)).split(_TAG_HERE)
    return _put_together(words, _paired(tags))


def _plain(answer: str) -> str:
    return _NO_TEXT.sub("", _ENTITY.sub(lambda entity: html.unescape(entity[0]), answer))


def _html_tag(tag: str) -> str:
    number = re.fullmatch(r"<(/?)(a\d+)>", tag)
    if number is None:
        return tag
    return "</a>" if number[1] else f'<a id="{number[2]}">'


def _marked_tag(found: str) -> str:
    """A tag of HTML as marked text writes it, but for the number at a link's end; "" for one that it has not."""
    match = _NAME.match(found)
    name = _SAME.get(match[2].lower(), match[2].lower()) if match else ""
    if match is None or name not in _KNOWN:
        return "<br>" if name == "br" else ""
    if name == "a" and not match[1]:
        link = _LINK.search(found)
        return f"<{link[2].lower()}>" if link else ""
    return f"<{match[1]}{name}>"


def _paired(tags: Sequence[str]) -> list[str]:
    """The tags, a link's end with its number; "" instead of one that has no other half or crosses another pair."""
    paired = [tag if tag == "<br>" else "" for tag in tags]
    opened: list[int] = []
    waiting: Counter[str] = Counter()
    for place, tag in enumerate(tags):
        if tag == "<br>":
            continue
        if not tag.startswith("</"):
            opened.append(place)
            waiting[_element(tag)] += 1
        elif waiting[_element(tag)]:
            partner = _closed_by(tag, tags, opened, waiting)
            paired[partner], paired[place] = tags[partner], f"</{tags[partner][1:]}"
    return paired


def _closed_by(end: str, tags: Sequence[str], opened: list[int], waiting: Counter[str]) -> int:
    """The place of the nearest open tag of this kind; those opened after it will have no other half."""
    while True:
        place = opened.pop()
        waiting[_element(tags[place])] -= 1
        if _element(tags[place]) == _element(end):
            return place


def _element(tag: str) -> str:
    return tag.strip("</>").rstrip("0123456789")


def _put_together(words: Sequence[str], tags: Sequence[str]) -> str:
    """The words with the tags between them. Words stay words: `<<u>b>` without its `<u>` must not become a tag."""
    parts, words_here = [], words[0]
    for tag, following in zip(tags, words[1:], strict=True):
        if tag:
            parts += [_without_tags(words_here), tag]
            words_here = following
        else:
            words_here += following
    return "".join([*parts, _without_tags(words_here)])


def _without_tags(words: str) -> str:
    return TAG.sub(lambda match: f"< {match[0][1:]}", words)
