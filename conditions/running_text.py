"""The running text of what is being written: of a condition, the words that its document will be measured on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cms.locales import SOURCE
from cms.publishing.plain import plain_text
from cms.publishing.rich_text import Links, clean_html
from conditions.blocks.sections import section_document

if TYPE_CHECKING:
    from collections.abc import Mapping

_NOWHERE = Links(page=lambda _page_id: None, term=lambda _term_id: None)


class _Words:
    """Reads blocks for their words only, so that nothing is asked of the database."""

    def rich_text(self, stored: str) -> str:
        return clean_html(stored, links=_NOWHERE)

    def image(self, image_id: int | None) -> dict[str, Any] | None:
        return None if image_id is None else {}

    def page_link(self, page_id: int | None) -> dict[str, Any] | None:
        return None if page_id is None else dict.fromkeys(("id", "slug", "name", "locale", "url"), "")


def of_condition(fields: Mapping[str, Any]) -> str:
    """Plain text, a line per paragraph or item."""
    sections = fields.get("sections") or []
    # The locale is only written into the document, which is not kept.
    documents = (section_document(section, _Words(), locale=SOURCE, direction="ltr") for section in sections)
    return "\n".join(document["plain_text"] for document in documents)


def of_therapy(fields: Mapping[str, Any]) -> str:
    """Its documents are not measured; the person who writes it wants to know all the same."""
    return plain_text(clean_html(fields.get("description") or "", links=_NOWHERE))
