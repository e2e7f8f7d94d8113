"""The last word on every answer of the API, also on those that no view has made: a crash, a path to nowhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse

#: What a script on another site may read of an answer.
_EXPOSED = (
    "Content-Language", "Content-Location", "Deprecation", "ETag", "Last-Modified", "Link", "Location", "RateLimit",
    "RateLimit-Policy", "Retry-After", "Sunset", "WWW-Authenticate",
)  # fmt: skip

#: Scripts on all sites may read. This stands in every answer, asked for by a script or not, so a cache needs no
#: `Vary: Origin`, which would keep one copy for each site.
OPEN = {"Access-Control-Allow-Origin": "*", "Access-Control-Expose-Headers": ", ".join(_EXPOSED)}

#: What a browser asks before it sends a key, and how long it remembers the answer.
PREFLIGHT = {
    "Access-Control-Allow-Methods": "GET, HEAD, OPTIONS",
    "Access-Control-Allow-Headers": "Accept, Accept-Language, Authorization, If-Modified-Since, If-None-Match",
    "Access-Control-Max-Age": "86400",
}


def finish_answers(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Goes first in the list of middleware, and so hears last of an answer."""

    def respond(request: HttpRequest) -> HttpResponse:
        answer = get_response(request)
        if request.path_info.startswith("/api/"):
            headers = answer.headers
            for name, value in OPEN.items():
                headers[name] = value
            if request.method == "OPTIONS":
                for name, value in PREFLIGHT.items():
                    headers[name] = value
            if answer.status_code in _WITHOUT_LENGTH:
                headers.pop("Content-Length", None)
        return answer

    return respond


#: RFC 9110, 8.6: a length there would be that of the answer which is not sent.
_WITHOUT_LENGTH = (204, 304)
