"""The reading view by token: the page that a preview link opens where no front end is set."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cms import locales
from cms.access import door
from cms.access.errors import Refused
from cms.delivery.errors import Refusal
from cms.locales import BY_TAG, CONTENT_LOCALES
from cms.preview import drafts, links, reading, serving
from cms.preview.moments import site_at
from cms.preview.reading import Standing
from cms.translation.labels import part_label

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from django.http import HttpRequest, HttpResponse

    from cms.locales import ContentLocale
    from cms.preview.drafts import Preview
    from cms.preview.models import PreviewLink

_STATUS = {"forbidden": 403, "not-found": 404, "gone": 410, "rate-limited": 429}


def _told_to_people(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Counts the request as any of a reader, and answers a refusal with a page that says why."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        with reading.words_for(request):
            try:
                door.admit(request.META)
                response = view(request, *args, **kwargs)
            except (Refusal, Refused) as error:
                response = _refused(request, error)
        response.headers["Content-Security-Policy"] = reading.POLICY
        return response

    return require_safe(answer)


@_told_to_people
def opened(request: HttpRequest, token: str) -> HttpResponse:
    """The draft, or the list of pages as of the token's moment."""
    link = links.opened(token)
    if link.is_of_site:
        return _site(request, link, token)
    found = drafts.preview(links.draft_of(link), link.locale)
    return reading.respond(request, found.body, standing_of(found, label=_state(link), until=link.expires_at))


@_told_to_people
def page_at(request: HttpRequest, token: str, key: str) -> HttpResponse:
    """One page as of the token's moment."""
    link = links.opened(token)
    locale = asked_locale(request, link.locale)
    moment = links.moment_of(link)
    found = serving.document_at(site_at(moment), "condition", key, locale)
    standing = Standing(
        label=label_at(moment),
        until=link.expires_at,
        links=languages(reverse("preview-page-at", args=(token, key))),
        back=_in(reverse("preview", args=(token,)), locale),
    )
    return reading.respond(request, found.document, standing)


def standing_of(found: Preview, *, label: str, until: datetime | None = None) -> Standing:
    """The banner of a draft, or of a text that is out as it is."""
    missing = [part_label(found.model, part) for part in found.missing]
    told = (_("Published"), False, _("this text is out")) if found.is_out else (_("Draft, not approved"), True, label)
    return Standing(*told, until=until, missing=missing, name_locale=found.name_locale)


def label_at(moment: datetime) -> str:
    local = localtime(moment)
    return _("As of %(moment)s %(zone)s") % {
        "moment": date_format(local, "DATETIME_FORMAT"),
        "zone": local.tzname(),
    }


def asked_locale(request: HttpRequest, default: str) -> ContentLocale:
    """What `?locale=` says, if there is such a locale."""
    try:
        return locales.get(request.GET.get("locale", default))
    except locales.UnknownLocale:
        return BY_TAG[default]


def languages(path: str) -> dict[str, str]:
    return {locale.tag: _in(path, locale) for locale in CONTENT_LOCALES}


def _in(path: str, locale: ContentLocale) -> str:
    return f"{path}?locale={locale.tag}"


def _state(link: PreviewLink) -> str:
    return _("the latest version") if link.revision is None else _("as it was saved once")


def _site(request: HttpRequest, link: PreviewLink, token: str) -> HttpResponse:
    locale = asked_locale(request, link.locale)
    moment = links.moment_of(link)
    cards = site_at(moment).cards("condition", locale.tag)
    pages = [(card, _in(reverse("preview-page-at", args=(token, card["id"])), locale)) for card in cards]
    standing = Standing(
        label=label_at(moment), until=link.expires_at, links=languages(reverse("preview", args=(token,)))
    )
    context = {"standing": standing, "pages": pages, "locale": locale, "shown_locale": locale.tag}
    return reading.private(request, "preview/site.html", context)


def _refused(request: HttpRequest, error: Refusal | Refused) -> HttpResponse:
    titles = {
        "expired": _("This link has expired"),
        "revoked": _("This link was revoked"),
        "altered": _("This link is not complete"),
        "foreign": _("This link is not one of this site"),
        "not-found": _("There is nothing here any more"),
        "gone": _("This page is not out at that moment"),
        "rate-limited": _("Too many requests"),
    }
    cause = str(error.facts.get("reason") or error.slug)
    title = titles.get(cause) or titles.get(error.slug) or _("This can’t be shown")
    ask = _("Ask the person who sent it to you for another one.")
    advice = {"forbidden": ask, "not-found": ask, "rate-limited": _("Wait a minute, then open it again.")}
    said = {"title": title, "advice": advice.get(error.slug, "")}
    answer = reading.private(request, "preview/refused.html", said, status=_STATUS.get(error.slug, 400))
    for name, value in error.headers.items() if isinstance(error, Refused) else ():
        answer.headers[name] = value
    return answer
