"""The reading view: a document as a page that anybody can read, rendered from the very JSON that programs get."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.template.response import TemplateResponse
from django.utils import translation
from django.utils.translation import get_language

from cms.delivery.answers import document_of
from cms.delivery.preview_views import PRIVATE
from cms.locales import BY_TAG
from cms.publishing import content

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import datetime

    from django.http import HttpRequest, HttpResponse

    from cms.locales import ContentLocale

#: Pictures may lie in a bucket or at a CDN; all else comes from here.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src * data:; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'self'"
)


@dataclass(frozen=True)
class Standing:
    """What the banner says of a page: what it is, and until when it can be seen.

    `label` is one short sentence, `missing` the names of parts that the language lacks, `name_locale` the language of
    the name. `links` lead to the same page in other languages, by tag.
    """

    label: str
    is_draft: bool = True
    detail: str = ""
    until: datetime | None = None
    missing: Sequence[str] = ()
    name_locale: str = ""
    links: Mapping[str, str] = field(default_factory=dict)
    back: str = ""


def respond(request: HttpRequest, document: Mapping[str, Any], standing: Standing, *, page: Any = None) -> HttpResponse:
    """`page` is given in Wagtail's preview, whose user bar runs the checks of the editor."""
    shown = document_of(content.encode(document))
    elsewhere = {part["part"]: part["locale"] for part in shown.get("fallbacks", ())}
    if standing.name_locale not in ("", shown["locale"]):  # of a type without `fallbacks`, too
        elsewhere["name"] = standing.name_locale
    context = {
        "document": shown,
        "locale": BY_TAG[shown["locale"]],
        "shown_locale": shown["requested_locale"],
        "standing": standing,
        "page": page,
        "parts_elsewhere": elsewhere,
        "urgent_notices": [notice for notice in shown.get("notices", ()) if notice["kind"] == "emergency"],
    }
    return private(request, "preview/reading.html", context)


def private(request: HttpRequest, template: str, context: Mapping[str, Any], *, status: int = 200) -> HttpResponse:
    """A page of ours that no cache keeps and no crawler lists. The words around the content are in the reader's
    language.
    """
    language = get_language() or "en"
    words = {"words_lang": language, "words_dir": "rtl" if translation.get_language_bidi() else "ltr"}
    answer = TemplateResponse(
        request, template, {"site": settings.WAGTAIL_SITE_NAME, **words, **context}, status=status, headers=PRIVATE
    )
    return answer.render()


@contextmanager
def words_for(request: HttpRequest) -> Iterator[None]:
    """The words around the content in a language of the admin that the reader's browser asks for, else in English."""
    known = dict(settings.WAGTAILADMIN_PERMITTED_LANGUAGES)
    asked = translation.get_language_from_request(request).partition("-")[0]
    with translation.override(asked if asked in known else "en"):
        yield


def label_of(locale: ContentLocale) -> str:
    """In its own words, with its tag: `Español de México (es-MX)`."""
    return f"{locale.own_name} ({locale.tag})"
