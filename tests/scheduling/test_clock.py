"""What is due happens in the order of the moments, each thing once."""

from __future__ import annotations

import pytest

from cms.publishing import store
from tests import factories
from tests.scheduling import plans

pytestmark = pytest.mark.django_db


@pytest.fixture
def a_day_of_plans():
    """Seven things of all kinds, scheduled in no order; an overlay goes out with the locale below it."""
    expiring = factories.page("epilepsy")
    page = factories.overlay(plans.page_with("es", "ar", slug="chronic-pain"), name="Dolor persistente")
    coming = factories.draft("crps")
    plans.approve(page, "es", out=5)
    plans.approve(page, "es-MX", out=5)
    plans.schedule_publish(coming, out=3)
    plans.approve(page, "ar", out=2, back=6)
    plans.schedule_publish(factories.latest(expiring), back=4)
    plans.schedule_publish(factories.latest(factories.glossary_term()), back=1)
    return [
        ("gone", "off-label", "en"),
        ("published", "chronic-pain", "ar"),
        ("published", "crps", "en"),
        ("gone", "epilepsy", "en"),
        ("published", "chronic-pain", "es"),
        ("published", "chronic-pain", "es-MX"),
        ("gone", "chronic-pain", "ar"),
    ]


def without_rebuilds(found, wanted):
    """The editions of the things themselves: a locale that comes or goes makes new ones of its siblings."""
    return [one for one in found if one in wanted]


def test_who_was_down_for_a_day_catches_up_once_and_in_order(a_day_of_plans):
    before = store.sequence()

    first = plans.come_round(24)
    after_first = store.sequence()
    second = plans.come_round(24)

    acts = without_rebuilds(plans.told(since=before), a_day_of_plans)
    assert list(dict.fromkeys(acts)) == a_day_of_plans
    assert (first.done, first.missed, first.put_off) == (7, 0, 0)
    assert (second.done, store.sequence()) == (0, after_first)


@pytest.mark.parametrize("locale", ["ar", "es", "zh-Hans"])
def test_a_page_and_its_translation_for_the_same_moment_come_out_together(locale):
    page = factories.draft(locales=("en", locale))
    plans.schedule_publish(page, out=1)
    plans.approve(page, locale, out=1)

    plans.come_round(1)

    assert factories.locales_out(page) == ["en", locale]
    assert factories.answer(page, locale)["translation"]["status"] == "released"
    assert factories.answer(page, "fr")["locale"] == "en"


def test_an_expiry_does_not_cancel_what_is_scheduled_for_later():
    page = plans.schedule_publish(factories.latest(factories.page()), back=1)
    coming = factories.write(factories.latest(page), "en", summary=plans.CHANGED)
    coming.expire_at = None
    plans.schedule_publish(coming, out=3)

    plans.come_round(2)
    between = factories.is_out(page)
    plans.come_round(3)

    assert not between
    assert factories.answer(page)["summary"] == plans.CHANGED


def test_what_was_to_be_out_only_while_nobody_watched_is_gone():
    page = plans.schedule_publish(factories.draft(), out=1, back=2)

    tally = plans.come_round(24)

    assert tally.done == 2
    assert [edition.event for edition in factories.editions(page, "en")] == ["published", "gone"]
