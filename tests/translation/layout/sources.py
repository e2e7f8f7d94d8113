"""Sources, their translations, and what becomes of these when the source says something else."""

from __future__ import annotations

from cms.translation import units
from cms.translation.layout import follow
from cms.translation.replacing import replaced
from conditions.models import ConditionPage
from tests import factories

#: What stands for the translation of a text.
LOCALES = {"ar": "ترجمة {}", "es-MX": "traducido: {}", "zh-Hans": "译文：{}"}


def snapshot(*sections, **fields):
    return {"fields": {"name": "Chronic pain", "sections": list(sections), **fields}, "children": {"evidence": {}}}


def section(*blocks, key="overview"):
    return factories.section(key, *blocks, of="page", heading=f"Heading of {key}")


def block(kind, value, name="block"):
    return {"type": kind, "id": factories.block_id(name), "value": value}


def items(*texts):
    return [{"type": "item", "id": factories.block_id("item", text), "value": text} for text in texts]


def para(text, name):
    return factories.paragraph(text, block=factories.block_id(name))


def table(columns, *rows, caption="Doses"):
    return {
        "caption": caption,
        "columns": [{"type": "text", "heading": heading} for heading in columns],
        "rows": [{"values": list(row)} for row in rows],
    }


def translated(source, locale="ar"):
    """The source with the translation of every text in its place."""
    values = {}
    for unit in units.units(ConditionPage, source):
        values[unit.path] = rich(unit.text, locale) if unit.is_rich else word(unit.text, locale)
    return replaced(ConditionPage, source, values)


def word(text, locale="ar"):
    return LOCALES[locale].format(text) if text else ""


def rich(text, locale="ar"):
    from cms.translation import markup

    apart = markup.split(text)
    return apart.with_pieces([word(piece, locale) for piece in apart.pieces])


def after(before, now, own=None):
    """What becomes of a locale's only section when its source says something else."""
    source, made_from = snapshot(section(*now)), snapshot(section(*before))
    own = translated(made_from) if own is None else snapshot(section(*own))
    found = follow(ConditionPage, source, made_from, own)
    assert follow(ConditionPage, source, source, found) == found
    return found["fields"]["sections"][0]["value"]["blocks"]
