"""What documents say of an image: its rights, and what it tells, in the reader's language."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cms.images import files
from cms.publishing import lifecycle
from cms.publishing.document import Change
from cms.translation import releases
from cms.translation.errors import IncompleteTranslation
from tests import factories
from tests.images import pictures

pytestmark = pytest.mark.django_db

ALT = {"en": "Soft waves", "es": "Olas suaves", "ar": "أمواج هادئة", "zh-Hans": "柔和的波浪"}


def block(image, alt, number=0, **fields):
    value = {"image": image.pk, "alt": alt, "decorative": False, "caption": "", **fields}
    return {"type": "image", "id": factories.block_id("image", number), "value": value}


@pytest.fixture
def image():
    return factories.image(file=pictures.file(), source_url="https://example.org/waves")


@pytest.fixture
def condition(image):
    """With the same image in its head and its text, in all languages; es-MX has words of its own for the head only."""
    page = factories.draft(locales=tuple(ALT))
    page.image = image
    for locale, alt in ALT.items():
        section = factories.section("overview", block(image, alt), of="chronic-pain")
        factories.write(page, locale, image_alt=alt, sections=[section])
    page = factories.publish(page)
    factories.release(page, *(locale for locale in ALT if locale != "en"))
    factories.release(factories.overlay(page, image_alt="Olas calmadas"), "es-MX")
    lifecycle.rebuild_stale()
    return factories.reload(page)


def in_text(answer):
    return answer["sections"][0]["blocks"][0]["value"]


@pytest.mark.parametrize("locale", [*ALT, "es-MX", "fr"])
def test_what_an_image_tells_is_in_the_reader_s_language_wherever_it_is_used(condition, locale):
    answer = factories.answer(condition, locale)

    text_of = {**ALT, "es-MX": ALT["es"], "fr": ALT["en"]}
    assert answer["image"]["alt"] == {**text_of, "es-MX": "Olas calmadas"}[locale]
    assert in_text(answer)["alt"] == text_of[locale]


@pytest.mark.parametrize("locale", ["en", "ar", "es-MX"])
def test_a_decorative_image_tells_nothing_in_any_language(condition, locale):
    condition.image_decorative = True
    factories.publish(condition)

    image = factories.answer(condition, locale)["image"]

    assert (image["alt"], image["decorative"]) == ("", True)


def test_the_rights_to_an_image_go_with_it(condition):
    answer = factories.answer(condition)

    for shown in (answer["image"], in_text(answer)):
        assert shown["credit"] == "Drawn by A. Sample"
        assert shown["license"] == "CC-BY-4.0"
        assert shown["source_url"] == "https://example.org/waves"
        assert shown["focal_point"] is None


@pytest.mark.parametrize("locale", ["ar", "zh-Hans"])
@pytest.mark.parametrize("missing", ["head", "text"])
def test_a_translation_without_what_an_image_tells_is_not_released(image, locale, missing):
    page = factories.draft(locales=("en", locale))
    page.image = image
    for tag, alt in (("en", ALT["en"]), (locale, "")):
        in_text = alt if missing == "text" else ALT[tag]
        section = factories.section("overview", block(image, in_text), of="chronic-pain")
        factories.write(page, tag, image_alt=alt if missing == "head" else ALT[tag], sections=[section])
    page = factories.publish(page)

    with pytest.raises(IncompleteTranslation) as refused:
        releases.approve(page, locale, by=factories.approver(locale))

    assert list(refused.value.missing) == ["image_alt" if missing == "head" else "sections.overview"]


def test_publishing_asks_the_database_no_more_for_thirty_images_than_for_none(condition):
    def queries(number):
        images = [factories.image(str(place), file=pictures.file(size=(16, 9))) for place in range(number)]
        for image in images[:2]:
            files.make_files(image.pk)
        blocks = [block(image, ALT["en"], place) for place, image in enumerate(images)]
        section = factories.section("overview", *blocks, of="chronic-pain")
        factories.write(condition, "en", sections=[section], summary=f"With {number} images.")
        with CaptureQueriesContext(connection) as captured:
            lifecycle.refresh(condition, change=Change("content"))
        assert len(factories.answer(condition)["sections"][0]["blocks"]) == number
        return len(captured)

    assert queries(30) <= queries(0) + 1
