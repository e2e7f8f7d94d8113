"""Preview in the admin: the links to drafts, and the site as of a coming moment."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.http import urlencode
from django.utils.translation import gettext as _, gettext_lazy
from django.views.generic import FormView, TemplateView
from wagtail.admin import messages
from wagtail.admin.paginator import WagtailPaginator
from wagtail.admin.views.generic import WagtailAdminTemplateMixin

from cms.delivery.errors import Gone, NotFound
from cms.locales import BY_TAG, SOURCE
from cms.preview import kinds, links, reading, serving, shown
from cms.preview.forms import LATEST, LifetimeForm, LinkForm, MomentForm, check_coming
from cms.preview.models import LinkState
from cms.preview.moments import site_at
from cms.preview.reading import Standing
from cms.preview.reading_views import asked_locale, label_at, languages
from cms.publishing.content import timestamp
from cms.translation.edit_urls import edit_url
from cms.translation.naming import name_of

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from cms.preview.models import PreviewLink

PAGE_SIZE = 30
#: As `timestamp` writes a moment.
_IN_ADDRESS = "%Y-%m-%dT%H:%M:%SZ"


class PreviewView(WagtailAdminTemplateMixin):
    """What the views of preview share: their place in the admin."""

    page_title: Any
    header_icon = "view"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, *self.above(), {"url": "", "label": self.page_title}]

    def above(self) -> list[dict[str, Any]]:
        return []


class AllLinksView(PreviewView, TemplateView):
    """Every link that this person has anything to do with, newest first."""

    template_name = "preview/links.html"
    page_title = gettext_lazy("Preview links")
    header_icon = "link"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        state = self.request.GET.get("state", "")
        found = shown.visible_to(self.request.user)
        if state in LinkState.values:
            found = found.in_state(state, now=timezone.now())  # type: ignore[attr-defined]  # of our own queryset
        paginator = WagtailPaginator(found, PAGE_SIZE)
        page = paginator.get_page(self.request.GET.get("p"))
        return {
            **super().get_context_data(**kwargs),
            "links": shown.shown(page),
            "items": page,
            "elided_page_range": paginator.get_elided_page_range(page.number),
            "states": LinkState.choices,
            "state": state,
            "with_names": True,
        }


class LinksOfContentView(PreviewView, FormView):  # type: ignore[type-arg]  # in stubs only
    """The links to one content, and making another."""

    template_name = "preview/of_content.html"
    page_title = gettext_lazy("Preview links")
    header_icon = "link"
    form_class = LinkForm

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        kind = kinds.of_type(kwargs["type"])
        if kind is None:
            raise Http404
        self.kind = kind
        self.content = get_object_or_404(kind.model, content_id=kwargs["content_id"])

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not links.may_preview(request.user, self.content):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_initial(self) -> dict[str, Any]:
        asked = self.request.GET.get("locale", "")
        return {**super().get_initial(), "locale": asked if asked in BY_TAG else SOURCE}

    def form_valid(self, form: Any) -> HttpResponse:
        wanted = form.cleaned_data
        saved: Any = getattr(self.content, "latest_revision_id", None)
        revision = None if wanted["version"] == LATEST else saved
        links.make(self.content, wanted["locale"], by=self.request.user, days=wanted["days"], revision=revision)
        messages.success(self.request, _("The link is made. Copy it below."))
        return redirect(of_content_url(self.content))

    def above(self) -> list[dict[str, Any]]:
        url = edit_url(self.content)
        return [{"url": url, "label": name_of(self.content)}] if url else []

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = shown.visible_to(self.request.user).filter(type=self.kind.type, content_id=self.kwargs["content_id"])
        return {
            **super().get_context_data(**kwargs),
            "content": self.content,
            "name": name_of(self.content),
            "links": shown.shown(found[:PAGE_SIZE]),
            "has_more": found[PAGE_SIZE:].exists(),
            "with_names": False,
        }


class RevokeView(PreviewView, TemplateView):
    """Asks before it revokes: a link is in other people's hands."""

    template_name = "preview/revoke.html"
    page_title = gettext_lazy("Revoke")
    header_icon = "cross"

    @cached_property
    def link(self) -> PreviewLink:
        return get_object_or_404(shown.visible_to(self.request.user), token_id=self.kwargs["token_id"])

    def above(self) -> list[dict[str, Any]]:
        return [{"url": reverse("preview_links"), "label": _("Preview links")}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), "item": shown.shown([self.link])[0], "back": self._back()}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        links.revoke(self.link, by=request.user)
        messages.success(request, _("The link is revoked; who opens it is told so."))
        return redirect(self._back())

    def _back(self) -> str:
        content = links.content_of(self.link)
        return of_content_url(content) if content is not None else reverse("preview_links")


class SiteAtView(PreviewView, TemplateView):
    """The site on a day to come: what happens until then, and every page as it will be."""

    template_name = "preview/site_at.html"
    page_title = gettext_lazy("The site on …")
    header_icon = "calendar-alt"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not links.may_preview_site(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def form(self) -> MomentForm:
        return MomentForm(self.request.GET if "on" in self.request.GET else None)

    @cached_property
    def lifetime(self) -> LifetimeForm:
        return LifetimeForm(self.request.POST or None)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Makes a link for others."""
        if not (self.form.is_valid() and self.lifetime.is_valid()):
            return self.get(request, *args, **kwargs)
        wanted, days = self.form.cleaned_data, self.lifetime.cleaned_data["days"]
        links.make_for_site(wanted["on"], wanted["locale"], by=request.user, days=days)
        messages.success(request, _("The link is made. Copy it below."))
        return redirect("preview_links")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = {
            **super().get_context_data(**kwargs),
            "form": self.form,
            "zone_name": timezone.get_current_timezone_name(),
        }
        return {**context, **self._found()} if self.form.is_bound and self.form.is_valid() else context

    def _found(self) -> dict[str, Any]:
        moment, locale = self.form.cleaned_data["on"], self.form.cleaned_data["locale"]
        site = site_at(moment)
        changed = {str(each.content.content_id) for each in site.coming}
        cards = site.cards("condition", locale)
        return {
            "moment": moment,
            "lifetime": self.lifetime,
            "coming": [(each, name_of(each.content), edit_url(each.content)) for each in site.coming],
            "pages": [(card, page_at_url(moment, card["id"], locale), card["id"] in changed) for card in cards],
        }


def page_at(request: HttpRequest, moment: str, content_id: Any) -> HttpResponse:
    """One page as it will be, for those who are signed in."""
    if not links.may_preview_site(request.user):
        raise PermissionDenied
    locale = asked_locale(request, SOURCE)
    try:
        at = datetime.strptime(moment, _IN_ADDRESS).replace(tzinfo=UTC)
        check_coming(at)
        found = serving.document_at(site_at(at), "condition", str(content_id), locale)
    except ValidationError as error:
        messages.warning(request, error.message)
        return redirect("preview_site")
    except (ValueError, NotFound, Gone):
        raise Http404 from None
    standing = Standing(label=label_at(at), links=languages(request.path), back=_site_url(at, locale.tag))
    return reading.respond(request, found.document, standing)


def of_content_url(content: Any) -> str:
    kind = kinds.kind_of(content)
    assert kind is not None  # noqa: S101 -- asked for content that has previews
    return reverse("preview_links_of", args=(kind.type, content.content_id))


def page_at_url(moment: datetime, content_id: str, locale: str) -> str:
    path = reverse("preview_page_at", args=(timestamp(moment.astimezone(UTC)), content_id))
    return f"{path}?{urlencode({'locale': locale})}"


def _site_url(moment: datetime, locale: str) -> str:
    asked = {"on": timezone.localtime(moment).strftime("%Y-%m-%d %H:%M"), "locale": locale}
    return f"{reverse('preview_site')}?{urlencode(asked)}"
