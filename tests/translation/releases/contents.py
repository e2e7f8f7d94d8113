"""Contents whose translations are approved, refused and taken back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests import factories

if TYPE_CHECKING:
    from collections.abc import Callable

WHOLE = ["es", "fr", "ar", "zh-Hans"]
#: How each kind is made, and the field of its that is translated.
SHARED: dict[str, tuple[Callable[..., Any], str]] = {
    "therapy": (factories.therapy, "name"),
    "glossary term": (factories.glossary_term, "name"),
    "site": (factories.profile, "publisher"),
}


def waiting_for(*locales):
    """A page whose source is out and whose translations wait for approval."""
    return factories.publish(factories.draft(locales=("en", *locales)))
