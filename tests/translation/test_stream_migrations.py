"""A block that changes changes in every locale, in drafts, in releases and in what translations were made from."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.apps import apps
from wagtail.blocks.migrations.operations import AlterBlockValueOperation, RenameStructChildrenOperation

from cms.locales import column
from cms.translation import releases
from cms.translation.models import LocaleWork, Release
from cms.translation.stream_migrations import MigrateTranslatedStream
from tests import factories

pytestmark = pytest.mark.django_db

LOCALES = ["en", "es", "fr", "ar", "zh-Hans"]


@pytest.fixture
def page() -> Any:
    return factories.page(locales=LOCALES)


def migrate(*operations: tuple[Any, str]) -> None:
    MigrateTranslatedStream("conditions", "ConditionPage", "sections", list(operations))._forward(apps, None)


def headings(raw: list[dict[str, Any]]) -> set[str]:
    return {key for section in raw for key in section["value"] if key.endswith("heading")}


@pytest.mark.parametrize("locale", LOCALES)
def test_every_locale_and_its_latest_draft_is_changed(page, locale):
    migrate((RenameStructChildrenOperation("heading", "heading"), "overview"), (alter("New"), "overview.heading"))

    stored = factories.reload(page).sections_raw(locale)
    draft = json.loads(factories.latest(page).get_latest_revision().content[column("sections", locale)])
    assert [section["value"]["heading"] for section in stored if section["type"] == "overview"] == ["New"]
    assert [section["value"]["heading"] for section in draft if section["type"] == "overview"] == ["New"]


@pytest.mark.parametrize("locale", LOCALES[1:])
def test_releases_and_what_they_were_made_from_are_changed(page, locale):
    migrate((alter("New"), "overview.heading"))

    release = Release.objects.get(content_id=page.content_id, locale=locale)
    work = LocaleWork.objects.get(content_id=page.content_id, locale=locale)
    for snapshot in (release.snapshot, work.made_from["en"]):
        found = [item["value"]["heading"] for item in snapshot["fields"]["sections"] if item["type"] == "overview"]
        assert found == ["New"]


def test_an_overlay_without_sections_stays_empty(page):
    factories.overlay(page, name="Dolor crónico")
    releases.approve(page, "es-MX", by=factories.approver("es-MX"))

    migrate((alter("New"), "overview.heading"))

    release = Release.objects.get(content_id=page.content_id, locale="es-MX")
    assert not release.snapshot["fields"]["sections"]


def test_earlier_releases_are_changed_too_so_that_a_roll_back_still_fits(page):
    releases.approve(page, "es", by=factories.approver("es"))

    migrate((alter("New"), "overview.heading"))

    earlier = Release.objects.get(content_id=page.content_id, locale="es", number=1)
    assert headings(earlier.snapshot["fields"]["sections"]) == {"heading"}
    releases.roll_back(page, "es", to=1, by=factories.approver("es"))
    assert factories.answer(page, "es")["sections"][0]["heading"] == "New"


def alter(text: str) -> Any:
    return AlterBlockValueOperation(text)
