"""Files that were uploaded, kept until their import is applied, called off, or a day old."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _, ngettext

from cms.translation.exchange import reading
from cms.translation.models import ImportedFile

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.core.files.uploadedfile import UploadedFile

    from cms.translation.exchange.files import ReadFile

#: Of all files of one upload; a single file may be as large.
MAX_BYTES = reading.MAX_BYTES

KEPT = timedelta(days=1)


class UploadRefused(Exception):
    """The message is a sentence for the person."""


class NotKept(Exception):
    """Some of the files are not there any more."""


def size_limit() -> str:
    """To be said before somebody chooses files."""
    return _("At most %(size)d MB in all.") % {"size": MAX_BYTES // 1024 // 1024}


def keep(uploaded: Sequence[UploadedFile[Any]], *, by: Any) -> list[int]:
    """Keeps the files of one upload in place of this person's former ones, and gives their keys.

    Raises UploadRefused, before a file is read.
    """
    if not uploaded:
        raise UploadRefused(_("Choose at least one file."))
    total = sum(file.size or 0 for file in uploaded)
    if total > MAX_BYTES:
        message = ngettext(
            "The file has %(total)d MB. %(limit)s Split it into several files and import one after the other.",
            "The files have %(total)d MB. %(limit)s Import them in several goes.",
            len(uploaded),
        )
        raise UploadRefused(message % {"total": -(-total // 1024 // 1024), "limit": size_limit()})
    with transaction.atomic():
        ImportedFile.objects.filter(uploaded_by=by).delete()
        forget_old()
        return [
            ImportedFile.objects.create(name=(file.name or "")[-255:], data=file.read(), uploaded_by=by).pk
            for file in uploaded
        ]


def read(keys: Sequence[int], *, by: Any) -> dict[str, ReadFile]:
    """What the files say, by name. Raises NotKept or UnreadableFile."""
    found: dict[str, ReadFile] = {}
    for key in keys:
        kept = _kept([key], by=by).first()
        if kept is None:
            raise NotKept
        name = _free_name(kept.name, taken=found)
        found[name] = reading.read_file(bytes(kept.data), name=name)
    return found


def are_kept(keys: Sequence[int], *, by: Any) -> bool:
    return _kept(keys, by=by).count() == len(keys)


def take_away(keys: Sequence[int], *, by: Any) -> None:
    """In the transaction of the import, so that no file is imported twice. Raises NotKept."""
    number, _by_model = _kept(keys, by=by).delete()
    if number != len(keys):
        raise NotKept


def discard(keys: Sequence[int], *, by: Any) -> None:
    ImportedFile.objects.filter(pk__in=keys, uploaded_by=by).delete()


def forget_old() -> int:
    """Nobody will come back for them; returns how many there were."""
    number, _by_model = ImportedFile.objects.filter(uploaded_at__lt=timezone.now() - KEPT).delete()
    return number


def _kept(keys: Sequence[int], *, by: Any) -> Any:
    return ImportedFile.objects.filter(pk__in=keys, uploaded_by=by, uploaded_at__gte=timezone.now() - KEPT)


def _free_name(name: str, *, taken: dict[str, ReadFile]) -> str:
    """Two folders may have files of one name."""
    free, number = name, 1
    while free in taken:
        number += 1
        free = f"{name} ({number})"
    return free
