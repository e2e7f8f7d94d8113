"""What all views of the API share: how they are asked, how they answer, how they refuse."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlencode

from django.conf import settings
from django.http import HttpResponse
from django.utils.cache import patch_vary_headers
from rest_framework.views import APIView

from cms.access import door
from cms.delivery import caching, negotiation, parameters, problems
from cms.delivery.caching import Validity
from cms.delivery.errors import NotAcceptable
from cms.publishing import content

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from rest_framework.request import Request

    from cms.access.door import Admission
    from cms.delivery.parameters import Parameter
    from cms.locales import ContentLocale

_ENGLISH = "en"


class ReadView(APIView):
    """Open to all, GET, HEAD and OPTIONS, known parameters only, errors as problems.

    What Django REST framework would take from its settings is decided here, since Wagtail's own admin uses it too.
    """

    authentication_classes: Sequence[Any] = ()
    permission_classes: Sequence[Any] = ()
    throttle_classes: Sequence[Any] = ()
    parser_classes: Sequence[Any] = ()
    renderer_classes: Sequence[Any] = ()
    http_method_names = [method.lower() for method in problems.METHODS]
    media_types: tuple[str, ...] = ("application/json", problems.MEDIA_TYPE)

    #: The query parameters that the address takes.
    parameters: tuple[Parameter, ...] = ()

    values: dict[str, Any]
    given: dict[str, str]
    is_negotiated = False
    admission: Admission | None = None

    @property
    def default_response_headers(self) -> dict[str, str]:
        return {}

    def perform_content_negotiation(self, request: Request, force: bool = False) -> tuple[Any, str]:  # noqa: FBT001, FBT002 -- REST framework's signature
        accept = request.META.get("HTTP_ACCEPT", "*/*")
        if not force and not negotiation.accepts(accept, self.media_types):
            raise NotAcceptable(self.media_types[:1])
        return None, self.media_types[0]

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Raises UnknownParameter, InvalidParameter, UnknownLocale, NotAcceptable, and Refused for the reader."""
        if request.method in ("GET", "HEAD"):
            self.admission = door.admit(request.META)
        super().initial(request, *args, **kwargs)
        if request.method in ("GET", "HEAD"):
            self.values, self.given = parameters.read(request.META.get("QUERY_STRING", ""), self.parameters)

    def get_exception_handler(self) -> Callable[..., Any]:
        return problems.exception_handler

    def options(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        return HttpResponse(status=204, headers={"Allow": ", ".join(problems.METHODS)})

    def finalize_response(self, request: Request, response: Any, *args: Any, **kwargs: Any) -> Any:
        """Tells caches what was negotiated, of errors too: what is missing in one language may be there in another."""
        if self.is_negotiated:
            patch_vary_headers(response, ("Accept-Language",))
            if response.status_code in (200, 304):
                response.headers["Content-Location"] = self.explicit_url()
        if self.admission is not None and self.admission.reader is not None:
            self._keep_for_the_reader(response, self.admission)
        return problems.without_body_for_head(request._request, response)

    def _keep_for_the_reader(self, response: Any, admission: Admission) -> None:
        """What a key opens is for its holder's own cache only, and tells what room is left."""
        told = admission.headers(response.headers["Cache-Control"])
        patch_vary_headers(response, (told.pop("Vary"),))
        for name, value in told.items():
            response.headers[name] = value

    def locale(self) -> ContentLocale:
        """The locale that is asked for by parameter, else by header, else the source."""
        asked: ContentLocale | None = self.values["locale"]
        if asked is None:
            self.is_negotiated = True
            asked = negotiation.preferred_locale(self.request.META.get("HTTP_ACCEPT_LANGUAGE", ""))
            self.values["locale"] = asked
        return asked

    def explicit_url(self, **changed: str) -> str:
        """This address with the locale spelt out, and with what else is to be different."""
        query = {**self.given, "locale": self.values["locale"].tag, **changed}
        return f"{settings.PUBLIC_ORIGIN}{quote(self.request.path)}?{urlencode(query)}"

    def answer(self, body: Any, *, language: str = _ENGLISH, validity: Validity | None = None) -> HttpResponse:
        """JSON made for this request; what is stored goes out by `send`."""
        encoded = content.encode(body)
        if validity is None:
            validity = Validity(content.digest_of_bytes(encoded))
        return self.send(encoded, language=language, validity=validity)

    def send(self, body: bytes, *, language: str, validity: Validity) -> HttpResponse:
        return caching.answer(self.request._request, body, validity=validity, language=language)
