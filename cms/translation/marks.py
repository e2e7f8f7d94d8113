"""What is known of the texts of segments: which came from a machine, which were read, which faults were accepted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils import timezone

from cms.publishing.content import digest_of
from cms.translation.models import Origin, SegmentMark

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from uuid import UUID

    from cms.translation.segments import Segment

#: The marks of a locale by the anchor of the segment and the digest of its text.
Marks = dict[tuple[str, str], SegmentMark]


def of(content_id: UUID, locale: str) -> Marks:
    """One query."""
    found = SegmentMark.objects.filter(content_id=content_id, locale=locale)
    return {(mark.unit, mark.digest): mark for mark in found}


def mark_of(segment: Segment, marks: Marks) -> SegmentMark | None:
    return marks.get((segment.anchor, segment.digest)) if segment.target else None


def marks_of(segment: Segment, marks: Marks) -> list[SegmentMark]:
    """The mark of its text; of a rich text in one piece also those of the paragraphs that it was written in."""
    if segment.target and segment.is_whole:
        return [mark for (anchor, _digest), mark in marks.items() if anchor == segment.anchor]
    mark = mark_of(segment, marks)
    return [mark] if mark is not None else []


def is_unread(segment: Segment, marks: Marks) -> bool:
    """Whether a machine wrote it and nobody has confirmed it."""
    return any(not mark.is_read for mark in marks_of(segment, marks))


def is_by_machine(segment: Segment, marks: Marks) -> bool:
    """Whether a machine wrote it, whoever has edited it since."""
    return any(mark.origin == Origin.MACHINE for mark in marks_of(segment, marks))


def put(content_id: UUID, locale: str, segments: Mapping[Segment, str], *, is_read: bool, by: Any | None) -> None:
    """Marks where the texts of these segments, as they are now, came from; one query."""
    now = timezone.now()
    # A list may say the same twice, and PostgreSQL takes a mark once.
    origins = {(segment.anchor, segment.digest): origin for segment, origin in segments.items() if segment.target}
    SegmentMark.objects.bulk_create(
        [
            SegmentMark(
                content_id=content_id,
                locale=locale,
                unit=unit,
                digest=digest,
                origin=origin,
                is_read=is_read,
                changed_by=by,
                changed_at=now,
            )
            for (unit, digest), origin in origins.items()
        ],
        update_conflicts=True,
        unique_fields=["content", "locale", "unit", "digest"],
        update_fields=["origin", "is_read", "changed_by", "changed_at"],
    )


def confirm(content_id: UUID, locale: str, segments: Iterable[Segment], *, by: Any) -> None:
    """A person has read these machine texts and answers for them."""
    known = of(content_id, locale)
    read = [mark.pk for segment in segments for mark in marks_of(segment, known) if not mark.is_read]
    SegmentMark.objects.filter(pk__in=read).update(is_read=True, changed_by=by, changed_at=timezone.now())


def accept(content_id: UUID, locale: str, segment: Segment, *, code: str, reason: str, by: Any) -> None:
    """This check does not apply to this text, and why; it holds until the text or its source changes.

    Of two at a time one would be lost: the caller holds the draft.
    """
    mark, _is_new = SegmentMark.objects.get_or_create(
        content_id=content_id,
        locale=locale,
        unit=segment.anchor,
        digest=segment.digest,
        defaults={"origin": Origin.HUMAN, "changed_by": by, "changed_at": timezone.now()},
    )
    by_source = mark.accepted.setdefault(code, {})
    by_source[digest_of(segment.source)] = {"reason": reason[:300], "by": by.get_username()}
    mark.save(update_fields=["accepted"])


def accepted_of(segment: Segment, marks: Marks) -> dict[str, dict[str, str]]:
    """The reason and the person by the code of a check, of what was accepted beside the source as it is now."""
    mark = mark_of(segment, marks)
    if mark is None or not mark.accepted:
        return {}
    source = digest_of(segment.source)
    return {code: by_source[source] for code, by_source in mark.accepted.items() if source in by_source}
