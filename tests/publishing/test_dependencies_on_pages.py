"""A change of a page reaches every document that names or links to it, and no other."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from cms.publishing.models import Dependency
from cms.translation import releases
from tests import factories
from tests.publishing.rebuilding import settle, waiting

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("locale", "name"),
    [("en", "Long-term pain"), ("es", "Dolor persistente"), ("ar", "ألم مستمر"), ("zh-Hans", "长期疼痛")],
)
def test_a_topic_s_new_name_reaches_the_breadcrumbs_below_it(locale, name):
    topic = factories.page("chronic-pain", locales=("en", "es", "ar", "zh-Hans"))
    condition = factories.page("crps", under=topic, locales=("en", "es", "ar", "zh-Hans"))
    settle()
    draft = factories.write(factories.latest(topic), locale, name=name)
    draft.save_revision()

    if locale == "en":
        factories.publish(factories.latest(topic))
    else:
        factories.release(topic, locale)

    assert condition.content_id in waiting()
    settle()
    assert factories.answer(condition, locale)["breadcrumb"][0]["name"] == name
    assert factories.answer(condition, locale)["topic"]["name"] == name


def test_a_topic_s_new_name_is_told_to_those_who_read_it_and_to_nobody_else():
    topic = factories.page("chronic-pain")
    below = factories.page("crps", under=topic)
    other = factories.page("epilepsy")
    settle()

    factories.publish(factories.write(topic, "en", name="Long-term pain"))

    assert waiting() == {below.content_id}
    assert other.content_id not in waiting()


def test_a_change_of_the_text_alone_is_told_to_nobody():
    topic = factories.page("chronic-pain")
    factories.page("crps", under=topic)
    factories.page("epilepsy")
    settle()
    words = factories.PAGES["epilepsy"]["en"]

    with time_machine.travel(timezone.now() + timedelta(days=1), tick=True):
        factories.publish(factories.write(topic, "en", sections=factories.sections_of("chronic-pain", words)))

    assert waiting() == set()
    assert factories.answer(topic)["sections"][0]["plain_text"] == words.overview


def test_a_child_that_comes_and_goes_reaches_the_page_above():
    topic = factories.page("chronic-pain")
    condition = factories.page("crps", under=topic)
    settle()
    assert [card["slug"] for card in factories.answer(topic)["children"]] == ["crps"]

    condition.unpublish()
    settle()

    assert factories.answer(topic)["children"] == []


def test_a_related_page_reaches_those_that_name_it():
    related = factories.page("epilepsy", locales=("en", "ar"))
    page = factories.draft("chronic-pain", locales=("en", "ar"))
    page.related = [("page", related)]
    page = factories.publish(page)
    factories.release(page, "ar")
    settle()

    draft = factories.write(factories.latest(related), "ar", name="داء الصرع")
    draft.save_revision()
    factories.release(related, "ar")
    settle()
    assert factories.answer(page, "ar")["related"][0]["name"] == "داء الصرع"

    factories.reload(related).unpublish()
    settle()
    assert factories.answer(page, "ar")["related"] == []


def test_a_link_in_the_text_follows_its_target():
    target = factories.page("epilepsy", locales=("en", "es"))
    page = factories.draft()
    link = factories.paragraph(
        f'<p>See <a linktype="page" id="{target.pk}">seizures</a>.</p>', block=factories.block_id("link")
    )
    factories.write(page, "en", sections=[factories.section("overview", link, of="chronic-pain")])
    page = factories.publish(page)
    settle()

    target.slug = "epilepsies"
    factories.publish(target)
    settle()
    text = factories.answer(page)["sections"][0]["blocks"][0]["value"]["text"]
    assert "/conditions/epilepsies/" in text

    factories.reload(target).unpublish()
    settle()
    text = factories.answer(page)["sections"][0]["blocks"][0]["value"]["text"]
    assert text == "<p>See seizures.</p>"


def test_pages_forget_what_they_no_longer_read():
    related = factories.page("epilepsy")
    page = factories.draft()
    page.related = [("page", related)]
    page = factories.publish(page)
    assert Dependency.objects.filter(content_id=page.content_id, key=f"content:{related.content_id}").exists()

    page.related = []
    factories.publish(page)

    assert not Dependency.objects.filter(content_id=page.content_id, key=f"content:{related.content_id}").exists()


def test_a_withdrawn_name_falls_along_the_chain_where_others_quote_it():
    topic = factories.page("chronic-pain", locales=("en", "es"))
    condition = factories.page("crps", under=topic, locales=("en", "es"))
    settle()

    releases.withdraw(topic, "es", by=factories.approver("es"))
    settle()

    mention = factories.answer(condition, "es")["breadcrumb"][0]
    assert (mention["name"], mention["locale"]) == ("Chronic pain", "en")


def test_the_surrogate_keys_of_an_answer_name_all_that_it_depends_on():
    topic = factories.page("chronic-pain")
    condition = factories.page("crps", under=topic)

    keys = factories.answer_row(condition).surrogate_keys.split()

    assert {"condition", str(condition.content_id), str(topic.content_id)} <= set(keys)
