"""Whatever is written, by a reader or an editor, is read without fail."""

from __future__ import annotations

import time

import pytest
from hypothesis import example, given, settings, strategies

from search.analysis import asked, fold, phrase, words

pytestmark = pytest.mark.once

LANGUAGES = strategies.sampled_from(
    ["en", "es", "fr", "ar", "zh", "sw", "de", "el", "hi", "tr", "ta", "yi", "eo", "sr"]
)
SCRIPTS = strategies.text(
    "abcdeeilnorstzAÉÑœßİı'’-./&_ 0123٣３½²الموةىءـُ،疼痛后的怎么办性癲憂⽔々\u0301\u200d\u200f\u00ad😀ςऀिक가ー"
)
TEXTS = strategies.one_of(strategies.text(), SCRIPTS)


@settings(max_examples=500)
@given(TEXTS, LANGUAGES)
@example("l's d'5 c.5 5.s", "fr")
@example("\u0301" * 10_000, "ar")
@example("a-" * 5_000, "en")
@example("疼后" * 3_000, "zh")
def test_words_are_letters_and_digits_that_stand_in_the_text(text: str, language: str) -> None:
    found = words(text, language)

    for word in found:
        assert word.text.isalnum()
        assert word.stem.isalnum()
        assert len(word.text) <= 64
        assert len(word.stem) <= 64
        assert 0 <= word.start < word.end <= len(text)
    assert [word.start for word in found] == sorted(word.start for word in found)


@settings(max_examples=500)
@given(TEXTS, LANGUAGES)
def test_a_text_is_found_by_each_of_its_words(text: str, language: str) -> None:
    found = words(text, language)
    stems = {word.stem for word in found}

    for word in found:
        for wanted in asked(word.text, language):
            assert any(stems.issuperset(reading) for reading in wanted.readings)


@settings(max_examples=500)
@given(TEXTS, LANGUAGES)
def test_a_text_is_found_by_itself(text: str, language: str) -> None:
    stems = {word.stem for word in words(text, language)}

    for wanted in asked(text, language):
        assert wanted.text.isalnum()
        assert any(stems.issuperset(reading) for reading in wanted.readings)


@settings(max_examples=500)
@given(TEXTS, LANGUAGES)
def test_a_spelling_that_is_read_again_stays_as_it_is(text: str, language: str) -> None:
    assert fold(fold(text, language), language) == fold(text, language)
    assert phrase(phrase(text, language), language) == phrase(text, language)


@pytest.mark.parametrize(
    "text", ["a" * 10_000, "a'" * 5_000, "a.1" * 3_000, "疼痛" * 5_000, "و" * 10_000, "-" * 10_000]
)
@pytest.mark.parametrize("language", ["en", "fr", "ar", "zh"])
def test_long_input_is_read_in_time(text: str, language: str) -> None:
    before = time.process_time()

    words(text, language)
    asked(text, language)
    phrase(text, language)

    assert time.process_time() - before < 10
