"""Where the admin shows what the gate says, and where people act on it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import reverse

if TYPE_CHECKING:
    from cms.gate.registry import Missing

#: In the address of an edit form: the page was about to go out, and did not.
REFUSED = "refused"

#: What stands in the address before a place in the form; Wagtail's own, which its references use too.
_PLACE = "#:w:contentpath="


def edit_url(page: Any) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def sign_url(page: Any) -> str:
    return reverse("gate_sign", args=[page.pk])


def break_glass_url(page: Any) -> str:
    return reverse("gate_break_glass", args=[page.pk])


def panel_url(page: Any) -> str:
    """With 0 for a page that is not saved yet: the key is put in when it is."""
    return reverse("gate_panel", args=[page.pk or 0])


def link_of(item: Missing, page: Any) -> str:
    """Where what is missing can be mended: its field, wherever the link is clicked, or a page of its own."""
    return item.url or (f"{edit_url(page)}{_PLACE}{item.at}" if item.at else edit_url(page))
