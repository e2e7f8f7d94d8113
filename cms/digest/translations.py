"""What waits for a person in the languages that they work on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Count
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _, ngettext

from cms.digest.parts import Line, Part
from cms.locales import BY_TAG
from cms.translation.dashboard import home_panel, overview, views
from cms.translation.dashboard.filters import workable_by
from cms.translation.dashboard.situations import Situation

if TYPE_CHECKING:
    from collections.abc import Iterator


def part(person: Any) -> Part | None:
    """For each language how much waits, then what has waited longest; two queries."""
    tags = workable_by(person)
    counted = home_panel.waiting_for(person, tags).order_by().values_list("locale")
    numbers = dict(counted.annotate(number=Count("pk")))
    if not numbers:
        return None
    oldest: dict[str, list[Line]] = {tag: [] for tag in numbers}
    for work in home_panel.oldest(person, tags):
        oldest[work.locale].append(_line(work))
    return Part(_("Translations"), tuple(_lines(tags, numbers, oldest)), views.url())


def _lines(tags: tuple[str, ...], numbers: dict[str, int], oldest: dict[str, list[Line]]) -> Iterator[Line]:
    for tag in tags:
        if tag in numbers:
            text = ngettext(
                "%(language)s: %(number)d text waits for you",
                "%(language)s: %(number)d texts wait for you",
                numbers[tag],
            )
            told = {"language": BY_TAG[tag].own_name, "number": numbers[tag]}
            yield Line(text % told, views.url(locale=tag, situation=Situation.TO_DO))
            yield from oldest[tag]


def _line(work: Any) -> Line:
    told = {
        "name": work.content.name,
        "locale": work.locale,
        "reason": overview.reason(work),
        "day": date_format(timezone.localtime(work.waiting_since)),
    }
    return Line(
        _("%(name)s (%(locale)s): %(reason)s, since %(day)s") % told, overview.url_of(work.content, work.locale)
    )
