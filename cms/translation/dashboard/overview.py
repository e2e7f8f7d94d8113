"""The queries of the dashboard: totals by locale, content with all its locales, one line per locale of each content.

None reads more than what it shows, whatever the number of contents.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import BooleanField, Count, Exists, ExpressionWrapper, F, Min, OuterRef, Q, Subquery, Sum
from django.db.models.functions import Lower
from django.utils.text import capfirst
from django.utils.translation import gettext as _, ngettext

from cms.locales import BY_TAG
from cms.translation.dashboard import situations
from cms.translation.dashboard.filters import content_types
from cms.translation.dashboard.situations import OF_WHAT_IS_OUT, Situation
from cms.translation.edit_urls import workbench_url
from cms.translation.models import Delivery, LocaleWork, TranslatedItem, WorkState
from cms.translation.moments import in_words

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Mapping, Sequence

    from django.db.models import QuerySet
    from django.utils.functional import _StrPromise

    from cms.locales import ContentLocale
    from cms.translation.dashboard.filters import Filters

#: What a cell is made of; the texts of the work are large and stay where they are.
FIGURES = (
    "content_id",
    "locale",
    "delivery",
    "state",
    "segments",
    "missing",
    "outdated",
    "waiting_since",
    "goes_out_at",
)

#: Beside what is out and the state of the work, these are counted.
_FLAGS = {f"is_{each.value}": each for each in (Situation.TO_DO, Situation.MISSING)}


@dataclass
class Total:
    """One locale: how many contents are in a situation, and how many segments they lack together."""

    locale: ContentLocale
    missing_segments: int = 0
    contents: dict[Situation, int] = field(default_factory=dict)

    def number(self, situation: Situation) -> int:
        return self.contents.get(situation, 0)


@dataclass(frozen=True)
class Cell:
    """One locale of one content. `is_meant` where the filter asks for just this."""

    locale: ContentLocale
    work: LocaleWork
    is_out: bool
    is_meant: bool
    url: str = ""

    @property
    def status(self) -> str:
        """`approved` is what would be released if only the content was published."""
        if not self.is_out and self.work.delivery == Delivery.RELEASED:
            return "approved"
        return str(self.work.delivery)

    @property
    def label(self) -> str | _StrPromise:
        return _("Approved") if self.status == "approved" else Delivery(self.work.delivery).label

    @property
    def goes_out(self) -> str:
        """When the release that waits goes out, in words; empty where none does."""
        return in_words(self.work.goes_out_at) if self.work.goes_out_at else ""

    @property
    def state(self) -> str | _StrPromise:
        return WorkState(self.work.state).label


@dataclass(frozen=True)
class Row:
    item: TranslatedItem
    kind: str
    is_out: bool
    cells: list[Cell]


def totals(tags: Iterable[str], *, kind: int | None = None) -> dict[str, Total]:
    """One for each of these locales; one query."""
    found = {tag: Total(BY_TAG[tag]) for tag in tags}
    works = LocaleWork.objects.filter(locale__in=found)
    if kind is not None:
        works = works.filter(content__content_type=kind)
    flags = {name: _flag(situations.condition(situation)) for name, situation in _FLAGS.items()}
    groups = works.annotate(is_out=_flag(situations.is_out(item="content__")), **flags).order_by()
    of_group = groups.values("locale", "delivery", "state", "is_out", *flags)
    for group in of_group.annotate(number=Count("pk"), segments_missing=Sum("missing")):
        total = found[group["locale"]]
        total.missing_segments += group["segments_missing"]
        for situation in _situations_of(group):
            total.contents[situation] = total.contents.get(situation, 0) + group["number"]
    return found


def _situations_of(group: Mapping[str, Any]) -> Iterable[Situation]:
    """The situations that all of a group of `totals` are in."""
    if group["is_out"]:
        yield Situation(group["delivery"])
    if group["state"] in {WorkState.IN_PROGRESS, WorkState.IN_REVIEW}:
        yield Situation(group["state"])
    yield from (situation for name, situation in _FLAGS.items() if group[name])


def items(filters: Filters) -> QuerySet[TranslatedItem, Any]:
    """The contents that are asked for, in the order that is asked for."""
    found = TranslatedItem.objects.annotate(is_out=_flag(situations.is_out()))
    if filters.kind is not None:
        found = found.filter(content_type=filters.kind)
    if filters.text:
        found = found.filter(name__icontains=filters.text)
    if filters.situation:
        found = found.filter(Exists(_meant(filters).filter(content=OuterRef("pk"))))
    if filters.situation in OF_WHAT_IS_OUT:
        found = found.filter(is_out=True)
    by_name = (Lower("name"), "name", "pk")
    if not filters.is_by_waiting:
        return found.order_by(*by_name)
    waiting = _meant(filters).filter(content=OuterRef("pk")).order_by().values("content")
    oldest = Subquery(waiting.annotate(oldest=Min("waiting_since")).values("oldest"))
    return found.annotate(oldest=oldest).order_by(F("oldest").asc(nulls_last=True), *by_name)


def rows(found: Sequence[Any], filters: Filters, *, linked: Container[str]) -> list[Row]:
    """The contents of `items` with the locales that are looked at, those in `linked` with links; one query."""
    works = LocaleWork.objects.filter(content__in=[item.pk for item in found], locale__in=filters.tags)
    meant = ExpressionWrapper(situations.condition(filters.situation), output_field=BooleanField())
    noted = works.annotate(is_meant=meant) if filters.situation else works
    kinds = kind_names()
    by_key = {(work.content_id, work.locale): work for work in noted.only(*FIGURES)}
    return [
        Row(item, kinds.get(item.content_type_id, ""), item.is_out, _cells(item, by_key, filters, linked))
        for item in found
    ]


def lines(filters: Filters) -> Iterable[dict[str, Any]]:
    """Each locale of each content that is asked for, content by content, read as they are used."""
    works = _meant(filters).annotate(is_out=_flag(situations.is_out(item="content__")))
    if filters.kind is not None:
        works = works.filter(content__content_type=filters.kind)
    if filters.text:
        works = works.filter(content__name__icontains=filters.text)
    if filters.situation in OF_WHAT_IS_OUT:
        works = works.filter(is_out=True)
    by_name = (Lower("content__name"), "content__name", "content_id", "locale")
    order = (F("waiting_since").asc(nulls_last=True), *by_name) if filters.is_by_waiting else by_name
    columns = (*FIGURES, "submitted_at", "changed_at", "is_out", "content__name", "content__content_type")
    return works.order_by(*order).values(*columns).iterator(chunk_size=500)


def kind_names() -> dict[int, str]:
    """What kinds of content are called, by content type."""
    return {found.pk: str(capfirst(found.name)) for found in content_types().values()}


def reason(work: LocaleWork) -> str:
    """Why it waits, in few words: the most urgent reason."""
    if work.state == WorkState.IN_REVIEW:
        return str(WorkState.IN_REVIEW.label)
    if work.delivery in {Delivery.WITHDRAWN, Delivery.OUTDATED}:
        return str(Delivery(work.delivery).label)
    if work.missing:
        return ngettext("%(number)s missing", "%(number)s missing", work.missing) % {"number": work.missing}
    return str(WorkState(work.state).label)


def url_of(item: TranslatedItem, tag: str) -> str:
    """Where this locale of the content is worked on; empty for a kind of content that the code has no more."""
    model = ContentType.objects.get_for_id(item.content_type_id).model_class()
    return workbench_url(model._meta.label_lower, item.object_id, tag) if model else ""


def _meant(filters: Filters) -> QuerySet[LocaleWork, Any]:
    return LocaleWork.objects.filter(situations.condition(filters.situation), locale__in=filters.tags)


def _cells(item: Any, works: dict[Any, LocaleWork], filters: Filters, linked: Container[str]) -> list[Cell]:
    cells = []
    for tag in filters.tags:
        work = works.get((item.pk, tag)) or LocaleWork(content_id=item.pk, locale=tag)
        url = url_of(item, tag) if tag in linked else ""
        cells.append(Cell(BY_TAG[tag], work, item.is_out, is_meant=getattr(work, "is_meant", False), url=url))
    return cells


def _flag(condition: Q) -> ExpressionWrapper[Any]:
    return ExpressionWrapper(condition, output_field=BooleanField())
