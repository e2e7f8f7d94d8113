"""The query parameters that choose the form of what is answered, and the version."""

from __future__ import annotations

from datetime import UTC, datetime

from cms.delivery.chosen import FORMS, HTML
from cms.delivery.parameters import Parameter, choice, moment, whole_number

#: Sections make an entry of a list as long as a document, 20 to 30 KB: as many go into an answer as into the feed's.
MAX_WITH_SECTIONS = 25

JSON, LINKED_DATA = "json", "jsonld"

_MOST_VERSIONS = 999_999_999


def _past_moment(text: str) -> datetime:
    found = moment(text)
    now = datetime.now(UTC)
    if found > now:
        raise ValueError(f"takes a moment that is past; it is {now:%Y-%m-%dT%H:%M:%SZ} here")
    return found


RICH_TEXT = choice(
    "rich_text",
    "The form of rich text: clean HTML, CommonMark (in which superscript, subscript and glossary terms stay HTML), or "
    "`plain` words, a line for each paragraph and list item. Other text is plain in any case.",
    HTML,
    *FORMS,
    example="markdown",
    default=HTML,
)
INCLUDE = choice(
    "include",
    f"`sections` adds all sections to each card; `limit` is {MAX_WITH_SECTIONS} at most then.",
    "sections",
    example="sections",
)
AS_OF = Parameter(
    "as_of",
    "What readers of the locale were given at this moment, fallback as it was then: 404 before the first publication, "
    "410 while it was gone. `superseded` says what has become of the text since. A former key does as well.",
    {"type": "string", "format": "date-time"},
    "2025-06-01T00:00:00Z",
    _past_moment,
)
VERSION = Parameter(
    "version",
    "This version of the document in the very locale that is asked for: versions are counted for each locale, and "
    "nothing stands in. `superseded` says what has become of the text since. Not together with `as_of`.",
    {"type": "integer", "minimum": 1, "maximum": _MOST_VERSIONS},
    "2",
    whole_number(up_to=_MOST_VERSIONS),
)
FORMAT = choice(
    "format",
    "`jsonld` is schema.org in JSON-LD, `json` this API's own form. Without it `Accept` decides.",
    JSON,
    LINKED_DATA,
    example=LINKED_DATA,
)
