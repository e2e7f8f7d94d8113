"""Source and translation side by side: which strings there are, and which of them the source has left behind."""

from __future__ import annotations

from typing import Any

import pytest

from cms.translation import units
from cms.translation.bilingual import Bilingual
from conditions.models import ConditionPage
from tests import factories

pytestmark = pytest.mark.once

OVERVIEW = "sections.overview/blocks/" + factories.block_id("overview")
SAFETY = "sections.safety/blocks/" + factories.block_id("safety")
LOCALES = ["ar", "zh-Hans"]


def page(
    *paragraphs: str,
    name: str = "Chronic pain",
    summary: str = "Lasting pain.",
    urgency: str = "warning",
    **fields: Any,
) -> dict[str, Any]:
    overview = {
        "type": "paragraph",
        "id": factories.block_id("overview"),
        "value": "".join(f"<p>{text}</p>" for text in paragraphs),
    }
    safety = factories.callout("Tell the team.", block=factories.block_id("safety"), title="Note", urgency=urgency)
    sections = [factories.section("overview", overview, of="page"), factories.section("safety", safety, of="page")]
    return {
        "fields": {"name": name, "path_segment": "pain", "summary": summary, "other_names": [], "sections": sections}
        | fields,
        "children": {"evidence": {}},
    }


def nothing():
    empty = dict.fromkeys(("name", "path_segment", "summary"))
    return {"fields": {**empty, "other_names": [], "sections": []}, "children": {"evidence": {}}}


def start(source, locale="ar", own=None):
    return Bilingual(ConditionPage, locale, source=source, own=own or nothing(), made_from={})


def later(sheet, source):
    """The same locale beside another source."""
    known = sheet.made_from_with(())
    return Bilingual(ConditionPage, sheet.locale, source=source, own=sheet.own, made_from=known)


def targets(sheet):
    return {segment.path: segment.target for segment in sheet.segments if segment.target}


def outdated(sheet):
    return [segment.path for segment in sheet.segments if segment.is_outdated]


# Which strings


def test_every_string_is_offered_in_reading_order_though_nothing_is_translated():
    sheet = start(page("One.", "", "<b>Two</b> &amp; <br/>more.", summary=""))

    assert [(segment.path.removeprefix("sections."), segment.source) for segment in sheet.segments] == [
        ("name", "Chronic pain"),
        ("path_segment", "pain"),
        (f"{OVERVIEW}#0".removeprefix("sections."), "One."),
        (f"{OVERVIEW}#2".removeprefix("sections."), "<b>Two</b> & <br>more."),
        (f"{SAFETY}/title".removeprefix("sections."), "Note"),
        (f"{SAFETY}/text#0".removeprefix("sections."), "Tell the team."),
    ]
    assert all(segment.is_missing for segment in sheet.segments if not segment.is_own)


def test_a_locale_needs_no_path_of_its_own():
    segment = start(page("One.")).by_path["path_segment"]

    assert segment.is_own
    assert not segment.is_missing
    assert not segment.is_outdated


def test_names_of_the_locale_s_own_are_no_translation_of_anything():
    names = [{"type": "name", "id": factories.block_id("n"), "value": {"text": "Lasting pain", "kind": "synonym"}}]

    assert not [path for path in start(page("One.", other_names=names)).by_path if path.startswith("other_names")]


def test_a_paragraph_without_words_is_nothing_to_translate():
    sheet = start(page("One.", "<br/>", "\xa0"))

    assert [path for path in sheet.by_path if path.startswith(OVERVIEW)] == [f"{OVERVIEW}#0"]


def test_what_only_the_locale_has_comes_last_and_is_neither_missing_nor_outdated():
    own = page("واحد")
    own["fields"]["sections"][0]["value"]["blocks"].append(
        factories.paragraph("<p>هنا فقط</p>", block=factories.block_id("here"))
    )

    sheet = start(page("One."), own=own)

    last = sheet.segments[-1]
    assert (last.source, last.target, last.is_missing, last.is_outdated) == ("", "<p>هنا فقط</p>", False, False)


# Writing


@pytest.mark.parametrize(("locale", "text"), [("ar", "ألم <b>مزمن</b> <5"), ("zh-Hans", "慢性 & <b>疼痛</b>")])
def test_a_text_is_written_at_its_place_and_nowhere_else(locale, text):
    sheet = start(page("One.", "Two.", "Three."), locale)

    written = sheet.with_texts({f"{OVERVIEW}#1": text})

    assert targets(written) == {f"{OVERVIEW}#1": text}


def test_a_text_of_blanks_or_bare_tags_is_no_text():
    sheet = start(page("One.", "Two."), own=page("واحد", "اثنان"))

    written = sheet.with_texts(
        {f"{OVERVIEW}#0": " \n", f"{OVERVIEW}#1": "<b></b>", "name": "  ", f"{SAFETY}/title": "\t"}
    )

    assert not {f"{OVERVIEW}#0", f"{OVERVIEW}#1", "name", f"{SAFETY}/title"} & targets(written).keys()
    assert written.by_path[f"{OVERVIEW}#1"].is_missing
    assert written.text["fields"]["name"] is None


def test_block_tags_in_a_paragraph_do_not_make_another_paragraph():
    written = start(page("One.", "Two.")).with_texts(
        {f"{OVERVIEW}#0": "一</p><p>二", f"{OVERVIEW}#1": "<ul><li>三</li></ul>"}
    )

    assert targets(written) == {f"{OVERVIEW}#0": "一二", f"{OVERVIEW}#1": "三"}


def test_what_would_be_released_holds_no_block_without_text():
    written = start(page("One.")).with_texts({f"{SAFETY}/title": "ملاحظة"})

    assert [section["type"] for section in written.text["fields"]["sections"]] == ["safety"]


def test_a_rich_text_that_can_t_be_told_apart_is_one_segment():
    own = page("واحد", "اثنان", "ثلاثة")
    sheet = start(page("One.", "Two."), own=own)

    whole = sheet.by_path[OVERVIEW]

    assert whole.source == "<p>One.</p><p>Two.</p>"
    assert whole.target == "<p>واحد</p><p>اثنان</p><p>ثلاثة</p>"
    assert targets(sheet.with_texts({OVERVIEW: "<p>واحد</p><p>اثنان</p>"})).items() >= {
        (f"{OVERVIEW}#0", "واحد"),
        (f"{OVERVIEW}#1", "اثنان"),
    }


# Generations


@pytest.mark.parametrize("locale", LOCALES)
def test_only_the_string_whose_source_changed_is_outdated(locale):
    sheet = start(page("One.", "Two."), locale, own=page("甲", "乙", name="痛", summary="丙"))

    sheet = later(sheet, page("One.", "Two, rewritten.", summary="Pain that lasts."))

    assert outdated(sheet) == ["summary", f"{OVERVIEW}#1"]
    assert sheet.by_path[f"{OVERVIEW}#1"].made_from == "Two."


def test_a_text_that_is_written_again_is_current_and_its_neighbour_is_not():
    sheet = later(start(page("One.", "Two."), own=page("甲", "乙")), page("One, new.", "Two, new."))

    sheet = sheet.with_texts({f"{OVERVIEW}#0": "甲新"})

    assert outdated(sheet) == [f"{OVERVIEW}#1"]
    assert sheet.by_path[f"{OVERVIEW}#1"].made_from == "Two."


def test_confirming_makes_current_though_the_text_stays():
    sheet = later(start(page("One.", "Two."), own=page("甲", "乙")), page("One, new.", "Two, new."))

    sheet = sheet.made_from_again(sheet.made_from_with([f"{OVERVIEW}#1"]))

    assert outdated(sheet) == [f"{OVERVIEW}#0"]


def test_through_generations_a_text_is_measured_against_what_it_was_made_from():
    sheet = start(page("One."), own=page("甲", summary="丙"))
    sheet = later(sheet, page("One, second."))
    sheet = later(sheet, page("One, third.", "New."))
    assert sheet.by_path[f"{OVERVIEW}#0"].made_from == "One."

    sheet = sheet.with_texts({f"{OVERVIEW}#1": "新"})
    assert outdated(sheet) == [f"{OVERVIEW}#0"]
    sheet = later(sheet, page("New.", "One."))

    assert outdated(sheet) == []
    assert (targets(sheet)[f"{OVERVIEW}#0"], targets(sheet)[f"{OVERVIEW}#1"]) == ("新", "甲")


def test_a_source_that_is_taken_back_leaves_nothing_outdated():
    sheet = later(start(page("One."), own=page("甲")), page("Two."))

    assert outdated(later(sheet, page("One."))) == []


def test_a_paragraph_that_moved_is_not_outdated():
    sheet = start(page("One.", "Two.", "Three."), own=page("甲", "乙", "丙"))

    sheet = later(sheet, page("Three.", "One.", "New.", "Two."))

    assert outdated(sheet) == []
    assert [targets(sheet).get(f"{OVERVIEW}#{number}") for number in range(4)] == ["丙", "甲", None, "乙"]
    assert sheet.by_path[f"{OVERVIEW}#2"].is_missing


def test_another_target_of_a_link_outdates_no_text():
    def linked(number, words):
        return page(f'<a linktype="page" id="{number}">{words}</a>')

    sheet = later(start(linked(3, "Pain"), own=linked(3, "痛")), linked(4, "Pain"))

    assert outdated(sheet) == []
    assert 'id="4"' in sheet.own["fields"]["sections"][0]["value"]["blocks"][0]["value"]


def test_a_text_is_written_with_the_links_of_the_source_or_those_the_locale_chose():
    link = '<a linktype="page" id="3">{}</a> <a linktype="page" id="5">{}</a>'
    sheet = start(page(link.format("Pain", "Rest")), own=page(link.replace('"5"', '"9"').format("ألم", "راحة")))

    written = sheet.with_texts({f"{OVERVIEW}#0": "<a2>راحة</a2> و<a1>ألم</a1>"})

    stored = written.own["fields"]["sections"][0]["value"]["blocks"][0]["value"]
    assert stored == '<p><a linktype="page" id="9">راحة</a> و<a linktype="page" id="3">ألم</a></p>'


# Tables


def table_page(*rows: tuple[str, str]) -> dict[str, Any]:
    value = {
        "caption": "",
        "columns": [{"type": "text", "heading": "Drug"}, {"type": "text", "heading": "Dose"}],
        "rows": [{"values": list(row)} for row in rows],
    }
    block = {"type": "table", "id": factories.block_id("overview"), "value": value}
    return page() | {
        "fields": {**page()["fields"], "sections": [factories.section("overview", block, of="page")]},
    }


def test_a_cell_stays_outdated_wherever_its_row_goes():
    sheet = start(table_page(("Ketamine", "0.5 mg")), own=table_page(("氯胺酮", "0.5毫克")))
    sheet = later(sheet, table_page(("Ketamine", "0.6 mg")))
    assert outdated(sheet) == [f"{OVERVIEW}/row-0-1"]

    sheet = later(sheet, table_page(("Lidocaine", "3 mg"), ("Ketamine", "0.6 mg")))

    assert outdated(sheet) == [f"{OVERVIEW}/row-1-1"]
    assert targets(sheet)[f"{OVERVIEW}/row-1-1"] == "0.5毫克"
    assert (
        sheet.by_path[f"{OVERVIEW}/row-1-1"].anchor
        == start(table_page(("A", "B"))).by_path[f"{OVERVIEW}/row-0-0"].anchor
    )


def test_what_is_written_is_read_again_for_every_string():
    source = page("One.", "Two <b>bold</b>.")
    texts = {segment.path: f"译 {segment.source}" for segment in start(source, "zh-Hans").segments}

    written = start(source, "zh-Hans").with_texts(texts)

    assert targets(written) == texts
    assert not outdated(written)
    assert {unit.path for unit in units.units(ConditionPage, written.text)} == {
        unit.path for unit in units.units(ConditionPage, source)
    }
