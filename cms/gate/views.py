"""The pages of the gate in the admin: read and sign, publish by break-glass, the panel once more, and the report."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import FormView, TemplateView
from wagtail.models import Page

from cms.gate import break_glass, panels, readiness, registry, sign_offs
from cms.gate.admin_urls import edit_url, link_of
from cms.gate.errors import BreakGlassRefused, SignOffRefused, TextHasChanged
from cms.gate.forms import BreakGlassForm, SignOffForm
from cms.locales import BY_TAG, SOURCE
from cms.publishing.models import ChangeKind
from cms.translation import consequences, rights
from cms.translation.text_lines import text_lines

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


class OfOneDraft:
    """For a view below `gate/<page>/`: the page's latest draft, for those who may edit it."""

    draft: Any
    request: HttpRequest

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        page = get_object_or_404(Page, pk=kwargs["page"]).specific
        if not registry.is_gated(type(page)):
            raise Http404
        if not rights.may_edit(request.user, page):
            raise PermissionDenied
        self.draft = page.get_latest_revision_as_object()
        return super().dispatch(request, *args, **kwargs)  # type: ignore[misc]  # of the view that it is mixed into

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)  # type: ignore[misc]  # of the view
        title = self.draft.get_admin_display_title()
        return {**context, "page": self.draft, "name": title, "edit_url": edit_url(self.draft)}


class _ActOnOneDraft(OfOneDraft, FormView):  # type: ignore[type-arg] # in stubs only
    """`seen` in the form is the digest of the text that was there when it was opened."""

    def form_refused(self, form: Any, refusal: Exception) -> HttpResponse:
        """Where the text has changed, this page is the one with the new text."""
        form.add_error(None, str(refusal))
        if isinstance(refusal, TextHasChanged):
            form.data = {**form.data, "seen": sign_offs.digest(self.draft)}
        return self.form_invalid(form)


class PanelView(OfOneDraft, TemplateView):
    """What the panel shows, for the edit form to bring it up to date."""

    template_name = "gate/standing.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), **panels.standing(self.request, self.draft)}


class SignView(_ActOnOneDraft):
    """The text as it is signed, and below it the signature."""

    template_name = "gate/sign.html"
    form_class = SignOffForm

    def get_initial(self) -> dict[str, Any]:
        before = sign_offs.last_of(self.request.user)
        known = {"credentials": before.credentials, "role": before.role} if before else {}
        return {**known, "seen": sign_offs.digest(self.draft)}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        lacking = readiness.missing(self.draft, besides=frozenset({readiness.CLINICAL_SIGN_OFF}))
        return {
            **super().get_context_data(**kwargs),
            "lines": text_lines(type(self.draft), sign_offs.text_of(self.draft)),
            "locale": BY_TAG[SOURCE],
            "draft_url": _draft_url(self.draft),
            "signature": sign_offs.standing(self.draft),
            "may_sign": self.request.user.has_perm(sign_offs.PERMISSION),
            "items": [(item, link_of(item, self.draft)) for item in lacking],
            "history": sign_offs.signed_by_now(self.draft),
        }

    def form_valid(self, form: SignOffForm) -> HttpResponse:
        try:
            sign_offs.sign(self.draft, by=self.request.user, **form.cleaned_data)
        except SignOffRefused as refusal:
            return self.form_refused(form, refusal)
        messages.success(self.request, _("“%(page)s” is signed.") % {"page": self.draft.get_admin_display_title()})
        return redirect(edit_url(self.draft))


class BreakGlassView(_ActOnOneDraft):
    """What is missing, what will happen, and the reason."""

    template_name = "gate/break_glass.html"
    form_class = BreakGlassForm

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        page = get_object_or_404(Page, pk=kwargs["page"]).specific
        if not break_glass.may_break(request.user, page):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_initial(self) -> dict[str, Any]:
        return {"note": self.draft.change_note, "seen": sign_offs.digest(self.draft)}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        lacking = readiness.missing(self.draft)
        return {
            **super().get_context_data(**kwargs),
            "items": [(item, link_of(item, self.draft)) for item in lacking],
            "consequences": consequences.of_kind(self.draft, ChangeKind.SAFETY).sentences,
        }

    def form_valid(self, form: BreakGlassForm) -> HttpResponse:
        given = form.cleaned_data
        try:
            break_glass.publish(
                self.draft, by=self.request.user, reason=given["reason"], note=given["note"], seen=given["seen"]
            )
        except (BreakGlassRefused, TextHasChanged) as refusal:
            return self.form_refused(form, refusal)
        messages.warning(
            self.request,
            _("“%(page)s” is published by break-glass. The clinical reviewers are told.")
            % {"page": self.draft.get_admin_display_title()},
        )
        return redirect(edit_url(self.draft))


def _draft_url(draft: Any) -> str:
    """Where the draft is shown as readers will see it; empty where it has no preview."""
    return reverse("wagtailadmin_pages:view_draft", args=[draft.pk]) if draft.is_previewable() else ""
