"""The views of the API: each asks for what is stored and answers with it."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from django.conf import settings
from django.urls import resolve, reverse

from cms.delivery import absence, answers, caching, feed, figures, lists, problems
from cms.delivery.base import ReadView
from cms.delivery.caching import Validity, with_public_origin
from cms.delivery.errors import Moved, NotFound
from cms.publishing import content

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.http import HttpResponse
    from rest_framework.request import Request

    from cms.delivery.answers import StoredAnswer

#: What a section takes over from its document, before and after the section itself.
SECTION_HEAD = ("id", "type", "locale", "requested_locale", "dir", "slug", "name", "url")
SECTION_TAIL = ("review", "references", "notices", "rights", "translation", "version", "updated_at")

#: What may stand in an address as it is (RFC 3986, 2.2 and 2.3), and escapes.
_URI_CHARACTERS = "!#$%&'()*+,/:;=?@[]~"

_ENGLISH = "en"


class AnswerView(ReadView):
    """What documents' views share: finding the answer that the reader may have, or telling why there is none."""

    type: str = ""

    def stored(self, key: str) -> StoredAnswer:
        """Raises NotTranslated, NotFound, Gone, Moved."""
        locale = self.locale()
        key = answers.normalised(key)
        answer = answers.find(self.type, key, locale)
        if answer is None:
            answer, current_key = absence.stand_in(self.type, key, locale)
            if current_key != key:
                raise Moved(self._address_with(current_key))
        answers.refuse_stand_ins(answer, locale=locale, fallback=self.values["fallback"])
        return answer

    def send_stored(self, answer: StoredAnswer) -> HttpResponse:
        return self.send(with_public_origin(bytes(answer.body)), language=answer.locale, validity=_validity(answer))

    def _address_with(self, key: str) -> str:
        """This very address, the query string included, with another key."""
        query = quote(self.request.META.get("QUERY_STRING", "").encode("latin-1"), safe=_URI_CHARACTERS)
        path = reverse(resolve(self.request.path_info).view_name, kwargs={**self.kwargs, "key": key})
        return f"{settings.PUBLIC_ORIGIN}{path}" + (f"?{query}" if query else "")


class DocumentView(AnswerView):
    """One document: the stored bytes."""

    def get(self, request: Request, key: str) -> HttpResponse:
        return self.send_stored(self.stored(key))


class OnlyDocumentView(AnswerView):
    """The document of a type that there is one of."""

    def get(self, request: Request) -> HttpResponse:
        locale = self.locale()
        answer = answers.only(self.type, locale)
        if answer is None:
            raise NotFound(f"The publisher has not filled in the site's settings for readers of {locale.tag}.")
        answers.refuse_stand_ins(answer, locale=locale, fallback=self.values["fallback"])
        return self.send_stored(answer)


class SectionView(AnswerView):
    """One section of a document with all that it needs to be shown alone."""

    def get(self, request: Request, key: str, section: str) -> HttpResponse:
        answer = self.stored(key)
        document = answer.document()
        found = next((part for part in document["sections"] if section in (part["key"], part["id"])), None)
        if found is None:
            keys = ", ".join(part["key"] for part in document["sections"])
            raise NotFound(f"This document has no such section. It has {keys or 'none'}.")
        body = {**{name: document[name] for name in SECTION_HEAD}, "section": found}
        body |= {name: document[name] for name in SECTION_TAIL}
        validity = _validity(answer, etag=content.digest_of_bytes(content.encode(body)))
        languages = dict.fromkeys([document["locale"], found["locale"]])
        return self.answer(body, language=", ".join(languages), validity=validity)


class CollectionView(ReadView):
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


class ChangesView(ReadView):
    """What has changed since the reader asked last, in all locales unless one is named: nothing is negotiated."""

    def get(self, request: Request) -> HttpResponse:
        page = feed.page(self.values)
        body = page.encoded()
        validity = Validity(content.digest_of_bytes(body), surrogate_keys="changes")
        return self.send(body, language=", ".join(page.locales or [_ENGLISH]), validity=validity)


class IndexView(ReadView):
    """Where everything is."""

    links: Mapping[str, str] = MappingProxyType({})

    def get(self, request: Request) -> HttpResponse:
        return self.answer(figures.index(self.links))


class LocalesView(ReadView):
    """The content locales, and how much there is in each."""

    def get(self, request: Request) -> HttpResponse:
        return self.answer(lists.whole(figures.locales()))


class ProblemTypesView(ReadView):
    """What each error means."""

    def get(self, request: Request) -> HttpResponse:
        return self.answer(lists.whole([problem_type_document(each) for each in problems.PROBLEM_TYPES]))


class ProblemTypeView(ReadView):
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


def _validity(answer: StoredAnswer, *, etag: str | None = None) -> Validity:
    return Validity(
        etag or caching.etag_of_stored(answer.etag),
        last_modified=answer.last_modified,
        next_change_at=answer.next_change_at,
        surrogate_keys=caching.surrogate_keys(answer.surrogate_keys.split()),
    )
