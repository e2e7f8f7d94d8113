"""What the Wagtail admin gets from the reports: pages, places in the menu, and links that lead to fields."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.templatetags.static import static
from django.urls import URLPattern, URLResolver, include, path, reverse, reverse_lazy
from django.utils.html import format_html
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from cms.reports import rights
from cms.reports.rights import image_policy
from cms.reports.views.addresses import AddressesView
from cms.reports.views.base import NAMESPACE, ContentReportView
from cms.reports.views.broken_links import BrokenLinksView
from cms.reports.views.images import ImagesView
from cms.reports.views.readability import ReadabilityView
from cms.reports.views.references import ReferencesView
from cms.reports.views.shared_content import SharedContentView
from cms.translation.dashboard.views import DashboardMenuItem

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django.utils.safestring import SafeString

#: In the order of the menu, before Wagtail's own.
REPORTS: tuple[type[ContentReportView], ...] = (
    ReferencesView,
    ReadabilityView,
    BrokenLinksView,
    AddressesView,
    ImagesView,
    SharedContentView,
)


class ReportMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return rights.may_see(request.user)


class ImagesMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return bool(image_policy().user_has_any_permission(request.user, ImagesView.any_permission_required))


@hooks.register("register_admin_urls")
def admin_urls() -> list[URLPattern | URLResolver]:
    patterns = []
    for view in REPORTS:
        address = view.key.replace("_", "-")
        patterns += [
            path(f"{address}/", view.as_view(), name=view.key),
            path(f"{address}/results/", view.as_view(results_only=True), name=f"{view.key}_results"),
        ]
    return [path("content-reports/", include((patterns, NAMESPACE)))]


def _register(view: type[ContentReportView], order: int) -> None:
    @hooks.register("register_reports_menu_item")
    def menu_item() -> MenuItem:
        kind = ImagesMenuItem if view is ImagesView else ReportMenuItem
        url = reverse(f"{NAMESPACE}:{view.key}")
        return kind(view.page_title, url, name=view.key, icon_name=view.header_icon, order=order)


for place, report in enumerate(REPORTS, start=2):
    _register(report, place * 10)


@hooks.register("register_reports_menu_item")
def translations_menu_item() -> MenuItem:
    """They have a page of their own, beside all other work on translations; who looks for reports finds it here."""
    url = reverse_lazy("translation_dashboard")
    return DashboardMenuItem(
        gettext_lazy("Translation status"), url, name="translation-status", icon_name="globe", order=10
    )


@hooks.register("insert_global_admin_css")
def admin_css() -> SafeString:
    return format_html('<link rel="stylesheet" href="{}">', static("reports/reports.css"))


@hooks.register("insert_editor_js")
def go_to_field() -> SafeString:
    return format_html('<script src="{}" defer></script>', static("reports/field.js"))
