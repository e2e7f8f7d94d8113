"""A difference between two texts is sound, and reads well."""

from __future__ import annotations

import random
import time
from itertools import pairwise

import pytest
from django.utils.safestring import SafeString
from hypothesis import given, settings, strategies as st

from cms.translation.difference import Change, as_html, words

pytestmark = pytest.mark.once

MARK = {"equal": "{}", "delete": "[-{}-]", "insert": "[+{}+]"}


def shown(before, after):
    return "".join(MARK[change.kind].format(change.text) for change in words(before, after))


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        (
            "Give 0.5 mg/kg over 40 minutes.",
            "Give 1 mg/kg over 40 minutes.",
            "Give [-0.5-][+1+] mg/kg over 40 minutes.",
        ),
        ("Pain for three months.", "Pain for three months or more.", "Pain for three months[+ or more+]."),
        ("Pain for many long years.", "Pain for years.", "Pain for[- many long-] years."),
        ("يُعطى الدواء ببطء في الوريد.", "يُعطى الدواء بسرعة في الوريد.", "يُعطى الدواء [-ببطء-][+بسرعة+] في الوريد."),
        ("La dosis es de 0,5 mg.", "La dosis es de 0,25 mg.", "La dosis es de [-0,5-][+0,25+] mg."),
        ("静脉滴注40分钟。", "静脉滴注60分钟，每周一次。", "静脉滴注[-40-][+60+]分钟[+，每周一次+]。"),
        ("Avant l’infusion lente", "Avant l’injection lente", "Avant [-l’infusion-][+l’injection+] lente"),
        ("A p <0.05 is small", "A p <0.01 is small", "A p <[-0.05-][+0.01+] is small"),
    ],
)
def test_only_what_changed_is_marked(before, after, expected):
    assert shown(before, after) == expected


@pytest.mark.parametrize("text", ["", "Pain", "ألم  شديد", " 疼痛 ", "Dolor\n"])
def test_equal_texts_have_no_change(text):
    assert words(text, text) == ([Change("equal", text)] if text else [])


@pytest.mark.parametrize("text", ["Pain", "ألم شديد", "疼痛", " "])
def test_a_text_that_is_new_or_gone_is_one_change(text):
    assert words("", text) == [Change("insert", text)]
    assert words(text, "") == [Change("delete", text)]


def test_a_change_of_spaces_is_a_change():
    assert shown("Strong  pain", "Strong pain") == "Strong[-  -][+ +]pain"


def test_a_tag_is_one_word():
    before, after = "See <a1>opioids</a1> for pain", "See <a2>opioids</a2> for pain"

    assert shown(before, after) == "See [-<a1>-][+<a2>+]opioids[-</a1>-][+</a2>+] for pain"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("The pain goes away in a few days.", "Ketamine is given into a vein at the clinic."),
        ("El dolor desaparece en unos días.", "La ketamina se administra en una vena."),
        ("疼痛会在几天内消失。", "氯胺酮经静脉给药。"),
    ],
)
def test_texts_with_little_in_common_are_one_delete_and_one_insert(before, after):
    assert words(before, after) == [Change("delete", before), Change("insert", after)]


def test_a_text_that_was_only_continued_is_not_marked_as_new():
    before = "Some people feel dizzy."
    after = before + " If this happens to you, sit down at once and tell the nurse who looks after you that day."

    assert words(before, after)[0] == Change("equal", before)


def test_a_short_word_between_two_changes_does_not_tear_them_apart():
    before = "Talk to the doctor about pain of long standing before the next session."
    after = "Talk to the doctor about relief of every kind before the next session."

    assert shown(before, after) == (
        "Talk to the doctor about [-pain of long standing-][+relief of every kind+] before the next session."
    )


TEXT = st.text(alphabet="ab cd \n<>/1.,’'疼痛没ألمُé😀", max_size=40)
PIECES = st.lists(
    st.sampled_from(
        ["pain ", "ألم", " ", "疼", "<b>", "</b>", "<a1>", ".", "0.5 ", "the ", "\n", "long-lasting ", "p <0.05"]
    ),
    max_size=25,
).map("".join)


@settings(max_examples=100)
@given(TEXT | PIECES, TEXT | PIECES)
def test_no_letter_is_lost_or_made_up(before, after):
    changes = words(before, after)

    assert "".join(change.text for change in changes if change.kind != "insert") == before
    assert "".join(change.text for change in changes if change.kind != "delete") == after


@settings(max_examples=100)
@given(PIECES, PIECES)
def test_neighbours_differ_and_a_replacement_is_a_delete_and_then_an_insert(before, after):
    kinds = [change.kind for change in words(before, after)]

    assert all(one != two for one, two in pairwise(kinds))
    assert ("insert", "delete") not in pairwise(kinds)
    assert all(change.text for change in words(before, after))


@pytest.mark.parametrize(
    "vocabulary", [["the", "pain", "of", *(f"word{number}" for number in range(500))], list("疼痛治疗氯胺酮输注")]
)
def test_a_text_of_five_thousand_words_is_compared_in_a_moment(vocabulary):
    chance = random.Random(5)  # noqa: S311 - a text to compare, no secret
    before = [chance.choice(vocabulary) for _ in range(5_000)]
    after = [chance.choice(vocabulary) if chance.random() < 0.3 else word for word in before]

    start = time.process_time()
    changes = words(" ".join(before), " ".join(after))

    assert time.process_time() - start < 10
    assert len(changes) > 100


def test_html_shows_inserts_deletes_and_tags():
    html = as_html(words("See <a1>pain</a1> & sleep", "See <a1>pain</a1> & rest"))

    assert isinstance(html, SafeString)
    assert html == (
        'See <span class="workbench-tag">&lt;a1&gt;</span>pain<span class="workbench-tag">&lt;/a1&gt;</span> &amp; '
        "<del>sleep</del><ins>rest</ins>"
    )


@settings(max_examples=100)
@given(TEXT)
def test_no_markup_of_a_text_gets_into_the_html(text):
    html = as_html([Change("insert", f"<script>{text}</script>")])

    assert html.startswith("<ins>&lt;script&gt;")
    assert "<script" not in html


def test_html_of_no_changes_is_empty():
    assert as_html([]) == ""
