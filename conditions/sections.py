"""Which sections a locale’s document has, in what order, and in whose words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cms.locales import BY_TAG, SOURCE
from cms.translation import units
from conditions.blocks.sections import section_document
from conditions.models import ConditionPage
from conditions.reading import ConditionReading, LocaleReading

if TYPE_CHECKING:
    from collections.abc import Mapping


def sections_of(
    reading: ConditionReading, locale: str, *, is_partial: bool
) -> tuple[list[dict[str, Any]], list[dict[str, str]]]:
    """The locale's sections; where its policy allows a partial release, missing ones from the chain,
    and the list of those.
    """
    own = {section["type"]: section for section in reading.fields(locale)["sections"] or []}
    if not is_partial:
        return [_section(reading, own[key], locale) for key in _like_the_source(reading, own)], []
    sections, fallbacks = [], []
    for tag, section in _layout_with_fallbacks(reading, locale, own):
        sections.append(_section(reading, section, tag))
        if tag != locale:
            fallbacks.append({"part": f"sections.{section['type']}", "locale": tag})
    return sections, fallbacks


def _like_the_source(reading: ConditionReading, own: Mapping[str, Any]) -> list[str]:
    """The keys of the locale's sections in the order of the source as it is now: a matter of layout, not of text."""
    places = {section["type"]: place for place, section in enumerate(reading.fields(SOURCE)["sections"] or [])}
    return sorted(own, key=lambda key: places.get(key, len(places)))


def _layout_with_fallbacks(
    reading: ConditionReading, locale: str, own: Mapping[str, Any]
) -> list[tuple[str, dict[str, Any]]]:
    """In the source's order, each section in the first locale of the chain that says all of it."""
    source = reading.fields(SOURCE)["sections"] or []
    return [_nearest_whole_section(reading, locale, own, section) for section in source]


def _nearest_whole_section(
    reading: ConditionReading, locale: str, own: Mapping[str, Any], source: dict[str, Any]
) -> tuple[str, dict[str, Any]]:
    for tag in BY_TAG[locale].reading_order[:-1]:
        fields = reading.texts.fields(reading.page, tag)
        sections = (
            own if tag == locale else {item["type"]: item for item in (fields["sections"] or [])} if fields else {}
        )
        section = sections.get(source["type"])
        if section is not None and _says_enough(reading, section, source):
            return tag, section
    return SOURCE, source


def _says_enough(reading: ConditionReading, section: Mapping[str, Any], source: Mapping[str, Any]) -> bool:
    """All that the source says; of a draft anything, so that those who are at it see what they have written."""
    said = _paths(section)
    if reading.outlook.is_draft(reading.page):
        return bool({path for path in said if not path.endswith(_HEADING)})
    return said >= _paths(source)


#: A heading alone says nothing: the usual one is put into each translation.
_HEADING = "/heading"


def _paths(section: Mapping[str, Any]) -> set[str]:
    snapshot = {"fields": {"sections": [section]}, "children": {}}
    return {unit.path for unit in units.units(ConditionPage, snapshot)}


def _section(reading: ConditionReading, section: Mapping[str, Any], locale: str) -> dict[str, Any]:
    view = LocaleReading(reading, locale, reading.directory.links(locale, reading.terms))
    return section_document(section, view, locale=locale, direction=BY_TAG[locale].direction)
