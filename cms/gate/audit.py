"""What the gate knows of a content id, as its history tells it to an auditor."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from cms.gate.models import Alarm, SignOff
from cms.publishing.content import timestamp

if TYPE_CHECKING:
    from collections.abc import Iterator
    from uuid import UUID


def sign_offs(content_id: UUID) -> Iterator[dict[str, Any]]:
    """Oldest first; `digest` is of the text that was signed."""
    for sign_off in SignOff.objects.filter(content_id=content_id).order_by("pk"):
        yield {
            "at": timestamp(sign_off.signed_at),
            "by": sign_off.signer_with_credentials,
            "what": _("Signed as a clinician"),
            "comment": sign_off.note or None,
            "role": sign_off.role or None,
            "digest": sign_off.digest,
        }


def alarms(content_id: UUID) -> Iterator[dict[str, Any]]:
    """When the page went out in spite of the gate, oldest first; `missing` is what people were told."""
    for alarm in Alarm.objects.filter(content_id=content_id).order_by("pk"):
        yield {
            "at": timestamp(alarm.raised_at),
            "by": alarm.raised_by_name or None,
            "what": _("Published by break-glass"),
            "comment": alarm.reason or None,
            "missing": alarm.missing,
            "settled_at": timestamp(alarm.settled_at) if alarm.settled_at else None,
        }
