"""The edit form shows and changes a person's own locales only, whatever is posted."""

from __future__ import annotations

import pytest
from django.urls import reverse
from django.utils.translation import override

from cms.locales import BY_TAG, column
from cms.translation import groups, snapshots, work
from conditions.models import ConditionPage
from tests import factories
from tests.translation.edit_form.filling_in import errors_of, form_of, post, signed_in, snippet_address

pytestmark = [pytest.mark.django_db, pytest.mark.once]


def everything_but(topic, *locales):
    """What the newest draft holds outside these locales, for telling that nothing of it was touched."""
    draft = factories.latest(topic)
    own = {column(name, tag) for tag in locales for name in snapshots.translated_fields(ConditionPage)}
    bare = set(snapshots.translated_fields(ConditionPage))
    by_wagtail = {"draft_title", "has_unpublished_changes", "first_published_at", "last_published_at"}
    kept = {
        name: value
        for name, value in draft.serializable_data().items()
        if name not in own | bare | by_wagtail and not name.startswith("latest_revision") and name != "live_revision"
    }
    statements = {column("statement", tag) for tag in locales}
    kept["evidence"] = [
        {name: value for name, value in entry.items() if name not in {*statements, "statement", "sort_order"}}
        for entry in kept["evidence"]
    ]
    return kept


# What a translator sees


@pytest.mark.parametrize(
    ("locale", "others"), [("es", ("fr", "ar", "zh-Hans", "es-MX")), ("ar", ("es", "fr", "es-MX"))]
)
def test_a_translator_sees_the_fields_of_their_own_locale_only(client, topic, locale, others):
    data = form_of(client, topic, factories.translator(locale))

    assert column("name", locale) in data
    for other in (*others, "en"):
        assert column("name", other) not in data
    assert "slug" not in data
    assert "audience" not in data
    assert "codes-TOTAL_FORMS" not in data


def test_no_field_of_the_form_is_one_whose_language_is_the_interface_s(client, topic):
    data = form_of(client, topic, factories.administrator())

    assert not {name for name in snapshots.translated_fields(ConditionPage) if name in data or f"{name}-count" in data}
    assert "title" not in data


# What a translator can change


@pytest.mark.parametrize("locale", ["es", "ar"])
@pytest.mark.parametrize("language", ["en", "es"])
def test_a_translator_s_own_locale_is_saved_and_nothing_else_changes(client, topic, locale, language):
    person = factories.translator(locale)
    data = form_of(client, topic, person)
    before = everything_but(topic, locale)

    with override(language):
        answer = post(client, topic, {**data, column("name", locale): "—", column("summary", locale): "…"}, person)

    draft = factories.latest(topic)
    assert answer.status_code == 302, errors_of(answer)
    assert factories.read(draft, "name", locale) == "—"
    assert factories.read(draft, "summary", locale) == "…"
    assert everything_but(topic, locale) == before


def test_a_translator_fills_in_a_locale_that_is_empty(client, topic):
    person = factories.translator("fr")
    data = form_of(client, topic, person)

    answer = post(client, topic, {**data, "name_fr": "Douleur chronique", "sections_fr-count": "0"}, person)

    draft = factories.latest(topic)
    assert answer.status_code == 302, errors_of(answer)
    assert factories.read(draft, "name", "fr") == "Douleur chronique"
    assert draft.sections_raw("fr") == []


FORGED = {
    "name_fr": "Faux",
    "name_en": "Forged",
    "summary_en": "Forged",
    "summary_ar": "مزور",
    "slug": "forged",
    "audience": "professional",
    "specialties": ["neurology"],
    "image_decorative": "on",
    "change_kind": "safety",
    "change_note": "Forged",
    "codes-TOTAL_FORMS": "1",
    "codes-INITIAL_FORMS": "0",
    "codes-MIN_NUM_FORMS": "0",
    "codes-MAX_NUM_FORMS": "1000",
    "codes-0-system": "icd-10",
    "codes-0-value": "G90.5",
    "codes-0-release": "2019",
    "codes-0-match": "exact",
}


@pytest.mark.parametrize("name", [name for name in FORGED if not name.startswith("codes")])
def test_what_a_translator_posts_by_hand_outside_their_locale_is_not_heeded(client, topic, name):
    person = factories.translator("es")
    data = form_of(client, topic, person)
    before = everything_but(topic, "es")

    answer = post(client, topic, {**data, "summary_es": "Dolor de más de tres meses.", name: FORGED[name]}, person)

    assert answer.status_code == 302, errors_of(answer)
    assert factories.read(factories.latest(topic), "summary", "es") == "Dolor de más de tres meses."
    assert everything_but(topic, "es") == before


def test_codes_posted_by_hand_are_not_heeded(client, topic):
    person = factories.translator("es")
    data = form_of(client, topic, person)

    post(client, topic, {**data, **FORGED, "summary_es": "Dolor de más de tres meses."}, person)

    draft = factories.latest(topic)
    assert [code.value for code in draft.codes.all()] == ["R52.2"]
    assert factories.read(draft, "summary", "es") == "Dolor de más de tres meses."
    assert everything_but(topic, "es") == everything_but(topic, "es")


def test_a_translator_writes_the_statement_of_an_entry_in_their_locale(client, topic):
    person = factories.translator("es")
    data = form_of(client, topic, person)
    before = everything_but(topic, "es")

    answer = post(client, topic, {**data, "evidence-0-statement_es": "Algunas personas tuvieron menos dolor."}, person)

    entry = factories.latest(topic).evidence.all()[0]
    assert answer.status_code == 302, errors_of(answer)
    assert entry.statement_es == "Algunas personas tuvieron menos dolor."
    assert everything_but(topic, "es") == before


@pytest.mark.parametrize(
    "forged",
    [
        {"evidence-0-DELETE": "on"},
        {"evidence-0-level": "high"},
        {"evidence-0-statement_en": "Everybody was cured."},
        {"evidence-0-statement_ar": "شُفي الجميع."},
        {"evidence-0-ORDER": "9"},
        {
            "evidence-TOTAL_FORMS": "2",
            "evidence-1-regulatory_status": "approved",
            "evidence-1-level": "high",
            "evidence-1-care_setting": "outpatient",
            "evidence-1-statement_es": "Cura.",
            "evidence-1-statement_en": "Cures.",
            "evidence-1-id": "",
        },
    ],
)
def test_a_translator_neither_adds_nor_removes_nor_alters_evidence(client, topic, forged):
    person = factories.translator("es")
    data = form_of(client, topic, person)
    before = everything_but(topic, "es")

    post(client, topic, {**data, "summary_es": "Dolor de más de tres meses.", **forged}, person)

    assert everything_but(topic, "es") == before


def test_a_translator_can_not_publish(client, topic):
    person = factories.translator("es")
    data = form_of(client, topic, person)

    post(client, topic, {**data, "summary_es": "Dolor.", "action-publish": "action-publish"}, person)

    assert factories.reload(topic).summary_es == "Dolor que dura más de tres meses."


def test_a_person_of_two_locales_changes_both(client, topic):
    person = factories.user("both", groups.translators(BY_TAG["es"]), groups.translators(BY_TAG["ar"]))
    data = form_of(client, topic, person)

    answer = post(client, topic, {**data, "summary_es": "Dolor.", "summary_ar": "ألم."}, person)

    draft = factories.latest(topic)
    assert answer.status_code == 302, errors_of(answer)
    assert (draft.summary_es, draft.summary_ar) == ("Dolor.", "ألم.")


def test_an_author_changes_the_source_and_what_is_the_same_in_each_language(client, topic):
    person = factories.user("author", groups.AUTHORS)
    data = form_of(client, topic, person)

    answer = post(
        client,
        topic,
        {**data, "summary_en": "Months of pain.", "audience": "professional", "codes-0-DELETE": "on"},
        person,
    )

    draft = factories.latest(topic)
    assert answer.status_code == 302, errors_of(answer)
    assert (draft.summary_en, draft.audience, list(draft.codes.all())) == ("Months of pain.", "professional", [])
    assert draft.summary_ar == "ألم يستمر أكثر من ثلاثة أشهر."


# Snippets and settings


def test_a_translator_changes_only_their_locale_of_a_therapy(client):
    therapy = factories.therapy(locales=("en", "es", "ar"))
    person = factories.translator("es")
    address = snippet_address(therapy)
    data = factories.posted(signed_in(client, person).get(address).context["form"])

    answer = client.post(address, {**data, "summary_es": "Suero con ketamina.", "summary_ar": "مزور", "slug": "forged"})

    draft = factories.latest(therapy)
    assert answer.status_code == 302, errors_of(answer)
    assert (draft.summary_es, draft.summary_ar, draft.slug) == (
        "Suero con ketamina.",
        "تسريب بطيء للكيتامين في الوريد.",
        "ketamine-infusion",
    )
    assert work.works_of(therapy.content_id)["es"].contributors == [person.pk]


def test_a_translator_changes_only_their_locale_of_the_site(client):
    profile = factories.profile(locales=("en", "es", "ar"))
    person = factories.translator("es")
    address = reverse("wagtailsettings:edit", args=["home", "siteprofile", profile.site_id])
    data = factories.posted(signed_in(client, person).get(address).context["form"])

    answer = client.post(address, {**data, "publisher_es": "Salud", "publisher_ar": "مزور", "phone": "+1 555 9999"})

    fresh = factories.reload(profile)
    assert answer.status_code == 302, errors_of(answer)
    assert (fresh.publisher_es, fresh.publisher_ar, fresh.phone) == ("Salud", "صحة نموذجية", "+1 555 0100")
    assert work.works_of(profile.content_id)["es"].contributors == [person.pk]
    assert factories.answer(profile, "es")["publisher"]["name"] == "Salud de Muestra"
