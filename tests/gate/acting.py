"""What tests of the gate do again and again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cms.gate import readiness
from cms.locales import column
from tests import factories

if TYPE_CHECKING:
    from cms.gate.registry import Missing


def lacking(page: Any) -> list[Missing]:
    """Of the latest draft."""
    return readiness.missing(factories.latest(page))


def lacks(page: Any) -> list[str]:
    return [item.policy for item in lacking(page)]


def changed(page: Any, *, by: Any = None, kind: str = "content", **fields: Any) -> Any:
    """Saves a draft with other words in the source."""
    draft = factories.write(factories.latest(page), "en", **fields)
    draft.change_kind = kind
    draft.save_revision(user=by)
    return factories.reload(page)


def translated(page: Any, *locales: str) -> Any:
    """Saves a draft that says all of it in these locales too."""
    draft = factories.latest(page)
    for tag in locales:
        words = factories.PAGES["chronic-pain"][tag]
        sections = factories.sections_of(page.slug, words)
        sections.append(call_section(words.safety))
        factories.write(
            draft, tag, name=words.name, summary=words.summary, path_segment=words.segment, sections=sections
        )
        for row in draft.evidence.get_object_list():
            setattr(row, column("statement", tag), words.overview)
    draft.save_revision()
    return factories.reload(page)


def call_section(text: str) -> dict[str, Any]:
    """When to call an ambulance."""
    call = factories.callout(text, block=factories.block_id("call"), urgency="emergency")
    return factories.section("getting_help", call, of="chronic-pain")


def add_block(page: Any, block: dict[str, Any], *, section: str = "overview") -> Any:
    """At the end of a section of the source, in a new draft."""
    sections = factories.latest(page).sections_raw("en")
    next(item for item in sections if item["type"] == section)["value"]["blocks"].append(block)
    return changed(page, sections=sections)
