"""The API's description for machines, the page to read and try it on, and an example of its search."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from django.conf import settings
from django.http import HttpResponse
from django.template.loader import render_to_string

from cms.delivery import caching, openapi
from cms.delivery.base import ReadView
from cms.delivery.caching import Validity
from cms.delivery.endpoints import BASE_PATH
from cms.delivery.parameters import Parameter
from cms.publishing import content

if TYPE_CHECKING:
    from collections.abc import Mapping

    from rest_framework.request import Request

_NOWHERE_ELSE = "base-uri 'none'; form-action 'none'; frame-ancestors 'self'"

#: All from this server; Swagger UI sets styles on its elements and draws icons from data URLs.
_POLICY_OF_DOCS = (
    "default-src 'none'; script-src 'self'; connect-src 'self'; style-src 'self' 'unsafe-inline'; "
    f"img-src 'self' data:; {_NOWHERE_ELSE}"
)
_POLICY_OF_SEARCH_DEMO = (
    f"default-src 'none'; script-src 'self'; connect-src 'self'; style-src 'self'; img-src 'self'; {_NOWHERE_ELSE}"
)

#: The page's script keeps in the page's address what is searched for; whether it makes sense, the search says.
_ASKED_ON_THE_PAGE = tuple(
    Parameter(name, f"What the page asks `{name}` of the search for.", {"type": "string"}, "", str)
    for name in ("q", "locale", "type", "topic", "specialty")
)


class OpenApiView(ReadView):
    """OpenAPI 3.1."""

    media_types = (*ReadView.media_types, "application/vnd.oai.openapi+json", "application/openapi+json")

    def get(self, request: Request) -> HttpResponse:
        body = openapi.encoded(settings.PUBLIC_ORIGIN)
        return self.send(body, language="en", validity=Validity(content.digest_of_bytes(body)))


class _Page(ReadView):
    """A page in English that needs no other server, the same for everybody."""

    media_types = ("text/html",)
    template: str
    words: Mapping[str, str]
    policy: str

    def get(self, request: Request) -> HttpResponse:
        body = render_to_string(self.template, {"name": settings.WAGTAIL_SITE_NAME, **self.words}).encode()
        answer = caching.answer(
            request._request,
            body,
            validity=Validity(content.digest_of_bytes(body)),
            language="en",
            content_type="text/html; charset=utf-8",
        )
        answer.headers["Content-Security-Policy"] = self.policy
        return answer


class DocsView(_Page):
    """A page to read the API on and try it."""

    template = "delivery/docs.html"
    words = MappingProxyType({"description": f"{BASE_PATH}openapi.json", "search_demo": f"{BASE_PATH}docs/search/"})
    policy = _POLICY_OF_DOCS


class SearchDemoView(_Page):
    """Search as you type: an example over the search of this installation."""

    template = "delivery/search_demo.html"
    words = MappingProxyType({"api": BASE_PATH, "docs": f"{BASE_PATH}docs/"})
    policy = _POLICY_OF_SEARCH_DEMO
    parameters = _ASKED_ON_THE_PAGE
