"""What happens to documents when content changes: builder → store, per locale, in the transaction of the change.

The content itself is rebuilt at once; whoever reads it is marked stale in the same transaction and rebuilt by the
worker.
"""

from __future__ import annotations

import logging
from contextlib import nullcontext
from typing import TYPE_CHECKING, Any

from django.db import connection, transaction
from django.db.models import Count, F, Q, Value
from django.utils import timezone

from cms.locales import TAGS
from cms.publishing import registry, store
from cms.publishing.document import Publication
from cms.publishing.models import Answer, Counter, Dependency, Edition, Publication as PublicationRow, StaleMark
from cms.publishing.tasks import rebuild_stale_task

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime
    from uuid import UUID

    from django.db.models import QuerySet

    from cms.publishing.document import Change
    from cms.publishing.store import Outcome

logger = logging.getLogger(__name__)

_INSERT_MARKS = f"INSERT INTO {StaleMark._meta.db_table} (content_id, reason, marked_at)"

#: How many content ids one transaction of the worker rebuilds: the lock is given up between two batches.
BATCH = 20


def refresh(
    content: Any, *, change: Change | None = None, now: datetime | None = None, held: Counter | None = None
) -> Outcome:
    """Makes what is published of this content equal to what is authored and released now; safe to call at any time.

    `held` is the counter of a caller that has the publishing lock already. Raises NoBuilder for content of a type that
    is not published.
    """
    kind = registry.kind_of(content)
    with nullcontext(held) if held is not None else store.locked() as counter:
        publication = kind.build(content, now=now or timezone.now())
        outcome = store.put(publication, change=change, counter=counter, now=now)
        _mark_readers(outcome.announced, besides=publication.content_id)
    _log(publication, outcome)
    return outcome


def remove(content_id: UUID, *, reason: str = "", change: Change | None = None) -> Outcome:
    """Tells that nothing of this content id is published any more; does nothing for one that never was."""
    with store.locked() as counter:
        row = PublicationRow.objects.filter(content_id=content_id).first()
        if row is None:
            return store.Outcome()
        publication = Publication(content_id=content_id, type=row.type, documents={}, gone_reason=reason)
        outcome = store.put(publication, change=change, counter=counter)
        StaleMark.objects.filter(content_id=content_id).delete()
        _mark_readers(outcome.announced, besides=content_id)
    _log(publication, outcome)
    return outcome


def touched(keys: Iterable[str]) -> int:
    """Something that has no document of its own changed: marks all that read it. Returns how many were not yet."""
    with transaction.atomic():
        return _mark_readers(set(keys))


def is_waiting(key: str) -> bool:
    """Whether something that reads this waits to be built again."""
    readers = Dependency.objects.filter(key=key).values("content_id")
    return StaleMark.objects.filter(content_id__in=readers).exists()


def rebuild_stale(*, limit: int | None = None) -> int:
    """Rebuilds what is marked stale, in batches, oldest mark first; returns how many content ids."""
    rebuilt = 0
    while limit is None or rebuilt < limit:
        done = _rebuild_batch(BATCH if limit is None else min(BATCH, limit - rebuilt))
        if not done:
            break
        rebuilt += done
    return rebuilt


def all_content_ids(*, stale_only: bool) -> list[UUID]:
    """What `republish` looks at: everything that is authored or was ever published,
    or only what waits to be rebuilt.
    """
    if stale_only:
        return list(StaleMark.objects.order_by("marked_at", "content_id").values_list("content_id", flat=True))
    authored = [content_id for kind in registry.kinds() for content_id in kind.all_content_ids()]
    known = PublicationRow.objects.values_list("content_id", flat=True)
    logged = Edition.objects.values_list("content_id", flat=True).distinct()
    return list(dict.fromkeys([*authored, *known, *logged]))


def unanswered() -> list[UUID]:
    """What is out and has no answer in some content locale: those that were added to the list since it was built."""
    answered = Answer.objects.filter(requested_locale__in=TAGS).values("content_id")
    return list(
        answered.annotate(answers=Count("pk"))
        .filter(answers__lt=len(TAGS))
        .order_by("content_id")
        .values_list("content_id", flat=True)
    )


def republish(content_id: UUID, *, dry_run: bool) -> Outcome:
    """Heals one content id whatever left it as it is; a dry run tells what it would do and does nothing."""
    with store.locked() as counter:
        StaleMark.objects.filter(content_id=content_id).delete()
        outcome = _rebuild_one(content_id, counter, heal=True)
        if dry_run:
            transaction.set_rollback(True)
    return outcome


def mark_due(now: datetime) -> int:
    """Marks what the clock has changed since it was built: a review that fell due, an expiry. Returns how many."""
    due = PublicationRow.objects.filter(next_change_at__lte=now)
    with transaction.atomic():
        return _mark(due, reason="clock")


def state_version_raised() -> None:
    """Tells caches that answers may have changed in a way that no document shows."""
    with store.locked() as counter:
        counter.state_version += 1
        counter.save(update_fields=["state_version"])


def _rebuild_batch(size: int) -> int:
    with store.locked() as counter:
        marks = list(StaleMark.objects.order_by("marked_at", "content_id")[:size])
        StaleMark.objects.filter(content_id__in=[mark.content_id for mark in marks]).delete()
        for mark in marks:
            _rebuild_one(mark.content_id, counter)
    return len(marks)


def _rebuild_one(content_id: UUID, counter: Counter, *, heal: bool = False) -> Outcome:
    found = _find(content_id)
    if found is None:
        return store.Outcome()
    type_, kind, content = found
    now = timezone.now()
    if kind is None or content is None:
        publication = Publication(content_id=content_id, type=type_, documents={}, gone_reason="deleted")
    else:
        if heal:
            kind.heal(content)
        publication = kind.build(content, now=now)
    outcome = store.put(publication, change=None, counter=counter, now=now, heal=heal)
    _mark_readers(outcome.announced, besides=content_id)
    _log(publication, outcome)
    return outcome


def _find(content_id: UUID) -> tuple[str, registry.Kind | None, Any | None] | None:
    """The type, its kind and the authored content; None for an id that nothing is known of."""
    for kind in registry.kinds():
        content = kind.find(content_id)
        if content is not None:
            return kind.type, kind, content
    edition = Edition.objects.filter(content_id=content_id).order_by("-sequence").first()
    return (edition.type, None, None) if edition is not None else None


def _mark_readers(keys: set[str], *, besides: UUID | None = None) -> int:
    if not keys:
        return 0
    readers = Dependency.objects.filter(~Q(content_id=besides) if besides else Q(), key__in=keys)
    return _mark(readers, reason=min(keys))


def _mark(found: QuerySet[Any], *, reason: str) -> int:
    """Marks what these rows are of, however many there are; returns how many were not marked before."""
    row = (F("content_id"), Value(reason[:80]), Value(timezone.now()))
    chosen, values = found.order_by().values_list(*row).distinct().query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(f"{_INSERT_MARKS} {chosen} ON CONFLICT DO NOTHING", values)
        marked: int = cursor.rowcount
    if marked:
        rebuild_stale_task.enqueue()
    return marked


def _log(publication: Publication, outcome: Outcome) -> None:
    for edition in outcome.editions:
        logger.info(
            "%s %s %s version %d (sequence %d)",
            edition.event,
            edition.type,
            edition.locale,
            edition.version,
            edition.sequence,
            extra={"content_id": str(publication.content_id), "locale": edition.locale, "sequence": edition.sequence},
        )
