"""The history in the admin: what readers had, compared with what they had before, and the same as the public API."""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape
from uuid import uuid4

import pytest
import time_machine
from django.contrib.auth.models import Permission
from django.urls import reverse
from django.utils import timezone

from cms.history import reading
from cms.publishing.models import Edition
from cms.translation.models import TranslatedItem
from tests import factories

pytestmark = pytest.mark.django_db

NOTE = "The longest time between two doses is corrected."
WHOLE = ("es", "ar", "zh-Hans")


@pytest.fixture
def topic():
    """Out in all locales but French, then changed in English; Arabic was brought up to date and Spanish taken back."""
    # Who did what is told by the second.
    with time_machine.travel(timezone.now() - timedelta(minutes=5), tick=True):
        fresh = factories.page(locales=("en", *WHOLE))
        factories.overlay(fresh, summary="Un dolor de más de tres meses.")
        factories.release(fresh, "es-MX")
    draft = factories.write(factories.latest(fresh), "en", summary="Pain that lasts longer than six months.")
    draft = factories.write(draft, "ar", summary="ألم يستمر أكثر من ستة أشهر.")
    draft = factories.write(draft, "zh-Hans", summary="持续超过六个月的疼痛。")
    fresh = factories.publish(draft, kind="safety", note=NOTE, by=factories.administrator())
    factories.release(fresh, "ar", "zh-Hans")
    return factories.reload(fresh)


@pytest.fixture
def page():
    """Out in English, once: for what does not depend on its history."""
    return factories.page()


@pytest.fixture
def editor(client):
    client.force_login(factories.administrator())
    return client


def listed(client, content, **query):
    return client.get(reverse("history_editions", args=[getattr(content, "content_id", content)]), query)


def compare(client, content, **query):
    return client.get(reverse("history_compare", args=[content.content_id]), query)


def with_text(content, locale):
    return [edition for edition in factories.editions(content, locale) if edition.event != "gone"]


def text_of(marked, gone):
    """What is left of marked words when those of one side are taken out."""
    kept = re.sub(rf"<{gone}>.*?</{gone}>", "", str(marked))
    return unescape(re.sub(r"<span class='w-sr-only'>.*?</span>|</?(?:ins|del)>", "", kept))


# The list


def test_it_is_found_from_the_page_s_menu_and_from_its_status(editor, page):
    html = editor.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()

    assert html.count(f'href="{reverse("history_editions", args=[page.content_id])}"') == 2


def test_every_edition_is_listed_with_what_became_of_it(editor, topic):
    lines = listed(editor, topic, locale="en").context["lines"]

    [safety] = [line for line in lines if line.edition.change_kind == "safety"]
    assert safety.edition.change_note == NOTE
    assert safety.by.startswith("admin-")
    assert (lines[0].state, lines[-1].state) == ("current", "withdrawn")
    spanish = listed(editor, topic, locale="es").context["lines"]
    assert spanish[0].state == "end"
    assert {line.state for line in spanish[1:]} == {"withdrawn"}
    assert spanish[-1].release.number == 1


def test_the_state_of_an_edition_is_the_one_that_the_api_tells(editor, topic):
    for line in listed(editor, topic).context["lines"]:
        if line.has_text:
            superseded = editor.get(line.public_path).json()["superseded"]
            told = "current" if superseded is None else "withdrawn" if superseded["withdrawn"] else "superseded"
            assert line.state == told, line.edition


def test_the_list_costs_the_same_however_long_it_is(editor, topic, django_assert_max_num_queries):
    listed(editor, topic)
    with django_assert_max_num_queries(40) as before:
        listed(editor, topic)
    for number in range(6):
        factories.publish(
            factories.write(factories.latest(topic), "en", summary=f"Pain, told for the {number}th time.")
        )
    with django_assert_max_num_queries(40) as after:
        listed(editor, topic)

    assert len(after) == len(before)


def test_a_language_without_editions_is_not_offered(editor, topic):
    answer = listed(editor, topic, locale="fr")

    assert [locale.tag for locale in answer.context["locales"]] == ["en", "es", "es-MX", "ar", "zh-Hans"]
    assert answer.context["chosen"] == ""


def test_the_newest_text_and_the_one_before_it_are_chosen_unless_others_are(editor, topic):
    newest, before = reversed(with_text(topic, "zh-Hans")[-2:])

    context = listed(editor, topic, locale="zh-Hans").context

    assert (context["proposed_from"], context["proposed_to"]) == (before.sequence, newest.sequence)


def test_what_was_never_published_says_so(editor):
    answer = listed(editor, factories.draft())

    assert "Nothing of it was ever published." in answer.content.decode()


# Comparing


@pytest.mark.parametrize("locale", ["en", "ar", "zh-Hans", "es-MX"])
def test_what_is_compared_is_what_the_public_api_tells_of_the_two_versions(editor, topic, locale):
    old, new = with_text(topic, locale)[0], with_text(topic, locale)[-1]

    context = compare(
        editor, topic, **{"from": old.sequence, "to": new.sequence} if old != new else {"to": new.sequence}
    )
    context = context.context

    address = f"/api/v1/conditions/{topic.content_id}/"
    for edition, gone in ((new, "del"), (old, "ins")):
        public = editor.get(address, {"locale": locale, "version": edition.version}).json()
        told = [piece.text for part in reading.read(public) for block in part.blocks for piece in block.pieces]
        shown = [
            text_of(piece.words, gone)
            for part in context["parts"]
            for run in part.runs
            for block in run.blocks
            for piece in block.pieces
        ]
        assert sorted(text for text in shown if text) == sorted(told)


def test_the_public_moment_shows_the_same_as_the_edition_of_that_moment(editor, topic):
    moment = f"{with_text(topic, 'en')[-1].occurred_at.replace(microsecond=0):%Y-%m-%dT%H:%M:%S}Z"
    as_of = editor.get(f"/api/v1/conditions/{topic.content_id}/", {"as_of": moment, "locale": "en"}).json()
    edition = next(each for each in with_text(topic, "en") if each.version == as_of["version"])

    context = compare(editor, topic, to=edition.sequence).context

    assert context["new"].edition == edition


def test_words_are_marked_in_the_direction_of_their_language(editor, topic):
    first, last = with_text(topic, "ar")[0], with_text(topic, "ar")[-1]

    html = compare(editor, topic, **{"from": first.sequence, "to": last.sequence}).content.decode()

    assert '<span class="history__text" lang="ar" dir="rtl">ألم يستمر أكثر من <del>' in html
    assert re.search(r"<ins><span class='w-sr-only'> added: </span>ستة<span", html)


def test_the_edition_before_is_what_is_compared_with_unless_another_is_chosen(editor, topic):
    editions = with_text(topic, "en")

    context = compare(editor, topic, to=editions[-1].sequence).context

    assert context["old"].edition == editions[-2]
    assert context["older"] == editions[-2]
    assert context["newer"] is None


def test_the_first_edition_is_shown_as_it_was(editor, topic):
    answer = compare(editor, topic, to=with_text(topic, "en")[0].sequence)

    assert answer.context["old"] is None
    assert "<ins>" not in answer.content.decode()
    assert "Pain that lasts longer than three months." in answer.content.decode()


def test_two_languages_can_be_compared_too(editor, topic):
    answer = compare(
        editor, topic, **{"from": with_text(topic, "es")[0].sequence, "to": with_text(topic, "es-MX")[0].sequence}
    )

    assert (answer.context["old"].edition.locale, answer.context["new"].edition.locale) == ("es", "es-MX")
    assert "<ins>" in answer.content.decode()


@pytest.mark.parametrize("chosen", [{"from": "7", "to": "7"}, {}, {"to": ""}])
def test_an_edition_beside_itself_or_beside_none_is_no_comparison(editor, chosen):
    answer = compare(editor, factories.draft(), **chosen)

    assert answer.status_code == 302


@pytest.mark.parametrize("given", ["0", "x", "9" * 30, "٣", "-1"])
def test_an_edition_that_there_is_not_is_not_found(editor, page, given):
    assert compare(editor, page, to=given).status_code == 404


def test_an_edition_of_other_content_is_not_found(editor, page):
    other = factories.page("epilepsy")

    assert compare(editor, page, to=with_text(other, "en")[0].sequence).status_code == 404


# Who may see it


def test_who_may_edit_the_page_may_see_its_history(client, page):
    client.force_login(factories.translator("ar"))

    assert listed(client, page).status_code == 200


def test_who_may_not_edit_it_may_not(client, page):
    stranger = factories.user("stranger")
    stranger.user_permissions.add(Permission.objects.get(codename="access_admin"))
    client.force_login(stranger)

    for answer in (
        listed(client, page),
        compare(client, page, to=with_text(page, "en")[0].sequence),
        client.get(reverse("history_export", args=[page.content_id, "json"])),
    ):
        assert answer.status_code == 302
        assert answer.url == reverse("wagtailadmin_home")


def test_a_content_id_that_never_was_is_not_found(editor):
    assert listed(editor, uuid4()).status_code == 404


def test_the_history_of_a_deleted_page_stays_for_those_who_may_read_its_log(client, page):
    content_id = page.content_id
    page.delete(user=factories.administrator())
    client.force_login(factories.administrator())

    answer = listed(client, content_id)

    assert "This content was deleted." in answer.content.decode()
    assert Edition.objects.filter(content_id=content_id).count() == len(answer.context["lines"])
    client.force_login(factories.translator("ar"))
    assert listed(client, content_id).status_code == 302


def test_what_was_not_saved_since_an_upgrade_is_not_told_to_be_deleted(editor, page):
    TranslatedItem.objects.all().delete()

    assert "was deleted" not in listed(editor, page).content.decode()


def test_snippets_have_a_history_too(editor):
    therapy = factories.therapy(locales=("en", "ar"))
    therapy = factories.publish(factories.write(therapy, "en", summary="A drip of ketamine into a vein."))

    answer = listed(editor, therapy, locale="en")

    assert [line.state for line in answer.context["lines"]] == ["current", "superseded", "superseded"]
    assert editor.get(answer.context["lines"][0].public_path).json()["summary"] == "A drip of ketamine into a vein."
