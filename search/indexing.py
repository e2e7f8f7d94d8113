"""Keeps the entries of answers in the transaction that publishes them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import connection

from cms.publishing.models import Answer
from search import backends, entries, vocabulary
from search.models import Entry

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from cms.publishing.document import Publication
    from search.entries import Indexed

_COLUMNS = ("digest", "facets", "card", "terms", "passages")

_UPSERT = (
    "INSERT INTO search_entry (answer_id, digest, facets, card, terms, passages) VALUES {places} "
    "ON CONFLICT (answer_id) DO UPDATE SET digest = excluded.digest, facets = excluded.facets, card = excluded.card, "
    "terms = excluded.terms, passages = excluded.passages"
)


def index(publication: Publication, answers: Sequence[Answer], *, heal: bool) -> int:
    """Writes the entries and words that have changed, and returns how many; those of answers that are gone are gone.

    Costs one query where nothing changed, three where words did. Reading a text of a thousand words takes 3 ms, and it
    is read only where it has changed, or to `heal` what somebody may have altered or deleted.
    """
    if publication.type not in entries.TYPES or not answers:
        return 0
    columns = _COLUMNS if heal else _COLUMNS[:1]
    stored = Entry.objects.filter(pk__in=[answer.pk for answer in answers]).values_list("pk", *columns)
    known = {pk: kept for pk, *kept in stored}
    changed: list[tuple[int, str, Indexed]] = []
    words: set[tuple[str, str, str, int]] = set()
    for answer in answers:
        about = {"locale": answer.locale, "requested_locale": answer.requested_locale}
        digest = entries.digest(publication, **about)
        if known.get(answer.pk) == [digest]:
            continue
        indexed = entries.indexed(publication, **about)
        words |= {(answer.requested_locale, *word, level) for word, level in indexed.words.items()}
        if known.get(answer.pk) != [digest, indexed.facets, indexed.card, indexed.terms, indexed.passages]:
            changed.append((answer.pk, digest, indexed))
    if changed:
        _write(changed)
    return len(changed) + (vocabulary.add(words) if words else 0)


def unindexed() -> list[UUID]:
    """The content ids of answers that have no entry: what was published before there was search."""
    answers = Answer.objects.filter(type__in=entries.TYPES).exclude(pk__in=Entry.objects.values("pk"))
    return list(answers.order_by("content_id").values_list("content_id", flat=True).distinct())


def _write(changed: Sequence[tuple[int, str, Indexed]]) -> None:
    values = [
        value
        for answer_id, digest, indexed in changed
        for value in (answer_id, digest, indexed.facets, indexed.card, indexed.terms, indexed.passages)
    ]
    with connection.cursor() as cursor:
        cursor.execute(_UPSERT.format(places=", ".join(["(%s, %s, %s, %s, %s, %s)"] * len(changed))), values)
    backends.current().put([(answer_id, indexed.terms) for answer_id, _digest, indexed in changed])
