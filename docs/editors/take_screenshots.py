"""Takes the pictures of the editors' guide in a browser, of a site that is made for it and thrown away: `make guide`.

A picture that looks as before stays as it is, byte for byte, so that a second run changes nothing.
"""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from PIL import Image, ImageChops
from playwright.sync_api import Browser, Page, sync_playwright

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
PICTURES = HERE / "pictures"
CHROMIUM = "/usr/bin/chromium"

DESKTOP, PHONE = (1200, 800), (390, 780)
COLOURS = 96
#: Pixels that may differ, of a thousand, in a picture that counts as the same: times of day and dates do.
SAME = 8

EDITOR, CLINICIAN, TRANSLATOR, REVIEWER = (
    "sample-editor",
    "sample-clinician",
    "sample-translator-es",
    "sample-reviewer-es",
)
ADMIN = "admin"


@dataclass(frozen=True)
class Shot:
    """`path` may hold `{slug}` for the number of the page of that slug; `act` prepares what is seen."""

    name: str
    who: str
    path: str
    act: Callable[[Page], None] | None = None
    size: tuple[int, int] = DESKTOP


def write_first_words(page: Page) -> None:
    page.locator("#id_name_en").fill("Tension headache")
    page.locator("#id_summary_en").fill(
        "A dull pain, like a tight band around the head. It is common and rarely serious."
    )
    page.locator("#id_summary_en").scroll_into_view_if_needed()


def add_section(page: Page) -> None:
    write_first_words(page)
    adder = page.locator(
        "input[name='sections_en-count'] ~ [data-streamfield-stream-container] > div > .c-sf-add-button"
    )
    adder.last.click()
    page.get_by_role("option", name="Overview", exact=True).wait_for()


def side_panel(name: str) -> Callable[[Page], None]:
    def act(page: Page) -> None:
        page.locator(f"[data-side-panel-toggle={name}]").first.click()
        page.wait_for_timeout(2500)

    return act


def tab(name: str) -> Callable[[Page], None]:
    def act(page: Page) -> None:
        page.get_by_role("tab", name=name).evaluate("each => each.click()")
        page.wait_for_timeout(500)
        page.evaluate("window.scrollTo(0, 0)")

    return act


def field(name: str) -> Callable[[Page], None]:
    def act(page: Page) -> None:
        tab("All languages")(page)
        page.locator(f"#id_{name}").evaluate("each => each.scrollIntoView({block: 'center'})")

    return act


NEW, EDIT = "/admin/pages/add/conditions/conditionpage/{chronic-pain}/", "/admin/pages/{crps}/edit/"
SPANISH = "/admin/translation/conditions.conditionpage/{ptsd}/es/"
ARABIC = "/admin/translation/conditions.conditionpage/{crps}/ar/workbench/"

SHOTS = (
    Shot("first-page", EDITOR, "/admin/"),
    Shot("pages", EDITOR, "/admin/pages/{chronic-pain}/"),
    Shot("new-page", EDITOR, NEW, write_first_words),
    Shot("add-section", EDITOR, NEW, add_section),
    Shot("evidence", EDITOR, EDIT, tab("Evidence")),
    Shot("checks", EDITOR, EDIT, side_panel("checks")),
    Shot("preview", EDITOR, EDIT, side_panel("preview")),
    Shot("before-publishing", EDITOR, EDIT, tab("Before publishing")),
    Shot("kind-of-change", EDITOR, EDIT, field("change_note")),
    Shot("phone", EDITOR, EDIT, size=PHONE),
    Shot("links", EDITOR, "/admin/content-reports/addresses/"),
    Shot("translations", EDITOR, "/admin/translation/"),
    Shot("record-review", CLINICIAN, "/admin/medical-review/conditions.conditionpage/{crps}/"),
    Shot("reviews", CLINICIAN, "/admin/reports/medical-reviews/"),
    Shot("workbench", TRANSLATOR, f"{SPANISH}workbench/"),
    Shot("workbench-phone", TRANSLATOR, f"{SPANISH}workbench/", size=PHONE),
    Shot("release", REVIEWER, SPANISH),
    Shot("right-to-left", ADMIN, ARABIC),
)


class NotThere(Exception):
    """What a picture is to be taken of does not answer."""

    def __init__(self, name: str, status: int) -> None:
        super().__init__(f"{name}: {status}")


@dataclass(frozen=True)
class Site:
    origin: str
    passwords: dict[str, str]
    numbers: dict[str, int]


@contextmanager
def running() -> Iterator[Site]:
    """A fresh site with the sample content on a free port."""
    with tempfile.TemporaryDirectory(prefix="guide-") as folder, socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
        free.close()
        origin = f"http://127.0.0.1:{port}"
        environment = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "cms.settings.dev",
            "DATABASE_URL": f"sqlite:///{folder}/db.sqlite3",
            "MEDIA_ROOT": f"{folder}/media",
            "PUBLIC_ORIGIN": origin,
        }
        command = [sys.executable, "manage.py"]
        said = subprocess.run(
            [*command, "prepare"], cwd=ROOT, env=environment, check=True, capture_output=True, text=True
        ).stdout
        listed = subprocess.run(
            [*command, "shell", "--no-imports", "-c", _NUMBERS], cwd=ROOT, env=environment, check=True,
            capture_output=True, text=True,
        ).stdout  # fmt: skip
        server = subprocess.Popen([*command, "serve", "--port", str(port)], cwd=ROOT, env=environment)
        try:
            _wait_for(origin)
            yield Site(origin, dict(re.findall(r"^  (\S+) +(\S+) ", said, re.MULTILINE)), _numbers(listed))
        finally:
            server.terminate()
            server.wait(timeout=30)


_NUMBERS = "from wagtail.models import Page; [print(page.slug, page.pk) for page in Page.objects.all()]"


def _numbers(listed: str) -> dict[str, int]:
    return {slug: int(number) for slug, number in re.findall(r"^(\S+) (\d+)$", listed, re.MULTILINE)}


def _wait_for(origin: str) -> None:
    for _attempt in range(240):
        try:
            urllib.request.urlopen(f"{origin}/health/ready/", timeout=2).close()
        except (urllib.error.URLError, OSError):
            time.sleep(0.5)
        else:
            return
    raise TimeoutError(origin)


def path_of(shot: Shot, numbers: dict[str, int]) -> str:
    return re.sub(r"\{([a-z-]+)\}", lambda match: str(numbers[match[1]]), shot.path)


def take(browser: Browser, site: Site) -> None:
    for who in dict.fromkeys(shot.who for shot in SHOTS):
        context = browser.new_context(base_url=site.origin, reduced_motion="reduce", locale="en-GB")
        page = context.new_page()
        _sign_in(page, who, site.passwords[who])
        for shot in SHOTS:
            if shot.who == who:
                _open(page, shot, site)
                print(f"{shot.name}: {_keep(shot.name, page.screenshot(caret='hide', animations='disabled'))}")
        context.close()


def _open(page: Page, shot: Shot, site: Site) -> None:
    page.set_viewport_size({"width": shot.size[0], "height": shot.size[1]})
    page.evaluate("localStorage.clear()")  # which panels were open
    answer = page.goto(path_of(shot, site.numbers))
    if answer is None or not answer.ok:
        raise NotThere(shot.name, answer.status if answer else 0)
    page.wait_for_load_state("networkidle")
    if shot.act:
        shot.act(page)
    page.wait_for_timeout(800)


def _sign_in(page: Page, who: str, password: str) -> None:
    page.goto("/admin/login/")
    page.locator("#id_username").fill(who)
    page.locator("#id_password").fill(password)
    page.locator("button[type=submit]").click()
    page.wait_for_url("**/admin/")


def _keep(name: str, taken: bytes) -> str:
    """Few colours are enough for a picture of an admin, and a quarter of the bytes."""
    file = PICTURES / f"{name}.png"
    fresh = Image.open(BytesIO(taken)).convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
    if file.exists() and _looks_like(Image.open(file), fresh):
        return "as before"
    fresh.save(file, optimize=True)
    return f"{file.stat().st_size // 1024} KB"


def _looks_like(one: Image.Image, other: Image.Image) -> bool:
    if one.size != other.size:
        return False
    difference = ImageChops.difference(one.convert("L"), other.convert("L")).point(lambda value: 255 * (value > 32))
    changed = difference.histogram()[255]
    return changed * 1000 < SAME * one.width * one.height


def main() -> None:
    PICTURES.mkdir(exist_ok=True)
    with running() as site, sync_playwright() as playwright:
        flags = ["--no-sandbox"] if os.geteuid() == 0 else []
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=flags)
        take(browser, site)
        browser.close()


if __name__ == "__main__":
    main()
