"""Confirming, checking and accepting: that nothing is waved through which nobody has read."""

from __future__ import annotations

import pytest

from cms.publishing.content import digest_of
from cms.translation import marks, proofreading
from cms.translation.models import (
    AvoidedWord,
    MemoryEntry,
    Notification,
    SegmentComment,
)
from tests import factories
from tests.translation.workbench.bench import WORDS, machine_draft, outdated

pytestmark = [pytest.mark.django_db, pytest.mark.once]


# Confirming


@pytest.mark.parametrize("tag", ["es", "ar", "zh-Hans"])
def test_a_text_that_is_still_right_is_confirmed(at, tag):
    bench = at(outdated(tag), tag)

    answer = bench.post("confirm", {"path": "summary", "seen": bench.seen("summary")}).json()

    assert answer["saved"]["summary"]["to_do"] is False
    assert not bench.segment("summary").is_outdated
    assert bench.segment("summary").target == WORDS[tag].summary


def test_a_text_of_a_machine_is_confirmed_by_who_has_read_it(at):
    page = factories.page(locales=("en", "es"))
    machine_draft(page, "es")
    bench = at(page, "es")
    assert "By machine, not read" in bench.html("?show=machine")

    bench.post("confirm", {"path": "name", "seen": bench.seen("name")})

    assert not marks.is_unread(bench.segment("name"), marks.of(page.content_id, "es"))


def test_what_was_changed_meanwhile_is_not_confirmed(at):
    page = outdated("es")
    bench = at(page, "es")
    seen = bench.seen("summary")
    factories.publish(factories.write(factories.latest(page), "en", summary="Pain for more than nine months."))

    other_source = bench.post("confirm", {"path": "summary", "seen": seen, "source": "of another source"})
    other_text = bench.post("confirm", {"path": "summary", "seen": "of another text"})

    assert (other_source.status_code, other_text.status_code) == (409, 409)
    assert bench.segment("summary").is_outdated


def test_no_text_is_not_confirmed(at):
    bench = at(factories.page(), "ar")

    answer = bench.post("confirm", {"path": "name", "seen": bench.seen("name")})

    assert (answer.status_code, answer.json()["error"]) == (409, "There is no text yet that could be confirmed.")


# Checking


def test_a_text_is_checked_without_being_saved(at):
    page = factories.page(locales=("en", "es"))
    bench = at(page, "es")

    answer = bench.post("check", {"path": "summary", "text": "Dolor que dura más de nueve meses."}).json()

    assert answer["errors"] == 1
    assert "nueve meses" in answer["findings"]
    assert bench.segment("summary").target == WORDS["es"].summary


def test_words_not_to_use_are_checked_as_they_are_kept_now(at):
    bench = at(factories.page(locales=("en", "es")), "es")
    asked = {"path": "name", "text": "Dolor feo"}
    assert bench.post("check", asked).json()["errors"] == 0

    AvoidedWord.objects.create(locale="es", text="feo", is_error=True)

    assert bench.post("check", asked).json()["errors"] == 1


def test_an_error_is_accepted_with_a_reason_until_the_text_changes(at):
    page = factories.page(locales=("en", "es"))
    bench = at(page, "es")
    bench.save("summary", "Dolor que dura más de nueve meses.")
    code = proofreading.Proofreader("es").findings(bench.segment("summary"))[0].code
    asked = {"path": "summary", "seen": bench.seen("summary"), "code": code}

    without = bench.post("accept", {**asked, "reason": "  "})
    answer = bench.post("accept", {**asked, "reason": "La fuente se corrige <mañana>."}).json()["saved"]["summary"]

    assert without.status_code == 409
    assert answer["errors"] == 0
    assert "La fuente se corrige &lt;mañana&gt;." in answer["findings"]
    assert bench.save("summary", "Dolor que dura diez meses.").json()["saved"]["summary"]["errors"] == 1


def test_a_check_is_not_accepted_beside_a_source_that_nobody_has_read(at):
    page = factories.page(locales=("en", "es"))
    bench = at(page, "es")
    bench.save("summary", "Dolor que dura más de nueve meses.")
    read = bench.segment("summary")
    factories.publish(factories.write(factories.latest(page), "en", summary="Pain for more than six months."))

    asked = {"path": "summary", "seen": read.digest, "source": digest_of(read.source), "code": "numbers"}
    answer = bench.post("accept", {**asked, "reason": "La fuente se corrige."})

    assert answer.status_code == 409
    assert not marks.accepted_of(bench.segment("summary"), marks.of(page.content_id, "es"))


def test_the_number_of_errors_is_told_apart_from_the_page(at):
    bench = at(factories.page(locales=("en", "es")), "es")
    bench.save("summary", "Dolor que dura más de nueve meses.")

    told = bench.get("standing/").json()["standing"]

    assert "1 with an error" in told["html"]


# Memory


@pytest.mark.parametrize("tag", ["es", "ar"])
def test_suggestions_come_with_their_likeness_and_what_differs_in_the_source(at, tag):
    factories.page(locales=("en", tag))
    other = factories.page("other")
    fresh = factories.write(factories.latest(other), "en", summary="Pain that lasts longer than six months.")
    bench = at(factories.publish(fresh), tag)

    answer = bench.get("suggest/?path=summary").json()

    assert answer["count"] == 1
    assert WORDS[tag].summary in answer["html"]
    assert "<ins>six</ins>" in answer["html"]
    assert MemoryEntry.objects.filter(locale=tag).exists()


# Comments


@pytest.mark.parametrize("tag", ["es", "ar", "es-MX"])
def test_whoever_reads_the_page_may_comment_and_the_writer_hears_of_it(at, tag):
    page = factories.page(locales=("en", "es"))
    writer = at(page, tag)
    writer.save("name", "Dolor")
    reviewer = at(page, tag, user=factories.approver(tag))

    answer = reviewer.post("comment", {"path": "name", "text": "Why <so> short?"})

    assert "Why &lt;so&gt; short?" in answer.json()["comments"]
    assert Notification.objects.get(user=writer.user).kind == "commented"
    comment = SegmentComment.objects.get()
    assert (comment.path, comment.author, comment.locale) == ("name", reviewer.user, tag)
    writer.post("comment", {"path": "name", "resolve": comment.pk})
    assert SegmentComment.objects.get().resolved_by == writer.user
    assert writer.paths("?show=comments") == []


@pytest.mark.parametrize("resolve", [0, -1, True, "1", None, 2**40, 1.5])
def test_a_comment_that_is_not_there_is_not_resolved(at, resolve):
    bench = at(factories.page(locales=("en", "es")), "es")

    assert bench.post("comment", {"path": "name", "resolve": resolve}).status_code == 400
    assert bench.post("comment", {"path": "name", "resolve": 4711}).status_code == 409


def test_a_comment_of_another_locale_is_not_resolved(at):
    page = factories.page(locales=("en", "es"))
    at(page, "ar").post("comment", {"path": "name", "text": "؟"})
    key = SegmentComment.objects.get().pk

    assert at(page, "es").post("comment", {"path": "name", "resolve": key}).status_code == 409
    assert SegmentComment.objects.get().resolved_at is None


@pytest.mark.parametrize("text", ["", "   ", "x" * 2_001, "a\0b"])
def test_an_empty_or_endless_comment_is_refused(at, text):
    answer = at(factories.page(), "es").post("comment", {"path": "name", "text": text})

    assert answer.status_code in {400, 409}
    assert not SegmentComment.objects.exists()
