"""What a translator does to segments: write, confirm, accept a check; each with the rights and locks of the content.

The workbench, imports and machines come through here, so that none of them can do what another can't.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext as _

from cms.translation import bilingual, drafts, locks, marks, markup, readiness, rights, work, writing
from cms.translation.errors import ContentLocked, WrongState
from cms.translation.models import Origin

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from cms.translation.bilingual import Bilingual
    from cms.translation.marks import Marks
    from cms.translation.segments import Segment


#: What a database has no place for: NUL, and halves of characters that JSON can bring.
_NOT_STORED = re.compile("[\0\ud800-\udfff]")


@dataclass(frozen=True)
class Edit:
    """Another text for a segment. `seen` is the digest of the text that the writer had before them,
    None for one who does not mind what was there.
    """

    path: str
    text: str
    seen: str | None = None
    origin: str = Origin.HUMAN


@dataclass
class Outcome:
    """What became of edits: saved segments, texts of somebody else that stand in the way, and reasons of refusal,
    each by path. `equal` are the paths that said the same already.
    """

    sheet: Bilingual
    saved: dict[str, Segment] = field(default_factory=dict)
    equal: set[str] = field(default_factory=set)
    conflicts: dict[str, Segment] = field(default_factory=dict)
    refused: dict[str, str] = field(default_factory=dict)


def open_sheet(draft: Any, locale: str) -> Bilingual:
    """Costs two queries."""
    return bilingual.of(draft, locale, work.works_of(draft.content_id), source=readiness.source_text(draft))


def save(content: Any, locale: str, edits: Iterable[Edit], *, by: Any | None) -> Outcome:
    """Writes what can be written, all in one transaction; `by` None is the operator of the machine.

    Raises NoRight or ContentLocked.
    """
    if by is not None:
        rights.require_translator_of(by, content, locale)
    with transaction.atomic():
        draft = drafts.locked(content)
        _check_lock(draft, by)
        before = open_sheet(draft, locale)
        outcome = Outcome(before)
        texts = _sort(edits, before, outcome)
        if not texts:
            return outcome
        after = before.with_texts({path: edit.text for path, edit in texts.items()})
        known = marks.of(draft.content_id, locale)
        writing.write(draft, locale, after.text, user=by, confirmed=texts.keys())
        # Read anew: what is stored may be laid out with less than what was written.
        outcome.sheet = open_sheet(draft, locale)
        outcome.saved = {path: outcome.sheet.by_path.get(path, before.by_path[path]) for path in texts}
        _mark(draft, locale, texts, before, outcome, known, by=by)
    return outcome


def preview(sheet: Bilingual, edits: Iterable[Edit]) -> Outcome:
    """What would become of edits; nothing is written."""
    outcome = Outcome(sheet)
    outcome.saved = {path: sheet.by_path[path] for path in _sort(edits, sheet, outcome)}
    return outcome


def confirm(content: Any, locale: str, paths: Collection[str], *, by: Any) -> Outcome:
    """These texts fit the source as it is now, and whoever made them, a person has read them.

    Raises NoRight, ContentLocked or WrongState.
    """
    rights.require_translator_of(by, content, locale)
    with transaction.atomic():
        draft = drafts.locked(content)
        _check_lock(draft, by)
        sheet = open_sheet(draft, locale)
        segments = [sheet.by_path[path] for path in paths if path in sheet.by_path]
        if any(not segment.target for segment in segments):
            raise WrongState(_("There is no text yet that could be confirmed."))
        marks.confirm(draft.content_id, locale, segments, by=by)
        writing.write(draft, locale, sheet.text, user=by, confirmed=[segment.path for segment in segments])
        after = open_sheet(draft, locale)
        return Outcome(after, saved={segment.path: after.by_path[segment.path] for segment in segments})


def accept(content: Any, locale: str, path: str, *, code: str, reason: str, by: Any) -> Outcome:
    """A check does not apply to this text beside this source. Raises NoRight, ContentLocked, or WrongState without a
    reason.
    """
    rights.require_translator_of(by, content, locale)
    if not reason.strip():
        raise WrongState(_("Say why the text is right as it is."))
    with transaction.atomic():
        draft = drafts.locked(content)
        _check_lock(draft, by)
        sheet = open_sheet(draft, locale)
        if path not in sheet.by_path:
            raise WrongState(_("This string is not in the source any more. Open the page again."))
        marks.accept(draft.content_id, locale, sheet.by_path[path], code=code, reason=reason.strip(), by=by)
    return Outcome(sheet, saved={path: sheet.by_path[path]})


def _sort(edits: Iterable[Edit], sheet: Bilingual, outcome: Outcome) -> dict[str, Edit]:
    """The edits that can be written; what becomes of the others goes into the outcome."""
    texts: dict[str, Edit] = {}
    for edit in edits:
        segment = sheet.by_path.get(edit.path)
        if segment is None:
            outcome.refused[edit.path] = _("This string is not in the source any more. Open the page again.")
        elif segment.worded(edit.text) == segment.target:
            outcome.equal.add(edit.path)
        elif edit.seen is not None and edit.seen != segment.digest:
            outcome.conflicts[edit.path] = segment
        elif reason := _fault(segment, edit.text):
            outcome.refused[edit.path] = reason
        else:
            texts[edit.path] = edit
    return texts


def _fault(segment: Segment, text: str) -> str:
    """What can't even be kept as a draft: the database has no room for it, or no way to store it."""
    length = len(markup.TAG.sub("", text) if segment.is_rich else text)
    if segment.limit is not None and length > segment.limit:
        return _("%(length)s characters are too many: there is room for %(limit)s. It is not saved.") % {
            "length": length,
            "limit": segment.limit,
        }
    if _NOT_STORED.search(text):
        return _("It holds a character that can’t be stored (NUL). Delete it and write the text again.")
    return ""


def _mark(
    draft: Any,
    locale: str,
    texts: Mapping[str, Edit],
    before: Bilingual,
    outcome: Outcome,
    known: Marks,
    *,
    by: Any | None,
) -> None:
    """Remembers where texts came from; a machine’s text that a person edits stays one of a machine, and is read."""
    made: dict[Segment, str] = {}
    for path, edit in texts.items():
        was_by_machine = marks.is_by_machine(before.by_path[path], known)
        origin = Origin.MACHINE if was_by_machine and edit.origin == Origin.HUMAN else edit.origin
        if origin != Origin.HUMAN:
            made[outcome.saved[path]] = origin
    unread = {segment: origin for segment, origin in made.items() if texts[segment.path].origin == Origin.MACHINE}
    read = {segment: origin for segment, origin in made.items() if segment not in unread}
    for segments, is_read in ((unread, False), (read, True)):
        if segments:
            marks.put(draft.content_id, locale, segments, is_read=is_read, by=by)


def _check_lock(draft: Any, by: Any | None) -> None:
    """Wagtail's own locks (by a person, by a workflow, by a schedule) hold here as in its form."""
    if reason := locks.reason_locked(draft, by):
        raise ContentLocked(reason)
