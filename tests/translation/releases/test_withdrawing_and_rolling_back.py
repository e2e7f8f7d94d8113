"""A locale is withdrawn or goes back to an earlier text, and readers get what is left."""

from __future__ import annotations

import pytest

from cms.translation import releases
from cms.translation.errors import NoRight, NoSuchRelease
from cms.translation.models import Release
from tests import factories
from tests.translation.releases.contents import SHARED

pytestmark = pytest.mark.django_db


# Withdrawing


@pytest.mark.parametrize(("locale", "instead"), [("es", "en"), ("ar", "en"), ("zh-Hans", "en")])
def test_a_withdrawn_locale_falls_along_the_chain_and_is_told_as_gone(locale, instead):
    page = factories.page(locales=("en", locale))

    releases.withdraw(page, locale, by=factories.approver(locale), reason="A wrong dose")

    assert factories.answer(page, locale)["locale"] == instead
    assert factories.editions(page, locale)[-1].event == "gone"
    statuses = {alternate["locale"]: alternate["status"] for alternate in factories.answer(page)["alternates"]}
    assert statuses[locale] == "withdrawn"
    assert statuses["fr"] == "none"


def test_withdrawing_says_who_and_why():
    page = factories.page(locales=("en", "ar"))
    person = factories.approver("ar")

    release = releases.withdraw(page, "ar", by=person, reason="A wrong dose")

    assert (release.withdrawn_by, release.withdrawal_reason) == (person, "A wrong dose")
    assert release.is_withdrawn


def test_withdrawing_needs_the_right_and_something_that_is_out():
    page = factories.page(locales=("en", "ar"))

    with pytest.raises(NoRight):
        releases.withdraw(page, "ar", by=factories.approver("es"))
    with pytest.raises(NoSuchRelease):
        releases.withdraw(page, "fr", by=factories.approver("fr"))
    releases.withdraw(page, "ar", by=factories.approver("ar"))
    with pytest.raises(NoSuchRelease):
        releases.withdraw(page, "ar", by=factories.approver("ar"))


def test_a_withdrawn_locale_stays_withdrawn_when_the_page_is_published():
    page = factories.page(locales=("en", "ar"))
    releases.withdraw(page, "ar", by=factories.approver("ar"))

    factories.publish(factories.write(factories.reload(page), "en", summary="Pain for three months or more."))

    assert factories.locales_out(page) == ["en"]


def test_approving_again_brings_a_withdrawn_locale_back():
    page = factories.page(locales=("en", "ar"))
    releases.withdraw(page, "ar", by=factories.approver("ar"))

    releases.approve(page, "ar", by=factories.approver("ar"))

    assert [edition.event for edition in factories.editions(page, "ar")] == ["published", "gone", "published"]


# Rolling back


@pytest.fixture
def three_releases():
    page = factories.page(locales=("en", "ar"))
    for summary in ("ألم يدوم ثلاثة أشهر.", "ألم لأكثر من ثلاثة أشهر."):
        factories.write(factories.latest(page), "ar", summary=summary).save_revision()
        factories.release(page, "ar")
    return page


def test_rolling_back_releases_an_earlier_text_as_a_new_release(three_releases):
    page = three_releases

    release = releases.roll_back(page, "ar", to=1, by=factories.approver("ar"))

    assert release.number == 4
    assert factories.answer(page, "ar")["summary"] == "ألم يستمر أكثر من ثلاثة أشهر."
    assert factories.document(page, "ar").version == 4
    assert Release.objects.filter(content_id=page.content_id).count() == 4


def test_rolling_back_leaves_the_draft_alone(three_releases):
    releases.roll_back(three_releases, "ar", to=1, by=factories.approver("ar"))

    assert factories.read(factories.latest(three_releases), "summary", "ar") == "ألم لأكثر من ثلاثة أشهر."


def test_what_is_rolled_back_is_as_outdated_as_it_has_become(three_releases):
    factories.publish(factories.write(factories.latest(three_releases), "en", summary="Pain for months."))
    factories.release(three_releases, "ar")
    assert factories.answer(three_releases, "ar")["translation"]["status"] == "released"

    releases.roll_back(three_releases, "ar", to=2, by=factories.approver("ar"))

    assert factories.answer(three_releases, "ar")["translation"]["outdated_parts"] == ["summary"]


def test_rolling_back_needs_the_right_and_a_release_of_that_number(three_releases):
    with pytest.raises(NoRight):
        releases.roll_back(three_releases, "ar", to=1, by=factories.translator("ar"))
    with pytest.raises(NoSuchRelease):
        releases.roll_back(three_releases, "ar", to=9, by=factories.approver("ar"))
    with pytest.raises(NoSuchRelease):
        releases.roll_back(three_releases, "es", to=1, by=factories.approver("es"))


def test_rolling_back_brings_a_withdrawn_locale_back(three_releases):
    releases.withdraw(three_releases, "ar", by=factories.approver("ar"))

    releases.roll_back(three_releases, "ar", to=2, by=factories.approver("ar"))

    assert factories.answer(three_releases, "ar")["summary"] == "ألم يدوم ثلاثة أشهر."


# What is shared: therapies, terms and the site


@pytest.mark.parametrize("kind", SHARED)
def test_shared_content_is_withdrawn_and_rolled_back_like_a_page(kind):
    make, _field = SHARED[kind]
    content = make(locales=("en", "ar"))
    person = factories.approver("ar")

    releases.withdraw(content, "ar", by=person)
    assert factories.answer(content, "ar")["locale"] == "en"
    releases.roll_back(content, "ar", to=1, by=person)

    assert factories.answer(content, "ar")["locale"] == "ar"
