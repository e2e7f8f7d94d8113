"""The addresses below /api/v1/."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import path

from cms.delivery.documentation import DocsView, OpenApiView, SearchDemoView
from cms.delivery.endpoints import BASE_PATH, ENDPOINTS

if TYPE_CHECKING:
    from django.urls import URLPattern

    from cms.delivery.endpoints import Endpoint

app_name = "api"

_LINKS = {endpoint.link: BASE_PATH + endpoint.path for endpoint in ENDPOINTS if endpoint.link}
_LINKS |= {"openapi": f"{BASE_PATH}openapi.json", "docs": f"{BASE_PATH}docs/"}


def _pattern(endpoint: Endpoint) -> URLPattern:
    options = {"links": _LINKS} if endpoint.name == "index" else endpoint.options
    view = endpoint.view.as_view(parameters=endpoint.parameters, deprecation=endpoint.deprecation, **options)
    return path(endpoint.path, view, name=endpoint.name)


urlpatterns = [
    *map(_pattern, ENDPOINTS),
    path("openapi.json", OpenApiView.as_view(), name="openapi"),
    path("docs/", DocsView.as_view(), name="docs"),
    path("docs/search/", SearchDemoView.as_view(), name="search-demo"),
]
