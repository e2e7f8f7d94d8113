"""Leads to what a step wants to be looked at, and remembers that it was."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404
from django.shortcuts import redirect
from django.views.generic import View

from cms.first_day.steps import note_seen, place_to_look

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


class LookView(View):
    def get(self, request: HttpRequest, key: str) -> HttpResponse:
        place = place_to_look(request.user, key)
        if place is None:
            raise Http404
        note_seen(request.user, key)
        return redirect(place)
