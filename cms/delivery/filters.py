"""How a list's parameters narrow the answers that there are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cms.delivery.list_parameters import index_letter
from cms.publishing.models import AnswerFacet
from cms.publishing.rows import Condition, for_database

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from cms.locales import ContentLocale

_FACET = f"id IN (SELECT answer_id FROM {AnswerFacet._meta.db_table} WHERE kind = %s AND value = %s)"  # noqa: S608 -- a table's name


def conditions(type_: str, *, locale: ContentLocale, values: Mapping[str, Any]) -> list[Condition]:
    """What answers of a type for readers of a locale have to meet; a value of None is no filter."""
    found = [Condition("type = %s", (type_,)), Condition("requested_locale = %s", (locale.tag,))]
    return found + narrowing(locale=locale, values=values)


def narrowing(*, locale: ContentLocale, values: Mapping[str, Any]) -> list[Condition]:
    """What the reader asks of the answers of a locale; none where nothing was chosen."""
    return _stand_ins(values["fallback"], locale) + [
        condition(value, locale) for name, condition in _FILTERS.items() if (value := values.get(name)) is not None
    ]


def is_close_enough(fallback: str, *, locale: ContentLocale, delivered: str, is_partial: bool) -> bool:
    """Whether a document in the delivered locale may stand in for the asked one; `_stand_ins` says the same in SQL."""
    if fallback == "none":
        return delivered == locale.tag and not is_partial
    return fallback == "chain" or delivered in locale.within_language


def _stand_ins(fallback: str, locale: ContentLocale) -> list[Condition]:
    if fallback == "none":
        return [Condition("locale = %s AND NOT is_partial", (locale.tag,))]
    return [] if fallback == "chain" else [_one_of("locale", locale.within_language)]


def _one_of(column: str, values: tuple[Any, ...]) -> Condition:
    return Condition(f"{column} IN ({', '.join(['%s'] * len(values))})", values)


def _equal(column: str) -> Callable[[Any, ContentLocale], Condition]:
    return lambda value, locale: Condition(f"{column} = %s", (value,))


def _facet(kind: str) -> Callable[[Any, ContentLocale], Condition]:
    return lambda value, locale: Condition(_FACET, (kind, value))


_FILTERS: dict[str, Callable[[Any, ContentLocale], Condition]] = {
    "topic": _facet("topic"),
    "code": _facet("code"),
    "specialty": _facet("specialty"),
    "initial": lambda letter, locale: Condition("initial = %s", (index_letter(letter, locale.tag),)),
    "ids": lambda ids, locale: _one_of("content_id", tuple(for_database("content_id", each) for each in ids)),
    "updated_since": lambda moment, locale: Condition("updated_at >= %s", (for_database("updated_at", moment),)),
    "translation_status": _equal("translation_status"),
    "review_status": _equal("review_status"),
}
