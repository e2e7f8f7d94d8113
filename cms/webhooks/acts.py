"""What a person does with an endpoint: try it, switch it off and on, show or replace its secret, send again."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _, gettext_lazy, ngettext
from django.views.generic import TemplateView
from wagtail.log_actions import log

from cms.publishing import content
from cms.webhooks import deliveries, events, fanout, sending, signing
from cms.webhooks.admin_views import EndpointView, OfEndpoint, url
from cms.webhooks.forms import ReplayForm, RotationForm
from cms.webhooks.models import Delivery, DeliveryState, Disabled, Endpoint, Failure
from cms.webhooks.sending import Shipment

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

#: What the history of an endpoint shows, by the name of the act.
ACTS = {
    "webhooks.test": gettext_lazy("Sent a test"),
    "webhooks.enable": gettext_lazy("Switched on"),
    "webhooks.disable": gettext_lazy("Switched off"),
    "webhooks.reveal": gettext_lazy("Showed the secret"),
    "webhooks.rotate": gettext_lazy("Replaced the secret"),
    "webhooks.replay": gettext_lazy("Sent again"),
}


class Act(OfEndpoint, TemplateView):
    """By POST only, for those who may change endpoints."""

    needs_change = True
    http_method_names = ("post",)

    def back(self) -> HttpResponse:
        return HttpResponseRedirect(url("inspect", self.endpoint.pk))

    def note(self, act: str, **data: Any) -> None:
        log(instance=self.endpoint, action=f"webhooks.{act}", user=self.request.user, data=data or None)


@method_decorator(transaction.non_atomic_requests, name="dispatch")
class TestView(Act):
    """Sends a message that tells nothing, and shows the answer. No transaction is open while it is waited for."""

    template_name = "webhooks/test.html"
    page_title = gettext_lazy("Test")

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        body = events.test_message(content.timestamp(timezone.now()))
        keys = signing.valid_keys(self.endpoint)
        shipment = Shipment(self.endpoint.url, f"msg_{uuid4().hex}", body, keys)
        headers = signing.headers(shipment.message_id, body, keys, timestamp=int(time.time()))
        sent = sending.send(shipment)
        self.note("test", status=sent.status)
        failure = Failure(sent.failure).label if sent.failure else ""
        context = {"sent": sent, "failure": failure, "headers": headers, "body": body.decode()}
        return self.render_to_response(self.get_context_data(**context))


class SwitchView(Act):
    """To what the button said: a page may be out of date, since the worker switches off too."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        is_on = request.POST.get("to") == "on"
        if is_on and not self.endpoint.is_enabled:
            deliveries.enable(self.endpoint)
            self.note("enable")
            messages.success(request, _("It goes on where it stopped."))
        elif self.endpoint.is_enabled and not is_on:
            deliveries.disable(Endpoint.objects.filter(pk=self.endpoint.pk), Disabled.BY_HAND)
            self.note("disable")
            messages.success(request, _("Nothing is sent any more. What happens meanwhile is not lost."))
        return self.back()


class RevealView(EndpointView):
    """The page of the endpoint with the secret on it, this once."""

    needs_change = True
    http_method_names = ("post",)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        secret = next(
            (each for each in self.endpoint.secrets.all() if str(each.pk) == request.POST.get("secret")), None
        )
        if secret is None:
            raise Http404
        log(instance=self.endpoint, action="webhooks.reveal", user=request.user)
        return self.render_to_response(self.get_context_data(shown=secret.key))


class RotateView(Act):
    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = RotationForm(request.POST)
        if form.is_valid():
            signing.rotate(self.endpoint, overlap=form.chosen)
            self.note("rotate")
            messages.success(
                request, _("There is a new secret. Show it, and give it to whoever receives the messages.")
            )
        else:
            messages.error(request, _("Choose how long the old secret signs as well."))
        return self.back()


class ReplayView(OfEndpoint, TemplateView):
    """Asks what to send again, then says how much that is, then does it."""

    needs_change = True
    template_name = "webhooks/replay.html"
    page_title = gettext_lazy("Send again")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=ReplayForm(endpoint=self.endpoint)))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = ReplayForm(request.POST, endpoint=self.endpoint)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        if "confirmed" not in request.POST:
            return self.render_to_response(self.get_context_data(form=form, count=self._count(form), is_asking=True))
        sent = self._replay(form)
        log(instance=self.endpoint, action="webhooks.replay", user=request.user, data={"count": sent})
        messages.success(request, said(sent))
        return HttpResponseRedirect(url("inspect", self.endpoint.pk))

    def _count(self, form: ReplayForm) -> int:
        if form.editions is None:
            return self._parked.count()
        return fanout.count(self.endpoint, *form.editions)

    def _replay(self, form: ReplayForm) -> int:
        if form.editions is None:
            return deliveries.replay(self._parked)
        return deliveries.replay_range(self.endpoint, *form.editions)

    @property
    def _parked(self) -> Any:
        return self.endpoint.deliveries.filter(state=DeliveryState.PARKED)


class ReplayOneView(Act):
    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        delivery = get_object_or_404(Delivery, endpoint=self.endpoint, pk=self.kwargs["delivery"])
        count = deliveries.replay(Delivery.objects.filter(pk=delivery.pk))
        self.note("replay", count=count)
        messages.success(request, said(count))
        return HttpResponseRedirect(url("delivery", self.endpoint.pk, delivery.pk))


def said(count: int) -> str:
    text = ngettext("%(count)s message is sent again.", "%(count)s messages are sent again.", count)
    return text % {"count": count}
