"""What a publish did to the translations, kept in the content's log in the words that were said before it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import LogFormatter, log

from cms.locales import BY_TAG, SOURCE, TAGS
from cms.publishing.models import ChangeKind
from cms.translation import consequences
from cms.translation.current import current_of, nearest, out_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from cms.translation.models import Release

ACTION = "translation.change"


def stand_ins(content: Any, *, was_out: Iterable[str]) -> dict[str, str]:
    """What readers get in place of each locale that they got something better for before; the tag by the tag.

    `was_out` are the translations that were out before. Asks nothing inside `content.read_once()`.
    """
    before, after = {SOURCE, *was_out}, {SOURCE, *out_of(current_of(content))}
    found = {tag: (nearest(tag, before), nearest(tag, after)) for tag in TAGS}
    return {tag: then.tag for tag, (now, then) in found.items() if then is not None and now != then}


def note(content: Any, changed: Sequence[Release], *, was_out: Sequence[str], stand_ins: Mapping[str, str]) -> None:
    """One entry for a publish that left a translation behind, and for every safety change."""
    outdated = [release.locale for release in changed if release.outdated_parts and release.locale not in stand_ins]
    outdated = [tag for tag in outdated if tag in was_out]
    if not outdated and not stand_ins and content.change_kind != ChangeKind.SAFETY:
        return
    falls: dict[str, list[str]] = {}
    for tag, stand_in in stand_ins.items():
        if tag in was_out:
            falls.setdefault(stand_in, []).append(tag)
    told = {"falls": falls, "readers": len(stand_ins), "outdated": outdated}
    log(instance=content, action=ACTION, data={"kind": content.change_kind, "note": content.change_note, **told})


class ChangeFormatter(LogFormatter):
    label = _("Change of the source")

    def format_message(self, log_entry: Any) -> str:
        data = log_entry.data
        kind = ChangeKind(data["kind"])
        outdated = [tag for tag in data["outdated"] if tag in BY_TAG]
        told = consequences.sentences(kind, falls=_known(data["falls"]), readers=data["readers"], outdated=outdated)
        return " ".join([f"{kind.label}.", *told])

    def format_comment(self, log_entry: Any) -> str:
        return str(log_entry.data["note"])


def _known(falls: dict[str, list[str]]) -> dict[str, list[str]]:
    """A log outlives a language."""
    return {to: [tag for tag in tags if tag in BY_TAG] for to, tags in falls.items() if to in BY_TAG}
