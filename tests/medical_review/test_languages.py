"""Whose review readers of a language are told: the page's, and that of their own text."""

from __future__ import annotations

import pytest

from cms.medical_review import acts
from cms.medical_review.models import Review
from tests import factories

pytestmark = pytest.mark.django_db

#: Right to left, a region, and without spaces.
LOCALES = ("ar", "es-MX", "zh-Hans")


@pytest.fixture
def page():
    page = factories.page(locales=("en", *factories.WHOLE))
    factories.release(factories.overlay(page, name="Dolor persistente"), "es-MX")
    return factories.reload(page)


def told(page, locale):
    return factories.answer(page, locale)["review"]


def names(page, locale):
    return [reviewer["name"] for reviewer in told(page, locale)["reviewers"]]


def test_a_review_of_the_page_holds_for_every_language(page):
    factories.review(page)

    assert told(page, "en")["status"] == "current"
    assert [told(page, locale) for locale in (*LOCALES, "fr")] == [told(page, "en")] * 4


def test_a_review_of_a_translation_adds_who_read_it_and_the_earlier_date_is_due(page):
    factories.review(page, days_ago=20, due_in=300, reader=factories.person("A. Sample"))

    for locale in LOCALES:
        factories.review(page, days_ago=5, due_in=200, locale=locale, reader=factories.person(f"Reader of {locale}"))

    for locale in LOCALES:
        assert names(page, locale) == [f"Reader of {locale}", "A. Sample"]
        assert told(page, locale)["last_reviewed"] == str(factories.days_from_now(-5))
        assert told(page, locale)["due"] == str(factories.days_from_now(200))
    assert names(page, "en") == names(page, "es") == ["A. Sample"]


def test_a_translation_is_due_when_the_page_is(page):
    factories.review(page, days_ago=20, due_in=10)

    for locale in LOCALES:
        factories.review(page, days_ago=5, due_in=200, locale=locale)

    due = [(told(page, locale)["due"], told(page, locale)["status"]) for locale in LOCALES]
    assert due == [(str(factories.days_from_now(10)), "due")] * 3


def test_a_review_of_a_translation_counts_until_its_text_is_released_anew(page):
    for locale in LOCALES:
        factories.review(page, days_ago=5, locale=locale)
    assert [told(page, locale)["status"] for locale in LOCALES] == ["current"] * 3

    for locale in LOCALES:
        factories.release(page, locale)

    assert [told(page, locale)["status"] for locale in LOCALES] == ["never"] * 3


def test_a_later_review_of_the_page_takes_the_place_of_a_translation_s_own(page):
    for locale in LOCALES:
        factories.review(page, days_ago=40, due_in=50, locale=locale, reader=factories.person("B. Reader"))

    factories.review(page, days_ago=3, due_in=300, reader=factories.person("A. Sample"))

    assert [names(page, locale) for locale in LOCALES] == [["A. Sample"]] * 3
    assert {told(page, locale)["due"] for locale in LOCALES} == {str(factories.days_from_now(300))}


def test_what_is_not_released_cannot_be_reviewed(page):
    with pytest.raises(acts.NothingToReview):
        factories.review(page, locale="fr")

    assert not Review.objects.exists()
