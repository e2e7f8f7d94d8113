"""A document says how hard its own text is to read, by the formula of its language."""

from __future__ import annotations

import pytest

from tests import factories
from tests.plain_language.texts import PLAIN

pytestmark = pytest.mark.django_db


def page(**texts):
    draft = factories.draft(locales=tuple(tag for tag in texts if tag != "es_mx"))
    for tag, text in texts.items():
        block = factories.paragraph(text, block=factories.block_id(draft.slug, "overview", 0))
        sections = [factories.section("overview", block, of=draft.slug)]
        factories.write(draft, tag.replace("es_mx", "es-MX"), sections=sections)
    return factories.publish(draft)


def test_each_locale_is_measured_in_its_own_language():
    published = page(en=PLAIN["en"], es=PLAIN["es"], ar=PLAIN["ar"], es_mx=f"{PLAIN['es']} Llame al 911.")

    factories.release(published, "es", "ar", "es-MX")

    assert factories.answer(published)["readability"] == {"formula": "flesch_kincaid", "score": 98.5, "grade": 1.3}
    assert factories.answer(published, "es")["readability"] == {"formula": "inflesz", "score": 80.8, "grade": None}
    assert factories.answer(published, "ar")["readability"] == {"formula": "lix", "score": 17.3, "grade": None}
    assert factories.answer(published, "es-MX")["readability"]["score"] > 80.8
    # Nobody has translated it into French: the English text is delivered, with its own measure.
    assert factories.answer(published, "fr")["readability"]["formula"] == "flesch_kincaid"


def test_little_text_is_not_measured():
    assert factories.answer(page(en="Pain that lasts."))["readability"] is None


def test_words_that_the_chain_lends_are_left_out(settings):
    settings.TRANSLATION_POLICY = {"default": {"partial": True}}
    published = factories.publish(factories.draft(locales=("en", "ar")))
    overview, safety = published.sections_raw("en")
    long_overview = {**overview, "value": {**overview["value"], "blocks": [_paragraph(published, PLAIN["en"])]}}
    factories.write(published, "en", sections=[long_overview, safety])
    factories.write(published, "ar", sections=[published.sections_raw("ar")[1]])
    published = factories.publish(published)

    factories.release(published, "ar")

    answer = factories.answer(published, "ar")
    assert [fallback["part"] for fallback in answer["fallbacks"]] == ["sections.overview"]
    assert answer["readability"] is None


def _paragraph(content, text):
    return factories.paragraph(text, block=factories.block_id(content.slug, "overview", 0))
