"""What the reading view's templates need to say: words for enumerated values, names and directions of languages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import template
from django.utils.dateparse import parse_date
from django.utils.safestring import mark_safe

from cms.locales import BY_TAG
from cms.preview import kinds

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from django.utils.safestring import SafeString

register = template.Library()


@register.filter
def word(value: str, of: str) -> str:
    """The label of an enumerated value; the value itself where nobody has registered one."""
    return str(kinds.labels().get(of, {}).get(value, value))


@register.filter
def language(tag: str) -> str:
    """What a locale calls itself."""
    return BY_TAG[tag].own_name


@register.filter
def direction(tag: str) -> str:
    return BY_TAG[tag].direction


@register.filter
def day(value: str | None) -> date | None:
    """The date in a document, to be written in the language of the page around it."""
    return parse_date(value) if value else None


@register.filter
def clean(html: str) -> SafeString:
    """Rich text of a document as it is: it was cleaned when the document was built (cms.publishing.rich_text)."""
    return mark_safe(html)  # noqa: S308 -- see above


@register.filter
def webp(renditions: Sequence[Mapping[str, Any]]) -> str:
    """For `srcset`."""
    found = (file for file in renditions if file["format"] == "webp")
    return ", ".join(f"{file['url']} {file['width']}w" for file in found)


@register.filter
def fallback_file(renditions: Sequence[Mapping[str, Any]]) -> Mapping[str, Any] | None:
    """The file for what does not know WebP; None while the worker has made none."""
    jpeg = (file for file in renditions if file["format"] == "jpeg")
    return next(jpeg, renditions[0] if renditions else None)
