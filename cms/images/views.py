"""Wagtail's views of images, with files read and written before what is stored of them is, and with own filters.

A large file takes seconds, in which with SQLite nobody else could save if a transaction were open.
"""

from __future__ import annotations

from pathlib import PurePath
from typing import TYPE_CHECKING, Any

from django.core.files import File
from wagtail.images.views import images, multiple
from wagtail.images.views.bulk_actions import DeleteBulkAction

from cms.images import uses
from cms.images.filters import ImageFilterSet

if TYPE_CHECKING:
    from django.http import HttpResponse


class IndexView(images.IndexView):
    filterset_class = ImageFilterSet
    results_template_name = "images/index_results.html"


class AddView(multiple.AddView):
    template_name = "images/add_multiple.html"

    def get_edit_upload_form_context_data(self) -> dict[str, Any]:
        """The title that the browser made of the file's name, which Wagtail forgets where more is asked for."""
        self.object.title = self.request.POST.get("title") or self.object.title
        context: dict[str, Any] = super().get_edit_upload_form_context_data()
        return context


class DeleteView(images.DeleteView):
    template_name = "images/confirm_delete.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), "documents": uses.documents_that_show(self.object.pk)}


class DeleteManyView(DeleteBulkAction):
    template_name = "images/confirm_bulk_delete.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        ids = (shown["item"].pk for shown in context["items"])
        return {**context, "documents": uses.documents_that_show(*ids)}


class CreateView(images.CreateView):
    def form_valid(self, form: Any) -> HttpResponse:
        form.instance.store_file()
        return super().form_valid(form)


class EditView(images.EditView):
    def form_valid(self, form: Any) -> HttpResponse:
        form.instance.store_file()
        return super().form_valid(form)


class CreateFromUploadView(multiple.CreateFromUploadedImageView):
    def save_object(self, form: Any) -> None:
        upload = self.upload.file
        self.object.file = File(upload.file, name=PurePath(upload.name).name)
        self.object.uploaded_by_user = self.request.user
        self.object.store_file()
        form.save()
