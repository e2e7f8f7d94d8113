"""The admin's view in which a review is recorded."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _, gettext_lazy
from django.views.generic import FormView
from wagtail.admin.utils import get_valid_next_url_from_request
from wagtail.admin.views.generic import WagtailAdminTemplateMixin

from cms.medical_review import policy, rights, subjects
from cms.medical_review.forms import ReviewForm
from cms.medical_review.policy import ReviewStatus
from cms.medical_review.report_rows import rows_of
from cms.medical_review.urls import record_url, report_url
from cms.translation.edit_urls import edit_url
from cms.translation.naming import name_of

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from cms.medical_review.models import Review


class RecordView(WagtailAdminTemplateMixin, FormView[ReviewForm]):
    """A review of one content object: who, when, of which text, and when the next one is due."""

    template_name = "medical_review/record.html"
    form_class = ReviewForm
    page_title = gettext_lazy("Record a medical review")
    header_icon = "check"
    content: Any

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        self.content = _content(kwargs["model"], kwargs["pk"])
        if not rights.may_record_of(request.user, self.content):
            raise rights.NoRightToRecord(request.user)
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "content": self.content}

    def get_initial(self) -> dict[str, Any]:
        return {"locale": self.request.GET.get("locale", "")}

    def form_valid(self, form: ReviewForm) -> HttpResponse:
        review = form.record(by=self.request.user)
        if review is None:
            return self.form_invalid(form)
        messages.success(self.request, self._told(review))
        return redirect(get_valid_next_url_from_request(self.request) or report_url())

    def get_page_subtitle(self) -> str:
        return name_of(self.content)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *self.breadcrumbs_items,
            {"url": report_url(), "label": _("Medical reviews")},
            {"url": edit_url(self.content) or "", "label": name_of(self.content)},
            {"url": "", "label": self.page_title},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {
            **super().get_context_data(**kwargs),
            "rows": rows_of(self.content),
            "action_url": record_url(self.content),
            "next": get_valid_next_url_from_request(self.request),
            "submit_button_label": _("Record the review"),
            "submit_button_active_label": _("Recording…"),
            "has_people": subjects.subject_of(self.content).people().exists(),
        }

    def _told(self, review: Review) -> str:
        told = {"name": name_of(self.content), "day": date_format(review.due_on)}
        if not getattr(self.content, "live", True):
            return _("The review of %(name)s is recorded. The next one is due on %(day)s.") % told
        if policy.status_on(timezone.now().date(), due=review.due_on) == ReviewStatus.OVERDUE:
            return _("The review of %(name)s is recorded. The next one was due on %(day)s already.") % told
        return _("The review of %(name)s is recorded, and readers see it. The next one is due on %(day)s.") % told


def _content(label: str, pk: str) -> Any:
    try:
        model = apps.get_model(label)
        found = model._default_manager.filter(pk=pk).first() if subjects.is_reviewed(model) else None
    except (LookupError, ValueError, ValidationError, OverflowError):
        raise Http404 from None
    if found is None:
        raise Http404
    return found
