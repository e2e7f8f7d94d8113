"""The change feed: all that is live, then everything that happens, each at least once, in order, for ever."""

from __future__ import annotations

import random
import threading
import time
from dataclasses import replace
from typing import TYPE_CHECKING, Any
from unittest.mock import patch
from urllib.parse import urlencode

import pytest
from django.db import connection, connections, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings, strategies as st

from cms.delivery import feed
from cms.delivery.feed_parameters import MAX_DOCUMENTS
from cms.delivery.feed_places import Place
from cms.locales import TAGS
from cms.publishing import lifecycle, store
from cms.publishing.models import Answer, Counter, Document, Edition, Publication
from cms.translation import releases
from tests import factories as authored
from tests.delivery.asking import assert_problem
from tests.delivery.factories import Content, Text, publish, remove
from tests.delivery.following import FEED, Follower, live
from tests.delivery.library import CRPS, EPILEPSY, OFF_LABEL, SHINGLES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from pytest_django import Settings

#: Given out by the first version, after the thirteenth edition of the library and within a crawl of it.
CURSOR_IN_LOG = "TAAAAAAAAAANFh72S7t5_5bSjSioxNrGzA"
CURSOR_IN_CRAWL = "QwAAAAAAAAAfukNJOuK2tGEAAAAAAAAABWsaNuEFksJH"


@pytest.fixture
def follower(client: Client, db: None) -> Follower:
    return Follower(client)


def of(page: Any, changes: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Those of one content: a page above it, say, changes with it."""
    return [change for change in changes if change["id"] == str(page.content_id)]


def events(changes: Sequence[dict[str, Any]], page: Any) -> list[tuple[str, str]]:
    """The locales and events of one content, in the order of the locales."""
    found = [(change["locale"], change["event"]) for change in of(page, changes)]
    return sorted(found, key=lambda pair: TAGS.index(pair[0]))


# What is told, through real publishing


@pytest.mark.parametrize("locale", ["es", "ar", "zh-Hans"])
def test_a_release_is_told_in_its_own_locale_with_its_address(follower: Follower, locale: str) -> None:
    page = authored.page(locales=("en",))
    follower.catch_up()

    authored.release(authored_in(page, locale), locale)

    change = next(change for change in follower.catch_up() if change["locale"] == locale)
    edition = authored.editions(page, locale)[-1]
    assert change == {
        "sequence": edition.sequence,
        "event": "published",
        "type": "condition",
        "id": str(page.content_id),
        "locale": locale,
        "version": 1,
        "change_kind": "content",
        "digest": edition.digest,
        "url": f"http://testserver/api/v1/conditions/chronic-pain/?locale={locale}",
        "occurred_at": edition.occurred_at.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "moved_to": None,
        "gone_reason": None,
    }
    assert follower.client.get(change["url"]).json()["version"] == 1


def authored_in(page: Any, locale: str) -> Any:
    words = authored.PAGES["chronic-pain"][locale]
    draft = authored.write(
        authored.latest(page),
        locale,
        name=words.name,
        path_segment=words.segment,
        summary=words.summary,
        sections=authored.sections_of("chronic-pain", words),
    )
    draft.save_revision()
    return authored.reload(page)


def test_a_regional_overlay_is_a_document_of_its_own(follower: Follower) -> None:
    page = authored.page(locales=("en", "es"))
    authored.overlay(page, summary="Dolor que dura más de tres meses seguidos.")
    follower.catch_up()

    authored.release(page, "es-MX")

    told = [change for change in follower.catch_up() if change["locale"] == "es-MX"]
    assert [change["event"] for change in told] == ["published"]
    assert Follower(follower.client, {"locale": "es-MX"}).catch_up()[-1] == told[0]


def test_a_locale_without_a_release_is_told_of_nothing(client: Client, db: None) -> None:
    authored.page(locales=("en", "es", "ar"))

    assert Follower(client, {"locale": "fr"}).catch_up() == []


@pytest.mark.parametrize("kind", ["editorial", "content"])
def test_a_change_says_its_kind_and_its_version(follower: Follower, kind: str) -> None:
    page = authored.page()
    follower.catch_up()

    authored.publish(authored.write(page, "en", summary="Pain for three months or more."), kind=kind)

    (change,) = of(page, follower.catch_up())
    assert (change["event"], change["change_kind"], change["version"]) == ("published", kind, 2)


def test_a_safety_change_tells_that_what_still_says_the_old_is_gone(follower: Follower) -> None:
    page = authored.page(locales=("en", "ar", "zh-Hans"))
    follower.catch_up()

    authored.publish(authored.write(page, "en", summary="Do not stop medicines suddenly."), kind="safety")

    changes = follower.catch_up()
    assert events(changes, page) == [("en", "published"), ("ar", "gone"), ("zh-Hans", "gone")]
    assert {change["change_kind"] for change in of(page, changes)} == {"safety"}
    assert {change["gone_reason"] for change in of(page, changes)} == {None, "withdrawn"}


@pytest.mark.parametrize(
    ("locale", "segment"),
    [("en", "lasting-pain"), ("es", "dolor-persistente"), ("ar", "ألم-مستمر"), ("zh-Hans", "长期疼痛")],
)
def test_a_new_path_segment_moves_its_locale(follower: Follower, locale: str, segment: str) -> None:
    page = authored.page(locales=("en", locale))
    follower.catch_up()

    draft = authored.write(authored.latest(page), locale, path_segment=segment)
    if locale == "en":
        authored.publish(draft)
    else:
        draft.save_revision()
        authored.release(page, locale)

    changes = follower.catch_up()
    assert (locale, "moved") in events(changes, page)
    moved = next(change for change in changes if change["event"] == "moved")
    assert moved["moved_to"] == moved["url"]
    assert moved["version"] == authored.document(page, locale).version
    assert follower.client.get(moved["url"]).json()["path"].endswith(f"/{segment}")


def test_a_new_slug_moves_every_locale_to_where_the_old_address_leads(follower: Follower) -> None:
    page = authored.page("crps", locales=("en", "es", "ar"))
    old = {change["locale"]: change["url"] for change in of(page, follower.catch_up())}

    page.slug = "causalgia"
    authored.publish(page)

    changes = of(page, follower.catch_up())
    assert events(changes, page) == [("en", "moved"), ("es", "moved"), ("ar", "moved")]
    for change in changes:
        assert follower.client.get(old[change["locale"]]).headers["Location"] == change["moved_to"]
    assert follower.held == live()


def test_a_new_slug_moves_shared_content_too(follower: Follower) -> None:
    therapy = authored.therapy(locales=("en", "es"))
    follower.catch_up()

    therapy.slug = "ketamine-drip"
    authored.publish(therapy)

    moved = {change["locale"]: change["moved_to"] for change in follower.catch_up() if change["event"] == "moved"}
    assert moved == {tag: f"http://testserver/api/v1/therapies/ketamine-drip/?locale={tag}" for tag in ("en", "es")}


def test_moving_a_topic_moves_what_is_below_it(follower: Follower) -> None:
    topic, other = authored.page("chronic-pain", locales=("en", "ar")), authored.page("epilepsy", locales=("en", "ar"))
    condition = authored.page("crps", under=topic, locales=("en", "ar"))
    lifecycle.rebuild_stale()
    follower.catch_up()

    authored.reload(topic).move(authored.reload(other), pos="last-child")
    lifecycle.rebuild_stale()

    changes = follower.catch_up()
    assert events(changes, topic)[:2] == events(changes, condition)[:2] == [("en", "moved"), ("ar", "moved")]
    assert follower.held == live()


@pytest.mark.parametrize("locale", ["es", "ar", "zh-Hans"])
def test_a_withdrawn_locale_is_gone_and_the_others_stay(follower: Follower, locale: str) -> None:
    page = authored.page(locales=("en", locale))
    follower.catch_up()

    releases.withdraw(page, locale, by=authored.approver(locale), reason="A wrong dose")

    changes = follower.catch_up()
    assert events(changes, page) == [("en", "published"), (locale, "gone")]
    gone = next(change for change in changes if change["event"] == "gone")
    assert (gone["version"], gone["digest"], gone["moved_to"], gone["gone_reason"]) == (1, None, None, "withdrawn")
    assert follower.client.get(gone["url"]).json()["locale"] == "en"
    assert follower.held == live()


def test_rolling_back_tells_a_new_version_with_the_earlier_text(client: Client, db: None) -> None:
    page = authored.page(locales=("en", "ar"))
    follower = Follower(client, {"locale": "ar", "include": "document"})
    authored.write(authored.latest(page), "ar", summary="ألم طويل يستمر أكثر من ثلاثة أشهر.").save_revision()
    authored.release(page, "ar")
    follower.catch_up()

    releases.roll_back(page, "ar", to=1, by=authored.approver("ar"))

    (change,) = follower.catch_up()
    assert (change["event"], change["version"]) == ("published", 3)
    assert change["document"]["summary"] == "ألم يستمر أكثر من ثلاثة أشهر."


@pytest.mark.parametrize(
    ("act", "reason"),
    [(lambda page: page.unpublish(), "unpublished"), (lambda page: page.delete(), "deleted")],
    ids=["unpublish", "delete"],
)
def test_what_is_taken_away_is_gone_in_each_locale_with_the_reason(
    follower: Follower, act: Callable[[Any], object], reason: str
) -> None:
    page = authored.page(locales=("en", "es", "ar", "zh-Hans"))
    follower.catch_up()

    act(authored.reload(page))

    changes = follower.catch_up()
    assert events(changes, page) == [("en", "gone"), ("es", "gone"), ("ar", "gone"), ("zh-Hans", "gone")]
    assert {change["gone_reason"] for change in changes if change["event"] == "gone"} == {reason}
    assert_problem(follower.client.get(changes[0]["url"]), status=410, slug="gone", reason=reason)
    assert follower.held == live()


def test_what_comes_back_is_published_again(follower: Follower) -> None:
    page = authored.page(locales=("en", "ar"))
    page.unpublish()
    follower.catch_up()

    authored.publish(authored.reload(page))

    changes = of(page, follower.catch_up())
    assert events(changes, page) == [("en", "published"), ("ar", "published")]
    assert {change["locale"]: change["version"] for change in changes} == {"en": 3, "ar": 2}


def test_a_rebuild_that_says_the_same_is_not_told(follower: Follower) -> None:
    page = authored.page(locales=("en", "ar"))
    lifecycle.rebuild_stale()
    follower.catch_up()

    lifecycle.republish(page.content_id, dry_run=False)

    assert follower.catch_up() == []


def test_every_type_is_told_under_its_own_address(client: Client, library: None) -> None:
    follower = Follower(client)

    types = {change["type"] for change in follower.catch_up()}

    assert types == {"condition", "therapy", "glossary-term", "site"}
    assert follower.held == live()
    for change in follower.told:
        document = client.get(change["url"]).json()
        assert (document["id"], document["locale"], document["version"]) == (
            change["id"], change["locale"], change["version"],
        )  # fmt: skip


# The first crawl


@pytest.mark.parametrize("limit", [1, 2, 5, 17, 18, 500])
def test_a_crawl_tells_each_live_document_once_in_order(client: Client, library: None, limit: int) -> None:
    follower = Follower(client)

    pages: list[dict[str, Any]] = []
    while not pages or pages[-1]["has_more"]:
        pages.append(follower.read(limit=limit))

    assert follower.held == live()
    assert len(follower.told) == len(live())
    assert follower.sequences == sorted(follower.sequences)
    assert all(len(page["changes"]) == limit for page in pages[:-1])
    assert 0 < len(pages[-1]["changes"]) <= limit
    assert follower.read()["changes"] == []


def test_without_anything_published_the_feed_is_empty_and_goes_on_from_there(follower: Follower) -> None:
    page = follower.read()

    assert (page["changes"], page["has_more"]) == ([], False)
    publish(CRPS)
    assert len(follower.catch_up()) == len(CRPS.texts)


def test_what_changes_during_a_crawl_is_told_after_it(follower: Follower) -> None:
    conditions = [condition(number) for number in range(6)]
    follower.read(limit=2)

    publish(condition(0, summary="Told already."))
    publish(condition(5, summary="Not told yet."))
    publish(condition(6))

    told = [slug_of(change) for change in follower.catch_up(limit=2)]
    assert told == ["ache-2", "ache-3", "ache-4", "ache-0", "ache-5", "ache-6"]
    assert follower.held == live()
    assert len(conditions) == 6


def test_what_goes_during_a_crawl_is_told_as_gone_whether_it_was_told_or_not(follower: Follower) -> None:
    conditions = [condition(number) for number in range(6)]
    follower.read(limit=2)

    remove(conditions[0], reason="expired")
    remove(conditions[5])

    told = [(slug_of(change), change["event"]) for change in follower.catch_up(limit=2)]
    assert told == [
        ("ache-2", "published"),
        ("ache-3", "published"),
        ("ache-4", "published"),
        ("ache-0", "gone"),
        ("ache-5", "gone"),
    ]
    assert follower.held == live()


def test_what_was_gone_before_a_crawl_is_not_told(client: Client, library: None) -> None:
    slugs = {slug_of(change) for change in Follower(client).catch_up()}

    assert SHINGLES.slug not in slugs


def test_a_page_that_the_crawl_fills_to_its_end_is_followed_by_the_log(follower: Follower) -> None:
    for number in range(4):
        condition(number)
    follower.read(limit=2)
    publish(condition(0, summary="Changed."))

    second, third = follower.read(limit=2), follower.read(limit=2)

    assert [slug_of(change) for change in second["changes"]] == ["ache-2", "ache-3"]
    assert [slug_of(change) for change in third["changes"]] == ["ache-0"]
    assert (second["has_more"], third["has_more"]) == (True, False)


def test_of_several_changes_after_a_crawl_each_is_told(follower: Follower) -> None:
    condition(0)
    follower.catch_up()

    for number in range(3):
        publish(condition(0, summary=f"Pain, told in another way: {number}."))
    remove(condition(0))

    told = [(change["version"], change["event"]) for change in follower.catch_up(limit=1)]
    assert told == [(2, "published"), (3, "published"), (4, "published"), (4, "gone")]


def condition(number: int, summary: str = "It hurts.", **texts: Text) -> Content:
    """One of many; published as it is unless it is given other words."""
    slug = f"ache-{number}"
    content = Content(slug, {"en": Text(f"Ache {number}", summary, slug), **texts})
    if summary == "It hurts." and not Document.objects.filter(slug=slug).exists():
        publish(content)
    return content


def slug_of(change: dict[str, Any]) -> str:
    return str(change["url"]).partition("?")[0].rstrip("/").rpartition("/")[2]


# Filters


@pytest.mark.parametrize(
    "filters",
    [
        {"locale": "ar"},
        {"locale": "es-MX"},
        {"locale": "zh-Hans"},
        {"locale": "fr"},
        {"type": "condition"},
        {"type": "glossary-term"},
        {"type": "therapy", "locale": "es"},
        {"type": "site", "locale": "en"},
    ],
    ids=lambda filters: "-".join(filters.values()),
)
@pytest.mark.parametrize("limit", [1, 500])
def test_a_filter_keeps_the_locale_and_type_it_names(
    client: Client, library: None, filters: dict[str, str], limit: int
) -> None:
    follower = Follower(client, filters)
    follower.catch_up(limit=limit)
    assert follower.held == live(**filters)

    publish(replace(CRPS, texts={tag: replace(text, summary="…") for tag, text in CRPS.texts.items()}))
    remove(EPILEPSY)
    publish(replace(OFF_LABEL, slug="off-licence"))

    follower.catch_up(limit=limit)
    assert follower.held == live(**filters)
    assert {change["locale"] for change in follower.told} <= {
        filters.get("locale", change["locale"]) for change in follower.told
    }


def test_a_locale_may_be_written_in_any_case(client: Client, library: None) -> None:
    assert Follower(client, {"locale": "ZH-hans"}).catch_up() == Follower(client, {"locale": "zh-Hans"}).catch_up()


def test_nothing_is_negotiated(client: Client, library: None) -> None:
    answer = client.get(FEED, headers={"Accept-Language": "ar"})

    assert len(answer.json()["changes"]) == len(live())
    assert "Accept-Language" not in answer.headers["Vary"]
    assert "Content-Location" not in answer.headers
    assert answer.headers["Content-Language"] == "en"


def test_what_is_filtered_out_is_passed_over_for_good(client: Client, library: None) -> None:
    follower = Follower(client, {"locale": "ar"})
    follower.catch_up()
    before = follower.cursor

    publish(Content("asthma", {"en": Text("Asthma", "Narrow airways.", "asthma")}))

    assert follower.read() == {"changes": [], "next_cursor": follower.cursor, "has_more": False}
    assert follower.cursor != before


def test_a_page_goes_through_so_much_of_the_log_and_no_more(
    client: Client, library: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(feed, "MOST_PASSED_OVER", 5)
    unfiltered, arabic = Follower(client), Follower(client, {"locale": "ar"})
    for follower in (unfiltered, arabic):
        follower.catch_up()
    for number in range(11):
        publish(condition(number, "It hurts a lot."))
    publish(condition(11, "It hurts a lot.", ar=Text("ألم", "إنه يؤلم.", "ألم")))

    pages = [arabic.read() for _ in range(3)]

    assert [(len(page["changes"]), page["has_more"]) for page in pages] == [(0, True), (0, True), (1, False)]
    assert len(unfiltered.read()["changes"]) == 13
    assert arabic.held == live(locale="ar")


# Documents


@pytest.mark.parametrize("locale", ["en", "es", "es-MX", "ar", "zh-Hans"])
def test_an_included_document_is_what_its_address_gives(client: Client, library: None, locale: str) -> None:
    answer = client.get(f"{FEED}?locale={locale}&include=document")

    changes = answer.json()["changes"]
    assert len(changes) == len(live(locale=locale))
    for change in changes:
        assert change["document"] == client.get(change["url"]).json()
        assert change["document"]["sequence"] == change["sequence"]
    assert answer.headers["Content-Language"] == locale
    assert b"origin.invalid" not in answer.content


def test_no_text_is_sent_that_was_replaced_or_withdrawn(client: Client, db: None) -> None:
    follower = Follower(client, {"include": "document"})
    condition(0)
    condition(1)
    follower.catch_up()

    publish(condition(0, summary="Take ten times as much."))
    publish(condition(0, summary="Never take more than the label says."))
    publish(condition(1, summary="Take ten times as much."))
    remove(condition(1))

    told = follower.catch_up()
    assert [change["document"] and change["document"]["summary"] for change in told] == [
        None, "Never take more than the label says.", None, None,
    ]  # fmt: skip
    assert [change["event"] for change in told] == ["published", "published", "published", "gone"]


def test_a_document_is_only_there_when_it_is_asked_for(client: Client, library: None) -> None:
    assert all("document" not in change for change in client.get(FEED).json()["changes"])


def test_with_documents_a_page_is_smaller(client: Client, db: None) -> None:
    for number in range(MAX_DOCUMENTS + 1):
        condition(number)

    assert len(client.get(f"{FEED}?include=document").json()["changes"]) == MAX_DOCUMENTS
    assert len(client.get(f"{FEED}?include=document&limit={MAX_DOCUMENTS}").json()["changes"]) == MAX_DOCUMENTS
    assert len(client.get(FEED).json()["changes"]) == MAX_DOCUMENTS + 1
    answer = client.get(f"{FEED}?limit={MAX_DOCUMENTS + 1}&include=document")
    assert_problem(answer, status=400, slug="invalid-parameter", parameter="limit")


# Parameters and cursors


@pytest.mark.parametrize(
    ("query", "slug", "parameter"),
    [
        ("limit=0", "invalid-parameter", "limit"),
        ("limit=501", "invalid-parameter", "limit"),
        ("limit=", "invalid-parameter", "limit"),
        ("limit=5&limit=5", "invalid-parameter", "limit"),
        ("type=page", "invalid-parameter", "type"),
        ("type=Condition", "invalid-parameter", "type"),
        ("type=", "invalid-parameter", "type"),
        ("type=condition&type=site", "invalid-parameter", "type"),
        ("include=documents", "invalid-parameter", "include"),
        ("include=document&include=document", "invalid-parameter", "include"),
        ("locale=ar&locale=ar", "invalid-parameter", "locale"),
        ("cursor=a&cursor=a", "invalid-parameter", "cursor"),
        (f"cursor={'a' * 10_000}", "invalid-parameter", "cursor"),
        ("locale=de", "unknown-locale", "locale"),
        ("locale=", "unknown-locale", "locale"),
        ("fallback=none", "unknown-parameter", "fallback"),
        ("since=2026-11-01", "unknown-parameter", "since"),
        ("cursor=", "invalid-cursor", "cursor"),
        ("cursor=x", "invalid-cursor", "cursor"),
        ("cursor=%F0%9F%A9%BA", "invalid-cursor", "cursor"),
        ("cursor=TAAAAAAAAAAA", "invalid-cursor", "cursor"),
        (f"cursor={'TAAA' * 20}", "invalid-cursor", "cursor"),
    ],
)
def test_what_is_wrong_is_told_by_its_name(client: Client, db: None, query: str, slug: str, parameter: str) -> None:
    assert_problem(client.get(f"{FEED}?{query}"), status=400, slug=slug, parameter=parameter)


def test_an_unknown_locale_is_told_with_those_that_there_are(client: Client, db: None) -> None:
    problem = assert_problem(client.get(f"{FEED}?locale=de"), status=400, slug="unknown-locale", locales=list(TAGS))

    assert "Accept-Language" not in problem["detail"]


@pytest.mark.parametrize("other", [{"locale": "ar"}, {"type": "condition"}, {"locale": "ar", "type": "condition"}])
def test_a_cursor_belongs_to_its_filters(client: Client, library: None, other: dict[str, str]) -> None:
    plain, filtered = Follower(client), Follower(client, other)
    for follower in (plain, filtered):
        follower.read(limit=1)

    filters = urlencode(other)
    for query in (
        f"{filters}&cursor={plain.cursor}",
        f"cursor={filtered.cursor}",
        f"locale=es&cursor={filtered.cursor}",
    ):
        answer = client.get(f"{FEED}?{query}")
        assert_problem(answer, status=400, slug="invalid-cursor", parameter="cursor")


def test_the_size_of_a_page_and_documents_may_change_on_the_way(client: Client, library: None) -> None:
    follower = Follower(client)

    follower.read(limit=3)
    follower.read(limit=1, include="document")
    follower.catch_up(limit=500)

    assert follower.held == live()
    assert len(follower.told) == len(live())


@pytest.mark.parametrize("reading", [1, None], ids=["crawl", "log"])
def test_a_cursor_that_was_changed_is_refused(client: Client, library: None, reading: int | None) -> None:
    follower = Follower(client)
    follower.read(**({"limit": reading} if reading else {}))
    cursor = follower.cursor or ""

    for changed in (
        f"{cursor}=",
        f"A{cursor[1:]}",
        f"{cursor[:9]}-{cursor[10:]}",
        f" {cursor}",
        cursor[:20],
        cursor * 2,
    ):
        answer = client.get(FEED, {"cursor": changed})
        assert_problem(answer, status=400, slug="invalid-cursor", parameter="cursor")


@pytest.mark.parametrize("sequence", [2**63 - 1, 2**60 + 1, -1])
@pytest.mark.parametrize("crawled", [None, -(2**63), 2**63 - 1])
def test_a_cursor_with_a_number_that_was_made_up_is_refused(
    client: Client, library: None, sequence: int, crawled: int | None
) -> None:
    cursor = Place(sequence, bytes(8), crawled).cursor(filters={})

    assert_problem(client.get(f"{FEED}?cursor={cursor}"), status=400, slug="invalid-cursor", parameter="cursor")


@pytest.mark.parametrize(("cursor", "first"), [(CURSOR_IN_LOG, 14), (CURSOR_IN_CRAWL, 11)], ids=["log", "crawl"])
def test_a_cursor_of_the_first_version_holds_for_ever(client: Client, library: None, cursor: str, first: int) -> None:
    follower = Follower(client, cursor=cursor)

    follower.catch_up(limit=3)

    assert follower.sequences[0] == first


def test_a_cursor_holds_whatever_is_published_after_it(client: Client, library: None) -> None:
    follower, newcomer = Follower(client), Follower(client)
    follower.read(limit=4)

    for number in range(30):
        publish(condition(number % 3, summary=f"It hurts, {number}."))

    follower.catch_up(limit=7)
    newcomer.catch_up()
    assert follower.held == newcomer.held == live()


# Restoring a backup


def back_up() -> int:
    return store.sequence()


def restore(backup: int) -> None:
    """The database as it was when the edition was the newest, and what is rebuilt from the log after that."""
    Document.objects.all().delete()
    Answer.objects.all().delete()
    Publication.objects.all().delete()
    Edition.objects.filter(sequence__gt=backup).delete()
    Counter.objects.update(sequence=backup)


@pytest.mark.parametrize("published_since", [0, 1, 2, 3, 9])
def test_a_cursor_that_has_seen_what_a_restore_lost_is_told_to_start_again(
    client: Client, db: None, published_since: int
) -> None:
    condition(0)
    backup = back_up()
    condition(1)
    condition(2)
    follower = Follower(client)
    follower.catch_up()

    restore(backup)
    for number in range(published_since):
        publish(condition(1, summary=f"It hurts, {number}."))

    answer = client.get(f"{FEED}?cursor={follower.cursor}")
    problem = assert_problem(answer, status=410, slug="feed-reset")
    assert "Start again without `cursor`" in problem["detail"]
    assert answer.headers["Cache-Control"] == "no-store"


def test_a_crawl_that_began_before_a_restore_is_told_to_start_again(client: Client, db: None) -> None:
    condition(0)
    condition(1)
    backup = back_up()
    condition(2)
    follower = Follower(client)
    follower.read(limit=1)

    restore(backup)
    publish(condition(3))

    assert_problem(client.get(f"{FEED}?cursor={follower.cursor}"), status=410, slug="feed-reset")


def test_a_cursor_from_before_the_backup_goes_on_after_a_restore(client: Client, db: None) -> None:
    condition(0)
    follower = Follower(client)
    follower.catch_up()
    publish(condition(0, summary="It hurts a lot."))
    backup = back_up()
    condition(1)

    restore(backup)
    publish(condition(2))

    assert [slug_of(change) for change in follower.catch_up()] == ["ache-0", "ache-2"]


def test_a_cursor_of_an_empty_log_holds_in_every_log(follower: Follower) -> None:
    follower.read()
    condition(0)
    restore(0)

    publish(condition(1))

    assert [slug_of(change) for change in follower.catch_up()] == ["ache-1"]


# Caching


def test_a_follower_who_has_everything_gets_304_until_something_happens(client: Client, library: None) -> None:
    follower = Follower(client)
    follower.catch_up()
    path = f"{FEED}?cursor={follower.cursor}"

    etag = client.get(path).headers["ETag"]

    unchanged = client.get(path, headers={"If-None-Match": etag})
    assert (unchanged.status_code, unchanged.content) == (304, b"")
    publish(condition(0, summary="New."))
    assert client.get(path, headers={"If-None-Match": etag}).status_code == 200


def test_caches_may_keep_a_page_and_drop_it_by_one_key(client: Client, library: None) -> None:
    answer = client.get(FEED)

    assert answer.headers["Surrogate-Key"] == "changes"
    assert answer.headers["Cache-Control"].startswith("public, max-age=60, s-maxage=300")
    assert "Last-Modified" not in answer.headers
    head = client.head(FEED)
    assert (head.content, dict(head.headers)) == (b"", dict(answer.headers))


def test_a_new_origin_is_another_answer(client: Client, library: None, settings: Settings) -> None:
    before = client.get(FEED).headers["ETag"]
    settings.PUBLIC_ORIGIN = "https://api.example.org"

    answer = client.get(FEED)

    assert answer.headers["ETag"] != before
    assert answer.json()["changes"][0]["url"].startswith("https://api.example.org/api/v1/")


# Growth


@pytest.mark.parametrize(
    "query", ["", "&locale=ar", "&type=condition", "&type=condition&locale=ar", "&include=document"]
)
@pytest.mark.parametrize("phase", ["start", "crawl", "log"])
def test_ten_more_documents_cost_as_many_queries(client: Client, library: None, query: str, phase: str) -> None:
    path = path_in(client, phase, query)
    publish_many(range(2))
    few = queries(client, path)

    publish_many(range(2, 12))

    assert queries(client, path) == few == 2


def test_asking_whether_anything_happened_costs_one_query(client: Client, library: None) -> None:
    assert queries(client, path_in(client, "log", "")) == 1


def publish_many(numbers: range) -> None:
    for number in numbers:
        publish(condition(number, "It hurts a lot.", ar=Text(f"ألم {number}", "إنه يؤلم.", f"ألم-{number}")))


def path_in(client: Client, phase: str, query: str) -> str:
    """A page at the start, in the middle of a crawl, or in the log."""
    if phase == "start":
        return f"{FEED}?limit=1{query}"
    page = client.get(f"{FEED}?limit={1 if phase == 'crawl' else 25}{query}").json()
    return f"{FEED}?limit=1&cursor={page['next_cursor']}{query}"


def queries(client: Client, path: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        client.get(path)
    return len(captured)


@pytest.mark.once
@pytest.mark.parametrize(
    ("query", "index"),
    [("", ""), ("&locale=ar", "by_locale"), ("&type=site", "by_type"), ("&type=condition&locale=ar", "by_")],
)
@pytest.mark.parametrize("phase", ["start", "log"])
def test_a_page_is_one_range_of_an_index_whatever_is_filtered_out(
    client: Client, library: None, query: str, index: str, phase: str
) -> None:
    path = path_in(client, phase, query)
    if phase == "log":
        publish(condition(0, summary="New."))

    plan = " ".join(plans_of(client, path))

    assert index in plan
    assert "SCAN publishing" not in plan
    assert "USE TEMP B-TREE FOR ORDER BY" not in plan


def plans_of(client: Client, path: str) -> Iterator[str]:
    with CaptureQueriesContext(connection) as captured:
        client.get(path)
    with connection.cursor() as cursor:
        for query in captured:
            cursor.execute(f"EXPLAIN QUERY PLAN {query['sql']}")
            yield from (step for *_ids, step in cursor.fetchall())


# Any schedule

LOCALES = ("en", "es", "es-MX", "ar", "zh-Hans")
WATCHING: list[dict[str, str]] = [{}, {"locale": "ar"}, {"type": "condition"}, {"locale": "es-MX", "type": "therapy"}]
CONTENTS = [("condition", 0), ("condition", 1), ("condition", 2), ("therapy", 0), ("therapy", 1)]

publishing = st.tuples(
    st.sampled_from(CONTENTS), st.frozensets(st.sampled_from(LOCALES)), st.integers(0, 2), st.integers(0, 1)
)
reading = st.tuples(st.integers(0, 2 * len(WATCHING) - 1), st.integers(1, 4))


def put(kind: str, number: int, locales: frozenset[str], words: int, address: int) -> None:
    """No locales: it is gone. Another address: it is renamed."""
    slug = f"{kind}-{number}-{address}"
    texts = {tag: Text(f"{tag} {words}", f"{tag} {words}", f"{slug}-{tag}") for tag in LOCALES if tag in locales}
    named = Content(f"{kind}-{number}", texts, type=kind)
    publish(replace(named, slug=slug, content_id=named.id))


@given(schedule=st.lists(st.one_of(publishing, reading), max_size=40))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_is_published_and_read_in_turn_all_end_with_what_is_live(
    client: Client, db: None, schedule: list[tuple[Any, ...]]
) -> None:
    with transaction.atomic(), patch.object(feed, "MOST_PASSED_OVER", 8):
        followers = [Follower(client, dict(filters)) for filters in WATCHING for _ in range(2)]
        began: dict[int, int] = {}
        for step in schedule:
            if len(step) == 4:
                (kind, number), locales, words, address = step
                put(kind, number, locales, words, address)
            else:
                began.setdefault(step[0], store.sequence())
                followers[step[0]].read(limit=step[1])
        for place, follower in enumerate(followers):
            began.setdefault(place, store.sequence())
            follower.catch_up(limit=3)
            assert_nothing_missed(follower, since=began[place])
        transaction.set_rollback(True)


def assert_nothing_missed(follower: Follower, *, since: int) -> None:
    """It holds what is live, was told every edition since its beginning, and all of it in order."""
    assert follower.held == live(**follower.parameters)
    assert follower.sequences == sorted(set(follower.sequences))
    log = Edition.objects.filter(sequence__gt=since, **follower.parameters).order_by("sequence")
    assert [number for number in follower.sequences if number > since] == list(log.values_list("sequence", flat=True))


# At the same time

WRITERS, CHANGES_EACH, CONTENTS_EACH = 4, 60, 6


@pytest.mark.django_db(transaction=True)
def test_none_is_skipped_while_many_publish_and_many_read_at_once() -> None:
    failures: list[BaseException] = []
    done = threading.Event()
    late = threading.Event()
    followers = [Follower(Client()) for _ in range(4)]

    writers = [in_thread(failures, write_changes, writer) for writer in range(WRITERS)]
    began: dict[int, int] = {}
    at_once = threading.Event()
    at_once.set()
    readers = [
        in_thread(failures, follow, follower, began, done, at_once if place < 3 else late)
        for place, follower in enumerate(followers)
    ]
    while store.sequence() < WRITERS * CHANGES_EACH // 2 and any(writer.is_alive() for writer in writers):
        time.sleep(0.01)
    late.set()
    for writer in writers:
        writer.join(timeout=120)
    done.set()
    for reader in readers:
        reader.join(timeout=60)

    assert failures == []
    for follower in followers:
        assert_nothing_missed(follower, since=began[id(follower)])
    assert store.sequence() > WRITERS * CHANGES_EACH
    assert began[id(followers[3])] >= WRITERS * CHANGES_EACH // 2


def write_changes(writer: int) -> None:
    """New texts, new addresses, withdrawals and removals, in an order of its own."""
    choose = random.Random(writer)  # noqa: S311 -- a schedule, no secret
    for number in range(CHANGES_EACH):
        locales = frozenset(choose.sample(LOCALES, choose.randint(0, 3)))
        put("condition", writer * CONTENTS_EACH + number % CONTENTS_EACH, locales, number, choose.randint(0, 1))


def follow(follower: Follower, began: dict[int, int], done: threading.Event, start: threading.Event) -> None:
    """Notes an edition that its horizon can't be beyond, and reads until all is published and told."""
    start.wait(timeout=60)
    follower.read(limit=7)
    began[id(follower)] = store.sequence()
    is_last = False
    while not is_last:
        is_last = done.is_set()
        follower.catch_up(limit=7)


def in_thread(failures: list[BaseException], act: Callable[..., None], *arguments: Any) -> threading.Thread:
    def run() -> None:
        try:
            act(*arguments)
        except BaseException as error:
            failures.append(error)
        finally:
            connections.close_all()

    thread = threading.Thread(target=run)
    thread.start()
    return thread
