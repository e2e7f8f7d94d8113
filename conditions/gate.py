"""What a condition needs before its source may go out: references, emergency advice, alternative texts, links that lead
somewhere.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.blocks import PageChooserBlock, RichTextBlock
from wagtail.models import Page, Revision
from wagtail.rich_text import extract_references_from_rich_text

from cms.gate import readiness, registry, sign_offs
from cms.gate.readiness import CLINICAL_SIGN_OFF
from cms.gate.registry import Missing
from cms.locales import SOURCE, column
from cms.publishing.rich_text import key_of
from cms.translation import units
from conditions.blocks.callouts import CalloutBlock
from conditions.blocks.media import ImageBlock
from conditions.blocks.sections import CONTENT_BLOCKS
from conditions.models import ConditionPage
from conditions.notices import notices_for
from conditions.snippets import Reference
from conditions.vocabulary import NoticeKind, SectionKey, Urgency

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from wagtail.blocks import Block

REFERENCES = "references"
EMERGENCY_ADVICE = "emergency_advice"
ALT_TEXT = "alt_text"
INTERNAL_LINKS = "internal_links"

_SECTIONS = column("sections", SOURCE)

#: The key of no page.
_NOWHERE = 0


def register_checks() -> None:
    registry.register(ConditionPage, CLINICAL_SIGN_OFF, sign_offs.missing)
    registry.register(ConditionPage, REFERENCES, references)
    registry.register(ConditionPage, EMERGENCY_ADVICE, emergency_advice)
    registry.register(ConditionPage, ALT_TEXT, alt_texts)
    registry.register(ConditionPage, INTERNAL_LINKS, internal_links)


@dataclass(frozen=True)
class _Place:
    """A block of the source's sections, or something in it; `raw` is its stored value, `at` the place in the form."""

    section: str
    at: str
    block: Block = field(compare=False)
    raw: Any = field(compare=False)


def references(page: Any) -> Iterator[Missing]:
    """At least one for each entry of the evidence; one that was deleted is none."""
    rows = page.rows("evidence")
    known = set(_existing(Reference, {pk for row in rows for pk in row.reference_ids()}))
    for place, row in enumerate(rows):
        if not known.intersection(row.reference_ids()):
            sentence = _("Evidence, entry %(number)s (%(therapy)s): it has no reference.") % {
                "number": place + 1,
                "therapy": row.therapy,
            }
            yield Missing(REFERENCES, sentence, at=f"evidence.{place}.references")


def emergency_advice(page: Any) -> Iterator[Missing]:
    """A callout that says when to call an ambulance, or a notice that does and is out."""
    if any(
        place.raw["urgency"] == Urgency.EMERGENCY for place in _blocks(page) if isinstance(place.block, CalloutBlock)
    ):
        return
    named = [item["value"] for item in page.notices.get_prep_value()]
    if any(notice.kind == NoticeKind.EMERGENCY and notice.live for notice in notices_for(named)):
        return
    sentence = _("It doesn’t say what to do in an emergency: add an emergency callout or an emergency notice.")
    yield Missing(EMERGENCY_ADVICE, sentence, at=_SECTIONS)


def alt_texts(page: Any) -> Iterator[Missing]:
    """Each image says what it tells, or that it is decorative."""
    if page.image_id and not page.image_decorative and not getattr(page, column("image_alt", SOURCE)):
        sentence = _("The page’s image has no alternative text, and is not marked as decorative.")
        yield Missing(ALT_TEXT, sentence, at=column("image_alt", SOURCE))
    for place in _blocks(page):
        if isinstance(place.block, ImageBlock) and not (place.raw.get("alt") or place.raw.get("decorative")):
            sentence = _("%(section)s: an image has no alternative text, and is not marked as decorative.") % {
                "section": place.section
            }
            yield Missing(ALT_TEXT, sentence, at=f"{place.at}.alt")


def internal_links(page: Any) -> Iterator[Missing]:
    """Each link to a page of ours leads to one that is out, or that goes out with this one or before it."""
    links = list(_links(page))
    targets = _existing(Page, {target for _place, target in links})
    out = _out(page, targets)
    for place, target in dict.fromkeys(links):
        if target not in targets:
            sentence = _("%(section)s: a link leads to a page that is no more.") % {"section": place.section}
        elif target not in out:
            sentence = _("%(section)s: a link leads to “%(target)s”, which is not published.") % {
                "section": place.section,
                "target": targets[target].draft_title,
            }
        else:
            continue
        yield Missing(INTERNAL_LINKS, sentence, at=place.at)


def _blocks(page: Any) -> Iterator[_Place]:
    """The blocks of all sections, in reading order; one of a type that is no more is in no document."""
    for section in page.sections_raw(SOURCE):
        heading = section["value"].get("heading") or SectionKey(section["type"]).label
        for item in section["value"].get("blocks") or []:
            block: Any = CONTENT_BLOCKS.get(item["type"])
            if block is not None:
                yield _Place(str(heading), f"{_SECTIONS}.{section['id']}.blocks.{item['id']}", block, item["value"])


def _links(page: Any) -> Iterator[tuple[_Place, int]]:
    """What links to pages, each with the primary key of a target."""
    for place in _blocks(page):
        for path, leaf, value in units.leaves(place.block, place.raw):
            inside = replace(place, at=place.at + path.replace("/", "."))
            if isinstance(leaf, PageChooserBlock) and value:
                yield inside, int(value)
            elif isinstance(leaf, RichTextBlock) and value:
                yield from ((inside, target) for target in _linked_pages(value))


def _linked_pages(rich_text: str) -> Iterator[int]:
    for model, key, *_rest in extract_references_from_rich_text(rich_text):
        if issubclass(model, Page):
            yield key_of(key) or _NOWHERE


def _out(page: Any, targets: Mapping[int, Page]) -> set[int]:
    """Those of the targets that readers can get, or will when this page goes out."""
    found = {key for key, target in targets.items() if target.live or key == page.pk or readiness.leaves_too(key)}
    waiting = [str(key) for key in targets if key not in found]
    if waiting:
        goes_live = max(moment for moment in (page.go_live_at, timezone.now()) if moment is not None)
        scheduled = Revision.page_revisions.filter(object_id__in=waiting, approved_go_live_at__lte=goes_live)
        found |= {int(key) for key in scheduled.values_list("object_id", flat=True)}
    return found


def _existing(model: Any, keys: set[int]) -> dict[int, Any]:
    return dict(model.objects.in_bulk(keys)) if keys else {}
