"""The workbench as a person finds it, and the source that moves on beneath it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from playwright.sync_api import expect

from cms import locales
from tests import factories

if TYPE_CHECKING:
    from playwright.sync_api import Locator

    from tests.journeys.admin import Admin

SPANISH = locales.get("es")


def change_source(content: Any, *, summary: str = "", overview: str = "") -> Any:
    words = factories.PAGES["chronic-pain"]["en"]
    fresh = factories.latest(content)
    sections = factories.sections_of("chronic-pain", words)
    sections[0]["value"]["blocks"][0]["value"] = overview if overview.startswith("<") else f"<p>{overview}</p>"
    factories.write(fresh, "en", summary=summary or words.summary, sections=sections)
    return factories.publish(fresh)


def address(content: Any, tag: str) -> str:
    return f"/admin/translation/conditions.conditionpage/{content.pk}/{tag}/workbench/"


def open_at(admin: Admin, content: Any, tag: str) -> None:
    admin.page.goto(address(content, tag))


def row(admin: Admin, path: str) -> Locator:
    """The first segment below a path."""
    return admin.page.locator(f"[data-segment][data-path^='{path}']").first


def field(row: Locator) -> Locator:
    return row.locator("[data-target]")


def expect_saved(admin: Admin) -> None:
    expect(admin.page.locator("[data-saving]")).to_contain_text(re.compile(r"Saved \d\d:\d\d"), timeout=20_000)
