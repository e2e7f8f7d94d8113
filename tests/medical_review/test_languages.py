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


@pytest.mark.parametrize("locale", [*LOCALES, "fr"])
def test_a_review_of_the_page_holds_for_every_language(page, locale):
    factories.review(page)

    assert told(page, locale) == told(page, "en")
    assert told(page, locale)["status"] == "current"


@pytest.mark.parametrize("locale", LOCALES)
def test_a_review_of_a_translation_adds_who_read_it_and_the_earlier_date_is_due(page, locale):
    factories.review(page, days_ago=20, due_in=300, reader=factories.person("A. Sample"))

    factories.review(page, days_ago=5, due_in=200, locale=locale, reader=factories.person("B. Reader"))

    assert names(page, locale) == ["B. Reader", "A. Sample"]
    assert told(page, locale)["last_reviewed"] == str(factories.days_from_now(-5))
    assert told(page, locale)["due"] == str(factories.days_from_now(200))
    others = {tag for tag in ("en", "es", *LOCALES) if tag != locale}
    assert {tuple(names(page, tag)) for tag in others} == {("A. Sample",)}


@pytest.mark.parametrize("locale", LOCALES)
def test_a_translation_is_due_when_the_page_is(page, locale):
    factories.review(page, days_ago=20, due_in=10)

    factories.review(page, days_ago=5, due_in=200, locale=locale)

    assert (told(page, locale)["due"], told(page, locale)["status"]) == (str(factories.days_from_now(10)), "due")


@pytest.mark.parametrize("locale", LOCALES)
def test_a_review_of_a_translation_counts_until_its_text_is_released_anew(page, locale):
    factories.review(page, days_ago=5, locale=locale)
    assert told(page, locale)["status"] == "current"

    factories.release(page, locale)

    assert told(page, locale)["status"] == "never"


@pytest.mark.parametrize("locale", LOCALES)
def test_a_later_review_of_the_page_takes_the_place_of_a_translation_s_own(page, locale):
    factories.review(page, days_ago=40, due_in=50, locale=locale, reader=factories.person("B. Reader"))

    factories.review(page, days_ago=3, due_in=300, reader=factories.person("A. Sample"))

    assert names(page, locale) == ["A. Sample"]
    assert told(page, locale)["due"] == str(factories.days_from_now(300))


def test_what_is_not_released_cannot_be_reviewed(page):
    with pytest.raises(acts.NothingToReview):
        factories.review(page, locale="fr")

    assert not Review.objects.exists()
