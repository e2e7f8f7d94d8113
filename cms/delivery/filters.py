"""How a list's parameters narrow the answers that there are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cms.delivery.parameters import index_letter
from cms.publishing.models import Answer

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from django.db.models import QuerySet

    from cms.locales import ContentLocale

#: Parameters whose value stands in a column, and those whose value is a facet of the answer.
_COLUMNS = {
    "ids": "content_id__in",
    "updated_since": "updated_at__gte",
    "translation_status": "translation_status",
    "review_status": "review_status",
}
_FACETS = ("topic", "code", "specialty")


def narrowed(type_: str, *, locale: ContentLocale, values: Mapping[str, Any]) -> QuerySet[Answer]:
    """The answers of a type for readers of a locale that pass every filter; a value of None is no filter."""
    answers = Answer.objects.filter(type=type_, requested_locale=locale.tag)
    answers = _FALLBACKS[values["fallback"]](answers, locale)
    given = {name: value for name, value in values.items() if value is not None}
    answers = answers.filter(**{column: given[name] for name, column in _COLUMNS.items() if name in given})
    if "initial" in given:
        answers = answers.filter(initial=index_letter(given["initial"], locale.tag))
    for kind in _FACETS:
        if kind in given:
            answers = answers.filter(facets__kind=kind, facets__value=given[kind])
    return answers


def is_close_enough(fallback: str, *, locale: ContentLocale, delivered: str, is_partial: bool) -> bool:
    """Whether a document in the delivered locale may stand in for the asked one; as `narrowed` says it in SQL."""
    if fallback == "none":
        return delivered == locale.tag and not is_partial
    return fallback == "chain" or delivered in locale.within_language


def _within_language(answers: QuerySet[Answer], locale: ContentLocale) -> QuerySet[Answer]:
    return answers.filter(locale__in=locale.within_language)


def _exactly(answers: QuerySet[Answer], locale: ContentLocale) -> QuerySet[Answer]:
    return answers.filter(locale=locale.tag, is_partial=False)


_FALLBACKS: dict[str, Callable[[QuerySet[Answer], ContentLocale], QuerySet[Answer]]] = {
    "chain": lambda answers, locale: answers,
    "language": _within_language,
    "none": _exactly,
}
