"""Every block's JSON is what its schema says, and its words are the same in each form."""

from __future__ import annotations

from typing import Any

import pytest
from jsonschema import Draft202012Validator
from wagtail.blocks import StructBlockValidationError

from cms.publishing import lifecycle, registry
from conditions.blocks.sections import CONTENT_BLOCKS
from tests import factories

pytestmark = pytest.mark.once


def items(*values):
    return [
        {"type": "item", "id": factories.block_id("item", number), "value": value}
        for number, value in enumerate(values)
    ]


RAW: dict[str, Any] = {
    "paragraph": "<p>Pain that <b>stays</b>.</p>",
    "list": {"style": "bullet", "items": items("Dizziness", "Nausea")},
    "steps": {
        "items": items(
            {"title": "First visit", "timing": "First week", "text": "A doctor asks about your health."},
            {"title": "Infusion"},
        )
    },
    "key_facts": {"items": items({"label": "Place", "value": "In the clinic"})},
    "callout": {"urgency": "emergency", "title": "Call 911", "text": "<p>When somebody does not breathe.</p>"},
    "do_and_dont": {"do": items("Eat lightly"), "dont": items("Drive")},
    "question": {"question": "Does it hurt?", "answer": "<p>The drip needs a needle.</p>"},
    "image": {"image": None, "alt": "Soft waves", "decorative": False, "caption": ""},
    "table": {
        "caption": "Sessions",
        "columns": [{"type": "text", "heading": "Week"}, {"type": "text", "heading": "Sessions"}],
        "rows": [{"values": ["1", "2"]}, {"values": ["2", ""]}],
    },
    "quote": {"text": "Evidence is moderate.", "attribution": "Consensus guidelines, 2018"},
    "video": {"url": "https://example.org/video", "title": "A session", "transcript": ""},
    "related_link": {"page": None, "url": "https://example.org/", "text": "A leaflet"},
}


def validator_of(name):
    schemas = {**registry.schemas()}
    return Draft202012Validator({"$ref": f"#/components/schemas/{name}", "components": {"schemas": schemas}})


@pytest.fixture
def page_with():
    def make(kind, value, locale="en"):
        page = factories.draft(locales=dict.fromkeys(("en", locale)))
        block = {"type": kind, "id": factories.block_id(kind), "value": value}
        for tag in dict.fromkeys(("en", locale)):
            factories.write(page, tag, sections=[factories.section("overview", block, of="chronic-pain")])
        page = factories.publish(page)
        factories.release(page, *([locale] if locale != "en" else []))
        return page

    return make


def test_every_type_of_block_is_tried_here():
    assert set(RAW) == set(CONTENT_BLOCKS)


@pytest.mark.django_db
@pytest.mark.parametrize("locale", ["en", "ar"])
@pytest.mark.parametrize("kind", RAW)
def test_a_block_s_json_is_what_its_schema_says(page_with, kind, locale):
    value = {**RAW["image"], "image": factories.image().pk} if kind == "image" else RAW[kind]

    page = page_with(kind, value, locale)

    [block] = factories.answer(page, locale)["sections"][0]["blocks"]
    assert (block["type"], block["id"]) == (kind, factories.block_id(kind))
    validator_of("Block").validate(block)
    validator_of("Section").validate(factories.answer(page, locale)["sections"][0])


@pytest.mark.django_db
def test_every_document_is_what_its_schema_says():
    therapy, term = factories.therapy(locales=("en", "es", "ar")), factories.glossary_term(locales=("en", "zh-Hans"))
    profile = factories.profile(locales=("en", "es"))
    factories.notice(locales=("en", "es"))
    page = factories.draft(locales=("en", "es", "ar"))
    factories.add_code(page)
    factories.add_evidence(page, therapy, factories.reference(), statements={"en": "Less pain.", "ar": "ألم أقل."})
    page.image = factories.image()
    page = factories.publish(page)
    factories.release(page, "ar")
    lifecycle.rebuild_stale()

    for content, name in ((page, "Condition"), (therapy, "Therapy"), (term, "GlossaryTerm"), (profile, "Site")):
        for locale in ("en", "es", "es-MX", "ar", "zh-Hans"):
            validator_of(name).validate(factories.answer(content, locale))


def test_every_schema_is_one():
    for name, schema in registry.schemas().items():
        Draft202012Validator.check_schema(schema)
        assert schema.get("description") or schema.get("oneOf"), name


@pytest.mark.django_db
def test_an_image_that_is_no_more_leaves_no_empty_block(page_with):
    page = page_with("image", RAW["image"])

    assert factories.answer(page)["sections"][0]["blocks"] == []


@pytest.mark.django_db
def test_an_image_need_not_say_what_it_tells_in_a_draft_nor_in_a_language_that_is_under_way():
    block: Any = CONTENT_BLOCKS["image"]
    value = block.to_python({**RAW["image"], "image": factories.image().pk, "alt": ""})

    with pytest.raises(StructBlockValidationError) as refused:
        block.clean(value)

    assert set(refused.value.block_errors) == {"alt"}
    assert block.clean_deferred(value)["alt"] == ""


@pytest.mark.django_db
@pytest.mark.parametrize("locale", ["es", "ar", "zh-Hans"])
def test_a_related_link_leads_to_the_page_in_the_reader_s_language(page_with, locale):
    target = factories.page("epilepsy", locales=("en", locale))
    page = page_with("related_link", {"page": target.pk, "url": "", "text": "…"}, locale)

    [block] = factories.answer(page, locale)["sections"][0]["blocks"]

    assert block["value"]["document"]["locale"] == locale
    assert block["value"]["document"]["name"] == factories.PAGES["epilepsy"][locale].name
    assert block["value"]["url"].endswith(f"/api/v1/conditions/epilepsy/?locale={locale}")


@pytest.mark.django_db
def test_a_related_link_to_a_page_that_is_not_out_is_left_out(page_with):
    target = factories.draft("epilepsy")

    page = page_with("related_link", {"page": target.pk, "url": "", "text": "Seizures"})

    assert factories.answer(page)["sections"][0]["blocks"] == []


@pytest.mark.django_db
@pytest.mark.parametrize("locale", ["es", "ar"])
def test_a_link_in_the_text_leads_to_the_nearest_language_that_is_out(page_with, locale):
    target = factories.page("epilepsy", locales=("en",))
    page = page_with("paragraph", f'<p><a linktype="page" id="{target.pk}">…</a></p>', locale)

    text = factories.answer(page, locale)["sections"][0]["blocks"][0]["value"]["text"]

    assert f'data-id="{target.content_id}"' in text
    assert "?locale=en" in text


@pytest.mark.django_db
def test_no_document_says_a_database_id_or_a_mark_of_the_editor():
    target = factories.page("epilepsy")
    page = factories.draft()
    text = f'<p data-block-key="x1y2z">See <a linktype="page" id="{target.pk}">seizures</a>.</p>'
    block = factories.paragraph(text, block=factories.block_id("p"))
    factories.write(page, "en", sections=[factories.section("overview", block, of="chronic-pain")])
    page = factories.publish(page)

    body = bytes(factories.answer_row(page).body).decode()

    for mark in ("data-block-key", "linktype", '"pk"', f'id=\\"{target.pk}\\"'):
        assert mark not in body


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("written", "asked", "words"),
    [
        ("en", "en", ("Do not drive", "a car", "a bicycle", "Rest")),
        ("ar", "ar", ("لا تقد", "سيارة", "دراجة", "استرح")),
        ("es", "es-MX", ("No conduzca", "un coche", "una bicicleta", "Descanse")),
        ("zh-Hans", "zh-Hans", ("请勿驾驶", "汽车", "自行车", "休息")),
    ],
)
def test_a_nested_list_is_the_same_lines_in_a_document_s_plain_text_and_in_the_plain_form(
    client, page_with, written, asked, words
):
    nested = "<ul><li>{}<ol><li>{}</li><li>{}</li></ol></li><li>{}</li></ul>".format(*words)

    page = page_with("paragraph", nested, written)

    path = f"/api/v1/conditions/{page.slug}/?locale={asked}"
    as_html, as_plain = (client.get(f"{path}&rich_text={form}").json()["sections"][0] for form in ("html", "plain"))
    assert as_html["plain_text"] == as_plain["plain_text"] == "\n".join(words)
    assert as_html["blocks"][0]["value"]["text"] == nested
    assert as_plain["blocks"][0]["value"]["text"] == "\n".join(words)


@pytest.mark.django_db
@pytest.mark.parametrize("kind", ["list", "key_facts", "quote", "table"])
def test_plain_fields_are_never_escaped(page_with, kind):
    value = {
        "list": {"style": "bullet", "items": items("Less than <50 & more than 5>")},
        "key_facts": {"items": items({"label": "Dose", "value": "Less than <50 & more than 5>"})},
        "quote": {"text": "Less than <50 & more than 5>", "attribution": ""},
        "table": {
            "caption": "",
            "columns": [{"type": "text", "heading": "Dose"}],
            "rows": [{"values": ["Less than <50 & more than 5>"]}],
        },
    }[kind]

    page = page_with(kind, value)

    section = factories.answer(page)["sections"][0]
    assert "Less than <50 & more than 5>" in str(section["blocks"])
    assert "Less than <50 & more than 5>" in section["plain_text"]
