"""Answers with the hints on a text: on its newest draft when the form opens, then on what is being typed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponseBadRequest
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views import View

from cms.locales import BY_TAG, TAGS
from cms.plain_language.admin import checked, drafts
from cms.plain_language.admin.words import KeptWords
from cms.translation import rights
from cms.translation.models import RevisedTranslatedContent

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.http import HttpRequest, HttpResponse

    from cms.plain_language.admin.checked import CheckedLocale
    from cms.plain_language.admin.drafts import Draft

_NOTHING = drafts.Draft({}, {}, {})


class HintsView(View):
    """Below `plain-language/<model label>/<pk>/`, or without the key for what is not saved yet.

    Nothing is written, and nobody gets to see a text in a locale that they may not write in.
    """

    def get(self, request: HttpRequest, model: str, pk: int) -> HttpResponse:
        content = _draft_of(_content_model(model), pk, request.user)
        own = rights.translatable_by(request.user)
        words = KeptWords(own)
        found = [
            checked.check(type(content), drafts.stored(content, tag), tag, base=_stored_base(content, tag), words=words)
            for tag in own
        ]
        return _answer(request, found)

    def post(self, request: HttpRequest, model: str, pk: int | None = None) -> HttpResponse:
        """What is typed in the locale that the field `locale` names."""
        content_model, tag = _content_model(model), request.POST.get("locale", "")
        if tag not in TAGS or not rights.may_translate(request.user, tag):
            raise PermissionDenied
        content = _draft_of(content_model, pk, request.user) if pk is not None else None
        below = drafts.stored(content, tag) if content is not None else _NOTHING
        try:
            draft = drafts.typed(content_model, request.POST, tag, below=below)
            base = self._base(content_model, content, tag)
        except drafts.MalformedForm:
            return HttpResponseBadRequest(_("This is no form of ours."))
        return _answer(request, [checked.check(content_model, draft, tag, base=base, words=KeptWords([tag]))])

    def _base(self, content_model: Any, content: Any, tag: str) -> Draft | None:
        """The locale below an overlay: as typed where this person writes in it too."""
        below = BY_TAG[tag].overlays
        if below is None:
            return None
        if drafts.holds(self.request.POST, content_model, below):
            return drafts.typed(content_model, self.request.POST, below, below=_NOTHING)
        return drafts.stored(content, below) if content is not None else None


def _stored_base(content: Any, tag: str) -> Draft | None:
    below = BY_TAG[tag].overlays
    return drafts.stored(content, below) if below else None


def _content_model(label: str) -> Any:
    try:
        found = apps.get_model(label)
    except (LookupError, ValueError):
        raise Http404 from None
    if not issubclass(found, RevisedTranslatedContent):
        raise Http404
    return found


def _draft_of(content_model: Any, pk: int, user: Any) -> Any:
    content = content_model._default_manager.filter(pk=pk).first()
    if content is None:
        raise Http404
    if not rights.may_edit(user, content):
        raise PermissionDenied
    return content.get_latest_revision_as_object()


def _answer(request: HttpRequest, found: Sequence[CheckedLocale]) -> HttpResponse:
    context = {"locales": [(locale, checked.in_words(locale.counts)) for locale in found]}
    return render(request, "plain_language/hints.html", context)
