"""The edit forms of the home page and the site's settings."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldRowPanel, MultiFieldPanel, TabbedInterface

from cms.translation.panels import AuthorPanel, change_panel, tabs

_STATUS = _("Status")
_SHARED = _("All languages")


def home_form() -> TabbedInterface:
    return tabs(
        translated=["name", "summary"],
        shared=[AuthorPanel("slug"), change_panel()],
        shared_heading=_SHARED,
        status_heading=_STATUS,
    )


def profile_form() -> TabbedInterface:
    return tabs(
        translated=["publisher", "address", "contact_text", "attribution_text"],
        shared=[
            AuthorPanel("publisher_url"),
            FieldRowPanel([AuthorPanel("phone"), AuthorPanel("email")]),
            AuthorPanel("opening_hours"),
            MultiFieldPanel(
                [AuthorPanel("license"), AuthorPanel("license_url"), AuthorPanel("attribution_url")],
                heading=_("Rights"),
            ),
            change_panel(),
        ],
        shared_heading=_SHARED,
        status_heading=_STATUS,
        has_schedule=False,
    )
