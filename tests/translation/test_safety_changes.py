"""Before a safety change goes out a person has said that they know what it does, and readers are told why."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.contrib.auth.models import Permission
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from wagtail.models import GroupPagePermission

from tests import factories

pytestmark = pytest.mark.django_db

NOTE = "The longest time between two doses is corrected."
SAFETY = {"change_kind": "safety", "change_note": NOTE, "summary_en": "Pain of three months or more."}
PUBLISH = {"action-publish": "action-publish"}
TAKEN_BACK = "en:source:en es:taken_back:en es-MX:none:en fr:none:en ar:taken_back:en zh-Hans:taken_back:en"
SITE = "en:source:en es:none:en es-MX:none:en fr:none:en ar:fits:ar zh-Hans:none:en"
UNDERSTOOD = {"change_understood": "on", "change_shown": TAKEN_BACK}


@pytest.fixture
def topic():
    return factories.page(locales=("en", "es", "ar", "zh-Hans"))


@pytest.fixture
def post(client, topic):
    client.force_login(factories.administrator())
    form = factories.form_of(client, topic)
    return lambda *given: client.post(
        reverse("wagtailadmin_pages:edit", args=[topic.pk]), form | {k: v for each in given for k, v in each.items()}
    )


def errors(answer):
    return {name: list(messages) for name, messages in answer.context["form"].errors.items()}


def test_a_safety_change_that_nobody_has_understood_is_not_published_and_nothing_is_lost(post, topic):
    answer = post(SAFETY, PUBLISH)

    assert answer.status_code == 200
    assert list(errors(answer)) == ["change_understood"]
    assert "Pain of three months or more." in answer.content.decode()
    assert "fall back to English until they are approved again" in answer.content.decode()
    assert factories.answer(topic)["summary"] == "Pain that lasts longer than three months."


def test_a_safety_change_needs_a_note(post, topic):
    answer = post(SAFETY, UNDERSTOOD, {"change_note": " "}, PUBLISH)

    assert list(errors(answer)) == ["change_note"]
    assert "It is public." in errors(answer)["change_note"][0]
    assert factories.answer(topic)["change"]["kind"] == "content"


def test_a_safety_change_that_is_understood_goes_out(post, topic):
    answer = post(SAFETY, UNDERSTOOD, PUBLISH)

    assert answer.status_code == 302
    assert factories.answer(topic)["change"] == {"kind": "safety", "note": NOTE}
    assert {tag: factories.answer(topic, tag)["locale"] for tag in ("es-MX", "ar", "fr")} == dict.fromkeys(
        ("es-MX", "ar", "fr"), "en"
    )


def test_what_was_understood_before_the_last_words_were_written_does_not_count(post, topic):
    """The box was ticked when no translation differed."""
    fits = TAKEN_BACK.replace("taken_back:en", "fits:en")

    answer = post(SAFETY, UNDERSTOOD, {"change_shown": fits}, PUBLISH)

    assert "does something else" in errors(answer)["change_understood"][0]
    assert f'name="change_shown" value="{TAKEN_BACK}"' in answer.content.decode()
    assert factories.answer(topic, "ar")["locale"] == "ar"


def test_a_draft_of_a_safety_change_is_saved_without_a_question(post, topic):
    answer = post(SAFETY, {"change_note": ""})

    assert answer.status_code == 302
    assert factories.latest(topic).change_kind == "safety"


@pytest.mark.parametrize("kind", ["editorial", "content"])
def test_other_kinds_ask_nothing(post, topic, kind):
    assert post(SAFETY, {"change_kind": kind, "change_note": ""}, PUBLISH).status_code == 302


def test_scheduling_asks_and_the_clock_does_not(post, topic):
    soon = timezone.now() + timedelta(hours=1)
    moment = {"go_live_at": soon.strftime("%Y-%m-%d %H:%M")}

    assert list(errors(post(SAFETY, moment, PUBLISH))) == ["change_understood"]
    assert post(SAFETY, moment, UNDERSTOOD, PUBLISH).status_code == 302
    with time_machine.travel(soon + timedelta(minutes=1)):
        call_command("publish_scheduled")

    assert factories.answer(topic)["change"] == {"kind": "safety", "note": NOTE}
    assert factories.answer(topic, "ar")["locale"] == "en"


def test_submitting_to_a_workflow_asks(post, topic):
    submit = {"action-submit": "action-submit"}

    assert list(errors(post(SAFETY, submit))) == ["change_understood"]
    assert post(SAFETY, submit, UNDERSTOOD).status_code == 302


def test_the_settings_of_the_site_ask_at_each_save_for_they_have_no_draft(client):
    profile = factories.profile(locales=("en", "ar"))
    client.force_login(factories.administrator())
    address = reverse("wagtailsettings:edit", args=["home", "siteprofile", profile.site_id])
    form = factories.posted(client.get(address).context["form"])
    form |= {"change_kind": "safety", "change_note": NOTE, "phone": "+1 555 0199"}

    assert list(errors(client.post(address, form))) == ["change_understood"]
    assert client.post(address, form | UNDERSTOOD | {"change_shown": SITE}).status_code == 302
    assert client.get(address).context["form"]["change_kind"].value() == "content"


def test_who_may_not_say_the_kind_is_not_asked(client, topic):
    """A translator who may publish sends out what an author has called a safety change."""
    draft = factories.write(factories.latest(topic), "en", summary="Pain of three months or more.")
    draft.change_kind, draft.change_note = "safety", NOTE
    draft.save_revision()
    person = factories.translator("ar")
    publish = Permission.objects.get(codename="publish_page")
    GroupPagePermission.objects.create(group=person.groups.get(), page=topic.get_root(), permission=publish)
    client.force_login(person)
    form = factories.form_of(client, topic)

    assert "change_kind" not in form
    assert client.post(reverse("wagtailadmin_pages:edit", args=[topic.pk]), form | PUBLISH).status_code == 302
    assert factories.answer(topic)["change"] == {"kind": "safety", "note": NOTE}
