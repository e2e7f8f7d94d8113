"""The list of API keys, and where the admin keeps it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import django_filters
from django.forms import RadioSelect
from django.urls import path
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.functional import cached_property
from django.utils.translation import gettext as _, gettext_lazy
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn, StatusTagColumn, TitleColumn
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet

from cms.access.forms import ApiKeyForm
from cms.access.models import ApiKey, Scope, State
from cms.access.views import KEYS, ChangeView, MakeView, RevokeView, RotateView, act_buttons

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.urls import URLPattern

#: Columns that a phone has no room for; the page of the key has them too.
_WIDE = "access-wide"


class KeyFilterSet(WagtailFilterSet):
    state = django_filters.ChoiceFilter(
        label=gettext_lazy("State"),
        choices=State.choices,
        empty_label=gettext_lazy("All"),
        method="in_state",
        widget=RadioSelect,
    )

    class Meta:
        model = ApiKey
        fields: tuple[str, ...] = ()

    def in_state(self, queryset: Any, name: str, value: str) -> Any:
        return queryset.in_state(value, now=timezone.now())


class ListView(generic.IndexView):
    filterset_class = KeyFilterSet

    def get_base_queryset(self) -> QuerySet[ApiKey]:
        return super().get_base_queryset().with_last_use()

    @cached_property
    def columns(self) -> list[Column]:
        title = self._get_title_column_class(TitleColumn)
        return [
            title("name", label=_("Name"), get_url=self.get_edit_url, sort_key="name"),
            Column("prefix", label=_("Prefix"), classname="access-prefix"),
            Column("owner", label=_("Owner"), sort_key="owner", classname=_WIDE),
            Column("scopes", label=_("Scopes"), accessor=_scopes, classname=_WIDE),
            Column("rate", label=_("Requests a minute"), accessor=_rate, classname=_WIDE),
            DateColumn("last_used_at", label=_("Last use"), sort_key="last_used_at", classname=_WIDE),
            StatusTagColumn("state", label=_("State"), accessor=_state, primary=_is_good),
        ]

    def get_list_more_buttons(self, instance: ApiKey) -> list[Any]:
        buttons: list[Any] = super().get_list_more_buttons(instance)
        acts = act_buttons(instance, first_priority=20) if self.user_has_permission("change") else []
        return [*buttons, *acts]


class KeyViewSet(ModelViewSet):
    model = ApiKey
    name = KEYS
    url_prefix = "api-keys"
    icon = "key"
    menu_label = gettext_lazy("API keys")
    menu_order = 650
    add_to_settings_menu = True
    add_to_reference_index = False
    copy_view_enabled = False
    search_fields = ("name", "owner", "contact", "prefix")
    search_backend_name = None
    index_view_class = ListView
    add_view_class = MakeView
    edit_view_class = ChangeView
    index_template_name = "access/keys.html"
    index_results_template_name = "access/keys_results.html"
    create_template_name = "access/new.html"
    edit_template_name = "access/key.html"

    def get_form_class(self, for_update: bool = False) -> type[ApiKeyForm]:  # noqa: FBT001, FBT002 -- Wagtail's signature
        return ApiKeyForm

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        common: dict[str, Any] = super().get_common_view_kwargs(**kwargs)
        # A key is revoked, never deleted, and nothing in the content uses it.
        return {**common, "delete_url_name": None, "usage_url_name": None}

    def get_urlpatterns(self) -> list[URLPattern]:
        kept = [pattern for pattern in super().get_urlpatterns() if pattern.name not in ("delete", "usage")]
        return [
            *kept,
            path("rotate/<int:pk>/", RotateView.as_view(), name="rotate"),
            path("revoke/<int:pk>/", RevokeView.as_view(), name="revoke"),
        ]


def _scopes(key: ApiKey) -> str:
    return ", ".join(str(Scope(scope).label) for scope in Scope.values if scope in key.scopes)


def _rate(key: ApiKey) -> Any:
    return number_format(key.rate, force_grouping=True) if key.rate else _("as usual")


def _state(key: ApiKey) -> str:
    return str(key.state.label)


def _is_good(key: ApiKey) -> bool:
    return key.state in (State.ACTIVE, State.EXPIRES_SOON)
