"""What the admin does with one API key: make, change, rotate, revoke."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.conf import settings
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _, gettext_lazy
from django.views.decorators.debug import sensitive_variables
from django.views.generic import FormView
from wagtail.admin import messages
from wagtail.admin.ui.components import MediaContainer
from wagtail.admin.views import generic
from wagtail.admin.views.generic import PermissionCheckedMixin, WagtailAdminTemplateMixin
from wagtail.admin.widgets.button import Button

from cms.access import issuing
from cms.access.errors import KeyIsRevoked
from cms.access.forms import RotateForm
from cms.access.models import ApiKey, State

if TYPE_CHECKING:
    from datetime import datetime

    from django.http import HttpRequest, HttpResponse

    from cms.access.issuing import Issued

KEYS = "api_keys"


class MakeView(generic.CreateView):
    """Answers the form with the secret itself: it is in no session and in no address."""

    @sensitive_variables("issued")
    def form_valid(self, form: Any) -> HttpResponse:
        self.form = form
        issued = issuing.make(form.save(commit=False), by=self.request.user)
        return show_once(self.request, issued, title=_("API key made"))


class ChangeView(generic.EditView):
    """The key, what it may do, its secrets; what was revoked can only be read."""

    def get_side_panels(self) -> MediaContainer:
        return MediaContainer([])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        secrets = list(self.object.secrets.all())
        uses = [secret.last_used_at for secret in secrets if secret.last_used_at is not None]
        return {
            **context,
            "key": self.object,
            "secrets": secrets,
            "last_used_at": max(uses, default=None),
            "is_good": self.object.state in (State.ACTIVE, State.EXPIRES_SOON),
            "is_revoked": self.object.revoked_at is not None,
            "rotate_url": url("rotate", self.object),
            "revoke_url": url("revoke", self.object),
            "history_url": self.get_history_url(),
        }


class ActView(PermissionCheckedMixin, WagtailAdminTemplateMixin, FormView):  # type: ignore[type-arg] # in stubs only
    """Asks before it acts on a key that is not revoked."""

    model = ApiKey
    permission_required = "change"
    form_class: type[forms.Form] = forms.Form
    object: ApiKey

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.object = get_object_or_404(ApiKey, pk=kwargs["pk"])

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        try:
            return super().dispatch(request, *args, **kwargs)
        except KeyIsRevoked:
            messages.error(request, _("“%(name)s” was revoked already.") % {"name": self.object})
            return redirect(self.get_success_url())

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if self.object.revoked_at is not None:
            raise KeyIsRevoked(self.object.prefix)
        return super().get(request, *args, **kwargs)

    def get_success_url(self) -> str:
        return url("edit", self.object)

    def get_page_subtitle(self) -> str:
        return str(self.object)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *self.breadcrumbs_items,
            {"url": reverse(f"{KEYS}:index"), "label": _("API keys")},
            {"url": self.get_success_url(), "label": str(self.object)},
            {"url": "", "label": self.get_page_title()},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), "key": self.object, "back_url": self.get_success_url()}


class RotateView(ActView):
    template_name = "access/rotate.html"
    page_title = gettext_lazy("New secret")
    header_icon = "rotate"
    form_class = RotateForm

    @sensitive_variables("issued")
    def form_valid(self, form: Any) -> HttpResponse:
        overlap = form.cleaned_data["overlap"]
        issued = issuing.rotate(self.object, overlap=overlap, by=self.request.user)
        ended = self.object.secrets.exclude(expires_at=None).order_by("-expires_at").first()
        until = ended.expires_at if ended is not None and overlap else None
        return show_once(self.request, issued, title=_("New secret made"), until=until)


class RevokeView(ActView):
    template_name = "access/revoke.html"
    page_title = gettext_lazy("Revoke")
    header_icon = "cross"

    def form_valid(self, form: Any) -> HttpResponse:
        issuing.revoke(self.object, by=self.request.user)
        messages.success(self.request, _("“%(name)s” is revoked.") % {"name": self.object})
        return redirect(self.get_success_url())


def act_buttons(key: ApiKey, *, first_priority: int) -> list[Button]:
    """None for a key that was revoked."""
    if key.revoked_at is not None:
        return []
    acts = [(_("New secret"), "rotate", "rotate"), (_("Revoke"), "revoke", "cross")]
    return [
        Button(label, url=url(act, key), icon_name=icon, priority=first_priority + place)
        for place, (label, act, icon) in enumerate(acts)
    ]


@sensitive_variables("issued")
def show_once(request: HttpRequest, issued: Issued, *, title: str, until: datetime | None = None) -> HttpResponse:
    """The page with the secret, which no cache and no history keeps."""
    view = WagtailAdminTemplateMixin()
    key_url = url("edit", issued.key)
    context = {
        "key": issued.key,
        "secret": issued.secret,
        "until": until,
        "example": example(issued.secret),
        "key_url": key_url,
        "page_title": title,
        "header_title": title,
        "header_icon": "key",
        "breadcrumbs_items": [
            *view.breadcrumbs_items,
            {"url": reverse(f"{KEYS}:index"), "label": _("API keys")},
            {"url": key_url, "label": str(issued.key)},
            {"url": "", "label": title},
        ],
    }
    answer = TemplateResponse(request, "access/issued.html", context)
    add_never_cache_headers(answer)
    return answer


def example(secret: str) -> str:
    """A call as a developer would try it."""
    return f'curl -H "Authorization: Bearer {secret}" {settings.PUBLIC_ORIGIN}/api/v1/conditions/'


def url(view: str, key: ApiKey) -> str:
    return reverse(f"{KEYS}:{view}", args=[key.pk])
