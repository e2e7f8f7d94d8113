"""Paragraphs, lists and links of one rich text follow the source's and keep their translations."""

from __future__ import annotations

import pytest

from cms.translation.layout import follow_rich
from tests.translation.layout.sources import LOCALES, rich, word

pytestmark = pytest.mark.once


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

PAGE = 'linktype="page" id="3"'
OTHER_PAGE = 'linktype="page" id="4"'
TERM = 'linktype="glossary-term" id="7"'


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
