"""The menu "Search": synonyms as snippets, and the report beside them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import path
from django.utils.translation import gettext_lazy
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column
from wagtail.admin.viewsets.base import ViewSet
from wagtail.snippets.views.snippets import CreateView, SnippetViewSet, SnippetViewSetGroup

from search.admin import forms
from search.admin.acts import MeanView, UndoView
from search.admin.report import MissesView
from search.admin.urls import MISSES, SYNONYMS
from search.models import Synonym

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django.urls import URLPattern


class CreateSynonymView(CreateView):
    """May be opened with fields that are filled in already."""

    def get_initial(self) -> dict[str, Any]:
        asked = self.request.GET
        return {name: asked[name] for name in ("locale", "words", "means") if name in asked}


class SynonymViewSet(SnippetViewSet):
    model = Synonym
    admin_url_namespace = SYNONYMS
    icon = "comment"
    menu_label = gettext_lazy("Synonyms")
    edit_handler = forms.edit_handler
    add_view_class = CreateSynonymView
    add_to_reference_index = False
    copy_view_enabled = False
    list_display = (
        "words",
        "means",
        Column("locale", label=gettext_lazy("Language"), accessor="get_locale_display", sort_key="locale"),
    )
    list_filter = ("locale",)
    search_fields = ("words", "means")
    search_backend_name = None
    ordering = ("locale", "words")


class _MissesMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return request.user.has_perm("search.view_miss")


class MissViewSet(ViewSet):
    name = MISSES
    url_prefix = "search/misses"
    icon = "warning"
    menu_label = gettext_lazy("Searches that found nothing")
    menu_item_class = _MissesMenuItem

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            path("", MissesView.as_view(), name="index"),
            path("results/", MissesView.as_view(results_only=True), name="results"),
            path("<int:pk>/means/", MeanView.as_view(), name="mean"),
            path("synonyms/<int:pk>/undo/", UndoView.as_view(), name="undo"),
        ]


class SearchGroup(SnippetViewSetGroup):
    menu_label = gettext_lazy("Search")
    menu_name = "reader-search"
    menu_icon = "search"
    menu_order = 250
    items = (SynonymViewSet, MissViewSet)
