"""The whole surface on one screen."""

from __future__ import annotations

from django.conf import settings
from django.urls import include, path
from django.views.static import serve
from wagtail.admin import urls as wagtailadmin_urls

from cms.delivery import health
from cms.delivery.sitemap import sitemap
from cms.gate.refusals import explained
from cms.translation.transactions import atomic_posts

urlpatterns = [
    path("admin/", include(explained(atomic_posts(wagtailadmin_urls.urlpatterns)))),
    path("api/v1/", include("cms.delivery.urls")),
    path("preview/", include("cms.preview.urls")),
    path("health/live/", health.live),
    path("health/ready/", health.ready),
    path("sitemap.xml", sitemap),
]

if settings.SERVE_MEDIA:
    urlpatterns.append(path("media/<path:path>", serve, {"document_root": settings.MEDIA_ROOT}))

handler400 = "cms.delivery.problems.bad_request"
handler403 = "cms.delivery.problems.permission_denied"
handler404 = "cms.delivery.problems.page_not_found"
handler500 = "cms.delivery.problems.server_error"
