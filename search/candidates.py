"""Gets from the database what may be an answer to a question, the most promising first where there is too much."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import orjson
from django.db import connection

from cms.publishing.rows import Condition, every
from search import backends, entries
from search.entries import Name
from search.expressions import all_of, any_of, enough

if TYPE_CHECKING:
    from collections.abc import Sequence

    from search.expressions import Expression
    from search.parts import Part
    from search.questions import Reading

#: How many entries are compared at most. Whoever has more of them has to say more, or to narrow them.
MOST = 100

#: Beyond this nothing is counted.
MOST_COUNTED = 10_000

#: How much of what is looked for has to be there: of the weight of all that anybody uses, and of all that was typed.
_LEAST_OF_KNOWN, _LEAST_OF_ALL = 0.38, 0.22

#: Of characters that are guessed at so many have to stand in a name.
_LEAST_OF_GUESSED, _MOST_GUESSED = 0.6, 8

#: A part that weighs this much of all that is known is enough if it stands in a name.
_NAMED = 0.25

#: So many of the weightiest parts decide what is an answer at all; all of them decide which comes first.
_MOST_DECIDING = 5


@dataclass(frozen=True)
class Candidate:
    """An entry that may be an answer. `terms` begin with a space."""

    answer_id: int
    terms: str
    card: dict[str, Any]

    @property
    def content_id(self) -> str:
        return str(self.card["id"])

    @property
    def depth(self) -> int:
        """Of a page below its topics, so that of equals the one above comes first."""
        return len(self.card["facets"].get("topic", ()))

    @property
    def type(self) -> str:
        return str(self.card["facets"]["type"][0])

    @cached_property
    def names(self) -> list[Name]:
        return [Name._make(written) for written in self.card["names"]]


@dataclass(frozen=True)
class Candidates:
    """`found` are MOST at most; `condition` holds for all of them.

    `count` is how many there are, None for more than MOST_COUNTED.
    """

    found: list[Candidate]
    count: int | None
    condition: Condition | None

    @property
    def are_all(self) -> bool:
        return self.count == len(self.found)


NONE = Candidates([], 0, None)


def candidates(readings: Sequence[Reading], filters: Sequence[Condition]) -> Candidates:
    """One query; up to four more where more is found than is compared."""
    readings = [reading for reading in readings if _is_enough_known(reading)]
    if not readings:
        return NONE
    condition = _condition(readings, filters, level=entries.TEXT)
    count, found = _read_if_few(condition)
    if count > MOST:
        found = _most_promising(readings, filters)
    return Candidates(found, count if count <= MOST_COUNTED else None, condition)


def named(readings: Sequence[Reading], filters: Sequence[Condition]) -> list[Candidate]:
    """Entries that hold every part in their names, MOST at most; one query."""
    expressions = [
        all_of([_expression(reading, part, level=entries.NAME) for part in reading.parts])
        for reading in readings
        if len(reading.known) == len(reading.parts)
    ]
    return _read(_narrowed(any_of(expressions), filters), besides=(), most=MOST) if expressions else []


def _is_enough_known(reading: Reading) -> bool:
    known = sum(part.weight for part in reading.known)
    return known > 0 and known >= _LEAST_OF_ALL * reading.weight


def _most_promising(readings: Sequence[Reading], filters: Sequence[Condition]) -> list[Candidate]:
    """First those that hold enough in their names, then in what leads their text, and so on."""
    found: list[Candidate] = []
    for level in (entries.NAME, entries.LEAD, entries.OFTEN, entries.TEXT):
        condition = _condition(readings, filters, level=level)
        found += _read(condition, besides=[each.answer_id for each in found], most=MOST - len(found))
        if len(found) >= MOST:
            break
    return found


def _condition(readings: Sequence[Reading], filters: Sequence[Condition], *, level: int) -> Condition:
    return _narrowed(any_of([_enough(reading, level=level) for reading in readings]), filters)


def _narrowed(expression: Expression, filters: Sequence[Condition]) -> Condition:
    matched = backends.current().condition(expression)
    if not filters:
        return matched
    narrowed = every(list(filters))
    of_answer = f"entry.answer_id IN (SELECT id FROM publishing_answer WHERE {narrowed.sql})"  # noqa: S608 -- placeholders only
    return every([matched, Condition(of_answer, narrowed.values)])


def _enough(reading: Reading, *, level: int) -> Expression:
    if reading.is_guessed:
        characters = [(_expression(reading, part, level=entries.NAME), 1.0) for part in reading.known]
        return enough(characters[:_MOST_GUESSED], least=_LEAST_OF_GUESSED * len(characters[:_MOST_GUESSED]))
    parts = sorted(reading.known, key=lambda part: -part.weight)[:_MOST_DECIDING]
    known = sum(part.weight for part in parts)
    least = min(known, max(_LEAST_OF_KNOWN * known, _LEAST_OF_ALL * reading.weight))

    def at(part: Part, level: int) -> Expression:
        return _expression(reading, part, level=level)

    named = [at(part, entries.NAME) for part in parts if part.weight >= min(_NAMED * known, parts[0].weight)]
    # A hair less, since sums of fractions in another order differ in their last digit.
    held = enough([(at(part, level), part.weight) for part in parts], least=least * 0.999)
    return any_of([held, *named])


def _expression(reading: Reading, part: Part, *, level: int) -> Expression:
    def term(stem: str) -> str:
        return entries.term(stem, requested_locale=reading.requested_locale, language=reading.language, level=level)

    choices = dict.fromkeys(choice.stems for choice in part.choices)
    return any_of([all_of([term(stem) for stem in stems]) for stems in choices])


def _read(condition: Condition, *, besides: Sequence[int], most: int) -> list[Candidate]:
    """In the order in which they were first published."""
    parts = [condition]
    if besides:
        parts.append(Condition(f"entry.answer_id NOT IN ({', '.join(['%s'] * len(besides))})", tuple(besides)))
    where = every(parts)
    # What matches is found first, and then read: a database that thinks of reading in order would look at each row.
    sql = (
        "WITH matched AS MATERIALIZED (SELECT entry.answer_id FROM search_entry entry "  # noqa: S608 -- placeholders only
        f"WHERE {where.sql}) SELECT answer_id, terms, card FROM search_entry WHERE answer_id IN "
        "(SELECT answer_id FROM matched ORDER BY answer_id LIMIT %s) ORDER BY answer_id"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, (*where.values, most))
        return [Candidate(answer_id, terms, orjson.loads(card)) for answer_id, terms, card in cursor.fetchall()]


def _read_if_few(condition: Condition) -> tuple[int, list[Candidate]]:
    """How many there are, and all of them where they are MOST at most.

    All are counted: with a limit, PostgreSQL's prepared plan reads the table instead of the index, 250 ms for 7.
    """
    sql = (
        "WITH matched AS MATERIALIZED (SELECT entry.answer_id FROM search_entry entry "  # noqa: S608 -- placeholders only
        f"WHERE {condition.sql}), counted AS (SELECT count(*) AS number FROM matched) "
        "SELECT number AS answer_id, NULL AS terms, NULL AS card FROM counted UNION ALL "
        "SELECT answer_id, terms, card FROM search_entry WHERE answer_id IN (SELECT answer_id FROM matched "
        "LIMIT (SELECT CASE WHEN number <= %s THEN number ELSE 0 END FROM counted))"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, (*condition.values, MOST))
        rows = cursor.fetchall()
    (count,) = (number for number, terms, _card in rows if terms is None)
    found = [Candidate(answer_id, terms, orjson.loads(card)) for answer_id, terms, card in rows if terms is not None]
    return count, sorted(found, key=lambda candidate: candidate.answer_id)
