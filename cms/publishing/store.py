"""Writes what is published: editions under a lock, documents, ready answers, redirects and what depends on what.

Everything runs inside one transaction. The lock is taken before a builder reads, so of two publishes the one that
commits last has read the other's work: an older text can never overwrite a newer one.
"""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from cms.locales import CONTENT_LOCALES, SOURCE
from cms.publishing import content, editions, registry
from cms.publishing.answers import Current, render
from cms.publishing.document import Change
from cms.publishing.models import (
    Answer,
    AnswerFacet,
    Counter,
    Dependency,
    Document,
    DocumentState,
    Edition,
    Event,
    Publication as PublicationRow,
    Redirect,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from cms.publishing.document import Publication

COUNTER = "editions"


@dataclass
class Outcome:
    """What one `put` did. `announced` are the keys whose readers have to be rebuilt."""

    editions: list[Edition] = field(default_factory=list)
    answers_written: int = 0
    answers_deleted: int = 0
    #: What is kept beside answers: the rows of search.
    rows_beside: int = 0
    announced: set[str] = field(default_factory=set)

    @property
    def changed_anything(self) -> bool:
        return bool(self.editions or self.answers_written or self.answers_deleted or self.rows_beside)


@contextmanager
def locked() -> Iterator[Counter]:
    """A transaction that holds the publishing lock until it commits."""
    with transaction.atomic():
        counter = Counter.objects.select_for_update().filter(name=COUNTER).first()
        yield counter or _first_counter()


def sequence() -> int:
    """The newest edition's sequence number; 0 before the first."""
    return Counter.objects.filter(name=COUNTER).values_list("sequence", flat=True).first() or 0


def state_version() -> int | None:
    """Higher after anything at all that can change an answer; None before there is any."""
    return Counter.objects.filter(name=COUNTER).values_list("state_version", flat=True).first()


def put(
    publication: Publication,
    *,
    change: Change | None,
    counter: Counter,
    now: datetime | None = None,
    heal: bool = False,
) -> Outcome:
    """Makes what is published equal to the publication. `change` is None for a rebuild that no editor asked for.

    Costs 2 queries when nothing changed, 7 when words changed, up to 13 when everything did, whatever the number of
    locales. With `heal` nothing that is stored beside the log is trusted: every row is compared and set right.
    """
    moment = (now or timezone.now()).replace(microsecond=0)
    row = PublicationRow.objects.filter(content_id=publication.content_id).first()
    newest = editions.newest_of(publication.content_id)
    current = editions.next_of(publication, newest, change=change or editions.DERIVED, counter=counter, now=moment)
    outcome = Outcome(editions=[edition for tag, (edition, _body) in current.items() if edition is not newest.get(tag)])
    fingerprint = _fingerprint(publication)
    is_known = row is not None and row.fingerprint == fingerprint and not heal
    if is_known and not outcome.editions and not _announces_anew(publication, row):
        return outcome
    Edition.objects.bulk_create(outcome.editions)
    _write_documents(publication, current, newest, outcome=outcome, heal=heal or row is None)
    answers = _write_answers(publication, current, outcome, heal=heal or row is None)
    outcome.rows_beside = registry.tell_followers(publication, answers, heal=heal)
    if not is_known:
        _write_facets(publication)
        _write_dependencies(publication)
    _write_publication(publication, row, fingerprint, outcome)
    if outcome.changed_anything or publication.next_change_at != (row.next_change_at if row else None):
        counter.state_version += 1
        counter.save(update_fields=["sequence", "state_version"])
    return outcome


def _first_counter() -> Counter:
    """The log is what counts: a counter that was lost goes on from it."""
    newest = Edition.objects.aggregate(newest=Max("sequence"))["newest"] or 0
    Counter.objects.get_or_create(name=COUNTER, defaults={"sequence": newest})
    return Counter.objects.select_for_update().get(name=COUNTER)


def _fingerprint(publication: Publication) -> str:
    beside = [
        [locale, document.segment, document.name, document.is_partial, sorted(document.facets)]
        for locale, document in publication.documents.items()
    ]
    moment = publication.next_change_at.isoformat() if publication.next_change_at else None
    return content.digest_of([publication.type, beside, sorted(publication.reads), moment])


def _announces_anew(publication: Publication, row: PublicationRow | None) -> bool:
    return row is None or row.announces != dict(publication.announces)


def _write_documents(
    publication: Publication, current: Current, newest: dict[str, Edition], *, outcome: Outcome, heal: bool
) -> None:
    rows = {locale: _document(publication, locale, edition, body) for locale, (edition, body) in current.items()}
    if heal:
        stored = {row.locale: row for row in Document.objects.filter(content_id=publication.content_id)}
        changed = [row for locale, row in rows.items() if _document_differs(stored.get(locale), row)]
    else:
        changed = [rows[edition.locale] for edition in outcome.editions]
    if changed:
        Document.objects.bulk_create(
            changed, update_conflicts=True, unique_fields=["content_id", "locale"], update_fields=_DOCUMENT_COLUMNS
        )
    redirects = [
        redirect
        for edition in outcome.editions
        if edition.event != Event.GONE and edition.locale in newest
        for redirect in _redirects(newest[edition.locale], edition)
    ]
    if redirects:
        Redirect.objects.bulk_create(
            redirects, update_conflicts=True, unique_fields=["type", "key", "locale"], update_fields=["content_id"]
        )


def _document(publication: Publication, locale: str, edition: Edition, body: dict[str, Any] | None) -> Document:
    return Document(
        content_id=publication.content_id,
        type=publication.type,
        locale=locale,
        state=DocumentState.GONE if body is None else DocumentState.LIVE,
        edition=edition,
        version=edition.version,
        slug=edition.slug,
        segment=edition.segment,
        path=edition.path,
        published_at=edition.published_at,
        updated_at=edition.occurred_at,
    )


def _document_differs(before: Document | None, after: Document) -> bool:
    return before is None or any(getattr(before, name) != getattr(after, name) for name in _DOCUMENT_COLUMNS)


_DOCUMENT_COLUMNS = ["state", "edition_id", "version", "slug", "segment", "path", "published_at", "updated_at"]


def _redirects(before: Edition, after: Edition) -> list[Redirect]:
    found = []
    if before.slug != after.slug and after.locale == SOURCE:
        found.append(Redirect(type=after.type, locale="", key=before.slug, content_id=after.content_id))
    if before.segment and before.segment != after.segment:
        found.append(Redirect(type=after.type, locale=after.locale, key=before.segment, content_id=after.content_id))
    return found


def _write_answers(publication: Publication, current: Current, outcome: Outcome, *, heal: bool) -> list[Answer]:
    """All that there are now, with their keys. Without `heal` all are written without reading what was there: six rows
    cost less to write than to compare.
    """
    wanted = {answer.requested_locale: answer for answer in render(publication, current)}
    changed = list(wanted.values())
    if heal:
        stored = {row.requested_locale: row for row in Answer.objects.filter(content_id=publication.content_id)}
        changed = [answer for locale, answer in wanted.items() if _differs(stored.get(locale), answer)]
        for locale in stored.keys() & {tag for tag, answer in wanted.items() if answer not in changed}:
            wanted[locale] = stored[locale]
    if changed:
        Answer.objects.bulk_create(
            changed,
            update_conflicts=True,
            unique_fields=["content_id", "requested_locale"],
            update_fields=_ANSWER_COLUMNS,
        )
    outcome.answers_written = len(changed)
    if len(wanted) < len(CONTENT_LOCALES):
        surplus = Answer.objects.filter(content_id=publication.content_id).exclude(requested_locale__in=wanted)
        outcome.answers_deleted = surplus.delete()[1].get("publishing.Answer", 0)
    return list(wanted.values())


_ANSWER_COLUMNS = [
    "type",
    "locale",
    "slug",
    "segment",
    "body",
    "card",
    "etag",
    "last_modified",
    "updated_at",
    "is_partial",
    "sequence",
    "name_key",
    "path_key",
    "initial",
    "translation_status",
    "review_status",
    "surrogate_keys",
    "next_change_at",
]


def _differs(before: Answer | None, after: Answer) -> bool:
    return before is None or any(_value(before, name) != _value(after, name) for name in _ANSWER_COLUMNS)


def _value(row: Answer, name: str) -> Any:
    value = getattr(row, name)
    return bytes(value) if isinstance(value, memoryview) else value


def _write_facets(publication: Publication) -> None:
    stored = {
        (requested, kind, value): pk
        for pk, requested, kind, value in AnswerFacet.objects.filter(
            answer__content_id=publication.content_id
        ).values_list("pk", "answer__requested_locale", "kind", "value")
    }
    facets = {
        (requested.tag, kind, value)
        for requested in CONTENT_LOCALES
        if (live := next((tag for tag in requested.reading_order if tag in publication.documents), None))
        for kind, value in publication.documents[live].facets
    }
    surplus = [pk for key, pk in stored.items() if key not in facets]
    if surplus:
        AnswerFacet.objects.filter(pk__in=surplus).delete()
    missing = facets - stored.keys()
    if missing:
        ids = dict(Answer.objects.filter(content_id=publication.content_id).values_list("requested_locale", "pk"))
        AnswerFacet.objects.bulk_create(
            AnswerFacet(answer_id=ids[requested], kind=kind, value=value) for requested, kind, value in sorted(missing)
        )


def _write_publication(
    publication: Publication, before: PublicationRow | None, fingerprint: str, outcome: Outcome
) -> None:
    announced_before = before.announces if before else {}
    announces = dict(publication.announces)
    outcome.announced = {
        key for key in {*announced_before, *announces} if announced_before.get(key) != announces.get(key)
    }
    row = PublicationRow(
        content_id=publication.content_id,
        type=publication.type,
        announces=announces,
        fingerprint=fingerprint,
        next_change_at=publication.next_change_at,
    )
    if before is None:
        row.save(force_insert=True)
    elif before.fingerprint != fingerprint or before.announces != announces:
        row.save(force_update=True)


def _write_dependencies(publication: Publication) -> None:
    stored = dict(Dependency.objects.filter(content_id=publication.content_id).values_list("key", "pk"))
    surplus = [pk for key, pk in stored.items() if key not in publication.reads]
    if surplus:
        Dependency.objects.filter(pk__in=surplus).delete()
    missing = publication.reads - stored.keys()
    if missing:
        Dependency.objects.bulk_create(
            Dependency(content_id=publication.content_id, key=key) for key in sorted(missing)
        )
