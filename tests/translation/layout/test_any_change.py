"""Whatever changes in a source, every text that is still there keeps its translation in its place."""

from __future__ import annotations

import copy
import random
from typing import Any

import pytest
from hypothesis import given, settings, strategies as st

from cms.translation import layout, units
from cms.translation.alignment import align
from cms.translation.layout import follow
from conditions.models import ConditionPage
from tests.translation.layout.sources import LOCALES, block, items, section, snapshot, table, translated, word

pytestmark = pytest.mark.once


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
