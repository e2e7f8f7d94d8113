"""Fills what a locale lacks with a machine's drafts, marked as such until a person has confirmed each of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from cms.locales import BY_TAG, SOURCE
from cms.translation import desk, drafts, quality, rights
from cms.translation.machine.provider import MachineUnavailable, provider
from cms.translation.models import Origin

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cms.translation.segments import Segment

#: So many segments at a time, so that somebody who waits sees it go on and can stop it.
BATCH = 25


@dataclass(frozen=True)
class Progress:
    """`written` and `left` count segments; `refused` says by path why a machine's text was not taken."""

    written: int
    left: int
    refused: Mapping[str, str]


def fill(content: Any, locale: str, *, by: Any, after: str = "") -> tuple[Progress, str]:
    """Drafts the next batch of what is missing behind the path `after`; gives the path to go on from, empty at the end.

    Raises NoRight, ContentLocked or MachineUnavailable. The machine is asked outside of any transaction.
    """
    rights.require_translator_of(by, content, locale)
    machine = provider()
    if machine is None or not machine.can_translate(source=SOURCE, target=locale):
        raise MachineUnavailable(
            _("No machine that translates into %(language)s is set up.") % {"language": BY_TAG[locale].own_name}
        )
    sheet = desk.open_sheet(drafts.latest(content), locale)
    missing = [segment for segment in sheet.segments if segment.is_missing]
    paths = [segment.path for segment in sheet.segments]
    start = paths.index(after) + 1 if after in paths else 0
    ahead = [segment for segment in missing if paths.index(segment.path) >= start]
    batch = ahead[:BATCH]
    if not batch:
        return Progress(0, len(missing), {}), ""
    texts = machine.translate([segment.source for segment in batch], source=SOURCE, target=locale)
    refused, edits = _sorted(batch, texts, locale)
    outcome = desk.save(content, locale, edits, by=by)
    progress = Progress(len(outcome.saved), len(missing) - len(outcome.saved), {**refused, **outcome.refused})
    return progress, batch[-1].path if len(ahead) > BATCH else ""


def _sorted(batch: list[Segment], texts: list[str], locale: str) -> tuple[dict[str, str], list[desk.Edit]]:
    """A text whose tags are broken is not taken: it would lose a link or a mark without anybody noticing."""
    refused: dict[str, str] = {}
    edits: list[desk.Edit] = []
    for segment, text in zip(batch, texts, strict=True):
        faults = [
            finding.message
            for finding in quality.check(segment.source, text, locale=locale, rules=quality.Rules(limit=segment.limit))
            if finding.code in {"tags", "placeholders", "length"} and finding.severity == quality.Severity.ERROR
        ]
        if faults or not text.strip():
            refused[segment.path] = faults[0] if faults else _("The machine gave no text.")
        else:
            # Somebody may have written it meanwhile: what a person wrote is not overwritten by a machine.
            edits.append(desk.Edit(segment.path, text, seen=segment.digest, origin=Origin.MACHINE))
    return refused, edits
