"""What the page shows of a segment, and its parts that are drawn anew while somebody writes."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from django.template.loader import render_to_string
from django.utils.functional import cached_property

from cms.locales import BY_TAG, SOURCE
from cms.publishing.content import digest_of
from cms.translation import comparison, difference, memory, proofreading
from cms.translation.labels import part_label
from cms.translation.workbench import sources

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from django.utils.safestring import SafeString

    from cms.locales import ContentLocale
    from cms.translation.comparison import Spoken
    from cms.translation.models import SegmentComment
    from cms.translation.quality import Finding
    from cms.translation.segments import Segment
    from cms.translation.workbench.bench import Bench
    from cms.translation.workbench.sources import FoundTerm


@dataclass(frozen=True)
class Accepted:
    """A finding that somebody has said does not apply, and why."""

    finding: Finding
    reason: str
    by: str


@dataclass(frozen=True)
class Line:
    """A segment on the page. `changes` are of what its text was made from."""

    number: int
    segment: Segment
    label: str
    locale: ContentLocale
    may_write: bool
    is_unread: bool
    is_to_do: bool
    source: SafeString
    changes: list[Spoken]
    terms: list[FoundTerm]
    findings: list[Finding]
    accepted: list[Accepted]
    comments: list[SegmentComment]
    remembered: list[str] = field(default_factory=list)

    @property
    def source_digest(self) -> str:
        return digest_of(self.segment.source)

    @property
    def tags(self) -> list[str]:
        return list(dict.fromkeys(sources.tags_of(self.segment.source)))

    @property
    def target(self) -> SafeString:
        """For those who can't write."""
        return difference.plain(self.segment.target or self.segment.inherited)

    @property
    def to_copy(self) -> str:
        """What a translator may start from."""
        return self.segment.inherited or self.segment.source

    @property
    def below(self) -> ContentLocale | None:
        return BY_TAG[self.locale.overlays] if self.locale.overlays else None

    @property
    def is_one_line(self) -> bool:
        return "\n" not in self.segment.source + self.segment.target

    @property
    def open_comments(self) -> int:
        return sum(comment.resolved_at is None for comment in self.comments)

    @property
    def errors(self) -> int:
        return sum(proofreading.is_error(finding) for finding in self.findings)


class Drawing:
    """Draws segments of one bench for one person."""

    def __init__(self, bench: Bench, *, user: Any) -> None:
        self.bench = bench
        self.may_write = bench.may_write(user)
        self._glossary = sources.Glossary(bench.rules.proofreader.terms)

    @cached_property
    def _numbers(self) -> dict[str, int]:
        return {segment.path: number for number, segment in enumerate(self.bench.sheet.segments, start=1)}

    def lines(self, segments: Iterable[Segment]) -> list[Line]:
        """One query, for what the memory holds of exactly these sources."""
        shown = [self.line(segment) for segment in segments]
        if not self.may_write:
            return shown
        wanted = [line.segment.source for line in shown if line.is_to_do]
        known = memory.exact(wanted, self.bench.tag) if wanted else {}
        return [
            replace(line, remembered=[text for text in known.get(line.segment.source, []) if _is_new(line, text)][:1])
            for line in shown
        ]

    def line(self, segment: Segment) -> Line:
        bench = self.bench
        accepted = bench.accepted(segment)
        findings = bench.findings(segment)
        return Line(
            number=self._numbers.get(segment.path, 0),
            segment=segment,
            label=part_label(bench.sheet.model, segment.part),
            locale=bench.locale,
            may_write=self.may_write,
            is_unread=bench.is_unread(segment),
            is_to_do=bench.is_to_do(segment),
            source=self._glossary.shown(segment.source),
            changes=comparison.changes(segment, bench.locale),
            terms=self._glossary.in_text(segment.source),
            findings=[finding for finding in findings if finding.code not in accepted],
            accepted=[_accepted(finding, accepted) for finding in findings if finding.code in accepted],
            comments=bench.comments.get(segment.path, []),
        )


def drawn(line: Line) -> dict[str, Any]:
    """As the page in the browser takes it: the text with its digest, and the parts that follow from it as HTML."""
    return {
        "text": line.segment.target,
        "seen": line.segment.digest,
        "source": line.source_digest,
        "to_do": line.is_to_do,
        "needs_confirmation": bool(line.segment.target) and line.is_to_do,
        "errors": line.errors,
        "warnings": len(line.findings) - line.errors,
        "state": render("state", line),
        "findings": render("findings", line),
    }


def with_target(segment: Segment, text: str) -> Segment:
    """The segment as it would be with another text."""
    return replace(segment, target=text)


def render(part: str, line: Line) -> str:
    return render_to_string(f"translation/workbench_{part}.html", {"line": line, "source_locale": BY_TAG[SOURCE]})


def _is_new(line: Line, text: str) -> bool:
    return text != line.segment.target


def _accepted(finding: Finding, accepted: Mapping[str, Mapping[str, str]]) -> Accepted:
    told = accepted[finding.code]
    return Accepted(finding, told.get("reason", ""), told.get("by", ""))
