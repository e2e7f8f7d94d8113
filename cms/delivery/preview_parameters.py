"""The query parameters of previews: the form of a document of any type, the place in a list that is not stored."""

from __future__ import annotations

from dataclasses import replace

from cms.delivery.fields import MAX_FIELDS, fields
from cms.delivery.list_parameters import CURSOR
from cms.delivery.schemas import OF_PREVIEWS
from cms.delivery.shapes import named, paths_of

_OF_ANY = [*dict.fromkeys(path for name in OF_PREVIEWS.values() for path in paths_of(named(name)))]

#: What is there depends on the type of the document, which the token decides; so the view looks.
FIELDS = replace(
    fields("Condition", example="name,summary,sections.overview"),
    schema={
        "type": "array",
        "items": {"type": "string", "enum": _OF_ANY},
        "minItems": 1,
        "maxItems": MAX_FIELDS,
    },
    parse=str,
)
PLACE = replace(
    CURSOR,
    description="A place in the list, as `next` and `previous` hold it.",
    schema={"type": "string", "pattern": "^[1-9][0-9]{0,6}$"},
    example="100",
)
