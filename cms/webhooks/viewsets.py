"""Webhooks in the admin: Wagtail's own list and forms, with our pages for one endpoint."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Count, Q
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _, gettext_lazy
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet

from cms.webhooks import acts, admin_views
from cms.webhooks.forms import EndpointForm
from cms.webhooks.models import DeliveryState, Endpoint

if TYPE_CHECKING:
    from django.db.models import QuerySet


def _counted(state: DeliveryState) -> Count:
    return Count("deliveries", filter=Q(deliveries__state=state))


class EndpointsView(generic.IndexView):
    template_name = "webhooks/list.html"
    results_template_name = "webhooks/results.html"
    columns = [
        TitleColumn(
            "name",
            label=gettext_lazy("Webhook"),
            accessor=str,
            get_url=lambda endpoint: reverse("webhooks:inspect", args=[endpoint.pk]),
        ),
        Column(
            "hears",
            label=gettext_lazy("Hears"),
            accessor=lambda endpoint: "; ".join(admin_views.hears(endpoint)),
            classname="webhooks-wide",
        ),
        Column("state", label=gettext_lazy("State"), accessor=admin_views.state_of),
        DateColumn("last_success_at", label=gettext_lazy("Last success"), classname="webhooks-wide"),
        Column("waiting", label=gettext_lazy("Waiting")),
        Column("parked", label=gettext_lazy("Parked")),
    ]

    def get_base_queryset(self) -> QuerySet[Endpoint]:
        return Endpoint.objects.annotate(
            waiting=_counted(DeliveryState.WAITING), parked=_counted(DeliveryState.PARKED)
        ).order_by("url", "pk")

    @property
    def no_results_message(self) -> str:
        return _("Nobody is told yet. Add the address of a system that shall hear of every publish.")


class _ToItsPage:
    object: Any

    def get_success_url(self) -> str:
        return admin_views.url("inspect", self.object.pk)


class CreateEndpointView(_ToItsPage, generic.CreateView):
    def get_success_message(self, instance: Any) -> str:
        return _("The webhook is added. Show its secret here, give it to the receiver, and send a test.")


class EditEndpointView(_ToItsPage, generic.EditView):
    """Afterwards one is back at the page of the endpoint."""


class EndpointViewSet(ModelViewSet):
    model = Endpoint
    name = "webhooks"
    icon = "link-external"
    menu_label = gettext_lazy("Webhooks")
    menu_order = 700
    add_to_settings_menu = True
    add_to_reference_index = False
    copy_view_enabled = False
    inspect_view_enabled = True
    index_view_class = EndpointsView
    add_view_class = CreateEndpointView
    edit_view_class = EditEndpointView

    def get_form_class(self, for_update: bool = False) -> type[EndpointForm]:  # noqa: FBT001, FBT002 -- Wagtail's signature
        return EndpointForm

    @property
    def add_view(self) -> Any:
        """The form looks a name up, which may take seconds: no transaction is open meanwhile."""
        return transaction.non_atomic_requests(super().add_view)

    @property
    def edit_view(self) -> Any:
        return transaction.non_atomic_requests(super().edit_view)

    @property
    def inspect_view(self) -> Any:
        return admin_views.EndpointView.as_view()

    def get_urlpatterns(self) -> list[URLPattern]:
        log = admin_views.DeliveriesView
        return [
            *super().get_urlpatterns(),
            path("<int:pk>/test/", acts.TestView.as_view(), name="test"),
            path("<int:pk>/switch/", acts.SwitchView.as_view(), name="switch"),
            path("<int:pk>/secret/", acts.RevealView.as_view(), name="reveal"),
            path("<int:pk>/rotate/", acts.RotateView.as_view(), name="rotate"),
            path("<int:pk>/replay/", acts.ReplayView.as_view(), name="replay"),
            path("<int:pk>/log/", log.as_view(), name="log"),
            path("<int:pk>/log/results/", log.as_view(results_only=True), name="log_results"),
            path("<int:pk>/log/<int:delivery>/", admin_views.DeliveryView.as_view(), name="delivery"),
            path("<int:pk>/log/<int:delivery>/replay/", acts.ReplayOneView.as_view(), name="replay_one"),
        ]
