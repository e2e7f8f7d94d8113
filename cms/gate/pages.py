"""What a page type gets that has checks: it goes out by the gate, whoever or whatever publishes it."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from wagtail.log_actions import log

from cms.gate import admission, alarms
from cms.gate.errors import PublishRefused
from cms.gate.models import AlarmKind

#: How Wagtail's command for scheduled pages calls what it does.
BY_THE_CLOCK = "wagtail.publish.scheduled"


class Gated:
    """For a page type; it stands before the base that it publishes by."""

    def publish(self, revision: Any, *args: Any, **kwargs: Any) -> Any:
        """Raises PublishRefused. By the clock, where nobody is there to be told, the page is taken off the schedule
        instead, and an alarm is raised.
        """
        try:
            with admission.admitted(revision):
                return super().publish(revision, *args, **kwargs)  # type: ignore[misc]  # of Wagtail's Page
        except PublishRefused as refusal:
            if kwargs.get("log_action") != BY_THE_CLOCK:
                raise
            _hold(revision, refusal)
            return None


def _hold(revision: Any, refusal: PublishRefused) -> None:
    """Others that are due go out; this one stays a draft, or the version that is out stays."""
    with transaction.atomic():
        revision.approved_go_live_at = None
        revision.save(update_fields=["approved_go_live_at"])
        sentences = [item.sentence for item in refusal.missing]
        log(instance=refusal.page, action="gate.hold", data={"missing": sentences}, revision=revision)
        alarms.raise_one(refusal.page, AlarmKind.HELD, by=revision.user, missing=refusal.missing)
