"""Under which terms a document may be used, as documents show it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from cms.translation.texts import Texts
    from home.models import SiteProfile


def rights_document(profile: SiteProfile | None, texts: Texts, locale: str) -> dict[str, Any]:
    """All null where nobody has filled in the site's settings."""
    nearest = texts.nearest(profile, locale) if profile else None
    fields = nearest[1] if nearest else {}
    return {
        "publisher": fields.get("publisher") or None,
        "license": (profile.license or None) if profile else None,
        "attribution_text": fields.get("attribution_text") or None,
        "attribution_url": (profile.attribution_url or None) if profile else None,
    }
