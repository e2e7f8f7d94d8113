"""Query parameters: how they are declared and read, and those that nearly every address has.

Each is declared once: what a view reads and what OpenAPI tells come from the same line.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import quote_plus, unquote_to_bytes

from cms import locales
from cms.delivery.errors import InvalidParameter, UnknownLocale, UnknownParameter
from cms.locales import TAGS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from cms.delivery.deprecation import Deprecation

LONGEST_VALUE = 4_000
_BROKEN_ESCAPE = re.compile(r"%(?![0-9A-Fa-f]{2})")
UUID_FORM = r"[0-9A-Fa-f]{8}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{12}"
_UUID_PATTERN = re.compile(UUID_FORM)
_MOMENT = re.compile(r"\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(?:\.\d{1,6})?(?:[Zz]|[+-]\d\d:\d\d)", re.ASCII)
_WHOLE_NUMBER = re.compile(r"[0-9]{1,9}")


@dataclass(frozen=True)
class Parameter:
    """One query parameter.

    `parse` turns the text into its value, or raises ValueError with the rest of the sentence "The parameter x …".
    """

    name: str
    description: str
    schema: Mapping[str, Any]
    example: str
    parse: Callable[[str], Any]
    default: Any = None
    is_required: bool = False
    deprecation: Deprecation | None = None


def choice(name: str, description: str, *values: str, example: str, default: str | None = None) -> Parameter:
    """A parameter that takes one of some words."""
    schema = {"type": "string", "enum": list(values), **({} if default is None else {"default": default})}
    return Parameter(name, description, schema, example, one_of(*values), default=default)


def read(query_string: str, declared: Sequence[Parameter]) -> tuple[dict[str, Any], dict[str, str]]:
    """The values of all declared parameters, defaults included, and the texts of those that were given.

    Raises UnknownParameter, InvalidParameter, UnknownLocale.
    """
    by_name = {parameter.name: parameter for parameter in declared}
    values = {parameter.name: parameter.default for parameter in declared}
    given: dict[str, str] = {}
    for name, raw in _fields(query_string):
        parameter = by_name.get(name)
        if parameter is None:
            raise UnknownParameter(name, known=by_name)
        if name in given:
            raise InvalidParameter(name, "is given more than once")
        given[name] = _decoded_value(name, raw)
        values[name] = _parsed(parameter, given[name])
    for parameter in declared:
        if parameter.is_required and parameter.name not in given:
            example = f"?{parameter.name}={quote_plus(parameter.example)}"
            raise InvalidParameter(parameter.name, f"has to be given, as in `{example}`")
    return values, given


def is_uuid(text: str) -> bool:
    """Whether a key has the form of a content id."""
    return _UUID_PATTERN.fullmatch(text) is not None


def _fields(query_string: str) -> Iterator[tuple[str, str]]:
    """Names, decoded, with their values as they were sent."""
    for field in query_string.split("&"):
        if field:
            name, _, value = field.partition("=")
            try:
                yield _decoded(name), value
            except ValueError:
                raise UnknownParameter(name, known=()) from None


def _decoded_value(name: str, raw: str) -> str:
    try:
        value = _decoded(raw)
    except ValueError:
        raise InvalidParameter(name, "is not percent-encoded UTF-8") from None
    if len(value) > LONGEST_VALUE:
        raise InvalidParameter(name, f"is longer than {LONGEST_VALUE} characters")
    if "\0" in value:
        raise InvalidParameter(name, "holds a NUL character")
    return value


def _decoded(raw: str) -> str:
    """WSGI hands the query string over as Latin-1. Raises ValueError for what is not percent-encoded UTF-8."""
    if _BROKEN_ESCAPE.search(raw):
        raise ValueError(raw)
    return unquote_to_bytes(raw.replace("+", " ").encode("latin-1")).decode()


def _parsed(parameter: Parameter, text: str) -> Any:
    try:
        return parameter.parse(text)
    except ValueError as error:
        raise InvalidParameter(parameter.name, str(error)) from None


def one_of(*choices: str) -> Callable[[str], str]:
    def parse(text: str) -> str:
        if text not in choices:
            raise ValueError(f"takes one of {', '.join(choices)}")
        return text

    return parse


def _locale(text: str) -> locales.ContentLocale:
    try:
        return locales.get(text)
    except locales.UnknownLocale:
        raise UnknownLocale(text) from None


def whole_number(*, up_to: int) -> Callable[[str], int]:
    """From 1."""

    def parse(text: str) -> int:
        if not _WHOLE_NUMBER.fullmatch(text) or not 1 <= int(text) <= up_to:
            raise ValueError(f"takes a whole number from 1 to {up_to}")
        return int(text)

    return parse


def moment(text: str) -> datetime:
    """In UTC."""
    message = "takes a date and time with its zone, such as 2026-11-01T00:00:00Z"
    if not _MOMENT.fullmatch(text):
        raise ValueError(message)
    try:
        return datetime.fromisoformat(text.upper()).astimezone(UTC)
    except (ValueError, OverflowError):
        raise ValueError(message) from None


LOCALE = Parameter(
    "locale",
    "The content locale to answer in, in any case. Without it `Accept-Language` decides, else the source locale.",
    {"type": "string", "enum": list(TAGS)},
    "es-MX",
    _locale,
)
FALLBACK = choice(
    "fallback",
    "What may stand in where a document is not released in the locale: the next of its `chain`, the same `language` "
    "only, or `none`, which also rules out documents with a part in another language.",
    "chain",
    "language",
    "none",
    example="language",
    default="chain",
)
