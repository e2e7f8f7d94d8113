"""Our own parts of the admin can be used by everybody: axe finds no serious fault, whichever way the text runs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from cms import locales
from cms.translation import groups
from tests import factories

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.journeys.admin import Admin

pytestmark = [pytest.mark.browser, pytest.mark.once]

PHONE = {"width": 390, "height": 844}
SERIOUS = {"serious", "critical"}
# What is around these parts is Wagtail's: its menu, its header, its tabs.
STATUS_PANEL = "[role=tabpanel]:has(.translation-status)"
RELEASE_VIEW = ".translation-release"


@pytest.fixture
def page() -> Any:
    """Out in English and Spanish; Spanish is behind, Arabic waits."""
    content = factories.draft("chronic-pain", locales=("en", "es", "ar"))
    content = factories.publish(content)
    factories.release(content, "es")
    latest = factories.write(factories.latest(content), "en", summary="Pain that lasts longer than six months.")
    return factories.publish(latest)


@pytest.mark.parametrize("language", ["en", "es"])
def test_the_status_panel(page: Any, person: Callable[..., Admin], language: str) -> None:
    admin = _reviewer_of_both(person, language=language)

    admin.edit(page)
    admin.page.get_by_role("tab").last.click()
    expect(admin.status_of("العربيّة")).to_be_visible()
    admin.picture(f"status {language}")

    assert _faults(admin, STATUS_PANEL) == []


@pytest.mark.parametrize("language", ["en", "es"])
def test_the_release_view(page: Any, person: Callable[..., Admin], language: str) -> None:
    admin = _reviewer_of_both(person, language=language)

    for tag in ("es", "ar"):
        admin.page.goto(f"/admin/translation/conditions.conditionpage/{page.pk}/{tag}/")
        admin.picture(f"release of {tag} in {language}")

        assert _faults(admin, RELEASE_VIEW) == []


def test_a_phone_shows_all_of_the_status_panel_and_of_the_release_view(page: Any, person: Callable[..., Admin]) -> None:
    admin = _reviewer_of_both(person, viewport=PHONE)

    admin.edit(page)
    admin.tab("Status")
    button = admin.status_of("Español").get_by_role("link", name="Read and release")
    button.scroll_into_view_if_needed()
    admin.picture("status on a phone")
    expect(button).to_be_in_viewport(ratio=1)
    assert _hidden_width(admin, STATUS_PANEL) <= 0

    for tag in ("es", "ar"):
        admin.page.goto(f"/admin/translation/conditions.conditionpage/{page.pk}/{tag}/")
        admin.picture(f"release of {tag} on a phone")

        expect(admin.page.get_by_role("button", name="Approve this text")).to_be_in_viewport(ratio=1)
        assert _hidden_width(admin, RELEASE_VIEW) <= 0
        assert _faults(admin, RELEASE_VIEW) == []


def _reviewer_of_both(person: Callable[..., Admin], **settings: Any) -> Admin:
    return person("raquel", groups.reviewers(locales.get("es")), groups.reviewers(locales.get("ar")), **settings)


def _faults(admin: Admin, part: str) -> list[str]:
    found = Axe().run(admin.page, context=part).response["violations"]
    return [
        f"{fault['id']}: {node['html'][:200]}"
        for fault in found
        if fault["impact"] in SERIOUS
        for node in fault["nodes"]
    ]


def _hidden_width(admin: Admin, part: str) -> int:
    """How far the part runs out at its side, in pixels."""
    return int(admin.page.locator(part).evaluate("part => part.scrollWidth - part.clientWidth"))
