"""What readers type: the queries that people have judged, and names, codes and medicines of the generated pages.

Every query is another one, so that each is new to what a process remembers of answers.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from bench.load import Request
from bench.naming import medicine, naming
from cms.locales import BY_TAG, TAGS
from search import judging

if TYPE_CHECKING:
    from collections.abc import Iterator

_JUDGEMENTS = Path("tests/search/judgements")

#: Generated pages whose names are asked for, per locale. They are among the first, so that any size has them.
_PAGES = 10

_COMMON = {
    "en": ("pain", "treatment", "ketamine", "nerve pain", "pain treatment"),
    "es": ("dolor", "tratamiento", "ketamina", "dolor crónico", "tratamiento del dolor"),
    "fr": ("douleur", "traitement", "kétamine", "douleur chronique", "traitement de la douleur"),
    "ar": ("ألم", "علاج", "الكيتامين", "الألم المزمن", "علاج الألم"),
    "zh": ("疼痛", "治疗", "氯胺酮", "慢性疼痛", "疼痛治疗"),
}


@dataclass(frozen=True)
class Asked:
    """Something that a reader of a locale types. `kind` is a judgement's, or what a generated query is of."""

    kind: str
    text: str
    locale: str

    def request(self, path: str) -> Request:
        return Request(f"{path}?q={quote(self.text)}&locale={self.locale}")


def questions() -> list[Asked]:
    """For search: what is typed to its end, in an order of no meaning."""
    return _shuffled([*_judged(), *_common(), *_generated()])


def beginnings() -> list[Asked]:
    """For suggestions: names, from their second letter on."""
    dice = random.Random(1)  # noqa: S311 -- an order, no secret
    names = [asked for asked in [*_judged(), *_generated()] if asked.kind in ("name", "other_name", "whole name")]
    cut = {
        Asked(
            "beginning",
            asked.text[: dice.randint(1 if asked.locale == "zh-Hans" else 2, len(asked.text))],
            asked.locale,
        )
        for asked in names
        for _time in range(2)
    }
    return _shuffled(sorted(cut, key=lambda asked: (asked.locale, asked.text)))


def _judged() -> Iterator[Asked]:
    for locale, judged in judging.read(_JUDGEMENTS).items():
        yield from (Asked(each.kind, each.query, locale) for each in judged)


def _common() -> Iterator[Asked]:
    for tag in TAGS:
        yield from (Asked("common words", text, tag) for text in _COMMON[BY_TAG[tag].language])


def _generated() -> Iterator[Asked]:
    dice = random.Random(2)  # noqa: S311 -- letters, no secret
    for place, tag in enumerate(TAGS):
        for number in range(place * _PAGES, (place + 1) * _PAGES):
            called = naming(number, BY_TAG[tag].language)
            yield Asked("whole name", called.name, tag)
            yield Asked("whole name", called.disease, tag)
            yield Asked("code", called.code, tag)
            yield Asked("symptom", called.complaint, tag)
            yield Asked("rare word", medicine(number), tag)
            yield Asked("typo", _mistyped(called.name, dice), tag)


def _mistyped(text: str, dice: random.Random) -> str:
    """Two letters swapped, not the first."""
    place = dice.randrange(1, len(text) - 1)
    return text[:place] + text[place + 1] + text[place] + text[place + 2 :]


def _shuffled(asked: list[Asked]) -> list[Asked]:
    different = list({(each.text, each.locale): each for each in asked}.values())
    random.Random(3).shuffle(different)  # noqa: S311 -- an order, no secret
    return different
