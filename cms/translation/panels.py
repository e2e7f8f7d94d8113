"""What the edit forms of translated content are put together from: one tab per locale, and the status panel."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import TextField
from wagtail.admin.panels import (
    FieldPanel,
    InlinePanel,
    MultiFieldPanel,
    ObjectList,
    Panel,
    PublishingPanel,
    TabbedInterface,
    TitleFieldPanel,
    get_form_for_model,
)
from wagtail.admin.widgets import AdminAutoHeightTextInput

from cms.locales import BY_TAG, CONTENT_LOCALES, SOURCE, column
from cms.translation import rights

if TYPE_CHECKING:
    from collections.abc import Sequence


class AuthorPanel(FieldPanel):
    """A field that is the same in each language: only authors see and change it."""

    def __init__(self, field_name: str, **kwargs: Any) -> None:
        super().__init__(field_name, **{"permission": rights.AUTHOR_PERMISSION, **kwargs})


class SchedulePanel(PublishingPanel):
    """Wagtail's dialog for when content goes live and expires; only authors see and use it."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        for panel in self.children:
            panel.permission = rights.AUTHOR_PERMISSION


class AuthorInlinePanel(InlinePanel):
    """Rows that only authors see and change."""

    class BoundPanel(InlinePanel.BoundPanel):
        def __init__(self, **kwargs: Any) -> None:
            self.is_open = kwargs["panel"].relation_name in getattr(kwargs.get("form"), "formsets", {})
            if self.is_open:
                super().__init__(**kwargs)
            else:
                Panel.BoundPanel.__init__(self, **kwargs)

        def is_shown(self) -> bool:
            return self.is_open and super().is_shown()


class TranslatedRowsPanel(InlinePanel):
    """Rows that hold text in each locale: translators see those that there are, authors also add,
    order and delete them.
    """

    def get_form_options(self) -> dict[str, Any]:
        """Wagtail heeds no permission inside rows: a column that is not shown to a person would be emptied
        when that person saves.
        """
        options: dict[str, Any] = super().get_form_options()
        inside = self.child_edit_handler.get_form_options()
        form = get_form_for_model(
            self.db_field.related_model,
            defer_required_on_fields=inside.get("defer_required_on_fields", []),
            field_permissions=inside.get("field_permissions", {}),
        )
        options["formsets"][self.relation_name].update(form=form, inherit_kwargs=["for_user"])
        return options

    class BoundPanel(InlinePanel.BoundPanel):
        template_name = "translation/rows_panel.html"

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            is_author = self.request.user.has_perm(rights.AUTHOR_PERMISSION)
            return {**super().get_context_data(parent_context), "is_fixed": not is_author}


class RowSourcePanel(Panel):
    """The row and its source text, for translators who may not change them."""

    def __init__(self, field: str, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.field = field

    def clone_kwargs(self) -> dict[str, Any]:
        return {**super().clone_kwargs(), "field": self.field}

    class BoundPanel(Panel.BoundPanel):
        template_name = "translation/row_source.html"

        def is_shown(self) -> bool:
            return self.instance.pk is not None and not self.request.user.has_perm(rights.AUTHOR_PERMISSION)

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            context = super().get_context_data(parent_context)
            source = BY_TAG[SOURCE]
            return {
                **context,
                "row": self.instance,
                "source": source,
                "text": getattr(self.instance, column(self.panel.field, SOURCE)),
            }


class TranslatedPanel(FieldPanel):
    """One locale's column of a translated field."""

    def get_form_options(self) -> dict[str, Any]:
        """Plain text grows with what is typed; Wagtail sees to that for the very class TextField only,
        which a column is not.
        """
        options: dict[str, Any] = super().get_form_options()
        if type(self.db_field.translated_field) is TextField:
            options.setdefault("widgets", {})[self.field_name] = AdminAutoHeightTextInput
        return options


def translated_panel(field: str, tag: str) -> FieldPanel:
    """One locale's column, in the direction of its script; only for those who may write in the locale."""
    locale = BY_TAG[tag]
    shown: dict[str, Any] = {
        "heading": None,
        "permission": rights.translate_permission(tag),
        "attrs": {"lang": locale.tag, "dir": locale.direction},
    }
    if locale.is_source and field == "name":
        # It is how the admin calls the content, a draft too, and what the slug is proposed from.
        return TitleFieldPanel(column(field, tag), required_on_save=True, classname="", placeholder=False, **shown)
    return TranslatedPanel(column(field, tag), **shown)


def locale_tabs(fields: Sequence[str]) -> list[ObjectList]:
    """A tab per content locale, named in its own language, the source first."""
    return [
        ObjectList(
            [translated_panel(field, locale.tag) for field in fields],
            heading=locale.own_name,
            permission=rights.translate_permission(locale.tag),
            attrs={"lang": locale.tag, "dir": locale.direction},
        )
        for locale in CONTENT_LOCALES
    ]


def translated_row_panels(field: str) -> list[Panel]:
    """All locales' columns of a field of a row, for use in a rows panel."""
    return [RowSourcePanel(field), *(translated_panel(field, locale.tag) for locale in CONTENT_LOCALES)]


def change_panel() -> MultiFieldPanel:
    from django.utils.translation import gettext_lazy as _

    from cms.translation.change_panel import ConsequencesPanel

    return MultiFieldPanel(
        [
            AuthorPanel("change_kind", help_text=_("It decides what happens to the translations: see below.")),
            AuthorPanel("change_note"),
            ConsequencesPanel(),
        ],
        heading=_("This change"),
        permission=rights.AUTHOR_PERMISSION,
    )


def tabs(
    *,
    shared: Sequence[Panel],
    translated: Sequence[str],
    shared_heading: Any,
    status_heading: Any,
    more: Sequence[ObjectList] = (),
    has_schedule: bool = True,
) -> TabbedInterface:
    """The whole form: what is the same in each language, a tab per locale, and where it all stands.

    Content without drafts has no schedule.
    """
    from cms.translation.status_panel import StatusPanel

    schedule = [SchedulePanel()] if has_schedule else []

    return TabbedInterface(
        [
            *locale_tabs(translated),
            ObjectList([*shared, *schedule], heading=shared_heading),
            *more,
            ObjectList([StatusPanel()], heading=status_heading),
        ]
    )
