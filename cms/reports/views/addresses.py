"""The report "Links to other sites": every address, how it answered last, and where it is used."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import django_filters
from django.db.models import Case, CharField, Count, Q, Value, When
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.timezone import localtime
from django.utils.translation import gettext as _, gettext_lazy, ngettext
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, NumberColumn

from cms.locales import BY_TAG
from cms.reports import checking
from cms.reports.contents import Content, Contents
from cms.reports.models import Address, Failure, LinkUse
from cms.reports.views.base import Cell, CellColumn, ContentReportView
from cms.reports.views.readability import published

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from django.db.models import QuerySet

#: How many places are named for an address.
_NAMED = 6

BROKEN, MOVED, MACHINES, WELL, UNASKED = "broken", "moved", "machines", "well", "unasked"

STATES = {
    BROKEN: gettext_lazy("Broken"),
    MOVED: gettext_lazy("Moved for good"),
    MACHINES: gettext_lazy("Lets no machine in"),
    UNASKED: gettext_lazy("Not asked yet"),
    WELL: gettext_lazy("Answers"),
}

_STATE = Case(
    When(checked_at__isnull=True, then=Value(UNASKED)),
    When(failure=Failure.MACHINES, then=Value(MACHINES)),
    When(~Q(failure=""), then=Value(BROKEN)),
    When(~Q(moved_to=""), then=Value(MOVED)),
    default=Value(WELL),
    output_field=CharField(),
)


@dataclass(frozen=True)
class Row:
    address: Cell
    state: Cell
    checked: str
    number: int
    places: list[Cell]

    @property
    def url(self) -> str:
        return self.address.text

    @property
    def told(self) -> str:
        return " ".join(part for part in (self.state.text, self.state.note) if part)

    @property
    def where(self) -> str:
        return "; ".join(f"{place.text} ({place.note})" if place.note else place.text for place in self.places)


class AddressFilterSet(WagtailFilterSet):
    state = django_filters.ChoiceFilter(label=gettext_lazy("State"), choices=list(STATES.items()))
    host = django_filters.CharFilter(label=gettext_lazy("Server"), lookup_expr="icontains")

    class Meta:
        model = Address
        fields: tuple[str, ...] = ()


class AddressesView(ContentReportView):
    key = "addresses"
    model = Address
    page_title = gettext_lazy("Links to other sites")
    header_icon = "link-external"
    filterset_class = AddressFilterSet
    default_ordering = ("place", "host", "url", "pk")
    explained = gettext_lazy(
        "What published texts and references link to on other sites. The addresses are asked by the command "
        "check_links, which an administrator has run every night; this page only shows what they answered."
    )
    empty = gettext_lazy("Nothing that is published links to another site.")
    export_headings = {
        "url": gettext_lazy("Address"),
        "told": gettext_lazy("State"),
        "checked": gettext_lazy("Asked"),
        "number": gettext_lazy("Links"),
        "where": gettext_lazy("Used in"),
    }
    list_export = tuple(export_headings)

    @cached_property
    def columns(self) -> list[Column]:
        return [
            CellColumn("address", label=_("Address"), sort_key="url", width="30%"),
            CellColumn("state", label=_("State"), sort_key="place"),
            Column("checked", label=_("Asked"), sort_key="checked_at"),
            NumberColumn("number", label=_("Links"), sort_key="number"),
            CellColumn("places", label=_("Used in")),
        ]

    @property
    def hint(self) -> str:
        ended = checking.last_ended(checking.LINKS)
        if ended is None:
            return _("They have not been asked yet.")
        return _("Asked last on %(moment)s.") % {"moment": _moment(ended)}

    def get_base_queryset(self) -> QuerySet[Any]:
        order = Case(*(When(state=state, then=Value(place)) for place, state in enumerate(STATES)))
        used = Address.objects.annotate(state=_STATE, number=Count("uses")).filter(number__gt=0)
        return used.annotate(place=order)

    def rows(self, found: Sequence[Any]) -> list[Row]:
        places = self._places(found)
        return [
            Row(
                address=Cell(address.url, address.url, is_elsewhere=True),
                state=Cell(str(STATES[address.state]), note=_note(address)),
                checked=_moment(address.checked_at) if address.checked_at else "",
                number=address.number,
                places=places[address.pk],
            )
            for address in found
        ]

    def _places(self, found: Iterable[Any]) -> dict[int, list[Cell]]:
        """Where each address is used: each content once, with its languages."""
        uses = list(LinkUse.objects.filter(address__in=[each.pk for each in found]).select_related("scan"))
        contents = published(self.request.user, uses)
        references = Contents(self.request.user).references({use.content_path for use in uses})
        places: dict[int, dict[Cell, None]] = defaultdict(dict)
        for use in sorted(uses, key=lambda use: (list(BY_TAG).index(use.locale), use.pk)):
            reference = references.get(use.content_path)
            places[int(use.address_id or 0)][_place(use, reference, contents.get(use.scan_id, Content("")))] = None
        return {pk: _first(list(cells)) for pk, cells in places.items()}


def _place(use: Any, reference: Content | None, content: Content) -> Cell:
    """The reference, once for all that cite it; else the very field or block."""
    if reference is not None:
        return Cell(reference.name, reference.url, note=_("Reference"))
    return Cell(content.name, content.at(use.content_path, use.locale), note=BY_TAG[use.locale].own_name)


def _first(cells: list[Cell]) -> list[Cell]:
    more = len(cells) - _NAMED
    if more <= 0:
        return cells
    return [*cells[:_NAMED], Cell(ngettext("and %(number)d more", "and %(number)d more", more) % {"number": more})]


def _note(address: Address) -> str:
    if address.moved_to and not address.failure:
        return _("Now at %(address)s") % {"address": address.moved_to}
    if not address.failure:
        return ""
    words = [Failure(address.failure).label, f"({address.status})" if address.status else address.detail]
    if address.failing_since:
        words.append(_("since %(moment)s") % {"moment": _moment(address.failing_since)})
    return " ".join(str(word) for word in words if word)


def _moment(moment: Any) -> str:
    return str(date_format(localtime(moment), "SHORT_DATETIME_FORMAT"))
