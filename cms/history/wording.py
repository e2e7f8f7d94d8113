"""What the parts of a document are called in the admin, and how its changes are shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext, gettext_lazy as _

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from django.utils.safestring import SafeString

    from cms.translation.difference import Change

#: By a part's key, a block's kind or a piece's name. A key that is not here is its own name.
_LABELS = {
    "about": _("Name and summary"),
    "accessed": _("Read on"),
    "address": _("Addresses"),
    "alarms": _("Published by break-glass"),
    "alternates": _("Other languages"),
    "alt": _("Alternative text"),
    "answer": _("Answer"),
    "attribution_text": _("Attribution"),
    "attribution_url": _("Address of the attribution"),
    "audience": _("Audience"),
    "authors": _("Author"),
    "breadcrumb": _("Topic above"),
    "callout": _("Callout"),
    "caption": _("Caption"),
    "care_setting": _("Care setting"),
    "children": _("Page below"),
    "classification": _("Classification"),
    "codes": _("Medical code"),
    "contact": _("Contact"),
    "credentials": _("Credentials"),
    "credit": _("Credit"),
    "decorative": _("Decorative"),
    "definition": _("Definition"),
    "description": _("Description"),
    "do": _("Do"),
    "do_and_dont": _("Do and don’t"),
    "dont": _("Don’t"),
    "doi": "DOI",
    "due": _("Next review due"),
    "evidence": _("Evidence"),
    "fallbacks": _("Part in another language"),
    "image": _("Image"),
    "jurisdiction": _("Jurisdiction"),
    "key_facts": _("Key facts"),
    "kind": _("Kind"),
    "languages": _("Languages"),
    "last_reviewed": _("Last reviewed"),
    "level": _("Level of evidence"),
    "license": _("Licence"),
    "link": _("Link"),
    "locale": _("Language"),
    "list": _("List"),
    "match": _("Match"),
    "method": _("How it was translated"),
    "name": _("Name"),
    "navigation": _("Topic"),
    "notices": _("Notice"),
    "opening_hours": _("Opening hours"),
    "other_names": _("Other name"),
    "outdated_parts": _("Outdated part"),
    "outdated_since": _("Outdated since"),
    "paragraph": _("Paragraph"),
    "path": _("Path"),
    "pmcid": "PMCID",
    "pmid": "PMID",
    "publisher": _("Publisher"),
    "question": _("Question"),
    "quote": _("Quote"),
    "readability": _("Readability"),
    "references": _("Reference"),
    "regulatory_status": _("Regulatory status"),
    "related": _("Related page"),
    "related_link": _("Link to a related page"),
    "release": _("Release"),
    "released_at": _("Released"),
    "renditions": _("File"),
    "review": _("Medical review"),
    "reviewers": _("Reviewer"),
    "reviews": _("Medical reviews"),
    "rights": _("Rights"),
    "role": _("Role"),
    "seo": _("For search engines"),
    "sign_offs": _("Clinical sign-offs"),
    "slug": _("Key"),
    "source_locale": _("Language of the source"),
    "source_version": _("Version of the source"),
    "specialties": _("Specialty"),
    "statement": _("Statement"),
    "status": _("Status"),
    "steps": _("Steps"),
    "summary": _("Summary"),
    "surroundings": _("Topics and related pages"),
    "table": _("Table"),
    "therapy": _("Therapy"),
    "timing": _("When"),
    "title": _("Title"),
    "topic": _("Topic"),
    "translation": _("Translation"),
    "url": _("Address"),
    "type": _("Type"),
    "urgency": _("Urgency"),
    "value": _("Value"),
    "video": _("Video"),
    "web_url": _("Address in the front end"),
}

#: Running text, which needs no name.
_UNNAMED = frozenset({"", "text", "items", "columns", "rows"})


def label(key: str) -> str:
    """Empty for running text."""
    if key in _UNNAMED:
        return ""
    return str(_LABELS.get(key) or key.replace("_", " ").capitalize())


def part_label(key: str, *, heading: Sequence[Change]) -> str:
    """What it is called in the admin; empty for a section whose heading says that already."""
    name = label(key.removeprefix("sections."))
    return "" if [change.text for change in heading] == [name] else name


def marked(words: Iterable[Change]) -> SafeString:
    """`<ins>` and `<del>`, said aloud to those who do not see them: few screen readers tell them by themselves."""
    return format_html_join("", "{}", ((_marked(change),) for change in words))


def _marked(change: Change) -> str:
    if change.kind == "equal":
        return change.text
    element, spoken = ("ins", gettext("added:")) if change.kind == "insert" else ("del", gettext("removed:"))
    return format_html(
        "<{0}><span class='w-sr-only'> {1} </span>{2}<span class='w-sr-only'> {3} </span></{0}>",
        element,
        spoken,
        change.text,
        gettext("(end)"),
    )
