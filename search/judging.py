"""How good search is, by queries that people have judged: MRR and nDCG@10, and what was missed.

MRR: the mean over queries of 1/rank of the first answer with the query's highest grade. nDCG@10 (Järvelin and
Kekäläinen, 2002) with gains of 2^grade - 1; what nobody judged counts nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import log2
from typing import TYPE_CHECKING, Any

import yaml

from cms.locales import BY_TAG
from cms.publishing import store
from search.finding import find

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

_DEPTH = 10


@dataclass(frozen=True)
class Judged:
    """A query and what it should find: grades from 1 to 3 by `type/slug`."""

    query: str
    kind: str
    grades: Mapping[str, int]


@dataclass(frozen=True)
class Result:
    """What a judged query has found, as `type/slug`, the best first."""

    judged: Judged
    found: Sequence[str]

    @property
    def reciprocal_rank(self) -> float:
        best = max(self.judged.grades.values())
        ranks = [rank for rank, name in enumerate(self.found, start=1) if self.judged.grades.get(name) == best]
        return 1 / ranks[0] if ranks else 0.0

    @property
    def ndcg(self) -> float:
        found = [self.judged.grades.get(name, 0) for name in self.found[:_DEPTH]]
        ideal = sorted(self.judged.grades.values(), reverse=True)[:_DEPTH]
        return _gain(found) / _gain(ideal)


@dataclass(frozen=True)
class Measured:
    """The results of all judged queries of one locale."""

    locale: str
    results: Sequence[Result]

    @property
    def mrr(self) -> float:
        return sum(result.reciprocal_rank for result in self.results) / len(self.results)

    @property
    def ndcg(self) -> float:
        return sum(result.ndcg for result in self.results) / len(self.results)

    @property
    def misses(self) -> list[Result]:
        return [result for result in self.results if result.reciprocal_rank < 1]


def read(folder: Path) -> dict[str, list[Judged]]:
    """The judged queries in files called `<locale>.yaml`, by locale in the order of the content locales."""
    return {tag: _read(folder / f"{tag}.yaml") for tag in BY_TAG if (folder / f"{tag}.yaml").exists()}


def measure(locale: str, judged: Sequence[Judged]) -> Measured:
    """Asks each query as a reader of the locale would."""
    return Measured(locale, [Result(each, _found(each.query, locale)) for each in judged])


def _read(path: Path) -> list[Judged]:
    rows: list[dict[str, Any]] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return [Judged(str(row["q"]), row["kind"], row["finds"]) for row in rows]


def _found(query: str, locale: str) -> list[str]:
    found = find(query, locale=BY_TAG[locale], filters=(), state_version=store.state_version())
    return [f"{match.type}/{match.slug}" for match in found.matches[:_DEPTH]]


def _gain(grades: Sequence[int]) -> float:
    return sum((2**grade - 1) / log2(place + 1) for place, grade in enumerate(grades, start=1))
