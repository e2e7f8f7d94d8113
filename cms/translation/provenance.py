"""How a locale's text came to be, and whether the source has moved on since: `translation` in the API."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cms.locales import SOURCE
from cms.publishing.content import timestamp

if TYPE_CHECKING:
    from cms.translation.texts import Texts


def translation(texts: Texts, content: Any, locale: str) -> dict[str, Any]:
    """The provenance of a locale that is out."""
    release = texts.release(content, locale)
    since = release.outdated_since if release else None
    return {
        "status": texts.status(content, locale),
        "source_locale": SOURCE,
        "source_version": release.source_version if release else None,
        "outdated_since": timestamp(since) if since else None,
        "outdated_parts": release.outdated_parts if release else [],
        "method": release.method if release else None,
        "released_at": timestamp(release.released_at) if release and release.released_at else None,
    }
