"""Notes who works on which locale, whatever the way: the form, an import, a script that saves a revision."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cms.locales import translations
from cms.translation import snapshots, units
from cms.translation.models import LocaleWork, WorkState

if TYPE_CHECKING:
    from collections.abc import Mapping
    from uuid import UUID


def note(content: Any, *, user: Any | None) -> None:
    """Compares each translation with what was last noted; a difference is work in progress, by this person if known.

    Costs one query, and one more when something changed.
    """
    noted = works_of(content.content_id)
    changed = []
    for locale in translations():
        snapshot = snapshots.take(content, locale.tag)
        digest = units.digest(type(content), snapshot)
        work = noted.get(locale.tag)
        if (work is None and snapshots.is_empty(snapshot)) or (work is not None and work.digest == digest):
            continue
        work = work or LocaleWork(content_id=content.content_id, locale=locale.tag)
        work.digest = digest
        work.state = WorkState.IN_PROGRESS
        if user is not None and user.pk not in work.contributors:
            work.contributors = [*work.contributors, user.pk]
        changed.append(work)
    if changed:
        LocaleWork.objects.bulk_create(
            changed,
            update_conflicts=True,
            unique_fields=["content_id", "locale"],
            update_fields=["digest", "state", "contributors", "changed_at"],
        )


def done(content_id: UUID, locale: str, *, digest: str) -> None:
    """The text is released: whoever changes it from now on works towards the next release."""
    LocaleWork.objects.update_or_create(
        content_id=content_id, locale=locale, defaults={"state": WorkState.DONE, "digest": digest, "contributors": []}
    )


def works_of(content_id: UUID) -> Mapping[str, LocaleWork]:
    return {work.locale: work for work in LocaleWork.objects.filter(content_id=content_id)}
