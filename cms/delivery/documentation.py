"""The API's description for machines, and the page to read and try it on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.http import HttpResponse
from django.template.loader import render_to_string

from cms.delivery import caching, openapi
from cms.delivery.base import ReadView
from cms.delivery.caching import Validity
from cms.delivery.endpoints import BASE_PATH
from cms.publishing import content

if TYPE_CHECKING:
    from rest_framework.request import Request

#: All from this server; Swagger UI sets styles on its elements and draws icons from data URLs.
_CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; connect-src 'self'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'self'"
)


class OpenApiView(ReadView):
    """OpenAPI 3.1."""

    media_types = (*ReadView.media_types, "application/vnd.oai.openapi+json", "application/openapi+json")

    def get(self, request: Request) -> HttpResponse:
        body = openapi.encoded(settings.PUBLIC_ORIGIN)
        return self.send(body, language="en", validity=Validity(content.digest_of_bytes(body)))


class DocsView(ReadView):
    """A page to read the API on and try it; needs no other server."""

    media_types = ("text/html",)

    def get(self, request: Request) -> HttpResponse:
        body = render_to_string(
            "delivery/docs.html", {"name": settings.WAGTAIL_SITE_NAME, "description": f"{BASE_PATH}openapi.json"}
        ).encode()
        answer = caching.answer(
            request._request,
            body,
            validity=Validity(content.digest_of_bytes(body)),
            language="en",
            content_type="text/html; charset=utf-8",
        )
        answer.headers["Content-Security-Policy"] = _CONTENT_SECURITY_POLICY
        return answer
