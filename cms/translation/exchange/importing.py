"""Takes over what came back from translators: what can be written is written, the rest is reported line by line.

Nothing newer is overwritten: a segment whose text was changed after the file was exported is refused. Either all files
are applied or none.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from cms.locales import BY_TAG, SOURCE
from cms.translation import contents as known_contents, desk, drafts, handover, quality, rights
from cms.translation.errors import NoRight, ReleaseRefused
from cms.translation.exchange.files import Refused
from cms.translation.models import Origin
from cms.translation.work import works_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from cms.translation.bilingual import Bilingual
    from cms.translation.exchange.files import ExchangedContent, ExchangedSegment, ReadFile
    from cms.translation.models import LocaleWork
    from cms.translation.segments import Segment


@dataclass
class Report:
    """How many segments were (or would be) changed, said the same already, or were empty in the file; and each that was
    refused.
    """

    changed: int = 0
    equal: int = 0
    empty: int = 0
    refused: list[Refused] = field(default_factory=list)


class _Line:
    """Where a segment stands in a file, to say what is the matter with it."""

    def __init__(self, name: str, content: ExchangedContent, read: ReadFile, report: Report) -> None:
        self._name = name
        self._content = content
        self._read = read
        self._report = report

    def refuse(self, path: str, reason: str) -> None:
        line = self._read.lines.get((self._content.content_id, path))
        self._report.refused.append(Refused(self._name, line, path, reason))


def apply(
    files: Mapping[str, ReadFile],
    *,
    by: Any | None,
    dry_run: bool = False,
    overwrite: bool = False,
    tick: Callable[[int], object] = lambda count: None,
) -> Report:
    """Applies the files, by name, in one transaction; `by` None is the operator of the machine.

    `overwrite` also replaces texts that are newer than the file. `tick` hears of each content how many segments it has.
    Every content that changes is handed to review.
    """
    report = Report(refused=[refused for read in files.values() for refused in read.refused])
    contents = known_contents.find({content.content_id for read in files.values() for content in read.contents})
    with transaction.atomic():
        for name, read in files.items():
            for exchanged in read.contents:
                line = _Line(name, exchanged, read, report)
                _apply_one(contents, exchanged, line, report, by=by, dry_run=dry_run, overwrite=overwrite)
                tick(len(exchanged.segments))
    return report


def _apply_one(
    contents: Mapping[str, Any],
    exchanged: ExchangedContent,
    line: _Line,
    report: Report,
    *,
    by: Any | None,
    dry_run: bool,
    overwrite: bool,
) -> None:
    content = contents.get(exchanged.content_id)
    if reason := _reason_against(exchanged, content, by):
        line.refuse("", reason)
        return
    locale = exchanged.target_locale
    draft = drafts.latest(content)
    sheet = desk.open_sheet(draft, locale)
    since = None if overwrite else _Moments(works_of(draft.content_id).get(locale), exchanged.exported_at)
    edits, origin = _edits(exchanged.segments, sheet, line, report, since=since)
    try:
        outcome = desk.preview(sheet, edits) if dry_run else desk.save(content, locale, edits, by=by)
    except ReleaseRefused as refusal:
        line.refuse("", str(refusal))
        return
    report.changed += len(outcome.saved)
    for path, reason in outcome.refused.items():
        line.refuse(origin[path], reason)
    for path in outcome.conflicts:
        line.refuse(origin[path], _("Somebody changed it while the file was read. Import it again."))
    if outcome.saved and not dry_run:
        handover.submit_import(content, locale, by=by)


def _reason_against(exchanged: ExchangedContent, content: Any | None, by: Any | None) -> str:
    """Why nothing of this content can be taken over; empty when something can."""
    if content is None:
        return _("There is no content with the id %(id)s here.") % {"id": exchanged.content_id or "–"}
    if exchanged.source_locale != SOURCE:
        return _("It is translated from “%(tag)s”; translations here are made from “%(source)s”.") % {
            "tag": exchanged.source_locale,
            "source": SOURCE,
        }
    if exchanged.target_locale not in BY_TAG or exchanged.target_locale == SOURCE:
        return _("“%(tag)s” is not a language that is translated into here.") % {"tag": exchanged.target_locale}
    if by is not None:
        try:
            rights.require_translator_of(by, content, exchanged.target_locale)
        except NoRight as refusal:
            return str(refusal)
    return ""


def _edits(
    segments: Sequence[ExchangedSegment], sheet: Bilingual, line: _Line, report: Report, *, since: _Moments | None
) -> tuple[list[desk.Edit], dict[str, str]]:
    """What can be written, and for each path the one that it had in the file."""
    edits: list[desk.Edit] = []
    origin: dict[str, str] = {}
    by_source = _by_source(sheet.segments)
    for given in segments:
        if not given.target:
            report.empty += 1
            continue
        segment = _found(given, sheet, by_source)
        if segment is None:
            line.refuse(given.path, _reason_not_found(given, sheet))
        elif given.target == segment.target:
            report.equal += 1
        elif reason := _reason_to_keep(given, segment, sheet.locale, since):
            line.refuse(given.path, reason)
        elif segment.path in origin:
            line.refuse(given.path, _("The file has this text twice; the first one counts."))
        else:
            origin[segment.path] = given.path
            edits.append(desk.Edit(segment.path, given.target, seen=segment.digest, origin=Origin.IMPORT))
    return edits, origin


def _by_source(segments: Iterable[Segment]) -> dict[tuple[str, str], Segment | None]:
    """Segments by unit and source, None where a unit says the same twice."""
    found: dict[tuple[str, str], Segment | None] = {}
    for segment in segments:
        key = (segment.unit, segment.source)
        found[key] = None if key in found else segment
    return found


def _found(
    given: ExchangedSegment, sheet: Bilingual, by_source: Mapping[tuple[str, str], Segment | None]
) -> Segment | None:
    """The segment at the path, when its source is still the one in the file; else where the paragraph has moved to."""
    segment = sheet.by_path.get(given.path)
    if segment is not None and segment.source == given.source:
        return segment
    return by_source.get((given.path.partition("#")[0], given.source))


def _reason_not_found(given: ExchangedSegment, sheet: Bilingual) -> str:
    segment = sheet.by_path.get(given.path)
    if segment is None:
        return _("The source does not have this text any more.")
    return _("The source has changed since the export. Now it says: %(text)s") % {"text": segment.source}


def _reason_to_keep(given: ExchangedSegment, segment: Segment, locale: str, since: _Moments | None) -> str:
    """Why the text that is there stays; empty when it may be replaced."""
    faults = quality.check(given.source, given.target, locale=locale, rules=quality.Rules())
    broken = [finding.message for finding in faults if finding.code in {"tags", "placeholders"} and _is_error(finding)]
    if broken:
        return broken[0]
    return since.reason_against(segment) if since is not None and segment.target else ""


def _is_error(finding: quality.Finding) -> bool:
    return finding.severity == quality.Severity.ERROR


class _Moments:
    """When each text was changed, against when the file was exported."""

    def __init__(self, work: LocaleWork | None, exported_at: datetime | None) -> None:
        self._texts = work.texts if work is not None else {}
        self._exported_at = exported_at

    def reason_against(self, segment: Segment) -> str:
        if self._exported_at is None:
            return _("There is another text, and the file does not say when it was exported.")
        changed = self._texts.get(segment.unit, {}).get(segment.digest)
        moment = datetime.fromtimestamp(changed, UTC) if changed is not None else None
        if moment is None or moment <= self._exported_at:
            return ""
        return _("It was changed here on %(moment)s, after the file was exported.") % {
            "moment": date_format(localtime(moment), "DATETIME_FORMAT")
        }
