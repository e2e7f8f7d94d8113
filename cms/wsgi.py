"""The door that a web server enters by: hot answers first, then Django."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from django.core.wsgi import get_wsgi_application

if TYPE_CHECKING:
    from wsgiref.types import WSGIApplication

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings.production")


def _application() -> WSGIApplication:
    django = get_wsgi_application()

    # What asks for settings and models waits until Django is set up.
    from django.conf import settings

    from cms.delivery.hot import HotAnswers

    return HotAnswers(django, most_bytes=settings.API_HOT_BYTES)


application = _application()
