"""The rules for what editors write as synonyms: phrases with commas between them."""

from __future__ import annotations

import unicodedata
from collections import Counter
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from search import wording
from search.entries import language_of
from search.synonyms import SEPARATORS

if TYPE_CHECKING:
    from collections.abc import Iterator

MOST, LONGEST = 50, 80

#: So many small words say something together: “can’t go on any more”.
_ENOUGH_TOGETHER = 3


def parted(text: str) -> list[str]:
    """The phrases in order, as they were written."""
    return [phrase for part in SEPARATORS.split(text) if (phrase := " ".join(part.split()))]


def as_one(text: str) -> str:
    """A name that may hold commas, as one phrase."""
    return " ".join(parted(text))


def faults_of(text: str, *, locale: str) -> list[str]:
    """What is wrong with the phrases of a field, in sentences."""
    phrases = parted(text)
    if len(phrases) > MOST:
        return [_("These are %(count)d phrases; %(most)d at most.") % {"count": len(phrases), "most": MOST}]
    return [*_faults_of_each(phrases, locale), *_twice(phrases)]


def faults_together(words: str, means: str) -> dict[str, str]:
    """What is wrong with two fields that are sound by themselves, by the name of the field."""
    phrases, targets = parted(words), parted(means)
    if not targets and len(phrases) < 2:
        return {"words": _("Write at least two phrases that mean the same, or say below what this one also finds.")}
    known = set(map(_plain, phrases))
    if targets and known.issuperset(map(_plain, targets)):
        return {"means": _("This stands above already. Say what else a search for those words is to find.")}
    return {}


def _faults_of_each(phrases: list[str], locale: str) -> Iterator[str]:
    for phrase in phrases:
        if len(phrase) > LONGEST:
            start = f"{phrase[:30]}…"
            yield _("“%(start)s” is longer than %(most)d characters.") % {"start": start, "most": LONGEST}
            continue
        words = wording.asked(phrase, language_of(locale))
        if not words:
            yield _("“%(phrase)s” has no words.") % {"phrase": phrase}
        elif len(words) < _ENOUGH_TOGETHER and all(word.is_function_word for word in words):
            yield _("“%(phrase)s” says nothing by itself: such words stand in many searches.") % {"phrase": phrase}


def _twice(phrases: list[str]) -> Iterator[str]:
    counted = Counter(map(_plain, phrases))
    for phrase, times in counted.items():
        if times > 1:
            yield _("“%(phrase)s” stands here twice.") % {"phrase": phrase}


def _plain(phrase: str) -> str:
    """Other forms of a word may stand beside it: search does not know all of them to be the same."""
    return unicodedata.normalize("NFKC", phrase).casefold()
