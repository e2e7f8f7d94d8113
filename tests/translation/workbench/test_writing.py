"""What the workbench takes and from whom, and that nobody’s text is lost."""

from __future__ import annotations

from urllib.parse import quote

import pytest

from cms.translation.models import (
    Origin,
    SegmentComment,
    SegmentMark,
    WorkState,
)
from tests import factories
from tests.translation.workbench.bench import DUMMY, WORDS, outdated

pytestmark = [pytest.mark.django_db, pytest.mark.once]


POSTS = ("save", "confirm", "check", "accept", "comment", "machine")


# Writing


@pytest.mark.parametrize("tag", ["es", "ar", "zh-Hans", "es-MX"])
def test_a_text_is_saved_in_the_draft_and_the_answer_tells_how_it_stands(at, tag):
    page = factories.page(locales=("en", "es"))
    bench = at(page, tag)

    answer = bench.save("summary", WORDS[tag if tag in WORDS else "es"].summary + "!").json()

    stored = factories.read(factories.latest(page), "summary", tag)
    assert answer["saved"]["summary"]["text"] == stored
    assert answer["saved"]["summary"]["seen"] == bench.seen("summary")
    assert bench.state() == WorkState.IN_PROGRESS
    assert answer["standing"]["submit"] is True
    assert factories.answer(page, "en")["locale"] == "en"


def test_what_is_emptied_in_an_overlay_reads_as_below_again(at):
    page = factories.overlay(factories.page(locales=("en", "es")), summary="Dolor de México.")
    bench = at(page, "es-MX")

    answer = bench.save("summary", "").json()

    assert answer["saved"]["summary"]["text"] == ""
    assert factories.read(factories.latest(page), "summary", "es-MX") is None
    assert "As in Español" in answer["saved"]["summary"]["state"]


def test_a_text_of_somebody_else_is_not_overwritten_and_both_are_told(at):
    page = factories.page(locales=("en", "ar"))
    first, second = at(page, "ar"), at(page, "ar")
    seen = first.seen("name")
    first.save("name", "ألم دائم")

    answer = second.post("save", {"edits": [{"path": "name", "text": "ألم طويل", "seen": seen}]}).json()

    assert answer["saved"] == {}
    assert answer["conflicts"]["name"]["theirs"] == "ألم دائم"
    assert "<ins>" in answer["conflicts"]["name"]["difference"]
    assert first.segment("name").target == "ألم دائم"
    kept = second.post(
        "save", {"edits": [{"path": "name", "text": "ألم طويل", "seen": answer["conflicts"]["name"]["seen"]}]}
    )
    assert kept.json()["saved"]["name"]["text"] == "ألم طويل"


def test_who_wrote_the_same_as_somebody_else_is_saved(at):
    page = factories.page(locales=("en", "es"))
    first, second = at(page, "es"), at(page, "es")
    seen = first.seen("name")
    first.save("name", "Dolor")

    answer = second.post("save", {"edits": [{"path": "name", "text": "Dolor", "seen": seen}]}).json()

    assert answer["saved"]["name"]["seen"] == second.seen("name")
    assert answer["conflicts"] == {}


def test_a_text_for_a_source_that_has_moved_on_is_not_saved_before_it_is_compared(at):
    page = factories.page(locales=("en", "es"))
    bench = at(page, "es")
    before = bench.get().context["groups"]
    line = next(line for _label, lines in before for line in lines if line.segment.path == "summary")
    factories.publish(factories.write(factories.latest(page), "en", summary="Pain for more than six months."))

    answer = bench.save("summary", "Dolor de más de tres meses.", source=line.source_digest).json()

    assert answer["saved"] == {}
    assert "six" in answer["moved"]["summary"]["shown"]
    assert "<ins>" in answer["moved"]["summary"]["state"]
    assert bench.segment("summary").target == WORDS["es"].summary
    again = bench.save("summary", "Dolor de más de seis meses.", source=answer["moved"]["summary"]["source"]).json()
    assert again["saved"]["summary"]["to_do"] is False


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("x" * 201, "201 characters are too many"),
        ("Dolor\0", "stored"),
        ("Dolor \ud800", "stored"),
        ("x" * 60_000, "too long"),
    ],
)
def test_what_can_not_be_stored_is_refused_by_a_sentence_and_holds_up_nothing_else(at, text, sentence):
    page = factories.page(locales=("en", "es"))
    bench = at(page, "es")
    edits = [
        {"path": "name", "text": text, "seen": bench.seen("name")},
        {"path": "summary", "text": "Dolor.", "seen": bench.seen("summary")},
        {"path": "no/such#1", "text": "Dolor.", "seen": ""},
    ]

    answer = bench.post("save", {"edits": edits})

    assert answer.status_code == 200
    assert sentence in answer.json()["refused"]["name"]
    assert "not in the source any more" in answer.json()["refused"]["no/such#1"]
    assert bench.segment("name").target == WORDS["es"].name
    assert bench.segment("summary").target == "Dolor."


def test_a_text_that_was_taken_from_memory_is_known_to_be(at):
    page = factories.page(locales=("en", "es"))
    at(page, "es").save("name", "Dolor", origin="memory")

    assert SegmentMark.objects.get(content_id=page.content_id, locale="es").origin == Origin.MEMORY


def test_nobody_passes_a_text_of_a_machine_for_another(at):
    answer = at(factories.page(locales=("en", "es")), "es").save("name", "Dolor", origin="machine")

    assert answer.status_code == 400


# Rights


@pytest.mark.parametrize("what", POSTS)
def test_a_translator_of_spanish_changes_nothing_in_french(at, what):
    page = factories.page(locales=("en", "fr"))
    bench = at(page, "fr", user=factories.translator("es"))
    body = {"path": "name", "text": "Douleur", "seen": "", "code": "numbers", "reason": "!", "edits": []}

    answer = bench.post(what, body)

    assert answer.status_code == 403
    assert answer.json()["error"]
    assert bench.segment("name").target == WORDS["fr"].name
    assert not SegmentComment.objects.exists()
    assert bench.get().status_code == 302


@pytest.mark.parametrize("what", ["save", "confirm", "accept", "machine"])
def test_who_may_only_review_writes_nothing(at, settings, what):
    settings.MACHINE_TRANSLATION = DUMMY
    page = outdated("es")
    bench = at(page, "es", user=factories.approver("es"))
    edits = [{"path": "name", "text": "Otro", "seen": bench.seen("name")}]
    body = {"path": "summary", "seen": bench.seen("summary"), "code": "x", "reason": "So.", "edits": edits}

    answer = bench.post(what, body)

    assert (answer.status_code, answer.json()) == (403, {"error": "You have no right to do this in Español."})
    assert bench.segment("name").target == WORDS["es"].name
    assert bench.segment("summary").is_outdated


def test_who_is_not_signed_in_is_led_to_the_login(client):
    page = factories.page()

    answer = client.post(
        f"/admin/translation/conditions.conditionpage/{page.pk}/es/workbench/save/",
        "{}",
        content_type="application/json",
    )

    assert answer.status_code == 302


# What is not understood


@pytest.mark.parametrize("what", POSTS)
@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"nonsense",
        b"\xff\xfe",
        b"[]",
        b"null",
        b"[" * 100_000,
        b'{"edits": 1, "path": 1, "text": 1, "after": 1}',
        b'{"edits": [1], "path": {}, "after": []}',
        b'{"edits": [{}], "path": null, "after": null}',
        b'{"edits": [{"path": "name", "text": "a", "seen": 5}], "path": "\\ud800", "after": "\\u0000"}',
        b'{"edits": [{"path": "name", "text": "a", "seen": "", "origin": {}}], "path": true, "after": 1e400}',
    ],
)
def test_nonsense_is_refused_by_a_sentence(at, settings, what, body):
    settings.MACHINE_TRANSLATION = DUMMY
    page = factories.page(locales=("en", "es"))
    bench = at(page, "es")
    bench.client.force_login(bench.user)

    answer = bench.client.post(f"{bench.url}{what}/", body, content_type="application/json")

    assert answer.status_code == 400
    assert answer.json()["error"]


def test_more_than_is_taken_at_once_is_refused(at, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1_000
    bench = at(factories.page(), "es")

    huge = bench.post("save", {"edits": [{"path": "name", "text": "x" * 2_000, "seen": ""}]})
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 10_000_000
    many = bench.post("save", {"edits": [{"path": "name", "text": "x", "seen": ""}] * 201})

    assert (huge.status_code, many.status_code) == (400, 400)
    assert huge.json() == many.json() == {"error": "That is too much at once."}


@pytest.mark.parametrize("path", ["no/such", "name#7", "", "summary/../name"])
def test_a_path_that_is_not_there_is_told(at, path):
    bench = at(factories.page(locales=("en", "es")), "es")

    assert bench.post("check", {"path": path, "text": ""}).status_code == 404
    assert bench.post("comment", {"path": path, "text": "?"}).status_code == 404
    assert bench.post("confirm", {"path": path, "seen": ""}).status_code == 409
    assert bench.post("accept", {"path": path, "seen": "", "code": "x", "reason": "y"}).status_code == 409
    assert bench.get(f"suggest/?path={quote(path)}").status_code == 404


@pytest.mark.parametrize(
    "place",
    [
        "conditions.conditionpage/999/es",
        "conditions.conditionpage/abc/es",
        "conditions.conditionpage/1{20}/es",
        "no.such/1/es",
        "nonsense/1/es",
        "auth.user/1/es",
        "conditions.conditionpage/{pk}/en",
        "conditions.conditionpage/{pk}/xx",
    ],
)
def test_what_is_no_locale_of_any_content_is_not_found(client, place):
    page = factories.page()
    client.force_login(factories.administrator())
    url = "/admin/translation/" + place.replace("{pk}", str(page.pk)).replace("1{20}", "1" * 20)

    assert client.get(f"{url}/workbench/").status_code == 404
    assert client.post(f"{url}/workbench/save/", "{}", content_type="application/json").status_code == 404
    assert client.get(f"{url}/").status_code == 404


def test_only_the_methods_that_are_meant_are_answered(at):
    bench = at(factories.page(), "es")
    bench.client.force_login(bench.user)

    assert bench.client.get(f"{bench.url}save/").status_code == 405
    assert bench.client.post(bench.url).status_code == 405
    assert bench.client.get(f"{bench.url}hand-over/").status_code == 405
