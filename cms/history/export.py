"""The whole history of a content id as a file for an audit, written piece by piece while it is read.

The same history gives the same bytes: nothing in it says when or by whom it was exported.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import get_language, override

from cms.history import export_html, facts, records
from cms.locales import SOURCE
from cms.publishing import content
from cms.publishing.models import Document, Edition

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from cms.history.subjects import Subject

#: Raised when a key is renamed or taken away; see history.schema.json.
FORMAT_VERSION = 1


@dataclass(frozen=True)
class Form:
    content_type: str
    write: Callable[[Subject], Iterator[bytes]]


def as_json(subject: Subject) -> Iterator[bytes]:
    """An entry a line. What the log says is in the source language, whoever asks."""
    return _in_language(SOURCE.lower(), _json(subject))


def as_html(subject: Subject) -> Iterator[bytes]:
    """One file that needs no other, in the language of who asks."""
    return _in_language(get_language() or SOURCE.lower(), export_html.pieces(subject))


FORMATS = {
    "json": Form("application/json", as_json),
    "html": Form("text/html; charset=utf-8", as_html),
}


def _json(subject: Subject) -> Iterator[bytes]:
    head = {
        "format": "content-history",
        "format_version": FORMAT_VERSION,
        "content_id": str(subject.content_id),
        "type": Edition.objects.filter(content_id=subject.content_id).values_list("type", flat=True).first(),
        "name": subject.name,
        "is_deleted": subject.is_deleted,
        "documents": _documents(subject),
    }
    yield content.encode(head)[:-1]
    lists: dict[str, Iterable[Any]] = {
        "releases": facts.releases(subject),
        "log": facts.log(subject),
        **{name: records.of(name, subject.content_id) for name in records.names()},
        "editions": (facts.edition(line) for line in facts.editions(subject)),
    }
    for name, entries in lists.items():
        yield b',\n"%s":[' % name.encode()
        for place, entry in enumerate(entries):
            yield (b"," if place else b"") + b"\n" + content.encode(entry)
        yield b"]"
    yield b"}\n"


def _documents(subject: Subject) -> list[dict[str, Any]]:
    """How each locale stands now."""
    found = Document.objects.filter(content_id=subject.content_id).order_by("locale")
    return [
        {
            "locale": document.locale,
            "state": document.state,
            "version": document.version,
            "sequence": document.edition_id,
        }
        for document in found
    ]


def _in_language(language: str, pieces: Iterable[bytes]) -> Iterator[bytes]:
    """The language is set while a piece is made, and not while it is sent: others work in this thread then."""
    found = iter(pieces)
    while True:
        with override(language):
            piece = next(found, None)
        if piece is None:
            return
        yield piece
