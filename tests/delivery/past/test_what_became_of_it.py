"""What has become since of a text that a document had once."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
import time_machine

from cms.publishing.document import Change
from tests import factories as pages
from tests.delivery.factories import NOW, Text, publish, remove
from tests.delivery.past.once import FIRST, GOUT, HOUR, SECOND, asked, at
from tests.delivery.test_endpoints import validate

if TYPE_CHECKING:
    from django.test import Client


def test_what_was_replaced_says_by_which_version(client: Client, gout: None) -> None:
    publish(FIRST, at=NOW + 2 * HOUR)

    assert asked(client, at(NOW))["superseded"] == {"by_version": 3, "withdrawn": False, "reason": None}
    assert asked(client, "version=2")["superseded"] == {"by_version": 3, "withdrawn": False, "reason": None}


def test_what_is_withdrawn_today_was_there_then_and_says_so(client: Client, gout: None) -> None:
    publish(replace(SECOND, texts={"en": SECOND.texts["en"]}), at=NOW + 2 * HOUR)

    before, after = asked(client, f"locale=ar&{at(NOW)}"), asked(client, f"locale=ar&{at(NOW + 3 * HOUR)}")

    assert (before["locale"], before["summary"]) == ("ar", "ألم في المفاصل.")
    assert before["superseded"] == {"by_version": None, "withdrawn": True, "reason": "withdrawn"}
    assert (after["locale"], after["superseded"]) == ("en", None)


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
