"""Blocks, tables and rows of a locale follow the source's: what is new has no text yet, what remains keeps its own."""

from __future__ import annotations

import pytest

from cms.translation.layout import follow
from conditions.models import ConditionPage
from tests import factories
from tests.translation.layout.sources import after, block, items, para, section, snapshot, table

pytestmark = pytest.mark.once


# Blocks


def test_a_new_block_appears_without_text():
    first, second = para("One.", "one"), para("Two.", "two")

    assert [item["value"] for item in after([second], [first, second])] == ["", "<p>ترجمة Two.</p>"]


def test_a_block_that_the_source_lost_is_gone():
    first, second = para("One.", "one"), para("Two.", "two")

    assert [item["value"] for item in after([first, second], [second])] == ["<p>ترجمة Two.</p>"]


def test_a_block_that_moved_moves_with_its_text():
    first, second = para("One.", "one"), para("Two.", "two")

    found = after([first, second], [second, first])

    assert [item["value"] for item in found] == ["<p>ترجمة Two.</p>", "<p>ترجمة One.</p>"]


def test_what_only_the_locale_has_stays_after_what_it_stood_after():
    first, second, own = para("One.", "one"), para("Two.", "two"), para("في بلدنا فقط.", "ours")
    theirs = [{**first, "value": "<p>واحد</p>"}, own, {**second, "value": "<p>اثنان</p>"}]

    found = after([first, second], [second, first], theirs)

    assert [item["value"] for item in found] == ["<p>اثنان</p>", "<p>واحد</p>", "<p>في بلدنا فقط.</p>"]


def test_a_block_of_another_kind_under_the_same_id_starts_without_text():
    found = after([block("paragraph", "<p>Rest.</p>")], [block("quote", {"text": "Rest.", "attribution": "A nurse"})])

    assert found[0]["value"] == {"text": "", "attribution": ""}


def test_nothing_is_taken_away_where_nobody_knows_what_the_text_was_made_from():
    source, own = snapshot(section(para("One.", "one"))), snapshot(section(para("اثنان", "two"), key="safety"))

    found = follow(ConditionPage, source, None, own)

    assert [item["type"] for item in found["fields"]["sections"]] == ["safety", "overview"]


def test_names_of_the_locale_s_own_are_not_laid_out():
    names = [{"type": "name", "id": factories.block_id("n"), "value": {"text": "慢性疼痛", "kind": "synonym"}}]
    source = snapshot(other_names=[{**names[0], "id": factories.block_id("m")}])

    assert follow(ConditionPage, source, source, snapshot(other_names=names))["fields"]["other_names"] == names


# Values that are no text


def callout(urgency="warning", title="Medicines", text="<p>Tell the team.</p>"):
    return block("callout", {"urgency": urgency, "title": title, "text": text})


def test_another_urgency_follows_the_source():
    found = after([callout("warning")], [callout("emergency")])

    assert found[0]["value"] == {
        "urgency": "emergency",
        "title": "ترجمة Medicines",
        "text": "<p>ترجمة Tell the team.</p>",
    }


def test_a_choice_of_the_locale_s_own_stays():
    found = after([callout("warning")], [callout("emergency")], [callout("urgent", "أدوية", "<p>أخبر الفريق.</p>")])

    assert found[0]["value"]["urgency"] == "urgent"


@pytest.mark.parametrize(("own", "then"), [(1, 2), (5, 5)])
def test_another_image_follows_unless_the_locale_has_its_own(own, then):
    def image(number, alt):
        return block("image", {"image": number, "alt": alt, "decorative": False, "caption": ""})

    found = after([image(1, "A drip")], [image(2, "A drip")], [image(own, "تسريب")])

    assert found[0]["value"] == {"image": then, "alt": "تسريب", "decorative": False, "caption": ""}


# Compound blocks


def test_items_of_do_and_dont_follow_by_their_ids():
    before = block("do_and_dont", {"do": items("Rest.", "Drink."), "dont": items("Drive.")})
    now = block("do_and_dont", {"do": items("Walk.", "Drink.", "Rest."), "dont": []})

    found = after([before], [now])[0]["value"]

    assert [item["value"] for item in found["do"]] == ["", "ترجمة Drink.", "ترجمة Rest."]
    assert found["dont"] == []


def test_steps_follow_with_what_stands_in_them():
    def steps(*titles):
        texts = [{"title": title, "timing": "First week", "text": f"About {title}"} for title in titles]
        ids = [{"type": "item", "id": factories.block_id(title)} for title in titles]
        return block("steps", {"items": [{**item, "value": value} for item, value in zip(ids, texts, strict=True)]})

    found = after([steps("Call", "Visit")], [steps("Visit", "Rest", "Call")])[0]["value"]["items"]

    assert [item["value"]["title"] for item in found] == ["ترجمة Visit", "", "ترجمة Call"]
    assert found[1]["value"] == {"title": "", "timing": "", "text": ""}
    assert found[0]["value"]["text"] == "ترجمة About Visit"


def test_a_question_keeps_its_text_where_only_the_answer_changed():
    before = block("question", {"question": "Is it safe?", "answer": "<p>Yes.</p>"})
    now = block("question", {"question": "Is it safe?", "answer": "<p>Mostly.</p><p>Ask us.</p>"})

    found = after([before], [now])[0]["value"]

    assert found["question"] == "ترجمة Is it safe?"
    assert sorted(found["answer"].split("</p>")) == ["", "<p>", "<p>ترجمة Yes."]


def test_items_without_ids_follow_by_their_place():
    def listed(*texts):
        return block("list", {"style": "bullet", "items": [{"type": "item", "value": text} for text in texts]})

    found = after([listed("Rest.")], [listed("Rest.", "Drink.")])[0]["value"]["items"]

    assert [item["value"] for item in found] == ["ترجمة Rest.", ""]


# Tables

DRUGS = ("Drug", "Dose")
ROWS = (("Ketamine", "0.5 mg"), ("Lidocaine", "3 mg"))


def cells(columns, *rows):
    """What a translated table says when its source has become this one."""
    return cells_after(table(DRUGS, *ROWS), table(columns, *rows))


def cells_after(before, now):
    found = after([block("table", before)], [block("table", now)])[0]["value"]
    said = [[column["heading"] for column in found["columns"]], *(row["values"] for row in found["rows"])]
    return [[text.removeprefix("ترجمة ") for text in line] for line in said]


@pytest.mark.parametrize(
    ("columns", "rows", "expected"),
    [
        (DRUGS, [ROWS[1], ROWS[0]], [["Drug", "Dose"], ["Lidocaine", "3 mg"], ["Ketamine", "0.5 mg"]]),
        (DRUGS, [("New", "1 mg"), *ROWS], [["Drug", "Dose"], ["", ""], *map(list, ROWS)]),
        (DRUGS, [ROWS[1]], [["Drug", "Dose"], list(ROWS[1])]),
        (
            ("Dose", "Drug"),
            [("0.5 mg", "Ketamine"), ("3 mg", "Lidocaine")],
            [["Dose", "Drug"], ["0.5 mg", "Ketamine"], ["3 mg", "Lidocaine"]],
        ),
        (
            ("Drug", "Way", "Dose"),
            [("New", "x", "y"), ("Ketamine", "drip", "0.5 mg"), ("Lidocaine", "drip", "3 mg")],
            [["Drug", "", "Dose"], ["", "", ""], ["Ketamine", "", "0.5 mg"], ["Lidocaine", "", "3 mg"]],
        ),
        (("Dose",), [("3 mg",), ("0.5 mg",)], [["Dose"], ["3 mg"], ["0.5 mg"]]),
    ],
)
def test_rows_and_columns_are_found_again_by_what_they_say(columns, rows, expected):
    assert cells(columns, *rows) == expected


def test_columns_with_the_same_heading_are_told_apart_by_what_stands_below():
    before = table(("", ""), ("Ketamine", "0.5 mg"), ("Lidocaine", "3 mg"))
    now = table(("", ""), ("0.5 mg", "Ketamine"), ("3 mg", "Lidocaine"))

    assert cells_after(before, now) == [["", ""], ["0.5 mg", "Ketamine"], ["3 mg", "Lidocaine"]]


def test_a_cell_that_was_rewritten_keeps_its_text_though_a_row_came_before_it():
    found = cells(DRUGS, ("New", "1 mg"), ("Ketamine", "0.6 mg"), ROWS[1])

    assert found == [["Drug", "Dose"], ["", ""], ["Ketamine", "0.5 mg"], ["Lidocaine", "3 mg"]]


def test_a_table_that_the_locale_has_built_otherwise_is_laid_out_by_numbers():
    before, own = table(DRUGS, *ROWS), table(("دواء",), ("كيتامين",), caption="جرعات")

    found = after([block("table", before)], [block("table", before)], [block("table", own)])[0]["value"]

    assert found == table(("دواء", ""), ("كيتامين", ""), ("", ""), caption="جرعات")


# Rows of other models


def test_rows_are_the_source_s():
    source = {"fields": {}, "children": {"evidence": {"a": {"statement": "Less pain."}}}}
    own = {"fields": {}, "children": {"evidence": {"a": {"statement": "ألم أقل."}, "b": {"statement": "مسودة"}}}}

    assert follow(ConditionPage, source, source, own)["children"] == {"evidence": {"a": {"statement": "ألم أقل."}}}
