"""The query parameters of search and of its suggestions."""

from __future__ import annotations

from cms.delivery.parameters import Parameter, one_of, whole_number
from search.entries import TYPES

#: Longer than any question that can be answered by a page.
LONGEST_QUESTION = 200

MAX_SUGGESTIONS = 20
_SUGGESTIONS = 8


def _question(text: str) -> str:
    if len(text) > LONGEST_QUESTION:
        raise ValueError(f"takes up to {LONGEST_QUESTION} characters")
    return text


Q = Parameter(
    "q",
    "What the reader looks for, in their own words: a name, an abbreviation, a code with or without its dot, a "
    "symptom, a question. Accents, case and mistyped letters are forgiven. Nothing but spaces and punctuation finds "
    "nothing.",
    {"type": "string", "maxLength": LONGEST_QUESTION},
    "nerve pain after shingles",
    _question,
    is_required=True,
)
TYPE = Parameter(
    "type",
    "Only content of this type.",
    {"type": "string", "enum": list(TYPES)},
    "condition",
    one_of(*TYPES),
)
SUGGESTIONS = Parameter(
    "limit",
    "How many suggestions there are at most.",
    {"type": "integer", "minimum": 1, "maximum": MAX_SUGGESTIONS, "default": _SUGGESTIONS},
    "5",
    whole_number(up_to=MAX_SUGGESTIONS),
    default=_SUGGESTIONS,
)
