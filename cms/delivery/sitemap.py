"""The sitemap of the front end: each page in each language that it is out in, with its other languages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape, quoteattr

from django.conf import settings
from django.db.models import F
from django.http import Http404, HttpResponse
from django.views.decorators.http import require_safe

from cms.delivery import caching
from cms.delivery.answers import document_of
from cms.delivery.caching import Validity
from cms.publishing import content
from cms.publishing.models import Answer

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from django.db.models import QuerySet
    from django.http import HttpRequest

#: Addresses in one file; the protocol allows 50,000 and 50 MB, and each address here names its languages.
PAGE_SIZE = 10_000

_NAMESPACES = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml"'
_LONGEST_NUMBER = 6


@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    """All addresses, or an index of the parts (`?page=2`) where they are many; empty without a front end."""
    answers = _answers()
    total = answers.count()
    number = request.GET.get("page")
    if number is None and total > PAGE_SIZE:
        body = _index(-(-total // PAGE_SIZE))
    else:
        start = (_number(number, total=total) - 1) * PAGE_SIZE
        body = _urls(answers[start : start + PAGE_SIZE])
    validity = Validity(content.digest_of_bytes(body), surrogate_keys="condition")
    answer = caching.answer(request, body, validity=validity, language="en", content_type="application/xml")
    del answer.headers["Content-Language"]
    return answer


def _answers() -> QuerySet[Answer]:
    """Pages in the very locale that they are asked for in: what stands in for another has its own address."""
    if not settings.WEB_URL_TEMPLATE:
        return Answer.objects.none()
    return Answer.objects.filter(type="condition", locale=F("requested_locale")).order_by("pk")


def _number(text: str | None, *, total: int) -> int:
    """Raises Http404 for a part that there is none of."""
    if text is None:
        return 1
    is_number = text.isascii() and text.isdigit() and len(text) <= _LONGEST_NUMBER
    if not is_number or not 1 <= int(text) <= max(1, -(-total // PAGE_SIZE)):
        raise Http404
    return int(text)


def _index(parts: int) -> bytes:
    address = f"{settings.PUBLIC_ORIGIN}/sitemap.xml"
    entries = (f"<sitemap><loc>{escape(f'{address}?page={number}')}</loc></sitemap>" for number in range(1, parts + 1))
    return _file("sitemapindex", entries)


def _urls(answers: QuerySet[Answer]) -> bytes:
    rows = answers.values_list("body", "updated_at").iterator(chunk_size=200)
    entries = (_url(document_of(body), updated_at.strftime("%Y-%m-%dT%H:%M:%SZ")) for body, updated_at in rows)
    return _file("urlset", filter(None, entries))


def _url(document: dict[str, Any], updated_at: str) -> str:
    """Empty for a document without an address in the front end."""
    if not document["web_url"]:
        return ""
    links = "".join(_alternates(document["alternates"]))
    return f"<url><loc>{escape(document['web_url'])}</loc><lastmod>{updated_at}</lastmod>{links}</url>"


def _alternates(alternates: list[dict[str, Any]]) -> Iterator[str]:
    """Every language with an address, this one too; the source is also for readers of no other (`x-default`)."""
    for alternate in alternates:
        if alternate["web_url"] and alternate["status"] in ("source", "released", "outdated"):
            href = quoteattr(alternate["web_url"])
            yield f'<xhtml:link rel="alternate" hreflang="{alternate["locale"]}" href={href}/>'
            if alternate["status"] == "source":
                yield f'<xhtml:link rel="alternate" hreflang="x-default" href={href}/>'


def _file(root: str, entries: Iterable[str]) -> bytes:
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', f"<{root} {_NAMESPACES}>", *entries, f"</{root}>", ""]
    return "\n".join(lines).encode()
