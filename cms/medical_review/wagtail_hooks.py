"""What the Wagtail admin gets from medical review."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.auth.models import Permission
from django.templatetags.static import static
from django.urls import URLPattern, path, reverse_lazy
from django.utils.dateparse import parse_date
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.translation import gettext as _, gettext_lazy
from wagtail import hooks
from wagtail.admin.widgets.button import Button
from wagtail.log_actions import LogFormatter

from cms.locales import BY_TAG
from cms.medical_review import acts, home_panel, rights, subjects
from cms.medical_review.report import ReportMenuItem, ReviewsView
from cms.medical_review.urls import RECORD, REPORT, RESULTS, record_url
from cms.medical_review.views import RecordView

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.db.models import QuerySet
    from django.utils.safestring import SafeString


@hooks.register("register_admin_urls")
def admin_urls() -> list[URLPattern]:
    return [
        path("reports/medical-reviews/", ReviewsView.as_view(), name=REPORT),
        path("reports/medical-reviews/results/", ReviewsView.as_view(results_only=True), name=RESULTS),
        path("medical-review/<str:model>/<str:pk>/", RecordView.as_view(), name=RECORD),
    ]


@hooks.register("register_reports_menu_item")
def report_menu_item() -> ReportMenuItem:
    return ReportMenuItem(
        gettext_lazy("Medical reviews"), reverse_lazy(REPORT), name="medical-reviews", icon_name="check", order=50
    )


@hooks.register("construct_homepage_panels")
def reviews_home_panel(request: Any, panels: list[Any]) -> None:
    home_panel.add(request, panels)


@hooks.register("register_page_header_buttons")
def record_button(page: Any, user: Any, view_name: str, next_url: str | None = None) -> Iterator[Button]:
    specific = page.specific_deferred
    if subjects.is_reviewed(type(specific)) and rights.may_record_of(user, specific):
        yield Button(
            gettext_lazy("Record a medical review"),
            record_url(specific, back=next_url or ""),
            icon_name="check",
            priority=12,
        )


@hooks.register("insert_global_admin_css")
def admin_css() -> SafeString:
    return format_html('<link rel="stylesheet" href="{}">', static("medical_review/medical_review.css"))


@hooks.register("register_permissions")
def permissions() -> QuerySet[Permission]:
    """Recording reviews can be given to any group in the admin."""
    return Permission.objects.filter(content_type__app_label="medical_review", codename="record_review")


@hooks.register("register_log_actions")
def log_actions(actions: Any) -> None:
    @actions.register_action(acts.LOGGED)
    class RecordFormatter(LogFormatter):
        label = gettext_lazy("Record a medical review")

        def format_message(self, log_entry: Any) -> str:
            locale, day = BY_TAG.get(log_entry.data.get("locale", "")), parse_date(log_entry.data.get("day", ""))
            told = {"day": date_format(day) if day else "", "language": locale.own_name if locale else ""}
            if locale is None:
                return _("Recorded the medical review of %(day)s") % told
            return _("Recorded the medical review of %(day)s of %(language)s") % told
