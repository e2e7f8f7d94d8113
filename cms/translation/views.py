"""The release views of the admin: read a locale beside its source, then approve it, now or for later, take it back or
roll it back; and read what was released before.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _, ngettext
from django.views.generic import TemplateView
from wagtail.log_actions import log

from cms.locales import BY_TAG, SOURCE
from cms.publishing.models import Edition
from cms.translation import (
    bilingual,
    comparison,
    drafts,
    proofreading,
    releases,
    schedule,
    status,
    work,
)
from cms.translation.current import goes_out_at
from cms.translation.edit_urls import edit_url, release_url, work_url
from cms.translation.errors import NoRight, ReleaseRefused, WrongState
from cms.translation.models import Release, ReleaseState
from cms.translation.moment_forms import ApprovalForm, ExpiryForm, ScheduleForm, moments_of
from cms.translation.moments import in_words
from cms.translation.naming import name_of
from cms.translation.one_locale import OfOneLocale
from cms.translation.text_lines import text_lines
from cms.translation.workbench.asked import storable

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from django.http import HttpRequest

    from cms.translation.bilingual import Bilingual
    from cms.translation.moments import Moments
    from cms.translation.status import LocaleStatus

Form = TypeVar("Form", bound=ExpiryForm)

#: How many earlier releases are offered for a roll back.
HISTORY = 20
#: The largest number that the database can look for.
LAST_NUMBER = 2**31 - 1


class _Unclear(Exception):
    """A form says beside its fields what is wrong."""


class ReleaseView(OfOneLocale, TemplateView):
    """One locale of one content object."""

    template_name = "translation/release.html"

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """What was refused is shown again as it was typed."""
        act = self._acts().get(request.POST.get("action", ""))
        if act is None:
            raise Http404
        try:
            message = act(request)
        except ReleaseRefused as refusal:
            messages.error(request, str(refusal))
            return self.render_to_response(self.get_context_data())
        except _Unclear:
            return self.render_to_response(self.get_context_data())
        except NoRight as refusal:
            raise PermissionDenied(str(refusal)) from refusal
        messages.success(request, message)
        return redirect(release_url(self.content, self.locale))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        sheet = self._sheet()
        draft = drafts.latest(self.content)
        row = status.of_locale(self.content, self.locale, user=self.request.user)
        released = row.release.snapshot if row.release is not None else None
        rows = list(comparison.rows(sheet, draft.content_id, released=released))
        return {
            **super().get_context_data(**kwargs),
            "name": name_of(draft),
            "row": row,
            "source": BY_TAG[SOURCE],
            "rows": rows,
            "outdated": sum(row.is_outdated for row in rows),
            "unread": sum(row.is_unread for row in rows),
            "faulty": sum(any(proofreading.is_error(finding) for finding in row.findings) for row in rows),
            "seen": releases.seen(sheet),
            "history": self._history(),
            "edit_url": edit_url(self.content),
            "release_url": release_url(self.content, self.locale),
            "work_url": work_url(self.content, self.locale),
            "given": self.request.POST,
            **self._forms(row),
        }

    def _forms(self, row: LocaleStatus) -> dict[str, ExpiryForm]:
        found: dict[str, ExpiryForm] = {"approval": self._form(ApprovalForm, "approve")}
        if row.waiting is not None:
            found["schedule"] = self._form(ScheduleForm, "reschedule", release=row.waiting)
        if row.release is not None:
            found["expiry"] = self._form(ExpiryForm, "set_expiry", release=row.release)
        return found

    def _form(self, kind: type[Form], action: str, *, release: Release | None = None) -> Form:
        """Bound where it was sent."""
        is_sent = self.request.POST.get("action") == action
        initial = moments_of(release) if release is not None else None
        return kind(self.request.POST if is_sent else None, initial=initial, auto_id=f"{action}-%s")

    def _moments(self, kind: type[ExpiryForm], action: str) -> Moments:
        form = self._form(kind, action)
        if not form.is_valid():
            raise _Unclear
        return form.moments

    def _acts(self) -> dict[str, Callable[[HttpRequest], str]]:
        return {
            "approve": self._approve,
            "reschedule": self._reschedule,
            "cancel": self._cancel,
            "set_expiry": self._set_expiry,
            "withdraw": self._withdraw,
            "roll_back": self._roll_back,
        }

    def _approve(self, request: HttpRequest) -> str:
        moments = self._moments(ApprovalForm, "approve")
        _require_comparison(self._sheet(), request)
        release = releases.approve(
            self.content, self.locale, by=request.user, seen_digest=request.POST.get("seen"), moments=moments
        )
        if release.goes_out_at is None:
            self._log("translation.approve", release)
            return _("%(language)s is approved (release %(number)s).") % self._words(release)
        self._log("translation.schedule", release, moment=release.goes_out_at)
        return _("%(language)s is approved (release %(number)s). It goes out at %(moment)s.") % {
            **self._words(release),
            "moment": in_words(release.goes_out_at),
        }

    def _reschedule(self, request: HttpRequest) -> str:
        moments = self._moments(ScheduleForm, "reschedule")
        release = schedule.change(self.content, self.locale, moments=moments, by=request.user)
        self._log("translation.reschedule", release, moment=release.goes_out_at)
        return _("%(language)s goes out at %(moment)s (release %(number)s).") % {
            **self._words(release),
            "moment": in_words(goes_out_at(release)),
        }

    def _cancel(self, request: HttpRequest) -> str:
        release = schedule.cancel(self.content, self.locale, by=request.user)
        self._log("translation.cancel", release)
        return _("Release %(number)s in %(language)s does not go out. Its text waits for approval again.") % (
            self._words(release)
        )

    def _set_expiry(self, request: HttpRequest) -> str:
        moments = self._moments(ExpiryForm, "set_expiry")
        release = schedule.set_expiry(self.content, self.locale, expires_at=moments.expires_at, by=request.user)
        self._log("translation.set_expiry", release, moment=release.expires_at)
        if release.expires_at is None:
            return _("%(language)s is not taken back by the clock.") % self._words(release)
        return _("%(language)s is taken back at %(moment)s.") % {
            **self._words(release),
            "moment": in_words(release.expires_at),
        }

    def _withdraw(self, request: HttpRequest) -> str:
        release = releases.withdraw(
            self.content, self.locale, by=request.user, reason=storable(request.POST.get("reason", ""))
        )
        self._log("translation.withdraw", release)
        return _("%(language)s is taken back; its readers get the next language.") % self._words(release)

    def _roll_back(self, request: HttpRequest) -> str:
        number = _release_number(request.POST.get("release", ""))
        release = releases.roll_back(self.content, self.locale, to=number, by=request.user)
        self._log("translation.roll_back", release)
        return _("%(language)s is back to release %(number)s.") % {**self._words(release), "number": number}

    def _words(self, release: Release) -> dict[str, Any]:
        return {"language": BY_TAG[self.locale].own_name, "number": release.number}

    def _sheet(self) -> Bilingual:
        draft = drafts.latest(self.content)
        return bilingual.of(draft, self.locale, work.works_of(draft.content_id))

    def _log(self, action: str, release: Release, *, moment: datetime | None = None) -> None:
        facts = {"locale": self.locale, "release": release.number, "moment": moment.isoformat() if moment else None}
        log(instance=self.content, action=action, data=facts)

    def _history(self) -> list[tuple[Release, list[int]]]:
        """The releases, newest first, each with the versions of the document that it went out as."""
        versions: dict[int | None, list[int]] = {}
        of_locale = Edition.objects.filter(content_id=self.content.content_id, locale=self.locale).exclude(event="gone")
        for number, version in of_locale.order_by("version").values_list("release_number", "version"):
            versions.setdefault(number, []).append(version)
        found = Release.objects.filter(content_id=self.content.content_id, locale=self.locale)
        return [(release, versions.get(release.number, [])) for release in found.order_by("-number")[:HISTORY]]


def _release_number(given: str) -> int:
    """0, which is no release, for what is no number."""
    return int(given) if given.isascii() and given.isdigit() and len(given) < 10 else 0


class ReleasedTextView(OfOneLocale, TemplateView):
    """The text of one release as it was approved, and what differs from the release before."""

    template_name = "translation/released_text.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = Release.objects.filter(content_id=self.content.content_id, locale=self.locale)
        release = get_object_or_404(found, number=min(self.kwargs["number"], LAST_NUMBER))
        went_out = found.filter(number__lt=release.number, state=ReleaseState.OUT)
        before = went_out.order_by("-number").first()
        return {
            **super().get_context_data(**kwargs),
            "name": name_of(drafts.latest(self.content)),
            "locale": BY_TAG[self.locale],
            "release": release,
            "before": before,
            "lines": text_lines(type(self.content), release.snapshot, before=before.snapshot if before else None),
            "release_url": release_url(self.content, self.locale),
        }


def _require_comparison(sheet: Bilingual, request: HttpRequest) -> None:
    """Nobody approves text whose source has moved on without saying that they have looked. Raises WrongState."""
    count = sum(segment.is_outdated for segment in sheet.segments)
    if count and request.POST.get("confirm_outdated") != "on":
        raise WrongState(
            ngettext(
                "The source of %(count)s string has changed since it was translated. Compare it, then say so below.",
                "The source of %(count)s strings has changed since they were translated. Compare them, then say so "
                "below.",
                count,
            )
            % {"count": count}
        )
