"""Each language has its formula; what is expected is worked out by hand from the published formulas."""

from __future__ import annotations

import pytest

from cms.plain_language import readability, sentences
from cms.plain_language.readability import Formula, Level, Readability
from tests.plain_language.texts import PLAIN

pytestmark = pytest.mark.once


@pytest.mark.parametrize(
    ("locale", "expected"),
    [
        # 36 words, 5 sentences, 43 syllables: 206.835 - 1.015 × 7.2 - 84.6 × 43/36; 0.39 × 7.2 + 11.8 × 43/36 - 15.59.
        ("en", Readability(Formula.FLESCH_KINCAID, 98.5, 1.3)),
        # 39 words, 5 sentences, 74 syllables: 206.835 - 62.3 × 74/39 - 7.8.
        ("es", Readability(Formula.INFLESZ, 80.8, None)),
        ("es-MX", Readability(Formula.INFLESZ, 80.8, None)),
        # 38 words, 5 sentences, 58 syllables: 207 - 1.015 × 7.6 - 73.6 × 58/38.
        ("fr", Readability(Formula.KANDEL_MOLES, 86.9, None)),
        # 35 words, 6 sentences, 4 words of more than five letters: 35/6 + 100 × 4/35.
        ("ar", Readability(Formula.LIX, 17.3, None)),
        # 60 characters in 6 clauses.
        ("zh-Hans", Readability(Formula.CHARACTERS_PER_CLAUSE, 10.0, None)),
    ],
)
def test_each_language_is_measured_by_its_formula(locale, expected):
    assert readability.of(PLAIN[locale], locale) == expected


@pytest.mark.parametrize(
    ("locale", "plain", "marked"), [("ar", "يخفف", "يُخَفِّفُ"), ("ar", "هذا", "هٰذا"), ("es", "está", "esta\u0301")]
)
def test_marks_on_letters_make_no_word_longer_and_part_none(locale, plain, marked):
    text = f"{PLAIN[locale]} {plain} {PLAIN[locale]}"

    assert readability.of(text.replace(plain, marked), locale) == readability.of(text, locale)


def test_a_number_in_chinese_is_one_character_and_parts_no_clause():
    [clause] = sentences.clauses("每天1,000毫克")

    assert sentences.characters(clause) == ("每", "天", "1,000", "毫", "克")
    assert sentences.clauses("在12:30吃,然后休息") == ("在12:30吃", "然后休息")


@pytest.mark.parametrize(
    ("text", "locale"), [("Pain that lasts.", "en"), ("", "ar"), ("疼痛持续存在。", "zh-Hans"), (PLAIN["fr"], "ht")]
)
def test_too_little_text_and_a_language_without_formula_are_not_measured(text, locale):
    assert readability.of(text, locale) is None


def test_labels_say_nothing_of_the_sentences():
    labelled = "Overview\n" + PLAIN["en"] + "\nFirst week\nSide effects"

    assert readability.of(labelled, "en") == readability.of(PLAIN["en"], "en")


def test_a_line_ends_a_sentence():
    items = "burning pain in the hand or foot\nswelling of the hand or foot\n" + PLAIN["en"]
    as_sentences = "burning pain in the hand or foot. swelling of the hand or foot. " + PLAIN["en"]

    assert readability.of(items, "en") == readability.of(as_sentences, "en")


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Call e.g. Dr. Sample. | Ask Dr. J. Doe."),
        ("en", "The U.S. Food and Drug Administration says so. | Come at 8 p.m. on Monday, or at 9 a.m. | Call first."),
        ("en", "Take vitamin D. | It helps. | It is for hepatitis B, see no. 5. | If it hurts, say no. | We stop."),
        ("es", "En EE. UU. se usa, p. ej. de noche. | Tome vitamina D. | A las 5 p. m. tome otra."),
        ("fr", "P. ex. le matin, c.-à-d. tôt. | Le Dr Petit et M. Roux le savent."),
        ("fr", "Il dit : «\u202fJ’ai mal.\u202f» | Puis il part\u202f! | Vraiment\u202f?"),
        ("ar", "هل هو آمن؟ | نعم. | خذ 0.5 ملغ. | يقول د. سالم ذلك!"),
        ("zh", "每天服用0.5毫克。|他说：“很疼。”|能开车吗？|不能！"),
    ],
)
def test_a_full_stop_ends_a_sentence_where_it_abbreviates_nothing(language, text):
    expected = tuple(sentence.strip() for sentence in text.split("|"))

    assert sentences.split("".join(text.split("| " if " |" in text else "|")), language) == expected


@pytest.mark.parametrize(
    ("found", "level"),
    [
        (Readability(Formula.FLESCH_KINCAID, 80.0, 5.9), Level.EASY),
        (Readability(Formula.FLESCH_KINCAID, 60.0, 9.0), Level.FAIR),
        (Readability(Formula.FLESCH_KINCAID, 40.0, 12.0), Level.HARD),
        (Readability(Formula.INFLESZ, 54.9, None), Level.HARD),
        (Readability(Formula.INFLESZ, 65.0, None), Level.EASY),
        (Readability(Formula.KANDEL_MOLES, 60.0, None), Level.FAIR),
        (Readability(Formula.LIX, 40.0, None), None),
        (Readability(Formula.CHARACTERS_PER_CLAUSE, 9.0, None), None),
    ],
)
def test_a_level_is_named_only_where_one_is_agreed_on(found, level):
    assert readability.level(found) == level
