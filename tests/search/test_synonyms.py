"""Editors' synonyms: both ways or one, in their language and what falls back on it, never above the word itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from search.models import Synonym
from tests.delivery.factories import Content, publish
from tests.search.asking import ask, best, found, marks, suggested
from tests.search.clinic import text

if TYPE_CHECKING:
    from django.test import Client

pytestmark = pytest.mark.usefixtures("clinic")


@pytest.mark.parametrize(
    ("locale", "words", "q", "expected"),
    [
        ("en", "fits, seizures", "fits", "seizure-disorder"),
        ("en", "brain zaps, seizures, fits", "Brain Zap", "seizure-disorder"),
        ("es", "alferecía, epilepsia", "alferecia", "epilepsy"),
        ("es-MX", "ataques, epilepsia", "ataques", "epilepsy"),
        ("fr", "haut mal, épilepsie", "le haut mal", "epilepsy"),
        ("ar", "رعشة كبرى، الصرع", "الرعشة الكبرى", "epilepsy"),
        ("zh-Hans", "抽风、癫痫", "抽风", "epilepsy"),
        ("zh-Hans", "羊角风，癫痫", "得了羊角风怎么办", "epilepsy"),
    ],
)
def test_words_that_mean_the_same_find_the_same(client: Client, locale: str, words: str, q: str, expected: str) -> None:
    assert expected not in found(client, q, locale)

    Synonym.objects.create(locale=locale, words=words)

    assert found(client, q, locale)[0] == expected
    assert best(client, q, locale)["matched"]["how"] == "synonym"


def test_it_holds_both_ways(client: Client) -> None:
    publish(Content("convulsions", {"en": text("Febrile convulsions", "In small children.")}))
    Synonym.objects.create(locale="en", words="convulsions, seizures")

    assert set(found(client, "convulsions")) == set(found(client, "seizures")) > {"convulsions", "seizure-disorder"}
    assert found(client, "convulsions")[0] == "convulsions"
    assert found(client, "seizures")[0] == "seizure-disorder"


def test_where_it_says_so_it_holds_one_way(client: Client) -> None:
    publish(Content("grief", {"en": text("Grief", "Feeling low after a loss.")}))
    Synonym.objects.create(locale="en", words="feeling low, the blues", means="depression")

    assert found(client, "feeling low")[:2] == ["depression", "grief"]
    assert found(client, "the blues")[0] == "depression"
    assert "grief" not in found(client, "depression")
    assert "grief" not in found(client, "the blues")


@pytest.mark.parametrize("q", ["my son has had fits since May", "fits at night", "what are fits?"])
def test_it_is_read_inside_a_longer_question(client: Client, q: str) -> None:
    Synonym.objects.create(locale="en", words="fits, seizures")

    assert "seizure-disorder" in found(client, q)


def test_what_is_called_by_the_word_itself_comes_first(client: Client) -> None:
    publish(Content("fits", {"en": text("Fits", "Sudden movements.")}))
    publish(Content("other-fits", {"en": text("Swoon", "No fits at all.")}))
    Synonym.objects.create(locale="en", words="fits, seizure disorder")

    slugs = found(client, "fits")

    assert slugs[:2] == ["fits", "seizure-disorder"]
    assert "other-fits" in slugs


@pytest.mark.parametrize(
    ("kept_for", "reads", "counts"),
    [
        ("es", "es-MX", True),
        ("es", "es", True),
        ("es-MX", "es", False),
        ("es-MX", "es-MX", True),
        ("es", "en", False),
        ("es", "ar", False),
        ("en", "ar", True),
        ("en", "zh-Hans", True),
        ("ar", "en", False),
    ],
)
def test_it_counts_for_readers_of_its_language_and_who_falls_back_on_it(
    client: Client, kept_for: str, reads: str, *, counts: bool
) -> None:
    Synonym.objects.create(locale=kept_for, words="xylopalsy", means="Seizure disorder, Trastorno convulsivo")

    assert ("seizure-disorder" in found(client, "xylopalsy", reads)) is counts


def test_what_it_stands_for_is_marked(client: Client) -> None:
    Synonym.objects.create(locale="en", words="fits, seizures")

    result = next(each for each in ask(client, "fits")["results"] if each["slug"] == "epilepsy")

    assert marks(result, "summary") == "A tendency to have <mark>seizures</mark>."
    assert ask(client, "fits")["query"]["corrections"] == []


def test_it_is_suggested_too(client: Client) -> None:
    Synonym.objects.create(locale="en", words="falling sickness", means="epilepsy")

    assert suggested(client, "falling sickness") == ["Epilepsy"]


@pytest.mark.parametrize(
    "words", [",", ", ;،", "...", " \n ", "pain", "pain, pain", "疼", "\u0301,\u0301", "a" * 5_000]
)
@pytest.mark.parametrize("means", ["", "epilepsy", ",", "a" * 5_000])
def test_one_that_says_nothing_changes_nothing(client: Client, words: str, means: str) -> None:
    before = {locale: ask(client, q, locale) for locale, q in (("en", "chronic"), ("ar", "الم"), ("zh-Hans", "癫痫"))}

    Synonym.objects.create(locale="en", words=words, means=means)

    assert {locale: ask(client, body["query"]["q"], locale) for locale, body in before.items()} == before
