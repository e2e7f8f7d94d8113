"""Images with the rights to them, and the files that readers get."""

from __future__ import annotations

import posixpath
import secrets
from typing import Any, ClassVar

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _
from wagtail.images.models import AbstractImage, AbstractRendition, Filter
from wagtail.search import index

from cms.images.fields import AddressField
from cms.images.licences import Licence

#: The operation in a filter that lets nothing but pixels through; see `pixels`.
PLAIN = "plain"


def hidden(name: str) -> str:
    """In a folder that nobody can guess: the file as it was uploaded may tell where and by whom it was taken."""
    return posixpath.join(secrets.token_hex(8), name)


class CreditedImage(AbstractImage):
    """A file that somebody made, under a licence. What it tells readers stands where it is used, in each language."""

    credit = models.CharField(
        _("credit"),
        max_length=255,
        help_text=_("Who made the image, as readers are told: “Photo: Ana Sample”, “Sample Health”."),
    )
    license = models.CharField(
        _("licence"), max_length=40, choices=Licence, help_text=_("What allows you to publish the image.")
    )
    source_url = AddressField(
        _("source"), max_length=500, blank=True, help_text=_("The page that the image was taken from, if any.")
    )
    #: When the worker is asked again for readers' files, if they are not there by then; null when all are there.
    files_due_at = models.DateTimeField(null=True, blank=True, editable=False, db_index=True)
    #: How often it was asked for the files of this very file.
    files_asked = models.PositiveSmallIntegerField(default=0, editable=False)

    admin_form_fields: ClassVar[tuple[str, ...]] = (
        "title", "file", "credit", "license", "source_url", "collection", "tags",
        "focal_point_x", "focal_point_y", "focal_point_width", "focal_point_height",
    )  # fmt: skip
    search_fields: ClassVar[list[Any]] = [
        *AbstractImage.search_fields,
        index.SearchField("credit"),
        index.FilterField("credit"),
        index.FilterField("license"),
    ]

    class Meta:
        verbose_name = _("image")
        verbose_name_plural = _("images")
        #: Who may do what with images is said by the permissions of Wagtail's own model, per collection.
        default_permissions = ()

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Who listens to the save does so in its transaction."""
        self.store_file()
        with transaction.atomic():
            super().save(*args, **kwargs)

    def store_file(self) -> None:
        """Writes a file that has just come, and asks anew for those that readers get of it. Best before a transaction:
        Wagtail reads all the pixels to know how many there are.
        """
        if self.file and not self.file._committed:
            self._set_image_file_metadata()
            self.file.save(self.file.name, self.file.file, save=False)
            self.files_due_at, self.files_asked = None, 0

    def get_upload_to(self, filename: str) -> str:
        folder, name = posixpath.split(super().get_upload_to(filename))
        return posixpath.join(folder, hidden(name))

    def generate_rendition_file(self, filter: Filter, *, source: Any = None) -> Any:
        """What the admin shows of an image lies beside what readers get, where everybody can guess its address: it too
        is pixels only.
        """
        is_plain = PLAIN in filter.spec.split("|")
        return super().generate_rendition_file(filter if is_plain else Filter(f"{filter.spec}|{PLAIN}"), source=source)


class Rendition(AbstractRendition):
    """One file that was made of an image: for readers, or for the admin."""

    image = models.ForeignKey(CreditedImage, related_name="renditions", on_delete=models.CASCADE)
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["image", "filter_spec", "focal_point_key"], name="rendition_once")
        ]

    def __str__(self) -> str:
        return str(self.file.name)
