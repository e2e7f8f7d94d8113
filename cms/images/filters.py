"""What the list of images in the admin can be narrowed to: images that nobody uses or that say too little."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import django_filters
from django.contrib.contenttypes.models import ContentType
from django.db.models import BigIntegerField, Q
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy as _
from wagtail.images.views.images import ImagesFilterSet
from wagtail.models import ReferenceIndex

from cms.images.models import CreditedImage

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.db.models import QuerySet

NO_CREDIT, NO_LICENCE, UNUSED = "no-credit", "no-licence", "unused"


class ImageFilterSet(ImagesFilterSet):
    lacks = django_filters.ChoiceFilter(
        label=_("To look after"),
        method="filter_lacks",
        empty_label=_("All"),
        choices=[
            (NO_CREDIT, _("Without credit")),
            (NO_LICENCE, _("Without licence")),
            (UNUSED, _("Not used anywhere")),
        ],
    )

    class Meta(ImagesFilterSet.Meta):
        pass

    def filter_lacks(self, queryset: QuerySet[CreditedImage], name: str, value: str) -> QuerySet[CreditedImage]:
        return _NARROWED[value](queryset)


def _unused(queryset: QuerySet[CreditedImage]) -> QuerySet[CreditedImage]:
    """Wagtail's index of references knows pages and snippets as they stand, not the drafts of what is out."""
    references = ReferenceIndex.objects.filter(to_content_type=ContentType.objects.get_for_model(CreditedImage))
    used = references.annotate(image=Cast("to_object_id", BigIntegerField())).values("image")
    return queryset.filter(~Q(pk__in=used))


_NARROWED: dict[str, Callable[[Any], Any]] = {
    NO_CREDIT: lambda queryset: queryset.filter(credit=""),
    NO_LICENCE: lambda queryset: queryset.filter(license=""),
    UNUSED: _unused,
}
