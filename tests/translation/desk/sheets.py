"""The sheet of a locale as a writer opens it, what it says, and what is saved into it."""

from __future__ import annotations

from cms.translation import desk, drafts
from cms.translation.desk import Edit
from tests import factories

OVERVIEW = "sections.overview/blocks/" + factories.block_id("chronic-pain", "overview", 0)
SAFETY = "sections.safety/blocks/" + factories.block_id("chronic-pain", "safety", 0)
TEXTS = {
    "ar": "ألم يدوم أكثر من ثلاثة أشهر.",
    "es-MX": "Dolor de más de tres meses.",
    "zh-Hans": "疼痛持续三个月以上。",
}
LOCALES = list(TEXTS)


def sheet(content, locale="ar"):
    return desk.open_sheet(drafts.latest(content), locale)


def seen(content, path, locale="ar"):
    return sheet(content, locale).by_path[path].digest


def said(content, path, locale="ar"):
    return sheet(content, locale).by_path[path].target


def save(content, locale, *, by=None, **texts: str):
    return desk.save(content, locale, [Edit(path, text) for path, text in texts.items()], by=by)
