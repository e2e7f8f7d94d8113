"""What search answers: cards with why and where they were found, and how many there are of each kind."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

import orjson
from django.utils import timezone

from cms.delivery import chosen, coming, filters, pagination, state
from cms.delivery.pagination import Order, Page, Position
from cms.delivery.search_facets import facets
from cms.locales import BY_TAG
from cms.publishing import content, rows
from cms.publishing.rows import Condition
from search import entries, finding, misses, passages, ranking, suggesting
from search.highlights import Wanted, highlights

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

    from cms.locales import ContentLocale
    from search.finding import Found
    from search.questions import Reading
    from search.ranking import Match

_SCORE_BYTES = 2


def _score_from_bytes(told: bytes) -> int:
    """Raises ValueError for the key of another list, which may be of any length."""
    if len(told) != _SCORE_BYTES:
        raise ValueError(told)
    return int.from_bytes(told, "big")


#: Scores are whole numbers to `ranking.FULL`; readers are told fractions of one.
_BY_SCORE = Order(
    "score",
    "",
    descending=True,
    to_bytes=lambda score: score.to_bytes(_SCORE_BYTES, "big"),
    from_bytes=_score_from_bytes,
)

#: Parameters that may change from one page to the next.
_OF_ONE_PAGE = frozenset({"cursor", "limit", "fields"})


@dataclass(frozen=True)
class Answered:
    """What is sent for a question, and what caches are to know of it."""

    body: dict[str, Any]
    content_ids: list[str]
    #: The locales of the results, nearest to the asked one first.
    locales: list[str]
    next_change_at: datetime | None


#: How long caches keep an answer in vain: the next reader who asks in vain is to be counted too.
_IN_VAIN = timedelta(seconds=10)


@dataclass(frozen=True)
class _Row:
    content_id: UUID
    card: dict[str, Any]
    next_change_at: datetime | None
    #: As `search.passages` reads them; empty where no excerpts are shown.
    passages: str = ""


def search(values: Mapping[str, Any], *, locale: ContentLocale, digest: bytes) -> tuple[Answered, Page]:
    """Two queries in a process that was asked for these words since the last publish, up to ten in one that was not.

    Raises InvalidCursor.
    """
    version = state.known.current()
    narrowing = _narrowing(values, locale=locale)
    found = finding.find(values["q"], locale=locale, filters=narrowing, state_version=version)
    is_in_vain = not found.count and not narrowing and any(map(str.isalnum, values["q"]))
    if is_in_vain:
        misses.count(values["q"], locale=locale.tag)
    page = _page(found, values, digest=digest)
    answers = _answers([match.candidate.answer_id for _id, _score, match in page.rows], with_passages=True)
    wanted = {reading.language: Wanted.of(reading) for reading in found.readings}
    results = [
        _result(match, answers[match.candidate.answer_id], wanted[match.reading.language], values)
        for _id, _score, match in page.rows
    ]
    body = {
        "query": _query(values["q"], locale, found.readings),
        "facets": facets(found, locale, state_version=version),
        "results": results,
        "count": found.count,
    }
    answered = _answered(body, answers.values(), locale=locale, version=version)
    if is_in_vain:
        answered = replace(answered, next_change_at=timezone.now() + _IN_VAIN)
    return answered, page


def suggest(values: Mapping[str, Any], *, locale: ContentLocale) -> Answered:
    """Two queries in a process that was asked for these words since the last publish, up to ten in one that was not."""
    version = state.known.current()
    suggestions, readings = suggesting.suggest(
        values["q"],
        locale=locale,
        filters=_narrowing(values, locale=locale),
        limit=values["limit"],
        state_version=version,
    )
    answers = _answers([suggestion.answer_id for suggestion in suggestions])
    results = [_suggestion(suggestion, answers[suggestion.answer_id].card) for suggestion in suggestions]
    body = {"query": _query(values["q"], locale, readings), "results": results}
    return _answered(body, answers.values(), locale=locale, version=version)


def _narrowing(values: Mapping[str, Any], *, locale: ContentLocale) -> list[Condition]:
    """Nothing at all where nothing is chosen: then only entries are looked at, which are of one locale anyway."""
    narrowed = filters.narrowing(locale=locale, values=values)
    if values["type"] is not None:
        narrowed.append(Condition("type = %s", (values["type"],)))
    return narrowed


def _page(found: Found, values: Mapping[str, Any], *, digest: bytes) -> Page:
    position = None if values["cursor"] is None else Position.of_cursor(values["cursor"], _BY_SCORE, digest=digest)
    found_rows = [[UUID(match.candidate.content_id), match.score, match] for match in found.matches]
    if position is not None:
        beyond = [row for row in found_rows if _is_beyond(row, position)]
        found_rows = beyond[::-1] if position.side.is_backward else beyond
    return pagination.page(found_rows[: values["limit"] + 1], position=position, limit=values["limit"])


def _is_beyond(row: Sequence[Any], position: Position) -> bool:
    here, there = (-row[1], str(row[0])), (-position.key, str(position.content_id))
    if here == there:
        return position.side.is_inclusive
    return here < there if position.side.is_backward else here > there


def next_and_previous(page: Page, *, digest: bytes) -> tuple[str | None, str | None]:
    """The cursors of the pages beside this one."""
    following = page.next.cursor(_BY_SCORE, digest=digest) if page.next else None
    return following, page.previous.cursor(_BY_SCORE, digest=digest) if page.previous else None


_ANSWER_COLUMNS = ("content_id", "next_change_at", "card")
_PASSAGES = "(SELECT passages FROM search_entry WHERE answer_id = publishing_answer.id)"


def _answers(answer_ids: Sequence[int], *, with_passages: bool = False) -> dict[int, _Row]:
    if not answer_ids:
        return {}
    places = ", ".join(["%s"] * len(answer_ids))
    columns = [*_ANSWER_COLUMNS, "id", _PASSAGES if with_passages else "''"]
    found = rows.read(rows.select(columns, f"id IN ({places})"), list(answer_ids), columns=_ANSWER_COLUMNS)
    return {row[3]: _Row(row[0], orjson.loads(bytes(row[2])), row[1], row[4]) for row in found}


def _result(match: Match, answer: _Row, wanted: Wanted, values: Mapping[str, Any]) -> dict[str, Any]:
    marks = highlights(passages.read(answer.passages), wanted)
    result = {
        **answer.card,
        "score": match.score / ranking.FULL,
        "matched": _matched(match, marks, answer.card),
        "highlights": marks,
    }
    return chosen.in_form(result, values, schema="SearchResult") if values["fields"] is not None else result


def _matched(match: Match, marks: Sequence[Mapping[str, Any]], card: Mapping[str, Any]) -> dict[str, Any]:
    if match.name is None:
        part = marks[0]["part"] if marks else "text"
        return {"part": part, "text": None, "kind": None, "locale": card["locale"], "how": match.how}
    kind = match.name.kind
    part = {"name": "name", "code": "codes"}.get(kind, "other_names")
    return {
        "part": part,
        "text": match.name.text,
        "kind": kind if part == "other_names" else None,
        "locale": match.name.locale,
        "how": match.how,
    }


def _suggestion(suggestion: suggesting.Suggestion, card: Mapping[str, Any]) -> dict[str, Any]:
    name = suggestion.name
    return {
        "text": name.text,
        "html": suggestion.html,
        "kind": name.kind,
        "id": card["id"],
        "type": card["type"],
        "locale": name.locale,
        "dir": BY_TAG[name.locale].direction,
        "slug": card["slug"],
        "path": card["path"],
        "name": card["name"],
        "url": card["url"],
    }


def _query(q: str, locale: ContentLocale, readings: Sequence[Reading]) -> dict[str, Any]:
    corrections = readings[0].corrections if readings else []
    return {
        "q": q,
        "locale": locale.tag,
        "corrections": [{"typed": typed, "read_as": read_as} for typed, read_as in corrections],
    }


def _answered(body: dict[str, Any], answers: Iterable[_Row], *, locale: ContentLocale, version: int | None) -> Answered:
    answers = list(answers)
    delivered = {answer.card["locale"] for answer in answers}
    changes = [answer.next_change_at for answer in answers]
    changes += [coming.next_change(type_, state_version=version) for type_ in entries.TYPES]
    return Answered(
        body,
        [str(answer.content_id) for answer in answers],
        [tag for tag in locale.reading_order if tag in delivered],
        min((moment for moment in changes if moment is not None), default=None),
    )


def digest(values: Mapping[str, Any], *, locale: ContentLocale) -> bytes:
    """What makes a list of results this one and no other; the size of its pages does not."""
    parts = {name: str(value) for name, value in values.items() if name not in _OF_ONE_PAGE and value is not None}
    parts["locale"] = locale.tag
    whole = content.digest_of_bytes(orjson.dumps(["search", parts], option=orjson.OPT_SORT_KEYS))
    return bytes.fromhex(whole)[: pagination.DIGEST_BYTES]
