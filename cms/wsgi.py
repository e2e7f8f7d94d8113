"""The door that a web server enters by: hot answers first, then Django."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from django.core.wsgi import get_wsgi_application

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any
    from wsgiref.types import StartResponse, WSGIApplication

    Environ = dict[str, Any]

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings.production")

_SAID_TO_BE_SAFE = "HTTP_X_FORWARDED_PROTO"


def make() -> WSGIApplication:
    django = get_wsgi_application()

    # What asks for settings and models waits until Django is set up.
    from django.conf import settings

    from cms.access.addresses import is_from_proxy
    from cms.delivery.hot import HotAnswers

    answers = HotAnswers(django, most_bytes=settings.API_HOT_BYTES)

    def application(environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        """Anybody may say that a connection was safe; only a proxy of ours knows."""
        if _SAID_TO_BE_SAFE in environ and not is_from_proxy(environ):
            del environ[_SAID_TO_BE_SAFE]
        return answers(environ, start_response)

    return application


application = make()
