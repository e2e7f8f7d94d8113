"""The views of search."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cms.delivery import caching, searching
from cms.delivery.caching import Validity, with_public_origin
from cms.delivery.deprecation import DatedView
from cms.publishing import content
from search import entries

if TYPE_CHECKING:
    from typing import Any

    from django.http import HttpResponse
    from rest_framework.request import Request

    from cms.delivery.searching import Answered


class SearchView(DatedView):
    """Ranked answers to a question. Anything that is published may change them, so they depend on all types."""

    def get(self, request: Request) -> HttpResponse:
        locale = self.locale()
        digest = searching.digest(self.values, locale=locale)
        answered, page = searching.search(self.values, locale=locale, digest=digest)
        following, previous = searching.next_and_previous(page, digest=digest)
        body = {
            "count": answered.body.pop("count"),
            "next": self.explicit_url(cursor=following) if following else None,
            "previous": self.explicit_url(cursor=previous) if previous else None,
            **answered.body,
        }
        return self._send(body, answered)

    def _send(self, body: dict[str, Any], answered: Answered) -> HttpResponse:
        encoded = with_public_origin(content.encode(body))
        validity = Validity(
            content.digest_of_bytes(encoded),
            next_change_at=answered.next_change_at,
            surrogate_keys=caching.surrogate_keys([*entries.TYPES, *answered.content_ids]),
        )
        return self.send(encoded, language=", ".join(answered.locales or [self.locale().tag]), validity=validity)


class SuggestView(SearchView):
    """Completions of what a reader is typing."""

    def get(self, request: Request) -> HttpResponse:
        answered = searching.suggest(self.values, locale=self.locale())
        return self._send(answered.body, answered)
