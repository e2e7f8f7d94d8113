"""Whatever publishes a page goes by the gate: a script, the form, a schedule, the clock, in bulk, the admin's API."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone
from wagtail.models import PageLogEntry, Revision

from cms.gate import admission
from cms.gate.errors import PublishRefused
from cms.scheduling import clock, missed
from cms.translation import groups
from conditions.snippets import Reference
from tests import factories
from tests.gate.acting import call_section, changed, translated

pytestmark = pytest.mark.django_db

UNSIGNED = "No clinician has signed this text."


@pytest.fixture
def author(client):
    person = factories.user("ada", groups.AUTHORS)
    client.force_login(person)
    return person


def post(client, page, **changes):
    data = {**factories.form_of(client, page), **changes}
    return client.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), data, follow=True)


def in_bulk(client, *pages):
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    return f"{address}?{'&'.join(f'id={page.pk}' for page in pages)}"


def test_a_script_is_told_all_that_is_missing(topic):
    draft = changed(topic, sections=[])

    with pytest.raises(PublishRefused) as refused:
        draft.get_latest_revision().publish()

    assert [item.policy for item in refused.value.missing] == ["clinical_sign_off", "emergency_advice"]
    assert UNSIGNED in str(refused.value)
    assert not factories.reload(topic).live


def test_a_refused_change_leaves_what_is_out_as_it_is(signed):
    factories.publish(factories.latest(signed))
    before = factories.answer_row(signed).body
    draft = changed(signed, summary="Another text.")

    with pytest.raises(PublishRefused):
        draft.get_latest_revision().publish()

    assert factories.answer_row(signed).body == before


def test_the_form_saves_what_was_typed_as_a_draft_and_says_what_is_missing(client, topic, author):
    answer = post(client, topic, summary_en="Typed in a hurry.", **{"action-publish": "1"})

    assert answer.redirect_chain == [(f"{reverse('wagtailadmin_pages:edit', args=[topic.pk])}?refused=1", 302)]
    assert factories.read(factories.latest(topic), "summary", "en") == "Typed in a hurry."
    assert not factories.reload(topic).live
    html = answer.content.decode()
    assert UNSIGNED in html
    assert reverse("gate_sign", args=[topic.pk]) in html
    assert "data-gate-refused" in html


def test_what_is_missing_is_a_link_to_its_field(client, topic, author):
    draft = factories.latest(topic)
    draft.image = factories.image()
    draft.save_revision()

    answer = post(client, topic, **{"action-publish": "1"})

    link = f"{reverse('wagtailadmin_pages:edit', args=[topic.pk])}#:w:contentpath=image_alt_en"
    assert f'<a href="{link}" data-gate-at="image_alt_en">' in answer.content.decode()


def test_a_new_page_is_saved_as_a_draft(client, author):
    index = factories.index(locales=("en",))
    address = reverse("wagtailadmin_pages:add", args=["conditions", "conditionpage", index.pk])
    form = client.get(address)
    assert f'data-gate-panel="{reverse("gate_panel", args=[0])}"' in form.content.decode()
    data = factories.posted(form.context["form"])

    answer = client.post(address, {**data, "name_en": "Gout", "slug": "gout", "action-publish": "1"}, follow=True)

    page = factories.reload(index).get_children().get(slug="gout").specific
    assert not page.live
    assert answer.redirect_chain[-1][0] == f"{reverse('wagtailadmin_pages:edit', args=[page.pk])}?refused=1"
    assert UNSIGNED in answer.content.decode()


def test_a_page_is_not_scheduled_either_when_it_is_out_already(client, signed, author):
    factories.publish(factories.latest(signed))
    in_an_hour = (timezone.now() + timedelta(hours=1)).strftime("%Y-%m-%d %H:%M")

    answer = post(client, signed, summary_en="Later.", go_live_at=in_an_hour, **{"action-publish": "1"})

    assert "?refused=1" in answer.redirect_chain[-1][0]
    assert not Revision.objects.filter(approved_go_live_at__isnull=False).exists()


def test_what_is_signed_is_published_by_the_form(client, signed, author):
    post(client, signed, **{"action-publish": "1"})

    assert factories.is_out(signed)


def test_the_clock_holds_back_what_has_come_to_lack_something_and_lets_the_others_out(signed, gate, author):
    gate("references")
    due = timezone.now() + timedelta(hours=1)
    other = factories.draft("epilepsy")
    for page in (signed, other):
        draft = factories.latest(page)
        draft.go_live_at = due
        draft.save_revision(user=author).publish()
    Reference.objects.all().delete()

    with time_machine.travel(due + timedelta(minutes=1)):
        clock.do_due()

    assert (factories.is_out(signed), factories.is_out(other)) == (False, True)
    assert "no reference" in missed.of(signed).get().reason
    assert not Revision.objects.filter(approved_go_live_at__isnull=False).exists()


def test_in_bulk_each_page_goes_by_itself_and_the_reasons_are_listed(client, signed, author):
    unsigned = factories.draft("epilepsy")
    asked = client.get(in_bulk(client, signed, unsigned)).content.decode()
    assert "stays as it is" in asked
    assert UNSIGNED in asked

    answer = client.post(in_bulk(client, signed, unsigned), {"next": "/admin/"})

    assert (factories.is_out(signed), factories.is_out(unsigned)) == (True, False)
    told = [str(message) for message in answer.wsgi_request._messages]
    assert any("“epilepsy” can’t be published" in text.lower() and UNSIGNED in text for text in told)


def test_in_bulk_pages_may_link_to_each_other(client, topic, gate, author):
    gate("internal_links")
    other = factories.draft("epilepsy")
    for page, target in ((topic, other), (other, topic)):
        link = factories.paragraph(f'<p><a linktype="page" id="{target.pk}">more</a></p>', block="link")
        changed(page, sections=[factories.section("overview", link, of=page.slug)])
    all_of_them = f"{in_bulk(client)}id=all&childOf={topic.get_parent().pk}"
    assert "stays as it is" not in client.get(all_of_them).content.decode()

    client.post(in_bulk(client, topic, other))

    assert (factories.is_out(topic), factories.is_out(other)) == (True, True)


def test_in_bulk_what_links_to_a_page_that_is_held_back_stays_too(client, topic, gate, author):
    gate("internal_links", "emergency_advice")
    held = factories.draft("epilepsy")
    link = factories.paragraph(f'<p><a linktype="page" id="{held.pk}">more</a></p>', block="link")
    changed(topic, sections=[factories.section("overview", link, of=topic.slug), call_section("Call an ambulance.")])

    client.post(in_bulk(client, topic, held))

    assert (factories.is_out(topic), factories.is_out(held)) == (False, False)


def test_the_admin_s_api_is_refused_with_the_reasons(client, topic, author):
    address = reverse("wagtailadmin_api:pages:action", args=[topic.pk, "publish"])

    answer = client.post(address)

    assert answer.status_code == 409
    assert [item["policy"] for item in answer.json()["missing"]] == ["clinical_sign_off"]
    assert not factories.is_out(topic)


def test_a_waiver_is_logged_with_its_reason_and_what_was_missing(topic):
    with admission.waived("Loaded from our old system."):
        factories.publish(factories.latest(topic))

    entry = PageLogEntry.objects.get(action="gate.waive")
    assert entry.data == {"reason": "Loaded from our old system.", "missing": [UNSIGNED]}
    assert factories.is_out(topic)


def test_nothing_is_asked_where_the_gate_is_empty(topic, gate):
    gate()

    factories.publish(factories.latest(topic))

    assert factories.is_out(topic)


@pytest.mark.parametrize("locale", ["ar", "zh-Hans"])
def test_a_language_is_released_without_the_gate(signed, locale):
    factories.publish(factories.latest(signed))
    translated(signed, locale)

    factories.release(signed, locale)

    assert factories.is_out(signed, locale)


def test_a_copy_is_content_of_its_own_and_does_not_go_out_unsigned(client, signed):
    factories.publish(factories.latest(signed))
    client.force_login(factories.administrator())
    data = {
        "new_title": "Chronic pain, again",
        "new_slug": "chronic-pain-again",
        "new_parent_page": signed.get_parent().pk,
        "copy_subpages": "",
        "publish_copies": "on",
    }

    client.post(reverse("wagtailadmin_pages:copy", args=[signed.pk]), data)

    assert not type(signed).objects.filter(slug="chronic-pain-again", live=True).exists()
