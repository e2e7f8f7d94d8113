"""A translator sends a page to an agency and takes back what it made of it, all in the browser."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.core.management import call_command
from playwright.sync_api import expect

from cms import locales
from cms.translation import groups
from cms.translation.models import LocaleWork, WorkState
from tests import factories
from tests.translation.exchange import agency

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.journeys.admin import Admin

pytestmark = [pytest.mark.browser, pytest.mark.once]

PHONE = {"width": 390, "height": 844}
DESK = {"width": 1280, "height": 900}
VIEW = ".translation-exchange"
TOO_LONG = "Dolor " * 40


@pytest.fixture
def content() -> Any:
    return factories.page(locales=("en", "es", "ar"))


def test_a_page_goes_out_to_an_agency_and_comes_back_into_review(
    content: Any, person: Callable[..., Admin], tmp_path: Path
) -> None:
    admin = person("tomas", groups.translators(locales.get("es")), viewport=DESK)

    admin.page.goto(f"/admin/translation/exchange/export/?locale=es&content={content.content_id}")
    _is_in_order(admin, "export")
    file = _exported(admin, tmp_path)
    agency.fill_in(file, {"summary": agency.SUMMARY["es"], "name": TOO_LONG})

    admin.page.get_by_role("link", name="Import translations").click()
    _is_in_order(admin, "import")
    admin.page.get_by_label("Files").set_input_files(file)
    admin.press("Upload and compare")
    expect(admin.page.get_by_role("progressbar")).to_be_visible()
    _is_in_order(admin, "waiting")
    _work_off()
    apply = admin.page.get_by_role("button", name="Apply", exact=True)
    expect(apply).to_be_visible()
    expect(admin.page.locator(f"{VIEW} ins").first).to_have_text(re.compile("persiste"))
    expect(admin.page.get_by_text("240 characters are too many")).to_be_visible()
    _is_in_order(admin, "report")

    admin.press("Apply")
    _work_off()
    expect(admin.page.get_by_role("heading", name="Imported", exact=True)).to_be_visible()
    _is_in_order(admin, "imported")

    admin.page.get_by_role("link", name=re.compile("Chronic pain: Español")).click()
    expect(admin.page.locator("h1")).to_contain_text("Español")
    assert agency.target(content, "es") == agency.SUMMARY["es"]
    assert LocaleWork.objects.get(content_id=content.content_id, locale="es").state == WorkState.IN_REVIEW
    assert admin.errors == []


@pytest.mark.parametrize("language", ["en", "es"])
def test_on_a_phone_a_report_of_arabic_can_be_read_and_applied_by_keyboard(
    content: Any, person: Callable[..., Admin], tmp_path: Path, language: str
) -> None:
    file = agency.export(content, tmp_path, "ar")
    foreign = agency.export(content, tmp_path, "es")
    agency.fill_in(file, {"summary": agency.SUMMARY["ar"], "name": "ألم طويل الأمد"})
    agency.fill_in(foreign, {"summary": agency.SUMMARY["es"]})
    admin = person("amal", groups.translators(locales.get("ar")), viewport=PHONE, language=language)

    admin.page.goto("/admin/translation/exchange/export/")
    _is_in_order(admin, f"export on a phone in {language}")
    admin.page.goto("/admin/translation/exchange/import/")
    _is_in_order(admin, f"import on a phone in {language}")
    files = admin.page.locator("#exchange-files")
    files.set_input_files([file, foreign])
    files.focus()
    admin.page.keyboard.press("Tab")
    with admin.page.expect_navigation():
        admin.page.keyboard.press("Enter")
    _work_off()
    apply = admin.page.locator(f"{VIEW} form button").first
    expect(apply).to_be_visible()
    _is_in_order(admin, f"report on a phone in {language}")

    apply.focus()
    with admin.page.expect_navigation():
        admin.page.keyboard.press("Enter")
    _work_off()

    expect(admin.page.locator(f"{VIEW} progress")).to_have_count(0)
    assert agency.target(content, "ar") == agency.SUMMARY["ar"]
    assert agency.target(content, "es") != agency.SUMMARY["es"]


def test_files_that_are_too_large_are_refused_before_they_are_sent(
    content: Any, person: Callable[..., Admin], tmp_path: Path
) -> None:
    admin = person("tomas", groups.translators(locales.get("es")))
    large = tmp_path / "large.xlf"
    large.write_bytes(b"x" * (50 * 1024 * 1024 + 1))

    admin.page.goto("/admin/translation/exchange/import/")
    files = admin.page.get_by_label("Files")
    files.set_input_files(large)

    message = files.evaluate("field => field.validationMessage")
    assert message == "These files are too large. At most 50 MB in all."


def _exported(admin: Admin, folder: Path) -> Path:
    with admin.page.expect_download() as download:
        admin.page.get_by_role("button", name="Export", exact=True).click()
    file = folder / download.value.suggested_filename
    download.value.save_as(file)
    return file


def _work_off() -> None:
    """What the worker does beside the web server."""
    call_command("db_worker", batch=True, startup_delay=False, verbosity=0)


def _is_in_order(admin: Admin, name: str) -> None:
    """Nothing runs out at the side, and axe finds nothing serious."""
    admin.picture(name)
    part = admin.page.locator(VIEW)
    assert part.evaluate("part => part.scrollWidth - part.clientWidth") <= 0
    found = Axe().run(admin.page, context=VIEW).response["violations"]
    assert [
        f"{fault['id']}: {node['html'][:200]}"
        for fault in found
        if fault["impact"] in {"serious", "critical"}
        for node in fault["nodes"]
    ] == []
