"""What the admin does otherwise with images than Wagtail.

The paths are Wagtail's own and come first, because `cms.images` stands before `wagtail.images`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.transaction import non_atomic_requests
from django.urls import path
from wagtail import hooks
from wagtail.images.views.chooser import viewset as chooser

from cms.images import views
from cms.images.models import PLAIN
from cms.images.pixels import PlainOperation

if TYPE_CHECKING:
    from django.urls import URLPattern


@hooks.register("register_admin_urls")
def register_image_urls() -> list[URLPattern]:
    """What is stored is stored in transactions of its own; see `views`."""
    return [
        path("images/", views.IndexView.as_view()),
        path("images/results/", views.IndexView.as_view(results_only=True)),
        path("images/add/", non_atomic_requests(views.CreateView.as_view())),
        path("images/<int:image_id>/", non_atomic_requests(views.EditView.as_view())),
        path("images/<int:image_id>/delete/", views.DeleteView.as_view()),
        path("images/multiple/add/", non_atomic_requests(views.AddView.as_view())),
        path(
            "images/multiple/create_from_uploaded_image/<int:uploaded_file_id>/",
            non_atomic_requests(views.CreateFromUploadView.as_view()),
        ),
        path("images/chooser/create/", non_atomic_requests(chooser.create_view)),
    ]


hooks.register("register_bulk_action", views.DeleteManyView, order=1)


@hooks.register("register_image_operations")
def register_plain() -> list[tuple[str, Any]]:
    return [(PLAIN, PlainOperation)]
