"""What publishing, unpublishing, deleting, moving, renaming, restricting,
expiring and copying a page do to what is out.
"""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override
from wagtail.actions.copy_page import CopyPageAction
from wagtail.models import Page, PageViewRestriction, Workflow

from cms.locales import TAGS
from cms.publishing import lifecycle, registry
from cms.publishing.errors import AlreadyRegistered, NoBuilder
from cms.publishing.models import Document, Edition, Redirect, StaleMark
from conditions.models import ConditionPage
from tests import factories

pytestmark = pytest.mark.django_db


def test_a_draft_is_nowhere_among_the_documents():
    page = factories.draft(locales=("en", "es", "ar"))

    assert not Document.objects.filter(content_id=page.content_id).exists()


@pytest.mark.parametrize("locale", ["es", "es-MX", "fr", "ar", "zh-Hans"])
def test_readers_of_a_locale_that_is_not_released_get_the_source_and_are_told_so(locale):
    page = factories.page(locales=("en",))

    answer = factories.answer(page, locale)

    assert answer["requested_locale"] == locale
    assert answer["locale"] == "en"
    assert answer["name"] == "Chronic pain"
    assert factories.answer_row(page, locale).locale == "en"


@pytest.mark.parametrize(
    ("locale", "name", "direction"),
    [("es", "Dolor crónico", "ltr"), ("ar", "الألم المزمن", "rtl"), ("zh-Hans", "慢性疼痛", "ltr")],
)
def test_readers_of_a_released_locale_get_it_with_its_direction(locale, name, direction):
    page = factories.page(locales=("en", locale))

    answer = factories.answer(page, locale)

    assert (answer["locale"], answer["name"], answer["dir"]) == (locale, name, direction)
    assert {section["dir"] for section in answer["sections"]} == {direction}


def test_readers_in_mexico_get_spanish_before_english():
    page = factories.page(locales=("en", "es"))

    assert factories.answer(page, "es-MX")["locale"] == "es"


def test_an_urgent_english_fix_never_publishes_a_half_done_arabic_draft():
    page = factories.page(locales=("en", "ar"))
    draft = factories.latest(page)
    factories.write(draft, "ar", summary="مسودة غير مكتملة")
    factories.write(draft, "fr", name="Douleur")
    draft.save_revision()

    urgent = factories.latest(page)
    factories.write(urgent, "en", summary="Pain that lasts longer than three months. Do not stop medicines suddenly.")
    factories.publish(urgent)

    assert factories.answer(page)["summary"].endswith("Do not stop medicines suddenly.")
    assert factories.answer(page, "ar")["summary"] == "ألم يستمر أكثر من ثلاثة أشهر."
    assert factories.locales_out(page) == ["en", "ar"]
    assert factories.read(factories.reload(page), "summary", "ar") == "مسودة غير مكتملة"


def test_publishing_says_what_kind_of_change_it_is_and_why():
    page = factories.page()

    factories.publish(
        factories.write(page, "en", summary="Pain for three months or more."), kind="editorial", note="Clearer."
    )

    newest = factories.editions(page, "en")[-1]
    assert (newest.event, newest.change_kind, newest.change_note) == ("published", "editorial", "Clearer.")
    assert factories.answer(page)["change"] == {"kind": "editorial", "note": "Clearer."}


def test_unpublishing_tells_that_every_locale_is_gone():
    page = factories.page(locales=("en", "es", "ar"))

    page.unpublish()

    gone = {edition.locale: edition for edition in factories.editions(page) if edition.event == "gone"}
    assert set(gone) == {"en", "es", "ar"}
    assert gone["ar"].gone_reason == "unpublished"
    assert factories.locales_out(page) == []


def test_a_page_that_comes_back_brings_its_released_locales_with_it():
    page = factories.page(locales=("en", "ar"))
    page.unpublish()

    factories.publish(factories.reload(page))

    assert factories.locales_out(page) == ["en", "ar"]
    assert factories.answer(page, "ar")["name"] == "الألم المزمن"


def test_unpublishing_a_parent_with_all_below_tells_that_they_are_gone():
    topic = factories.page(locales=("en", "ar"))
    condition = factories.page("crps", under=topic, locales=("en", "ar"))

    topic.unpublish()
    for page in factories.reload(topic).get_descendants().live().specific():
        page.unpublish()

    assert factories.locales_out(topic) == factories.locales_out(condition) == []


def test_a_child_of_an_unpublished_parent_stays_out_without_the_parent_in_its_breadcrumb():
    topic = factories.page()
    condition = factories.page("crps", under=topic)

    topic.unpublish()
    lifecycle.rebuild_stale()

    assert factories.answer(condition)["breadcrumb"] == []
    assert factories.answer(condition)["topic"] is None


def test_deleting_a_parent_tells_that_the_pages_below_are_gone():
    topic = factories.page(locales=("en", "es"))
    condition = factories.page("crps", under=topic, locales=("en", "ar"))

    Page.objects.get(pk=topic.pk).delete()

    assert factories.locales_out(topic) == factories.locales_out(condition) == []
    assert [(edition.locale, edition.event) for edition in factories.editions(condition)][-2:] == [
        ("en", "gone"),
        ("ar", "gone"),
    ]


def test_deleting_tells_each_locale_once_that_it_is_gone():
    page = factories.page(locales=("en", "es", "ar"))

    factories.reload(page).delete()

    events = [(edition.locale, edition.event) for edition in factories.editions(page)]
    assert sorted(event for event in events if event[1] == "gone") == [("ar", "gone"), ("en", "gone"), ("es", "gone")]


def test_deleting_a_page_leaves_its_editions_in_the_log():
    page = factories.page()
    before = [edition.sequence for edition in factories.editions(page)]

    factories.reload(page).delete()

    assert [edition.sequence for edition in factories.editions(page)][: len(before)] == before


def test_a_draft_that_is_deleted_makes_no_edition():
    page = factories.draft()
    before = Edition.objects.count()

    page.delete()

    assert Edition.objects.count() == before


# Moving and renaming


def test_moving_a_topic_changes_its_own_paths_at_once_and_those_below_when_they_are_rebuilt():
    topic = factories.page("chronic-pain", locales=("en", "es", "ar"))
    other = factories.page("epilepsy", locales=("en", "es", "ar"))
    condition = factories.page("crps", under=topic, locales=("en", "es", "ar"))

    factories.reload(topic).move(factories.reload(other), pos="last-child")

    assert factories.document(topic).path == "/conditions/epilepsy/chronic-pain"
    assert factories.document(topic, "ar").path == "/conditions/الصرع/الألم-المزمن"
    lifecycle.rebuild_stale()
    assert factories.document(condition).path == "/conditions/epilepsy/chronic-pain/complex-regional-pain-syndrome"
    assert factories.document(condition, "es").path == (
        "/conditions/epilepsia/dolor-cronico/sindrome-de-dolor-regional-complejo"
    )
    assert factories.document(condition, "ar").path == "/conditions/الصرع/الألم-المزمن/متلازمة-الألم-الناحي-المركب"


def test_moving_tells_the_feed_and_keeps_every_document_live():
    topic = factories.page("chronic-pain", locales=("en", "ar"))
    other = factories.page("epilepsy")
    condition = factories.page("crps", under=topic, locales=("en", "ar"))

    factories.reload(topic).move(factories.reload(other), pos="last-child")
    lifecycle.rebuild_stale()

    for page in (topic, condition):
        assert factories.locales_out(page) == ["en", "ar"]
        for locale in ("en", "ar"):
            newest = factories.editions(page, locale)[-1]
            assert newest.event == "moved"
            assert newest.moved_to == newest.path == factories.document(page, locale).path


def test_a_move_within_the_same_parent_changes_no_path_and_makes_no_edition_of_the_page():
    first = factories.page("chronic-pain")
    second = factories.page("epilepsy")
    before = Edition.objects.count()

    factories.reload(second).move(factories.reload(first), pos="left")

    assert Edition.objects.count() == before


def test_a_new_order_of_children_reaches_the_parent():
    topic = factories.page("chronic-pain")
    first = factories.page("crps", under=topic)
    second = factories.page("epilepsy", under=topic)
    lifecycle.rebuild_stale()

    factories.reload(second).move(factories.reload(first), pos="left")
    lifecycle.rebuild_stale()

    assert [card["slug"] for card in factories.answer(topic)["children"]] == ["epilepsy", "crps"]


def test_a_new_order_of_topics_reaches_the_navigation():
    profile = factories.profile()
    first = factories.page("chronic-pain")
    second = factories.page("epilepsy")
    lifecycle.rebuild_stale()

    factories.reload(second).move(factories.reload(first), pos="left")
    lifecycle.rebuild_stale()

    assert [item["slug"] for item in factories.answer(profile)["navigation"]] == ["epilepsy", "chronic-pain"]


def test_a_new_slug_leaves_a_redirect_from_the_old_one():
    page = factories.page()
    page.slug = "persistent-pain"

    factories.publish(page)

    redirect = Redirect.objects.get(key="chronic-pain", locale="")
    assert (redirect.type, redirect.content_id) == ("condition", page.content_id)
    assert factories.answer_row(page).slug == "persistent-pain"


@pytest.mark.parametrize(
    ("locale", "old", "new"),
    [
        ("es", "dolor-cronico", "dolor-persistente"),
        ("ar", "الألم-المزمن", "ألم-مستمر"),
        ("zh-Hans", "慢性疼痛", "长期疼痛"),
    ],
)
def test_a_new_path_segment_of_a_locale_leaves_a_redirect_once_it_is_released(locale, old, new):
    page = factories.page(locales=("en", locale))
    draft = factories.write(factories.latest(page), locale, path_segment=new)
    draft.save_revision()
    assert not Redirect.objects.filter(key=old).exists()

    factories.release(page, locale)

    assert Redirect.objects.get(key=old, locale=locale).content_id == page.content_id
    assert factories.document(page, locale).path.endswith(f"/{new}")
    assert factories.editions(page, locale)[-1].event == "moved"


def test_a_new_source_segment_moves_the_source_alone():
    page = factories.page(locales=("en", "es"))

    factories.publish(factories.write(page, "en", path_segment="long-term-pain"))

    assert Redirect.objects.get(key="chronic-pain", locale="en").content_id == page.content_id
    assert factories.editions(page, "en")[-1].event == "moved"
    assert factories.document(page, "es").path == "/conditions/dolor-cronico"


def test_below_an_ancestor_without_the_language_its_slug_stands_in():
    topic = factories.page("chronic-pain", locales=("en",))
    condition = factories.page("crps", under=topic, locales=("en", "ar"))

    assert factories.document(condition, "ar").path == "/conditions/chronic-pain/متلازمة-الألم-الناحي-المركب"


def test_a_released_index_starts_every_path_in_its_language():
    factories.index()

    page = factories.page(locales=("en", "es", "ar", "zh-Hans"))

    assert factories.document(page, "es").path == "/afecciones/dolor-cronico"
    assert factories.document(page, "ar").path == "/الحالات/الألم-المزمن"
    assert factories.document(page, "zh-Hans").path == "/病症/慢性疼痛"


def test_a_new_segment_of_the_index_moves_all_that_is_below():
    index = factories.index()
    page = factories.page(locales=("en", "ar"))
    draft = factories.write(factories.latest(index), "ar", path_segment="الأمراض")
    draft.save_revision()

    factories.release(index, "ar")
    lifecycle.rebuild_stale()

    assert factories.document(page, "ar").path == "/الأمراض/الألم-المزمن"
    assert factories.document(page, "en").path == "/conditions/chronic-pain"


# Restrictions and the clock


@pytest.mark.parametrize(
    "restriction", [PageViewRestriction.LOGIN, PageViewRestriction.PASSWORD, PageViewRestriction.GROUPS]
)
def test_restricting_a_page_takes_it_and_all_below_away_at_once(restriction):
    topic = factories.page(locales=("en", "ar"))
    condition = factories.page("crps", under=topic, locales=("en", "es"))

    PageViewRestriction.objects.create(page=topic, restriction_type=restriction, password="a secret")

    assert factories.locales_out(topic) == factories.locales_out(condition) == []


def test_lifting_a_restriction_brings_the_page_and_those_below_back():
    topic = factories.page(locales=("en", "ar"))
    condition = factories.page("crps", under=topic, locales=("en", "es"))
    restriction = PageViewRestriction.objects.create(page=topic, restriction_type=PageViewRestriction.LOGIN)

    restriction.delete()

    assert factories.locales_out(topic) == ["en", "ar"]
    assert factories.locales_out(condition) == ["en", "es"]


def test_restricting_the_home_page_takes_everything_away():
    page = factories.page()

    PageViewRestriction.objects.create(page=factories.home(), restriction_type=PageViewRestriction.LOGIN)

    assert factories.locales_out(page) == []


def test_moving_below_a_restricted_page_takes_the_page_and_those_below_away():
    topic = factories.page("chronic-pain")
    condition = factories.page("crps", under=topic)
    members_only = factories.page("epilepsy")
    PageViewRestriction.objects.create(page=members_only, restriction_type=PageViewRestriction.LOGIN)

    factories.reload(topic).move(factories.reload(members_only), pos="last-child")
    lifecycle.rebuild_stale()

    assert factories.locales_out(topic) == factories.locales_out(condition) == []


def test_an_expired_page_is_gone_and_says_why():
    page = factories.draft()
    page.expire_at = timezone.now() + timedelta(hours=1)
    page = factories.publish(page)

    with time_machine.travel(timezone.now() + timedelta(hours=2), tick=True):
        call_command("publish_scheduled")

    newest = factories.editions(page, "en")[-1]
    assert (newest.event, newest.gone_reason) == ("gone", "expired")
    assert factories.locales_out(page) == []


def test_an_answer_knows_when_the_clock_will_change_it():
    page = factories.draft()
    page.expire_at = (timezone.now() + timedelta(hours=1)).replace(microsecond=0)
    page = factories.publish(page)

    assert factories.answer_row(page).next_change_at == page.expire_at


def test_a_scheduled_page_goes_live_with_its_kind_of_change_and_note():
    page = factories.page(locales=("en", "ar"))
    page.go_live_at = timezone.now() + timedelta(hours=1)
    factories.write(page, "en", summary="Pain that lasts longer than twelve weeks.")
    factories.publish(page, kind="safety", note="The old text gave the wrong time.")
    assert factories.answer(page)["summary"] == "Pain that lasts longer than three months."

    with time_machine.travel(timezone.now() + timedelta(hours=2), tick=True):
        call_command("publish_scheduled")

    assert factories.answer(page)["summary"] == "Pain that lasts longer than twelve weeks."
    assert factories.answer(page)["change"] == {"kind": "safety", "note": "The old text gave the wrong time."}
    assert factories.locales_out(page) == ["en"]


def test_a_page_that_is_scheduled_for_the_first_time_is_not_out_before():
    page = factories.draft()
    page.go_live_at = timezone.now() + timedelta(hours=1)

    page = factories.publish(page)

    assert factories.locales_out(page) == []


def test_the_clock_alone_makes_a_review_fall_due():
    page = factories.draft()
    page.last_reviewed = factories.days_from_now(-300)
    page.review_due = factories.days_from_now(60)
    page = factories.publish(page)
    assert factories.answer(page)["review"]["status"] == "current"

    with time_machine.travel(timezone.now() + timedelta(days=45), tick=True):
        marked = lifecycle.mark_due(timezone.now())
        lifecycle.rebuild_stale()

    assert marked == 1
    assert factories.answer(page)["review"]["status"] == "due"
    assert factories.answer_row(page).review_status == "due"
    assert lifecycle.mark_due(timezone.now()) == 0


# Copies


def copy_by_page(page: ConditionPage) -> ConditionPage:
    return page.copy(update_attrs={"slug": "chronic-pain-copy", "title": "Chronic pain (copy)"})


def copy_as_draft(page: ConditionPage) -> ConditionPage:
    attributes = {"slug": "chronic-pain-copy", "title": "Chronic pain (copy)"}
    return CopyPageAction(page, keep_live=False, update_attrs=attributes).execute(skip_permission_checks=True)


@pytest.mark.parametrize("copy", [copy_by_page, copy_as_draft])
@pytest.mark.parametrize("language", ["en", "es", "ar"])
def test_a_copy_starts_unreleased_with_no_paths_and_a_content_id_of_its_own(copy, language):
    page = factories.page(locales=("en", "es", "ar", "zh-Hans"))

    with override(language):
        twin = factories.reload(copy(page))

    assert twin.content_id != page.content_id
    assert [factories.read(twin, "path_segment", tag) or None for tag in TAGS] == [None] * len(TAGS)
    assert factories.read(twin, "name", "ar") == "الألم المزمن"
    assert set(factories.locales_out(twin)) <= {"en"}
    assert factories.document(page, "ar").path == "/conditions/الألم-المزمن"


@pytest.mark.parametrize("copy", [copy_by_page, copy_as_draft])
def test_a_copy_stays_content_of_its_own_when_its_copied_revision_is_published(copy):
    page = factories.page(locales=("en", "es"))
    twin = factories.reload(copy(page))

    twin.get_latest_revision().publish()

    twin = factories.reload(twin)
    assert twin.content_id != page.content_id
    assert [factories.read(twin, "path_segment", tag) or None for tag in TAGS] == [None] * len(TAGS)
    assert factories.locales_out(twin) == ["en"]
    assert factories.document(twin).path == "/conditions/chronic-pain-copy"
    assert factories.locales_out(page) == ["en", "es"]


def test_an_old_revision_of_a_copy_can_not_take_the_address_of_the_original():
    page = factories.page(locales=("en", "es"))
    topic = factories.page("epilepsy")
    twin = page.copy(to=factories.reload(topic), update_attrs={"slug": "chronic-pain-copy", "title": "Copy"})
    oldest = factories.reload(twin).revisions.order_by("pk").first()

    with pytest.raises(ValidationError, match="slug"):
        oldest.publish()

    assert factories.document(page).path == "/conditions/chronic-pain"
    assert factories.document(twin).path == "/conditions/epilepsy/chronic-pain-copy"


def test_a_copied_entry_of_evidence_is_content_of_its_own():
    therapy = factories.therapy()
    page = factories.draft()
    factories.add_code(page)
    factories.add_evidence(page, therapy)
    page = factories.publish(page)

    twin = factories.reload(copy_by_page(page))
    factories.publish(twin.get_latest_revision_as_object())

    assert twin.evidence.get().content_id != page.evidence.get().content_id
    assert twin.codes.get().content_id != page.codes.get().content_id


def test_copying_with_all_below_copies_no_release():
    topic = factories.page(locales=("en", "ar"))
    condition = factories.page("crps", under=topic, locales=("en", "ar"))

    twin = factories.reload(topic).copy(recursive=True, update_attrs={"slug": "chronic-pain-copy", "title": "Copy"})

    below = ConditionPage.objects.child_of(twin).get()
    assert below.content_id != condition.content_id
    assert factories.locales_out(below) == ["en"]


def test_a_copy_can_be_released_with_a_path_of_its_own():
    page = factories.page(locales=("en", "ar"))
    twin = factories.reload(copy_by_page(page))
    draft = factories.write(factories.latest(twin), "ar", name="ألم مزمن بعد الجراحة")
    draft.save_revision()

    factories.release(twin, "ar")

    assert factories.document(twin, "ar").path == "/conditions/ألم-مزمن-بعد-الجراحة"


# What goes wrong behind publishing's back


def test_saving_a_live_page_publishes_nothing():
    page = factories.page()

    factories.write(page, "en", summary="Saved, not published.").save()

    assert factories.answer(page)["summary"] == "Pain that lasts longer than three months."


def test_content_without_a_builder_is_refused_by_name():
    with pytest.raises(NoBuilder, match="HomePage"):
        lifecycle.refresh(factories.home())


def test_a_second_builder_for_a_type_is_an_error():
    with pytest.raises(AlreadyRegistered, match="ConditionPage"):
        registry.register(registry.kind_of(ConditionPage()))


def test_removing_what_was_never_published_does_nothing():
    page = factories.draft()

    outcome = lifecycle.remove(page.content_id)

    assert not outcome.changed_anything
    assert not StaleMark.objects.filter(content_id=page.content_id).exists()


# The admin's own ways to publish and copy


def test_a_workflow_publishes_with_the_kind_of_change_and_the_note_of_its_revision():
    page = factories.page(locales=("en", "ar"))
    author, moderator = factories.administrator(), factories.administrator()
    draft = factories.write(factories.latest(page), "en", summary="Pain that lasts longer than twelve weeks.")
    draft.change_kind, draft.change_note = "safety", "The time was wrong."
    draft.save_revision(user=author)
    page = factories.reload(page)
    state = Workflow.objects.get().start(page, author)

    while state.current_task_state and state.status == state.STATUS_IN_PROGRESS:
        state.current_task_state.approve(user=moderator)
        state.refresh_from_db()

    assert factories.answer(page)["change"] == {"kind": "safety", "note": "The time was wrong."}
    assert factories.locales_out(page) == ["en"]


def test_publishing_in_bulk_carries_each_page_s_kind_of_change_and_note(client):
    pages = [factories.draft(slug) for slug in ("chronic-pain", "epilepsy")]
    for position, page in enumerate(pages):
        page.change_kind, page.change_note = "editorial", f"Note {position}"
        page.save_revision()
    client.force_login(factories.administrator())
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])

    answer = client.post(f"{address}?{'&'.join(f'id={page.pk}' for page in pages)}")

    assert answer.status_code == 302
    assert [factories.answer(page)["change"] for page in pages] == [
        {"kind": "editorial", "note": "Note 0"},
        {"kind": "editorial", "note": "Note 1"},
    ]


def test_unpublishing_in_bulk_with_all_below_tells_that_they_are_gone(client):
    topic = factories.page(locales=("en", "ar"))
    condition = factories.page("crps", under=topic)
    client.force_login(factories.administrator())
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "unpublish"])

    client.post(f"{address}?id={topic.pk}", {"include_descendants": "on"})

    assert factories.locales_out(topic) == factories.locales_out(condition) == []


def copy_in_admin(client, page, **fields):
    client.force_login(factories.administrator())
    form = {
        "new_title": "Chronic pain (copy)",
        "new_parent_page": page.get_parent().pk,
        "publish_copies": "on",
        **fields,
    }
    return client.post(reverse("wagtailadmin_pages:copy", args=[page.pk]), form)


@pytest.mark.parametrize("language", ["en", "es"])
def test_the_admin_copies_a_page_as_content_of_its_own(client, language):
    page = factories.page(locales=("en", "es", "ar"))

    with override(language):
        answer = copy_in_admin(client, page, new_slug="chronic-pain-2")

    twin = ConditionPage.objects.get(slug="chronic-pain-2")
    assert answer.status_code == 302
    assert twin.content_id != page.content_id
    assert [factories.read(twin, "path_segment", tag) or None for tag in TAGS] == [None] * len(TAGS)
    assert factories.locales_out(twin) == ["en"]


def test_the_admin_refuses_a_copy_under_a_slug_that_a_page_elsewhere_has(client):
    topic = factories.page("epilepsy")
    page = factories.page("chronic-pain")

    answer = copy_in_admin(client, page, new_slug="chronic-pain", new_parent_page=topic.pk)

    assert "new_slug" in answer.context["form"].errors
    assert ConditionPage.objects.filter(slug="chronic-pain").count() == 1


def test_the_admin_copies_one_page_and_not_those_below(client):
    topic = factories.page()
    factories.page("crps", under=topic)

    copy_in_admin(client, factories.reload(topic), new_slug="chronic-pain-2", copy_subpages="on")

    assert ConditionPage.objects.get(slug="chronic-pain-2").numchild == 0
    assert ConditionPage.objects.filter(slug="crps").count() == 1
