"""Whether anything uses a piece of content: what is written, by Wagtail's index of references, or what readers get.

The two differ: an approved translation goes out as it was approved, with an image that the page has no more.
"""

from __future__ import annotations

from typing import Any

from django.db import connection
from django.db.models import BooleanField, CharField, Exists, ExpressionWrapper, OuterRef, QuerySet, UUIDField, Value
from django.db.models.functions import Cast, Concat, Substr
from wagtail.models import ReferenceIndex

from cms.medical_review.models import Review
from cms.publishing.models import Dependency
from conditions.snippets import Person

#: Where the hyphens of a UUID stand between its digits: from, and how many.
_PARTS = ((1, 8), (9, 4), (13, 4), (17, 4), (21, 12))


def unused(model: Any, prefix: str, name: str) -> Any:
    """As a condition on rows of the model; documents name what they read by `prefix` and the value of the field."""
    key = Concat(Value(prefix), _text(model, name), output_field=CharField())
    named = ReferenceIndex.objects.filter(
        to_content_type=ReferenceIndex._get_base_content_type(model).pk,
        to_object_id=Cast(OuterRef("pk"), CharField()),
    )
    read = Dependency.objects.filter(key=key)
    return ExpressionWrapper(~Exists(read) & ~Exists(named), output_field=BooleanField())


def idle(shared: QuerySet[Any]) -> QuerySet[Any]:
    """Of shared content, what nothing uses. The people of a review stand in its record, as they were on that day."""
    found = shared.annotate(is_unused=unused(shared.model, "content:", "content_id")).filter(is_unused=True)
    return found.exclude(content_id__in=_reviewers()) if shared.model is Person else found


def _reviewers() -> set[str]:
    records = Review.objects.that_count().values_list("reviewers", flat=True).distinct()
    return {reviewer["content_id"] for reviewers in records for reviewer in reviewers}


def _text(model: Any, name: str) -> Any:
    """The field's value as text. SQLite keeps the digits of a UUID alone."""
    text = Cast(OuterRef(name), CharField())
    is_uuid = isinstance(model._meta.get_field(name if name != "pk" else model._meta.pk.name), UUIDField)
    if not is_uuid or connection.vendor != "sqlite":
        return text
    parts: list[Any] = []
    for start, length in _PARTS:
        parts += [*([Value("-")] if parts else []), Substr(text, start, length)]
    return Concat(*parts, output_field=CharField())
