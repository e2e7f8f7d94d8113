"""What the Wagtail admin gets from translation: the release view, its style sheet, our entries in the log."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.auth.models import Permission
from django.core.exceptions import PermissionDenied
from django.templatetags.static import static
from django.urls import URLPattern, path, reverse_lazy
from django.utils.html import format_html
from django.utils.translation import gettext_lazy
from wagtail import hooks

from cms.translation import avoided_words, change_log, logged, notification_views, rights
from cms.translation.change_panel import ConsequencesView
from cms.translation.dashboard import actions, home_panel
from cms.translation.dashboard.views import DashboardMenuItem, DashboardView
from cms.translation.exchange.urls import urls as exchange_urls
from cms.translation.models import AvoidedWord
from cms.translation.views import ReleasedTextView, ReleaseView
from cms.translation.workbench.urls import urls as workbench_urls

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.utils.safestring import SafeString

#: The acts on a locale that the page's history shows.
_ACTS = {
    "translation.approve": (
        gettext_lazy("Approve a language"),
        gettext_lazy("Approved %(language)s, release %(number)s"),
    ),
    "translation.withdraw": (
        gettext_lazy("Withdraw a language"),
        gettext_lazy("Withdrew %(language)s, release %(number)s"),
    ),
    "translation.roll_back": (
        gettext_lazy("Roll back a language"),
        gettext_lazy("Rolled %(language)s back, as release %(number)s"),
    ),
    "translation.schedule": (
        gettext_lazy("Schedule a language"),
        gettext_lazy("Approved %(language)s, release %(number)s, to go out at %(moment)s"),
    ),
    "translation.reschedule": (
        gettext_lazy("Change the schedule of a language"),
        gettext_lazy("Changed when %(language)s goes out, release %(number)s: %(moment)s"),
    ),
    "translation.cancel": (
        gettext_lazy("Cancel the schedule of a language"),
        gettext_lazy("Cancelled the schedule of %(language)s, release %(number)s"),
    ),
    "translation.set_expiry": (
        gettext_lazy("Say when a language is taken back"),
        gettext_lazy("Changed when %(language)s is taken back, release %(number)s: %(moment)s"),
    ),
    "translation.go_out": (
        gettext_lazy("Send out a scheduled language"),
        gettext_lazy("Sent out %(language)s as scheduled, release %(number)s"),
    ),
    "translation.refuse": (
        gettext_lazy("Refuse a scheduled language"),
        gettext_lazy("Did not send out %(language)s, release %(number)s: its page says why"),
    ),
    "translation.expire": (
        gettext_lazy("Take back an expired language"),
        gettext_lazy("Took back %(language)s, release %(number)s, which has expired"),
    ),
    "translation.submit": (gettext_lazy("Send to review"), gettext_lazy("Sent %(language)s to review")),
    "translation.send_back": (gettext_lazy("Send back"), gettext_lazy("Sent %(language)s back to the translator")),
    "translation.revise": (gettext_lazy("Sign as reviser"), gettext_lazy("Signed %(language)s as its reviser")),
    "translation.sign": (gettext_lazy("Sign as clinician"), gettext_lazy("Signed %(language)s as a clinician")),
}

actions.register(actions.Action("export", gettext_lazy("Export"), "translation_export"))


@hooks.register("register_admin_urls")
def admin_urls() -> list[URLPattern]:
    return [
        path("translation/", DashboardView.as_view(), name="translation_dashboard"),
        *exchange_urls(),
        path(
            "translation/consequences/<str:model>/<str:pk>/",
            ConsequencesView.as_view(),
            name="translation_consequences",
        ),
        path("translation/<str:model>/<str:pk>/<str:tag>/", ReleaseView.as_view(), name="translation_release"),
        path(
            "translation/<str:model>/<str:pk>/<str:tag>/releases/<int:number>/",
            ReleasedTextView.as_view(),
            name="translation_released_text",
        ),
        path(
            "translation/notifications/read/",
            notification_views.ReadView.as_view(),
            name="translation_notifications_read",
        ),
        *workbench_urls(),
    ]


@hooks.register("register_admin_menu_item")
def dashboard_menu_item() -> DashboardMenuItem:
    return DashboardMenuItem(
        gettext_lazy("Translations"),
        reverse_lazy("translation_dashboard"),
        name="translations",
        icon_name="globe",
        order=150,
    )


@hooks.register("construct_homepage_panels")
def dashboard_home_panel(request: Any, panels: list[Any]) -> None:
    home_panel.add(request, panels)


@hooks.register("construct_homepage_panels")
def for_you_panel(request: Any, panels: list[Any]) -> None:
    notification_views.add_panel(request, panels)


@hooks.register("insert_global_admin_css")
def admin_css() -> SafeString:
    return format_html('<link rel="stylesheet" href="{}">', static("translation/translation.css"))


@hooks.register("insert_editor_js")
def editor_js() -> SafeString:
    return format_html('<script src="{}" defer></script>', static("translation/save.js"))


@hooks.register("register_permissions")
def permissions() -> QuerySet[Permission]:
    """The rights per locale can be given to any group in the admin."""
    return Permission.objects.filter(content_type__app_label=rights.APP, codename__in=dict(rights.PERMISSIONS))


@hooks.register("before_delete_snippet")
def keep_words_of_other_languages(request: Any, instances: Any) -> None:
    """The form guards adding and changing; deleting has no form."""
    for word in instances:
        if isinstance(word, AvoidedWord) and not avoided_words.may_keep(request.user, word.locale):
            raise PermissionDenied


@hooks.register("register_log_actions")
def log_actions(actions: Any) -> None:
    logged.register(actions, _ACTS)
    actions.register_action(change_log.ACTION)(change_log.ChangeFormatter)
