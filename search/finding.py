"""Finds the published answers to a question: read, match, rank, and what there is of each topic, specialty and type."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import orjson
from django.db import connection

from cms.publishing.remembered import Remembered
from search import backends, entries, questions, synonyms, vocabulary
from search.candidates import candidates
from search.parts import MOST_LONGER
from search.ranking import ranked

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from cms.locales import ContentLocale
    from cms.publishing.rows import Condition
    from search.candidates import Candidates
    from search.questions import Reading
    from search.ranking import Match

#: The kinds of facet that are told.
FACETS = entries.COUNTED

counted: Remembered[int] = Remembered()


@dataclass(frozen=True)
class Found:
    """What is found, the best first, 100 at most. `count` is of all that there are, None beyond 10,000."""

    matches: list[Match]
    count: int | None
    readings: list[Reading]
    #: By kind, how many there are of each value.
    facets: dict[str, Counter[str]] = field(default_factory=dict)


def find(text: str, *, locale: ContentLocale, filters: Sequence[Condition], state_version: int | None) -> Found:
    """Costs one query where the words were looked for since the last publish, up to two more for each language of the
    locale's chain where they were not, and five more where more is found than is compared.
    """
    readings = read(text, locale=locale, state_version=state_version)
    found = candidates(readings, filters)
    return Found(ranked(found.found, readings), found.count, readings, _facets(found))


def read(
    text: str, *, locale: ContentLocale, state_version: int | None, most_longer: int = MOST_LONGER
) -> list[Reading]:
    """The question in each language that anything of it can be found in."""
    return questions.read(
        text,
        locale,
        vocabulary=vocabulary.of(locale.tag, state_version=state_version),
        synonyms=synonyms.of(locale, state_version=state_version),
        most_longer=most_longer,
        frequencies=lambda terms: _frequencies(terms, state_version=state_version),
    )


def _frequencies(terms: Iterable[str], *, state_version: int | None) -> dict[str, int]:
    """Those that this process has asked for since something was published cost nothing."""
    if state_version is None:
        return backends.current().frequencies(terms)
    known = {term: counted.get(term.encode(), state_version=state_version) for term in terms}
    missing = [term for term, count in known.items() if count is None]
    found = backends.current().frequencies(missing) if missing else {}
    for term, count in found.items():
        counted.put(term.encode(), count, state_version=state_version)
    return {term: count if count is not None else found[term] for term, count in known.items()}


def _facets(found: Candidates) -> dict[str, Counter[str]]:
    if found.are_all or found.condition is None:
        counters: dict[str, Counter[str]] = {kind: Counter() for kind in FACETS}
        for candidate in found.found:
            for kind in FACETS:
                counters[kind].update(candidate.card["facets"].get(kind, ()))
        return counters
    return _counted_facets(found.condition)


def _counted_facets(condition: Condition) -> dict[str, Counter[str]]:
    """Of more than is compared: entries with the same facets are counted together."""
    sql = f"SELECT facets, count(*) FROM search_entry entry WHERE {condition.sql} GROUP BY facets"  # noqa: S608 -- placeholders only
    counters: dict[str, Counter[str]] = {kind: Counter() for kind in FACETS}
    with connection.cursor() as cursor:
        cursor.execute(sql, condition.values)
        for facets, count in cursor.fetchall():
            for kind, values in orjson.loads(facets).items():
                counters[kind].update(dict.fromkeys(values, count))
    return counters
