"""What the Wagtail admin gets from the gate: its pages, its words in the log, its list on a form that was refused."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.auth.models import Permission
from django.templatetags.static import static
from django.urls import URLPattern, path, reverse_lazy
from django.utils.html import format_html
from django.utils.translation import gettext_lazy
from wagtail import hooks

from cms.gate import home_panel, readiness, refusals, registry, report, views
from cms.gate.admin_urls import REFUSED
from cms.gate.bulk import PublishByTheGate
from cms.gate.errors import PublishRefused
from cms.translation import logged

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.utils.safestring import SafeString

# The last one to be registered stands, and Wagtail's own is registered at 0.
hooks.register("register_bulk_action", PublishByTheGate, order=1)


@hooks.register("register_admin_urls")
def admin_urls() -> list[URLPattern]:
    return [
        path("gate/<int:page>/", views.PanelView.as_view(), name="gate_panel"),
        path("gate/<int:page>/sign/", views.SignView.as_view(), name="gate_sign"),
        path("gate/<int:page>/break-glass/", views.BreakGlassView.as_view(), name="gate_break_glass"),
        path("reports/gate/", report.AlarmsView.as_view(), name="gate_report"),
        path("reports/gate/results/", report.AlarmsView.as_view(results_only=True), name="gate_report_results"),
    ]


@hooks.register("register_reports_menu_item")
def report_menu_item() -> report.AlarmsMenuItem:
    return report.AlarmsMenuItem(
        gettext_lazy("Out without a sign-off"),
        reverse_lazy("gate_report"),
        name="gate",
        icon_name="warning",
        order=650,
    )


@hooks.register("before_publish_page")
def hold_by_the_form(request: Any, page: Any) -> None:
    """Wagtail's edit form publishes, and schedules, without asking the page. Raises PublishRefused."""
    if registry.is_gated(type(page)):
        readiness.require(page)


@hooks.register("before_edit_page")
def say_what_is_missing(request: Any, page: Any) -> None:
    """The form that comes after a refusal says why at its top; what was mended meanwhile is left out."""
    if request.method != "GET" or REFUSED not in request.GET or not registry.is_gated(type(page)):
        return
    lacking = readiness.missing(page)
    if lacking:
        refusals.tell(request, page, PublishRefused(page, lacking))


@hooks.register("construct_homepage_panels")
def alarms_panel(request: Any, panels: list[Any]) -> None:
    home_panel.add(request, panels)


@hooks.register("insert_global_admin_css")
def admin_css() -> SafeString:
    return format_html('<link rel="stylesheet" href="{}">', static("gate/gate.css"))


@hooks.register("register_permissions")
def permissions() -> QuerySet[Permission]:
    """The rights to sign and to break the glass can be given to any group in the admin."""
    return Permission.objects.filter(content_type__app_label="gate", codename__in=("sign_off", "break_glass"))


#: The acts that the page's history shows, each with what it says of the entry's data.
_ACTS = {
    "gate.sign_off": (gettext_lazy("Sign as a clinician"), gettext_lazy("Signed (%(credentials)s)")),
    "gate.break_glass": (
        gettext_lazy("Publish by break-glass"),
        gettext_lazy("Published by break-glass: %(reason)s Missing: %(missing)s"),
    ),
    "gate.waive": (
        gettext_lazy("Publish without the gate"),
        gettext_lazy("Published without the gate: %(reason)s Missing: %(missing)s"),
    ),
}


@hooks.register("register_log_actions")
def log_actions(actions: Any) -> None:
    logged.register(actions, _ACTS)
