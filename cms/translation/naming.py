"""Names in the admin: in the language of the person, else in the source's."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.utils.translation import get_language

from cms.locales import BY_TAG, SOURCE, UnknownLocale, column, get


def name_for_admin(content: object, field: str = "name") -> str:
    """The name in the admin's language where there is one, else the source's; empty for content without any."""
    try:
        reading_order = get(get_language() or SOURCE).reading_order
    except UnknownLocale:
        reading_order = BY_TAG[SOURCE].reading_order
    names = (getattr(content, column(field, tag)) for tag in reading_order)
    return next((name for name in names if name), "")


def source_name(content: Any) -> str:
    """What content is called in the source language, else whatever it calls itself."""
    fields = (column(field, SOURCE) for field in ("name", "publisher"))
    return next((name for field in fields if (name := getattr(content, field, ""))), None) or str(content)


def name_of(content: Any) -> str:
    """What content is called in the admin, whatever it is."""
    if hasattr(content, "get_admin_display_title"):
        return str(content.get_admin_display_title())
    return str(content)


class AdminName:
    """Content that is called by its translated `name`."""

    def __str__(self) -> str:
        return name_for_admin(self)


def language_of(user: Any | None) -> str:
    """The language that a person has chosen for the admin, else the installation's."""
    profile = getattr(user, "wagtail_userprofile", None)
    return str((profile and profile.preferred_language) or settings.LANGUAGE_CODE)


def name_of_person(user: Any | None) -> str:
    """The full name, else the user name; empty for nobody."""
    return "" if user is None else str(user.get_full_name() or user.get_username())
