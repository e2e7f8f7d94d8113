"""The admin as a person uses it: by its labels, its tabs and its buttons, waiting for what can be seen."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from playwright.sync_api import expect

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from playwright.sync_api import Locator, Page


class Admin:
    """One person's browser window."""

    def __init__(self, page: Page, user: Any, *, pictures: Path) -> None:
        self.page = page
        self.user = user
        self._pictures = pictures
        self.errors: list[str] = []
        page.on("pageerror", lambda error: self.errors.append(str(error)))

    # Finding the way

    def sign_in(self, *, password: str) -> None:
        self.page.goto("/admin/login/")
        self.page.locator("#id_username").fill(self.user.username)
        self.page.locator("#id_password").fill(password)
        self.page.locator("button[type=submit]").click()
        self.page.wait_for_url("**/admin/")

    def edit(self, content: Any) -> None:
        self.page.goto(f"/admin/pages/{content.pk}/edit/")

    def add_condition(self, *, under: Any) -> None:
        """From the page above, by its button; the form for the one type of page that can stand there opens at once."""
        self.page.goto(f"/admin/pages/{under.pk}/")
        self.page.locator(f"a[href='/admin/pages/{under.pk}/add_subpage/']").first.click()
        self.page.wait_for_url("**/admin/pages/add/conditions/conditionpage/**")

    def tab(self, name: str) -> None:
        tab = self._tab(name)
        tab.click()
        expect(tab).to_have_attribute("aria-selected", "true")

    def tabs(self) -> list[str]:
        return [text.split("\n")[0].strip() for text in self.page.get_by_role("tab").all_inner_texts()]

    def errors_on_tab(self, name: str) -> Locator:
        """The badge that counts what is wrong there."""
        return self._tab(name).locator("[data-w-count-target=total]")

    def picture(self, name: str) -> None:
        self.page.screenshot(path=self._pictures / f"{name}.png", full_page=True)

    # Writing

    def field(self, name: str) -> Locator:
        return self.page.locator(f"#id_{name}")

    def add_block(self, stream: str, name: str) -> None:
        """At the end of a stream; `stream` is its prefix, such as `sections_en` or `sections_en-0-value-blocks`."""
        self.add_button(stream).click()
        option = self.page.get_by_role("option", name=name, exact=True)
        option.click()
        expect(option).to_be_hidden()

    def add_button(self, stream: str) -> Locator:
        container = self.page.locator(f"input[name='{stream}-count'] ~ [data-streamfield-stream-container]")
        return container.locator("> div > .c-sf-add-button").last

    def block_input(self, path: str) -> Locator:
        return self.page.locator(f"#{path}")

    def rich_text(self, path: str) -> Locator:
        """The editor of a rich text, `path` being the id of the input that holds it."""
        return self.page.locator(f"#{path} ~ [data-draftail-editor-wrapper] [contenteditable=true]")

    def write_rich_text(self, path: str, text: str) -> None:
        editor = self.rich_text(path)
        editor.click()
        expect(editor).to_be_focused()
        self.page.keyboard.type(text)
        # The editor hands over what was typed a moment later.
        expect(self.block_input(path)).to_have_value(re.compile(re.escape(text)))

    def errors_of(self, field: str) -> Locator:
        """The messages beside a field, by its path in the content."""
        return self.page.locator(f"[data-contentpath='{field}'] [data-field-errors] .error-message").first

    # Saving

    def save(self) -> None:
        self._leave_by(lambda: self.page.get_by_role("button", name="Save draft", exact=True).click())

    def publish(self) -> None:
        def click() -> None:
            self.page.locator("footer").get_by_role("button", name="More actions").click()
            self.page.get_by_role("button", name="Publish", exact=True).click()

        self._leave_by(click)

    def press(self, button: str) -> None:
        self._leave_by(lambda: self.page.get_by_role("button", name=button, exact=True).click())

    def press_link(self, name: str) -> None:
        self._leave_by(lambda: self.page.get_by_role("link", name=name, exact=True).click())

    @property
    def message(self) -> Locator:
        """What the admin says after an act."""
        return self.page.locator(".messages [role=status], .messages [role=alert], .messages li").first

    # Where a page stands

    def status_of(self, language: str) -> Locator:
        """The row of a language in the status panel, by the name that it has in itself."""
        heading = self.page.locator("th bdi", has_text=re.compile(f"^{re.escape(language)}$"))
        return self.page.locator(".translation-status tbody tr").filter(has=heading)

    def read_and_release(self, language: str) -> None:
        self.tab("Status")
        self._leave_by(
            lambda: self.status_of(language).get_by_role("link", name=re.compile("^Read and release")).click()
        )

    def _tab(self, name: str) -> Locator:
        return self.page.get_by_role("tab").filter(has_text=re.compile(rf"^\s*{re.escape(name)}\s*(\(|\d|$)"))

    def _leave_by(self, act: Callable[[], None]) -> None:
        """Waits for the page that the act leads to."""
        with self.page.expect_navigation():
            act()
