"""What fails at its moment holds up nothing else, is not tried again, and is shown to those who can see to it."""

from __future__ import annotations

import pytest
from django.core.management import call_command
from django.db import OperationalError, connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cms.publishing import answers, store
from cms.scheduling import clock, missed
from cms.scheduling.models import Act, Missed
from cms.translation import schedule
from cms.translation.models import Release, TranslatedItem
from conditions.models import ConditionPage
from tests import factories
from tests.scheduling import plans

pytestmark = pytest.mark.django_db


class PublishRefused(Exception):
    """As a policy of this product refuses a publish, with reasons that are written for people."""


PublishRefused.__module__ = "cms.review.errors"


@pytest.fixture
def refused(monkeypatch):
    """Slugs whose publish is refused."""
    slugs: dict[str, Exception] = {}
    publish = ConditionPage.publish

    def publish_or_refuse(self, revision, *args, **kwargs):
        # Scheduling goes through here too, as in the admin.
        if self.slug in slugs and (self.live or revision.approved_go_live_at):
            raise slugs[self.slug]
        return publish(self, revision, *args, **kwargs)

    monkeypatch.setattr(ConditionPage, "publish", publish_or_refuse)
    return slugs


def test_a_page_that_is_refused_holds_up_and_undoes_nothing(refused, caplog):
    first, broken, last = (factories.draft(slug) for slug in ("epilepsy", "crps", "chronic-pain"))
    for hours, page in enumerate((first, broken, last), start=1):
        plans.schedule_publish(page, out=hours)
    refused["crps"] = PublishRefused("A clinician has to sign it.")

    tally = plans.come_round(24)

    assert (tally.done, tally.missed) == (2, 1)
    assert [factories.is_out(page) for page in (first, broken, last)] == [True, False, True]
    row = Missed.objects.get()
    assert (row.act, row.content, row.reason) == (Act.PUBLISH, broken, "A clinician has to sign it.")
    assert "It did not happen at its moment" in caplog.text


def test_it_is_not_tried_again_and_the_page_can_be_mended(refused):
    page = factories.draft("crps")
    plans.schedule_publish(page, out=1)
    refused["crps"] = PublishRefused("A clinician has to sign it.")
    plans.come_round(1)
    refused.clear()

    again = plans.come_round(2)

    assert (again.done, again.missed) == (0, 0)
    assert not factories.reload(page).approved_schedule
    factories.publish(factories.latest(page))
    assert not Missed.objects.exists()


def test_what_went_wrong_by_itself_is_told_without_what_only_the_log_may_say(refused):
    page = plans.schedule_publish(factories.draft("crps"), out=1)
    refused["crps"] = KeyError("a secret")

    plans.come_round(1)

    reason = missed.of(page).get().reason
    assert "KeyError" in reason
    assert "secret" not in reason


def test_a_database_that_fails_puts_off_and_loses_nothing(refused):
    page = plans.schedule_publish(factories.draft("crps"), out=1)
    refused["crps"] = OperationalError("database is locked")
    first = plans.come_round(1)
    refused.clear()

    second = plans.come_round(1)

    assert (first.put_off, first.missed, second.done) == (1, 0, 1)
    assert factories.is_out(page)


def test_a_release_that_breaks_is_refused_and_the_next_goes_out(monkeypatch):
    page = plans.page_with("ar", "zh-Hans")
    plans.approve(page, "ar", out=1)
    plans.approve(page, "zh-Hans", out=2)
    render = answers.render

    def broken_in_arabic(publication, current):
        if "ar" in publication.documents:
            raise KeyError("ar")
        return render(publication, current)

    monkeypatch.setattr(store, "render", broken_in_arabic)
    tally = plans.come_round(2)

    assert (tally.done, tally.missed) == (1, 1)
    assert factories.locales_out(page) == ["en", "zh-Hans"]
    assert "KeyError" in Release.objects.get(content_id=page.content_id, locale="ar").refusal


def test_an_expiry_that_fails_is_shown_until_somebody_takes_it_away(monkeypatch):
    page = plans.schedule_publish(factories.latest(factories.page()), back=1)

    def broken(*args, **kwargs):
        raise KeyError("of this test")

    with monkeypatch.context() as patch:
        patch.setattr(ConditionPage, "unpublish", broken)
        plans.come_round(1)
    again = plans.come_round(2)

    assert (again.done, missed.of(page).get().act) == (0, Act.UNPUBLISH)
    factories.reload(page).unpublish()
    assert not Missed.objects.exists()


def test_a_row_that_was_lost_holds_up_nothing_else():
    lost, page = plans.page_with("ar", slug="crps"), plans.page_with("ar")
    plans.approve(lost, "ar", out=1)
    plans.approve(page, "ar", out=1)
    TranslatedItem.objects.filter(content_id=lost.content_id).delete()

    first = plans.come_round(1)
    call_command("count_translations")
    second = plans.come_round(1)

    assert (first.done, first.missed, second.done) == (1, 0, 1)
    assert factories.locales_out(lost) == factories.locales_out(page) == ["en", "ar"]


def test_editors_see_why_on_the_first_page_and_when_they_open_it(client, refused):
    page = plans.schedule_publish(factories.draft("crps"), out=1)
    refused["crps"] = PublishRefused("A clinician has to sign <it>.")
    plans.come_round(1)
    client.force_login(factories.administrator())

    first_page = client.get(reverse("wagtailadmin_home")).content.decode()
    form = client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()

    for shown in (first_page, form):
        assert "A clinician has to sign &lt;it&gt;." in shown
        assert "(UTC)" in shown


def test_who_may_not_edit_the_content_is_not_shown_it(refused):
    plans.schedule_publish(factories.draft("crps"), out=1)
    refused["crps"] = PublishRefused("A clinician has to sign it.")
    plans.come_round(1)

    assert missed.standing(factories.user("nobody"), most=9) == []
    assert len(missed.standing(factories.administrator(), most=9)) == 1


def test_a_release_that_could_not_even_be_refused_is_shown_until_somebody_approves_anew(monkeypatch):
    page = plans.page_with("ar")
    plans.approve(page, "ar", out=1)

    def broken(*args, **kwargs):
        raise KeyError("of this test")

    monkeypatch.setattr(schedule, "go_out", broken)
    monkeypatch.setattr(schedule, "refuse", broken)
    administrator = factories.administrator()
    with plans.after(1):
        clock.do_due()
        before = [one.act for one in missed.standing(administrator, most=9)]
        plans.approve(page, "ar")
        after = missed.standing(administrator, most=9)

    assert (before, after) == ([Act.RELEASE], [])


def test_of_much_that_did_not_happen_only_as_much_is_read_as_is_shown(refused):
    for number in range(3):
        plans.schedule_publish(factories.draft(f"pain-{number}"), out=1)
        refused[f"pain-{number}"] = PublishRefused("A clinician has to sign it.")
    plans.come_round(1)

    with CaptureQueriesContext(connection) as captured:
        found = missed.standing(factories.administrator(), most=2)

    assert [str(one.content and one.content.slug) for one in found] == ["pain-2", "pain-1"]
    assert "release" not in str(captured.captured_queries)
