"""What the admin does otherwise with images than Wagtail: no transaction while pixels are read, and own filters.

The paths are Wagtail's own and come first, because `cms.images` stands before `wagtail.images`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.transaction import non_atomic_requests
from django.urls import path
from wagtail import hooks
from wagtail.images.views import images, multiple
from wagtail.images.views.chooser import viewset as chooser

from cms.images.filters import ImageFilterSet
from cms.images.pixels import PlainOperation

if TYPE_CHECKING:
    from django.urls import URLPattern


class IndexView(images.IndexView):
    filterset_class = ImageFilterSet


@hooks.register("register_admin_urls")
def register_image_urls() -> list[URLPattern]:
    """A file is read to its end to check it, and the admin's own small copies are made of it: seconds for a large
    one, in which with SQLite nobody else could save. What is stored then is stored in a transaction of its own.
    """
    return [
        path("images/", IndexView.as_view()),
        path("images/results/", IndexView.as_view(results_only=True)),
        path("images/add/", non_atomic_requests(images.CreateView.as_view())),
        path("images/<int:image_id>/", non_atomic_requests(images.EditView.as_view())),
        path("images/multiple/add/", non_atomic_requests(multiple.AddView.as_view())),
        path("images/chooser/create/", non_atomic_requests(chooser.create_view)),
    ]


@hooks.register("register_image_operations")
def register_plain() -> list[tuple[str, Any]]:
    return [("plain", PlainOperation)]
