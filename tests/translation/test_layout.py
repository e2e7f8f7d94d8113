"""A locale follows the source's layout: what is new appears without text, what remains keeps its own."""

from __future__ import annotations

import copy
import random
from typing import Any

import pytest
from hypothesis import given, settings, strategies as st

from cms.translation import layout, units
from cms.translation.alignment import align
from cms.translation.layout import follow, follow_rich
from cms.translation.replacing import replaced
from conditions.models import ConditionPage
from tests import factories

pytestmark = pytest.mark.once

PAGE = 'linktype="page" id="3"'
OTHER_PAGE = 'linktype="page" id="4"'
TERM = 'linktype="glossary-term" id="7"'

#: What stands for the translation of a text.
LOCALES = {"ar": "ترجمة {}", "es-MX": "traducido: {}", "zh-Hans": "译文：{}"}


def snapshot(*sections, **fields):
    return {"fields": {"name": "Chronic pain", "sections": list(sections), **fields}, "children": {"evidence": {}}}


def section(*blocks, key="overview"):
    return factories.section(key, *blocks, of="page", heading=f"Heading of {key}")


def block(kind, value, name="block"):
    return {"type": kind, "id": factories.block_id(name), "value": value}


def items(*texts):
    return [{"type": "item", "id": factories.block_id("item", text), "value": text} for text in texts]


def table(columns, *rows, caption="Doses"):
    return {
        "caption": caption,
        "columns": [{"type": "text", "heading": heading} for heading in columns],
        "rows": [{"values": list(row)} for row in rows],
    }


def translated(source, locale="ar"):
    """The source with the translation of every text in its place."""
    values = {}
    for unit in units.units(ConditionPage, source):
        values[unit.path] = rich(unit.text, locale) if unit.is_rich else word(unit.text, locale)
    return replaced(ConditionPage, source, values)


def word(text, locale="ar"):
    return LOCALES[locale].format(text) if text else ""


def rich(text, locale="ar"):
    from cms.translation import markup

    apart = markup.split(text)
    return apart.with_pieces([word(piece, locale) for piece in apart.pieces])


def only_block(found, *, at=0):
    return found["fields"]["sections"][0]["value"]["blocks"][at]["value"]


def after(before, now, own=None):
    """What becomes of a locale's only section when its source says something else."""
    source, made_from = snapshot(section(*now)), snapshot(section(*before))
    own = translated(made_from) if own is None else snapshot(section(*own))
    found = follow(ConditionPage, source, made_from, own)
    assert follow(ConditionPage, source, source, found) == found
    return found["fields"]["sections"][0]["value"]["blocks"]


# Blocks


def para(text, name):
    return factories.paragraph(text, block=factories.block_id(name))


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


# Paragraphs of one rich text


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize(
    ("before", "now", "expected"),
    [
        ("AB", "ANB", ["A", "", "B"]),
        ("AB", "NAB", ["", "A", "B"]),
        ("ABC", "AC", ["A", "C"]),
        ("ABC", "CAB", ["C", "A", "B"]),
        ("ABC", "CBA", ["C", "B", "A"]),
        ("ABCD", "CDAB", ["C", "D", "A", "B"]),
        ("AAB", "AB", ["A", "B"]),
        ("AB", "AAB", ["", "A", "B"]),
        ("ABA", "AAB", ["A", "A", "B"]),
        ("A", "", []),
    ],
)
def test_paragraphs_are_found_again_wherever_they_stand(locale, before, now, expected):
    def text(names):
        return "".join(f"<p>Paragraph {name}.</p>" for name in names)

    found = follow_rich(text(now), text(before), rich(text(before), locale)) if now else ""

    said = [word(f"Paragraph {name}.", locale) if name else "" for name in expected]
    assert found == "".join(f"<p>{words}</p>" for words in said)


def test_a_paragraph_that_was_rewritten_keeps_its_text_though_another_came_before_it():
    before = "<p>Do not eat for six hours before the session.</p>"
    now = "<p>Plan a whole day.</p><p>Do not eat for eight hours before the session.</p>"

    assert follow_rich(now, before, "<p>لا تأكل قبل الجلسة.</p>") == "<p></p><p>لا تأكل قبل الجلسة.</p>"


def test_a_paragraph_that_moved_and_was_rewritten_is_found_by_its_likeness():
    before = "<p>Do not eat for six hours.</p><p>Rest.</p>"

    found = follow_rich("<p>Rest.</p><p>Do not eat for eight hours.</p>", before, "<p>لا تأكل.</p><p>ارتح.</p>")

    assert found == "<p>ارتح.</p><p>لا تأكل.</p>"


def test_a_paragraph_that_was_split_keeps_its_text_with_the_larger_part():
    before = "<p>Plan a whole day and do not eat for six hours before the session.</p><p>Rest.</p>"
    now = "<p>Plan a whole day.</p><p>Do not eat for six hours before the session.</p><p>Rest.</p>"

    found = follow_rich(now, before, "<p>安排一整天，治疗前六小时不要进食。</p><p>休息。</p>")

    assert found == "<p></p><p>安排一整天，治疗前六小时不要进食。</p><p>休息。</p>"


def test_two_equal_paragraphs_keep_both_of_their_translations():
    before = "<p>Rest.</p><p>Drink.</p><p>Rest.</p>"

    found = follow_rich("<p>Rest.</p><p>Rest.</p><p>Drink.</p>", before, "<p>ارتح.</p><p>اشرب.</p><p>استرح.</p>")

    assert sorted(found.split("<p>")) == sorted(["", "ارتح.</p>", "استرح.</p>", "اشرب.</p>"])
    assert found.endswith("<p>اشرب.</p>")


def test_items_of_a_list_in_a_rich_text_follow_too():
    before = "<p>Bring:</p><ul><li>a list</li><li>a friend</li></ul>"
    now = "<p>Bring:</p><ol><li>water</li><li>a friend</li><li>a list</li></ol>"

    found = follow_rich(now, before, "<p>带上：</p><ul><li>清单</li><li>朋友</li></ul>")

    assert found == "<p>带上：</p><ol><li></li><li>朋友</li><li>清单</li></ol>"


def test_a_text_of_other_paragraphs_than_its_source_stays_as_it_is():
    assert follow_rich("<p>A</p><p>B</p>", "<p>A</p>", "<p>أ</p><p>ب</p><p>ج</p>") == "<p>أ</p><p>ب</p><p>ج</p>"


# Links


@pytest.mark.parametrize(
    ("before", "now", "own", "then"),
    [
        ([PAGE], [OTHER_PAGE], [PAGE], [OTHER_PAGE]),
        ([PAGE], [OTHER_PAGE], [TERM], [TERM]),
        ([PAGE, TERM], [TERM, PAGE], [PAGE, TERM], [PAGE, TERM]),
        ([PAGE, PAGE], [PAGE, OTHER_PAGE], [PAGE, PAGE], [PAGE, OTHER_PAGE]),
        ([PAGE, TERM], [OTHER_PAGE, TERM], [TERM, PAGE], [TERM, OTHER_PAGE]),
        ([PAGE], [OTHER_PAGE], [PAGE, PAGE], [OTHER_PAGE, OTHER_PAGE]),
        ([PAGE], [TERM, PAGE], [PAGE], [PAGE]),
    ],
)
def test_links_follow_the_source_unless_the_locale_leads_somewhere_else(before, now, own, then):
    def linked(targets, text):
        return "<p>" + " ".join(f"<a {target}>{text}</a>" for target in targets) + "</p>"

    assert follow_rich(linked(now, "pain"), linked(before, "pain"), linked(own, "疼痛")) == linked(then, "疼痛")


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


# Any change


class Author:
    """Writes and changes a source at random, with texts that are all different, as far as they are not meant to be."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)  # noqa: S311 -- the same every time is what is wanted
        self.count = 0

    def text(self) -> str:
        self.count += 1
        return f"Text number {self.count} of {self.chance.choice(['pain', 'rest', 'dose'])}"

    def list_items(self, least=1) -> list[dict[str, Any]]:
        return items(*(self.text() for _ in range(self.chance.randint(least, 3))))

    def paragraphs(self) -> str:
        return "".join(f"<p>{self.text()}</p>" for _ in range(self.chance.randint(1, 3)))

    def block(self) -> dict[str, Any]:
        kind = self.chance.choice(["paragraph", "callout", "do_and_dont", "question", "list", "table"])
        value: Any = {
            "paragraph": self.paragraphs,
            "callout": lambda: {"urgency": "warning", "title": self.text(), "text": self.paragraphs()},
            "do_and_dont": lambda: {"do": self.list_items(), "dont": self.list_items()},
            "question": lambda: {"question": self.text(), "answer": self.paragraphs()},
            "list": lambda: {"style": "bullet", "items": self.list_items()},
            "table": lambda: table(
                [self.text(), self.text()],
                *([self.text(), self.text()] for _ in range(self.chance.randint(1, 3))),
                caption=self.text(),
            ),
        }[kind]()
        return block(kind, value, f"{kind}-{self.count}")

    def page(self) -> dict[str, Any]:
        keys = self.chance.sample(["overview", "safety", "questions"], self.chance.randint(1, 3))
        return snapshot(*(section(*(self.block() for _ in range(self.chance.randint(1, 3))), key=key) for key in keys))

    def changed(self, source: dict[str, Any]) -> dict[str, Any]:
        now = copy.deepcopy(source)
        sections = now["fields"]["sections"]
        for _ in range(self.chance.randint(1, 4)):
            if not sections:
                break
            blocks = self.chance.choice(sections)["value"]["blocks"]
            self.chance.choice([self.move, self.remove, self.add, self.rewrite, self.rewrite])(sections, blocks)
        return now

    def move(self, sections, blocks):
        self.chance.shuffle(self.chance.choice([sections, blocks]))

    def remove(self, sections, blocks):
        if blocks:
            blocks.pop(self.chance.randrange(len(blocks)))

    def add(self, sections, blocks):
        blocks.insert(self.chance.randint(0, len(blocks)), self.block())

    def rewrite(self, sections, blocks):
        if not blocks:
            return
        place = self.chance.randrange(len(blocks))
        value = blocks[place]["value"]
        if isinstance(value, str):
            blocks[place]["value"] = self.rich(value)
        elif "rows" in value:
            self.listed(value["rows"], {"values": [self.text() for _ in value["columns"]]})
        elif "do" in value:
            self.listed(value["do"], self.list_items()[0])
        elif "answer" in value:
            value["answer"] = self.rich(value["answer"])
        elif "title" in value:
            value["title"] = self.text()
            value["urgency"] = "emergency"

    def rich(self, value):
        paragraphs = [f"{paragraph}</p>" for paragraph in value.split("</p>") if paragraph]
        self.listed(paragraphs, f"<p>{self.text()}</p>")
        return "".join(paragraphs)

    def listed(self, found, new):
        act = self.chance.choice(["add", "remove", "shuffle"])
        if act == "add":
            found.insert(self.chance.randint(0, len(found)), new)
        elif act == "remove" and len(found) > 1:
            found.pop(self.chance.randrange(len(found)))
        else:
            self.chance.shuffle(found)


def said(found):
    """Every text of a snapshot by itself, paragraphs of rich texts too."""
    from cms.translation import markup

    texts: list[str] = []
    for unit in units.units(ConditionPage, found):
        texts += markup.split(unit.text).pieces if unit.is_rich else [unit.text]
    return [text for text in texts if text]


@settings(max_examples=80)
@given(st.integers(0, 10**9), st.sampled_from(sorted(LOCALES)), st.integers(1, 3))
def test_every_text_whose_source_is_still_there_has_its_translation(seed, locale, generations):
    author = Author(seed)
    source = author.page()
    own = translated(source, locale)
    was_there = set(said(source))

    for _ in range(generations):
        now = author.changed(source)
        own = follow(ConditionPage, now, source, own)
        source = now
        was_there &= set(said(source))
        assert follow(ConditionPage, source, source, own) == own

    expected = [text for text in said(source) if text in was_there]
    assert {word(text, locale) for text in expected} <= set(said(own))


@settings(max_examples=80)
@given(st.integers(0, 10**9))
def test_a_translation_stands_where_its_source_stands(seed):
    author = Author(seed)
    before = author.page()
    now = author.changed(before)

    own = follow(ConditionPage, now, before, translated(before))

    texts = {unit.path: unit.text for unit in units.units(ConditionPage, own)}
    was_there = set(said(before))
    for unit in units.units(ConditionPage, now):
        if not unit.is_rich and unit.text in was_there:
            assert texts[unit.path] == word(unit.text)
    assert layout.follow(ConditionPage, now, now, own) == own


@given(st.lists(st.sampled_from("abc"), max_size=7), st.lists(st.sampled_from("abcd"), max_size=7))
def test_equal_texts_are_paired_as_often_as_they_are_on_both_sides(before, after):
    places = align(before, after)

    used = [place for place in places if place is not None]
    assert len(used) == len(set(used))
    for text in "abc":
        both = [place for place, now in zip(places, after, strict=True) if place is not None and before[place] == now]
        assert sum(before[place] == text for place in both) == min(before.count(text), after.count(text))
