"""What is going to be taken away says so in time: `Deprecation` (RFC 9745), `Sunset` (RFC 8594), where to read on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.http import http_date

from cms.delivery.base import ReadView

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from rest_framework.request import Request


@dataclass(frozen=True)
class Deprecation:
    """Since when an address or a parameter should not be used any more, when it goes, and the absolute URL of a page
    for people that says what to use instead. `sunset` is None as long as that is open.
    """

    since: datetime
    sunset: datetime | None
    more: str


def headers(deprecations: Iterable[Deprecation]) -> dict[str, str]:
    """The header fields for an answer that all of these took part in; the earliest moments count."""
    found = list(deprecations)
    if not found:
        return {}
    sunsets = [each.sunset for each in found if each.sunset is not None]
    told = {"Deprecation": f"@{int(min(each.since for each in found).timestamp())}"}
    if sunsets:
        told["Sunset"] = http_date(min(sunsets).timestamp())
    pages = dict.fromkeys(each.more for each in found)
    told["Link"] = ", ".join(f'<{page}>; rel="deprecation"; type="text/html"' for page in pages)
    return told


class DatedView(ReadView):
    """A view whose address, or parameters, may be deprecated; it says so in each answer that they took part in."""

    deprecation: Deprecation | None = None

    #: Stays empty where the query string could not be read.
    given: dict[str, str] = {}

    def finalize_response(self, request: Request, response: Any, *args: Any, **kwargs: Any) -> Any:
        for name, value in headers(self._deprecations()).items():
            response.headers[name] = value
        return super().finalize_response(request, response, *args, **kwargs)

    def _deprecations(self) -> Iterable[Deprecation]:
        if self.deprecation is not None:
            yield self.deprecation
        for parameter in self.parameters:
            if parameter.deprecation is not None and parameter.name in self.given:
                yield parameter.deprecation
