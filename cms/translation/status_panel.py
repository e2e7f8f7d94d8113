"""The status panel of the edit form: where this content is delivered, in which locales, and why not in the others."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from wagtail.admin.panels import Panel

from cms.publishing import registry
from cms.translation import status
from cms.translation.edit_urls import release_url

if TYPE_CHECKING:
    from collections.abc import Callable


@dataclass(frozen=True)
class Link:
    """Where the panel leads besides; the URL is that of a content object."""

    label: Any
    url: Callable[[Any], str]


_links: list[Link] = []


def add_link(link: Link) -> None:
    """Apps above translation do so when they are ready."""
    if link not in _links:
        _links.append(link)


class StatusPanel(Panel):
    """Shows a row per content locale with what may be done there."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "translation/status_panel.html"

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            context: dict[str, Any] = super().get_context_data(parent_context)
            if self.instance.pk is None:
                return {**context, "rows": []}
            rows = status.of(self.instance, user=self.request.user)
            return {
                **context,
                "rows": [
                    (row, "" if row.locale.is_source else release_url(self.instance, row.locale.tag)) for row in rows
                ],
                "is_delivered": registry.is_published(type(self.instance)),
                "endpoint": _endpoint(self.instance),
                "links": [(link.label, link.url(self.instance)) for link in _links],
            }


def _endpoint(content: Any) -> str:
    """The path of the document in the API, without its locale; empty where the content has no document."""
    if not registry.is_published(type(content)):
        return ""
    from cms.publishing.addresses import api_path

    return api_path(registry.kind_of(content).type, getattr(content, "slug", ""))
