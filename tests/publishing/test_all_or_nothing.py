"""A publication that fails half way leaves the page, its documents and the numbers as they were."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from wagtail.signals import page_published

from cms.publishing import store
from cms.publishing.models import Document, Edition
from cms.translation.current import current_of
from conditions.models import ConditionPage
from tests import factories
from tests.publishing.stored import as_stored


def full_disk(*arguments, **named):
    raise OSError("the disk is full")


@pytest.mark.django_db(transaction=True)
def test_a_publish_that_fails_half_way_changes_neither_page_nor_documents():
    page = factories.page(locales=("en", "ar"))
    before, newest = as_stored(page), store.sequence()

    def fail(sender, **kwargs):
        raise RuntimeError("the disk is full")

    page_published.connect(fail)
    try:
        with pytest.raises(RuntimeError, match="the disk is full"):
            factories.publish(factories.write(factories.reload(page), "en", summary="Never to be read."))
    finally:
        page_published.disconnect(fail)

    assert factories.read(factories.reload(page), "summary", "en") == "Pain that lasts longer than three months."
    assert as_stored(page) == before
    assert store.sequence() == newest


@pytest.mark.django_db(transaction=True)
def test_a_build_that_fails_leaves_the_page_as_it_was(monkeypatch):
    page = factories.page()
    newest = store.sequence()
    monkeypatch.setattr(store, "render", full_disk)

    with pytest.raises(OSError, match="full"):
        factories.publish(factories.write(factories.reload(page), "en", summary="Never to be read."))

    assert factories.read(factories.reload(page), "summary", "en") == "Pain that lasts longer than three months."
    assert (store.sequence(), Edition.objects.count()) == (newest, newest)


@pytest.mark.django_db(transaction=True)
def test_an_unpublish_that_fails_leaves_the_page_live(monkeypatch):
    page = factories.page()
    monkeypatch.setattr(store, "render", full_disk)

    with pytest.raises(OSError, match="full"):
        factories.reload(page).unpublish()

    assert factories.reload(page).live
    assert factories.is_out(page)


@pytest.mark.django_db(transaction=True)
def test_a_delete_that_fails_leaves_the_page_and_its_documents(monkeypatch):
    page = factories.page()
    monkeypatch.setattr(store, "render", full_disk)

    with pytest.raises(OSError, match="full"):
        factories.reload(page).delete()

    assert factories.reload(page).live
    assert factories.is_out(page)


@pytest.mark.django_db(transaction=True)
def test_a_move_that_fails_leaves_the_page_where_it_was(monkeypatch):
    topic = factories.page("epilepsy")
    page = factories.page()
    monkeypatch.setattr(store, "render", full_disk)

    with pytest.raises(OSError, match="full"):
        factories.reload(page).move(factories.reload(topic), pos="last-child")

    assert factories.reload(page).depth == 4
    assert factories.document(page).path == "/conditions/chronic-pain"


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("act", ["unpublish", "move", "copy", "delete", "edit"])
def test_what_fails_half_way_in_the_admin_changes_neither_page_nor_documents(client, monkeypatch, act):
    topic, page = factories.page("epilepsy"), factories.page()
    client.force_login(factories.administrator())
    client.raise_request_exception = False
    address, form = {
        "unpublish": (("unpublish", page.pk), {}),
        "move": (("move_confirm", page.pk, topic.pk), {}),
        "copy": (
            ("copy", page.pk),
            {"new_title": "Copy", "new_slug": "copy", "new_parent_page": topic.pk, "publish_copies": "on"},
        ),
        "delete": (("delete", page.pk), {}),
        "edit": (
            ("edit", page.pk),
            {**factories.form_of(client, page), "summary_en": "Never.", "action-publish": "action-publish"},
        ),
    }[act]
    newest = store.sequence()
    monkeypatch.setattr(store, "render", full_disk)

    answer = client.post(reverse(f"wagtailadmin_pages:{address[0]}", args=address[1:]), form)

    assert answer.status_code == 500
    fresh = factories.reload(page)
    assert (fresh.live, fresh.depth, factories.read(fresh, "summary", "en")) == (
        True,
        4,
        factories.read(page, "summary", "en"),
    )
    assert factories.document(page).path == "/conditions/chronic-pain"
    assert ConditionPage.objects.count() == 2
    assert store.sequence() == newest


@pytest.mark.django_db(transaction=True)
def test_an_approval_that_fails_leaves_no_release(monkeypatch):
    page = factories.draft(locales=("en", "ar"))
    page = factories.publish(page)
    monkeypatch.setattr(store, "render", full_disk)

    with pytest.raises(OSError, match="full"):
        factories.release(page, "ar")

    assert current_of(page) == {}
    assert factories.locales_out(page) == ["en"]


@pytest.mark.django_db(transaction=True)
def test_a_scheduled_publish_that_fails_stays_scheduled(monkeypatch):
    from django.core.management import call_command

    page = factories.page()
    page.go_live_at = timezone.now() + timedelta(hours=1)
    factories.publish(factories.write(page, "en", summary="Pain that lasts longer than twelve weeks."))

    with time_machine.travel(timezone.now() + timedelta(hours=2), tick=True):
        with monkeypatch.context() as patch:
            patch.setattr(store, "render", full_disk)
            with pytest.raises(OSError, match="full"):
                call_command("publish_scheduled")
        assert factories.answer(page)["summary"] == "Pain that lasts longer than three months."

        call_command("publish_scheduled")

    assert factories.answer(page)["summary"] == "Pain that lasts longer than twelve weeks."


# One path, one document


@pytest.mark.django_db
def test_no_two_live_documents_may_share_a_path():
    first, second = factories.page("chronic-pain"), factories.page("epilepsy")

    with pytest.raises(IntegrityError), transaction.atomic():
        Document.objects.filter(content_id=second.content_id, locale="en").update(path=factories.document(first).path)


@pytest.mark.django_db
def test_a_page_takes_the_path_that_another_page_has_left():
    page = factories.page("chronic-pain", locales=("en", "ar"))
    page.unpublish()
    factories.reload(page).delete()

    successor = factories.page("chronic-pain", locales=("en", "ar"))

    assert factories.document(successor, "ar").path == factories.document(page, "ar").path
    assert factories.locales_out(successor) == ["en", "ar"]
