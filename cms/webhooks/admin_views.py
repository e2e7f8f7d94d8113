"""What a person sees of one endpoint: how it stands, its log, and each delivery with its attempts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.db.models import OuterRef, Subquery
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _, gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.views import generic
from wagtail.admin.views.generic import WagtailAdminTemplateMixin

from cms.delivery import feed
from cms.locales import BY_TAG
from cms.publishing import store
from cms.publishing.models import Edition
from cms.webhooks import events
from cms.webhooks.forms import DOCUMENT_TYPES, ReplayForm, RotationForm
from cms.webhooks.models import Delivery, DeliveryState, Endpoint, EventType

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import HttpRequest

VIEW, CHANGE = "webhooks.view_endpoint", "webhooks.change_endpoint"


def url(name: str, *args: object) -> str:
    return reverse(f"webhooks:{name}", args=args)


class OfEndpoint(WagtailAdminTemplateMixin):
    """Below one endpoint, for those who may see or change endpoints."""

    request: HttpRequest
    kwargs: dict[str, Any]
    header_icon = "link-external"
    needs_change = False

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        may_change = request.user.has_perm(CHANGE)
        if not may_change and (self.needs_change or not request.user.has_perm(VIEW)):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def endpoint(self) -> Endpoint:
        return get_object_or_404(Endpoint, pk=self.kwargs["pk"])

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        items = [*self.breadcrumbs_items, {"url": url("index"), "label": _("Webhooks")}]
        if self.above_url:
            items.append({"url": self.above_url, "label": str(self.endpoint)})
        return [*items, {"url": "", "label": self.get_page_title()}]

    @property
    def above_url(self) -> str:
        return url("inspect", self.endpoint.pk)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {
            **super().get_context_data(**kwargs),
            "endpoint": self.endpoint,
            "may_change": self.request.user.has_perm(CHANGE),
        }


class EndpointView(OfEndpoint, TemplateView):
    """How it stands, and what can be done with it."""

    template_name = "webhooks/endpoint.html"
    above_url = ""

    def get_page_title(self) -> str:
        return str(self.endpoint)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        endpoint = self.endpoint
        waiting = endpoint.deliveries.waiting()
        return {
            **super().get_context_data(**kwargs),
            "hears": hears(endpoint),
            "waiting": waiting.count(),
            "behind": max(0, store.sequence() - endpoint.position),
            "next_at": waiting.order_by("due_at").values_list("due_at", flat=True).first(),
            "parked": endpoint.deliveries.filter(state=DeliveryState.PARKED).count(),
            "secrets": [secret for secret in endpoint.secrets.all() if not _is_over(secret)],
            "shown": kwargs.get("shown", ""),
            "rotation": kwargs.get("rotation") or RotationForm(),
            "replay": kwargs.get("replay") or ReplayForm(endpoint=endpoint),
            "log_url": url("log", endpoint.pk),
        }


class DeliveriesView(OfEndpoint, generic.IndexView):
    """The log of one endpoint."""

    model = Delivery
    template_name = "webhooks/list.html"
    results_template_name = "webhooks/results.html"
    page_title = gettext_lazy("Log of deliveries")
    permission_policy = None
    list_filter = ("state", "type")
    is_searchable = False
    list_export = ()
    paginate_by = 50
    default_ordering = "-pk"
    verbose_name_plural = gettext_lazy("deliveries")

    @cached_property
    def columns(self) -> list[Column]:
        return [
            TitleColumn(
                "type",
                label=gettext_lazy("Event"),
                accessor="get_type_display",
                get_url=lambda delivery: url("delivery", self.endpoint.pk, delivery.pk),
            ),
            Column("slug", label=gettext_lazy("Document")),
            Column("sequence", label=gettext_lazy("Edition"), classname="webhooks-wide"),
            Column("locale", label=gettext_lazy("Language"), accessor=lambda row: _language(row.locale)),
            Column("state", label=gettext_lazy("State"), accessor="get_state_display"),
            Column("tries", label=gettext_lazy("Tries"), classname="webhooks-wide"),
            DateColumn("created_at", label=gettext_lazy("Since"), classname="webhooks-wide"),
        ]

    def get_base_queryset(self) -> QuerySet[Delivery]:
        edition = Edition.objects.filter(sequence=OuterRef("sequence"))
        return Delivery.objects.filter(endpoint=self.endpoint).annotate(slug=Subquery(edition.values("slug")))

    def get_index_url(self) -> str:
        return url("log", self.endpoint.pk)

    def get_index_results_url(self) -> str:
        return url("log_results", self.endpoint.pk)

    @property
    def no_results_message(self) -> str:
        if self.is_filtering:
            return _("Nothing is like that.")
        return _("Nothing was sent yet. What is published from now on appears here within a second.")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), "no_results_message": self.no_results_message}


class DeliveryView(OfEndpoint, TemplateView):
    """One delivery: what is sent, and what came of each attempt."""

    template_name = "webhooks/delivery.html"

    @cached_property
    def delivery(self) -> Delivery:
        return get_object_or_404(Delivery, endpoint=self.endpoint, pk=self.kwargs["delivery"])

    def get_page_title(self) -> str:
        return f"{self.delivery.get_type_display()}, {self.delivery.sequence}"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        delivery = self.delivery
        entry = feed.read_at([delivery.sequence]).get(delivery.sequence)
        return {
            **super().get_context_data(**kwargs),
            "delivery": delivery,
            "language": _language(delivery.locale),
            "attempts": delivery.attempts.order_by("-started_at", "-pk"),
            "message": events.message(entry, delivery.type).decode() if entry is not None else "",
            "is_waiting": delivery.state == DeliveryState.WAITING,
        }


def hears(endpoint: Endpoint) -> list[str]:
    """In words: which events, of which documents, in which languages; "all" for no limit."""
    events_heard = [str(EventType(value).label) for value in endpoint.event_types if value in EventType.values]
    types = [str(DOCUMENT_TYPES.get(value, value)) for value in endpoint.document_types]
    languages = [_language(tag) for tag in endpoint.locales]
    return [
        ", ".join(events_heard) or _("All events"),
        ", ".join(types) or _("all types of document"),
        ", ".join(languages) or _("all languages"),
    ]


def state_of(endpoint: Endpoint) -> str:
    """In one sentence."""
    if not endpoint.is_enabled:
        return _("Disabled. %(reason)s") % {"reason": endpoint.get_disabled_because_display()}
    if endpoint.down_since:
        return _("Down; it is tried again.")
    return _("Failing; it is tried again.") if endpoint.failing_since else _("Enabled")


def _language(tag: str) -> str:
    return BY_TAG[tag].own_name if tag in BY_TAG else tag


def _is_over(secret: Any) -> bool:
    return secret.expires_at is not None and secret.expires_at <= timezone.now()
