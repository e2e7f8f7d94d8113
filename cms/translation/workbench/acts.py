"""Saves and confirms for somebody who has a page open: what they have not seen is neither overwritten nor confirmed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext as _

from cms.publishing.content import digest_of
from cms.translation import desk, drafts, rights
from cms.translation.errors import WrongState
from cms.translation.workbench.asked import MAX_TEXT

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from cms.translation.desk import Outcome
    from cms.translation.segments import Segment
    from cms.translation.workbench.asked import Asked


def save(content: Any, locale: str, asked: Sequence[Asked], *, by: Any) -> tuple[Outcome, dict[str, Segment]]:
    """What became of the edits, and the segments whose source says something else than the writer has seen: a text
    that was saved for it would count as fitting what nobody has read.

    Raises NoRight or ContentLocked.
    """
    rights.require_translator_of(by, content, locale)
    refused = {item.edit.path: reason for item in asked if (reason := _fault(item.edit.text))}
    with transaction.atomic():
        sheet = desk.open_sheet(drafts.locked(content), locale)
        moved = {
            item.edit.path: segment
            for item in asked
            if (segment := sheet.by_path.get(item.edit.path)) and item.source and item.source != _source(segment)
        }
        edits = [item.edit for item in asked if item.edit.path not in moved and item.edit.path not in refused]
        outcome = desk.save(content, locale, edits, by=by)
    outcome.refused |= refused
    return outcome, moved


def confirm(content: Any, locale: str, asked: Iterable[tuple[str, str, str]], *, by: Any) -> Outcome:
    """`asked` are paths with the digests of the target and the source that the person has read.

    Raises NoRight, ContentLocked or WrongState.
    """
    rights.require_translator_of(by, content, locale)
    paths = []
    with transaction.atomic():
        sheet = desk.open_sheet(drafts.locked(content), locale)
        for path, seen, source in asked:
            _require_seen(sheet.by_path.get(path), seen, source)
            paths.append(path)
        return desk.confirm(content, locale, paths, by=by)


def accept(content: Any, locale: str, path: str, *, seen: str, source: str, code: str, reason: str, by: Any) -> Outcome:
    """`seen` and `source` are the digests of what the person has read. Raises NoRight, ContentLocked or WrongState."""
    rights.require_translator_of(by, content, locale)
    with transaction.atomic():
        sheet = desk.open_sheet(drafts.locked(content), locale)
        _require_seen(sheet.by_path.get(path), seen, source)
        return desk.accept(content, locale, path, code=code, reason=reason, by=by)


def _require_seen(segment: Segment | None, seen: str, source: str) -> None:
    if segment is None:
        raise WrongState(_("This string is not in the source any more. Open the page again."))
    if segment.digest != seen or (source and source != _source(segment)):
        raise WrongState(_("The string was changed after you opened this page. Open the page again and read it."))


def _source(segment: Segment) -> str:
    return digest_of(segment.source)


def _fault(text: str) -> str:
    if len(text) > MAX_TEXT:
        return _("The text is too long: there is room for %(count)s characters.") % {"count": MAX_TEXT}
    return ""
