"""How the change feed is followed, and its query parameters, which mean other things there than in lists."""

from __future__ import annotations

from cms import locales
from cms.delivery.errors import UnknownLocale
from cms.delivery.parameters import LONGEST_VALUE, Parameter, choice, whole_number
from cms.locales import TAGS
from cms.publishing.addresses import TYPES

MAX_LIMIT = 500
DEFAULT_LIMIT = 100
#: Documents are 20 to 30 KB each, so this is the default too where they are included.
MAX_DOCUMENTS = 25

FOLLOWING = """\
For apps that work offline, caches and partners. Start without `cursor`: the feed tells every document that is live.
Then send `next_cursor` for ever, at once while `has_more` is true, later when it is false. Everything that happens is
told at least once, in the order of `sequence`, also what happens while you read. With `locale` or `type`, an answer may
hold less than `limit`, or nothing, and still say `has_more`.

Keep what you are told by `id` and `locale`: `published` and `moved` add or replace a document, `gone` removes it, also
one that you were never told of. A `digest` that you have already says that the text is the same. `moved` says that the
address here or the path in the front end is another one now. Fetch `url` for the text, or send `include=document`. An
answer in another `locale` than that of the change means that the document is gone by now, as a later change tells.

A cursor never expires. Only where the publisher had to restore a backup, one that has seen what was lost gets a 410
`feed-reset`: start again without it, and drop what you were not told again when `has_more` is false.
"""


def _locale(text: str) -> locales.ContentLocale:
    try:
        return locales.get(text)
    except locales.UnknownLocale:
        raise UnknownLocale(text, without="for all") from None


LOCALE = Parameter(
    "locale",
    "Only documents in this very locale, in any case; without it those in all locales. Nothing stands in for another "
    "here, so a reader of `es-MX` needs `es` and `en` too. `Accept-Language` is not looked at.",
    {"type": "string", "enum": list(TAGS)},
    "es-MX",
    _locale,
)
TYPE = choice(
    "type",
    "Only documents of this type; without it those of all types.",
    *TYPES,
    example="condition",
)
LIMIT = Parameter(
    "limit",
    f"How many changes one answer holds at most; with `include=document` {MAX_DOCUMENTS}, which is the most then.",
    {"type": "integer", "minimum": 1, "maximum": MAX_LIMIT, "default": DEFAULT_LIMIT},
    "500",
    whole_number(up_to=MAX_LIMIT),
)
INCLUDE = choice(
    "include",
    "`document` adds each document as it is delivered in its own locale. It is null for what is gone, and where a "
    "later change tells a newer one: no text is sent that has been replaced.",
    "document",
    example="document",
)
CURSOR = Parameter(
    "cursor",
    "Where to go on: the last answer's `next_cursor`. Without it the feed starts with all that is live. Opaque, never "
    "expires; it belongs to one `locale` and one `type`, which have to be given again.",
    {"type": "string", "maxLength": LONGEST_VALUE},
    "TAAAAAAAAAQSMlfN6Y5-3MyBzAzrAfLRkA",
    str,
)
