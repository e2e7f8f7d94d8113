"""The report "Images to tidy up": images that nothing uses, and images whose file is lost."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import django_filters
from django.db.models import Exists, OuterRef, Q
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.timezone import localtime
from django.utils.translation import gettext as _, gettext_lazy
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column
from wagtail.images import get_image_model

from cms.reports import checking, rights
from cms.reports.models import LostFile
from cms.reports.usage import unused
from cms.reports.views.base import Cell, CellColumn, ContentReportView

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.db.models import QuerySet

UNUSED, LOST = "unused", "lost"


@dataclass(frozen=True)
class Row:
    image: Cell
    fault: list[Cell]
    uploaded: str
    size: str

    @property
    def faults(self) -> str:
        return "; ".join(cell.text for cell in self.fault)


class ImageFilterSet(WagtailFilterSet):
    fault = django_filters.ChoiceFilter(
        label=gettext_lazy("What is wrong"),
        choices=[(LOST, gettext_lazy("The file is missing")), (UNUSED, gettext_lazy("Not used"))],
        method="by_fault",
    )

    class Meta:
        model = get_image_model()
        fields: tuple[str, ...] = ()

    def by_fault(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return queryset.filter(**{f"is_{value}": True})


class ImagesView(ContentReportView):
    key = "images"
    page_title = gettext_lazy("Images to tidy up")
    header_icon = "image"
    filterset_class = ImageFilterSet
    default_ordering = ("-is_lost", "title", "pk")
    any_permission_required = ["add", "change", "delete"]
    explained = gettext_lazy(
        "Images whose file is missing, which readers see as a gap, and images that nothing uses. A draft of a page "
        "that is published already counts as a use only when it is published."
    )
    empty = gettext_lazy("Every image is used, and no file is known to be missing.")
    export_headings = {
        "image": gettext_lazy("Image"),
        "faults": gettext_lazy("What is wrong"),
        "uploaded": gettext_lazy("Uploaded"),
        "size": gettext_lazy("Size"),
    }
    list_export = tuple(export_headings)

    @cached_property
    def permission_policy(self) -> Any:
        return rights.image_policy()

    @cached_property
    def model(self) -> Any:
        return get_image_model()

    @cached_property
    def columns(self) -> list[Column]:
        return [
            CellColumn("image", label=_("Image"), sort_key="title"),
            CellColumn("fault", label=_("What is wrong"), sort_key="is_lost"),
            Column("uploaded", label=_("Uploaded"), sort_key="created_at"),
            Column("size", label=_("Size"), sort_key="file_size"),
        ]

    @property
    def hint(self) -> str:
        ended = checking.last_ended(checking.FILES)
        if ended is None:
            return _("Nobody has looked for the files yet; the command check_links does.")
        return _("The files were looked for on %(moment)s.") % {
            "moment": date_format(localtime(ended), "SHORT_DATETIME_FORMAT")
        }

    def get_base_queryset(self) -> QuerySet[Any]:
        own = self.permission_policy.instances_user_has_permission_for(self.request.user, "change")
        return with_faults(self.model).filter(pk__in=own.values("pk"))

    def rows(self, found: Sequence[Any]) -> list[Row]:
        return [
            Row(
                image=Cell(image.title, reverse("wagtailimages:edit", args=[image.pk])),
                fault=_faults(image),
                uploaded=date_format(localtime(image.created_at), "SHORT_DATE_FORMAT"),
                size=filesizeformat(image.file_size) if image.file_size else "",
            )
            for image in found
        ]


def with_faults(model: Any) -> QuerySet[Any]:
    """The images with `is_lost` or `is_unused`. What readers get of a translation may be older than what is written:
    so an image is used as long as anything is published with it.
    """
    images: QuerySet[Any] = model.objects.annotate(
        is_lost=Exists(LostFile.objects.filter(image_id=OuterRef("pk"))), is_unused=unused(model, "image:", "pk")
    )
    return images.filter(Q(is_lost=True) | Q(is_unused=True))


def _faults(image: Any) -> list[Cell]:
    lost = [Cell(_("The file is missing"))] if image.is_lost else []
    return lost + ([Cell(_("Not used"))] if image.is_unused else [])
