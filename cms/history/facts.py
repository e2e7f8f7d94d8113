"""What an auditor is told, as JSON: editions with their documents, releases with who answers for them, the log."""

from __future__ import annotations

from datetime import UTC
from typing import TYPE_CHECKING, Any

from django.contrib.auth import get_user_model
from django.utils.translation import gettext as _

from cms.history import comparing, lines
from cms.publishing.content import timestamp
from cms.publishing.models import Edition
from cms.translation.models import Release
from cms.translation.naming import name_of_person

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from cms.history.lines import Line
    from cms.history.subjects import Subject

#: Editions that are held in memory at once, with their documents.
_AT_ONCE = 50


def editions(subject: Subject, *, locale: str | None = None) -> Iterator[Line]:
    """Oldest first, those that there are when the first one is asked for; read a few at a time."""
    found = Edition.objects.filter(content_id=subject.content_id).order_by("sequence")
    if locale is not None:
        found = found.filter(locale=locale)
    newest = found.values_list("sequence", flat=True).last() or 0
    last = 0
    while last < newest:
        batch = list(found.filter(sequence__gt=last, sequence__lte=newest)[:_AT_ONCE])
        yield from lines.lines(subject, batch)
        last = batch[-1].sequence


def edition(line: Line) -> dict[str, Any]:
    found = line.edition
    return {
        "sequence": found.sequence,
        "locale": found.locale,
        "version": found.version,
        "event": found.event,
        "state": str(line.state),
        "occurred_at": moment(found.occurred_at),
        "published_at": moment(found.published_at),
        "by": line.by or None,
        "change": {"kind": found.change_kind, "note": found.change_note or None},
        "release": found.release_number,
        "gone_reason": found.gone_reason or None,
        "slug": found.slug,
        "path": found.path or None,
        "digest": found.digest or None,
        "document": comparing.document_of(found) if line.has_text else None,
    }


def releases(subject: Subject) -> Iterator[dict[str, Any]]:
    """By locale and number; without their text, which the editions hold."""
    found = Release.objects.filter(content_id=subject.content_id).order_by("locale", "number")
    people = ("approver", "reviser", "clinical_approver", "withdrawn_by")
    for release in found.defer("snapshot", "head", "made_from").select_related(*people):
        yield {
            "locale": release.locale,
            "number": release.number,
            "is_current": release.is_current,
            "state": release.state,
            "goes_out_at": moment(release.goes_out_at),
            "expires_at": moment(release.expires_at),
            "approved_at": moment(release.approved_at),
            "approver": release.approver_name or None,
            "reviser": release.reviser_name or None,
            "clinical_approver": release.clinical_approver_name or None,
            "translators": _names(release.translators),
            "method": release.method,
            "source_version": release.source_version,
            "outdated_since": moment(release.outdated_since),
            "outdated_parts": release.outdated_parts,
            "outdated_by": release.outdated_by or None,
            "withdrawn_at": moment(release.withdrawn_at),
            "withdrawn_by": name_of_person(release.withdrawn_by) or None,
            "withdrawal_reason": release.withdrawal_reason or None,
        }


def log(subject: Subject) -> Iterator[dict[str, Any]]:
    """Wagtail's log: who did what when, oldest first, in the language that is active."""
    for entry in subject.log.select_related("user", "content_type").order_by("timestamp", "pk").iterator():
        yield {
            "at": moment(entry.timestamp),
            "action": entry.action,
            "what": str(entry.message),
            "comment": str(entry.comment) or None,
            "by": str(entry.user_display_name) if entry.user_id else None,
        }


def moment(value: datetime | None) -> str | None:
    """In UTC to the second, as all times that leave."""
    return timestamp(value.astimezone(UTC)) if value is not None else None


def _names(keys: list[Any]) -> list[str]:
    """In the order of the release; an account that is deleted has left no name."""
    people = get_user_model()._default_manager.in_bulk(keys)
    return [name_of_person(people[key]) if key in people else _("a deleted account") for key in keys]
