"""What files would change in one locale of one content, worked out beside the text that is there; nothing is written.

Nothing newer is overwritten: a segment whose text was changed after its file was exported is refused.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from cms.translation import desk, drafts, locks, marks
from cms.translation.exchange.ages import Ages
from cms.translation.exchange.files import Refused
from cms.translation.labels import part_label
from cms.translation.models import Origin
from cms.translation.naming import name_of
from cms.translation.quality import Severity, marks as quality_marks
from cms.translation.units import part_of
from cms.translation.work import works_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from cms.translation.bilingual import Bilingual
    from cms.translation.contents import Place
    from cms.translation.exchange.files import ExchangedContent, ExchangedSegment, ReadFile
    from cms.translation.segments import Segment

#: So many texts of one content are shown before and after.
EXAMPLES = 3

#: A text with one of these faults would lose a link or a mark. The other checks are the reviewer's: they stop approval.
_BROKEN = {"tags", "placeholders"}


@dataclass(frozen=True)
class RefusedText(Refused):
    """With the name of the content and the part of it, as people call them; empty where nobody knows."""

    name: str = ""
    label: str = ""


@dataclass(frozen=True)
class Given:
    """One content as one file has it."""

    file: str
    read: ReadFile
    content: ExchangedContent

    def refused(self, path: str, reason: str, *, draft: Any | None = None) -> RefusedText:
        line = self.read.lines.get((self.content.content_id, path))
        if draft is None:
            return RefusedText(self.file, line, path, reason, self.content.name)
        return RefusedText(self.file, line, path, reason, name_of(draft), label_of(type(draft), path))


@dataclass(frozen=True)
class Example:
    """One text before and after, as marked text."""

    label: str
    before: str
    after: str


@dataclass
class Plan:
    """What is to be done to one locale of one content. `confirmed` maps the paths of texts that stay, and that the
    translators have looked at again, to their digests. `equal` and `empty` count the others.
    """

    place: Place
    locale: str
    givens: list[Given]
    name: str = ""
    edits: list[desk.Edit] = field(default_factory=list)
    confirmed: dict[str, str] = field(default_factory=dict)
    equal: int = 0
    empty: int = 0
    refused: list[RefusedText] = field(default_factory=list)
    examples: list[Example] = field(default_factory=list)
    #: Where the text for each path stands in a file, to say what became of it.
    origins: dict[str, tuple[Given, str]] = field(default_factory=dict, repr=False)

    @property
    def count(self) -> int:
        """How many texts are to be written or confirmed."""
        return len(self.edits) + len(self.confirmed)

    def refuse(self, path: str, reason: str, *, draft: Any | None = None) -> None:
        """By the path here; empty for all that the files have of this content."""
        if path:
            given, path_there = self.origins[path]
            self.refused.append(given.refused(path_there, reason, draft=draft))
            return
        self.refused += [given.refused("", reason, draft=draft) for given in self.givens]


def plan(place: Place, content: Any, locale: str, givens: Iterable[Given], *, by: Any | None, overwrite: bool) -> Plan:
    """Costs some six queries. `overwrite` also replaces texts that are newer than their file."""
    draft = drafts.latest(content)
    made = Plan(place, locale, [*givens], name=name_of(draft))
    # Told before anything is written; the desk asks again.
    if reason := locks.reason_locked(draft, by):
        made.refuse("", reason, draft=draft)
        return made
    planner = _Planner(made, draft, desk.open_sheet(draft, locale))
    for given in made.givens:
        planner.take(given, overwrite=overwrite)
    planner.end(may_confirm=by is not None)
    return made


def label_of(model: Any, path: str) -> str:
    return part_label(model, part_of(path.partition("#")[0])) if path else ""


class _Planner:
    """Holds the texts of a file against those that are there."""

    def __init__(self, made: Plan, draft: Any, sheet: Bilingual) -> None:
        self._made = made
        self._draft = draft
        self._sheet = sheet
        self._work = works_of(draft.content_id).get(sheet.locale)
        self._known = marks.of(draft.content_id, sheet.locale)
        self._by_source = _by_source(sheet.segments)

    def take(self, given: Given, *, overwrite: bool) -> None:
        ages = Ages(self._work, given.content.exported_at)
        for text in given.content.segments:
            segment = self._found(text)
            if not text.target:
                self._take_empty(given, text, segment, ages)
            elif segment is None:
                self._refuse(given, text, self._reason_not_found(text))
            else:
                self._take_text(given, text, segment, None if overwrite else ages)

    def end(self, *, may_confirm: bool) -> None:
        """Leaves out what can't be stored, and what nobody answers for: a person has to confirm."""
        made = self._made
        if not may_confirm:
            made.equal += len(made.confirmed)
            made.confirmed = {}
        outcome = desk.preview(self._sheet, made.edits)
        for path, reason in outcome.refused.items():
            made.refuse(path, reason, draft=self._draft)
        made.edits = [edit for edit in made.edits if edit.path in outcome.saved]
        made.examples = [self._example(edit) for edit in made.edits[:EXAMPLES]]

    def _take_text(self, given: Given, text: ExchangedSegment, segment: Segment, ages: Ages | None) -> None:
        if segment.worded(text.target) == (segment.target or segment.inherited):
            self._take_equal(text, segment)
        elif segment.path in self._made.origins:
            self._refuse(given, text, _("The files have this text twice; the first one counts."))
        elif reason := self._reason_to_keep(text, segment, ages):
            self._refuse(given, text, reason)
        else:
            self._write(given, text, segment)

    def _take_equal(self, text: ExchangedSegment, segment: Segment) -> None:
        """It left as one to look at, and came back as translated: it has been looked at."""
        is_open = segment.is_outdated or marks.is_unread(segment, self._known)
        if is_open and text.state != "initial":
            self._made.confirmed[segment.path] = segment.digest
        else:
            self._made.equal += 1

    def _take_empty(self, given: Given, text: ExchangedSegment, segment: Segment | None, ages: Ages) -> None:
        """Nothing, except in an overlay, where emptying what the file had means: as in the locale below."""
        if segment is not None and segment.may_inherit and segment.target and ages.was_exported(segment):
            self._write(given, text, segment)
        else:
            self._made.empty += 1

    def _write(self, given: Given, text: ExchangedSegment, segment: Segment) -> None:
        self._made.origins[segment.path] = (given, text.path)
        self._made.edits.append(desk.Edit(segment.path, text.target, seen=segment.digest, origin=Origin.IMPORT))

    def _refuse(self, given: Given, text: ExchangedSegment, reason: str) -> None:
        self._made.refused.append(given.refused(text.path, reason, draft=self._draft))

    def _found(self, text: ExchangedSegment) -> Segment | None:
        """The segment at the path, if its source is still the one in the file; else where the paragraph has moved."""
        segment = self._sheet.by_path.get(text.path)
        if segment is not None and segment.source == text.source:
            return segment
        return self._by_source.get((_unit_of(text.path), text.source))

    def _reason_not_found(self, text: ExchangedSegment) -> str:
        segment = self._sheet.by_path.get(text.path)
        if segment is not None and segment.source:
            return _("The source has changed since the export. Now it says: %(text)s") % {"text": segment.source}
        units = {(each.unit, "#" in each.path) for each in self._sheet.segments if each.source}
        if (_unit_of(text.path), "#" not in text.path) in units:
            return _("Its paragraphs are divided otherwise here than in the file. Export it again.")
        return _("The source does not have this text any more.")

    def _reason_to_keep(self, text: ExchangedSegment, segment: Segment, ages: Ages | None) -> str:
        """Why the text that is there stays; empty when it may be replaced."""
        is_overlay = self._sheet.below is not None
        for finding in quality_marks.check(text.source, text.target, is_overlay=is_overlay):
            if finding.code in _BROKEN and finding.severity == Severity.ERROR:
                return finding.message
        return ages.reason_to_keep(segment) if ages is not None and segment.target else ""

    def _example(self, edit: desk.Edit) -> Example:
        segment = self._sheet.by_path[edit.path]
        return Example(
            part_label(self._sheet.model, segment.part),
            segment.target or segment.inherited,
            edit.text or segment.inherited,
        )


def _by_source(segments: Iterable[Segment]) -> Mapping[tuple[str, str], Segment | None]:
    """Segments by unit and source, None where a unit says the same twice."""
    found: dict[tuple[str, str], Segment | None] = {}
    for segment in segments:
        key = (segment.unit, segment.source)
        found[key] = None if key in found else segment
    return found


def _unit_of(path: str) -> str:
    return path.partition("#")[0]
