"""The strings of a page, how its source changes beneath them, and which are outdated then."""

from __future__ import annotations

from cms.translation import desk, drafts
from tests import factories

LOCALES = ["es", "ar", "zh-Hans"]
OVERVIEW = "sections.overview/blocks/" + factories.block_id("chronic-pain", "overview", 0)
ALL = ["summary", f"{OVERVIEW}#0", f"{OVERVIEW}#1"]


def outdated(content, locale="ar"):
    sheet = desk.open_sheet(drafts.latest(content), locale)
    return [segment.path for segment in sheet.segments if segment.is_outdated]


def two_paragraphs(content, locale, first, second):
    raw = content.sections_raw(locale)
    raw[0]["value"]["blocks"][0]["value"] = f"<p>{first}</p><p>{second}</p>"
    return factories.write(content, locale, sections=raw)


def without_first_block(content, locale):
    raw = content.sections_raw(locale)
    raw[0]["value"]["blocks"].pop(0)
    return factories.write(content, locale, sections=raw)
