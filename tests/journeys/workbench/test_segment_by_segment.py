"""A translator works segment by segment, by keyboard alone, and finds each help beside the text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from cms import locales
from cms.translation import groups
from tests import factories
from tests.journeys.workbench import bench

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import ViewportSize

    from tests.journeys.admin import Admin
    from tests.journeys.conftest import Readers

pytestmark = [pytest.mark.browser, pytest.mark.once]

ARABIC = locales.get("ar")
DESK: ViewportSize = {"width": 1280, "height": 2400}
PHONE: ViewportSize = {"width": 390, "height": 3200}
SERIOUS = {"serious", "critical"}


def test_an_outdated_page_is_brought_up_to_date_by_keyboard_and_goes_out_at_once(
    topic: Any, person: Callable[..., Admin], readers: Readers
) -> None:
    translator = person("tomas", groups.translators(bench.SPANISH))
    bench.open_at(translator, topic, "es")
    summary, overview = bench.row(translator, "summary"), bench.row(translator, "sections.overview/blocks")
    expect(summary.locator("del")).to_have_text("three")
    expect(summary.locator("ins")).to_have_text("six")
    translator.picture("1 outdated")

    keys = translator.page.keyboard
    keys.press("Alt+Shift+N")
    expect(bench.field(summary)).to_be_focused()
    keys.press("Control+A")
    keys.type("Dolor que dura más de seis meses.")
    keys.press("Control+Enter")
    expect(bench.field(overview)).to_be_focused()
    keys.press("Control+A")
    keys.type("El dolor crónico puede durar años.")
    keys.press("Control+Enter")
    bench.expect_saved(translator)
    expect(translator.page.locator(".workbench-counts")).to_contain_text("All done")
    translator.picture("2 done")
    translator.press("Send to review")
    expect(translator.message).to_contain_text("Español is sent to review.")

    published_at = factories.reload(topic).last_published_at
    reviewer = person("raquel", groups.reviewers(bench.SPANISH))
    bench.open_at(reviewer, topic, "es")
    expect(reviewer.page.locator("[data-target]")).to_have_count(0)
    reviewer.page.get_by_role("link", name="Read and release").click()
    reviewer.press("Approve this text")
    expect(reviewer.message).to_contain_text("Español is approved (release 2).")
    answer = readers.get("chronic-pain", locale="es")
    assert answer.body["summary"] == "Dolor que dura más de seis meses."
    assert "El dolor crónico puede durar años." in answer.text
    assert factories.reload(topic).last_published_at == published_at

    reviewer.page.get_by_role("link", name="Read 2").click()
    expect(reviewer.page.locator("ins").first).to_have_text("seis")
    reviewer.picture("3 release")


def test_a_translator_of_spanish_is_not_let_into_french(topic: Any, person: Callable[..., Admin]) -> None:
    translator = person("tomas", groups.translators(bench.SPANISH))

    translator.page.goto(bench.address(topic, "fr"))

    expect(translator.page).to_have_url(re.compile(r"/admin/$"))
    expect(translator.message).to_contain_text("you do not have permission")


def test_tags_are_inserted_around_the_words_that_are_chosen(person: Callable[..., Admin]) -> None:
    content = factories.page("chronic-pain", locales=("en", "es"))
    content = bench.change_source(content, overview="<p>Chronic pain <b>can stay</b> for years.</p>")
    translator = person("tomas", groups.translators(bench.SPANISH))
    bench.open_at(translator, content, "es")
    field = bench.field(bench.row(translator, "sections.overview/blocks"))
    field.fill("puede durar")
    field.press("Control+A")

    field.press("Alt+Shift+T")

    expect(field).to_have_value("<b>puede durar</b>")
    bench.expect_saved(translator)
    assert "<b>puede durar</b>" in str(factories.read(factories.latest(content), "sections", "es"))


def test_keys_are_shown_and_closed_by_keys(topic: Any, person: Callable[..., Admin]) -> None:
    translator = person("tomas", groups.translators(bench.SPANISH))
    bench.open_at(translator, topic, "es")
    bench.field(bench.row(translator, "name")).focus()

    translator.page.keyboard.press("Control+/")
    dialog = translator.page.get_by_role("dialog", name="Keys")
    expect(dialog).to_be_visible()
    translator.picture("keys")
    translator.page.keyboard.press("Escape")

    expect(dialog).to_be_hidden()
    expect(bench.field(bench.row(translator, "name"))).to_be_focused()


def test_a_remembered_text_is_taken_by_key(person: Callable[..., Admin]) -> None:
    factories.page("chronic-pain", locales=("en", "es"))
    other = bench.change_source(factories.page("other"), summary="Pain that lasts longer than six months.")
    translator = person("tomas", groups.translators(bench.SPANISH))
    bench.open_at(translator, other, "es")
    row = bench.row(translator, "summary")
    bench.field(row).focus()
    expect(row.get_by_text("From memory")).to_be_visible()
    expect(row.locator(".workbench-suggestions ins")).to_have_text("six")
    translator.picture("memory")

    translator.page.keyboard.press("Alt+Shift+1")

    expect(bench.field(row)).to_have_value("Dolor que dura más de tres meses.")
    expect(row.locator("[data-findings] .is-error")).to_contain_text("six months")
    bench.expect_saved(translator)


def test_an_error_is_accepted_with_a_reason_and_a_question_is_asked_and_settled(
    topic: Any, person: Callable[..., Admin]
) -> None:
    translator = person("tomas", groups.translators(bench.SPANISH))
    bench.open_at(translator, topic, "es")
    row = bench.row(translator, "summary")

    row.get_by_text("It is right because…").click()
    row.get_by_label("Reason").fill("La fuente se corrige mañana")
    row.get_by_role("button", name="Accept").click()
    expect(row.locator(".is-accepted")).to_contain_text("La fuente se corrige mañana")
    expect(row.locator(".is-error")).to_have_count(0)
    row.locator("summary", has_text="Comment").click()
    row.get_by_label("Your comment").fill("¿Tres o seis?")
    row.get_by_role("button", name="Add comment").click()
    expect(row.get_by_text("¿Tres o seis?")).to_be_visible()
    translator.picture("comment")
    row.get_by_role("button", name="Resolve").click()

    expect(row.get_by_text("Resolved")).to_be_visible()
    expect(translator.page.locator(".workbench-counts")).not_to_contain_text("comment")


def test_the_next_to_do_is_reached_over_the_border_of_the_page(person: Callable[..., Admin]) -> None:
    page = factories.draft("long", locales=("en",))
    fresh = factories.latest(page)
    blocks: dict[str, list[Any]] = {"en": [], "es": []}
    for number in range(70):
        block = factories.block_id("long", number)
        blocks["en"].append(factories.paragraph(f"Rest well, part {number}.", block=block))
        blocks["es"].append(factories.paragraph(f"Descanse, parte {number}." if number < 60 else "", block=block))
    for tag, name in (("en", "Rest"), ("es", "Descanso")):
        sections = [factories.section("overview", *blocks[tag], of="long", heading=name)]
        factories.write(fresh, tag, name=name, summary=f"{name}.", sections=sections)
    page = factories.publish(fresh)
    translator = person("tomas", groups.translators(bench.SPANISH))
    bench.open_at(translator, page, "es")

    bench.field(bench.row(translator, "name")).fill("El descanso")
    translator.page.keyboard.press("Control+Enter")

    expect(translator.page.get_by_text("Page 2 of 2")).to_be_visible()
    expect(bench.field(translator.page.locator("[data-to-do]").first)).to_be_focused()
    assert factories.latest(page).name_es == "El descanso"
    assert translator.errors == []


def test_a_machine_drafts_and_a_person_confirms(person: Callable[..., Admin], settings: Any) -> None:
    settings.MACHINE_TRANSLATION = {"PROVIDER": "cms.translation.machine.dummy.Dummy"}
    page = factories.page("chronic-pain")
    translator = person("amal", groups.translators(ARABIC))
    bench.open_at(translator, page, "ar")

    translator.page.get_by_role("button", name="Draft with a machine").click()
    expect(translator.page.get_by_text("The machine has drafted 7 strings.")).to_be_visible()
    translator.picture("drafted")
    translator.page.get_by_role("link", name="Read the drafts").click()
    row = bench.row(translator, "name")
    expect(row).to_contain_text("By machine, not read")
    row.get_by_role("button", name="Confirm").click()

    expect(row).not_to_contain_text("By machine, not read")
    expect(bench.field(row)).to_have_value("[ar] Chronic pain")
    expect(translator.page.locator(".workbench-counts")).to_contain_text("6 by machine, not read")


@pytest.mark.parametrize(
    ("tag", "language"), [("es", "en"), ("es", "es"), ("ar", "en"), ("es-MX", "en"), ("zh-Hans", "en")]
)
def test_everybody_can_use_the_workbench(tag: str, language: str, person: Callable[..., Admin]) -> None:
    factories.glossary_term(locales=("en", "es", "ar"))
    content = factories.page("chronic-pain", locales=("en", "es", "ar"))
    content = bench.change_source(
        content,
        summary="Ketamine is used off-label for pain that lasts longer than six months.",
        overview="<p>Take <b>two tablets</b> of 5 mg.</p>",
    )
    translator = person("tomas", groups.translators(locales.get(tag)), language=language, viewport=DESK)
    bench.open_at(translator, content, tag)
    field = bench.field(bench.row(translator, "sections.overview/blocks"))
    assert field.evaluate("field => getComputedStyle(field).direction") == locales.get(tag).direction
    field.fill("7 mg")
    expect(bench.row(translator, "sections.overview/blocks").locator("[data-findings] .is-error").first).to_be_visible()
    translator.picture(f"{tag} in {language}")

    assert _faults(translator) == []
    translator.page.set_viewport_size(PHONE)
    translator.picture(f"{tag} in {language} on a phone")
    assert _faults(translator) == []
    assert translator.page.locator("[data-workbench]").evaluate("part => part.scrollWidth - part.clientWidth") <= 0
    assert translator.errors == []


def _faults(admin: Admin) -> list[str]:
    found = Axe().run(admin.page, context="[data-workbench]").response["violations"]
    return [
        f"{fault['id']}: {node['html'][:200]}"
        for fault in found
        if fault["impact"] in SERIOUS
        for node in fault["nodes"]
    ]
