"""Marked text as the inline elements of XLIFF 2.0, and back.

A pair of tags is a `<pc>`, a line break a `<ph>`; tags that cross, or lack their other half, are `<sc>` and `<ec>`.
`subType` says which tag it is: the standard's own names for bold, italic and line break, `cms:…` for the others.
"""

from __future__ import annotations

import re
from collections import defaultdict, deque
from itertools import count
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from lxml import etree

from cms.translation.exchange.findings import NotUnderstood
from cms.translation.markup import TAG

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from lxml.etree import _Element

XLIFF = "urn:oasis:names:tc:xliff:document:2.0"

_STANDARD = {"b": "xlf:b", "i": "xlf:i", "br": "xlf:lb"}
_TAG_OF_SUBTYPE = {subtype: tag for tag, subtype in _STANDARD.items()}
_OURS = "cms:"

_NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def holdable(text: str) -> str:
    """The text with the characters that XML can't hold replaced, for notes and names."""
    return _NOT_IN_XML.sub("\ufffd", text)


def child(parent: _Element, name: str, /, **attributes: str) -> _Element:
    """A new last element of a parent, of XLIFF's core."""
    return etree.SubElement(parent, f"{{{XLIFF}}}{name}", attributes)


def write_source(element: _Element, text: str) -> list[str]:
    """Fills a `<source>`. The tags are returned in the order of their ids, which start with 1."""
    tags: list[str] = []

    def next_id(tag: str) -> str:
        tags.append(tag)
        return str(len(tags))

    _write(element, text, next_id)
    return tags


def write_target(element: _Element, text: str, *, source_tags: Sequence[str]) -> None:
    """Fills a `<target>`. A tag has the id of its like in the source, as the standard asks, else one of its own."""
    free: dict[str, deque[str]] = defaultdict(deque)
    for number, tag in enumerate(source_tags, start=1):
        free[tag].append(str(number))
    own = count(len(source_tags) + 1)
    _write(element, text, lambda tag: free[tag].popleft() if free[tag] else str(next(own)))


class Side:
    """Reads all sources, or all targets, of one unit: an `<ec>` may stand in another segment than its `<sc>`.

    `known` are the tags of the source by id, None while the source itself is read.
    """

    def __init__(self, known: Mapping[str, str] | None = None) -> None:
        self.tags: dict[str, str] = {}
        self._known = known or {}
        self._is_source = known is None
        self._links = 0
        self._alike: dict[tuple[str, bool], set[str]] = defaultdict(set)
        for tag in self._known.values():
            self._alike[_type(tag), tag == "br"].add(tag)

    def marked(self, element: _Element) -> str:
        """The marked text of a `<source>` or `<target>`. Raises NotUnderstood."""
        pieces: list[str] = []
        self._read(element, pieces)
        return "".join(pieces)

    def _read(self, element: _Element, pieces: list[str]) -> None:
        pieces.append(element.text or "")
        for code in element:
            self._read_code(code, pieces)
            pieces.append(code.tail or "")

    def _read_code(self, element: _Element, pieces: list[str]) -> None:
        match etree.QName(element).localname:
            case "cp":
                pieces.append(_character(element))
            case "ph":
                pieces.append(f"<{self._tag(element, is_alone=True)}>")
            case "pc":
                tag = self._tag(element, is_alone=False)
                pieces.append(f"<{tag}>")
                self._read(element, pieces)
                pieces.append(f"</{tag}>")
            case "sc":
                pieces.append(f"<{self._tag(element, is_alone=False)}>")
            case "ec":
                pieces.append(f"</{self._closed(element)}>")
            case "mrk":
                self._read(element, pieces)
            case "sm" | "em":
                pass
            case other:
                raise NotUnderstood(_("It holds a <%(element)s>, which has no meaning here.") % {"element": other})

    def _tag(self, element: _Element, *, is_alone: bool) -> str:
        """By its id in the source, else by its subtype, else by its type if only one tag can be meant."""
        identity = element.get("id", "")
        named = (self._known.get(identity), self._known.get(element.get("copyOf", "")), _of_subtype(element))
        tag = next((tag for tag in named if tag and (tag == "br") == is_alone), None)
        tag = tag or self._of_type(element.get("type", ""), is_alone=is_alone)
        if tag is None:
            raise NotUnderstood(
                _("It is not clear which formatting or link the tag “%(tag)s” means. Insert the tags of the source.")
                % {"tag": identity}
            )
        self._links += _type(tag) == "link"
        self.tags[identity] = tag
        return tag

    def _of_type(self, type_of_code: str, *, is_alone: bool) -> str | None:
        """A link of the source that has lost its name is known by its place among the links."""
        if self._is_source:
            return f"a{self._links + 1}" if type_of_code == "link" and not is_alone else None
        alike = self._alike.get((type_of_code, is_alone), set())
        return next(iter(alike)) if len(alike) == 1 else None

    def _closed(self, element: _Element) -> str:
        opened = element.get("startRef", "")
        return self.tags.get(opened) or self._known.get(opened) or self._tag(element, is_alone=False)


def _write(element: _Element, text: str, next_id: Callable[[str], str]) -> None:
    pieces = list(_split(text))
    closing, is_nested = _pairs(pieces)
    write = _write_nested if is_nested else _write_loose
    write(element, pieces, closing, next_id)


def _split(text: str) -> Iterator[str]:
    """Texts and tags in turn, a text first and last."""
    rest = 0
    for match in TAG.finditer(text):
        yield from (text[rest : match.start()], match[0])
        rest = match.end()
    yield text[rest:]


def _pairs(pieces: Sequence[str]) -> tuple[dict[int, int], bool]:
    """The place of each closing tag by that of its opening one, and whether all are well nested."""
    closing: dict[int, int] = {}
    opened: list[int] = []
    is_nested = True
    for place in range(1, len(pieces), 2):
        if pieces[place].startswith("</"):
            start = next((other for other in reversed(opened) if pieces[other][1:] == pieces[place][2:]), None)
            is_nested = is_nested and start is not None and start == opened[-1]
            if start is not None:
                opened.remove(start)
                closing[start] = place
        elif pieces[place] != "<br>":
            opened.append(place)
    return closing, is_nested and not opened


def _write_nested(
    element: _Element, pieces: Sequence[str], closing: Mapping[int, int], next_id: Callable[[str], str]
) -> None:
    around = [element]
    for place, piece in enumerate(pieces):
        if not place % 2:
            _append(around[-1], piece)
        elif piece == "<br>":
            _break(around[-1], next_id)
        elif place in closing:
            tag = piece.strip("<>")
            shown = {"dispStart": piece, "dispEnd": pieces[closing[place]]}
            around.append(child(around[-1], "pc", id=next_id(tag), **_kind(tag), **shown))
        else:
            around.pop()


def _write_loose(
    element: _Element, pieces: Sequence[str], closing: Mapping[int, int], next_id: Callable[[str], str]
) -> None:
    starts: dict[int, str] = {}
    for place, piece in enumerate(pieces):
        if not place % 2:
            _append(element, piece)
        elif piece == "<br>":
            _break(element, next_id)
        elif place in starts:
            child(element, "ec", startRef=starts[place], disp=piece)
        else:
            tag = piece.strip("</>")
            identity = next_id(tag)
            is_paired = place in closing
            if is_paired:
                starts[closing[place]] = identity
            isolated = {} if is_paired else {"isolated": "yes"}
            name = "ec" if piece.startswith("</") else "sc"
            child(element, name, id=identity, **isolated, **_kind(tag), disp=piece)


def _break(element: _Element, next_id: Callable[[str], str]) -> None:
    child(element, "ph", id=next_id("br"), **_kind("br"), disp="<br>")


def _append(element: _Element, text: str) -> None:
    rest = 0
    for match in _NOT_IN_XML.finditer(text):
        _append_holdable(element, text[rest : match.start()])
        child(element, "cp", hex=f"{ord(match[0]):04X}")
        rest = match.end()
    _append_holdable(element, text[rest:])


def _append_holdable(element: _Element, text: str) -> None:
    if not text:
        return
    if len(element):
        element[-1].tail = (element[-1].tail or "") + text
    else:
        element.text = (element.text or "") + text


def _kind(tag: str) -> dict[str, str]:
    return {"type": _type(tag), "subType": _STANDARD.get(tag, _OURS + tag)}


def _type(tag: str) -> str:
    return "link" if tag.startswith("a") else "fmt"


def _of_subtype(element: _Element) -> str | None:
    subtype = element.get("subType", "")
    tag = _TAG_OF_SUBTYPE.get(subtype) or subtype.removeprefix(_OURS)
    return tag if TAG.fullmatch(f"<{tag}>") else None


def _character(element: _Element) -> str:
    written = element.get("hex", "")
    if re.fullmatch("[0-9A-Fa-f]{1,8}", written) and int(written, 16) <= 0x10FFFF:
        return chr(int(written, 16))
    raise NotUnderstood(_("“%(code)s” is not the code of a character.") % {"code": written})
