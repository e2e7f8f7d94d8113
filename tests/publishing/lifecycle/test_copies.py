"""Copies are content of their own, whichever way they are made."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.translation import override
from wagtail.actions.copy_page import CopyPageAction
from wagtail.models import Workflow

from cms.locales import TAGS
from conditions.models import ConditionPage
from tests import factories

pytestmark = pytest.mark.django_db


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


# The admin's own ways to publish and copy


def test_a_workflow_publishes_with_the_kind_of_change_and_the_note_of_its_revision():
    page = factories.page(locales=("en", "ar"))
    author, moderator = factories.administrator(), factories.administrator()
    draft = factories.write(factories.latest(page), "en", summary="Pain that lasts longer than twelve weeks.")
    draft.change_kind, draft.change_note = "safety", "The time was wrong."
    draft.save_revision(user=author)
    page = factories.reload(page)
    state = Workflow.objects.get(name="Moderators approval").start(page, author)

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
