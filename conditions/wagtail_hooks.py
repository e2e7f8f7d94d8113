"""What the Wagtail admin offers for conditions: snippets in one menu, the glossary term in rich text,
our icons' places.
"""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.rich_text.editors.draftail import features as draftail_features
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from cms.plain_language.admin.panel import AddSnippetWithHints, EditSnippetWithHints
from cms.translation.avoided_words import AvoidedWordViewSet
from conditions.rich_text import (
    ENTITY,
    FEATURE,
    GlossaryTermElementHandler,
    GlossaryTermLinkHandler,
    entity_decorator,
)
from conditions.snippets import GlossaryTerm, Notice, Person, Reference, Therapy


class TranslatedSnippetViewSet(SnippetViewSet):
    """Of snippets that readers get the text of."""

    add_view_class = AddSnippetWithHints
    edit_view_class = EditSnippetWithHints


class TherapyViewSet(TranslatedSnippetViewSet):
    model = Therapy
    icon = "pick"
    search_fields = ("name_en", "slug")


class GlossaryTermViewSet(TranslatedSnippetViewSet):
    model = GlossaryTerm
    icon = "openquote"
    search_fields = ("name_en", "slug")
    ordering = ("slug",)


class NoticeViewSet(TranslatedSnippetViewSet):
    model = Notice
    icon = "warning"
    list_display = ("title", "kind", "jurisdiction", "everywhere")
    list_filter = ("kind", "jurisdiction")
    search_fields = ("title", "text_en")


class ReferenceViewSet(SnippetViewSet):
    model = Reference
    icon = "doc-full-inverse"
    list_display = ("key", "title", "published")
    search_fields = ("key", "title", "authors", "doi", "pmid")


class PersonViewSet(SnippetViewSet):
    model = Person
    icon = "user"
    list_display = ("name", "credentials", "role")
    search_fields = ("name",)


class SharedContentGroup(SnippetViewSetGroup):
    menu_label = _("Shared content")
    menu_icon = "folder-open-inverse"
    menu_order = 200
    items = (
        TherapyViewSet,
        GlossaryTermViewSet,
        AvoidedWordViewSet,
        NoticeViewSet,
        ReferenceViewSet,
        PersonViewSet,
    )


register_snippet(SharedContentGroup)


@hooks.register("register_rich_text_features")
def register_glossary_term(features: Any) -> None:
    features.register_link_type(GlossaryTermLinkHandler)
    features.register_editor_plugin(
        "draftail",
        FEATURE,
        draftail_features.EntityFeature(
            {
                "type": ENTITY,
                "icon": "openquote",
                "description": _("Glossary term"),
                "attributes": ["id", "string"],
                "allowlist": {"id": "^\\d+$"},
                "chooserUrls": {"glossaryTermChooser": _chooser_url()},
            },
            js=["wagtailadmin/js/chooser-modal.js", "conditions/glossary_term.js"],
        ),
    )
    features.register_converter_rule(
        "contentstate",
        FEATURE,
        {
            "from_database_format": {f'a[linktype="{FEATURE}"]': GlossaryTermElementHandler(ENTITY)},
            "to_database_format": {"entity_decorators": {ENTITY: entity_decorator}},
        },
    )


def _chooser_address() -> str:
    """Known only when all URLs are."""
    return reverse(f"{GlossaryTerm.snippet_viewset.chooser_viewset.url_namespace}:choose")


_chooser_url = lazy(_chooser_address, str)
