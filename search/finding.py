"""Finds the published answers to a question: read, match, rank, and what there is of each topic, specialty and type."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.db import connection

from cms.publishing.remembered import Remembered
from search import backends, questions, synonyms, vocabulary
from search.candidates import NONE, candidates
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
FACETS = ("type", "topic", "specialty")

counted: Remembered[int] = Remembered()


@dataclass(frozen=True)
class Found:
    """What is found, the best first, 200 at most. `count` is of all that there are, None beyond 10,000."""

    matches: list[Match]
    count: int | None
    readings: list[Reading]
    #: By kind, how many there are of each value.
    facets: dict[str, Counter[str]] = field(default_factory=dict)


def find(text: str, *, locale: ContentLocale, filters: Sequence[Condition], state_version: int | None) -> Found:
    """Costs one query where the words were looked for before, two where they were not; six where more is found than is
    compared.
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
    if found is NONE or found.are_all or found.condition is None:
        counters: dict[str, Counter[str]] = {kind: Counter() for kind in FACETS}
        for candidate in found.found:
            for kind in FACETS:
                counters[kind].update(candidate.card["facets"].get(kind, ()))
        return counters
    return _counted_facets(found.condition)


def _counted_facets(condition: Condition) -> dict[str, Counter[str]]:
    """Of more than is compared."""
    sql = (
        "WITH matched AS MATERIALIZED (SELECT entry.answer_id FROM search_entry entry "  # noqa: S608 -- placeholders only
        f"WHERE {condition.sql}) "
        "SELECT kind, value, count(*) FROM publishing_answerfacet WHERE kind IN ('topic', 'specialty') "
        "AND answer_id IN (SELECT answer_id FROM matched) GROUP BY kind, value UNION ALL "
        "SELECT 'type', type, count(*) FROM publishing_answer WHERE id IN (SELECT answer_id FROM matched) GROUP BY type"
    )
    counters: dict[str, Counter[str]] = {kind: Counter() for kind in FACETS}
    with connection.cursor() as cursor:
        cursor.execute(sql, condition.values)
        for kind, value, count in cursor.fetchall():
            counters[kind][value] = count
    return counters
