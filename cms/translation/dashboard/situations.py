"""The situations that a locale of some content can be in, as lists can be filtered by them."""

from __future__ import annotations

from django.contrib.contenttypes.models import ContentType
from django.db.models import Exists, OuterRef, Q, TextChoices
from django.utils.translation import gettext_lazy as _

from cms.locales import SOURCE
from cms.publishing import registry
from cms.publishing.models import Document, DocumentState
from cms.translation.models import Delivery, WorkState


class Situation(TextChoices):
    """In the order in which people ask for them."""

    TO_DO = "to_do", _("Anything to do")
    MISSING = "missing", _("Something is missing")
    CHANGED = "changed", _("Something to look at again")
    IN_PROGRESS = "in_progress", _("In progress")
    IN_REVIEW = "in_review", _("In review")
    OUTDATED = "outdated", _("Released, outdated")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    NONE = "none", _("Not released")
    RELEASED = "released", _("Released")
    SCHEDULED = "scheduled", _("Goes out later")
    UP_TO_DATE = "up_to_date", _("Nothing left to do")


#: As conditions on `LocaleWork`.
_CONDITIONS = {
    Situation.SCHEDULED: Q(goes_out_at__isnull=False),
    Situation.TO_DO: Q(waiting_since__isnull=False),
    Situation.MISSING: Q(missing__gt=0),
    Situation.CHANGED: Q(outdated__gt=0),
    Situation.IN_PROGRESS: Q(state=WorkState.IN_PROGRESS),
    Situation.IN_REVIEW: Q(state=WorkState.IN_REVIEW),
    Situation.OUTDATED: Q(delivery=Delivery.OUTDATED),
    Situation.WITHDRAWN: Q(delivery=Delivery.WITHDRAWN),
    Situation.NONE: Q(delivery=Delivery.NONE),
    Situation.RELEASED: Q(delivery=Delivery.RELEASED),
    Situation.UP_TO_DATE: Q(waiting_since__isnull=True),
}

#: These speak of what readers get, so only of content that is out at all.
OF_WHAT_IS_OUT = frozenset(
    {Situation.OUTDATED, Situation.WITHDRAWN, Situation.NONE, Situation.RELEASED, Situation.UP_TO_DATE}
)


def condition(situation: str) -> Q:
    """On `LocaleWork`; everything for no situation."""
    return _CONDITIONS[Situation(situation)] if situation else Q()


def is_out(*, item: str = "") -> Q:
    """Whether readers get content at all, on a model with a `content_id`; `item` is the way from there to the item.

    Of what has documents they say so, for a page can be published and yet be out of everybody's reach.
    """
    documents = Document.objects.filter(content_id=OuterRef("content_id"), locale=SOURCE, state=DocumentState.LIVE)
    published = ContentType.objects.get_for_models(*(kind.model for kind in registry.kinds())).values()
    has_documents = Q(**{f"{item}content_type__in": [content_type.pk for content_type in published]})
    return (has_documents & Q(Exists(documents))) | (~has_documents & Q(**{f"{item}is_live": True}))
