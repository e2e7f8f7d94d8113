"""The views of lists, of the change feed and of facts about the API; those of documents are in `document_views`."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from cms.delivery import caching, feed, figures, lists, problems
from cms.delivery.caching import Validity
from cms.delivery.deprecation import DatedView
from cms.delivery.errors import NotFound
from cms.publishing import content

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.http import HttpResponse
    from rest_framework.request import Request

_ENGLISH = "en"


class CollectionView(DatedView):
    """A list of cards, as stored."""

    type: str = ""

    def get(self, request: Request) -> HttpResponse:
        locale = self.locale()
        listing = lists.listing(self.type, locale=locale, values=self.values)
        body = lists.envelope(listing, address=lambda cursor: self.explicit_url(cursor=cursor))
        validity = Validity(
            content.digest_of_bytes(body),
            next_change_at=listing.next_change_at,
            surrogate_keys=caching.surrogate_keys([self.type, *map(str, listing.content_ids)]),
        )
        return self.send(body, language=", ".join(listing.locales or [locale.tag]), validity=validity)


class ChangesView(DatedView):
    """What has changed since the reader asked last, in all locales unless one is named: nothing is negotiated."""

    def get(self, request: Request) -> HttpResponse:
        page = feed.page(self.values)
        body = page.encoded()
        validity = Validity(content.digest_of_bytes(body), surrogate_keys="changes")
        return self.send(body, language=", ".join(page.locales or [_ENGLISH]), validity=validity)


class IndexView(DatedView):
    """Where everything is."""

    links: Mapping[str, str] = MappingProxyType({})

    def get(self, request: Request) -> HttpResponse:
        return self.answer(figures.index(self.links))


class LocalesView(DatedView):
    """The content locales, and how much there is in each."""

    def get(self, request: Request) -> HttpResponse:
        return self.answer(lists.whole(figures.locales()))


class ProblemTypesView(DatedView):
    """What each error means."""

    def get(self, request: Request) -> HttpResponse:
        return self.answer(lists.whole([problem_type_document(each) for each in problems.PROBLEM_TYPES]))


class ProblemTypeView(DatedView):
    def get(self, request: Request, slug: str) -> HttpResponse:
        problem_type = problems.BY_SLUG.get(slug)
        if problem_type is None:
            raise NotFound(f"There is no problem of this name. There are {', '.join(problems.BY_SLUG)}.")
        return self.answer(problem_type_document(problem_type))


def problem_type_document(problem_type: problems.ProblemType) -> dict[str, Any]:
    return {
        "slug": problem_type.slug,
        "type": problem_type.url,
        "status": problem_type.status,
        "title": problem_type.title,
        "meaning": problem_type.meaning,
        "advice": problem_type.advice,
        "facts": list(problem_type.facts),
    }
