"""What a document said in a version, which is counted for each locale."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from tests.delivery.asking import assert_problem
from tests.delivery.factories import NOW, publish
from tests.delivery.past.once import FIRST, GOUT, HOUR, SECOND, asked, at

if TYPE_CHECKING:
    from django.test import Client


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
