"""Beside the form of a page stand the hints on each locale that the person may write in."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.test.utils.form_data import rich_text

from cms.locales import column
from cms.translation.models import AvoidedWord
from conditions.models import ConditionIndexPage, ConditionPage
from tests import factories
from tests.plain_language.texts import PLAIN

pytestmark = [pytest.mark.django_db, pytest.mark.once]

SHOUTED = {"en": "CALL THE CLINIC now.", "ar": "خذ دواءك دواءك كل يوم.", "es": "Llame ya!", "es-MX": "Llame al 911!"}


@pytest.fixture
def topic():
    return factories.draft(locales=("en", "es", "ar", "zh-Hans"))


def write(topic, locale, text):
    factories.write(topic, locale, sections=[factories.section("overview", _block(text), of=topic.slug)])
    topic.save_revision()
    return topic


def _block(text):
    return factories.paragraph(f"<p>{text}</p>", block=factories.block_id("plain-language"))


def address(page):
    return reverse("plain_language", args=[page._meta.label_lower, page.pk])


def signed_in(client, person):
    client.force_login(person)
    return client


def shown(answer):
    """The locales of the answer with their number of hints."""
    found = re.findall(r'data-locale="([^"]+)" data-count="(\d+)"', answer.content.decode())
    return {locale: int(count) for locale, count in found}


def typed(client, topic, locale, **fields):
    form = client.get(reverse("wagtailadmin_pages:edit", args=[topic.pk])).context["form"]
    return {
        **factories.posted(form),
        **{column(name, locale): value for name, value in fields.items()},
        "locale": locale,
    }


# The panel


def test_the_form_of_a_page_has_the_panel_and_asks_for_the_hints_later(client, topic):
    answer = signed_in(client, factories.translator("ar")).get(reverse("wagtailadmin_pages:edit", args=[topic.pk]))

    form = answer.content.decode()
    assert 'data-side-panel-toggle="checks"' in form
    assert f'data-url="{address(topic)}"' in form
    [columns] = re.findall(r'data-columns="([^"]+)"', form)
    assert "sections_ar" in columns
    assert "sections_en" not in columns


def test_wagtails_own_checks_stand_below_where_there_is_a_preview(client, topic, monkeypatch):
    monkeypatch.setattr(ConditionPage, "preview_modes", [("", "Preview")])

    form = signed_in(client, factories.administrator()).get(reverse("wagtailadmin_pages:edit", args=[topic.pk]))

    assert form.content.count(b'data-side-panel="checks"') == 1
    assert b"data-plain-language" in form.content
    assert b"checker-axe-configuration" in form.content
    assert b"data-checks-panel" in form.content


def test_the_form_of_a_new_page_has_the_panel_too(client, topic):
    names = ["conditions", "conditionpage", topic.get_parent().pk]

    form = signed_in(client, factories.administrator()).get(reverse("wagtailadmin_pages:add", args=names))

    assert reverse("plain_language_new", args=["conditions.conditionpage"]).encode() in form.content


# What is stored


def test_each_person_gets_the_hints_on_their_own_locales(client, topic):
    write(topic, "en", SHOUTED["en"])
    write(topic, "ar", SHOUTED["ar"])

    of_author = signed_in(client, factories.administrator()).get(address(topic))
    of_translator = signed_in(client, factories.translator("ar")).get(address(topic))

    assert shown(of_author) == {"en": 1, "es": 0, "es-MX": 0, "fr": 0, "ar": 1, "zh-Hans": 0}
    assert shown(of_translator) == {"ar": 1}
    assert 'lang="ar" dir="rtl">دواءك دواءك</q>' in of_translator.content.decode()
    assert "no-store" in of_translator["Cache-Control"]


def test_an_empty_list_says_that_nothing_is_to_mend_or_nothing_written(client, topic):
    answer = signed_in(client, factories.administrator()).get(address(topic)).content.decode()

    assert answer.count("Nothing to mend") == 4
    assert answer.count("Nothing written yet") == 2


def test_a_hint_names_the_way_to_its_field(client, topic):
    write(topic, "en", SHOUTED["en"])
    section = factories.latest(topic).sections_raw("en")[0]["id"]

    answer = signed_in(client, factories.administrator()).get(address(topic)).content.decode()

    assert f'data-place="sections_en/{section}/blocks/{factories.block_id("plain-language")}"' in answer
    assert "Overview, Paragraph" in answer


def test_the_words_that_editors_keep_count(client, topic):
    AvoidedWord.objects.create(locale="es", text="lesión", instead="herida", reason="")
    factories.glossary_term(locales=("en", "es"))
    write(topic, "en", "This use is off-label.")

    answer = signed_in(client, factories.administrator()).get(address(topic)).content.decode()

    assert "Write “herida”." in answer
    assert "The glossary explains this word." in answer


def test_a_page_is_measured_as_its_document_is(client, topic):
    write(topic, "en", PLAIN["en"])
    published = factories.publish(factories.latest(topic))

    answer = signed_in(client, factories.administrator()).get(address(published)).content.decode()

    measured = factories.answer(published)["readability"]
    assert measured["formula"] == "flesch_kincaid"
    assert f"<strong>{measured['score']}</strong> Flesch-Kincaid" in answer
    assert f"(grade {measured['grade']})" in answer


def test_an_overlay_is_hinted_on_for_its_own_text_and_measured_with_what_it_takes_over(client, topic):
    write(topic, "es", f"{PLAIN['es']} {SHOUTED['es']}")
    nothing_of_its_own = signed_in(client, factories.translator("es-MX")).get(address(topic))
    write(topic, "es-MX", f"{PLAIN['es']} {SHOUTED['es-MX']}")

    with_its_own = client.get(address(topic))

    assert shown(nothing_of_its_own) == {"es-MX": 0}
    assert b"INFLESZ" in nothing_of_its_own.content
    assert shown(with_its_own) == {"es-MX": 1}


def test_more_images_ask_the_database_no_more(client, topic):
    signed_in(client, factories.administrator()).get(address(topic))
    asked = []
    for number in (1, 10):
        images = [_image(f"image-{place}") for place in range(number)]
        factories.write(topic, "en", sections=[factories.section("overview", *images, of=topic.slug)])
        topic.save_revision()
        with CaptureQueriesContext(connection) as queries:
            answer = client.get(address(topic))
        assert shown(answer)["en"] == number
        asked.append(len(queries))

    assert asked[0] == asked[1]


def _image(key):
    return {
        "type": "image",
        "id": factories.block_id(key),
        "value": {"image": 1, "alt": "", "decorative": False, "caption": ""},
    }


# What is typed


def test_what_is_typed_is_checked_before_it_is_saved(client, topic):
    data = typed(signed_in(client, factories.administrator()), topic, "en", summary="DO NOT DRIVE today.")

    answer = client.post(address(topic), data)

    assert shown(answer) == {"en": 1}
    assert 'data-place="summary_en"' in answer.content.decode()
    assert factories.latest(topic).summary_en != "DO NOT DRIVE today."


def test_checking_keeps_nobody_from_writing(client, topic):
    data = typed(signed_in(client, factories.administrator()), topic, "en")

    with CaptureQueriesContext(connection) as queries:
        client.post(address(topic), data)

    statements = {query["sql"].split()[0] for query in queries}
    assert statements == {"SELECT"}


def test_the_statement_of_a_row_is_checked_in_its_own_field(client, topic):
    factories.add_evidence(topic, factories.therapy(), statements={"en": "Less pain.", "zh-Hans": "疼痛减轻。"})
    topic.save_revision()
    data = typed(signed_in(client, factories.translator("zh-Hans")), topic, "zh-Hans")

    answer = client.post(address(topic), {**data, "evidence-0-statement_zh_hans": "疼痛减轻！"})

    assert 'data-place="#id_evidence-0-statement_zh_hans"' in answer.content.decode()


def test_a_page_that_is_not_saved_yet_is_checked(client, topic):
    data = typed(signed_in(client, factories.administrator()), topic, "en", summary="DO NOT DRIVE today.")

    answer = client.post(reverse("plain_language_new", args=["conditions.conditionpage"]), data)

    assert shown(answer) == {"en": 1}


def test_the_page_above_all_topics_is_checked_too(client, topic):
    index = ConditionIndexPage.objects.get()
    factories.write(index, "ar", summary=SHOUTED["ar"])
    index.save_revision()

    assert shown(signed_in(client, factories.translator("ar")).get(address(index))) == {"ar": 1}


def test_a_snippet_is_checked_as_a_page_is(client):
    therapy = factories.write(factories.therapy(), "ar", description=f"<p>{SHOUTED['ar']}</p>")
    therapy.save_revision()
    list_of_therapies = "wagtailsnippets_conditions_therapy"
    editor = signed_in(client, factories.administrator())

    form = editor.get(reverse(f"{list_of_therapies}:edit", args=[therapy.pk]))
    stored = editor.get(address(therapy))
    data = {"locale": "en", "description_en": rich_text("<p>DO NOT DRIVE today.</p>"), "name_en": "Ketamine"}
    typed_anew = editor.post(reverse("plain_language_new", args=["conditions.therapy"]), data)

    assert f'data-url="{address(therapy)}"' in form.content.decode()
    assert shown(stored)["ar"] == 1
    assert shown(typed_anew) == {"en": 1}
    assert 'data-place="description_en"' in typed_anew.content.decode()


def test_a_link_in_a_text_and_a_link_of_its_own_to_the_same_place_may_have_the_same_words(client, topic):
    other = factories.draft("epilepsy")
    blocks = [
        _block(f'<a linktype="page" id="{other.pk}">Epilepsy</a> <a href="https://example.org/">Example</a>'),
        _link("to-a-page", other.pk, "", "Epilepsy"),
        _link("to-a-site", None, "https://example.org/", "Example"),
    ]
    factories.write(topic, "en", sections=[factories.section("overview", *blocks, of=topic.slug)]).save_revision()

    answer = signed_in(client, factories.administrator()).get(address(topic))

    assert shown(answer)["en"] == 0


def _link(key, page, url, text):
    return {"type": "related_link", "id": factories.block_id(key), "value": {"page": page, "url": url, "text": text}}


# Who may ask, and bad input


def test_nobody_checks_a_locale_that_they_may_not_write_in(client, topic):
    data = typed(signed_in(client, factories.translator("ar")), topic, "en")

    assert client.post(address(topic), data).status_code in {302, 403}
    assert client.post(address(topic), {**data, "locale": "xx"}).status_code in {302, 403}


def test_who_is_not_signed_in_is_sent_to_the_door(client, topic):
    assert client.get(address(topic)).status_code == 302


@pytest.mark.parametrize("model", ["conditions.person", "conditions.nothing", "wagtailcore.page"])
def test_there_are_hints_on_translated_content_only(client, topic, model):
    signed_in(client, factories.administrator())

    assert client.get(reverse("plain_language", args=[model, topic.pk])).status_code == 404


@pytest.mark.parametrize(
    "fault", [{"sections_en-count": "many"}, {"sections_en-count": "1"}, {"image": "9" * 30}, {"image": "9" * 5_000}]
)
def test_data_that_is_no_form_is_refused(client, topic, fault):
    signed_in(client, factories.administrator())

    assert client.post(address(topic), {"locale": "en", **fault}).status_code == 400
