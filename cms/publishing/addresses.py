"""The addresses that stand in documents: of the API with a placeholder for the origin,
and of the front end by its template.
"""

from __future__ import annotations

from urllib.parse import quote

from django.conf import settings

from cms.publishing.document import ORIGIN

API = "/api/v1"

#: Where each type of document is found in the API; `{slug}` is filled in.
_ENDPOINTS = {
    "condition": "conditions/{slug}/",
    "therapy": "therapies/{slug}/",
    "glossary-term": "glossary/{slug}/",
    "site": "site/",
}

#: Every type of document that there is an address for.
TYPES = tuple(_ENDPOINTS)


def api_path(type_: str, slug: str) -> str:
    """The path of a document in the API. Raises KeyError for a type without an endpoint."""
    return f"{API}/{_ENDPOINTS[type_].format(slug=slug)}"


def api_url(type_: str, slug: str, locale: str) -> str:
    """The absolute address of a document in one locale, with the placeholder for the origin."""
    return f"{ORIGIN}{api_path(type_, slug)}?locale={locale}"


def web_url(path: str, locale: str) -> str | None:
    """The address in the front end, None where no template is set or the document has no path there."""
    if not settings.WEB_URL_TEMPLATE or not path:
        return None
    return str(settings.WEB_URL_TEMPLATE.format(locale=locale, path=quote(path)))


def media_url(url: str) -> str:
    """A file's absolute address; storage elsewhere (a bucket, a CDN) already gives one."""
    return url if "://" in url else f"{ORIGIN}{url}"
