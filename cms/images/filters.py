"""What the list of images in the admin can be narrowed to: images that nobody uses or that say too little."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import django_filters
from django.utils.translation import gettext_lazy as _
from wagtail.images.views.images import ImagesFilterSet

from cms.images import uses

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.db.models import QuerySet

    from cms.images.models import CreditedImage

NO_CREDIT, NO_LICENCE, UNUSED = "no-credit", "no-licence", "unused"

_NARROWED: dict[str, Callable[[Any], Any]] = {
    NO_CREDIT: lambda images: images.filter(credit=""),
    NO_LICENCE: lambda images: images.filter(license=""),
    UNUSED: uses.unused,
}


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

    def filter_lacks(self, images: QuerySet[CreditedImage], name: str, value: str) -> QuerySet[CreditedImage]:
        narrowed: QuerySet[CreditedImage] = _NARROWED[value](images)
        return narrowed
