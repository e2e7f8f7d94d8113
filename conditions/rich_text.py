"""The glossary term in rich text: how it is stored, how the editor shows it, and what it refers to.

Stored as `<a linktype="glossary-term" id="7">off-label</a>`; `cms.publishing.rich_text` makes it `<dfn
data-term="off-label">`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from draftjs_exporter.dom import DOM
from wagtail.admin.rich_text.converters.html_to_contentstate import InlineEntityElementHandler
from wagtail.rich_text import LinkHandler

from conditions.snippets import GlossaryTerm

if TYPE_CHECKING:
    from collections.abc import Iterator

FEATURE = "glossary-term"
ENTITY = "GLOSSARY-TERM"


class GlossaryTermLinkHandler(LinkHandler):
    identifier = FEATURE

    @staticmethod
    def get_model() -> type[GlossaryTerm]:
        return GlossaryTerm

    @classmethod
    def extract_references(cls, attrs: dict[str, Any]) -> Iterator[tuple[type[GlossaryTerm], Any, str, str]]:
        yield GlossaryTerm, attrs["id"], "", ""


class GlossaryTermElementHandler(InlineEntityElementHandler):
    """From stored HTML to the editor's entity."""

    mutability = "MUTABLE"

    def get_attribute_data(self, attrs: dict[str, Any]) -> dict[str, Any]:
        term = GlossaryTerm.objects.filter(pk=attrs["id"]).first()
        return {"id": attrs["id"], "string": str(term) if term else "", "edit_link": ""}


def entity_decorator(props: dict[str, Any]) -> Any:
    """From the editor's entity to stored HTML."""
    return DOM.create_element("a", {"linktype": FEATURE, "id": props.get("id")}, props["children"])
