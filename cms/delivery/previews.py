"""Where previews come from: registered from above, since the delivery side knows no drafts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from django.core.exceptions import ImproperlyConfigured

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cms.locales import ContentLocale


@dataclass(frozen=True)
class PreviewedDocument:
    """A document as it would be published, the origin still a placeholder. `type` is its type in the API."""

    type: str
    document: dict[str, Any]


class Previews(Protocol):
    """What a token opens. All raise PreviewRefused; those of one document NotFound and Gone as well."""

    def draft(self, token: str) -> PreviewedDocument:
        """The draft of one content in one locale."""

    def document_at(self, token: str, type_: str, key: str, locale: ContentLocale) -> PreviewedDocument:
        """What readers of the locale would be given at the token's moment."""

    def cards_at(self, token: str, type_: str, locale: ContentLocale) -> Sequence[dict[str, Any]]:
        """The whole list at the token's moment, by name."""


_registered: list[Previews] = []


def register(previews: Previews) -> None:
    _registered[:] = [previews]


def registered() -> Previews:
    """Raises ImproperlyConfigured."""
    if not _registered:
        raise ImproperlyConfigured("No app serves previews; cms.preview does when it is installed.")
    return _registered[0]
