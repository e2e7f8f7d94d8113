"""A change of a notice or of the site reaches every document that says it, and no other."""

from __future__ import annotations

import pytest

from tests import factories
from tests.publishing.rebuilding import settle, waiting

pytestmark = pytest.mark.django_db


# Notices


def test_a_notice_for_every_page_reaches_every_page_and_the_site():
    profile, page = factories.profile(), factories.page()
    settle()

    notice = factories.notice(everywhere=True, locales=("en", "ar"))
    settle()

    for content in (profile, page):
        assert [item["text"] for item in factories.answer(content)["notices"]] == ["In an emergency, call 911."]
    factories.publish(factories.write(notice, "en", text="In an emergency, call 112."))
    settle()
    assert factories.answer(page)["notices"][0]["text"] == "In an emergency, call 112."


def test_a_named_notice_reaches_the_pages_that_name_it_and_no_other():
    notice = factories.notice(everywhere=False, kind="safety", jurisdiction="")
    page = factories.draft()
    page.notices = [("notice", notice)]
    page = factories.publish(page)
    other = factories.page("epilepsy")
    settle()

    factories.publish(factories.write(notice, "en", text="Do not drive on the day of a session."))
    settle()

    assert factories.answer(page)["notices"][0]["text"] == "Do not drive on the day of a session."
    assert factories.answer(other)["notices"] == []


def test_a_named_notice_is_told_to_nobody_who_does_not_name_it():
    notice = factories.notice(everywhere=False)
    page = factories.draft()
    page.notices = [("notice", notice)]
    page = factories.publish(page)
    other = factories.page("epilepsy")
    settle()

    factories.publish(factories.write(notice, "en", text="Do not drive on the day of a session."))

    assert page.content_id in waiting()
    assert other.content_id not in waiting()


def test_a_notice_that_a_page_names_before_it_is_out_reaches_the_page_when_it_is():
    notice = factories.notice(everywhere=False)
    notice.unpublish()
    page = factories.draft()
    page.notices = [("notice", notice)]
    page = factories.publish(page)
    settle()
    assert factories.answer(page)["notices"] == []

    factories.publish(factories.reload(notice))
    settle()

    assert len(factories.answer(page)["notices"]) == 1


@pytest.mark.parametrize("everywhere", [True, False])
def test_a_notice_that_starts_or_stops_being_on_every_page_reaches_every_page(everywhere):
    notice = factories.notice(everywhere=not everywhere)
    page = factories.page()
    settle()

    notice.everywhere = everywhere
    factories.publish(notice)
    settle()

    assert len(factories.answer(page)["notices"]) == int(everywhere)


def test_a_notice_that_is_unpublished_or_deleted_leaves_every_page():
    first, second = factories.notice(title="First"), factories.notice(title="Second")
    page = factories.page()
    settle()

    first.unpublish()
    second.delete()
    settle()

    assert factories.answer(page)["notices"] == []


def test_a_notice_in_another_language_is_better_than_none():
    factories.notice(everywhere=True, locales=("en", "es"))

    page = factories.page(locales=("en", "es", "ar"))

    assert factories.answer(page, "ar")["notices"][0]["locale"] == "en"
    assert factories.answer(page, "es")["notices"][0]["locale"] == "es"


# The site


def test_site_settings_reach_every_document_that_says_the_rights():
    profile, therapy, page = (
        factories.profile(locales=("en", "es")),
        factories.therapy(),
        factories.page(locales=("en", "es")),
    )
    settle()

    profile.license = "CC-BY-NC-4.0"
    profile.save()
    settle()

    for content in (page, therapy):
        assert factories.answer(content, "es")["rights"]["license"] == "CC-BY-NC-4.0"


def test_a_telephone_number_of_the_site_is_told_to_no_page():
    profile = factories.profile()
    factories.page()
    settle()

    profile.phone = "+1 555 0199"
    profile.save()

    assert waiting() == set()
    assert factories.answer(profile)["contact"]["phone"] == "+1 555 0199"


def test_a_home_page_s_new_name_reaches_the_site():
    profile = factories.profile()
    settle()

    factories.publish(factories.write(factories.home(), "en", name="Infusion guide"))
    settle()

    assert factories.answer(profile)["name"] == "Infusion guide"


@pytest.mark.parametrize("locale", ["es", "ar", "zh-Hans"])
def test_a_topic_that_is_released_reaches_the_navigation(locale):
    profile = factories.profile(locales=("en", locale))
    topic = factories.draft(locales=("en", locale))
    topic = factories.publish(topic)
    settle()
    assert factories.answer(profile, locale)["navigation"][0]["locale"] == "en"

    factories.release(topic, locale)
    settle()

    item = factories.answer(profile, locale)["navigation"][0]
    assert (item["locale"], item["name"]) == (locale, factories.PAGES["chronic-pain"][locale].name)
