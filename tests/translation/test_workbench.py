"""What the workbench shows to whom, what it takes and refuses, and that nobody's text is lost or waved through."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import quote

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import resolve, reverse
from wagtail.models import Site

from cms.locales import BY_TAG
from cms.translation import desk, drafts, groups, marks, proofreading, releases
from cms.translation.models import (
    AvoidedWord,
    LocaleWork,
    MemoryEntry,
    Notification,
    Origin,
    SegmentComment,
    SegmentMark,
    WorkState,
)
from home.models import SiteProfile
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.once]

DUMMY = {"PROVIDER": "cms.translation.machine.dummy.Dummy"}
WORDS = factories.PAGES["chronic-pain"]
POSTS = ("save", "confirm", "check", "accept", "comment", "machine")


class Workbench:
    """One person at the workbench of one locale."""

    def __init__(self, client: Any, content: Any, tag: str, *, user: Any) -> None:
        self.client, self.content, self.tag, self.user = client, content, tag, user
        self.url = f"/admin/translation/{content._meta.label_lower}/{content.pk}/{tag}/work/"

    def get(self, query: str = "") -> Any:
        self.client.force_login(self.user)
        return self.client.get(self.url + query)

    def html(self, query: str = "") -> str:
        return self.get(query).content.decode()

    def paths(self, query: str = "") -> list[str]:
        return [segment.path for segment in self.get(query).context["found"].segments]

    def post(self, what: str, body: object) -> Any:
        self.client.force_login(self.user)
        return self.client.post(f"{self.url}{what}/", json.dumps(body), content_type="application/json")

    def save(self, path: str, text: str, **others: Any) -> Any:
        return self.post("save", {"edits": [{"path": path, "text": text, "seen": self.seen(path), **others}]})

    def hand_over(self, action: str, **data: str) -> Any:
        self.client.force_login(self.user)
        return self.client.post(f"{self.url}hand-over/", {"action": action, **data}, follow=True)

    def segment(self, path: str) -> Any:
        return desk.open_sheet(drafts.latest(self.content), self.tag).by_path[path]

    def seen(self, path: str) -> str:
        return str(self.segment(path).digest)

    def state(self) -> str:
        return LocaleWork.objects.get(content_id=self.content.content_id, locale=self.tag).state


@pytest.fixture
def at(client):
    def sit_down(content, tag, *, user=None):
        return Workbench(client, content, tag, user=user or factories.translator(tag))

    return sit_down


def outdated(*locales):
    """Out in these locales, of which the source's summary has moved on since."""
    page = factories.page(locales=("en", *locales))
    return factories.publish(factories.write(factories.latest(page), "en", summary="Pain for more than six months."))


def long_page(count, *, tag="es"):
    page = factories.draft("long", locales=("en",))
    blocks = [factories.paragraph(f"Rest for {i} days.", block=factories.block_id("long", i)) for i in range(count)]
    fresh = factories.write(factories.latest(page), "en", sections=[factories.section("overview", *blocks, of="long")])
    factories.write(fresh, tag, name="Descanso")
    return factories.publish(fresh)


def machine_draft(page, tag, path="name", text="Dolor"):
    """A text that a machine wrote and nobody has read."""
    desk.save(page, tag, [desk.Edit(path, text, origin=Origin.MACHINE)], by=None)


# What is shown


@pytest.mark.parametrize(("tag", "direction"), [("es", "ltr"), ("ar", "rtl"), ("zh-Hans", "ltr"), ("es-MX", "ltr")])
def test_the_translator_writes_beside_the_source_in_the_direction_of_the_language(at, tag, direction):
    page = factories.page(locales=("en", "es", "ar", "zh-Hans"))

    html = at(page, tag).html()

    assert f'<textarea id="target-1" rows="1" lang="{tag}" dir="{direction}"' in html
    assert WORDS["en"].overview in html
    if tag != "es-MX":
        assert WORDS[tag].overview in html


@pytest.mark.parametrize("tag", ["es", "ar", "es-MX"])
def test_who_may_only_review_reads_and_has_no_fields(at, tag):
    html = at(outdated("es", "ar"), tag, user=factories.approver(tag)).html()

    assert "data-target" not in html
    assert "Read and release" in html
    assert f"Only translators of {BY_TAG[tag].own_name} can write here" in html


def test_it_shows_what_changed_in_the_source_since_the_text_was_written(at):
    html = at(outdated("ar"), "ar").html("?show=outdated")

    assert "<ins>" in html
    assert "Still right" in html
    assert html.count("data-segment ") == 1


def test_an_overlay_shows_what_it_inherits_and_lacks_nothing(at):
    bench = at(factories.page(locales=("en", "es")), "es-MX")

    html = bench.html()

    assert f'placeholder="{WORDS["es"].summary}"' in html
    assert "As in Español" in html
    assert bench.get().context["counts"].missing == 0


def test_terms_are_marked_with_their_approved_translation_or_that_there_is_none(at):
    factories.glossary_term(locales=("en", "ar"))
    page = factories.page()
    page = factories.publish(factories.write(factories.latest(page), "en", summary="It is used off-label <today>."))

    arabic, chinese = at(page, "ar").html(), at(page, "zh-Hans").html()

    assert "<mark>off-label</mark> &lt;today&gt;" in arabic
    assert 'data-text="خارج نطاق الترخيص"' in arabic
    assert "no approved translation yet" not in arabic
    assert "no approved translation yet" in chinese


def test_a_text_that_is_remembered_for_the_very_source_is_offered_and_not_filled_in(at):
    factories.page("chronic-pain", locales=("en", "es"))
    other = factories.page("other")
    other = factories.publish(factories.write(factories.latest(other), "en", summary=WORDS["en"].summary))
    bench = at(other, "es")

    line = next(
        line for _label, lines in bench.get().context["groups"] for line in lines if line.segment.path == "summary"
    )

    assert line.remembered == [WORDS["es"].summary]
    assert line.segment.target == ""


def test_a_locked_page_says_so_and_has_no_fields(at):
    page = outdated("es")
    page.locked, page.locked_by = True, factories.administrator()
    page.save()
    bench = at(page, "es")

    html, answer = bench.html(), bench.save("name", "Otro")

    assert "data-target" not in html
    assert "locked" in html
    assert (answer.status_code, "<" in answer.json()["error"]) == (409, False)
    assert bench.segment("name").target == WORDS["es"].name


def test_content_without_text_says_so(at):
    profile = SiteProfile.for_site(Site.objects.get())
    profile.save()

    assert "There is no text in the source yet" in at(profile, "ar").html()


def test_when_nothing_is_left_to_do_it_says_how_much_is_done(at):
    page = factories.page(locales=("en", "es"))

    assert "All done: 7 strings." in at(page, "es").html("?show=to_do")


def test_a_snippet_has_a_workbench_too(at):
    bench = at(factories.therapy(), "ar", user=factories.translator("ar"))

    answer = bench.save("name", "العلاج بتسريب الكيتامين")

    assert answer.status_code == 200
    assert factories.latest(bench.content).name_ar == "العلاج بتسريب الكيتامين"


# Finding one's way


def test_filters_show_what_is_to_do_and_of_which_kind(at):
    page = outdated("es")
    machine_draft(page, "es")
    bench = at(page, "es")
    bench.post("comment", {"path": "path_segment", "text": "¿Con acento?"})
    bench.save("sections.overview/heading", "")

    assert bench.paths("?show=outdated") == ["summary"]
    assert bench.paths("?show=machine") == ["name"]
    assert bench.paths("?show=missing") == ["sections.overview/heading"]
    assert bench.paths("?show=to_do") == ["name", "summary", "sections.overview/heading"]
    assert bench.paths("?show=comments") == ["path_segment"]
    assert bench.paths("?show=errors") == ["summary"]
    assert len(bench.paths("?show=nonsense")) == 8


@pytest.mark.parametrize(
    ("tag", "query"), [("es", "TRES MESES"), ("ar", "ثلاثة أشهر"), ("zh-Hans", "三个月"), ("es", "three Months")]
)
def test_it_is_searched_in_source_and_target(at, tag, query):
    bench = at(factories.page(locales=("en", "es", "ar", "zh-Hans")), tag)

    assert bench.paths(f"?q={query}") == ["summary"]
    assert "No string is like that." in bench.html("?q=nowhere")


def test_fifty_segments_are_on_a_page_and_a_path_leads_to_its_own(at):
    bench = at(long_page(120), "es")
    everything = [segment.path for segment in desk.open_sheet(drafts.latest(bench.content), "es").segments]

    assert bench.paths() == everything[:50]
    assert bench.paths("?page=2") == everything[50:100]
    assert bench.paths("?page=99") == bench.paths("?page=3") == everything[100:]
    assert bench.paths(f"?at={quote(everything[60])}") == everything[50:100]
    assert bench.paths("?page=-1&at=nowhere") == bench.paths("?page=²") == everything[:50]


def test_the_next_to_do_is_known_over_the_border_of_the_page(at):
    bench = at(long_page(120), "es")
    everything = [segment.path for segment in desk.open_sheet(drafts.latest(bench.content), "es").segments]

    context = bench.get("?page=2").context

    assert (context["found"].later, context["found"].earlier) == (everything[100], "summary")


@pytest.mark.parametrize("query", ["", "?show=errors", "?show=to_do"])
def test_more_segments_take_no_more_queries(at, query):
    short = at(long_page(10), "es")
    long = Workbench(short.client, factories.draft("longer", locales=("en",)), "es", user=short.user)
    blocks = [factories.paragraph(f"Rest {i} days.", block=factories.block_id("longer", i)) for i in range(200)]
    fresh = factories.latest(long.content)
    factories.write(fresh, "en", sections=[factories.section("overview", *blocks, of="longer")])
    long.content = factories.publish(factories.write(fresh, "es", name="Descanso"))
    counts = []

    for bench in (short, short, long):
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert bench.get(query).status_code == 200
        counts.append(len(queries))

    assert counts[1] == counts[2]


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
        f"/admin/translation/conditions.conditionpage/{page.pk}/es/work/save/", "{}", content_type="application/json"
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

    assert client.get(f"{url}/work/").status_code == 404
    assert client.post(f"{url}/work/save/", "{}", content_type="application/json").status_code == 404
    assert client.get(f"{url}/").status_code == 404


def test_only_the_methods_that_are_meant_are_answered(at):
    bench = at(factories.page(), "es")
    bench.client.force_login(bench.user)

    assert bench.client.get(f"{bench.url}save/").status_code == 405
    assert bench.client.post(bench.url).status_code == 405
    assert bench.client.get(f"{bench.url}hand-over/").status_code == 405


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


# From hand to hand


def test_the_text_goes_to_review_and_back_with_a_reason(at):
    page = factories.page()
    bench = at(page, "ar")
    bench.save("name", WORDS["ar"].name)
    reviewer = at(page, "ar", user=factories.approver("ar"))

    assert "is sent to review" in bench.hand_over("submit").content.decode()
    assert bench.state() == WorkState.IN_REVIEW
    assert "Say what should be changed" in reviewer.hand_over("send_back").content.decode()
    assert bench.state() == WorkState.IN_REVIEW
    reviewer.hand_over("send_back", reason="الاسم طويل")
    assert bench.state() == WorkState.IN_PROGRESS
    assert Notification.objects.get(user=bench.user, kind="sent_back").text == "الاسم طويل"


def test_what_has_not_begun_is_not_sent_to_review(at):
    bench = at(factories.page(), "fr")

    assert "There is no text yet that could be reviewed." in bench.hand_over("submit").content.decode()
    assert bench.get().context["acts"].submit is False


@pytest.mark.parametrize("action", ["submit", "send_back", "revise", "sign"])
def test_who_has_no_right_hands_nothing_over(at, action):
    page = factories.page()
    at(page, "es").save("name", "Dolor")
    stranger = at(page, "es", user=factories.user("edith", groups.AUTHORS))
    stranger.user.user_permissions.clear()

    stranger.hand_over(action, reason="!")

    assert stranger.state() == WorkState.IN_PROGRESS
    work = LocaleWork.objects.get(content_id=page.content_id, locale="es")
    assert (work.reviser, work.clinical_approver) == (None, None)


def test_an_act_that_is_not_known_is_not_found(at):
    bench = at(factories.page(), "es")
    bench.client.force_login(bench.user)

    assert bench.client.post(f"{bench.url}hand-over/", {"action": "eat"}).status_code == 404


def test_reviser_and_clinician_sign_where_the_policy_asks_for_it(at, settings):
    settings.TRANSLATION_POLICY = {"default": {}, "ar": {"reviser": True, "clinical": True}}
    page = factories.page()
    at(page, "ar").save("name", WORDS["ar"].name)
    clinician = factories.user("carla", groups.clinicians(BY_TAG["ar"]))
    reviser = factories.approver("ar")
    assert "Sign as reviser" in at(page, "ar", user=reviser).html()
    assert "Sign as reviser" not in at(page, "es", user=factories.approver("es")).html()

    at(page, "ar", user=reviser).hand_over("revise")
    at(page, "ar", user=clinician).hand_over("sign")

    work = LocaleWork.objects.get(content_id=page.content_id, locale="ar")
    assert (work.reviser, work.clinical_approver) == (reviser, clinician)
    assert "Signed by a clinician" in at(page, "ar", user=clinician).html()


# The machine


def test_a_machine_drafts_in_batches_and_nothing_of_it_counts_as_read(at, settings):
    settings.MACHINE_TRANSLATION = DUMMY
    bench = at(long_page(40), "zh-Hans")
    assert "Draft with a machine" in bench.html()

    first = bench.post("machine", {}).json()
    second = bench.post("machine", {"after": first["after"]}).json()

    assert (first["written"], second["after"]) == (25, "")
    assert second["left"] == bench.get().context["counts"].missing
    assert bench.get().context["counts"].unread == first["written"] + second["written"]


def test_without_a_machine_none_is_offered_and_asking_says_why(at):
    bench = at(factories.page(), "ar")

    answer = bench.post("machine", {})

    assert "Draft with a machine" not in bench.html()
    assert (answer.status_code, "No machine" in answer.json()["error"]) == (503, True)


# The release view


@pytest.mark.parametrize("tag", ["es", "ar", "zh-Hans"])
def test_text_whose_source_has_changed_is_approved_only_by_who_says_to_have_compared_it(client, tag):
    page = outdated(tag)
    url = reverse("translation_release", args=("conditions.conditionpage", page.pk, tag))
    client.force_login(factories.approver(tag))
    seen = releases.seen(desk.open_sheet(drafts.latest(page), tag))
    word = {
        "es": "Dolor que dura más de seis meses.",
        "ar": "ألم يستمر أكثر من ستة أشهر.",
        "zh-Hans": "持续超过六个月的疼痛。",
    }[tag]
    assert "I have compared the 1 string" in client.get(url).content.decode()

    refused = client.post(url, {"action": "approve", "seen": seen}, follow=True).content.decode()

    assert "has changed since it was translated" in refused
    assert factories.answer(page, tag)["translation"]["status"] == "outdated"
    # The error that the check finds in the text is mended by a translator; the name alone is left to look at again.
    desk.save(page, tag, [desk.Edit("summary", word)], by=factories.translator(tag))
    assert "I have compared" not in client.get(url).content.decode()


def test_it_goes_out_once_it_is_compared(client):
    page = factories.page(locales=("en", "es"))
    page = factories.publish(factories.write(factories.latest(page), "en", name="Long-lasting pain"))
    url = reverse("translation_release", args=("conditions.conditionpage", page.pk, "es"))
    client.force_login(factories.approver("es"))

    answer = client.post(url, {"action": "approve", "confirm_outdated": "on"}, follow=True)

    assert "is approved (release 2)" in answer.content.decode()


def test_errors_and_unread_text_of_a_machine_are_shown_and_stand_in_the_way(client):
    page = factories.page(locales=("en", "es"))
    machine_draft(page, "es")
    desk.save(page, "es", [desk.Edit("summary", "Dolor que dura nueve meses.")], by=None)
    url = reverse("translation_release", args=("conditions.conditionpage", page.pk, "es"))
    client.force_login(factories.approver("es"))

    html = client.get(url).content.decode()
    refused = client.post(url, {"action": "approve"}, follow=True).content.decode()

    assert "By machine, not read" in html
    assert "nueve meses" in html
    assert "nobody has confirmed it" in refused
    assert factories.answer(page, "es")["summary"] == WORDS["es"].summary


def test_the_text_of_each_release_can_be_read_against_the_one_before(client, settings):
    settings.TRANSLATION_POLICY = {"default": {"clinical": True}}
    page = factories.draft(locales=("en", "ar"))
    page = factories.publish(page)
    clinician = factories.user("carla", groups.clinicians(BY_TAG["ar"]))
    for name in ("الألم المزمن", "الألم الدائم"):
        desk.save(page, "ar", [desk.Edit("name", name + " ")], by=factories.translator("ar"))
        LocaleWork.objects.filter(content_id=page.content_id, locale="ar").update(clinical_approver=clinician)
        factories.release(page, "ar")
    client.force_login(factories.approver("ar"))
    url = reverse("translation_release", args=("conditions.conditionpage", page.pk, "ar"))

    history = client.get(url).content.decode()
    first, second = (client.get(f"{url}releases/{number}/").content.decode() for number in (1, 2))

    assert "Clinician: Carla" in history
    assert "<ins>" not in first
    assert "<ins>الدائم</ins>" in second
    assert client.get(f"{url}releases/3/").status_code == 404
    assert client.get(f"{url}releases/{10**30}/").status_code == 404


def test_who_has_nothing_to_do_with_the_locale_reads_no_release(client):
    page = factories.page(locales=("en", "es"))
    client.force_login(factories.translator("ar"))

    answer = client.get(f"/admin/translation/conditions.conditionpage/{page.pk}/es/releases/1/")

    assert answer.status_code == 302


@pytest.mark.parametrize("act", ["check", "machine"])
def test_what_asks_a_machine_or_only_looks_holds_no_transaction(act):
    view = resolve(f"/admin/translation/conditions.conditionpage/1/es/work/{act}/").func

    assert getattr(view, "_non_atomic_requests", None) == {"default"}


@pytest.mark.parametrize(("tag", "name"), [("es", "Dolor de larga duración"), ("ar", "الألم الدائم")])
def test_who_approves_sees_what_the_draft_changes_against_the_release(client, tag, name):
    page = factories.page(locales=("en", tag))
    desk.save(page, tag, [desk.Edit("name", name)], by=factories.translator(tag))
    client.force_login(factories.approver(tag))

    answer = client.get(reverse("translation_release", args=("conditions.conditionpage", page.pk, tag)))

    changes = {row.path: str(row.target_change) for row in answer.context["rows"] if row.target_change}
    assert list(changes) == ["name"]
    assert "<ins>" in changes["name"]
    assert "<del>" in changes["name"]
    assert "Compared with release 1." in answer.content.decode()
