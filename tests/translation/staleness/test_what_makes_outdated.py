"""Whatever of its source differs since makes a release outdated, and it says where."""

from __future__ import annotations

import pytest

from cms.translation import releases
from cms.translation.current import current_of
from tests import factories
from tests.translation.staleness.measured import TRANSLATED, status

pytestmark = pytest.mark.django_db


def outdated_parts(topic, change, *, locale="ar", kind="content"):
    """Makes a change of the source, publishes it, and says what the release is then measured to be outdated in."""
    row = factories.latest(topic)
    change(row)
    factories.publish(row, kind=kind)
    return status(topic, locale)[1]


@pytest.mark.parametrize("locale", TRANSLATED)
def test_a_changed_source_makes_every_release_outdated_and_says_where(topic, locale):
    factories.publish(factories.write(topic, "en", summary="Pain for three months or more."))

    assert status(topic, locale) == ("outdated", ["summary"])
    assert factories.answer(topic, locale)["translation"]["outdated_since"] is not None
    assert factories.answer(topic, locale)["locale"] == locale


def test_what_is_published_unchanged_makes_nothing_outdated(topic):
    factories.publish(topic)

    assert status(topic, "ar") == ("released", [])


def test_a_release_is_up_to_date_again_when_the_source_goes_back(topic):
    before = factories.answer(topic, "ar")["summary"]
    factories.publish(factories.write(topic, "en", summary="Pain for three months or more."))

    factories.publish(
        factories.write(factories.reload(topic), "en", summary="Pain that lasts longer than three months.")
    )

    assert status(topic, "ar") == ("released", [])
    assert factories.answer(topic, "ar")["translation"]["outdated_since"] is None
    assert factories.answer(topic, "ar")["summary"] == before


def test_the_day_since_when_it_is_outdated_stays_the_first(topic):
    factories.publish(factories.write(topic, "en", summary="Pain for three months or more."))
    first = factories.answer(topic, "ar")["translation"]["outdated_since"]

    factories.publish(factories.write(factories.reload(topic), "en", name="Long-term pain"))

    assert factories.answer(topic, "ar")["translation"]["outdated_since"] == first
    assert status(topic, "ar") == ("outdated", ["name", "summary"])


def rewrite_overview(row):
    raw = row.sections_raw("en")
    raw[0]["value"]["blocks"][0]["value"] = "<p>Chronic pain stays after an injury has healed.</p>"
    factories.write(row, "en", sections=raw)


def new_heading(row):
    raw = row.sections_raw("en")
    raw[0]["value"]["heading"] = "In short"
    factories.write(row, "en", sections=raw)


def another_urgency(row):
    raw = row.sections_raw("en")
    raw[1]["value"]["blocks"][0]["value"]["urgency"] = "emergency"
    factories.write(row, "en", sections=raw)


def another_block(row):
    raw = row.sections_raw("en")
    raw[0]["value"]["blocks"].append(factories.paragraph("Ask your doctor.", block=factories.block_id("new")))
    factories.write(row, "en", sections=raw)


def no_safety(row):
    factories.write(row, "en", sections=row.sections_raw("en")[:1])


def another_section(row):
    block = factories.paragraph("Call 911.", block=factories.block_id("help"))
    raw = [*row.sections_raw("en"), factories.section("getting_help", block, of="chronic-pain")]
    factories.write(row, "en", sections=raw)


def sections_in_another_order(row):
    factories.write(row, "en", sections=row.sections_raw("en")[::-1])


def no_summary(row):
    factories.write(row, "en", summary="")


@pytest.mark.parametrize(
    ("change", "parts"),
    [
        (rewrite_overview, ["sections.overview"]),
        (new_heading, ["sections.overview"]),
        (another_urgency, ["sections.safety"]),
        (another_block, ["sections.overview"]),
        (no_safety, ["sections.safety"]),
        (another_section, ["sections.getting_help"]),
        (no_summary, ["summary"]),
    ],
)
def test_a_change_of_words_layout_or_values_is_told_by_its_part(topic, change, parts):
    assert outdated_parts(topic, change) == parts


def change_first(relation, **values):
    first, *others = relation.all()
    for name, value in values.items():
        setattr(first, name, value)
    relation.set([first, *others])


def another_level(row):
    change_first(row.evidence, level="low")


def another_statement(row):
    change_first(row.evidence, statement_en="Nobody had less pain.")


def no_evidence(row):
    row.evidence.clear()


def more_evidence(row):
    factories.add_evidence(row, factories.therapy(slug="esketamine"))


def another_code(row):
    change_first(row.codes, value="R52.1")


def no_code(row):
    row.codes.clear()


def an_image(row):
    row.image = factories.image()


@pytest.mark.parametrize(
    ("change", "parts"),
    [
        (another_level, ["evidence"]),
        (another_statement, ["evidence"]),
        (no_evidence, ["evidence"]),
        (more_evidence, ["evidence"]),
        (another_code, ["codes"]),
        (no_code, ["codes"]),
        (an_image, ["image"]),
    ],
)
def test_a_change_of_the_facts_that_the_text_speaks_of_makes_it_outdated(topic, change, parts):
    assert outdated_parts(topic, change) == parts


def another_segment(row):
    factories.write(row, "en", path_segment="long-term-pain")


def another_name_beside(row):
    names = [{"type": "name", "id": factories.block_id("n"), "value": {"text": "Persistent pain", "kind": "synonym"}}]
    factories.write(row, "en", other_names=names)


def another_audience(row):
    row.audience = "professional"


def editor_marks(row):
    raw = row.sections_raw("en")
    words = raw[0]["value"]["blocks"][0]["value"]
    raw[0]["value"]["blocks"][0]["value"] = words.replace("<p>", '<p data-block-key="a1b2c">')
    factories.write(row, "en", sections=raw)


@pytest.mark.parametrize("change", [another_segment, another_name_beside, another_audience, editor_marks])
def test_a_change_that_no_translation_speaks_of_makes_nothing_outdated(topic, change):
    assert outdated_parts(topic, change) == []


@pytest.mark.parametrize("locale", ["en", *TRANSLATED])
def test_another_order_of_the_sections_makes_no_text_outdated_and_every_locale_follows_it(topic, locale):
    assert outdated_parts(topic, sections_in_another_order) == []

    answer = factories.answer(topic, locale)
    assert answer["locale"] == locale
    assert [section["key"] for section in answer["sections"]] == ["safety", "overview"]


def test_a_draft_of_the_source_makes_nothing_outdated(topic):
    factories.write(factories.latest(topic), "en", summary="Only a draft.").save_revision()

    factories.publish(factories.write(factories.reload(topic), "en", path_segment="long-term-pain"))

    assert status(topic, "ar") == ("released", [])


def test_a_translation_made_beside_a_draft_of_the_source_is_measured_against_what_is_out(topic):
    factories.write(factories.latest(topic), "en", summary="Pain for three months or more.").save_revision()
    releases.approve(topic, "ar", by=factories.approver("ar"))

    factories.publish(factories.latest(topic))

    assert status(topic, "ar") == ("outdated", ["summary"])


def test_a_notice_for_another_jurisdiction_makes_its_translations_outdated():
    notice = factories.notice(locales=("en", "ar"))
    notice.jurisdiction = "EU"

    factories.publish(notice)

    assert current_of(notice)["ar"].outdated_parts == ["jurisdiction"]
