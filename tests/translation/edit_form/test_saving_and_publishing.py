"""What the edit form saves and publishes: the kind of a change, what is new or copied, and what stays empty."""

from __future__ import annotations

import pytest
from django.urls import reverse
from django.utils.translation import override
from wagtail.users.models import UserProfile

from cms.locales import TAGS
from cms.translation import snapshots
from conditions.models import ConditionPage
from tests import factories
from tests.translation.edit_form.filling_in import errors_of, form_of, post

pytestmark = [pytest.mark.django_db, pytest.mark.once]


# The kind and note of a change


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


# What is refused


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


# What is new or copied


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


# What stays empty


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
