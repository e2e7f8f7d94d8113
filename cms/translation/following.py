"""Lets translations that were changed in the form follow the source, before they are saved.

What is stored always has the layout of what it was made from, or the next reader could not tell which text translates
which.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rapidfuzz import fuzz

from cms.locales import BY_TAG, SOURCE, translations
from cms.translation import bilingual, drafts, markup, readiness, snapshots, standing, units, work
from cms.translation.models import LocaleWork
from cms.translation.replacing import replaced

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cms.translation.bilingual import Bilingual
    from cms.translation.snapshots import Snapshot


def follow_source(content: Any) -> None:
    """Lays out the translations that differ from what was noted last. Costs one query, two more when there are any, and
    a few more when the source has another layout by now.
    """
    noted = dict(LocaleWork.objects.filter(content_id=content.content_id).values_list("locale", "digest"))
    changed = [
        locale.tag
        for locale in translations()
        if noted.get(locale.tag)
        and noted[locale.tag] != units.digest(type(content), snapshots.take(content, locale.tag))
    ]
    if changed:
        works, source = work.works_of(content.content_id), readiness.source_text(content)
        for tag in changed:
            _follow(content, tag, works, source=source)


def _follow(content: Any, tag: str, works: Mapping[str, LocaleWork], *, source: Snapshot) -> None:
    sheet = bilingual.of(content, tag, works, source=source)
    made_from = works[tag].made_from
    if BY_TAG[tag].overlays is None and made_from and sheet.base != made_from[SOURCE]:
        by_hand = _laid_out_by_hand(content, sheet, made_from[SOURCE])
        if by_hand:
            works[tag].made_from = {**made_from, SOURCE: replaced(sheet.model, made_from[SOURCE], by_hand)}
            standing.save([works[tag]], ["made_from"])
            sheet = bilingual.of(content, tag, works, source=source)
    snapshots.put(content, tag, sheet.text)


def _laid_out_by_hand(content: Any, sheet: Bilingual, made_from: Snapshot) -> dict[str, str]:
    """The rich texts that somebody has just brought into the source's layout, by path of the unit, with the source
    that they reflect in that layout.
    """
    model = sheet.model
    before = snapshots.take(drafts.latest(content), sheet.locale)
    laid_out = bilingual.Bilingual(
        model, sheet.locale, source=sheet.source, own=before, made_from={SOURCE: made_from}
    ).own
    now = {unit.path: unit.text for unit in units.units(model, snapshots.take(content, sheet.locale)) if unit.is_rich}
    old, moved, base = (
        {unit.path: unit.text for unit in units.units(model, text)} for text in (before, laid_out, sheet.base)
    )
    return {
        path: base[path]
        for path, text in now.items()
        if path in base
        and text != old.get(path)
        and len(markup.split(text).pieces) == len(markup.split(base[path]).pieces)
        and _likeness(text, moved.get(path, "")) > _likeness(text, old.get(path, ""))
    }


def _likeness(text: str, other: str) -> tuple[int, float]:
    """How many pieces are the same at the same place, and how much all of them are alike."""
    pairs = list(zip(markup.split(text).pieces, markup.split(other).pieces, strict=False))
    alike = sum(fuzz.ratio(one, two) * (len(one) + len(two)) for one, two in pairs)
    return sum(one == two for one, two in pairs), alike
