"""The edit forms of conditions and of what they share."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList, TabbedInterface

from cms.gate.panels import GatePanel
from cms.medical_review.panels import ReviewPanel
from cms.translation.panels import (
    AuthorInlinePanel,
    AuthorPanel,
    TranslatedRowsPanel,
    change_panel,
    tabs,
    translated_row_panels,
)

_STATUS = _("Status")
_SHARED = _("All languages")


def condition_form() -> TabbedInterface:
    shared = [
        AuthorPanel("slug", help_text=_("The key in the API; it is the same in each language.")),
        MultiFieldPanel([AuthorPanel("image"), AuthorPanel("image_decorative")], heading=_("Image")),
        AuthorPanel("audience"),
        AuthorPanel("specialties"),
        AuthorInlinePanel(
            "codes",
            heading=_("Medical codes"),
            panels=[
                FieldRowPanel(
                    [AuthorPanel("system"), AuthorPanel("value"), AuthorPanel("release"), AuthorPanel("match")]
                )
            ],
        ),
        AuthorPanel("related"),
        AuthorPanel("notices"),
        change_panel(),
    ]
    evidence = TranslatedRowsPanel(
        "evidence",
        heading=_("Evidence, one entry per therapy and question"),
        label=_("Evidence"),
        panels=[
            AuthorPanel("therapy"),
            FieldRowPanel([AuthorPanel("regulatory_status"), AuthorPanel("jurisdiction")]),
            FieldRowPanel([AuthorPanel("level"), AuthorPanel("care_setting")]),
            AuthorPanel("references"),
            *translated_row_panels("statement"),
        ],
    )
    return tabs(
        translated=[
            "name", "summary", "other_names", "sections", "image_alt", "path_segment", "meta_title", "meta_description",
        ],
        shared=shared,
        shared_heading=_SHARED,
        status_heading=_STATUS,
        more=[
            ObjectList([evidence], heading=_("Evidence")),
            ObjectList([ReviewPanel()], heading=_("Review")),
            ObjectList([GatePanel()], heading=_("Before publishing")),
        ],
    )  # fmt: skip


def index_form() -> TabbedInterface:
    return tabs(
        translated=["name", "summary", "path_segment"],
        shared=[AuthorPanel("slug"), change_panel()],
        shared_heading=_SHARED,
        status_heading=_STATUS,
    )


def therapy_form() -> TabbedInterface:
    return tabs(
        translated=["name", "summary", "description", "other_names", "path_segment"],
        shared=[AuthorPanel("slug"), change_panel()],
        shared_heading=_SHARED,
        status_heading=_STATUS,
    )


def notice_form() -> TabbedInterface:
    return tabs(
        translated=["text"],
        shared=[
            AuthorPanel("title"),
            AuthorPanel("kind"),
            AuthorPanel("jurisdiction"),
            AuthorPanel("everywhere"),
            change_panel(),
        ],
        shared_heading=_SHARED,
        status_heading=_STATUS,
    )


def glossary_term_form() -> TabbedInterface:
    return tabs(
        translated=["name", "definition"],
        shared=[AuthorPanel("slug"), change_panel()],
        shared_heading=_SHARED,
        status_heading=_STATUS,
    )


def reference_form() -> ObjectList:
    return ObjectList(
        [
            FieldPanel("key"),
            FieldPanel("title"),
            FieldPanel("authors"),
            FieldPanel("published"),
            FieldRowPanel([FieldPanel("doi"), FieldPanel("pmid"), FieldPanel("pmcid")]),
            FieldPanel("url"),
            FieldPanel("accessed"),
        ]
    )


def person_form() -> ObjectList:
    return ObjectList([FieldPanel("name"), FieldPanel("credentials"), FieldPanel("role")])
