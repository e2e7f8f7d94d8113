"""The page of the workbench, and the forms on it that hand the text from one person to the next."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views import View
from django.views.generic import TemplateView
from wagtail.log_actions import log

from cms.locales import BY_TAG, SOURCE
from cms.translation import handover, rights, standing as works
from cms.translation.edit_urls import edit_url, export_url, release_url, work_url
from cms.translation.errors import NoRight, ReleaseRefused
from cms.translation.naming import name_of
from cms.translation.one_locale import OfOneLocale
from cms.translation.workbench import lines, selection, standing
from cms.translation.workbench.asked import storable
from cms.translation.workbench.bench import Bench
from cms.translation.workbench.words import words

if TYPE_CHECKING:
    from django.http import HttpRequest

    from cms.translation.workbench.lines import Line
    from cms.translation.workbench.selection import Selection, Wanted

#: Below the address of the page.
ANSWERS = ("save", "confirm", "check", "accept", "suggest", "comment", "standing", "machine")


class WorkbenchView(OfOneLocale, TemplateView):
    """Segments of one locale, to be written by its translators and read by others."""

    template_name = "translation/workbench.html"
    http_method_names = ["get", "head"]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        bench, user = Bench(self.content, self.locale), self.request.user
        wanted = selection.Wanted.of(self.request.GET)
        found = selection.select(bench, wanted)
        shown = lines.Drawing(bench, user=user).lines(found.segments)
        # What is remembered of the checks is free, and the rest is asked for by the page in the browser.
        context = standing.context_of(bench, with_errors=wanted.show == "errors")
        return {
            **super().get_context_data(**kwargs),
            **context,
            "name": name_of(bench.draft),
            "locale": bench.locale,
            "source_locale": BY_TAG[SOURCE],
            "acts": standing.acts_of(bench, user=user),
            "may_write": bench.may_write(user),
            "lock_message": bench.lock_message(user),
            "edit_url": edit_url(self.content),
            "release_url": release_url(self.content, self.locale),
            "export_url": export_url(self.content, self.locale),
            "urls": {name: f"{work_url(self.content, self.locale)}{name}/" for name in (*ANSWERS, "hand-over")},
            "hand_over_url": f"{work_url(self.content, self.locale)}hand-over/",
            "wanted": wanted,
            "found": found,
            "groups": _by_part(shown),
            "filters": _filters(wanted),
            "parts": selection.parts(bench),
            **_ways(wanted, found),
            "words": words(),
        }


class HandOverView(OfOneLocale, View):
    """Sends the text to review or back, or signs it; then the page again, which says what became of it."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        action = request.POST.get("action", "")
        works.works_of_saved(self.content)
        try:
            message = self._act(action, request.POST.get("reason", ""))
        except ReleaseRefused as refusal:
            messages.error(request, str(refusal))
        except NoRight as refusal:
            raise PermissionDenied(str(refusal)) from refusal
        else:
            log(instance=self.content, action=f"translation.{action}", data={"locale": self.locale})
            messages.success(request, message)
        return redirect(work_url(self.content, self.locale))

    def _act(self, action: str, reason: str) -> str:
        user, name = self.request.user, BY_TAG[self.locale].own_name
        if action == "submit":
            rights.require_translator_of(user, self.content, self.locale)
            handover.submit(self.content, self.locale, by=user)
            return _("%(language)s is sent to review.") % {"language": name}
        if action == "send_back":
            handover.send_back(self.content, self.locale, by=user, reason=storable(reason))
            return _("%(language)s is sent back to the translator.") % {"language": name}
        if action == "revise":
            handover.revise(self.content, self.locale, by=user)
            return _("You have signed %(language)s as its reviser.") % {"language": name}
        if action == "sign":
            handover.answer_for(self.content, self.locale, by=user)
            return _("You have signed %(language)s as a clinician.") % {"language": name}
        raise Http404


def _by_part(shown: list[Line]) -> list[tuple[str, list[Line]]]:
    """The lines under the label of their part, in their order."""
    groups: list[tuple[str, list[Line]]] = []
    before = None
    for line in shown:
        if line.segment.part != before:
            groups.append((line.label, []))
        groups[-1][1].append(line)
        before = line.segment.part
    return groups


def _filters(wanted: Wanted) -> list[dict[str, Any]]:
    return [
        {"label": label, "address": wanted.address(show=name), "is_on": name == wanted.show}
        for name, label in selection.FILTERS.items()
    ]


def _ways(wanted: Wanted, found: Selection) -> dict[str, str]:
    """Where the keyboard leads to from the borders of the page; empty where there is nothing."""
    return {
        "next_page": wanted.address(page=found.page + 1) if found.page < found.pages else "",
        "previous_page": wanted.address(page=found.page - 1) if found.page > 1 else "",
        "later": wanted.address(at=found.later) if found.later else "",
        "earlier": wanted.address(at=found.earlier) if found.earlier else "",
    }
