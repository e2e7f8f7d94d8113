"""A regional overlay holds only what differs from the locale below it, and never goes out without that."""

from __future__ import annotations

import pytest

from cms.translation import releases
from cms.translation.errors import NothingToRelease
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def topic_of_all(kept):
    return factories.page(locales=("en", "es"))


@pytest.fixture
def topic(topic_of_all):
    return factories.reload(topic_of_all)


def in_mexico(topic, **fields):
    factories.overlay(topic, **fields)
    return releases.approve(topic, "es-MX", by=factories.approver("es-MX"))


def safety_in_mexico(text, *, block=None):
    own = factories.callout(text, block=block or factories.block_id("chronic-pain", "safety", 0), title="Atención")
    return [factories.section("safety", own, of="chronic-pain")]


def test_an_overlay_inherits_all_that_it_does_not_hold(topic):
    in_mexico(topic, summary="Dolor que dura más de tres meses, dicho en México.")

    answer = factories.answer(topic, "es-MX")

    assert answer["locale"] == "es-MX"
    assert answer["name"] == "Dolor crónico"
    assert answer["summary"] == "Dolor que dura más de tres meses, dicho en México."
    assert [section["locale"] for section in answer["sections"]] == ["es-MX", "es-MX"]
    assert answer["fallbacks"] == []
    assert factories.answer(topic, "es")["summary"] == "Dolor que dura más de tres meses."


def test_an_overlay_replaces_single_blocks(topic):
    in_mexico(topic, sections=safety_in_mexico("Llame al 911."))

    assert "911" in factories.section_text(topic, "safety", "es-MX")
    assert factories.section_text(topic, "overview", "es-MX") == factories.section_text(topic, "overview", "es")


def test_a_block_of_its_own_replaces_the_whole_section(topic):
    in_mexico(topic, sections=safety_in_mexico("Llame al 911.", block=factories.block_id("only in Mexico")))

    section = next(item for item in factories.answer(topic, "es-MX")["sections"] if item["key"] == "safety")
    assert [block["value"]["text"] for block in section["blocks"]] == ["<p>Llame al 911.</p>"]


def test_a_section_without_a_heading_of_its_own_keeps_the_one_below(topic):
    in_mexico(topic, sections=safety_in_mexico("Llame al 911."))

    headings = [section["heading"] for section in factories.answer(topic, "es-MX")["sections"]]
    assert headings == ["Información general", "Seguridad"]


def test_an_empty_string_is_empty_and_null_inherits(topic):
    in_mexico(topic, name="Dolor persistente", summary="")

    assert factories.answer(topic, "es-MX")["summary"] == ""
    assert factories.answer(topic, "es-MX")["seo"]["title"] == "Dolor persistente"

    in_mexico(topic, summary=None)

    assert factories.answer(topic, "es-MX")["summary"] == "Dolor que dura más de tres meses."


def test_an_overlay_that_holds_nothing_has_nothing_to_release(topic):
    with pytest.raises(NothingToRelease):
        releases.approve(topic, "es-MX", by=factories.approver("es-MX"))


def test_an_overlay_is_not_released_before_the_locale_below_it():
    topic = factories.page("epilepsy")
    factories.overlay(topic, name="Epilepsia")

    with pytest.raises(NothingToRelease, match="Español"):
        releases.approve(topic, "es-MX", by=factories.approver("es-MX"))


def test_an_overlay_is_not_delivered_without_the_locale_below_it(topic):
    in_mexico(topic, name="Dolor persistente")

    releases.withdraw(topic, "es", by=factories.approver("es"))

    assert factories.locales_out(topic) == ["en"]
    assert factories.answer(topic, "es-MX")["locale"] == "en"
    assert factories.editions(topic, "es-MX")[-1].event == "gone"


def test_an_overlay_comes_back_with_the_locale_below_it(topic):
    in_mexico(topic, name="Dolor persistente")
    releases.withdraw(topic, "es", by=factories.approver("es"))

    releases.approve(topic, "es", by=factories.approver("es"))

    assert factories.locales_out(topic) == ["en", "es", "es-MX"]


def test_withdrawing_an_overlay_leaves_the_locale_below_it(topic):
    in_mexico(topic, name="Dolor persistente")

    releases.withdraw(topic, "es-MX", by=factories.approver("es-MX"))

    assert factories.locales_out(topic) == ["en", "es"]
    assert factories.answer(topic, "es-MX")["locale"] == "es"


def test_a_new_text_below_reaches_the_overlay_that_inherits_it(topic):
    in_mexico(topic, name="Dolor persistente")
    factories.write(factories.latest(topic), "es", summary="Dolor de más de tres meses.").save_revision()

    releases.approve(topic, "es", by=factories.approver("es"))

    assert factories.answer(topic, "es-MX")["summary"] == "Dolor de más de tres meses."
    assert factories.answer(topic, "es-MX")["translation"]["status"] == "released"


def test_an_overlay_is_outdated_against_the_source_in_what_it_holds_itself(topic):
    in_mexico(topic, summary="Dolor de más de tres meses.")
    factories.publish(factories.write(factories.latest(topic), "en", summary="Pain for three months or more."))

    assert factories.answer(topic, "es-MX")["translation"]["outdated_parts"] == ["summary"]


def test_an_overlay_is_outdated_against_the_locale_below_in_what_it_holds_itself(topic):
    in_mexico(topic, summary="Dolor de más de tres meses, dicho en México.")
    factories.write(factories.latest(topic), "es", summary="Dolor de tres meses o más.").save_revision()

    releases.approve(topic, "es", by=factories.approver("es"))

    assert factories.answer(topic, "es-MX")["translation"]["outdated_parts"] == ["summary"]
    assert factories.answer(topic, "es")["translation"]["status"] == "released"


def test_what_an_overlay_inherits_is_as_old_as_it_is_below(topic):
    in_mexico(topic, name="Dolor persistente")
    factories.publish(factories.write(factories.latest(topic), "en", summary="Pain for three months or more."))

    assert factories.answer(topic, "es")["translation"]["outdated_parts"] == ["summary"]
    assert factories.answer(topic, "es-MX")["translation"]["outdated_parts"] == ["summary"]


def test_a_safety_change_takes_the_overlay_away_with_the_locale_below_it(topic):
    in_mexico(topic, name="Dolor persistente")

    factories.publish(
        factories.write(factories.latest(topic), "en", summary="Do not stop your medicines."), kind="safety"
    )

    assert factories.locales_out(topic) == ["en"]
    assert factories.answer(topic, "es-MX")["summary"] == "Do not stop your medicines."


def test_an_approval_of_the_locale_below_brings_back_what_the_overlay_inherits(topic):
    in_mexico(topic, name="Dolor persistente")
    factories.publish(
        factories.write(factories.latest(topic), "en", summary="Do not stop your medicines."), kind="safety"
    )
    factories.write(factories.latest(topic), "es", summary="No deje sus medicamentos.").save_revision()

    releases.approve(topic, "es", by=factories.approver("es"))

    assert factories.answer(topic, "es")["summary"] == "No deje sus medicamentos."
    assert factories.answer(topic, "es-MX")["summary"] == "No deje sus medicamentos."


def test_an_overlay_with_unsafe_words_of_its_own_stays_away_until_it_is_approved_itself(topic):
    in_mexico(topic, summary="A los tres meses deje sus medicamentos cuando quiera.")
    factories.publish(
        factories.write(factories.latest(topic), "en", summary="Do not stop your medicines."), kind="safety"
    )
    factories.write(factories.latest(topic), "es", summary="No deje sus medicamentos.").save_revision()
    releases.approve(topic, "es", by=factories.approver("es"))
    assert factories.answer(topic, "es-MX")["locale"] == "es"

    in_mexico(topic, summary="No deje de tomar sus medicinas.")

    assert factories.answer(topic, "es-MX")["summary"] == "No deje de tomar sus medicinas."


def test_an_overlay_has_a_path_of_its_own_where_it_says_so(topic):
    in_mexico(topic, path_segment="dolor-persistente")

    assert factories.document(topic, "es-MX").path == "/conditions/dolor-persistente"
    assert factories.document(topic, "es").path == "/conditions/dolor-cronico"


def test_an_overlay_without_a_path_segment_shares_the_one_below(topic):
    in_mexico(topic, name="Dolor persistente")

    assert factories.document(topic, "es-MX").path == "/conditions/dolor-cronico"


def test_a_condition_below_a_topic_without_the_overlay_is_found_under_the_topic_s_spanish_path(topic):
    condition = factories.page("crps", under=topic, locales=("en", "es"))
    in_mexico(condition, name="Síndrome doloroso regional complejo")

    assert (
        factories.document(condition, "es-MX").path == "/conditions/dolor-cronico/sindrome-de-dolor-regional-complejo"
    )


def test_shared_content_has_overlays_too():
    therapy = factories.therapy(locales=("en", "es"))
    factories.overlay(therapy, summary="Suero con ketamina.")

    releases.approve(therapy, "es-MX", by=factories.approver("es-MX"))

    answer = factories.answer(therapy, "es-MX")
    assert (answer["locale"], answer["name"], answer["summary"]) == (
        "es-MX",
        "Terapia de infusión de ketamina",
        "Suero con ketamina.",
    )
