"""What readers' caches, pages that quote, and previews know beforehand of what the clock will do."""

from __future__ import annotations

import pytest
from django.utils import timezone

from cms.publishing import lifecycle
from cms.translation import current, schedule
from tests import factories
from tests.scheduling import plans

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("locale", factories.WHOLE)
def test_answers_know_of_a_release_and_of_its_end_beforehand(locale):
    page = plans.page_with(locale)
    release = plans.approve(page, locale, out=1, back=3)
    before = factories.answer_row(page).next_change_at

    plans.come_round(1)

    assert before == release.goes_out_at
    assert factories.answer_row(page).next_change_at == release.expires_at


def test_who_cancels_it_lets_answers_be_kept_again():
    page = plans.page_with("ar")
    plans.approve(page, "ar", out=1)

    schedule.cancel(page, "ar", by=factories.approver("ar"))

    assert factories.answer_row(page).next_change_at is None


def test_pages_know_beforehand_of_the_notice_that_they_show():
    page = factories.page(locales=("en", "ar"))
    notice = factories.notice()
    draft = factories.write(factories.latest(notice), "ar", text="في حالة الطوارئ اتصل بالرقم 911.")
    draft.save_revision()
    release = plans.approve(notice, "ar", out=1)

    lifecycle.rebuild_stale()

    assert factories.answer_row(page).next_change_at == release.goes_out_at


def test_shared_content_knows_of_its_releases_and_of_its_own_schedule():
    therapy = factories.therapy()
    draft = factories.write(factories.latest(therapy), "ar", name="العلاج", summary="تسريب.", description="<p>ت</p>")
    draft.save_revision()
    release = plans.approve(therapy, "ar", out=1)
    term = plans.schedule_publish(factories.latest(factories.glossary_term()), back=2)

    assert factories.answer_row(therapy).next_change_at == release.goes_out_at
    assert factories.answer_row(term).next_change_at == term.expire_at


def test_what_will_be_current_is_told_for_any_coming_moment():
    page = factories.overlay(plans.page_with("es", "ar"), name="Dolor crónico o persistente")
    plans.approve(page, "ar", out=4)
    plans.approve(page, "es", out=1, back=3)
    plans.approve(page, "es-MX", out=1)
    moments = [timezone.now(), plans.in_hours(2), plans.in_hours(5)]

    found = [current.as_of(page, moment) for moment in moments]

    out = [sorted(tag for tag, release in known.items() if not release.is_withdrawn) for known in found]
    assert out == [[], ["es", "es-MX"], ["ar", "es-MX"]]
    said = current.effective_of(type(page), "es-MX", found[1])
    assert said is not None
    assert said["fields"]["name"] == "Dolor crónico o persistente"
    assert current.effective_of(type(page), "es-MX", found[2]) is None
    assert current.current_of(page) == {}


def test_a_release_that_would_be_refused_is_not_foretold():
    page = plans.page_with("ar")
    plans.approve(page, "ar", out=1)
    plans.change_source(page, kind="safety")

    assert current.as_of(page, plans.in_hours(2)) == {}
