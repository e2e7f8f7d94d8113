"""Takes a locale's text out of the content, as it is exchanged with those who translate elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.translation import gettext as _

from cms.locales import BY_TAG, SOURCE
from cms.translation import contents, desk, drafts, marks
from cms.translation.exchange import po, xliff
from cms.translation.exchange.files import ExchangedContent, ExchangedSegment
from cms.translation.labels import part_label
from cms.translation.models import SegmentComment, WorkState
from cms.translation.naming import source_name
from cms.translation.work import works_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from cms.translation.bilingual import Bilingual
    from cms.translation.marks import Marks
    from cms.translation.segments import Segment

FORMATS = {"xliff": xliff.write, "po": po.write}
SUFFIXES = {"xliff": ".xlf", "po": ".po"}


def exported(content: Any, locale: str) -> ExchangedContent:
    """All segments of the source with what the draft says in the locale; a handful of queries."""
    moment = timezone.now()
    draft = drafts.latest(content)
    sheet = desk.open_sheet(draft, locale)
    known = marks.of(draft.content_id, locale)
    work = works_of(draft.content_id).get(locale)
    is_done = work is not None and work.state == WorkState.DONE
    said = _comments(draft.content_id, locale)
    return ExchangedContent(
        content_id=str(draft.content_id),
        kind=type(draft)._meta.label_lower,
        name=source_name(draft),
        source_locale=SOURCE,
        target_locale=locale,
        exported_at=moment,
        segments=tuple(
            ExchangedSegment(
                path=segment.path,
                source=segment.source,
                target=segment.target,
                state=_state(segment, known, is_done=is_done),
                note=_note(segment, sheet, said),
                limit=segment.limit,
            )
            for segment in sheet.segments
            if segment.source and not segment.is_own
        ),
    )


def all_that_is_out() -> Iterator[Any]:
    """What was taken down needs no translation, and what is not out yet may still change."""
    return (content for content in contents.everything() if drafts.is_live(content))


class FileNames:
    """Names that a person recognises in a folder, never the same for two."""

    def __init__(self, locale: str, *, format: str) -> None:
        self._end = f".{locale}{SUFFIXES[format]}"
        self._given: set[str] = set()

    def name(self, content: Any, exchanged: ExchangedContent) -> str:
        kind = type(content)._meta.model_name
        name = f"{kind}-{getattr(content, 'slug', '') or exchanged.content_id}{self._end}"
        if name in self._given:
            name = f"{kind}-{content.slug}-{exchanged.content_id}{self._end}"
        self._given.add(name)
        return name


def file_of(contents: Sequence[ExchangedContent], *, format: str) -> bytes:
    return FORMATS[format](contents)


def _state(segment: Segment, known: Marks, *, is_done: bool) -> str:
    """In the words of XLIFF 2.0: what has to be looked at is `initial`, with the text that is there."""
    if not segment.target or segment.is_outdated or marks.is_unread(segment, known):
        return "initial"
    return "final" if is_done else "translated"


def _note(segment: Segment, sheet: Bilingual, said: Mapping[str, list[str]]) -> str:
    lines = [part_label(sheet.model, segment.part)]
    if segment.is_outdated:
        lines.append(_("The source has changed. The translation was made from: %(text)s") % {"text": segment.made_from})
    if segment.inherited:
        below = BY_TAG[BY_TAG[sheet.locale].overlays or SOURCE].own_name
        lines.append(
            _("Left empty, it is as in %(language)s: %(text)s") % {"language": below, "text": segment.inherited}
        )
    return "\n".join([*lines, *said.get(segment.path, [])])


def _comments(content_id: Any, locale: str) -> dict[str, list[str]]:
    """The open comments by path, oldest first."""
    found: dict[str, list[str]] = {}
    for comment in SegmentComment.objects.filter(content_id=content_id, locale=locale, resolved_at=None):
        found.setdefault(comment.path, []).append(f"{comment.author_name}: {comment.text}")
    return found
