"""The form of an image in the admin: alone, one of many, or inside a page's form."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from wagtail.admin.forms.collections import BaseCollectionMemberForm
from wagtail.images.forms import BaseImageForm
from wagtail.search import index
from wagtail.tasks import delete_file_from_storage_task

from cms.images.files import FORMER_RECIPES, RECIPES
from cms.images.uploads import ImageUploadField

if TYPE_CHECKING:
    from cms.images.models import CreditedImage


class ImageForm(BaseImageForm):
    """Wagtail's form, which drops all files of an image with the file that they were made of; readers still need
    theirs until the worker has made others.
    """

    instance: CreditedImage

    class Meta(BaseImageForm.Meta):
        pass

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "file" in self.fields:
            wagtails = self.fields["file"]
            self.fields["file"] = ImageUploadField(
                label=wagtails.label, required=wagtails.required, widget=wagtails.widget, initial=wagtails.initial
            )

    def save(self, commit: bool = True) -> CreditedImage:  # noqa: FBT001, FBT002 -- Django's signature
        has_new_file = "file" in self.changed_data
        if commit:
            self.instance.store_file()
        with transaction.atomic():
            BaseCollectionMemberForm.save(self, commit=commit)
            if commit:
                if has_new_file and self.original_file:
                    self._drop_what_the_admin_made_of(self.original_file)
                index.insert_or_update_object(self.instance)
        return self.instance

    def _drop_what_the_admin_made_of(self, original: Any) -> None:
        for rendition in self.instance.renditions.exclude(filter_spec__in=(*RECIPES, *FORMER_RECIPES)):
            rendition.delete()
        storage, name = original.storage.deconstruct(), original.name
        transaction.on_commit(lambda: delete_file_from_storage_task.enqueue(storage, name))
