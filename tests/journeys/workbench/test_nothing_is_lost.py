"""What is typed at the workbench is not lost, and nobody else's text is changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect

from cms.translation import groups
from tests import factories
from tests.journeys.workbench import bench

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.journeys.admin import Admin

pytestmark = [pytest.mark.browser, pytest.mark.once]


def test_the_second_of_two_people_sees_both_texts_and_chooses(topic: Any, person: Callable[..., Admin]) -> None:
    first, second = (person(name, groups.translators(bench.SPANISH)) for name in ("tomas", "teresa"))
    for translator in (first, second):
        bench.open_at(translator, topic, "es")
    bench.field(bench.row(first, "name")).fill("Dolor persistente")
    bench.expect_saved(first)

    row = bench.row(second, "name")
    bench.field(row).fill("Dolor duradero")
    expect(row.get_by_role("group", name="Two texts")).to_contain_text("Dolor persistente")
    second.picture("conflict")
    assert factories.latest(topic).name_es == "Dolor persistente"
    expect(bench.field(row)).to_have_value("Dolor duradero")

    row.get_by_role("button", name="Keep mine").click()
    bench.expect_saved(second)
    assert factories.latest(topic).name_es == "Dolor duradero"
    bench.field(bench.row(first, "name")).fill("Dolor")
    bench.row(first, "name").get_by_role("button", name="Take theirs").click()
    expect(bench.field(bench.row(first, "name"))).to_have_value("Dolor duradero")
    assert factories.latest(topic).name_es == "Dolor duradero"


def test_what_is_typed_without_a_connection_is_saved_when_it_is_back(topic: Any, person: Callable[..., Admin]) -> None:
    translator = person("tomas", groups.translators(bench.SPANISH))
    bench.open_at(translator, topic, "es")
    saving = translator.page.locator("[data-saving]")

    translator.page.context.set_offline(True)
    bench.field(bench.row(translator, "name")).fill("Dolor persistente")
    expect(saving).to_contain_text("Not saved: no connection, trying again in")
    assert factories.latest(topic).name_es == "Dolor crónico"
    translator.page.context.set_offline(False)

    bench.expect_saved(translator)
    assert factories.latest(topic).name_es == "Dolor persistente"


def test_who_is_signed_out_signs_in_again_in_another_tab_and_loses_nothing(
    topic: Any, person: Callable[..., Admin]
) -> None:
    translator = person("tomas", groups.translators(bench.SPANISH))
    bench.open_at(translator, topic, "es")
    saving = translator.page.locator("[data-saving]")
    translator.page.context.clear_cookies()
    bench.field(bench.row(translator, "name")).fill("Dolor persistente")
    expect(saving).to_contain_text("Sign in again in another tab")

    other = translator.page.context.new_page()
    other.goto("/admin/login/")
    other.locator("#id_username").fill(translator.user.username)
    other.locator("#id_password").fill(factories.PASSWORD)
    other.locator("button[type=submit]").click()
    other.wait_for_url("**/admin/")

    bench.expect_saved(translator)
    assert factories.latest(topic).name_es == "Dolor persistente"


def test_what_is_refused_stays_in_its_field_with_the_reason_beside_it(topic: Any, person: Callable[..., Admin]) -> None:
    translator = person("tomas", groups.translators(bench.SPANISH))
    bench.open_at(translator, topic, "es")
    row = bench.row(translator, "name")

    bench.field(row).fill("Dolor " * 40)
    expect(row.locator("[data-problem]")).to_contain_text("characters are too many")
    expect(translator.page.locator("[data-saving]")).to_have_text("Not saved: see the marked strings.")
    expect(bench.field(row)).to_have_value("Dolor " * 40)
    bench.field(row).fill("Dolor")

    bench.expect_saved(translator)
    expect(row.locator("[data-problem]")).to_be_hidden()
    assert factories.latest(topic).name_es == "Dolor"


def test_a_source_that_moves_on_meanwhile_is_shown_before_a_text_for_it_is_saved(
    topic: Any, person: Callable[..., Admin]
) -> None:
    translator = person("tomas", groups.translators(bench.SPANISH))
    bench.open_at(translator, topic, "es")
    row = bench.row(translator, "summary")
    bench.change_source(topic, summary="Pain that lasts longer than nine months.")

    bench.field(row).fill("Dolor que dura más de seis meses.")
    expect(row.locator("[data-problem]")).to_contain_text("The source was changed after you opened this page")
    expect(row.locator("[data-shown-source]")).to_contain_text("nine months")
    assert factories.latest(topic).summary_es == "Dolor que dura más de tres meses."
    bench.field(row).fill("Dolor que dura más de nueve meses.")

    bench.expect_saved(translator)
    expect(row.locator("[data-problem]")).to_be_hidden()
    assert factories.latest(topic).summary_es == "Dolor que dura más de nueve meses."
