"""Imports in the admin: choose files, read what they would change, then apply or call it off."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext as _, gettext_lazy, ngettext
from django.views.generic import TemplateView, View
from django_tasks import TaskResultStatus, task_backends
from django_tasks.exceptions import TaskResultDoesNotExist
from wagtail.admin.views.generic import WagtailAdminTemplateMixin

from cms.locales import BY_TAG, SOURCE
from cms.translation import difference, rights
from cms.translation.edit_urls import workbench_url
from cms.translation.exchange import uploads
from cms.translation.exchange.tasks import apply_import, check_import

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

#: So long a worker may take to begin, and so long to end, before the page says that something may be wrong.
_BEGINS_WITHIN = timedelta(seconds=15)
_ENDS_WITHIN = timedelta(minutes=10)


def may_import(user: Any) -> bool:
    return any(tag != SOURCE for tag in rights.translatable_by(user))


class _ImportView(WagtailAdminTemplateMixin, TemplateView):
    page_title = gettext_lazy("Import translations")
    header_icon = "upload"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not may_import(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        above = {"url": reverse("translation_dashboard"), "label": _("Translations")}
        return [*self.breadcrumbs_items, above, {"url": "", "label": self.page_title}]


class ImportView(_ImportView):
    """The choice of files."""

    template_name = "translation/exchange_import.html"

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            keys = uploads.keep(request.FILES.getlist("files"), by=request.user)
        except uploads.UploadRefused as refusal:
            return self.render_to_response(self.get_context_data(error=str(refusal)), status=400)
        result = check_import.enqueue(keys, _key_of(request), get_language() or SOURCE)
        return redirect("translation_import_report", key=result.id)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        own = [tag for tag in rights.translatable_by(self.request.user) if tag != SOURCE]
        return {
            **super().get_context_data(**kwargs),
            "languages": [BY_TAG[tag] for tag in own],
            "limit": uploads.size_limit(),
            "max_bytes": uploads.MAX_BYTES,
        }


class ReportView(_ImportView):
    """The page of one check or import: it waits for the worker, then shows the report."""

    template_name = "translation/exchange_report.html"

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        keys, _user_key, _language = _result(request, kwargs["key"]).args
        if request.POST.get("act") == "apply":
            result = apply_import.enqueue(keys, _key_of(request), get_language() or SOURCE)
            return redirect("translation_import_report", key=result.id)
        uploads.discard(keys, by=request.user)
        messages.success(request, _("The import is called off; nothing was changed."))
        return redirect("translation_import")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        result = _result(self.request, self.kwargs["key"])
        report = result.return_value if result.status == TaskResultStatus.SUCCESSFUL else None
        keys = result.args[0]
        return {
            **super().get_context_data(**kwargs),
            "is_waiting": not result.is_finished,
            "has_failed": result.status == TaskResultStatus.FAILED,
            "is_import": result.task.module_path == apply_import.module_path,
            "waiting": _waiting(result),
            "state_url": reverse("translation_import_state", args=[self.kwargs["key"]]),
            "report": report,
            "contents": [_content(each) for each in (report or {}).get("contents", ())],
            "may_apply": bool(report and report.get("changed", 0) + report.get("confirmed", 0))
            and uploads.are_kept(keys, by=self.request.user),
        }


class StateView(View):
    """Asked every second by the page that waits."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        result = _result(request, kwargs["key"])
        return JsonResponse({"is_finished": result.is_finished, "sentence": _waiting(result)})


def _key_of(request: HttpRequest) -> int:
    """Whoever gets here has signed in."""
    key: Any = request.user.pk
    return int(key)


def _result(request: HttpRequest, key: Any) -> Any:
    """One of this person's own."""
    try:
        result = task_backends["default"].get_result(str(key))
    except TaskResultDoesNotExist:
        raise Http404 from None
    ours = {check_import.module_path, apply_import.module_path}
    if result.task.module_path not in ours or result.args[1] != request.user.pk:
        raise Http404
    return result


def _waiting(result: Any) -> str:
    """How it goes, while it goes."""
    now = timezone.now()
    if result.started_at is None:
        if now - result.enqueued_at > _BEGINS_WITHIN:
            return _("The background worker has not begun yet. If this stays so, tell who runs this site.")
        return _("It is about to begin.")
    running = now - result.started_at
    if running > _ENDS_WITHIN:
        return _("It takes unusually long. If it was interrupted, nothing was imported: upload the files again.")
    seconds = int(running.total_seconds())
    return ngettext("Running for %(seconds)d second.", "Running for %(seconds)d seconds.", seconds) % {
        "seconds": seconds
    }


def _content(told: dict[str, Any]) -> dict[str, Any]:
    """A content of the report with its language, its link, and its examples as HTML."""
    return {
        **told,
        "locale": BY_TAG[told["locale"]],
        "url": workbench_url(told["model"], told["key"], told["locale"]),
        "examples": [
            (each["label"], difference.as_html(difference.words(each["before"], each["after"])))
            for each in told["examples"]
        ],
        "more": told["changed"] - len(told["examples"]),
    }
