"""Who is told of what, what is settled by itself, and what a person finds on the admin's first page."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.contrib.auth.models import Group
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.models import GroupPagePermission

from cms.locales import BY_TAG
from cms.translation import desk, groups, handover, notification_views, notifications, releases
from cms.translation.desk import Edit
from cms.translation.errors import NoRight, WrongState
from cms.translation.models import LocaleWork, Notification, NotificationKind, SegmentComment
from tests import factories

pytestmark = pytest.mark.django_db

HOME = "/admin/"
READ = "/admin/translation/notifications/read/"
TRANSLATED = ["es", "ar", "zh-Hans"]
#: What a translator makes of the changed summary.
SUMMARIES = {
    "es": "Dolor que dura más de tres meses seguidos.",
    "ar": "ألم مستمر أكثر من ثلاثة أشهر متواصلة.",
    "zh-Hans": "持续超过三个月的慢性疼痛。",
}
EDITORIAL_CHANGE = "Pain that goes on for longer than three months."


def page_in(*locales, slug="chronic-pain"):
    """A page that is out in these locales, approved by somebody who has left."""
    page = factories.publish(factories.draft(slug, locales=("en", *locales)))
    reviewer = factories.approver()
    factories.release(page, *locales, by=reviewer)
    reviewer.delete()
    return factories.reload(page)


def change(page, *, kind="content", note="", by=None):
    draft = factories.write(factories.latest(page), "en", summary=EDITORIAL_CHANGE)
    return factories.publish(draft, kind=kind, note=note, by=by)


def translate(page, locale, translator):
    outcome = desk.save(page, locale, [Edit("summary", SUMMARIES[locale])], by=translator)
    assert list(outcome.saved) == ["summary"]


def told(kind=None, *, locale=None):
    """The user names of those who have something unread."""
    found = Notification.objects.filter(read_at=None)
    found = found.filter(kind=kind) if kind else found
    found = found.filter(locale=locale) if locale else found
    return sorted(found.values_list("user__username", flat=True))


def names(*people):
    return sorted(person.username for person in people)


def comment(page, locale, author, text="Is this the usual word?", path="summary"):
    made = SegmentComment.objects.create(
        content_id=page.content_id, locale=locale, path=path, text=text, author=author, author_name=author.username
    )
    notifications.tell_of_comment(made)
    return made


def in_review(locale, *translators):
    """A page that is out in the locale, with a changed text in review."""
    page = page_in(locale)
    translate(page, locale, translators[0])
    handover.submit(page, locale, by=translators[0])
    return page


# Who


@pytest.mark.parametrize("locale", TRANSLATED)
def test_a_changed_source_is_told_to_the_translators_of_the_locale(locale):
    translators = [factories.translator(locale), factories.translator(locale)]
    others = [factories.translator(tag) for tag in (*TRANSLATED, "es-MX") if tag != locale]
    reviewer, author = factories.approver(locale), factories.user("ana", groups.AUTHORS)
    page = page_in(locale)

    change(page, note="The wording of the summary.", by=author)

    assert told() == names(*translators)
    notification = Notification.objects.filter(user=translators[0]).get()
    assert (notification.kind, notification.locale) == (NotificationKind.OUTDATED, locale)
    assert notification.actor_name == "Ana"
    assert notification.text == "The wording of the summary."
    assert not {person.username for person in (*others, reviewer, author)} & set(told())


def test_a_regional_text_is_told_of_when_the_text_below_it_is_released_anew():
    mexican, spanish = factories.translator("es-MX"), factories.translator("es")
    page = factories.overlay(page_in("es"), summary="Dolor de más de tres meses.")
    factories.release(page, "es-MX")
    translate(page, "es", spanish)

    releases.approve(page, "es", by=factories.approver("es"))

    assert told(NotificationKind.OUTDATED) == names(mexican)
    assert told(locale="es-MX") == names(mexican)


@pytest.mark.parametrize("locale", TRANSLATED)
def test_a_safety_change_tells_translators_that_their_text_is_withdrawn(locale):
    translator = factories.translator(locale)
    page = page_in(locale)

    change(page, kind="safety", note="A new warning.")

    notification = Notification.objects.get(user=translator)
    assert notification.kind == NotificationKind.WITHDRAWN
    assert notifications.explained(notification) == "A safety change of the source\nA new warning."


def test_what_was_withdrawn_before_is_outdated_by_the_next_change_not_withdrawn_again():
    translator = factories.translator("ar")
    page = page_in("ar")
    page = change(page, kind="safety")
    Notification.objects.update(read_at=timezone.now())

    factories.publish(factories.write(factories.latest(page), "en", name="Long-term pain"))

    assert told(NotificationKind.OUTDATED) == names(translator)
    assert told(NotificationKind.WITHDRAWN) == []


@pytest.mark.parametrize("locale", TRANSLATED)
def test_who_withdraws_a_text_tells_its_translators_why(locale):
    translator, reviewer = factories.translator(locale), factories.approver(locale)
    page = page_in(locale)

    releases.withdraw(page, locale, by=reviewer, reason="The dose is wrong.")

    notification = Notification.objects.get()
    assert notification.user == translator
    assert notification.kind == NotificationKind.WITHDRAWN
    assert (notification.actor_name, notification.text) == (reviewer.get_full_name(), "The dose is wrong.")


@pytest.mark.parametrize("locale", TRANSLATED)
def test_a_text_in_review_is_told_to_those_who_may_approve_it(locale):
    translator = factories.translator(locale)
    reviewers = [factories.approver(locale), factories.approver(locale)]
    factories.approver(*(tag for tag in TRANSLATED if tag != locale))

    in_review(locale, translator)

    assert told() == told(NotificationKind.SUBMITTED, locale=locale) == names(*reviewers)


@pytest.mark.parametrize(("approval", "is_told"), [("four_eyes", False), ("single", True)])
def test_who_wrote_the_text_is_asked_to_approve_it_only_where_one_person_is_enough(settings, approval, is_told):
    settings.TRANSLATION_POLICY = {"default": {"approval": approval}}
    translator, other = factories.translator("ar"), factories.approver("ar")
    other.groups.add(Group.objects.get(name=groups.translators(BY_TAG["ar"])))
    page = page_in("ar")
    translate(page, "ar", other)

    handover.submit(page, "ar", by=translator)

    assert told(NotificationKind.SUBMITTED) == (names(other) if is_told else [])


@pytest.mark.parametrize("locale", TRANSLATED)
def test_a_text_that_is_sent_back_is_told_to_those_who_wrote_it_with_the_reason(locale):
    translator, reviewer = factories.translator(locale), factories.approver(locale)
    factories.translator(locale)
    page = in_review(locale, translator)

    handover.send_back(page, locale, by=reviewer, reason=" Please write the dose in full. ")

    notification = Notification.objects.get(read_at=None)
    assert (notification.user, notification.kind) == (translator, NotificationKind.SENT_BACK)
    assert (notification.actor_name, notification.text) == (
        reviewer.get_full_name(),
        "Please write the dose in full.",
    )


@pytest.mark.parametrize("locale", TRANSLATED)
def test_an_approval_is_told_to_those_who_wrote_the_text(locale):
    translator, reviewer = factories.translator(locale), factories.approver(locale)
    page = in_review(locale, translator)

    releases.approve(page, locale, by=reviewer)

    assert told() == told(NotificationKind.APPROVED) == names(translator)


@pytest.mark.parametrize("locale", TRANSLATED)
def test_a_comment_is_told_to_those_who_wrote_the_text_and_those_of_the_thread(locale):
    translator, speaker, reviewer = (
        factories.translator(locale),
        factories.translator(locale),
        factories.approver(locale),
    )
    elsewhere = factories.translator(locale)
    page = page_in(locale)
    translate(page, locale, translator)
    comment(page, locale, speaker)
    comment(page, locale, elsewhere, path="name")
    Notification.objects.update(read_at=timezone.now())

    comment(page, locale, reviewer, "Yes.")

    assert told() == told(NotificationKind.COMMENTED, locale=locale) == names(translator, speaker)
    assert set(Notification.objects.filter(read_at=None).values_list("text", flat=True)) == {"Yes."}


def test_a_comment_in_review_is_told_to_those_who_may_approve():
    translator, reviewer = factories.translator("ar"), factories.approver("ar")
    page = in_review("ar", translator)

    comment(page, "ar", translator)

    assert told(NotificationKind.COMMENTED) == names(reviewer)


def test_a_comment_on_a_text_that_is_out_is_told_to_those_who_wrote_that():
    translator, reviewer = factories.translator("ar"), factories.approver("ar")
    page = in_review("ar", translator)
    releases.approve(page, "ar", by=reviewer)

    comment(page, "ar", reviewer)

    assert told(NotificationKind.COMMENTED) == names(translator)


def test_nobody_is_told_of_their_own_act():
    both = factories.translator("ar")
    both.groups.add(*Group.objects.filter(name__in=[groups.AUTHORS, groups.reviewers(BY_TAG["ar"])]))
    page = page_in("ar")

    change(page, by=both)
    comment(page, "ar", both)
    releases.withdraw(page, "ar", by=both)

    assert told() == []


def test_who_publishes_in_the_admin_is_not_told_whoever_wrote_it(client):
    author, translator, publisher = (
        factories.user("ana", groups.AUTHORS),
        factories.translator("ar"),
        factories.translator("ar"),
    )
    publisher.groups.add(Group.objects.get(name=groups.AUTHORS))
    page = page_in("ar")
    draft = factories.write(factories.latest(page), "en", summary=EDITORIAL_CHANGE)
    draft.save_revision(user=author)
    client.force_login(publisher)
    data = factories.form_of(client, page) | {"action-publish": "action-publish"}

    client.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), data)

    assert told(NotificationKind.OUTDATED) == names(translator)


def test_who_is_inactive_has_lost_the_right_or_may_not_edit_the_page_is_not_told():
    active, inactive, former, elsewhere = (factories.translator("ar") for _ in range(4))
    page = page_in("ar", slug="chronic-pain")
    other_page = factories.page("crps")
    inactive.is_active = False
    inactive.save()
    former.groups.clear()
    _only_below(other_page, elsewhere)

    change(page)

    assert told() == names(active)


def test_who_lost_the_right_hears_nothing_of_the_text_they_wrote():
    translator, reviewer = factories.translator("ar"), factories.approver("ar")
    page = in_review("ar", translator)
    translator.groups.clear()

    handover.send_back(page, "ar", by=reviewer, reason="Please write the dose in full.")

    assert told(NotificationKind.SENT_BACK) == []


def test_an_administrator_hears_of_what_they_wrote_but_not_of_everything():
    admin, reviewer = factories.administrator(), factories.approver("ar")
    page = in_review("ar", admin)

    handover.send_back(page, "ar", by=reviewer, reason="Please write the dose in full.")
    change(page)

    assert told() == told(NotificationKind.SENT_BACK) == names(admin)


def test_shared_content_is_told_of_like_pages():
    translator = factories.translator("ar")
    term = factories.glossary_term(locales=("en", "ar"))

    factories.publish(factories.write(term, "en", definition="Used for what the licence does not name."))

    assert told(NotificationKind.OUTDATED) == names(translator)


# Once


def test_an_unread_notification_is_brought_up_to_date_and_not_doubled():
    translator, reviewer = factories.translator("ar"), factories.approver("ar")
    page = page_in("ar")
    translate(page, "ar", translator)
    comment(page, "ar", reviewer, "The first.")
    Notification.objects.update(mailed_at=timezone.now())
    before = Notification.objects.get()

    comment(page, "ar", factories.approver("ar"), "The second.")

    after = Notification.objects.get(user=translator)
    assert (after.pk, after.text) == (before.pk, "The second.")
    assert after.actor_name != before.actor_name
    assert after.created_at > before.created_at
    assert after.mailed_at is None


def test_who_has_read_it_is_told_anew():
    translator, reviewer = factories.translator("ar"), factories.approver("ar")
    page = page_in("ar")
    translate(page, "ar", translator)
    comment(page, "ar", reviewer, "The first.")
    Notification.objects.update(read_at=timezone.now())

    comment(page, "ar", reviewer, "The second.")

    assert sorted(Notification.objects.values_list("text", flat=True)) == ["The first.", "The second."]
    assert told() == names(translator)


def test_an_act_that_is_refused_tells_nobody():
    translator, reviewer = factories.translator("ar"), factories.approver("ar")
    page = page_in("ar")

    with pytest.raises(WrongState):
        handover.send_back(page, "ar", by=reviewer, reason="Too early.")
    with pytest.raises(NoRight):
        handover.submit(page, "ar", by=reviewer)
    with pytest.raises(NoRight):
        releases.withdraw(page, "ar", by=translator)

    assert told() == []


# Settled


def test_an_approval_settles_all_that_was_asked_about_that_text_and_no_other():
    translator, reviewer = factories.translator("ar"), factories.approver("ar")
    chinese = factories.translator("zh-Hans")
    page = change(page_in("ar", "zh-Hans"))
    translate(page, "ar", translator)
    comment(page, "ar", reviewer)
    handover.submit(page, "ar", by=translator)

    releases.approve(page, "ar", by=reviewer)

    assert told(locale="ar") == told(NotificationKind.APPROVED) == names(translator)
    assert told(NotificationKind.OUTDATED) == names(chinese)


def test_a_text_that_is_sent_back_waits_for_no_reviewer():
    translator, reviewer = factories.translator("ar"), factories.approver("ar")
    other = factories.approver("ar")
    page = in_review("ar", translator)
    assert told(NotificationKind.SUBMITTED) == names(reviewer, other)

    handover.send_back(page, "ar", by=reviewer, reason="Please write the dose in full.")

    assert told(NotificationKind.SUBMITTED) == []


def test_a_text_that_its_translator_takes_up_again_waits_for_no_reviewer(client):
    translator, reviewer = factories.translator("ar"), factories.approver("ar")
    page = in_review("ar", translator)
    desk.save(page, "ar", [Edit("summary", factories.PAGES["chronic-pain"]["ar"].summary)], by=translator)

    assert list(notifications.unread().filter(user=reviewer)) == []

    handover.submit(page, "ar", by=translator)

    assert notifications.unread().get().user == reviewer


@pytest.mark.parametrize("locale", TRANSLATED)
def test_a_text_that_is_brought_up_to_date_and_sent_to_review_is_not_outdated_for_anybody(locale):
    translator, _colleague = factories.translator(locale), factories.translator(locale)
    page = change(page_in(locale))
    assert len(told(NotificationKind.OUTDATED)) == 2
    translate(page, locale, translator)

    handover.submit(page, locale, by=translator)

    assert told(NotificationKind.OUTDATED) == []


def test_a_text_that_is_sent_to_review_with_old_parts_stays_outdated():
    translator = factories.translator("ar")
    page = change(page_in("ar"))

    handover.submit(page, "ar", by=translator)

    assert LocaleWork.objects.get(content_id=page.content_id, locale="ar").outdated == 1
    assert told(NotificationKind.OUTDATED) == names(translator)


def test_what_was_sent_back_is_settled_when_it_comes_again():
    translator, reviewer = factories.translator("ar"), factories.approver("ar")
    page = in_review("ar", translator)
    handover.send_back(page, "ar", by=reviewer, reason="Please write the dose in full.")

    handover.submit(page, "ar", by=translator)

    assert told() == told(NotificationKind.SUBMITTED) == names(reviewer)


def test_a_source_that_goes_back_settles_what_it_made_outdated():
    factories.translator("ar")
    page = page_in("ar")
    before = factories.read(page, "summary", "en")
    page = change(page)

    factories.publish(factories.write(factories.latest(page), "en", summary=before))

    assert told() == []


def test_a_roll_back_settles_that_the_text_was_withdrawn():
    factories.translator("ar")
    reviewer = factories.approver("ar")
    page = page_in("ar")
    releases.withdraw(page, "ar", by=reviewer)

    releases.roll_back(page, "ar", to=1, by=reviewer)

    assert told() == []


# Cost


def test_telling_many_people_costs_as_many_queries_as_telling_few():
    page = page_in(*TRANSLATED)
    content_id = page.content_id

    def cost():
        Notification.objects.all().delete()
        with CaptureQueriesContext(connection) as queries:
            for locale in TRANSLATED:
                people = notifications.people_with(f"translation.translate_{BY_TAG[locale].suffix}")
                notifications.tell(people, content_id, locale, NotificationKind.OUTDATED, by=None)
        return len(queries), Notification.objects.count()

    for locale in TRANSLATED:
        factories.translator(locale)
    few = cost()
    for locale in TRANSLATED * 9:
        factories.translator(locale)
    many = cost()

    assert (few[1], many[1]) == (3, 30)
    assert many[0] == few[0]


# On the first page


@pytest.fixture
def translator(client):
    """Signed in, for Arabic and Chinese."""
    person = factories.translator("ar")
    person.groups.add(Group.objects.get(name=groups.translators(BY_TAG["zh-Hans"])))
    client.force_login(person)
    return person


def panel(answer):
    return next((found for found in answer.context["panels"] if found.order == 200), None)


def shown(answer):
    """What the panel says: the name of each content with its locales and kinds."""
    found = panel(answer)
    lines = notification_views.grouped(found.unread) if found else []
    return [(group.name, [(line.locale.tag, line.notification.kind) for line in group.lines]) for group in lines]


def test_the_first_page_shows_what_is_unread_by_content_newest_first(client, translator):
    first = page_in("ar", slug="chronic-pain")
    second = page_in("ar", "zh-Hans", slug="crps")
    change(second, kind="safety", note="A new <b>warning</b>.", by=factories.user("ana", groups.AUTHORS))
    change(first)
    comment(first, "ar", translator)

    answer = client.get(HOME)

    assert shown(answer) == [
        ("Chronic pain", [("ar", "outdated")]),
        ("Complex regional pain syndrome", [("zh-Hans", "withdrawn"), ("ar", "withdrawn")]),
    ]
    html = answer.content.decode()
    assert "For you" in html
    assert f"conditions.conditionpage/{second.pk}/zh-Hans/" in html
    assert '<bdi lang="ar">العربيّة</bdi>' in html
    assert "A new &lt;b&gt;warning&lt;/b&gt;." in html
    assert "<bdi>Ana</bdi>" in html


def test_who_has_nothing_unread_has_no_panel(client, translator):
    change(page_in("zh-Hans"))
    Notification.objects.update(read_at=timezone.now())
    change(page_in("es", slug="crps"))
    factories.translator("es")

    assert panel(client.get(HOME)) is None


def test_who_lost_the_right_does_not_see_what_they_were_told(client, translator):
    change(page_in("ar", "zh-Hans"))
    translator.groups.remove(Group.objects.get(name=groups.translators(BY_TAG["ar"])))

    assert shown(client.get(HOME)) == [("Chronic pain", [("zh-Hans", "outdated")])]


def test_one_line_is_marked_as_read(client, translator):
    change(page_in("ar", "zh-Hans"))
    seen = panel(client.get(HOME)).unread
    arabic = next(row for row in seen if row.locale == "ar")

    answer = client.post(READ, {"notification": arabic.pk, "seen": seen[0].created_at.isoformat()})

    assert answer.status_code == 302
    assert answer["Location"] == HOME
    assert shown(client.get(HOME)) == [("Chronic pain", [("zh-Hans", "outdated")])]


def test_all_lines_are_marked_as_read_but_not_what_came_after_the_page_was_shown(client, translator):
    change(page_in("ar", "zh-Hans"))
    seen = panel(client.get(HOME)).unread[0].created_at.isoformat()
    change(page_in("ar", slug="crps"))

    client.post(READ, {"seen": seen})

    assert shown(client.get(HOME)) == [("Complex regional pain syndrome", [("ar", "outdated")])]


def test_nobody_marks_what_somebody_else_was_told(client, translator):
    spanish = factories.translator("es")
    change(page_in("es"))
    notification = Notification.objects.get(user=spanish)
    seen = (timezone.now() + timedelta(days=1)).isoformat()

    client.post(READ, {"notification": notification.pk, "seen": seen})
    client.post(READ, {"seen": seen})

    assert told() == names(spanish)


@pytest.mark.parametrize(
    "data",
    [{}, {"seen": "yesterday"}, {"seen": "2026-13-01T00:00:00Z"}, {"seen": "2026-01-01T00:00:00"}],
    ids=["nothing", "no moment", "no such day", "no time zone"],
)
def test_a_form_that_says_no_moment_marks_nothing(client, translator, data):
    change(page_in("ar"))

    assert client.post(READ, data).status_code == 400
    assert told() == names(translator)


def test_a_link_marks_nothing(client, translator):
    change(page_in("ar"))

    assert client.get(READ).status_code == 405
    assert told() == names(translator)


def test_who_is_not_signed_in_is_sent_to_the_form(client):
    answer = client.post(READ, {"seen": timezone.now().isoformat()})

    assert answer.status_code == 302
    assert answer["Location"].startswith("/admin/login/")


def test_the_panel_costs_the_same_however_much_there_is(client, translator):
    change(page_in("ar", slug="chronic-pain"))
    few = _cost_of_home(client)
    Notification.objects.all().delete()
    nothing = _cost_of_home(client)
    for slug in ("crps", "epilepsy"):
        change(factories.page(slug, locales=("en", "ar", "zh-Hans")), kind="safety")

    many = _cost_of_home(client)

    assert many == few
    assert few - nothing <= 2


def test_a_long_list_shows_the_newest(client, translator, monkeypatch):
    monkeypatch.setattr(notification_views, "SHOWN", 1)
    with time_machine.travel(timezone.now() - timedelta(hours=1), tick=True):
        change(page_in("ar", slug="chronic-pain"))
    change(page_in("ar", slug="crps"))

    html = client.get(HOME).content.decode()

    assert "The newest 1 are shown." in html
    assert html.count('name="notification"') == 1


def _cost_of_home(client):
    client.get(HOME)
    with CaptureQueriesContext(connection) as queries:
        client.get(HOME)
    return len([query for query in queries if "translation_notification" in query["sql"]])


def _only_below(page, person):
    """Takes the right to edit all pages, and gives it below this one."""
    group = Group.objects.create(name="A corner of the site")
    group.permissions.set(Group.objects.get(name=groups.translators(BY_TAG["ar"])).permissions.all())
    change_page = GroupPagePermission.objects.filter(permission__codename="change_page").first().permission
    GroupPagePermission.objects.create(group=group, page=page, permission=change_page)
    person.groups.set([group])
