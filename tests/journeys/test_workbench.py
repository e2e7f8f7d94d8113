"""A translator works segment by segment, by keyboard alone; what is typed is not lost, and nobody else's is changed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from cms import locales
from cms.translation import groups
from tests import factories

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Locator, ViewportSize

    from tests.journeys.admin import Admin
    from tests.journeys.conftest import Readers

pytestmark = [pytest.mark.browser, pytest.mark.once]

SPANISH, ARABIC = locales.get("es"), locales.get("ar")
DESK: ViewportSize = {"width": 1280, "height": 2400}
PHONE: ViewportSize = {"width": 390, "height": 3200}
SERIOUS = {"serious", "critical"}


@pytest.fixture
def topic() -> Any:
    """Out in English and Spanish; the English says something else since in two places."""
    content = factories.page("chronic-pain", locales=("en", "es"))
    return _change(
        content, summary="Pain that lasts longer than six months.", overview="Chronic pain can stay for years."
    )


def test_an_outdated_page_is_brought_up_to_date_by_keyboard_and_goes_out_at_once(
    topic: Any, person: Callable[..., Admin], readers: Readers
) -> None:
    translator = person("tomas", groups.translators(SPANISH))
    _open(translator, topic, "es")
    summary, overview = _row(translator, "summary"), _row(translator, "sections.overview/blocks")
    expect(summary.locator("del")).to_have_text("three")
    expect(summary.locator("ins")).to_have_text("six")
    translator.picture("1 outdated")

    keys = translator.page.keyboard
    keys.press("Alt+Shift+N")
    expect(_field(summary)).to_be_focused()
    keys.press("Control+A")
    keys.type("Dolor que dura más de seis meses.")
    keys.press("Control+Enter")
    expect(_field(overview)).to_be_focused()
    keys.press("Control+A")
    keys.type("El dolor crónico puede durar años.")
    keys.press("Control+Enter")
    _expect_saved(translator)
    expect(translator.page.locator(".workbench-counts")).to_contain_text("All done")
    translator.picture("2 done")
    translator.press("Send to review")
    expect(translator.message).to_contain_text("Español is sent to review.")

    published_at = factories.reload(topic).last_published_at
    reviewer = person("raquel", groups.reviewers(SPANISH))
    _open(reviewer, topic, "es")
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
    translator = person("tomas", groups.translators(SPANISH))

    translator.page.goto(_address(topic, "fr"))

    expect(translator.page).to_have_url(re.compile(r"/admin/$"))
    expect(translator.message).to_contain_text("you do not have permission")


def test_the_second_of_two_people_sees_both_texts_and_chooses(topic: Any, person: Callable[..., Admin]) -> None:
    first, second = (person(name, groups.translators(SPANISH)) for name in ("tomas", "teresa"))
    for translator in (first, second):
        _open(translator, topic, "es")
    _field(_row(first, "name")).fill("Dolor persistente")
    _expect_saved(first)

    row = _row(second, "name")
    _field(row).fill("Dolor duradero")
    expect(row.get_by_role("group", name="Two texts")).to_contain_text("Dolor persistente")
    second.picture("conflict")
    assert factories.latest(topic).name_es == "Dolor persistente"
    expect(_field(row)).to_have_value("Dolor duradero")

    row.get_by_role("button", name="Keep mine").click()
    _expect_saved(second)
    assert factories.latest(topic).name_es == "Dolor duradero"
    _field(_row(first, "name")).fill("Dolor")
    _row(first, "name").get_by_role("button", name="Take theirs").click()
    expect(_field(_row(first, "name"))).to_have_value("Dolor duradero")
    assert factories.latest(topic).name_es == "Dolor duradero"


def test_what_is_typed_without_a_connection_is_saved_when_it_is_back(topic: Any, person: Callable[..., Admin]) -> None:
    translator = person("tomas", groups.translators(SPANISH))
    _open(translator, topic, "es")
    saving = translator.page.locator("[data-saving]")

    translator.page.context.set_offline(True)
    _field(_row(translator, "name")).fill("Dolor persistente")
    expect(saving).to_contain_text("Not saved: no connection, trying again in")
    assert factories.latest(topic).name_es == "Dolor crónico"
    translator.page.context.set_offline(False)

    _expect_saved(translator)
    assert factories.latest(topic).name_es == "Dolor persistente"


def test_who_is_signed_out_signs_in_again_in_another_tab_and_loses_nothing(
    topic: Any, person: Callable[..., Admin]
) -> None:
    translator = person("tomas", groups.translators(SPANISH))
    _open(translator, topic, "es")
    saving = translator.page.locator("[data-saving]")
    translator.page.context.clear_cookies()
    _field(_row(translator, "name")).fill("Dolor persistente")
    expect(saving).to_contain_text("Sign in again in another tab")

    other = translator.page.context.new_page()
    other.goto("/admin/login/")
    other.locator("#id_username").fill(translator.user.username)
    other.locator("#id_password").fill(factories.PASSWORD)
    other.locator("button[type=submit]").click()
    other.wait_for_url("**/admin/")

    _expect_saved(translator)
    assert factories.latest(topic).name_es == "Dolor persistente"


def test_what_is_refused_stays_in_its_field_with_the_reason_beside_it(topic: Any, person: Callable[..., Admin]) -> None:
    translator = person("tomas", groups.translators(SPANISH))
    _open(translator, topic, "es")
    row = _row(translator, "name")

    _field(row).fill("Dolor " * 40)
    expect(row.locator("[data-problem]")).to_contain_text("characters are too many")
    expect(translator.page.locator("[data-saving]")).to_have_text("Not saved: see the marked strings.")
    expect(_field(row)).to_have_value("Dolor " * 40)
    _field(row).fill("Dolor")

    _expect_saved(translator)
    expect(row.locator("[data-problem]")).to_be_hidden()
    assert factories.latest(topic).name_es == "Dolor"


def test_a_source_that_moves_on_meanwhile_is_shown_before_a_text_for_it_is_saved(
    topic: Any, person: Callable[..., Admin]
) -> None:
    translator = person("tomas", groups.translators(SPANISH))
    _open(translator, topic, "es")
    row = _row(translator, "summary")
    _change(topic, summary="Pain that lasts longer than nine months.")

    _field(row).fill("Dolor que dura más de seis meses.")
    expect(row.locator("[data-problem]")).to_contain_text("The source was changed after you opened this page")
    expect(row.locator("[data-shown-source]")).to_contain_text("nine months")
    assert factories.latest(topic).summary_es == "Dolor que dura más de tres meses."
    _field(row).fill("Dolor que dura más de nueve meses.")

    _expect_saved(translator)
    expect(row.locator("[data-problem]")).to_be_hidden()
    assert factories.latest(topic).summary_es == "Dolor que dura más de nueve meses."


def test_tags_are_inserted_around_the_words_that_are_chosen(person: Callable[..., Admin]) -> None:
    content = factories.page("chronic-pain", locales=("en", "es"))
    content = _change(content, overview="<p>Chronic pain <b>can stay</b> for years.</p>")
    translator = person("tomas", groups.translators(SPANISH))
    _open(translator, content, "es")
    field = _field(_row(translator, "sections.overview/blocks"))
    field.fill("puede durar")
    field.press("Control+A")

    field.press("Alt+Shift+T")

    expect(field).to_have_value("<b>puede durar</b>")
    _expect_saved(translator)
    assert "<b>puede durar</b>" in str(factories.read(factories.latest(content), "sections", "es"))


def test_keys_are_shown_and_closed_by_keys(topic: Any, person: Callable[..., Admin]) -> None:
    translator = person("tomas", groups.translators(SPANISH))
    _open(translator, topic, "es")
    _field(_row(translator, "name")).focus()

    translator.page.keyboard.press("Control+/")
    dialog = translator.page.get_by_role("dialog", name="Keys")
    expect(dialog).to_be_visible()
    translator.picture("keys")
    translator.page.keyboard.press("Escape")

    expect(dialog).to_be_hidden()
    expect(_field(_row(translator, "name"))).to_be_focused()


def test_a_remembered_text_is_taken_by_key(person: Callable[..., Admin]) -> None:
    factories.page("chronic-pain", locales=("en", "es"))
    other = _change(factories.page("other"), summary="Pain that lasts longer than six months.")
    translator = person("tomas", groups.translators(SPANISH))
    _open(translator, other, "es")
    row = _row(translator, "summary")
    _field(row).focus()
    expect(row.get_by_text("From memory")).to_be_visible()
    expect(row.locator(".workbench-suggestions ins")).to_have_text("six")
    translator.picture("memory")

    translator.page.keyboard.press("Alt+Shift+1")

    expect(_field(row)).to_have_value("Dolor que dura más de tres meses.")
    expect(row.locator("[data-findings] .is-error")).to_contain_text("six months")
    _expect_saved(translator)


def test_an_error_is_accepted_with_a_reason_and_a_question_is_asked_and_settled(
    topic: Any, person: Callable[..., Admin]
) -> None:
    translator = person("tomas", groups.translators(SPANISH))
    _open(translator, topic, "es")
    row = _row(translator, "summary")

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
    translator = person("tomas", groups.translators(SPANISH))
    _open(translator, page, "es")

    _field(_row(translator, "name")).fill("El descanso")
    translator.page.keyboard.press("Control+Enter")

    expect(translator.page.get_by_text("Page 2 of 2")).to_be_visible()
    expect(_field(translator.page.locator("[data-to-do]").first)).to_be_focused()
    assert factories.latest(page).name_es == "El descanso"
    assert translator.errors == []


def test_a_machine_drafts_and_a_person_confirms(person: Callable[..., Admin], settings: Any) -> None:
    settings.MACHINE_TRANSLATION = {"PROVIDER": "cms.translation.machine.dummy.Dummy"}
    page = factories.page("chronic-pain")
    translator = person("amal", groups.translators(ARABIC))
    _open(translator, page, "ar")

    translator.page.get_by_role("button", name="Draft with a machine").click()
    expect(translator.page.get_by_text("The machine has drafted 7 strings.")).to_be_visible()
    translator.picture("drafted")
    translator.page.get_by_role("link", name="Read the drafts").click()
    row = _row(translator, "name")
    expect(row).to_contain_text("By machine, not read")
    row.get_by_role("button", name="Confirm").click()

    expect(row).not_to_contain_text("By machine, not read")
    expect(_field(row)).to_have_value("[ar] Chronic pain")
    expect(translator.page.locator(".workbench-counts")).to_contain_text("6 by machine, not read")


@pytest.mark.parametrize(
    ("tag", "language"), [("es", "en"), ("es", "es"), ("ar", "en"), ("es-MX", "en"), ("zh-Hans", "en")]
)
def test_everybody_can_use_the_workbench(tag: str, language: str, person: Callable[..., Admin]) -> None:
    factories.glossary_term(locales=("en", "es", "ar"))
    content = factories.page("chronic-pain", locales=("en", "es", "ar"))
    content = _change(
        content,
        summary="Ketamine is used off-label for pain that lasts longer than six months.",
        overview="<p>Take <b>two tablets</b> of 5 mg.</p>",
    )
    translator = person("tomas", groups.translators(locales.get(tag)), language=language, viewport=DESK)
    _open(translator, content, tag)
    field = _field(_row(translator, "sections.overview/blocks"))
    assert field.evaluate("field => getComputedStyle(field).direction") == locales.get(tag).direction
    field.fill("7 mg")
    expect(_row(translator, "sections.overview/blocks").locator("[data-findings] .is-error").first).to_be_visible()
    translator.picture(f"{tag} in {language}")

    assert _faults(translator) == []
    translator.page.set_viewport_size(PHONE)
    translator.picture(f"{tag} in {language} on a phone")
    assert _faults(translator) == []
    assert translator.page.locator("[data-workbench]").evaluate("part => part.scrollWidth - part.clientWidth") <= 0
    assert translator.errors == []


def _change(content: Any, *, summary: str = "", overview: str = "") -> Any:
    words = factories.PAGES["chronic-pain"]["en"]
    fresh = factories.latest(content)
    sections = factories.sections_of("chronic-pain", words)
    sections[0]["value"]["blocks"][0]["value"] = overview if overview.startswith("<") else f"<p>{overview}</p>"
    factories.write(fresh, "en", summary=summary or words.summary, sections=sections)
    return factories.publish(fresh)


def _address(content: Any, tag: str) -> str:
    return f"/admin/translation/conditions.conditionpage/{content.pk}/{tag}/workbench/"


def _open(admin: Admin, content: Any, tag: str) -> None:
    admin.page.goto(_address(content, tag))


def _row(admin: Admin, path: str) -> Locator:
    """The first segment below a path."""
    return admin.page.locator(f"[data-segment][data-path^='{path}']").first


def _field(row: Locator) -> Locator:
    return row.locator("[data-target]")


def _expect_saved(admin: Admin) -> None:
    expect(admin.page.locator("[data-saving]")).to_contain_text(re.compile(r"Saved \d\d:\d\d"), timeout=20_000)


def _faults(admin: Admin) -> list[str]:
    found = Axe().run(admin.page, context="[data-workbench]").response["violations"]
    return [
        f"{fault['id']}: {node['html'][:200]}"
        for fault in found
        if fault["impact"] in SERIOUS
        for node in fault["nodes"]
    ]
