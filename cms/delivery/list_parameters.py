"""The query parameters of lists: what narrows them, how they are ordered and paged."""

from __future__ import annotations

import re
import unicodedata
from uuid import UUID

from cms import collation
from cms.delivery.parameters import LONGEST_VALUE, UUID_FORM, Parameter, choice, is_uuid, moment, whole_number

MAX_LIMIT = 100
MAX_IDS = 100
DEFAULT_LIMIT = 20

_SLUG = re.compile(r"[a-z0-9]+(?:[-_][a-z0-9]+)*")
_CODE = re.compile(r"(icd-10|icd-10-cm|icd-11|mesh|snomed-ct):([A-Za-z0-9][A-Za-z0-9./&-]{0,59})")


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
    {"type": "string", "pattern": f"^({_SLUG.pattern}|{UUID_FORM})$"},
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
    {"type": "string", "pattern": f"^{UUID_FORM}(,{UUID_FORM})*$"},
    "0c8f1c3e-6f0a-4b52-9d0e-5a5d0c1f2a01",
    _ids,
)
UPDATED_SINCE = Parameter(
    "updated_since",
    "Only what was updated at this moment or later.",
    {"type": "string", "format": "date-time"},
    "2026-11-01T00:00:00Z",
    moment,
)
TRANSLATION_STATUS = choice(
    "translation_status",
    "Only documents whose translation has this status.",
    "source",
    "released",
    "outdated",
    example="outdated",
)
REVIEW_STATUS = choice(
    "review_status",
    "Only documents whose clinical review has this status.",
    "current",
    "due",
    "overdue",
    "never",
    example="overdue",
)


def order(*names: str) -> Parameter:
    """The orders that a list can be had in; the first is the default."""
    return choice(
        "order",
        "`name` follows the locale's alphabet (punctuation and case ignored, Chinese by pinyin), `-updated_at` puts "
        "the newest first" + (", `path` puts a page before the pages below it." if "path" in names else "."),
        *names,
        example="-updated_at",
        default=names[0],
    )


def index_letter(initial: str, locale: str) -> str:
    """The letter that names beginning with this one stand under in the locale's index."""
    return collation.initial(initial, locale)
