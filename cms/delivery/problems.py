"""Turns every exception under /api/ into `application/problem+json` (RFC 9457): the only place that does."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import InterfaceError, OperationalError
from django.http import Http404, HttpResponse
from django.views import defaults
from rest_framework.exceptions import APIException, MethodNotAllowed

from cms.access.errors import Refused
from cms.delivery.errors import Refusal
from cms.publishing import content

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.http import HttpRequest

logger = logging.getLogger(__name__)

MEDIA_TYPE = "application/problem+json"
METHODS = ("GET", "HEAD", "OPTIONS")

#: Absence may end with the next publish, so caches keep it for seconds; what is wrong with a request is not kept.
_BRIEFLY = "public, max-age=10"
_A_MINUTE = "public, max-age=60"
_NEVER = "no-store"

_RETRY_AFTER_S = 5


@dataclass(frozen=True)
class ProblemType:
    """One cause of errors, as clients may tell it apart by its `type`. `advice` says what a client does about it."""

    slug: str
    status: int
    title: str
    meaning: str
    advice: str
    cache_control: str = _NEVER
    facts: tuple[str, ...] = ()

    @property
    def url(self) -> str:
        return f"{settings.PUBLIC_ORIGIN}/api/v1/problems/{self.slug}/"

    def body(self, detail: str, *, instance: str, facts: Mapping[str, Any] | None = None) -> bytes:
        """`instance` is the path that was asked for, quoted."""
        said = {"type": self.url, "title": self.title, "status": self.status, "detail": detail, "instance": instance}
        return content.encode({**said, **(facts or {})})


PROBLEM_TYPES: tuple[ProblemType, ...] = (
    ProblemType(
        "moved", 308, "Moved",
        "The slug or path segment has changed. The content and its id are the same.",
        "Follow `Location`, and keep the new address or, better, the id.",
        _A_MINUTE, ("location",),
    ),
    ProblemType(
        "bad-request", 400, "The request is malformed",
        "The request could not be read as HTTP: a host that is not served here, or headers that make no sense.",
        "Compare the request with the examples of the documentation.",
    ),
    ProblemType(
        "unknown-locale", 400, "Unknown locale",
        "The value of `locale` is not the tag of a content locale.",
        "Take one of `locales`.",
        facts=("parameter", "locales"),
    ),
    ProblemType(
        "unknown-parameter", 400, "Unknown parameter",
        "The address has no parameter of this name. Nothing is passed over in silence, so that a typing error is seen.",
        "Leave out the parameter that `parameter` names, or correct its name.",
        facts=("parameter",),
    ),
    ProblemType(
        "invalid-parameter", 400, "Invalid parameter",
        "A parameter's value is of the wrong type, out of range, given twice or not in UTF-8.",
        "Correct the parameter that `parameter` names; `detail` says what it takes.",
        facts=("parameter",),
    ),
    ProblemType(
        "invalid-cursor", 400, "Invalid cursor",
        "The cursor was changed, or belongs to a list with another order, other filters or another locale.",
        "Start the list again without `cursor`, then follow `next`.",
        facts=("parameter",),
    ),
    ProblemType(
        "invalid-key", 401, "Invalid key",
        "A key was sent that is malformed, unknown, expired or revoked, or none where one is needed. It is never "
        "passed over: who sends a key counts on what it opens.",
        "Send a valid key as `Authorization: Bearer <key>`, or no such header to read as everybody may.",
    ),
    ProblemType(
        "forbidden", 403, "Forbidden",
        "The key is valid, but not for this: it lacks a scope, or is for web pages of other origins. Or the token of a "
        "preview is good for nothing here.",
        "Ask the publisher for the scope that `scope` names, or for a key without origins. For a preview, `reason` is "
        "`expired`, `altered`, `foreign` or `revoked`: ask for another link.",
        facts=("scope", "reason"),
    ),
    ProblemType(
        "not-found", 404, "Not found",
        "There is nothing at this address and, as far as is known, there never was.",
        "Look up the key in the list, or start at /api/v1/.",
        _BRIEFLY,
    ),
    ProblemType(
        "not-translated", 404, "Not translated",
        "The content exists, but not in the locale that was asked for without allowing others to stand in.",
        "Ask for one of `available_locales`, or allow a fallback.",
        _BRIEFLY, ("available_locales",),
    ),
    ProblemType(
        "method-not-allowed", 405, "Method not allowed",
        "The delivery API is for reading.",
        "Use GET or HEAD.",
    ),
    ProblemType(
        "not-acceptable", 406, "Not acceptable",
        "The Accept header rules out every form that the address answers in.",
        "Accept application/json.",
    ),
    ProblemType(
        "gone", 410, "Gone",
        "The content was published once and has been unpublished, deleted or has expired; or, with the reason "
        "`review-overdue`, it waits for its medical review.",
        "Remove copies of it. `gone_at` says since when, `reason` why if that was told.",
        _A_MINUTE, ("gone_at", "reason"),
    ),
    ProblemType(
        "feed-reset", 410, "The change feed begins anew",
        "The publisher's database was restored from a backup, and what the cursor has seen was not in it any more.",
        "Start the feed again without `cursor`. When `has_more` is false, drop what you hold and were not told again.",
    ),
    ProblemType(
        "rate-limited", 429, "Too many requests",
        "More was asked for in a minute than the key, or the address without a key, has room for.",
        "Wait for the seconds in `Retry-After`. Keep what you have and ask with `If-None-Match`, or follow /changes/.",
        facts=("limit", "retry_after_s"),
    ),
    ProblemType(
        "internal", 500, "Internal error",
        "Something failed on our side.",
        "Try again later. If it goes on, tell the publisher the address and the time.",
    ),
    ProblemType(
        "unavailable", 503, "Unavailable",
        "The service can't reach its database at the moment.",
        "Try again after the seconds in `Retry-After`; until then use your copy.",
    ),
)  # fmt: skip
BY_SLUG: dict[str, ProblemType] = {problem_type.slug: problem_type for problem_type in PROBLEM_TYPES}


def problem(
    request: HttpRequest,
    slug: str,
    detail: str,
    *,
    facts: Mapping[str, Any] | None = None,
    headers: Mapping[str, str] | None = None,
) -> HttpResponse:
    """The answer that tells of one problem."""
    problem_type = BY_SLUG[slug]
    body = problem_type.body(detail, instance=quote(request.path), facts=facts)
    answer = HttpResponse(body, content_type=MEDIA_TYPE, status=problem_type.status)
    answer.headers["Content-Language"] = "en"
    answer.headers["Cache-Control"] = problem_type.cache_control
    answer.headers["X-Content-Type-Options"] = "nosniff"
    for name, value in (headers or {}).items():
        answer.headers[name] = value
    return without_body_for_head(request, answer)


def without_body_for_head(request: HttpRequest, answer: HttpResponse) -> HttpResponse:
    """HEAD gets the headers of GET, its Content-Length included."""
    if request.method == "HEAD":
        answer.headers.setdefault("Content-Length", str(len(answer.content)))
        answer.content = b""
    return answer


def answer_to(error: BaseException, request: HttpRequest) -> HttpResponse | None:
    """The problem that an exception amounts to; None for a crash, which Django logs and `server_error` tells."""
    if isinstance(error, Refusal):
        location = error.facts.get("location")
        return problem(
            request, error.slug, error.detail, facts=error.facts, headers={"Location": location} if location else None
        )
    if isinstance(error, Refused):
        return problem(request, error.slug, error.detail, facts=error.facts, headers=error.headers)
    if isinstance(error, Http404):
        return _not_found(request)
    if isinstance(error, MethodNotAllowed):
        detail = f"{request.method} is not possible here. Use {' or '.join(METHODS[:2])}."
        return problem(request, "method-not-allowed", detail, headers={"Allow": ", ".join(METHODS)})
    if isinstance(error, OperationalError | InterfaceError):
        logger.error("The database can't be reached", exc_info=error, extra={"path": request.path})
        return unavailable(request)
    if isinstance(error, PermissionDenied) or (isinstance(error, APIException) and error.status_code < 500):
        return problem(
            request, "bad-request", "The request can't be read. Compare it with the documentation's examples."
        )
    return None


def unavailable(request: HttpRequest) -> HttpResponse:
    return problem(
        request,
        "unavailable",
        "The database does not answer. Try again in a few seconds.",
        headers={"Retry-After": str(_RETRY_AFTER_S)},
    )


def exception_handler(error: Exception, context: Mapping[str, Any]) -> HttpResponse | None:
    """For the views of Django REST framework."""
    request = context["request"]
    return answer_to(error, getattr(request, "_request", request))


def bad_request(request: HttpRequest, exception: Exception) -> Any:
    """Django's handler400: a host that isn't served, headers that make no sense."""
    if not _is_api(request):
        return defaults.bad_request(request, exception)
    return problem(request, "bad-request", "The request can't be read. Compare it with the documentation's examples.")


def permission_denied(request: HttpRequest, exception: Exception) -> Any:
    """Django's handler403; nothing under /api/ is forbidden to anyone, so there the request is at fault."""
    return defaults.permission_denied(request, exception) if not _is_api(request) else bad_request(request, exception)


def page_not_found(request: HttpRequest, exception: Exception) -> Any:
    """Django's handler404."""
    return _not_found(request) if _is_api(request) else defaults.page_not_found(request, exception)


def server_error(request: HttpRequest) -> Any:
    """Django's handler500: has logged the crash already."""
    if not _is_api(request):
        return defaults.server_error(request)
    return problem(request, "internal", "Something failed on our side. Try again later.")


def _not_found(request: HttpRequest) -> HttpResponse:
    return problem(
        request, "not-found", f"There is nothing at this address. {settings.PUBLIC_ORIGIN}/api/v1/ lists what there is."
    )


def _is_api(request: HttpRequest) -> bool:
    return request.path_info.startswith("/api/")
