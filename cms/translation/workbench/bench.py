"""One locale of one content as it lies on the workbench: its segments, and what is known of each of them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any

from django.utils.translation import get_language

from cms.locales import BY_TAG, SOURCE
from cms.publishing.content import digest_of
from cms.translation import bilingual, drafts, locks, marks, proofreading, rights, snapshots, standing, work
from cms.translation.models import LocaleWork, SegmentComment

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cms.locales import ContentLocale
    from cms.translation.bilingual import Bilingual
    from cms.translation.marks import Marks
    from cms.translation.quality import Finding
    from cms.translation.segments import Segment

#: Checking a text takes half a millisecond, so that a page of 1,000 is not checked anew each time.
_REMEMBERED_CHECKS = 20_000


@dataclass(frozen=True)
class Counts:
    """`errors` is None where it is not known yet."""

    segments: int
    missing: int
    outdated: int
    unread: int
    comments: int
    errors: int | None = None

    @property
    def left(self) -> int:
        """What there is to do at least."""
        return self.missing + self.outdated + self.unread


class Bench:
    """Each part costs its queries when it is first asked for. `content` was read in this request."""

    def __init__(self, content: Any, locale: str, *, sheet: Bilingual | None = None) -> None:
        self.content = content
        self.tag = locale
        self._locks: dict[Any, str] = {}
        if sheet is not None:
            self.sheet = sheet

    @property
    def locale(self) -> ContentLocale:
        return BY_TAG[self.tag]

    @cached_property
    def draft(self) -> Any:
        return drafts.to_read(self.content)

    @cached_property
    def works(self) -> dict[str, LocaleWork]:
        return work.works_of(self.content.content_id)

    @cached_property
    def work(self) -> LocaleWork:
        return self.works.get(self.tag) or standing.works_of_saved(self.content)[self.tag]

    @cached_property
    def sheet(self) -> Bilingual:
        """As `desk.open_sheet` lays it out; the row that is out is at hand already."""
        with self.content.read_once():
            source = snapshots.take(self.content if drafts.is_live(self.content) else self.draft, SOURCE)
            return bilingual.of(self.draft, self.tag, self.works, source=source)

    @cached_property
    def marks(self) -> Marks:
        return marks.of(self.content.content_id, self.tag)

    @cached_property
    def comments(self) -> dict[str, list[SegmentComment]]:
        """By path, oldest first."""
        found: dict[str, list[SegmentComment]] = {}
        for comment in SegmentComment.objects.filter(content_id=self.content.content_id, locale=self.tag):
            found.setdefault(comment.path, []).append(comment)
        return found

    @cached_property
    def rules(self) -> Rules:
        return Rules.of(proofreading.Proofreader(self.tag))

    def lock_message(self, user: Any) -> str:
        """Why this person can't write now; empty when nothing is locked."""
        if user.pk not in self._locks:
            self._locks[user.pk] = locks.reason_locked(self.content, user)
        return self._locks[user.pk]

    def may_write(self, user: Any) -> bool:
        may_translate = rights.may_translate(user, self.tag) and rights.may_edit(user, self.content)
        return may_translate and not self.lock_message(user)

    def is_unread(self, segment: Segment) -> bool:
        return marks.is_unread(segment, self.marks)

    def is_to_do(self, segment: Segment) -> bool:
        return segment.is_missing or segment.is_outdated or self.is_unread(segment)

    def findings(self, segment: Segment) -> list[Finding]:
        """All that the checks find, whether somebody has accepted it or not."""
        return list(_findings(self.rules, segment, get_language() or ""))

    def accepted(self, segment: Segment) -> Mapping[str, Mapping[str, str]]:
        """By the code of a finding: the reason and the person."""
        return marks.accepted_of(segment, self.marks)

    def has_errors(self, segment: Segment) -> bool:
        accepted = self.accepted(segment)
        return any(proofreading.is_error(found) and found.code not in accepted for found in self.findings(segment))

    def has_open_comments(self, segment: Segment) -> bool:
        return any(comment.resolved_at is None for comment in self.comments.get(segment.path, ()))

    def counts(self, *, with_errors: bool) -> Counts:
        segments = self.sheet.segments
        return Counts(
            segments=sum(bool(segment.source) and not segment.is_own for segment in segments),
            missing=sum(segment.is_missing for segment in segments),
            outdated=sum(segment.is_outdated for segment in segments),
            unread=sum(self.is_unread(segment) for segment in segments),
            comments=sum(self.has_open_comments(segment) for segment in segments),
            errors=sum(self.has_errors(segment) for segment in segments) if with_errors else None,
        )


@dataclass(frozen=True)
class Rules:
    """What texts are checked by; the same as others of the same digest."""

    digest: str
    proofreader: proofreading.Proofreader

    @classmethod
    def of(cls, proofreader: proofreading.Proofreader) -> Rules:
        return cls(digest_of([proofreader.locale, repr(proofreader.expected), repr(proofreader.avoided)]), proofreader)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Rules) and other.digest == self.digest

    def __hash__(self) -> int:
        return hash(self.digest)


@lru_cache(maxsize=_REMEMBERED_CHECKS)
def _findings(rules: Rules, segment: Segment, language: str) -> tuple[Finding, ...]:
    return tuple(rules.proofreader.findings(segment))
