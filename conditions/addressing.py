"""What a slug and a path segment may be: each leads to one page, so each is taken once per type,
segments once per locale too.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.pages import CopyForm

from cms.locales import CONTENT_LOCALES, column

if TYPE_CHECKING:
    from django.db import models

#: What ends or splits a part of an address.
_UNFIT = re.compile(r"[\s/?#%\\]")


def check_address(content: Any) -> None:
    """Puts segments in Unicode NFC, empty ones to None. Raises ValidationError, which names each column at fault."""
    faults = {}
    others = type(content)._default_manager.exclude(pk=content.pk)
    if others.filter(slug=content.slug).exists():
        faults["slug"] = _slug_is_taken()
    for locale in CONTENT_LOCALES:
        name = column("path_segment", locale.tag)
        segment = unicodedata.normalize("NFC", getattr(content, name) or "") or None
        setattr(content, name, segment)
        # The source goes by its slug where it has no segment.
        effective = segment or (content.slug if locale.is_source else None)
        if segment and _UNFIT.search(segment):
            faults[name] = ValidationError(_("A path segment has no space, slash or sign of an address in it."))
        elif effective and _is_taken(others, name, effective, is_source=locale.is_source):
            faults[name] = ValidationError(
                _("“%(segment)s” is taken by another page in this language. Choose another."),
                params={"segment": effective},
            )
    if faults:
        raise ValidationError(faults)


class OnePageCopyForm(CopyForm):
    """Copies one page under a slug that is free; pages below would keep theirs, which are taken."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields.pop("copy_subpages", None)

    def clean(self) -> Any:
        cleaned = super().clean()
        slug = cleaned.get("new_slug")
        if slug and self.page.specific_class._default_manager.filter(slug=slug).exists():
            self.add_error("new_slug", _slug_is_taken())
        return cleaned


def _is_taken(others: models.QuerySet[Any], name: str, segment: str, *, is_source: bool) -> bool:
    by_slug = Q(slug=segment) & (Q(**{f"{name}__isnull": True}) | Q(**{name: ""}))
    return others.filter(Q(**{name: segment}) | by_slug if is_source else Q(**{name: segment})).exists()


def _slug_is_taken() -> ValidationError:
    return ValidationError(_("This slug is taken by another page. Choose another."))
