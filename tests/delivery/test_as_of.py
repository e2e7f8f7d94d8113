"""What a document said once: at a moment, and in a version; and what is told of it today."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
import time_machine
from hypothesis import HealthCheck, given, settings, strategies as st

from cms.publishing.document import Change
from tests import factories as pages
from tests.delivery.asking import assert_problem
from tests.delivery.factories import NOW, Content, Text, publish, remove
from tests.delivery.test_endpoints import validate

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.test import Client

GOUT = "/api/v1/conditions/gout/"

FIRST = Content(
    "gout",
    {
        "en": Text("Gout", "Painful joints.", "about-gout"),
        "es": Text("Gota", "Articulaciones dolorosas.", "gota"),
        "ar": Text("النقرس", "ألم في المفاصل.", "النقرس"),
        "zh-Hans": Text("痛风", "关节疼痛。", "痛风"),
    },
)
SECOND = replace(FIRST, texts={**FIRST.texts, "en": Text("Gout", "Painful, swollen joints.", "about-gout")})
HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def today() -> Iterator[None]:
    with time_machine.travel(NOW + timedelta(days=30), tick=False):
        yield


@pytest.fixture
def gout(db: None) -> None:
    """Published, changed an hour later."""
    publish(FIRST, at=NOW)
    publish(SECOND, at=NOW + HOUR)


def at(moment: datetime) -> str:
    return f"as_of={moment:%Y-%m-%dT%H:%M:%SZ}"


def asked(client: Client, query: str, path: str = GOUT) -> dict[str, Any]:
    answer = client.get(f"{path}?{query}")
    assert answer.status_code == 200, answer.content
    found: dict[str, Any] = answer.json()
    return found


def test_a_moment_gives_what_was_out_then(client: Client, gout: None) -> None:
    before, after = asked(client, at(NOW + HOUR / 2)), asked(client, at(NOW + 2 * HOUR))

    assert (before["summary"], before["version"]) == ("Painful joints.", 1)
    assert (after["summary"], after["version"]) == ("Painful, swollen joints.", 2)
    validate(before, "Condition")


def test_an_edition_is_out_from_its_very_second(client: Client, gout: None) -> None:
    assert asked(client, at(NOW))["version"] == 1
    assert asked(client, at(NOW + HOUR))["version"] == 2
    assert asked(client, at(NOW + HOUR - timedelta(seconds=1)))["version"] == 1


def test_what_is_out_today_is_the_same_by_its_moment_and_by_its_version(client: Client, gout: None) -> None:
    today = asked(client, "locale=en")

    assert today["superseded"] is None
    assert asked(client, at(NOW + 2 * HOUR)) == today
    assert asked(client, "version=2&locale=en") == today


def test_what_was_replaced_says_by_which_version(client: Client, gout: None) -> None:
    publish(FIRST, at=NOW + 2 * HOUR)

    assert asked(client, at(NOW))["superseded"] == {"by_version": 3, "withdrawn": False, "reason": None}
    assert asked(client, "version=2")["superseded"] == {"by_version": 3, "withdrawn": False, "reason": None}


@pytest.mark.parametrize(
    ("locale", "delivered", "summary"),
    [
        ("ar", "ar", "ألم في المفاصل."),
        ("es-MX", "es", "Articulaciones dolorosas."),
        ("zh-Hans", "zh-Hans", "关节疼痛。"),
        ("fr", "en", "Painful joints."),
    ],
)
def test_the_chain_stands_in_as_it_did_then(
    client: Client, gout: None, locale: str, delivered: str, summary: str
) -> None:
    answer = client.get(f"{GOUT}?locale={locale}&{at(NOW)}")

    body = answer.json()
    assert (body["locale"], body["requested_locale"], body["summary"]) == (delivered, locale, summary)
    assert answer.headers["Content-Language"] == delivered


def test_what_is_withdrawn_today_was_there_then_and_says_so(client: Client, gout: None) -> None:
    publish(replace(SECOND, texts={"en": SECOND.texts["en"]}), at=NOW + 2 * HOUR)

    before, after = asked(client, f"locale=ar&{at(NOW)}"), asked(client, f"locale=ar&{at(NOW + 3 * HOUR)}")

    assert (before["locale"], before["summary"]) == ("ar", "ألم في المفاصل.")
    assert before["superseded"] == {"by_version": None, "withdrawn": True, "reason": "withdrawn"}
    assert (after["locale"], after["superseded"]) == ("en", None)


def test_a_translation_that_came_later_was_stood_in_for(client: Client, db: None) -> None:
    publish(replace(FIRST, texts={"en": FIRST.texts["en"]}), at=NOW)
    publish(FIRST, at=NOW + HOUR)

    assert asked(client, f"locale=zh-Hans&{at(NOW)}")["locale"] == "en"
    assert asked(client, f"locale=zh-Hans&{at(NOW + HOUR)}")["locale"] == "zh-Hans"
    answer = client.get(f"{GOUT}?locale=zh-Hans&fallback=none&{at(NOW)}")
    assert_problem(answer, status=404, slug="not-translated", available_locales=["en"])


def test_a_part_in_another_language_rules_it_out_strictly_then_too(client: Client, db: None) -> None:
    partial = Text("النقرس", "ألم في المفاصل.", english_parts=frozenset({"safety"}))
    publish(replace(FIRST, texts={**FIRST.texts, "ar": partial}), at=NOW)
    publish(FIRST, at=NOW + HOUR)

    for query in (at(NOW), "version=1"):
        assert asked(client, f"locale=ar&fallback=language&{query}")["locale"] == "ar"
        answer = client.get(f"{GOUT}?locale=ar&fallback=none&{query}")
        assert_problem(answer, status=404, slug="not-translated")
    assert asked(client, f"locale=ar&fallback=none&{at(NOW + HOUR)}")["version"] == 2


def test_before_the_first_publication_there_was_nothing(client: Client, gout: None) -> None:
    body = assert_problem(client.get(f"{GOUT}?{at(NOW - HOUR)}"), status=404, slug="not-found")

    assert "2026-11-02T09:00:00Z" in body["detail"]


def test_what_was_gone_then_is_gone_though_it_is_back(client: Client, gout: None) -> None:
    remove(SECOND, reason="expired", at=NOW + 2 * HOUR)
    publish(SECOND, at=NOW + 4 * HOUR)

    answer = client.get(f"{GOUT}?{at(NOW + 3 * HOUR)}")

    assert_problem(answer, status=410, slug="gone", gone_at="2026-11-02T11:00:00Z", reason="expired")
    assert asked(client, at(NOW + 4 * HOUR))["superseded"] is None
    assert asked(client, at(NOW + HOUR))["superseded"] == {"by_version": 3, "withdrawn": True, "reason": "expired"}


def test_what_is_gone_today_can_be_read_as_it_was_and_says_so(client: Client, gout: None) -> None:
    remove(SECOND, reason="unpublished", at=NOW + 2 * HOUR)

    assert client.get(GOUT).status_code == 410
    body = asked(client, at(NOW + HOUR))
    assert body["summary"] == "Painful, swollen joints."
    assert body["superseded"] == {"by_version": None, "withdrawn": True, "reason": "unpublished"}
    assert asked(client, "version=1&locale=ar")["superseded"]["withdrawn"] is True


@pytest.mark.parametrize(("note", "reason"), [("The dose was wrong.", "The dose was wrong."), ("", "safety")])
def test_a_text_replaced_for_safety_is_marked_as_withdrawn_for_good(
    client: Client, db: None, note: str, reason: str
) -> None:
    publish(FIRST, at=NOW)
    publish(SECOND, at=NOW + HOUR, change=Change(kind="safety", note=note))
    publish(FIRST, at=NOW + 2 * HOUR)

    for query in (at(NOW), "version=1", f"{at(NOW)}&fields=name", f"{at(NOW)}&rich_text=plain"):
        told = asked(client, f"locale=en&{query}")["superseded"]
        assert told == {"by_version": 3, "withdrawn": True, "reason": reason}
    assert asked(client, f"{at(NOW)}&format=jsonld")["creativeWorkStatus"] == "Withdrawn"
    assert asked(client, "version=2")["superseded"]["withdrawn"] is False


def test_a_section_is_had_as_it_was_and_says_what_became_of_it(client: Client, gout: None) -> None:
    body = asked(client, f"{at(NOW)}&fields=section.plain_text", f"{GOUT}sections/overview/")

    assert body["section"]["plain_text"] == "Painful joints."
    assert body["superseded"] == {"by_version": 2, "withdrawn": False, "reason": None}
    whole = asked(client, "version=1&locale=ar", f"{GOUT}sections/overview/")
    validate(whole, "SectionAnswer")
    assert (whole["section"]["plain_text"], whole["superseded"]) == ("ألم في المفاصل.", None)


@pytest.mark.parametrize(
    ("locale", "summary"), [("ar", "ألم في المفاصل."), ("zh-Hans", "关节疼痛。"), ("es", "Articulaciones dolorosas.")]
)
def test_versions_are_counted_for_each_locale(client: Client, gout: None, locale: str, summary: str) -> None:
    assert asked(client, f"version=1&locale={locale}")["summary"] == summary
    body = assert_problem(client.get(f"{GOUT}?version=2&locale={locale}"), status=404, slug="not-found")
    assert "no version 2" in body["detail"]


def test_nothing_stands_in_for_a_version(client: Client, gout: None) -> None:
    answer = client.get(f"{GOUT}?version=1&locale=es-MX")

    assert_problem(answer, status=404, slug="not-translated", available_locales=["en", "es", "ar", "zh-Hans"])


def test_a_version_that_never_was_is_told_with_those_that_were(client: Client, gout: None) -> None:
    body = assert_problem(client.get(f"{GOUT}?version=3"), status=404, slug="not-found")

    assert body["detail"] == "There is no version 3 in en. There are versions 1 to 2."


def test_a_version_is_found_under_a_key_that_was_given_up(client: Client, gout: None) -> None:
    publish(replace(SECOND, slug="gouty-arthritis", content_id=FIRST.id), at=NOW + 2 * HOUR)

    assert client.get(GOUT).status_code == 308
    assert asked(client, "version=1")["slug"] == "gout"
    assert asked(client, at(NOW), f"/api/v1/conditions/{FIRST.id}/")["slug"] == "gout"
    assert_problem(client.get(f"/api/v1/conditions/lumbago/?{at(NOW)}"), status=404, slug="not-found")


@pytest.mark.parametrize(("type_", "path"), [("therapy", "therapies"), ("glossary-term", "glossary"), ("site", "")])
def test_every_document_can_be_had_as_it_was(client: Client, db: None, type_: str, path: str) -> None:
    once = Content("site", {"en": Text("Once", "As it was."), "ar": Text("سابقًا", "كما كان.")}, type=type_)
    publish(once, at=NOW)
    publish(replace(once, texts={**once.texts, "ar": Text("الآن", "كما هو.")}), at=NOW + HOUR)
    address = f"/api/v1/{path}/site/" if path else "/api/v1/site/"

    for query in (at(NOW), "version=1"):
        body = asked(client, f"locale=ar&{query}", address)
        assert (body["name"], body["superseded"]["by_version"]) == ("سابقًا", 2)


def test_what_has_become_of_a_text_is_what_caches_go_by(client: Client, gout: None) -> None:
    path = f"{GOUT}?{at(NOW)}"
    before = client.get(path)
    assert client.get(path, headers={"If-None-Match": before.headers["ETag"]}).status_code == 304

    publish(replace(FIRST, texts={"en": Text("Gout", "Swollen joints.")}), at=NOW + 2 * HOUR)

    after = client.get(path, headers={"If-None-Match": before.headers["ETag"]})
    assert after.status_code == 200
    assert before.headers["Last-Modified"] == "Mon, 02 Nov 2026 10:00:00 GMT"
    assert after.headers["Last-Modified"] == "Mon, 02 Nov 2026 11:00:00 GMT"
    assert after.headers["Surrogate-Key"] == f"condition {FIRST.id}"
    assert after.headers["Cache-Control"] == client.get(GOUT).headers["Cache-Control"]


def test_an_expiry_that_is_to_come_shortens_what_caches_keep_of_the_past(client: Client, db: None) -> None:
    expiry = NOW + timedelta(days=30, seconds=20)
    publish(replace(FIRST, next_change_at=expiry), at=NOW)
    publish(replace(SECOND, next_change_at=expiry), at=NOW + HOUR)

    assert "max-age=20" in client.get(f"{GOUT}?version=1").headers["Cache-Control"]


def test_the_number_of_queries_does_not_grow_with_the_past(
    client: Client, gout: None, django_assert_max_num_queries: Any
) -> None:
    for hours in range(2, 8):
        publish(FIRST if hours % 2 else SECOND, at=NOW + hours * HOUR)

    for query in (at(NOW), at(NOW + 5 * HOUR), "version=1", "version=4"):
        with django_assert_max_num_queries(4):
            asked(client, query)


@pytest.mark.parametrize(
    ("query", "parameter", "told"),
    [
        ("as_of=2026-11-02", "as_of", "a date and time with its zone"),
        ("as_of=", "as_of", "a date and time with its zone"),
        ("as_of=2026-11-02T09:00:00", "as_of", "a date and time with its zone"),
        ("as_of=2026-02-30T09:00:00Z", "as_of", "a date and time with its zone"),
        ("as_of=9999-12-31T23:59:59Z", "as_of", "it is 2026-12-02T09:00:00Z here"),
        ("as_of=2026-12-02T09:00:01Z", "as_of", "takes a moment that is past"),
        ("version=0", "version", "a whole number from 1"),
        ("version=-1", "version", "a whole number from 1"),
        ("version=1.0", "version", "a whole number from 1"),
        ("version=99999999999999999999", "version", "a whole number from 1"),
        ("version=%D9%A1", "version", "a whole number from 1"),
        ("version=latest", "version", "a whole number from 1"),
        ("version=1&as_of=2026-11-02T09:00:00Z", "version", "leave out one of them"),
    ],
)
@pytest.mark.parametrize("path", ["", "sections/safety/"])
def test_what_makes_no_sense_is_told(
    client: Client, gout: None, path: str, query: str, parameter: str, told: str
) -> None:
    answer = client.get(f"{GOUT}{path}?{query}")

    body = assert_problem(answer, status=400, slug="invalid-parameter", parameter=parameter)
    assert told in body["detail"]


@given(
    moment=st.datetimes(min_value=datetime(1, 1, 1), max_value=datetime(9999, 12, 31)),
    version=st.integers(-5, 10**12),
)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_moment_and_no_version_is_a_crash(client: Client, gout: None, moment: datetime, version: int) -> None:
    for query in (f"as_of={moment.isoformat()}Z", f"version={version}"):
        assert client.get(f"{GOUT}?{query}").status_code in (200, 400, 404)


# Through the real publish


def test_what_an_editor_replaced_for_safety_is_told_of_the_page_and_of_its_translations(
    client: Client, db: None
) -> None:
    began = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)
    with time_machine.travel(began, tick=False):
        page = pages.page("chronic-pain", locales=("es", "ar", "zh-Hans"))
    with time_machine.travel(began + HOUR, tick=False):
        draft = pages.latest(page)
        draft.summary_en = "Pain that lasts longer than six months."
        pages.publish(draft, kind="safety", note="The duration was wrong.")
    withdrawn = {"by_version": None, "withdrawn": True, "reason": "The duration was wrong."}

    for locale in ("es", "ar", "zh-Hans"):
        path = f"/api/v1/conditions/chronic-pain/?locale={locale}"
        assert client.get(path).json()["locale"] == "en"
        then = client.get(f"{path}&{at(began)}").json()
        assert (then["locale"], then["superseded"]) == (locale, withdrawn)
    then = client.get(f"/api/v1/conditions/chronic-pain/?locale=es-MX&{at(began)}").json()
    assert (then["locale"], then["requested_locale"], then["superseded"]) == ("es", "es-MX", withdrawn)
    english = client.get(f"/api/v1/conditions/chronic-pain/?{at(began)}").json()
    assert english["superseded"] == {**withdrawn, "by_version": pages.document(page).version}
    assert client.get(f"/api/v1/conditions/chronic-pain/?{at(began - HOUR)}").status_code == 404
