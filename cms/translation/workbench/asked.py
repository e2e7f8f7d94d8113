"""Reads what the page in the browser asks for; whatever else comes in is refused with a sentence."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.core.exceptions import RequestDataTooBig
from django.http.request import RawPostDataException
from django.utils.translation import gettext as _

from cms.translation.desk import Edit
from cms.translation.models import Origin

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.http import HttpRequest

#: In one request; the page in the browser sends 50 and goes on with the next ones.
MAX_EDITS = 200
#: Characters. No text for readers is as long; a longer one can only be a slip of the clipboard.
MAX_TEXT = 50_000
_ORIGINS = {str(Origin.HUMAN), str(Origin.MEMORY)}


class NotUnderstood(Exception):
    """What was sent is not what this page sends."""

    def __init__(self, message: str = "") -> None:
        super().__init__(message or _("The request is not understood. Open the page again."))


@dataclass(frozen=True)
class Asked:
    """An edit, with the digest of the source that the writer had before them; empty for one who does not mind."""

    edit: Edit
    source: str


def body_of(request: HttpRequest) -> dict[str, Any]:
    """The JSON object of a request. Raises NotUnderstood."""
    try:
        found = json.loads(request.body)
    except RequestDataTooBig:
        raise NotUnderstood(_("That is too much at once.")) from None
    except (ValueError, RecursionError, RawPostDataException):
        raise NotUnderstood from None
    if not isinstance(found, dict):
        raise NotUnderstood
    return found


def text_of(data: Mapping[str, Any], name: str, *, default: str | None = None, longest: int = MAX_TEXT) -> str:
    """A text that can be stored. Raises NotUnderstood for anything else."""
    value = data.get(name, default)
    if not isinstance(value, str):
        raise NotUnderstood
    if len(value) > longest:
        raise NotUnderstood(_("The text is too long: there is room for %(count)s characters.") % {"count": longest})
    if not is_storable(value):
        raise NotUnderstood(_("The text holds a character that can’t be stored. Delete it and write it again."))
    return value


def edits_of(data: Mapping[str, Any]) -> list[Asked]:
    """The edits of a request; what is wrong with the text of one of them does not hold up the others."""
    found = data.get("edits")
    if not isinstance(found, list) or not all(isinstance(item, dict) for item in found):
        raise NotUnderstood
    if len(found) > MAX_EDITS:
        raise NotUnderstood(_("That is too much at once."))
    return [_edit_of(item) for item in found]


def is_storable(text: str) -> bool:
    """Half of a surrogate pair is no character, and NUL has no place in a database."""
    return "\0" not in text and not any("\ud800" <= character <= "\udfff" for character in text)


def storable(text: str) -> str:
    """What of a text can be stored, for a text that is not worth refusing an act for."""
    return "".join(character for character in text[:MAX_TEXT] if is_storable(character))


def _edit_of(item: Mapping[str, Any]) -> Asked:
    text, origin = item.get("text"), item.get("origin", str(Origin.HUMAN))
    if not isinstance(text, str) or not isinstance(origin, str) or origin not in _ORIGINS:
        raise NotUnderstood
    seen = text_of(item, "seen")
    return Asked(Edit(text_of(item, "path"), text, seen=seen, origin=origin), text_of(item, "source", default=""))
