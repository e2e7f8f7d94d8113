"""Runs the checks over a translation: which strings are at fault, and whether that stands in the way of an approval."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cms.translation import marks, quality, terms
from cms.translation.errors import FaultsFound, UnreadMachineText
from cms.translation.models import AvoidedWord, Method, Release

if TYPE_CHECKING:
    from collections.abc import Iterable
    from uuid import UUID

    from cms.translation.bilingual import Bilingual
    from cms.translation.marks import Marks
    from cms.translation.segments import Segment


class Proofreader:
    """The rules of one locale, read once: words not to use, and the glossary."""

    def __init__(self, locale: str) -> None:
        self.locale = locale
        self.terms = terms.of(locale)
        self.expected = tuple(quality.ExpectedTerm(term.source, term.target) for term in self.terms if term.target)
        self.avoided = tuple(
            quality.Avoided(word.text, word.instead, word.reason, word.is_error)
            for word in AvoidedWord.objects.filter(locale=locale)
        )

    def findings(self, segment: Segment, *, target: str | None = None) -> list[quality.Finding]:
        """What is wrong with a segment's text, or with another text for it; nothing for an empty one."""
        text = segment.target if target is None else target
        if segment.is_own or not segment.source:
            return []
        rules = quality.Rules(limit=segment.limit, avoided=self.avoided, terms=self.expected)
        return quality.check(segment.source, text, locale=self.locale, rules=rules)

    def errors(self, segments: Iterable[Segment], known: Marks) -> list[Segment]:
        """The segments with an error that nobody has accepted."""
        return [segment for segment in segments if any(is_error(f) for f in self.open_findings(segment, known))]

    def open_findings(self, segment: Segment, known: Marks) -> list[quality.Finding]:
        """The findings but those that somebody has accepted with a reason."""
        accepted = marks.accepted_of(segment, known)
        return [finding for finding in self.findings(segment) if finding.code not in accepted]


def is_error(finding: quality.Finding) -> bool:
    return finding.severity == quality.Severity.ERROR


def check(sheet: Bilingual, known: Marks) -> None:
    """Raises UnreadMachineText or FaultsFound."""
    unread = [segment.path for segment in sheet.segments if marks.is_unread(segment, known)]
    if unread:
        raise UnreadMachineText(sheet.locale, unread)
    faulty = Proofreader(sheet.locale).errors(sheet.segments, known)
    if faulty:
        raise FaultsFound(sheet.locale, [segment.path for segment in faulty])


def method_of(content_id: UUID, sheet: Bilingual, known: Marks) -> str:
    """How the text was made, by what is known: by a machine in part is by a machine, edited by a person."""
    if any(marks.is_by_machine(segment, known) for segment in sheet.segments):
        return Method.MACHINE_POST_EDITED
    before = Release.objects.filter(content_id=content_id, locale=sheet.locale, is_current=True).first()
    is_by_machine = before is not None and before.method in {Method.MACHINE_SAMPLE, Method.MACHINE_POST_EDITED}
    return Method.MACHINE_POST_EDITED if is_by_machine else Method.HUMAN


def explained(finding: quality.Finding) -> dict[str, Any]:
    """As the workbench shows it."""
    return {"code": finding.code, "severity": str(finding.severity), "message": finding.message}
