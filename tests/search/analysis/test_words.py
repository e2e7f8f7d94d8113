"""Words, their parts and their places, whatever the language."""

from __future__ import annotations

import pytest

from search.analysis import Asked, asked, fold, phrase, stem, words
from tests.search.analysis.reading import meets, stems

pytestmark = pytest.mark.once

LANGUAGES = ["en", "es", "fr", "ar", "zh", "sw"]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("Depresión", "depresion"),
        ("DEPRESIO\u0301N", "depresion"),
        ("de\u00adpre\u200dsi\u200eon", "depresion"),
        ("Straße", "strasse"),
        ("Cœur", "coeur"),
        ("fœtus", "foetus"),
        ("smørbrød", "smorbrod"),
        ("głowy", "glowy"),
        ("Ｆ３３", "f33"),
        ("٣٣", "33"),
        ("۴۵", "45"),
        ("मधुमेह१", "मधमह1"),
        ("ﬁbro", "fibro"),
        ("İstanbul", "istanbul"),
        ("통증", "통증"),
        ("\u0301\u0302", ""),
    ],
)
def test_a_word_is_read_without_case_accents_marks_and_forms(written: str, folded: str, language: str) -> None:
    assert fold(written, language) == folded


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("G90.5", "Code G90.5"),
        ("g90.5", "Code G90.5"),
        ("G905", "Code G90.5"),
        ("G90.5", "Code G905"),
        ("8d8a0", "ICD-11: 8D8A.0"),
        ("8A80Z", "8A80.Z (migraine)"),
        ("8A80.Z", "8A80Z"),
        ("F33", "F33/F32"),
        ("f32", "F33/F32"),
        ("covid19", "COVID-19"),
        ("covid 19", "COVID-19"),
        ("COVID-19", "Covid 19"),
        ("covid‑19", "COVID19"),
        ("PTSD", "P.T.S.D."),
        ("crps", "(CRPS)"),
        ("crps", "CRPS™"),
        ("５mg", "5mg"),
        ("guillain", "Guillain–Barré"),
        ("barre", "Guillain–Barré"),
        ("guillain barre", "Guillain–Barré"),
    ],
)
def test_codes_and_joined_words_are_found_however_they_are_joined(query: str, text: str, language: str) -> None:
    assert meets(query, text, language)


def test_a_joined_word_stands_before_its_parts_each_at_its_place() -> None:
    text = "Pain: post-herpetic."

    found = [(word.text, text[word.start : word.end]) for word in words(text, "en")]

    assert found == [
        ("pain", "Pain"),
        ("postherpetic", "post-herpetic"),
        ("post", "post"),
        ("herpetic", "herpetic"),
    ]


def test_places_are_those_of_the_text_as_written() -> None:
    text = "ﬁbro\u0301sis… de\u00adpresión\u0301 ３"

    assert [text[word.start : word.end] for word in words(text, "es")] == [
        "ﬁbro\u0301sis",
        "de\u00adpresión\u0301",
        "３",
    ]


def test_a_joined_word_is_asked_for_as_one_or_as_its_parts() -> None:
    assert asked("post-herpetic", "en") == [
        Asked("postherpetic", readings=(("postherpet",), ("post", "herpet")), is_function_word=False)
    ]


def test_a_sentence_that_ends_without_a_space_is_two_words() -> None:
    assert {"pain", "rest"} <= stems("It eases the pain.Rest helps", "en")


def test_a_code_is_not_taken_apart() -> None:
    assert stems("G90.5", "en") == {"g905"}


def test_an_address_makes_no_word_of_all_its_parts() -> None:
    assert stems("www.example.org/health/pain", "sw") == {"www", "example", "org", "health", "pain"}


def test_the_longest_word_is_cut_on_both_sides_alike() -> None:
    assert meets("x" * 10_000, "a word of " + "x" * 9_999, "en")
    assert max(len(found) for found in stems("x" * 10_000, "en")) == 64


@pytest.mark.parametrize("text", ["", "   ", "?!", "'", '"*(:', "😀👩‍👩‍👧", "\u0301\u200d", "ـ", "\x00", "---"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_what_holds_no_word_has_none(text: str, language: str) -> None:
    assert words(text, language) == []
    assert asked(text, language) == []
    assert phrase(text, language) == ""


@pytest.mark.parametrize(
    ("one", "other", "language"),
    [
        ("Post-herpetic neuralgia", "postherpetic  NEURALGIA", "en"),
        ("Alzheimer’s disease", "Alzheimer disease", "en"),
        ("Anaesthesia", "anesthesia", "en"),
        ("G90.5", "g905", "en"),
        ("Depresión", "depresion", "es"),
        ("L'épilepsie", "epilepsie", "fr"),
        ("ألم مُزمِن", "الم مزمن", "ar"),
        ("带状疱疹 神经痛", "带状疱疹神经痛", "zh"),
        ("CRPS综合征", "crps 综合征", "zh"),
        ("憂鬱症", "忧郁症", "zh"),
        ("Ugonjwa wa kifafa", "ugonjwa WA kifafa", "sw"),
    ],
)
def test_a_name_is_compared_in_one_spelling(one: str, other: str, language: str) -> None:
    assert phrase(one, language) == phrase(other, language) != ""


def test_words_of_a_name_stand_one_space_apart() -> None:
    assert phrase(" Nerve pain,\nafter   shingles ", "en") == "nerve pain after shingles"


def test_a_language_with_a_stemmer_of_its_own_is_stemmed() -> None:
    assert stem("schmerzen", "de") == stem("schmerz", "de")
    assert stem("crises", "pt") == stem("crise", "pt")


def test_a_language_without_a_stemmer_is_compared_by_its_words() -> None:
    assert stem("maumivu", "sw") == "maumivu"
    assert meets("KIFAFA", "Ugonjwa wa kifafa", "sw")
