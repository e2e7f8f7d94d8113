"""The query parameters of the API, each declared once: what a view reads and what OpenAPI tells come from here."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote_to_bytes
from uuid import UUID

from cms import collation, locales
from cms.delivery.errors import InvalidParameter, UnknownLocale, UnknownParameter
from cms.locales import TAGS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

MAX_LIMIT = 100
MAX_IDS = 100
DEFAULT_LIMIT = 20

LONGEST_VALUE = 4_000
_BROKEN_ESCAPE = re.compile(r"%(?![0-9A-Fa-f]{2})")
_UUID = r"[0-9A-Fa-f]{8}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{12}"
_UUID_PATTERN = re.compile(_UUID)
_SLUG = re.compile(r"[a-z0-9]+(?:[-_][a-z0-9]+)*")
_CODE = re.compile(r"(icd-10|icd-10-cm|icd-11|mesh|snomed-ct):([A-Za-z0-9][A-Za-z0-9./&-]{0,59})")
_MOMENT = re.compile(r"\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(?:\.\d{1,6})?(?:[Zz]|[+-]\d\d:\d\d)", re.ASCII)
_WHOLE_NUMBER = re.compile(r"[0-9]{1,4}")


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


def _ids(text: str) -> tuple[UUID, ...]:
    parts = text.split(",")
    if len(parts) > MAX_IDS or not all(is_uuid(part) for part in parts):
        raise ValueError(f"takes 1 to {MAX_IDS} content ids (UUIDs), separated by commas")
    return tuple(sorted({UUID(part) for part in parts}))


def _topic(text: str) -> str:
    if is_uuid(text):
        return text.lower()
    if not _SLUG.fullmatch(text):
        raise ValueError("takes the slug or the content id of a topic")
    return text


def _code(text: str) -> str:
    if not _CODE.fullmatch(text):
        raise ValueError(
            "takes system:value, such as icd-10:G90.5; systems are icd-10, icd-10-cm, icd-11, mesh, snomed-ct"
        )
    return text.lower()


def _specialty(text: str) -> str:
    if not _SLUG.fullmatch(text):
        raise ValueError("takes a specialty as it stands in documents, such as pain_medicine")
    return text


def _initial(text: str) -> str:
    character = unicodedata.normalize("NFC", text)
    if len(character) != 1 or not (character == "#" or character.isalpha()):
        raise ValueError("takes one letter, or # for names that start with none")
    return character


def _moment(text: str) -> datetime:
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
FALLBACK = Parameter(
    "fallback",
    "What may stand in where a document is not released in the locale: the next of its `chain`, the same `language` "
    "only, or `none`, which also rules out documents with a part in another language.",
    {"type": "string", "enum": ["chain", "language", "none"], "default": "chain"},
    "language",
    one_of("chain", "language", "none"),
    default="chain",
)
LIMIT = Parameter(
    "limit",
    "How many entries one answer holds at most.",
    {"type": "integer", "minimum": 1, "maximum": MAX_LIMIT, "default": DEFAULT_LIMIT},
    "50",
    whole_number(up_to=MAX_LIMIT),
    default=DEFAULT_LIMIT,
)
CURSOR = Parameter(
    "cursor",
    "A place in the list, as `next` and `previous` hold it. Opaque; it belongs to one order, one set of filters and "
    "one locale.",
    {"type": "string", "maxLength": LONGEST_VALUE},
    "PnRxk3xS0k2v8Yp4n1mJ7Q",
    str,
)
TOPIC = Parameter(
    "topic",
    "Only the topic with this slug or content id and all pages below it.",
    {"type": "string", "maxLength": 255},
    "chronic-pain",
    _topic,
)
CODE = Parameter(
    "code",
    "Only conditions with this medical code, as `system:value`.",
    {"type": "string", "pattern": f"^{_CODE.pattern}$"},
    "icd-10:G90.5",
    _code,
)
SPECIALTY = Parameter(
    "specialty",
    "Only conditions that this clinical specialty cares for.",
    {"type": "string", "pattern": f"^{_SLUG.pattern}$"},
    "pain_medicine",
    _specialty,
)
INITIAL = Parameter(
    "initial",
    "Only names under this letter of the locale's index; Chinese names stand under their pinyin, `#` holds the rest.",
    {"type": "string", "minLength": 1, "maxLength": 1},
    "C",
    _initial,
)
IDS = Parameter(
    "ids",
    f"Only these content ids, 1 to {MAX_IDS}, separated by commas.",
    {"type": "string", "pattern": f"^{_UUID}(,{_UUID})*$"},
    "0c8f1c3e-6f0a-4b52-9d0e-5a5d0c1f2a01",
    _ids,
)
UPDATED_SINCE = Parameter(
    "updated_since",
    "Only what was updated at this moment or later.",
    {"type": "string", "format": "date-time"},
    "2026-11-01T00:00:00Z",
    _moment,
)
TRANSLATION_STATUS = Parameter(
    "translation_status",
    "Only documents whose translation has this status.",
    {"type": "string", "enum": ["source", "released", "outdated"]},
    "outdated",
    one_of("source", "released", "outdated"),
)
REVIEW_STATUS = Parameter(
    "review_status",
    "Only documents whose clinical review has this status.",
    {"type": "string", "enum": ["current", "due", "overdue", "never"]},
    "overdue",
    one_of("current", "due", "overdue", "never"),
)


def order(*names: str) -> Parameter:
    """The orders that a list can be had in; the first is the default."""
    return Parameter(
        "order",
        "`name` follows the locale's alphabet (punctuation and case ignored, Chinese by pinyin), `-updated_at` puts "
        "the newest first" + (", `path` puts a page before the pages below it." if "path" in names else "."),
        {"type": "string", "enum": list(names), "default": names[0]},
        "-updated_at",
        one_of(*names),
        default=names[0],
    )


def index_letter(initial: str, locale: str) -> str:
    """The letter that names beginning with this one stand under in the locale's index."""
    return collation.initial(initial, locale)
