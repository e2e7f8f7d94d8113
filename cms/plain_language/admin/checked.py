"""The hints and the readability of a page in one locale, as the panel shows them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Any

from cms.locales import BY_TAG
from cms.plain_language import checking, readability
from cms.plain_language.admin import drafts, measured, passages, scores, sentences_for_writers
from cms.plain_language.hints import Kind

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from cms.locales import ContentLocale
    from cms.plain_language.admin.drafts import Draft
    from cms.plain_language.admin.scores import Score
    from cms.plain_language.admin.words import KeptWords

#: Characters of a quote that are shown; the field has the rest.
_QUOTE = 160


@dataclass(frozen=True)
class Remark:
    """A hint as it is shown; `label` says where it is, `other` where the same text stands too."""

    place: str
    label: str
    quote: str
    sentence: str
    other: str = ""


@dataclass(frozen=True)
class CheckedLocale:
    """`groups` are the headings of the kinds with their remarks; `counts` how many there are of each, in words."""

    locale: ContentLocale
    is_empty: bool
    score: Score | None
    too_little: str
    groups: Sequence[tuple[str, Sequence[Remark]]]
    counts: Mapping[str, int]

    @property
    def count(self) -> int:
        return sum(self.counts.values())


def check(model: Any, draft: Draft, tag: str, *, base: Draft | None, words: KeptWords) -> CheckedLocale:
    """Of an overlay, what it holds itself; its readability with what it takes over from `base`."""
    reading = passages.read(model, draft, tag)
    hints = checking.check(words.added_to(reading.text(tag)))
    fields = drafts.effective(draft, model, tag, base=base)
    text = measured.running_text(model, fields)
    measurement = readability.of(text, tag) if text is not None else None
    groups = [
        (str(sentences_for_writers.KINDS[kind]), [_remark(hint, reading.labels, tag) for hint in found])
        for kind, found in groupby(hints, key=lambda hint: hint.kind)
    ]
    return CheckedLocale(
        locale=BY_TAG[tag],
        is_empty=not reading.passages,
        score=scores.explained(measurement) if measurement else None,
        too_little="" if text is None else scores.too_little(tag),
        groups=groups,
        counts=Counter(str(hint.kind) for hint in hints),
    )


def in_words(counts: Mapping[str, int]) -> str:
    """How many of each kind: “2 long sentences or paragraphs, 1 link”."""
    told = [(sentences_for_writers.COUNTS[kind], counts.get(kind, 0)) for kind in Kind]
    return ", ".join(str(words % {"count": count}) for words, count in told if count)


def _remark(hint: Any, labels: Mapping[str, str], tag: str) -> Remark:
    other = labels.get(str(hint.facts.get("other_place", "")), "")
    quote = hint.quote if len(hint.quote) <= _QUOTE else f"{hint.quote[:_QUOTE].rstrip()}…"
    said = sentences_for_writers.sentence(hint, locale=tag)
    return Remark(hint.place, labels.get(hint.place, ""), quote, said, other)
