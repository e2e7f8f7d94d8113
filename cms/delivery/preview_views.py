"""The views of previews: a draft, or what would be answered at a coming moment. Nothing of them is kept by a cache."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from django.http import HttpResponse

from cms.delivery import answers, chosen, fields, linked_data, previews, problems
from cms.delivery.caching import with_public_origin
from cms.delivery.deprecation import DatedView
from cms.delivery.document_views import AnswerView
from cms.delivery.errors import InvalidCursor, InvalidParameter
from cms.delivery.schemas import OF_DOCUMENTS
from cms.delivery.shapes import named
from cms.publishing import content

if TYPE_CHECKING:
    from rest_framework.request import Request

    from cms.delivery.previews import PreviewedDocument

#: No cache keeps a preview, no crawler lists it, and the token in its address goes to no other site.
PRIVATE = {
    "Cache-Control": "private, no-store",
    "X-Robots-Tag": "noindex, nofollow",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}

_JSON = "application/json"
_PLACE = re.compile(r"[1-9][0-9]{0,6}")


class DraftView(AnswerView):
    """The draft that a token opens, in exactly the shape of the published document."""

    def get(self, request: Request, token: str) -> HttpResponse:
        return self.send_previewed(previews.registered().draft(token))

    def send_previewed(self, found: PreviewedDocument) -> HttpResponse:
        """In the form that was chosen. Raises InvalidParameter."""
        document = answers.document_of(content.encode(found.document))
        language = str(document["locale"])
        if self.is_linked_data:
            self._refuse_choices_of_json()
            return _private(linked_data.encoded(document), language=language, media_type=linked_data.MEDIA_TYPE)
        schema = OF_DOCUMENTS[found.type]
        values = {**self.values, "fields": self._wanted(schema)}
        body = content.encode(chosen.in_form(document, values, schema=schema))
        return _private(body, language=language, media_type=_JSON)

    def _wanted(self, schema: str) -> fields.Choice | None:
        asked = self.values["fields"]
        try:
            return None if asked is None else fields.choice(asked, named(schema))
        except ValueError as error:
            raise InvalidParameter("fields", str(error)) from None


class DocumentAtView(DraftView):
    """What readers of a locale would be given at the token's moment."""

    type: str = ""

    def get(self, request: Request, token: str, key: str) -> HttpResponse:  # type: ignore[override]  # by another address
        return self.send_previewed(previews.registered().document_at(token, self.type, key, self.locale()))


class ListAtView(DatedView):
    """The list at the token's moment. It is stored nowhere, so a place in it is a number."""

    media_types = (_JSON, problems.MEDIA_TYPE)
    type: str = ""

    def get(self, request: Request, token: str) -> HttpResponse:
        locale = self.locale()
        cards = previews.registered().cards_at(token, self.type, locale)
        start, limit = self._start(), self.values["limit"]
        shown = cards[start : start + limit]
        body: dict[str, Any] = {
            "count": len(cards),
            "next": self.explicit_url(cursor=str(start + limit)) if start + limit < len(cards) else None,
            "previous": self._previous(start, limit),
            "results": shown,
        }
        found = {card["locale"] for card in shown}
        languages = [tag for tag in locale.reading_order if tag in found] or [locale.tag]
        return _private(with_public_origin(content.encode(body)), language=", ".join(languages), media_type=_JSON)

    def _start(self) -> int:
        asked = self.values["cursor"]
        if asked is None:
            return 0
        if not _PLACE.fullmatch(asked):
            raise InvalidCursor
        return int(asked)

    def _previous(self, start: int, limit: int) -> str | None:
        if start == 0:
            return None
        if start > limit:
            return self.explicit_url(cursor=str(start - limit))
        self.given.pop("cursor")
        return self.explicit_url()


def _private(body: bytes, *, language: str, media_type: str) -> HttpResponse:
    return HttpResponse(body, content_type=media_type, headers={**PRIVATE, "Content-Language": language})
