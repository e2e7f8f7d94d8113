"""What publishing a draft does to readers of each language, by the kind of change: told before it is done."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from django.utils.text import capfirst, get_text_list
from django.utils.translation import gettext as _, gettext_lazy, ngettext

from cms.locales import BY_TAG, CONTENT_LOCALES, SOURCE, TAGS, translations
from cms.publishing.models import ChangeKind
from cms.translation import drafts, staleness
from cms.translation.current import current_of, may_go_out, nearest, out_of, waiting_of
from cms.translation.labels import part_labels

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Mapping, Sequence

    from cms.locales import ContentLocale


class Fate(StrEnum):
    """What becomes of a language when the draft is published."""

    SOURCE = "source"
    FITS = "fits"
    OUTDATED = "outdated"
    TAKEN_BACK = "taken_back"
    FOLLOWS = "follows"
    STAYS_BACK = "stays_back"
    NONE = "none"


FATES = {
    Fate.SOURCE: gettext_lazy("Goes out with this change"),
    Fate.FITS: gettext_lazy("Stays out: it fits the new text"),
    Fate.OUTDATED: gettext_lazy("Stays out, marked as outdated"),
    Fate.TAKEN_BACK: gettext_lazy("Is taken back until it is approved again"),
    Fate.FOLLOWS: gettext_lazy("Is not delivered without the language that it is a version of"),
    Fate.STAYS_BACK: gettext_lazy("Was taken back before; stays so until it is approved again"),
    Fate.NONE: gettext_lazy("Has never been released"),
}


@dataclass(frozen=True)
class Row:
    """One language. `now` is what its readers get before the change, `then` after it; `now` is None where nothing
    is out yet. `parts` names in one line where its text differs from the new source.
    """

    locale: ContentLocale
    fate: Fate
    parts: str
    now: ContentLocale | None
    then: ContentLocale

    @property
    def falls(self) -> bool:
        """Whether its readers are answered in another language than before."""
        return self.now is not None and self.now != self.then

    @property
    def label(self) -> str:
        return str(FATES[self.fate])


@dataclass(frozen=True)
class Consequences:
    """What one kind of change brings about; `refused` are the locales that were to go out later and will not."""

    kind: ChangeKind
    rows: Sequence[Row]
    refused: Sequence[str] = ()

    @property
    def sentences(self) -> list[str]:
        """In the language of the admin, the gravest first."""
        outdated = [row.locale.tag for row in self.rows if row.fate == Fate.OUTDATED]
        readers = sum(row.falls for row in self.rows)
        told = sentences(self.kind, falls=self._falls(), readers=readers, outdated=outdated)
        return [*told, *self._of_what_stays_back(), *self._of_what_is_refused()]

    @property
    def signature(self) -> str:
        """Differs when what happens to readers differs."""
        fates = (f"{row.locale.tag}:{row.fate}:{row.then.tag}" for row in self.rows)
        return " ".join([*fates, *(f"{tag}:refused" for tag in self.refused)])

    def _falls(self) -> dict[str, list[str]]:
        """The texts that are not out any more, by the locale that their readers get then."""
        found: dict[str, list[str]] = {}
        for row in self.rows:
            if row.now == row.locale and row.falls:
                found.setdefault(row.then.tag, []).append(row.locale.tag)
        return found

    def _of_what_stays_back(self) -> list[str]:
        back = [row.locale.tag for row in self.rows if row.fate == Fate.STAYS_BACK]
        if not back:
            return []
        return [_("%(languages)s: taken back before, and so until approved again.") % {"languages": names(back)}]

    def _of_what_is_refused(self) -> list[str]:
        if not self.refused:
            return []
        told = {"languages": names(self.refused)}
        return [_("%(languages)s: scheduled to go out, but will not until approved again.") % told]


def of(draft: Any) -> list[Consequences]:
    """One for each kind of change, in their order. Reads only; costs what measuring costs at a publish."""
    with draft.read_once():
        releases, waiting = current_of(draft), waiting_of(draft)
        parts = staleness.differences(draft, releases)
        parts_of_waiting = staleness.differences(draft, {**releases, **waiting}) if waiting else {}
    out_now = {SOURCE, *out_of(releases)} if drafts.is_live(draft) and draft.pk else set()
    unwithdrawn = {tag for tag, release in releases.items() if not release.is_withdrawn}
    found = []
    for kind in ChangeKind:
        kept = {tag for tag in unwithdrawn if not (kind == ChangeKind.SAFETY and parts[tag])}
        out_then = {SOURCE, *(locale.tag for locale in translations() if may_go_out(locale.tag, kept))}
        rows = [
            Row(
                locale,
                fate=_fate(locale, parts, unwithdrawn=unwithdrawn, kept=kept),
                parts=part_labels(type(draft), parts.get(locale.tag, [])),
                now=nearest(locale.tag, out_now),
                then=nearest(locale.tag, out_then) or BY_TAG[SOURCE],
            )
            for locale in CONTENT_LOCALES
        ]
        refused = [tag for tag in waiting if kind == ChangeKind.SAFETY and parts_of_waiting[tag]]
        found.append(Consequences(kind, rows, refused))
    return found


def of_kind(draft: Any, kind: ChangeKind) -> Consequences:
    return next(each for each in of(draft) if each.kind == kind)


def sentences(kind: str, *, falls: Mapping[str, Sequence[str]], readers: int, outdated: Sequence[str]) -> list[str]:
    """The same words before the act and in the log.

    `falls` are the locales that are not out any more, by the one that stands in; `readers` counts the locales that are
    answered in another one than before, those among them that never had a text of their own.
    """
    said = [fall(to, tags) for to, tags in falls.items()]
    if readers:
        said.append(
            _("Readers of %(count)s of %(all)s locales are answered in another language than before.")
            % {"count": readers, "all": len(TAGS)}
        )
    if outdated:
        said.append(_outdated(outdated))
    if not readers and not outdated:
        said.append(_("No translation that is out differs from the new text: readers of all languages keep theirs."))
    if kind == ChangeKind.SAFETY:
        said.append(
            _("Apps and partner sites are told that no earlier %(language)s text may be shown any more.")
            % {"language": names([SOURCE])}
        )
    return said


def fall(to: str, tags: Sequence[str]) -> str:
    return ngettext(
        "%(languages)s falls back to %(fallback)s until it is approved again.",
        "%(languages)s fall back to %(fallback)s until they are approved again.",
        len(tags),
    ) % {"languages": names(tags), "fallback": names([to])}


def names(tags: Iterable[str]) -> str:
    """Languages in one line, in the language of the admin: `Arabic and French`."""
    found = [capfirst(_(BY_TAG[tag].english_name)) for tag in tags]
    return get_text_list(found, _("and"))


def _outdated(tags: Sequence[str]) -> str:
    return ngettext(
        "%(languages)s stays out, marked as outdated.", "%(languages)s stay out, marked as outdated.", len(tags)
    ) % {"languages": names(tags)}


def _fate(
    locale: ContentLocale, parts: Mapping[str, list[str]], *, unwithdrawn: Container[str], kept: Container[str]
) -> Fate:
    tag = locale.tag
    if locale.is_source:
        return Fate.SOURCE
    if tag not in parts:
        return Fate.NONE
    if tag not in unwithdrawn:
        return Fate.STAYS_BACK
    if tag not in kept:
        return Fate.TAKEN_BACK
    if not may_go_out(tag, kept):
        return Fate.FOLLOWS
    return Fate.OUTDATED if parts[tag] else Fate.FITS
