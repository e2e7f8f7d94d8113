"""What is left of a word without its forms: Snowball's stems, mended where it fails text without accents."""

from __future__ import annotations

import re
import threading
from functools import lru_cache

import Stemmer

from search.analysis import arabic
from search.analysis.letters import LONGEST, is_han, plain
from search.analysis.spelling import one_spelling

#: Snowball's names of the languages it has a stemmer for.
_SNOWBALL = {
    "ar": "arabic",
    "ca": "catalan",
    "cs": "czech",
    "da": "danish",
    "de": "german",
    "el": "greek",
    "en": "english",
    "eo": "esperanto",
    "es": "spanish",
    "et": "estonian",
    "eu": "basque",
    "fa": "persian",
    "fi": "finnish",
    "fr": "french",
    "ga": "irish",
    "hi": "hindi",
    "hu": "hungarian",
    "hy": "armenian",
    "id": "indonesian",
    "it": "italian",
    "lt": "lithuanian",
    "nb": "norwegian",
    "ne": "nepali",
    "nl": "dutch",
    "nn": "norwegian",
    "no": "norwegian",
    "pl": "polish",
    "pt": "portuguese",
    "ro": "romanian",
    "ru": "russian",
    "sr": "serbian",
    "st": "sesotho",
    "sv": "swedish",
    "ta": "tamil",
    "tr": "turkish",
    "yi": "yiddish",
}

#: Forms that share no stem by rule, each with the word it is read as.
_IRREGULAR: dict[str, dict[str, str]] = {
    "en": {
        "children": "child",
        "women": "woman",
        "men": "man",
        "feet": "foot",
        "teeth": "tooth",
        "anxious": "anxiety",
        "traumatic": "trauma",
        "slept": "sleep",
    },
    "es": {
        "mujer": "mujeres",
        "cancer": "canceres",
        "duele": "dolores",
        "duelen": "dolores",
        "doler": "dolores",
        "dolia": "dolores",
        "dolorido": "dolores",
        "adolorido": "dolores",
        "adolorida": "dolores",
        "ansioso": "ansiedad",
        "ansiosa": "ansiedad",
        "ansiosos": "ansiedad",
        "ansiosas": "ansiedad",
        "arde": "ardor",
        "arden": "ardor",
        "duermo": "dormir",
        "duerme": "dormir",
        "duermen": "dormir",
    },
    "fr": {
        "maux": "mal",
        "yeux": "oeil",
        "dors": "dormir",
        "dort": "dormir",
        "anxieux": "anxiete",
        "anxieuse": "anxiete",
        "anxieuses": "anxiete",
    },
}

#: Before the stemmer: endings that it fails to bring together, most of them for want of their accent.
_MENDED: dict[str, tuple[tuple[re.Pattern[str], str], ...]] = {
    language: tuple((re.compile(pattern), replacement) for pattern, replacement in rules)
    for language, rules in {
        "en": (
            (r"(?<=[a-z]{3})sis$", "se"),  # diagnosis, diagnoses
            (r"(?<=[a-z]{3})path(?:ic|y)$", "pathies"),  # neuropathy, neuropathic
            (r"lep(?:tics?|sy)$", "lepsies"),  # epilepsy, epileptic
            (r"(?<=[a-z]{3})algic$", "algia"),  # neuralgia, neuralgic
        ),
        "es": (
            (r"(?<=[a-z]{4})sion(?:es)?$", "siva"),  # depresión, depresivo
            (r"z$", "c"),  # cicatriz, cicatrices
            (r"(?<=[a-z]{3})patic[oa](s?)$", r"patia\1"),
            (r"leptic[oa](s?)$", r"lepsia\1"),
            (r"(?<=[a-z]{3})algic[oa](s?)$", r"algia\1"),
        ),
        "fr": (
            (r"ee(s?)$", r"e\1"),  # traité, traitée
            (r"(?<=[a-z]{3})pathique(s?)$", r"pathie\1"),
            (r"leptique(s?)$", r"lepsie\1"),
            (r"(?<=[a-z]{3})algique(s?)$", r"algie\1"),
        ),
    }.items()
}

#: Chinese characters that stand for one another in the names of complaints: 头疼 and 头痛, 综合征 and 综合症.
_HAN_READ_AS = str.maketrans("疼征", "痛症")


class _Stemmers(threading.local):
    """Snowball's stemmers of this thread: one must not be used by two at a time."""

    def __init__(self) -> None:
        self.by_language: dict[str, Stemmer.Stemmer] = {}

    def get(self, language: str) -> Stemmer.Stemmer:
        if language not in self.by_language:
            # Without a cache of its own: `stem` has one.
            self.by_language[language] = Stemmer.Stemmer(_SNOWBALL[language], 0)
        return self.by_language[language]


_stemmers = _Stemmers()


@lru_cache(maxsize=65_536)
def stem(word: str, language: str) -> str:
    """What a folded word is compared by: letters and digits only, never empty unless the word is."""
    if word and is_han(word[0]):
        return word.translate(_HAN_READ_AS)
    if language not in _SNOWBALL or not word.isalpha():
        return word
    stemmed = plain(_stemmers.get(language).stemWord(_mended(word, language)))[:LONGEST]
    if language == "ar" and stemmed in arabic.IRREGULAR:
        # A plural that was hidden by what is written after it: your symptoms, her medicines.
        stemmed = plain(_stemmers.get(language).stemWord(arabic.IRREGULAR[stemmed]))
    return stemmed or word


def _mended(word: str, language: str) -> str:
    if language == "ar":
        return arabic.bare(word)
    if language == "en":
        word = one_spelling(word)
    word = _IRREGULAR.get(language, {}).get(word, word)
    for pattern, replacement in _MENDED.get(language, ()):
        word = pattern.sub(replacement, word)
    return word
