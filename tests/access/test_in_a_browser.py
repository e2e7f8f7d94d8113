"""API keys as a person uses them: with a mouse, on a phone, in an interface that runs from right to left."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from cms.access.models import ApiKey
from tests import factories

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import BrowserContext, Page

    from cms.access.issuing import Issued

pytestmark = [pytest.mark.browser, pytest.mark.once]

LIST = "/admin/api-keys/"
PHONE = {"width": 390, "height": 844}
SERIOUS = {"serious", "critical"}
# What is around it is Wagtail's: its menu and its header.
CONTENT = "main"
#: How far a part runs out at its side, in pixels.
_WIDTH = "part => part.scrollWidth - part.clientWidth"


@pytest.fixture(autouse=True)
def rows_of_migrations(live_server: Any) -> None:
    """Each test commits, and starts from the database as the migrations leave it."""


@pytest.fixture
def open_admin(new_context: Callable[..., BrowserContext]) -> Callable[..., Page]:
    def sign_in(**settings: Any) -> Page:
        account = factories.administrator()
        context = new_context(**settings)
        context.add_init_script("navigator.sendBeacon = () => true")
        page = context.new_page()
        page.goto("/admin/login/")
        page.locator("#id_username").fill(account.username)
        page.locator("#id_password").fill(factories.PASSWORD)
        page.locator("button[type=submit]").click()
        page.wait_for_url("**/admin/")
        return page

    return sign_in


def test_a_key_is_made_copied_and_its_secret_is_gone_after_a_reload(open_admin: Callable[..., Page]) -> None:
    page = open_admin(permissions=["clipboard-read", "clipboard-write"])
    page.goto(LIST)
    page.get_by_role("link", name="Make the first API key").click()
    page.locator("#id_name").fill("Patient app")
    page.locator("#id_owner").fill("Clínica del Dolor")
    page.get_by_role("button", name="Create", exact=True).click()
    secret = page.locator("#secret").input_value()

    page.get_by_role("button", name="Copy", exact=True).click()
    expect(page.get_by_text("Copied.")).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    page.reload()

    assert copied == secret
    assert page.url.endswith(f"{LIST}edit/{ApiKey.objects.get().pk}/")
    assert secret.rpartition("_")[2] not in page.content()
    assert ApiKey.objects.count() == 1


def test_a_key_is_rotated_and_revoked_from_its_page(
    open_admin: Callable[..., Page], make_key: Callable[..., Issued]
) -> None:
    key = make_key().key
    page = open_admin()
    page.goto(f"{LIST}edit/{key.pk}/")

    page.get_by_role("link", name="New secret", exact=True).click()
    page.get_by_label("for 1 hour more").check()
    page.get_by_role("button", name="Make a new secret").click()
    expect(page.locator("#secret")).to_have_value(re.compile(rf"^{key.prefix}_"))
    page.get_by_role("link", name="I have copied it").click()
    page.get_by_role("link", name="Revoke", exact=True).click()
    page.get_by_role("button", name="Yes, revoke").click()

    expect(page.get_by_text("is revoked.")).to_be_visible()
    expect(page.get_by_role("button", name="Save", exact=True)).to_have_count(0)


@pytest.mark.parametrize("direction", ["ltr", "rtl"])
@pytest.mark.parametrize("viewport", [{"width": 1280, "height": 900}, PHONE], ids=["desk", "phone"])
def test_every_page_of_keys_can_be_used_by_everybody(
    open_admin: Callable[..., Page], make_key: Callable[..., Issued], viewport: dict[str, int], direction: str
) -> None:
    key = make_key(name="تطبيق المرضى", allowed_origins=["https://app.example.org"]).key
    page = open_admin(viewport=viewport)

    for path in ("", "new/", f"edit/{key.pk}/", f"rotate/{key.pk}/", f"revoke/{key.pk}/"):
        page.goto(f"{LIST}{path}")
        page.evaluate(f"document.documentElement.dir = '{direction}'")
        assert _faults(page) == [], path
        assert page.locator(CONTENT).evaluate(_WIDTH) <= 0, path

    page.goto(f"{LIST}rotate/{key.pk}/")
    page.get_by_role("button", name="Make a new secret").click()
    expect(page.locator("#secret")).to_be_visible()
    page.evaluate(f"document.documentElement.dir = '{direction}'")
    assert _faults(page) == []
    assert page.locator(CONTENT).evaluate(_WIDTH) <= 0


def _faults(page: Page) -> list[str]:
    found = Axe().run(page, context=CONTENT).response["violations"]
    return [
        f"{fault['id']}: {node['html'][:200]}"
        for fault in found
        if fault["impact"] in SERIOUS
        for node in fault["nodes"]
    ]
