"""Both examples against a server that runs: read, go offline, hear of changes, get through kills and failures."""

from __future__ import annotations

import json
import time
from typing import TYPE_CHECKING

import pytest

from cms.translation import releases
from tests import factories
from tests.clients import node
from tests.clients.between import Reply, refusal
from tests.clients.conftest import NOWHERE

if TYPE_CHECKING:
    from tests.clients.between import Between
    from tests.clients.conftest import Reader

pytestmark = [pytest.mark.once, pytest.mark.usefixtures("between")]

WORDS = factories.PAGES["chronic-pain"]
RIGHT_TO_LEFT = "\u2067"


def test_a_list_names_what_there_is_in_the_readers_language(reader: Reader) -> None:
    factories.page("chronic-pain", locales=("en", "ar"))
    factories.page("epilepsy")

    said = reader.run("list", "--locale", "ar")

    assert WORDS["ar"].name in said
    assert factories.PAGES["epilepsy"]["en"].name in said


def test_a_copy_is_read_where_there_is_no_network(reader: Reader) -> None:
    factories.page("chronic-pain", locales=factories.WHOLE)
    reader.run("sync")

    for locale in factories.WHOLE:
        opened = reader.run("open", "chronic-pain", "--locale", locale, api=NOWHERE)
        assert "The API can't be reached." in opened
        assert WORDS[locale].overview in opened
        assert WORDS[locale].safety in opened
        assert "chronic-pain" in reader.run("search", WORDS[locale].name, "--locale", locale, api=NOWHERE)
    assert "chronic-pain" not in reader.run("search", "influenza", api=NOWHERE)


def test_a_reader_in_mexico_gets_spanish_offline_before_english(reader: Reader) -> None:
    factories.page("chronic-pain", locales=("es",))
    factories.page("epilepsy")
    reader.run("sync")

    said = reader.run("offline", "--locale", "es-MX", api=NOWHERE)

    assert f"{WORDS['es'].name} [es]" in said
    assert f"{factories.PAGES['epilepsy']['en'].name} [en]" in said


def test_changes_moves_and_deletions_arrive_with_the_next_sync(reader: Reader) -> None:
    pain = factories.page("chronic-pain", locales=("es",))
    seizures = factories.page("epilepsy", locales=("ar",))
    reader.run("sync")

    factories.publish(factories.write(factories.latest(pain), "en", summary="Pain for longer than three months."))
    moved = factories.latest(pain)
    moved.slug = "persistent-pain"
    factories.publish(moved)
    factories.reload(seizures).delete()
    reader.run("sync")

    assert reader.keys == {("persistent-pain", "en"), ("persistent-pain", "es")}
    assert "Pain for longer than three months." in reader.run("open", "persistent-pain", api=NOWHERE)
    assert "can't be" in reader.fail("open", "epilepsy", "--locale", "ar", api=NOWHERE)


def test_a_locale_that_is_withdrawn_leaves_the_copy_and_the_reader_is_told_of_the_stand_in(reader: Reader) -> None:
    page = factories.page("chronic-pain", locales=("ar",))
    reader.run("sync")

    releases.withdraw(page, "ar", by=factories.approver("ar"), reason="A dose is wrong")
    reader.run("sync")

    opened = reader.run("open", "chronic-pain", "--locale", "ar", api=NOWHERE)
    assert WORDS["en"].overview in opened
    assert WORDS["ar"].overview not in opened
    assert "this is en" in opened or "this is English" in opened


def test_whoever_is_killed_in_the_middle_goes_on_from_there(reader: Reader, between: Between) -> None:
    factories.page("chronic-pain", locales=factories.WHOLE)
    factories.page("epilepsy", locales=factories.WHOLE)
    between.page_size = 3
    between.hold = lambda _: len(between.feed_pages) == 3

    killed = reader.start("sync")
    assert between.is_holding.wait(30)
    killed.kill()
    killed.communicate()
    before = reader.held
    between.hold = lambda _: False
    pages_before = len(between.feed_pages)
    reader.run("sync")

    assert len(before["documents"]) == 6
    assert all("cursor=" in path for path in between.feed_pages[pages_before:])
    assert reader.keys == {(slug, tag) for slug in ("chronic-pain", "epilepsy") for tag in ("en", *factories.WHOLE)}


def test_a_feed_that_begins_anew_drops_what_it_does_not_tell_again(reader: Reader, between: Between) -> None:
    page = factories.page("chronic-pain", locales=("ar",))
    reader.run("sync")
    held = reader.held
    lost = {**held["documents"][f"{page.content_id} ar"], "id": "lost", "slug": "lost"}
    reader.store.write_text(json.dumps({**held, "documents": {**held["documents"], "lost ar": lost}}))
    between.page_size = 1

    # The locales are asked for first; they are as they were.
    between.replies = [between.passed_on("/api/v1/locales/", {}), refusal(410, "feed-reset")]
    reader.run("sync")

    assert "lost ar" not in reader.held["documents"]
    assert reader.held["documents"] == held["documents"]
    assert reader.held["doubtful"] == []


def test_a_busy_server_is_asked_again_when_it_says(reader: Reader, between: Between) -> None:
    factories.page("chronic-pain")
    now, later = {"Retry-After": "Mon, 02 Nov 2026 10:00:00 GMT"}, {"Retry-After": "1"}
    between.replies = [refusal(429, "rate-limited", **now), refusal(503, "unavailable", **later)]
    before = time.monotonic()

    said = reader.run("open", "chronic-pain")

    assert WORDS["en"].overview in said
    assert time.monotonic() - before > 1
    assert between.answered == [429, 503, 200]


def test_a_server_that_stays_busy_is_left_in_peace_and_the_copy_read(reader: Reader, between: Between) -> None:
    factories.page("chronic-pain")
    reader.run("sync")
    asked = len(between.asked)
    between.replies = [refusal(503, "unavailable", **{"Retry-After": "0"})] * 9

    said = reader.run("open", "chronic-pain")

    assert "The API can't be reached." in said
    assert len(between.asked) - asked == 4


@pytest.mark.parametrize("reply", [Reply(200, b"{", {}), Reply(502, b"<p>No", {"Content-Type": "text/html"})])
def test_what_is_not_the_api_changes_nothing(reader: Reader, between: Between, reply: Reply) -> None:
    factories.page("chronic-pain")
    reader.run("sync")
    before = reader.held

    between.replies = [reply]
    reader.fail("sync")

    assert reader.held == before


def test_problems_are_told_as_the_api_tells_them(reader: Reader) -> None:
    page = factories.page("chronic-pain")
    page.unpublish()

    assert reader.fail("open", "influenza").startswith("Not found:")
    assert reader.fail("open", "chronic-pain").startswith("Gone:")
    assert reader.fail("open", "chronic-pain", "--locale", "tlh").startswith("Unknown locale:")


def test_a_key_is_sent_and_a_bad_one_is_told(reader: Reader, between: Between, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(node.ENVIRONMENT, "API_KEY", "a key of a test")
    between.replies = [refusal(401, "invalid-key")]

    assert reader.fail("open", "chronic-pain").startswith("invalid-key:")
    assert between.authorizations == ["Bearer a key of a test"]


def test_an_old_slug_leads_to_the_condition(reader: Reader) -> None:
    page = factories.page("chronic-pain")
    page.slug = "persistent-pain"
    factories.publish(page)

    assert WORDS["en"].overview in reader.run("open", "chronic-pain")


def test_readers_are_told_of_notices_and_of_a_translation_that_the_source_has_left_behind(reader: Reader) -> None:
    factories.notice(locales=("en", "es"))
    page = factories.page("chronic-pain", locales=("es",))
    factories.publish(factories.write(factories.latest(page), "en", summary="Pain that stays."))

    said = reader.run("open", "chronic-pain", "--locale", "es")

    assert "[emergency]" in said
    assert "llame al 911" in said
    assert "has changed since this was translated" in said


def test_text_in_a_right_to_left_script_keeps_its_direction(reader: Reader) -> None:
    factories.page("chronic-pain", locales=("ar",))

    said = reader.run("open", "chronic-pain", "--locale", "ar")

    assert f"{RIGHT_TO_LEFT}{WORDS['ar'].overview}\u2069" in said.splitlines()


def test_an_answer_that_is_held_is_not_sent_again(typescript: Reader, between: Between) -> None:
    factories.page("chronic-pain", locales=("ar",))

    first = typescript.run("open", "chronic-pain", "--locale", "ar")
    second = typescript.run("open", "chronic-pain", "--locale", "ar")

    assert between.answered == [200, 304]
    assert second == first
    assert WORDS["ar"].overview in typescript.run("open", "chronic-pain", "--locale", "ar", api=NOWHERE)


def test_a_condition_that_is_found_gone_leaves_the_copy_at_once(typescript: Reader) -> None:
    page = factories.page("chronic-pain", locales=("ar",))
    typescript.run("sync")
    page.unpublish()

    typescript.fail("open", "chronic-pain", "--locale", "ar")

    assert typescript.keys == set()


def test_an_earlier_version_says_what_has_become_of_it(typescript: Reader) -> None:
    page = factories.page("chronic-pain", locales=("ar",))
    factories.publish(factories.write(factories.latest(page), "en", summary="Pain that stays."))
    releases.withdraw(page, "ar", by=factories.approver("ar"), reason="A dose is wrong")

    replaced = typescript.run("open", "chronic-pain", "--version", "1")
    withdrawn = typescript.run("open", "chronic-pain", "--version", "1", "--locale", "ar")

    assert "has replaced this." in replaced
    assert WORDS["en"].summary in replaced
    assert "Do not rely on it: it was withdrawn" in withdrawn
