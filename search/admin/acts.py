"""What an editor does from the report with one click: say what readers meant, and take it back."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.generic import View
from wagtail.admin.utils import get_valid_next_url_from_request
from wagtail.log_actions import log

from search import misses
from search.admin import phrases, urls
from search.admin.forms import SynonymForm
from search.admin.rights import may
from search.models import Synonym

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse
    from django.utils.safestring import SafeString


class _Act(View, ABC):
    """Back to the report afterwards, as it was filtered."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        if not request.user.has_perm("search.view_miss"):
            raise PermissionDenied
        self.act(pk)
        return redirect(get_valid_next_url_from_request(request) or urls.of_misses())

    @abstractmethod
    def act(self, pk: int) -> None:
        """What is done with the row of this key."""

    def require(self, act: str, locale: str) -> None:
        if not may(self.request.user, act, locale):
            raise PermissionDenied


class MeanView(_Act):
    """What was typed means, from the next search on, what the button says."""

    def act(self, pk: int) -> None:
        miss = get_object_or_404(misses.shown(), pk=pk)
        self.require("add", miss.locale)
        means = phrases.as_one(self.request.POST.get("means", ""))
        form = SynonymForm({"locale": miss.locale, "words": miss.text, "means": means}, for_user=self.request.user)
        if not form.is_valid():
            messages.error(self.request, " ".join(fault for faults in form.errors.values() for fault in faults))
            return
        with transaction.atomic():
            synonym = form.save()
            log(synonym, "wagtail.create", user=self.request.user)
        messages.success(self.request, self._told(synonym))

    def _told(self, synonym: Synonym) -> str:
        sentence = _about(_("A search for {words} finds {means} from now on."), synonym)
        may_undo = may(self.request.user, "delete", synonym.locale)
        undo = {"url": urls.of_misses("undo", synonym.pk), "next": get_valid_next_url_from_request(self.request)}
        return render_to_string(
            "search/told.html", {"sentence": sentence, "undo": undo if may_undo else None}, request=self.request
        )


class UndoView(_Act):
    """Takes a synonym back that was made by mistake; done twice, nothing happens."""

    def act(self, pk: int) -> None:
        synonym = Synonym.objects.filter(pk=pk).first()
        if synonym is None:
            return
        self.require("delete", synonym.locale)
        with transaction.atomic():
            log(synonym, "wagtail.delete", user=self.request.user, deleted=True)
            synonym.delete()
        messages.success(self.request, _about(_("A search for {words} does not find {means} any more."), synonym))


def _about(sentence: str, synonym: Synonym) -> SafeString:
    words = {name: format_html("“<bdi>{}</bdi>”", getattr(synonym, name)) for name in ("words", "means")}
    return format_html(sentence, **words)
