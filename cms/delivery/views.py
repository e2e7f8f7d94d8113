"""The views of the API: each asks for what is stored and answers with it."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlencode

from django.conf import settings
from django.http import HttpResponse
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from rest_framework.views import APIView

from cms.delivery import absence, answers, caching, figures, lists, negotiation, parameters, problems
from cms.delivery.caching import Validity, with_public_origin
from cms.delivery.errors import Moved, NotAcceptable, NotFound
from cms.publishing import content

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from django.http import HttpRequest
    from django.http.response import HttpResponseBase
    from rest_framework.request import Request

    from cms.delivery.answers import StoredAnswer
    from cms.delivery.parameters import Parameter
    from cms.locales import ContentLocale

_ENGLISH = "en"


class ReadView(APIView):
    """What all views of the API share: open to all, GET, HEAD and OPTIONS, known parameters only, errors as problems.

    What Django REST framework decides by settings is decided here, since Wagtail's own admin uses it too.
    """

    authentication_classes: Sequence[Any] = ()
    permission_classes: Sequence[Any] = ()
    throttle_classes: Sequence[Any] = ()
    parser_classes: Sequence[Any] = ()
    renderer_classes: Sequence[Any] = ()
    http_method_names = [method.lower() for method in problems.METHODS]
    media_types: tuple[str, ...] = ("application/json", problems.MEDIA_TYPE)

    #: The query parameters that the address takes.
    parameters: tuple[Parameter, ...] = ()

    values: dict[str, Any]
    given: dict[str, str]
    is_negotiated = False

    @property
    def default_response_headers(self) -> dict[str, str]:
        return {}

    def perform_content_negotiation(self, request: Request, force: bool = False) -> tuple[Any, str]:  # noqa: FBT001, FBT002 -- Django REST framework's signature
        accept = request.META.get("HTTP_ACCEPT", "*/*")
        if not force and not negotiation.accepts(accept, self.media_types):
            raise NotAcceptable(self.media_types[:1])
        return None, self.media_types[0]

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Raises UnknownParameter, InvalidParameter, UnknownLocale, NotAcceptable."""
        super().initial(request, *args, **kwargs)
        if request.method in ("GET", "HEAD"):
            self.values, self.given = parameters.read(request.META.get("QUERY_STRING", ""), self.parameters)

    def get_exception_handler(self) -> Callable[..., HttpResponse]:
        return problems.exception_handler

    def options(self, request: Request, *args: Any, **kwargs: Any) -> HttpResponse:
        return HttpResponse(status=204, headers={"Allow": ", ".join(problems.METHODS)})

    def finalize_response(
        self, request: Request, response: HttpResponseBase, *args: Any, **kwargs: Any
    ) -> HttpResponseBase:
        """Tells caches what was negotiated, of errors too: what is missing in one language may be there in another."""
        if self.is_negotiated:
            patch_vary_headers(response, ("Accept-Language",))
            if response.status_code in (200, 304):
                response.headers["Content-Location"] = self.explicit_url()
        return (
            problems.without_body_for_head(request._request, response)
            if isinstance(response, HttpResponse)
            else response
        )

    def locale(self) -> ContentLocale:
        """The locale that is asked for by parameter, else by header, else the source."""
        asked: ContentLocale | None = self.values["locale"]
        if asked is None:
            self.is_negotiated = True
            asked = negotiation.preferred_locale(self.request.META.get("HTTP_ACCEPT_LANGUAGE", ""))
            self.values["locale"] = asked
        return asked

    def explicit_url(self, **changed: str) -> str:
        """This address with the locale spelt out, and with what else is to be different."""
        query = {**self.given, "locale": self.values["locale"].tag, **changed}
        return f"{settings.PUBLIC_ORIGIN}{quote(self.request.path)}?{urlencode(query)}"

    def answer(self, body: Any, *, language: str = _ENGLISH, validity: Validity | None = None) -> HttpResponse:
        """JSON made for this request; what is stored goes out by `send`."""
        encoded = content.encode(body)
        if validity is None:
            validity = Validity(content.digest_of_bytes(encoded))
        return self.send(encoded, language=language, validity=validity)

    def send(self, body: bytes, *, language: str, validity: Validity) -> HttpResponse:
        return caching.answer(_django(self.request), body, validity=validity, language=language)


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

    def _address_with(self, key: str) -> str:
        """This very address, the query string included, with another key."""
        query = self.request.META.get("QUERY_STRING", "")
        path = reverse(self.request.resolver_match.view_name, kwargs={**self.kwargs, "key": key})
        return f"{settings.PUBLIC_ORIGIN}{path}" + (f"?{query}" if query else "")


class DocumentView(AnswerView):
    """One document: the stored bytes."""

    def get(self, request: Request, key: str) -> HttpResponse:
        return self._send_stored(self.stored(key))

    def _send_stored(self, answer: StoredAnswer) -> HttpResponse:
        return self.send(with_public_origin(bytes(answer.body)), language=answer.locale, validity=_validity(answer))


class OnlyDocumentView(DocumentView):
    """The document of a type that there is one of."""

    def get(self, request: Request) -> HttpResponse:  # type: ignore[override] -- its address has no key
        locale = self.locale()
        answer = answers.only(self.type, locale)
        if answer is None:
            raise NotFound(f"The publisher has not filled in the site's settings for readers of {locale.tag}.")
        answers.refuse_stand_ins(answer, locale=locale, fallback=self.values["fallback"])
        return self._send_stored(answer)


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


#: What a section takes over from its document, before and after the section itself.
SECTION_HEAD = ("id", "type", "locale", "requested_locale", "dir", "slug", "name", "url")
SECTION_TAIL = ("review", "references", "notices", "rights", "translation", "version", "updated_at")


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
    type_, *others = answer.surrogate_keys.split()
    return Validity(
        etag or caching.etag_of_stored(answer.etag),
        last_modified=answer.last_modified,
        next_change_at=answer.next_change_at,
        surrogate_keys=caching.surrogate_keys([type_, str(answer.content_id), *others]),
    )


def _django(request: Request) -> HttpRequest:
    return request._request
