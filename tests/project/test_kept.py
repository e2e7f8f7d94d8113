"""What the set-up of a test is spared leaves no trace: the rows are the product's, and who watches sees it at work."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pytest
import time_machine
from django.db import connection, transaction

from conditions.models import ConditionPage
from home.models import HomePage
from tests import factories, kept

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.django_db

LOCALES = ("en", "es", "es-MX", "ar", "zh-Hans")


@contextmanager
def taken_back() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def all_rows() -> dict[str, list[str]]:
    with connection.cursor() as cursor:
        tables = connection.introspection.table_names(cursor)
        return {table: _rows(cursor, table) for table in tables}


def _rows(cursor: Any, table: str) -> list[str]:
    cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608 -- a name from the database
    return sorted(map(repr, cursor.fetchall()))


def site() -> ConditionPage:
    """Whatever publishing writes: overlays, evidence, links upwards, people, a draft that is not out."""
    factories.profile(locales=("en", "es"))
    therapy = factories.therapy(locales=("en", "ar"))
    topic = factories.page(locales=("en", "es", "ar", "zh-Hans"))
    below = factories.draft("crps", under=topic, locales=("en", "ar"))
    statements = {"en": "Less pain.", "ar": "ألم أقل."}
    factories.add_evidence(below, therapy, factories.reference(), statements=statements)
    factories.release(factories.publish(below), "ar")
    factories.release(factories.overlay(topic, name="Dolor persistente"), "es-MX")
    made: ConditionPage = factories.reload(below)
    return made


def test_what_is_put_back_is_every_row_that_was_made() -> None:
    with taken_back():
        record, made = kept.note(site)
        rows = all_rows()

    with taken_back():
        again = kept.put_back(record)

        assert again == made
        assert all_rows() == rows


def test_what_is_put_back_can_be_built_on() -> None:
    with taken_back():
        record, _ = kept.note(site)

    page = kept.put_back(record)
    changed = factories.publish(factories.write(page, "en", summary="Pain that nobody can explain."), kind="editorial")
    factories.release(changed, "ar")
    beside = factories.page("epilepsy", under=factories.index(), locales=("en", "ar"))

    assert factories.answer(changed)["summary"] == "Pain that nobody can explain."
    assert factories.locales_out(beside) == ["en", "ar"]


def test_after_a_write_of_its_own_a_test_gets_what_follows_from_it() -> None:
    HomePage.objects.update(url_path="/elsewhere/")

    assert factories.index().url_path == "/elsewhere/conditions/"


def test_with_other_settings_a_test_gets_what_follows_from_them(settings: Any) -> None:
    settings.WEB_URL_TEMPLATE = "https://www.example.org/{locale}{path}"

    assert factories.answer(factories.page())["web_url"].startswith("https://www.example.org/en/")


def test_for_a_test_that_patches_the_product_everything_really_happens(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(factories.INDEX, "en", ("Illnesses", "illnesses"))

    assert factories.read(factories.index(), "name", "en") == "Illnesses"


def test_when_the_clock_is_moved_everything_happens_then() -> None:
    with time_machine.travel("2026-03-01T09:00:00Z", tick=False):
        page = factories.page()

    assert factories.answer(page)["published_at"] == "2026-03-01T09:00:00Z"
