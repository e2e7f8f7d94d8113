"""A change of a reference, term, therapy or image reaches every document that uses it, and no other."""

from __future__ import annotations

import pytest

from cms.images.tasks import make_files_task
from tests import factories
from tests.publishing.rebuilding import settle, waiting

pytestmark = pytest.mark.django_db


def with_evidence(*statements, references=(), therapy=None, slug="chronic-pain"):
    page = factories.draft(slug)
    factories.add_evidence(page, therapy or factories.therapy(), *references)
    return factories.publish(page)


# References


def test_a_reference_reaches_every_page_and_therapy_that_cites_it():
    reference, therapy = factories.reference(), factories.therapy()
    pages = [with_evidence(references=[reference], therapy=therapy, slug=slug) for slug in ("chronic-pain", "epilepsy")]
    other = factories.page("crps")
    settle()

    reference.title = "Consensus guidelines, second edition"
    reference.save()

    assert waiting() == {*(page.content_id for page in pages), therapy.content_id}
    settle()
    for content in (*pages, therapy):
        assert factories.answer(content)["references"][0]["title"] == "Consensus guidelines, second edition"
    assert factories.answer(other)["references"] == []


def test_a_reference_that_is_deleted_leaves_every_page():
    reference = factories.reference()
    page = with_evidence(references=[reference])
    settle()

    reference.delete()
    settle()

    assert factories.answer(page)["references"] == []
    assert factories.answer(page)["evidence"][0]["references"] == []


# The glossary


def with_term(term):
    page = factories.draft()
    text = f'<p>This is <a linktype="glossary-term" id="{term.pk}">off-label</a> use.</p>'
    block = factories.paragraph(text, block=factories.block_id("term"))
    factories.write(page, "en", sections=[factories.section("overview", block, of="chronic-pain")])
    return factories.publish(page)


def text_of(page):
    return factories.answer(page)["sections"][0]["blocks"][0]["value"]["text"]


def test_a_glossary_term_s_new_slug_reaches_the_pages_that_use_it():
    term = factories.glossary_term()
    page = with_term(term)
    settle()
    assert text_of(page) == '<p>This is <dfn data-term="off-label">off-label</dfn> use.</p>'

    term.slug = "outside-the-licence"
    factories.publish(term)
    settle()

    assert text_of(page) == '<p>This is <dfn data-term="outside-the-licence">off-label</dfn> use.</p>'


@pytest.mark.parametrize("act", ["unpublish", "delete"])
def test_a_glossary_term_that_goes_leaves_its_words(act):
    term = factories.glossary_term()
    page = with_term(term)
    settle()

    getattr(factories.reload(term), act)()
    settle()

    assert text_of(page) == "<p>This is off-label use.</p>"


# Therapies


@pytest.mark.parametrize(
    ("locale", "name"), [("en", "Ketamine infusions"), ("es", "Infusiones de ketamina"), ("ar", "تسريب الكيتامين")]
)
def test_a_therapy_s_new_name_reaches_the_evidence_that_names_it(locale, name):
    therapy = factories.therapy(locales=("en", "es", "ar"))
    page = factories.draft(locales=("en", "es", "ar"))
    words = {
        "en": "Some people had less pain.",
        "es": "Algunas personas tuvieron menos dolor.",
        "ar": "خفّ الألم لدى بعض الناس.",
    }
    factories.add_evidence(page, therapy, statements=words)
    page = factories.publish(page)
    factories.release(page, "es", "ar")
    settle()
    draft = factories.write(factories.latest(therapy), locale, name=name)
    draft.save_revision()

    if locale == "en":
        factories.publish(factories.latest(therapy))
    else:
        factories.release(therapy, locale)
    settle()

    assert factories.answer(page, locale)["evidence"][0]["therapy"]["name"] == name


@pytest.mark.parametrize("act", ["unpublish", "restrict"])
def test_a_page_that_goes_takes_its_evidence_out_of_the_therapy(act):
    therapy = factories.therapy()
    page = with_evidence(therapy=therapy, references=[factories.reference()])
    settle()
    assert [row["condition"]["slug"] for row in factories.answer(therapy)["evidence"]] == ["chronic-pain"]

    if act == "unpublish":
        page.unpublish()
    else:
        page.view_restrictions.create(restriction_type="login")
    settle()

    assert (factories.answer(therapy)["evidence"], factories.answer(therapy)["references"]) == ([], [])


def test_new_evidence_reaches_the_therapy():
    therapy = factories.therapy()
    page = factories.page()
    settle()
    factories.add_evidence(page, therapy)

    factories.publish(page)
    settle()

    assert factories.answer(therapy)["evidence"][0]["condition"]["slug"] == "chronic-pain"


def test_therapy_unpublished_leaves_the_evidence_of_its_pages():
    therapy = factories.therapy()
    page = with_evidence(therapy=therapy)
    settle()

    therapy.unpublish()
    settle()

    assert factories.answer(page)["evidence"] == []


# Images


def test_an_image_s_files_reach_the_pages_that_use_it():
    picture = factories.image()
    page = factories.draft()
    page.image = picture
    page = factories.publish(page)
    other = factories.page("epilepsy")
    settle()
    assert factories.answer(page)["image"]["renditions"] == []

    make_files_task.func(picture.pk)

    assert waiting() == {page.content_id}
    settle()
    renditions = factories.answer(page)["image"]["renditions"]
    assert {rendition["format"] for rendition in renditions} == {"webp", "jpeg"}
    assert factories.answer(other)["image"] is None


def test_an_image_s_credit_reaches_the_pages_that_use_it_in_their_text():
    picture = factories.image()
    page = factories.draft()
    value = {"image": picture.pk, "alt": "Soft waves", "decorative": False, "caption": ""}
    block = {"type": "image", "id": factories.block_id("image"), "value": value}
    factories.write(page, "en", sections=[factories.section("overview", block, of="chronic-pain")])
    page = factories.publish(page)
    settle()

    picture.credit = "Photo: B. Sample"
    picture.save()
    settle()

    assert factories.answer(page)["sections"][0]["blocks"][0]["value"]["credit"] == "Photo: B. Sample"


def test_an_image_that_is_deleted_leaves_the_page():
    picture = factories.image()
    page = factories.draft()
    page.image = picture
    page = factories.publish(page)
    settle()

    picture.delete()
    settle()

    assert factories.answer(page)["image"] is None
