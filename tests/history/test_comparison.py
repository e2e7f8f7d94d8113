"""Two editions side by side: what a reader would have seen come, go, change and move; and nothing is left out."""

from __future__ import annotations

from typing import Any

import pytest

from cms.history import comparison, reading
from cms.history.comparison import Fate

pytestmark = pytest.mark.once


def paragraph(key: str, text: str) -> dict[str, Any]:
    return {"id": key, "type": "paragraph", "value": {"text": f"<p>{text}</p>"}}


def section(key: str, *blocks: dict[str, Any], heading: str = "", locale: str = "en") -> dict[str, Any]:
    return {
        "id": f"id-{key}", "key": key, "heading": heading or key.capitalize(), "locale": locale, "dir": "ltr",
        "blocks": list(blocks), "plain_text": "",
    }  # fmt: skip


def document(*sections: dict[str, Any], locale: str = "en", **keys: Any) -> dict[str, Any]:
    return {"id": "1", "type": "condition", "locale": locale, "name": "Gout", "sections": list(sections), **keys}


def compared(old: dict[str, Any], new: dict[str, Any]) -> dict[str, comparison.PartChange]:
    return {part.key: part for part in comparison.compare(reading.read(old), reading.read(new))}


def words(piece: comparison.PieceChange) -> str:
    marks = {"equal": "{}", "insert": "[+{}]", "delete": "[-{}]"}
    return "".join(marks[change.kind].format(change.text) for change in piece.words)


def only_change(old: dict[str, Any], new: dict[str, Any], part: str) -> comparison.BlockChange:
    [block] = [block for block in compared(old, new)[part].blocks if block.is_touched]
    return block


@pytest.mark.parametrize(
    ("locale", "before", "after", "shown"),
    [
        ("en", "Wait two hours.", "Wait four hours.", "Wait [-two][+four] hours."),
        ("es-MX", "Llame al 911 ya.", "Llame al 112 ya.", "Llame al [-911][+112] ya."),
        ("ar", "خذ الدواء مرتين كل يوم.", "خذ الدواء ثلاثًا كل يوم.", "خذ الدواء [-مرتين][+ثلاثًا] كل يوم."),
        ("zh-Hans", "每日服用两次此药。", "每日服用三次此药。", "每日服用[-两][+三]次此药。"),
    ],
)
def test_words_that_changed_are_marked_inside_their_sentence(locale: str, before: str, after: str, shown: str) -> None:
    old, new = (
        document(section("safety", paragraph("a", text), locale=locale), locale=locale) for text in (before, after)
    )

    block = only_change(old, new, "sections.safety")

    assert (block.locale, block.fate, words(block.pieces[0])) == (locale, Fate.CHANGED, shown)


def test_sections_and_blocks_that_change_places_are_moved_and_not_rewritten() -> None:
    one, two, three = paragraph("a", "One."), paragraph("b", "Two."), paragraph("c", "Three.")

    found = compared(
        document(section("overview", one, two, three), section("safety", one), section("evidence", one)),
        document(section("evidence", one), section("overview", three, one, two), section("safety", one)),
    )

    assert [(part.key, part.has_moved, part.fate) for part in found.values()][1:] == [
        ("sections.evidence", True, Fate.SAME),
        ("sections.overview", False, Fate.CHANGED),
        ("sections.safety", False, Fate.SAME),
    ]
    assert [block.has_moved for block in found["sections.overview"].blocks] == [True, False, False]


def test_blocks_that_came_and_went_stand_where_they_came_and_went() -> None:
    a, b, c, d = (paragraph(key, f"Paragraph {key}.") for key in "abcd")

    found = compared(document(section("safety", a, b, c)), document(section("safety", a, c, d)))

    assert [(words(block.pieces[0]), block.fate) for block in found["sections.safety"].blocks] == [
        ("Paragraph a.", Fate.SAME),
        ("[-Paragraph b.]", Fate.REMOVED),
        ("Paragraph c.", Fate.SAME),
        ("[+Paragraph d.]", Fate.ADDED),
    ]


def test_a_section_that_is_new_and_one_that_is_gone() -> None:
    found = compared(
        document(section("safety", paragraph("a", "Text."))), document(section("questions", paragraph("b", "Text.")))
    )

    assert {key: part.fate for key, part in found.items()} == {
        "about": Fate.SAME,
        "sections.safety": Fate.REMOVED,
        "sections.questions": Fate.ADDED,
    }


def test_an_item_put_in_before_others_leaves_them_as_they_are() -> None:
    old, new = (
        document(section("safety", {"id": "a", "type": "list", "value": {"style": "bullet", "items": items}}))
        for items in (["Rest.", "Drink water."], ["Do not drive.", "Rest.", "Drink water."])
    )

    block = only_change(old, new, "sections.safety")

    assert [words(piece) for piece in block.pieces] == ["bullet", "[+Do not drive.]", "Rest.", "Drink water."]


def test_what_has_no_words_is_told_too() -> None:
    """A link that leads elsewhere, emphasis, a fact of the evidence, a date of the review, a file."""
    evidence = {"therapy": {"id": "t", "name": "Infusion"}, "level": "low", "statement": "Less pain.", "references": []}
    rendition = {"url": "/a.webp", "width": 480, "height": 270, "format": "webp"}
    image = {"alt": "Waves", "renditions": [rendition]}
    old = document(
        section("safety", paragraph("a", 'See <a href="/one/">this</a>.'), paragraph("b", "<b>Stop</b> at once.")),
        evidence=[evidence],
        review={"due": "2027-01-01", "reviewers": []},
        image=image,
    )
    new = document(
        section("safety", paragraph("a", 'See <a href="/two/">this</a>.'), paragraph("b", "Stop at once.")),
        evidence=[{**evidence, "level": "high"}],
        review={"due": "2028-01-01", "reviewers": []},
        image={**image, "renditions": [{**rendition, "url": "/b.webp"}]},
    )

    found = compared(old, new)

    safety = found["sections.safety"].blocks
    assert [words(piece) for piece in safety[0].pieces][-1] == "this: /[-one][+two]/"
    assert [piece.is_of_form for piece in safety[1].pieces] == [True]
    assert words(found["evidence"].blocks[0].pieces[1]) == "[-low][+high]"
    assert found["review"].fate == found["image"].fate == Fate.CHANGED


def test_words_that_became_a_link_stay_the_same_words() -> None:
    link = '<a href="https://health.example.org/api/v1/conditions/chronic-pain/?locale=zh-Hans">慢性疼痛</a>'
    old, new = (document(section("safety", paragraph("a", f"这是{pain}。"))) for pain in ("慢性疼痛", link))

    sentence, added = only_change(old, new, "sections.safety").pieces

    assert (words(sentence), sentence.is_of_form) == ("这是慢性疼痛。", True)
    assert (added.name, added.fate) == ("link", Fate.ADDED)


def test_a_key_that_nobody_thought_of_is_compared_all_the_same() -> None:
    old, new = (document(dosage={"unit": unit, "steps": [1, 2]}) for unit in ("mg", "µg"))

    assert words(only_change(old, new, "dosage").pieces[0]) == "[-mg][+µg]"


def test_two_that_say_the_same_differ_in_nothing_whenever_they_were_made() -> None:
    old, new = (
        document(section("safety", paragraph("a", "Text.")), version=version, sequence=version, updated_at=str(version))
        for version in (1, 2)
    )

    assert not any(part.is_touched for part in compared(old, new).values())
