"""The edit form changes a person's own locales only, whatever is posted, and never overwrites newer work."""

from __future__ import annotations

import pytest
from django.urls import reverse
from django.utils.translation import override
from wagtail.users.models import UserProfile

from cms.locales import BY_TAG, TAGS, column
from cms.translation import groups, snapshots, work
from conditions.models import ConditionPage
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.once]


@pytest.fixture
def topic():
    fresh = factories.draft(locales=("en", "es", "ar"))
    factories.add_code(fresh)
    statements = {"en": "Some people had less pain.", "es": "Menos dolor.", "ar": "ألم أقل."}
    factories.add_evidence(fresh, factories.therapy(), statements=statements)
    return factories.publish(fresh)


def signed_in(client, person):
    client.force_login(person)
    return client


def form_of(client, topic, person):
    return factories.form_of(signed_in(client, person), topic)


def post(client, topic, data, person):
    return signed_in(client, person).post(reverse("wagtailadmin_pages:edit", args=[topic.pk]), data)


def errors_of(answer):
    return {} if answer.context is None else dict(answer.context["form"].errors)


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


# Several people at once


def test_two_people_in_different_locales_both_keep_their_work(client, topic):
    spanish, arabic = factories.translator("es"), factories.translator("ar")
    of_spanish, of_arabic = form_of(client, topic, spanish), form_of(client, topic, arabic)

    first = post(client, topic, {**of_spanish, "summary_es": "Dolor de más de tres meses."}, spanish)
    second = post(client, topic, {**of_arabic, "summary_ar": "ألم طويل الأمد."}, arabic)

    draft = factories.latest(topic)
    assert (first.status_code, second.status_code) == (302, 302)
    assert (draft.summary_es, draft.summary_ar) == ("Dolor de más de tres meses.", "ألم طويل الأمد.")


def test_two_people_who_may_write_everything_keep_their_work_in_different_locales(client, topic):
    first, second = factories.administrator(), factories.administrator()
    of_first, of_second = form_of(client, topic, first), form_of(client, topic, second)

    post(client, topic, {**of_first, "summary_es": "Dolor de más de tres meses."}, first)
    answer = post(client, topic, {**of_second, "summary_ar": "ألم طويل الأمد."}, second)

    draft = factories.latest(topic)
    assert answer.status_code == 302, errors_of(answer)
    assert (draft.summary_es, draft.summary_ar) == ("Dolor de más de tres meses.", "ألم طويل الأمد.")


def test_streams_of_a_locale_that_somebody_else_changed_are_kept_too(client, topic):
    first, second = factories.translator("es"), factories.administrator()
    of_second = form_of(client, topic, second)
    of_first = form_of(client, topic, first)
    of_first["sections_es-1-value-blocks-0-value-title"] = "Antes de la sesión"
    post(client, topic, of_first, first)

    answer = post(client, topic, {**of_second, "summary_en": "Months of pain."}, second)

    draft = factories.latest(topic)
    assert answer.status_code == 302, errors_of(answer)
    assert draft.sections_raw("es")[1]["value"]["blocks"][0]["value"]["title"] == "Antes de la sesión"
    assert draft.summary_en == "Months of pain."


@pytest.mark.parametrize("locale", ["es", "ar"])
def test_two_people_in_one_locale_are_told_beside_the_field_and_nothing_is_lost(client, topic, locale):
    first, second = factories.translator(locale), factories.translator(locale)
    of_first, of_second = form_of(client, topic, first), form_of(client, topic, second)
    summary = column("summary", locale)
    post(client, topic, {**of_first, summary: "1"}, first)

    answer = post(client, topic, {**of_second, summary: "2"}, second)

    assert answer.status_code == 200
    [(field, messages)] = errors_of(answer).items()
    assert field.endswith(BY_TAG[locale].suffix)
    assert "Somebody else changed" in str(messages)
    assert (
        'value="2"' in answer.content.decode()
        or ">2</textarea>" in answer.content.decode()
        or "2</textarea>" in (answer.content.decode().replace("\n", ""))
    )
    assert factories.read(factories.latest(topic), "summary", locale) == "1"


def test_two_people_who_wrote_the_same_are_not_in_conflict(client, topic):
    first, second = factories.translator("es"), factories.translator("es")
    of_first, of_second = form_of(client, topic, first), form_of(client, topic, second)
    post(client, topic, {**of_first, "summary_es": "Dolor."}, first)

    answer = post(client, topic, {**of_second, "summary_es": "Dolor."}, second)

    assert answer.status_code == 302, errors_of(answer)


def test_two_people_who_write_statements_of_one_locale_do_not_overwrite_each_other(client, topic):
    first, second = factories.translator("es"), factories.translator("es")
    of_first, of_second = form_of(client, topic, first), form_of(client, topic, second)
    post(client, topic, {**of_first, "evidence-0-statement_es": "Primera versión."}, first)

    answer = post(client, topic, {**of_second, "evidence-0-statement_es": "Segunda versión."}, second)

    assert answer.status_code == 200
    assert factories.latest(topic).evidence.all()[0].statement_es == "Primera versión."


def test_a_statement_that_somebody_else_wrote_in_another_locale_is_kept(client, topic):
    first, second = factories.translator("es"), factories.administrator()
    of_second = form_of(client, topic, second)
    of_first = form_of(client, topic, first)
    post(client, topic, {**of_first, "evidence-0-statement_es": "Primera versión."}, first)

    answer = post(client, topic, {**of_second, "summary_en": "Months of pain."}, second)

    assert answer.status_code == 302, errors_of(answer)
    assert factories.latest(topic).evidence.all()[0].statement_es == "Primera versión."


# Who has worked


def test_who_changed_a_locale_is_noted_for_that_locale_alone(client, topic):
    spanish, arabic = factories.translator("es"), factories.translator("ar")
    post(client, topic, {**form_of(client, topic, spanish), "summary_es": "Dolor."}, spanish)
    post(client, topic, {**form_of(client, topic, arabic), "summary_ar": "ألم."}, arabic)

    works = work.works_of(topic.content_id)

    assert works["es"].contributors == [spanish.pk]
    assert works["ar"].contributors == [arabic.pk]
    assert works["fr"].contributors == []


def test_opening_and_saving_without_a_change_makes_nobody_a_contributor(client, topic):
    factories.release(topic, "es")
    person = factories.administrator()

    answer = post(client, topic, form_of(client, topic, person), person)

    works = work.works_of(topic.content_id)
    assert answer.status_code == 302, errors_of(answer)
    assert works["es"].contributors == []
    assert works["es"].state == "done"
    assert works["ar"].contributors == []


def test_the_kind_and_note_of_the_last_publish_are_not_those_of_the_next(client, topic):
    factories.publish(topic, kind="safety", note="A wrong dose.")

    data = form_of(client, topic, factories.administrator())

    assert (data["change_kind"], data["change_note"]) == ("content", "")


def test_the_kind_and_note_of_a_draft_stay_until_it_is_published(client, topic):
    draft = factories.latest(topic)
    draft.change_kind, draft.change_note = "safety", "A wrong dose."
    draft.save_revision()

    data = form_of(client, topic, factories.administrator())

    assert (data["change_kind"], data["change_note"]) == ("safety", "A wrong dose.")


def test_publishing_in_the_admin_says_the_kind_of_change(client, topic):
    person = factories.administrator()
    data = form_of(client, topic, person)

    post(
        client,
        topic,
        {
            **data,
            "summary_en": "Months of pain.",
            "change_kind": "safety",
            "change_note": "Why.",
            "change_understood": "on",
            "change_shown": " ".join(f"{tag}:{'source' if tag == 'en' else 'none'}:en" for tag in TAGS),
            "action-publish": "1",
        },
        person,
    )

    assert factories.answer(topic)["change"] == {"kind": "safety", "note": "Why."}


def test_a_page_without_a_name_is_refused_beside_the_field(client, topic):
    person = factories.administrator()
    data = form_of(client, topic, person)

    answer = post(client, topic, {**data, "name_en": "", "action-publish": "1"}, person)

    assert "name_en" in errors_of(answer)
    assert factories.reload(topic).name_en == "Chronic pain"


def test_a_path_segment_that_is_taken_is_refused_beside_the_field(client, topic):
    factories.page("epilepsy", locales=("en", "ar"))
    person = factories.translator("ar")
    data = form_of(client, topic, person)

    answer = post(client, topic, {**data, "path_segment_ar": "الصرع"}, person)

    assert list(errors_of(answer)) == ["path_segment_ar"]


# Snippets and settings


def snippet_address(snippet):
    return reverse(snippet.snippet_viewset.get_url_name("edit"), args=[snippet.pk])


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


def test_two_people_in_one_locale_of_a_therapy_are_told_so(client):
    therapy = factories.therapy(locales=("en", "es"))
    address = snippet_address(therapy)
    first, second = factories.translator("es"), factories.translator("es")
    forms = [factories.posted(signed_in(client, person).get(address).context["form"]) for person in (first, second)]
    signed_in(client, first).post(address, {**forms[0], "summary_es": "1"})

    answer = signed_in(client, second).post(address, {**forms[1], "summary_es": "2"})

    assert "Somebody else changed" in str(errors_of(answer))
    assert factories.latest(therapy).summary_es == "1"


@pytest.mark.parametrize("kind", ["therapy", "glossary_term", "notice"])
def test_a_snippet_copied_in_the_admin_is_content_of_its_own(client, kind):
    snippet = getattr(factories, kind)(locales=("en", "es"))
    client.force_login(factories.administrator())
    filled = client.get(reverse(snippet.snippet_viewset.get_url_name("copy"), args=[snippet.pk]))
    data = factories.posted(filled.context["form"])
    own = {"slug": "a-copy"} if "slug" in data else {"title": "A copy"}
    own |= {name: "" for name in data if name.startswith("path_segment")}

    answer = client.post(filled.context["action_url"], {**data, **own, "action-publish": "action-publish"})

    copies = type(snippet).objects.exclude(pk=snippet.pk)
    assert answer.status_code == 302, errors_of(answer)
    assert copies.get().content_id != snippet.content_id
    assert snapshots.take(copies.get(), "es")["fields"].keys() == snapshots.take(snippet, "es")["fields"].keys()
    assert str(copies.get()) == (str(snippet) if "slug" in own else "A copy")
    assert type(snippet).objects.get(pk=snippet.pk).content_id == snippet.content_id


@pytest.mark.parametrize("interface", ["en", "es"])
def test_a_new_page_is_made_in_the_admin_with_a_draft_that_nobody_reads_yet(client, interface):
    index = factories.index(locales=("en",))
    client.force_login(factories.administrator())
    address = reverse("wagtailadmin_pages:add", args=["conditions", "conditionpage", index.pk])
    data = factories.posted(client.get(address).context["form"])

    with override(interface):
        answer = client.post(address, {**data, "name_en": "Migraine", "name_ar": "الشقيقة", "slug": "migraine"})

    topic = ConditionPage.objects.get(slug="migraine")
    assert answer.status_code == 302, errors_of(answer)
    assert (topic.title, topic.live) == ("Migraine", False)
    draft = topic.get_latest_revision_as_object()
    assert (draft.name_en, draft.name_es, draft.name_ar) == ("Migraine", None, "الشقيقة")


def test_saving_the_form_leaves_what_is_empty_to_be_inherited(client, topic):
    person = factories.administrator()

    answer = post(client, topic, {**form_of(client, topic, person), "summary_en": "Months of pain."}, person)

    draft = factories.latest(topic)
    assert answer.status_code == 302, errors_of(answer)
    assert [factories.read(draft, name, "es-MX") for name in ("name", "summary", "meta_title", "path_segment")] == [
        None
    ] * 4
    assert draft.evidence.all()[0].statement_es_mx is None


def test_an_optional_language_may_stay_empty_in_the_form(client, topic):
    person = factories.administrator()
    data = form_of(client, topic, person)

    answer = post(client, topic, {**data, "sections_ar-count": "0", "name_ar": "", "action-publish": "1"}, person)

    assert answer.status_code == 302, errors_of(answer)
    assert factories.reload(topic).sections_raw("ar") == []


def test_a_person_with_a_spanish_admin_saves_and_publishes_a_page_without_spanish(client):
    topic = factories.page(locales=("en", "ar"))
    person = factories.administrator()
    own = UserProfile.get_for_user(person)
    own.preferred_language = "es"
    own.save()

    data = form_of(client, topic, person)
    answer = post(client, topic, {**data, "summary_en": "Months of pain.", "action-publish": "1"}, person)

    assert answer.status_code == 302, errors_of(answer)
    assert factories.answer(topic)["summary"] == "Months of pain."
    assert factories.read(factories.reload(topic), "name", "es") is None
