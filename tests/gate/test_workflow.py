"""Medical review: the editor submits, a clinician signs, a publisher publishes; the gate holds at each step."""

from __future__ import annotations

import json

import pytest
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.urls import reverse
from wagtail.models import Workflow, WorkflowPage, WorkflowState

from cms.gate import groups as gate_groups, sign_offs
from cms.gate.errors import NoCredentials, PublishRefused
from cms.gate.models import SignOff
from cms.translation import groups
from tests import factories
from tests.gate.acting import changed

pytestmark = pytest.mark.django_db


@pytest.fixture
def author():
    return factories.user("ada", groups.AUTHORS)


@pytest.fixture
def submitted(topic, author):
    changed(topic, by=author, summary="Pain for more than three months.")
    topic.get_workflow().start(factories.reload(topic), author)
    return factories.reload(topic)


def act(page, person, action, **given):
    page = factories.reload(page)
    return page.current_workflow_task.on_action(page.current_workflow_task_state, person, action, **given)


def act_in_the_list(client, page, person, action, **data):
    """As on the admin's first page, where a dialogue asks."""
    client.force_login(person)
    state = factories.reload(page).current_workflow_task_state
    address = reverse("wagtailadmin_pages:workflow_action", args=[page.pk, action, state.pk])
    return client.post(address, data, headers={"x-requested-with": "XMLHttpRequest"})


def test_a_new_installation_has_the_workflow_on_all_pages():
    workflow = WorkflowPage.objects.get(page__depth=1).workflow

    assert workflow.name == gate_groups.WORKFLOW
    assert [task.name for task in workflow.tasks] == ["Clinical review", "Publishing"]


def test_it_is_made_once_and_left_as_it_is_then():
    Workflow.objects.filter(name=gate_groups.WORKFLOW).update(name="Our review")
    Group.objects.get(name=gate_groups.PUBLISHERS).permissions.clear()

    call_command("migrate", verbosity=0)

    assert not Group.objects.get(name=gate_groups.PUBLISHERS).permissions.exists()

    assert not Workflow.objects.filter(name=gate_groups.WORKFLOW).exists()


def test_signed_by_a_clinician_and_approved_by_a_publisher_it_is_out(submitted, clinician, publisher):
    act(submitted, clinician, "approve", credentials="MD, FRCA", role="Consultant", comment="Sound.")
    signed = SignOff.objects.get()
    assert (signed.signer, signed.role, signed.note) == (clinician, "Consultant", "Sound.")
    assert not factories.is_out(submitted)

    act(submitted, publisher, "approve")

    assert factories.answer(submitted)["summary"] == "Pain for more than three months."


def test_the_clinician_is_stopped_with_each_reason_until_all_else_is_there(submitted, clinician):
    changed(submitted, sections=[])

    with pytest.raises(PublishRefused) as refused:
        act(submitted, clinician, "approve", credentials="MD")

    assert [item.policy for item in refused.value.missing] == ["emergency_advice"]
    assert not SignOff.objects.exists()
    assert factories.reload(submitted).current_workflow_task.name == "Clinical review"


def test_what_changes_after_the_signature_stops_the_publisher(submitted, clinician, publisher):
    act(submitted, clinician, "approve", credentials="MD")
    changed(submitted, by=publisher, summary="Changed by the publisher.")

    with pytest.raises(PublishRefused):
        act(submitted, publisher, "approve")

    assert not factories.is_out(submitted)
    assert factories.reload(submitted).workflow_in_progress


def test_in_the_list_of_what_waits_the_refusal_leads_to_the_form(client, submitted, clinician):
    changed(submitted, sections=[])

    answer = act_in_the_list(client, submitted, clinician, "approve", credentials="MD")

    edit = reverse("wagtailadmin_pages:edit", args=[submitted.pk])
    assert answer.json() == {"step": "success", "redirect": f"{edit}?refused=1"}
    assert "emergency" in client.get(f"{edit}?refused=1").content.decode()


def test_in_the_form_what_the_clinician_typed_is_kept_when_signing_is_refused(client, submitted, clinician):
    client.force_login(clinician)
    changed(submitted, sections=[])
    data = factories.form_of(client, submitted)
    sign = {"action-workflow-action": "true", "workflow-action-name": "approve"}
    extra = {"workflow-action-extra-data": '{"credentials": "MD"}', "summary_en": "Typed by the clinician."}

    answer = client.post(reverse("wagtailadmin_pages:edit", args=[submitted.pk]), {**data, **sign, **extra})

    assert answer.url.endswith("?refused=1")
    assert factories.read(factories.latest(submitted), "summary", "en") == "Typed by the clinician."
    assert not SignOff.objects.exists()


@pytest.mark.parametrize(
    "act",
    [
        {"action-publish": "1"},
        {"action-workflow-action": "true", "workflow-action-name": "approve"},
    ],
)
def test_nobody_publishes_or_signs_in_the_form_what_was_changed_before_their_eyes(client, gate, clinician, author, act):
    gate("clinical_sign_off")
    page = factories.draft("epilepsy")
    page.get_workflow().start(page, author)
    sign_offs.sign(page, by=clinician, credentials="MD")
    client.force_login(author if "action-publish" in act else clinician)
    data = factories.form_of(client, page)
    changed(page, by=author, summary="Nobody has read this.")
    sign_offs.sign(page, by=factories.user("carl", gate_groups.CLINICAL_REVIEWERS), credentials="MD")

    answer = client.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), {**data, **act})

    assert "Open it again and read it first." in str(answer.context["form"].non_field_errors())
    assert not factories.is_out(page)
    assert SignOff.objects.count() == 2


def test_a_first_signature_needs_credentials(client, submitted, clinician):
    with pytest.raises(NoCredentials):
        act(submitted, clinician, "approve")

    answer = act_in_the_list(client, submitted, clinician, "approve")
    assert answer.json()["step"] == "success"
    assert factories.reload(submitted).current_workflow_task.name == "Clinical review"


@pytest.mark.parametrize("credentials", [5, "M" * 201, "MD\x00"])
def test_what_a_browser_says_beside_a_signature_is_looked_at(client, submitted, clinician, credentials):
    client.force_login(clinician)
    data = factories.form_of(client, submitted)
    act = {"action-workflow-action": "true", "workflow-action-name": "approve"}
    extra = {"workflow-action-extra-data": json.dumps({"credentials": credentials, "seen": "forged"})}

    answer = client.post(reverse("wagtailadmin_pages:edit", args=[submitted.pk]), {**data, **act, **extra})

    assert answer.status_code == 302
    assert [sign_off.credentials for sign_off in SignOff.objects.all()] == (["5"] if credentials == 5 else [])


def test_signing_at_once_is_offered_to_who_has_signed_before(submitted, clinician, publisher):
    task = factories.reload(submitted).current_workflow_task

    def offered(person):
        return [(name, has_form) for name, _label, has_form in task.get_actions(submitted, person)]

    assert offered(clinician) == [("reject", True), ("approve", True)]
    assert offered(publisher) == []
    act(submitted, clinician, "approve", credentials="MD")
    assert offered(clinician) == [("reject", True), ("approve", False), ("approve", True)]


def test_sending_back_needs_a_word_and_leads_to_the_editor(client, submitted, clinician, author):
    answer = act_in_the_list(client, submitted, clinician, "reject")
    assert "error" in answer.json()["html"]

    act_in_the_list(client, submitted, clinician, "reject", comment="Say what the risks are.")

    state = WorkflowState.objects.get()
    assert state.status == WorkflowState.STATUS_NEEDS_CHANGES
    assert state.current_task_state.specific.get_comment() == "Say what the risks are."


def test_a_workflow_of_the_installation_s_own_is_held_too(client, topic, author, publisher):
    workflow = Workflow.objects.get(name="Moderators approval")
    workflow.start(topic, author)
    admin = factories.administrator()

    answer = act_in_the_list(client, topic, admin, "approve")

    assert answer.json()["redirect"].endswith("?refused=1")
    assert not factories.is_out(topic)
    assert factories.reload(topic).workflow_in_progress
