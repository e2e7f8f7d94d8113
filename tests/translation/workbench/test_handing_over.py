"""How a text goes from hand to hand, what a machine drafts, and what those see who release it."""

from __future__ import annotations

import pytest
from django.urls import resolve, reverse

from cms.locales import BY_TAG
from cms.translation import desk, drafts, groups, releases
from cms.translation.edit_urls import release_url
from cms.translation.models import (
    LocaleWork,
    Notification,
    Release,
    WorkState,
)
from tests import factories
from tests.translation.workbench.bench import DUMMY, WORDS, long_page, machine_draft, outdated

pytestmark = [pytest.mark.django_db, pytest.mark.once]


# From hand to hand


def test_the_text_goes_to_review_and_back_with_a_reason(at):
    page = factories.page()
    bench = at(page, "ar")
    bench.save("name", WORDS["ar"].name)
    reviewer = at(page, "ar", user=factories.approver("ar"))

    assert "is sent to review" in bench.hand_over("submit").content.decode()
    assert bench.state() == WorkState.IN_REVIEW
    assert "Say what should be changed" in reviewer.hand_over("send_back").content.decode()
    assert bench.state() == WorkState.IN_REVIEW
    reviewer.hand_over("send_back", reason="الاسم طويل")
    assert bench.state() == WorkState.IN_PROGRESS
    assert Notification.objects.get(user=bench.user, kind="sent_back").text == "الاسم طويل"


def test_what_has_not_begun_is_not_sent_to_review(at):
    bench = at(factories.page(), "fr")

    assert "There is no text yet that could be reviewed." in bench.hand_over("submit").content.decode()
    assert bench.get().context["acts"].submit is False


@pytest.mark.parametrize("action", ["submit", "send_back", "revise", "sign"])
def test_who_has_no_right_hands_nothing_over(at, action):
    page = factories.page()
    at(page, "es").save("name", "Dolor")
    stranger = at(page, "es", user=factories.user("edith", groups.AUTHORS))
    stranger.user.user_permissions.clear()

    stranger.hand_over(action, reason="!")

    assert stranger.state() == WorkState.IN_PROGRESS
    work = LocaleWork.objects.get(content_id=page.content_id, locale="es")
    assert (work.reviser, work.clinical_approver) == (None, None)


def test_an_act_that_is_not_known_is_not_found(at):
    bench = at(factories.page(), "es")
    bench.client.force_login(bench.user)

    assert bench.client.post(f"{bench.url}hand-over/", {"action": "eat"}).status_code == 404


def test_reviser_and_clinician_sign_where_the_policy_asks_for_it(at, settings):
    settings.TRANSLATION_POLICY = {"default": {}, "ar": {"reviser": True, "clinical": True}}
    page = factories.page()
    at(page, "ar").save("name", WORDS["ar"].name)
    clinician = factories.user("carla", groups.clinicians(BY_TAG["ar"]))
    reviser = factories.approver("ar")
    assert "Sign as reviser" in at(page, "ar", user=reviser).html()
    assert "Sign as reviser" not in at(page, "es", user=factories.approver("es")).html()

    at(page, "ar", user=reviser).hand_over("revise")
    at(page, "ar", user=clinician).hand_over("sign")

    work = LocaleWork.objects.get(content_id=page.content_id, locale="ar")
    assert (work.reviser, work.clinical_approver) == (reviser, clinician)
    assert "Signed by a clinician" in at(page, "ar", user=clinician).html()


# The machine


def test_a_machine_drafts_in_batches_and_nothing_of_it_counts_as_read(at, settings):
    settings.MACHINE_TRANSLATION = DUMMY
    bench = at(long_page(40), "zh-Hans")
    assert "Draft with a machine" in bench.html()

    first = bench.post("machine", {}).json()
    second = bench.post("machine", {"after": first["after"]}).json()

    assert (first["written"], second["after"]) == (25, "")
    assert second["left"] == bench.get().context["counts"].missing
    assert bench.get().context["counts"].unread == first["written"] + second["written"]


def test_without_a_machine_none_is_offered_and_asking_says_why(at):
    bench = at(factories.page(), "ar")

    answer = bench.post("machine", {})

    assert "Draft with a machine" not in bench.html()
    assert (answer.status_code, "No machine" in answer.json()["error"]) == (503, True)


# The release view


@pytest.mark.parametrize("tag", ["es", "ar", "zh-Hans"])
def test_text_whose_source_has_changed_is_approved_only_by_who_says_to_have_compared_it(client, tag):
    page = outdated(tag)
    url = reverse("translation_release", args=("conditions.conditionpage", page.pk, tag))
    client.force_login(factories.approver(tag))
    seen = releases.seen(desk.open_sheet(drafts.latest(page), tag))
    word = {
        "es": "Dolor que dura más de seis meses.",
        "ar": "ألم يستمر أكثر من ستة أشهر.",
        "zh-Hans": "持续超过六个月的疼痛。",
    }[tag]
    assert "I have compared the 1 string" in client.get(url).content.decode()

    refused = client.post(url, {"action": "approve", "seen": seen}, follow=True).content.decode()

    assert "has changed since it was translated" in refused
    assert factories.answer(page, tag)["translation"]["status"] == "outdated"
    # The error that the check finds in the text is mended by a translator; the name alone is left to look at again.
    desk.save(page, tag, [desk.Edit("summary", word)], by=factories.translator(tag))
    assert "I have compared" not in client.get(url).content.decode()


def test_it_goes_out_once_it_is_compared(client):
    page = factories.page(locales=("en", "es"))
    page = factories.publish(factories.write(factories.latest(page), "en", name="Long-lasting pain"))
    url = reverse("translation_release", args=("conditions.conditionpage", page.pk, "es"))
    client.force_login(factories.approver("es"))

    answer = client.post(url, {"action": "approve", "confirm_outdated": "on"}, follow=True)

    assert "is approved (release 2)" in answer.content.decode()


def test_errors_and_unread_text_of_a_machine_are_shown_and_stand_in_the_way(client):
    page = factories.page(locales=("en", "es"))
    machine_draft(page, "es")
    desk.save(page, "es", [desk.Edit("summary", "Dolor que dura nueve meses.")], by=None)
    url = reverse("translation_release", args=("conditions.conditionpage", page.pk, "es"))
    client.force_login(factories.approver("es"))

    html = client.get(url).content.decode()
    refused = client.post(url, {"action": "approve"}, follow=True).content.decode()

    assert "By machine, not read" in html
    assert "nueve meses" in html
    assert "nobody has confirmed it" in refused
    assert factories.answer(page, "es")["summary"] == WORDS["es"].summary


def test_the_text_of_each_release_can_be_read_against_the_one_before(client, settings):
    settings.TRANSLATION_POLICY = {"default": {"clinical": True}}
    page = factories.draft(locales=("en", "ar"))
    page = factories.publish(page)
    clinician = factories.user("carla", groups.clinicians(BY_TAG["ar"]))
    for name in ("الألم المزمن", "الألم الدائم"):
        desk.save(page, "ar", [desk.Edit("name", name + " ")], by=factories.translator("ar"))
        LocaleWork.objects.filter(content_id=page.content_id, locale="ar").update(clinical_approver=clinician)
        factories.release(page, "ar")
    client.force_login(factories.approver("ar"))
    url = reverse("translation_release", args=("conditions.conditionpage", page.pk, "ar"))

    history = client.get(url).content.decode()
    first, second = (client.get(f"{url}releases/{number}/").content.decode() for number in (1, 2))

    assert "Clinician: Carla" in history
    assert "<ins>" not in first
    assert "<ins>الدائم</ins>" in second
    assert client.get(f"{url}releases/3/").status_code == 404
    assert client.get(f"{url}releases/{10**30}/").status_code == 404


def test_who_has_nothing_to_do_with_the_locale_reads_no_release(client):
    page = factories.page(locales=("en", "es"))
    client.force_login(factories.translator("ar"))

    answer = client.get(f"/admin/translation/conditions.conditionpage/{page.pk}/es/releases/1/")

    assert answer.status_code == 302


@pytest.mark.parametrize("act", ["check", "machine"])
def test_what_asks_a_machine_or_only_looks_holds_no_transaction(act):
    view = resolve(f"/admin/translation/conditions.conditionpage/1/es/workbench/{act}/").func

    assert getattr(view, "_non_atomic_requests", None) == {"default"}


@pytest.mark.parametrize(("tag", "name"), [("es", "Dolor de larga duración"), ("ar", "الألم الدائم")])
def test_who_approves_sees_what_the_draft_changes_against_the_release(client, tag, name):
    page = factories.page(locales=("en", tag))
    desk.save(page, tag, [desk.Edit("name", name)], by=factories.translator(tag))
    client.force_login(factories.approver(tag))

    answer = client.get(reverse("translation_release", args=("conditions.conditionpage", page.pk, tag)))

    changes = {row.path: str(row.target_change) for row in answer.context["rows"] if row.target_change}
    assert list(changes) == ["name"]
    assert "<ins>" in changes["name"]
    assert "<del>" in changes["name"]
    assert "Compared with release 1." in answer.content.decode()


@pytest.mark.parametrize("number", ["", "²", "٢", "-1", "9" * 20, "9" * 5_000])
def test_a_roll_back_to_what_is_no_release_is_refused(client, number):
    page = factories.page(locales=("en", "ar"))
    client.force_login(factories.approver("ar"))

    answer = client.post(release_url(page, "ar"), {"action": "roll_back", "release": number}, follow=True)

    assert answer.status_code == 200
    assert [release.number for release in Release.objects.filter(content_id=page.content_id)] == [1]


def test_the_reason_of_a_withdrawal_is_kept_without_what_can_not_be_stored(client):
    page = factories.page(locales=("en", "ar"))
    client.force_login(factories.approver("ar"))

    client.post(release_url(page, "ar"), {"action": "withdraw", "reason": "A wrong\0 dose"})

    assert Release.objects.get(content_id=page.content_id).withdrawal_reason == "A wrong dose"
