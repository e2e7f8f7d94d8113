"""For operators: whether the process lives, and whether it can answer."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from django.db import DatabaseError, InterfaceError
from django.http import HttpResponse
from django.views.decorators.http import require_safe

from cms.delivery import problems
from cms.publishing import content, store

if TYPE_CHECKING:
    from django.http import HttpRequest

logger = logging.getLogger(__name__)


@require_safe
def live(request: HttpRequest) -> HttpResponse:
    """200 as long as the process answers at all; asks nothing of the database."""
    return _healthy(request)


@require_safe
def ready(request: HttpRequest) -> HttpResponse:
    """200 if what is published can be read, else 503: send no readers here."""
    try:
        store.sequence()
    except (DatabaseError, InterfaceError):
        logger.exception("Not ready: what is published can't be read")
        return problems.unavailable(request)
    return _healthy(request)


def _healthy(request: HttpRequest) -> HttpResponse:
    answer = HttpResponse(content.encode({"status": "ok"}), content_type="application/json")
    answer.headers["Cache-Control"] = "no-store"
    return problems.without_body_for_head(request, answer)
