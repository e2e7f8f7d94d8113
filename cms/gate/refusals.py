"""What people see when the gate refuses: the list of what is missing, on the form where they can mend it, with all that
they typed.
"""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit, urlunsplit

from django.contrib import messages
from django.http import HttpResponseRedirect, JsonResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.http import urlencode
from wagtail.admin import messages as wagtail_messages
from wagtail.admin.modal_workflow import render_modal_workflow
from wagtail.models import Page
from wagtail.utils.urlpatterns import decorate_urlpatterns

from cms.gate import break_glass
from cms.gate.admin_urls import REFUSED, break_glass_url, edit_url, link_of
from cms.gate.errors import PublishRefused, SignOffRefused

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from django.http import HttpRequest, HttpResponse
    from django.utils.safestring import SafeString

    from cms.gate.registry import Missing

#: What the edit form posts to publish, or to act in a workflow; without these it saves a draft.
_ACTS = ("action-publish", "action-workflow-action")


def explained(urlpatterns: Sequence[Any]) -> Sequence[Any]:
    """The views behind these patterns, each with an answer for a refusal; it stands outside of their transaction."""
    decorated: Sequence[Any] = decorate_urlpatterns(urlpatterns, _explained)
    return decorated


def as_html(missing: Sequence[Missing], page: Any) -> SafeString:
    """A list, each with a link to where it is mended."""
    items = [(item, link_of(item, page)) for item in missing]
    return render_to_string("gate/missing.html", {"items": items})


def tell(request: HttpRequest, page: Any, refusal: PublishRefused) -> None:
    """At the top of the next page: what is missing, and the way round for those who may take it."""
    buttons = []
    if break_glass.may_break(request.user, page):
        buttons.append(wagtail_messages.button(break_glass_url(page), str(break_glass.LABEL)))
    shown = wagtail_messages.render(refusal.heading, buttons, as_html(refusal.missing, page))
    messages.error(request, shown, extra_tags="gate")


def _explained(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    @wraps(view)
    def explained_view(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except PublishRefused as refusal:
            if _posts_the_form(request):
                return _saved_as_draft(view, request, *args, **kwargs)
            return _answer(request, refusal)
        except SignOffRefused as refusal:
            messages.error(request, wagtail_messages.render(str(refusal), None))
            if _posts_the_form(request):
                return _saved_as_draft(view, request, *args, **kwargs)
            return _go(request, request.headers.get("referer") or reverse("wagtailadmin_home"))

    return explained_view


def _posts_the_form(request: HttpRequest) -> bool:
    return request.method == "POST" and any(act in request.POST for act in _ACTS)


def _saved_as_draft(view: Callable[..., HttpResponse], request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
    """The same form once more, without the act that was refused: nothing that was typed is lost."""
    posted = request.POST.copy()
    for act in _ACTS:
        posted.pop(act, None)
    request.POST = posted
    answer = view(request, *args, **kwargs)
    if isinstance(answer, HttpResponseRedirect):
        answer["Location"] = _marked(answer.url)
    return answer


def _answer(request: HttpRequest, refusal: PublishRefused) -> HttpResponse:
    if request.resolver_match is not None and "wagtailadmin_api" in request.resolver_match.namespaces:
        told = [{"policy": item.policy, "sentence": item.sentence} for item in refusal.missing]
        return JsonResponse({"detail": refusal.heading, "missing": told}, status=409)
    if Page.objects.filter(pk=refusal.page.pk).exists():
        return _go(request, _marked(edit_url(refusal.page)))
    messages.error(request, wagtail_messages.render(str(refusal), None))
    return _go(request, request.get_full_path())


def _go(request: HttpRequest, url: str) -> HttpResponse:
    """Wagtail's dialogues wait for JSON, which tells the page below them where to go."""
    if request.headers.get("x-requested-with") == "XMLHttpRequest":
        answer: HttpResponse = render_modal_workflow(
            request, "", None, {}, json_data={"step": "success", "redirect": url}
        )
        return answer
    return HttpResponseRedirect(url)


def _marked(url: str) -> str:
    parts = urlsplit(url)
    query = "&".join(filter(None, (parts.query, urlencode({REFUSED: 1}))))
    return urlunsplit(parts._replace(query=query))
