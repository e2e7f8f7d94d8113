"""The release view of the admin: read a locale beside its source, then approve it, take it back or roll it back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.generic import TemplateView
from wagtail.log_actions import log

from cms.locales import BY_TAG, SOURCE
from cms.publishing.models import Edition
from cms.translation import bilingual, comparison, drafts, releases, rights, status, work
from cms.translation.edit_urls import edit_url, release_url
from cms.translation.errors import NoRight, ReleaseRefused
from cms.translation.models import Release, TranslatedContent
from cms.translation.naming import name_of

if TYPE_CHECKING:
    from django.http import HttpRequest

#: How many earlier releases are offered for a roll back.
HISTORY = 20


class ReleaseView(TemplateView):
    """One locale of one content object."""

    template_name = "translation/release.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        self.locale = _locale(kwargs["tag"])
        self.content = _content(kwargs["model"], kwargs["pk"])
        if not _may_see(request.user, self.content, self.locale):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            message = self._act(request)
        except ReleaseRefused as refusal:
            messages.error(request, str(refusal))
        except NoRight as refusal:
            raise PermissionDenied(str(refusal)) from refusal
        else:
            messages.success(request, message)
        return redirect(release_url(self.content, self.locale))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        draft = drafts.latest(self.content)
        sheet = bilingual.of(draft, self.locale, work.works_of(draft.content_id))
        rows = list(comparison.rows(sheet, draft.content_id))
        return {
            **super().get_context_data(**kwargs),
            "name": name_of(draft),
            "row": status.of_locale(self.content, self.locale, user=self.request.user),
            "source": BY_TAG[SOURCE],
            "rows": rows,
            "outdated": sum(row.is_outdated for row in rows),
            "seen": releases.seen(sheet),
            "history": self._history(),
            "edit_url": edit_url(self.content),
        }

    def _act(self, request: HttpRequest) -> str:
        action = request.POST.get("action", "")
        name = BY_TAG[self.locale].own_name
        if action == "approve":
            release = releases.approve(self.content, self.locale, by=request.user, seen_digest=request.POST.get("seen"))
            self._log("translation.approve", release)
            return _("%(language)s is approved (release %(number)s).") % {"language": name, "number": release.number}
        if action == "withdraw":
            release = releases.withdraw(
                self.content, self.locale, by=request.user, reason=request.POST.get("reason", "")
            )
            self._log("translation.withdraw", release)
            return _("%(language)s is taken back; its readers get the next language.") % {"language": name}
        if action == "roll_back":
            number = request.POST.get("release", "")
            release = releases.roll_back(
                self.content, self.locale, to=int(number) if number.isdigit() else 0, by=request.user
            )
            self._log("translation.roll_back", release)
            return _("%(language)s is back to release %(number)s.") % {"language": name, "number": number}
        raise Http404

    def _log(self, action: str, release: Release) -> None:
        log(instance=self.content, action=action, data={"locale": self.locale, "release": release.number})

    def _history(self) -> list[tuple[Release, list[int]]]:
        """The releases, newest first, each with the versions of the document that it went out as."""
        versions: dict[int | None, list[int]] = {}
        of_locale = Edition.objects.filter(content_id=self.content.content_id, locale=self.locale).exclude(event="gone")
        for number, version in of_locale.order_by("version").values_list("release_number", "version"):
            versions.setdefault(number, []).append(version)
        found = Release.objects.filter(content_id=self.content.content_id, locale=self.locale)
        return [(release, versions.get(release.number, [])) for release in found.order_by("-number")[:HISTORY]]


def _locale(tag: str) -> str:
    if tag not in BY_TAG or tag == SOURCE:
        raise Http404
    return tag


def _content(label: str, pk: str) -> Any:
    try:
        model = apps.get_model(label)
    except (LookupError, ValueError):
        raise Http404 from None
    if not issubclass(model, TranslatedContent):
        raise Http404
    return get_object_or_404(model, pk=pk)


def _may_see(user: Any, content: Any, locale: str) -> bool:
    """Whoever has to do with the locale, or with its source, and may edit this content at all."""
    concerned = rights.may_work(user, locale) or rights.may_translate(user, SOURCE)
    return concerned and rights.may_edit(user, content)
