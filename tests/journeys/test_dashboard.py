"""People find out where every translation stands and go on from there, by keyboard, on a phone, in Arabic too."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect
from wagtail.users.models import UserProfile

from cms.locales import BY_TAG
from cms.translation import groups, handover, releases
from cms.translation.dashboard import actions
from tests import factories

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.journeys.admin import Admin

pytestmark = [pytest.mark.browser, pytest.mark.once]

DASHBOARD = ".translation-dashboard"
HOME_PANEL = "#translations-section"
PHONE = {"width": 390, "height": 844}
DESK = {"width": 1280, "height": 800}
ARABIC = BY_TAG["ar"]


@pytest.fixture(autouse=True)
def content(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Arabic is behind, in review and withdrawn; Chinese is half done; nobody began with French."""
    settings.WAGTAILADMIN_PERMITTED_LANGUAGES = [("en", "English"), ("es", "Spanish"), ("ar", "Arabic")]
    monkeypatch.setattr(actions, "_actions", {})
    actions.register(actions.Action("export", "Export for translators", "translation_dashboard"))
    behind = factories.page("chronic-pain", locales=("en", "es", "ar", "zh-Hans"))
    factories.publish(factories.write(factories.latest(behind), "en", summary="Pain that nobody can explain."))
    taken_back = factories.page("crps", locales=("en", "ar"))
    releases.withdraw(taken_back, "ar", by=factories.approver("ar"))
    in_review = factories.page("epilepsy", locales=("en", "es"))
    translator = factories.translator("ar")
    factories.write(factories.latest(in_review), "ar", name="الصرع").save_revision(user=translator)
    handover.submit(in_review, "ar", by=translator)
    factories.therapy(locales=("en", "ar"))
    factories.glossary_term(locales=("en", "es"))
    return behind


# Each pair of a language, a viewport and a theme.
@pytest.mark.parametrize(
    ("language", "viewport", "theme"),
    [("en", DESK, "light"), ("en", PHONE, "dark"), ("ar", DESK, "dark"), ("ar", PHONE, "light")],
    ids=["en-desk-light", "en-phone-dark", "ar-desk-dark", "ar-phone-light"],
)
def test_everybody_can_use_the_dashboard_and_its_panel(
    person: Callable[..., Admin], language: str, viewport: dict[str, int], theme: str
) -> None:
    admin = translator_of_arabic(person, language=language, viewport=viewport, theme=theme)

    for name, address, part in (("home", "/admin/", HOME_PANEL), ("dashboard", "/admin/translation/", DASHBOARD)):
        admin.page.goto(address)
        expect(admin.page.locator(part)).to_be_visible()
        admin.picture(f"{name} {language} {viewport['width']} {theme}")

        assert faults(admin, part) == []
        assert hidden_width(admin, part) <= 0
    assert admin.page.locator("html").get_attribute("dir") == ("rtl" if language == "ar" else "ltr")
    assert admin.errors == []


def test_a_translator_goes_from_the_first_page_to_what_waits_longest(person: Callable[..., Admin]) -> None:
    admin = translator_of_arabic(person)

    panel = admin.page.locator(HOME_PANEL)
    expect(panel).to_contain_text("Chronic pain")
    panel.get_by_role("link", name=ARABIC.own_name, exact=True).click()
    expect(admin.page.locator(".translation-list")).to_contain_text("Complex regional pain syndrome")

    admin.page.get_by_role("link", name=re.compile(f"{ARABIC.own_name}, Complex regional pain syndrome")).click()
    admin.page.wait_for_url("**/ar/**")
    expect(admin.page.locator("main")).to_contain_text("Complex regional pain syndrome")


def test_the_filters_work_by_keyboard_and_without_scripts(person: Callable[..., Admin]) -> None:
    admin = translator_of_arabic(person, java_script_enabled=False)
    admin.page.goto("/admin/translation/")

    admin.page.get_by_label("Situation").focus()
    admin.page.get_by_label("Situation").select_option("withdrawn")
    admin.page.keyboard.press("Tab")
    admin.page.keyboard.press("Tab")
    expect(admin.page.get_by_label("Name")).to_be_focused()
    admin.page.keyboard.type("regional")
    admin.page.keyboard.press("Enter")
    admin.page.wait_for_url(re.compile("situation=withdrawn.*q=regional"))

    rows = admin.page.locator(".translation-list tbody tr")
    expect(rows).to_have_count(1)
    expect(rows).to_contain_text("Complex regional pain syndrome")
    expect(admin.page.get_by_label("Situation")).to_have_value("withdrawn")
    admin.page.get_by_role("link", name="Clear the filters").click()
    expect(rows).not_to_have_count(1)


def test_the_list_is_downloaded_as_it_is_filtered(person: Callable[..., Admin]) -> None:
    admin = translator_of_arabic(person)
    admin.page.goto("/admin/translation/?locale=ar&situation=in_review")

    with admin.page.expect_download() as waiting:
        admin.page.get_by_role("link", name="Download as a spreadsheet (CSV)").click()
    text = Path(waiting.value.path()).read_text(encoding="utf-8-sig")

    lines = list(csv.DictReader(io.StringIO(text)))
    assert [(line["Content"], line["Locale"], line["Work"]) for line in lines] == [("Epilepsy", "ar", "In review")]
    assert waiting.value.suggested_filename.endswith(".csv")


def test_all_contents_of_a_page_are_ticked_at_once_and_sent_with_the_language(person: Callable[..., Admin]) -> None:
    admin = translator_of_arabic(person)
    admin.page.goto("/admin/translation/?kind=conditions.conditionpage")

    admin.page.get_by_label("Tick all on this page").check()
    boxes = admin.page.locator("input[name=content]")
    expect(boxes).to_have_count(3)
    for place in range(3):
        expect(boxes.nth(place)).to_be_checked()
    admin.page.locator("#action-locale").select_option("zh-Hans")
    with admin.page.expect_request(lambda request: request.method == "POST") as sent:
        admin.page.get_by_role("button", name="Export for translators").click()

    posted = sent.value.post_data or ""
    assert posted.count("content=") == 3
    assert "locale=zh-Hans" in posted


def translator_of_arabic(person: Callable[..., Admin], *, theme: str = "light", **settings: Any) -> Admin:
    admin = person("tamara", groups.translators(ARABIC), groups.reviewers(ARABIC), groups.AUTHORS, **settings)
    UserProfile.objects.update_or_create(user=admin.user, defaults={"theme": theme})
    admin.page.reload()
    return admin


def faults(admin: Admin, part: str) -> list[str]:
    found = Axe().run(admin.page, context=part).response["violations"]
    return [
        f"{fault['id']}: {node['html'][:200]}"
        for fault in found
        if fault["impact"] in {"serious", "critical"}
        for node in fault["nodes"]
    ]


def hidden_width(admin: Admin, part: str) -> int:
    """How far the part runs out at its side, in pixels."""
    return int(admin.page.locator(part).evaluate("part => part.scrollWidth - part.clientWidth"))
