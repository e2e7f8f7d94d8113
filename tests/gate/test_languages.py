"""The gate is for the source; a language without an alternative text is stopped at its own approval."""

from __future__ import annotations

import pytest

from cms.gate import readiness
from cms.translation.errors import IncompleteTranslation
from tests import factories
from tests.gate.acting import add_block, translated

pytestmark = pytest.mark.django_db

WAVES = {"es": "Ondas suaves", "ar": "أمواج هادئة", "zh-Hans": "柔和的波浪"}


@pytest.fixture
def illustrated(topic, gate):
    """Out in English, with an image in a section that is described there, and in each language but for the image."""
    gate()
    image = {"type": "image", "id": "img-1", "value": {"image": factories.image().pk, "alt": "Soft waves"}}
    add_block(topic, image)
    translated(topic, *WAVES)
    return factories.publish(factories.latest(topic))


def describe(page, locale, text):
    """Lays the image out in the language, with a text of its own."""
    draft = factories.latest(page)
    sections = draft.sections_raw(locale)
    overview = next(section for section in sections if section["type"] == "overview")
    source = next(section for section in draft.sections_raw("en") if section["type"] == "overview")
    image = next(block for block in source["value"]["blocks"] if block["type"] == "image")
    kept = [block for block in overview["value"]["blocks"] if block["type"] != "image"]
    overview["value"]["blocks"] = [*kept, {**image, "value": {**image["value"], "alt": text}}]
    factories.write(draft, locale, sections=sections).save_revision()


def test_a_language_whose_image_has_no_text_is_not_released(illustrated):
    for locale in WAVES:
        describe(illustrated, locale, "")
        with pytest.raises(IncompleteTranslation) as refused:
            factories.release(illustrated, locale)
        assert "sections.overview" in refused.value.missing

        describe(illustrated, locale, WAVES[locale])
        factories.release(illustrated, locale)

    assert factories.locales_out(illustrated) == ["en", *WAVES]


def test_a_regional_overlay_takes_the_text_of_its_base(illustrated):
    describe(illustrated, "es", WAVES["es"])
    factories.release(illustrated, "es")
    factories.overlay(illustrated, summary="Dolor de más de tres meses.")

    factories.release(illustrated, "es-MX")

    images = [
        block.get("value", block)
        for section in factories.answer(illustrated, "es-MX")["sections"]
        for block in section["blocks"]
        if block["type"] == "image"
    ]
    assert [image["alt"] for image in images] == [WAVES["es"]]


def test_what_a_language_lacks_does_not_hold_the_source(signed):
    draft = factories.write(factories.latest(signed), "fr", name="Douleur chronique")
    draft.save_revision()

    assert readiness.missing(factories.latest(signed)) == []
