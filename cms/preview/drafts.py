"""A draft in one locale as readers would get it if it were published and approved now: pure reading.

Everything around the draft is as it is out. Nothing made here is saved: the release that an approval would make is put
together in memory and stands in for the current one.
"""

from __future__ import annotations

from copy import copy
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from cms.locales import BY_TAG, SOURCE, column
from cms.preview import circumstances, kinds
from cms.preview.errors import NoPreview
from cms.publishing.models import Document
from cms.translation import bilingual, marks, proofreading, readiness, snapshots, staleness, units, work
from cms.translation.current import current_of, effective_of
from cms.translation.models import Release
from cms.translation.outlook import Outlook

if TYPE_CHECKING:
    from datetime import datetime

    from cms.translation.bilingual import Bilingual
    from cms.translation.snapshots import Snapshot


@dataclass(frozen=True)
class Preview:
    """What is shown of content in one locale. `body` has the shape of a published document of the type.

    `is_out` says that readers are given this very text already; `missing` are the parts of the source that the locale
    lacks, in reading order. `name_locale` is the language that the name is in.
    """

    type: str
    model: Any
    locale: str
    body: dict[str, Any]
    is_out: bool
    missing: tuple[str, ...]
    name_locale: str


def preview(content: Any, locale: str, *, now: datetime | None = None) -> Preview:
    """`content` is the draft as its revision or a form holds it; it is not changed.

    Raises NoPreview for content without a document of its own.
    """
    kind = kinds.kind_of(content)
    if kind is None:
        raise NoPreview(type(content))
    moment = now or timezone.now()
    draft = Draft(content, locale, now=moment)
    built = kind.build_one(draft.content, locale, now=moment, outlook=draft.outlook)
    if built is None:
        raise NoPreview(type(content))
    published = circumstances.as_if_published(built, draft.content, type_=kind.type, now=moment)
    body = published.body
    if draft.name_locale != locale and "fallbacks" in body:
        body["fallbacks"] = [{"part": "name", "locale": draft.name_locale}, *body["fallbacks"]]
    missing = [part["part"] for part in body.get("fallbacks", ())] if draft.lies_over_release else draft.missing
    return Preview(kind.type, kind.model, locale, body, published.is_out, tuple(missing), draft.name_locale)


class Draft:
    """Content as if it were published, with one locale as if it were approved."""

    def __init__(self, content: Any, locale: str, *, now: datetime) -> None:
        self.locale = locale
        self.now = now
        self.content = copy(content)
        self.content.live, self.content.expired = True, False
        _without_none(self.content)
        self.source = snapshots.take(self.content, SOURCE)
        self.name_locale = locale
        self.lies_over_release = False

    @cached_property
    def outlook(self) -> Outlook:
        known = {tag: copy(release) for tag, release in current_of(self.content).items()}
        kind = getattr(self.content, "change_kind", "")
        staleness.compared(self.content, known, change_kind=kind)
        if self.locale != SOURCE:
            self._approve(known)
        content_id = self.content.content_id
        return Outlook(contents={content_id: self.content}, releases={content_id: known}, draft=content_id)

    @cached_property
    def missing(self) -> list[str]:
        """An overlay lacks what the draft of the locale below it lacks; ask when it lies over that."""
        if self.locale == SOURCE:
            return []
        whole = BY_TAG[self.locale].overlays or self.locale
        return readiness.missing_parts(self._sheet(whole))

    def _approve(self, known: dict[str, Release]) -> None:
        """Puts the releases in that approving the draft would make: of an overlay also the locale below, where that is
        not out.
        """
        below = BY_TAG[self.locale].overlays
        self.lies_over_release = below is not None and effective_of(type(self.content), below, known) is not None
        if below and not self.lies_over_release:
            known[below] = self._release(below, known)
        known[self.locale] = self._release(self.locale, known)

    def _release(self, locale: str, known: dict[str, Release]) -> Release:
        """The current release where the draft says the same."""
        sheet = self._sheet(locale)
        snapshot = self._complete_head(locale, sheet.text)
        now_out = known.get(locale)
        model = type(self.content)
        if now_out and not now_out.is_withdrawn and _says_the_same(model, now_out.snapshot, snapshot):
            return now_out
        facts = self.content.neutral_facts()
        made_from = {SOURCE: staleness.digests_of(self.content, self.source, facts)}
        below = BY_TAG[locale].overlays
        if below and (base := effective_of(model, below, known)) is not None:
            made_from[below] = staleness.digests_of(self.content, base, facts)
        source = Document.objects.filter(content_id=self.content.content_id, locale=SOURCE).first()
        return Release(
            content_id=self.content.content_id,
            locale=locale,
            number=now_out.number + 1 if now_out else 1,
            snapshot=snapshot,
            head=snapshots.head_of(model, snapshot),
            made_from=made_from,
            source_version=source.version if source else None,
            method=proofreading.method_of(self.content.content_id, sheet, self._marks(locale)),
            approved_at=self.now,
            released_at=self.now,
        )

    def _complete_head(self, locale: str, snapshot: Snapshot) -> Snapshot:
        """With a name from the chain where the locale has none, and with the path that an approval would propose; an
        overlay has both from the locale below.
        """
        text = {**snapshot, "fields": dict(snapshot["fields"])}
        readiness.fill_in_path(self.content, locale, text)
        if text["fields"].get("name"):
            self.name_locale = self.locale
        elif BY_TAG[locale].overlays is None:
            chain = (tag for tag in BY_TAG[locale].reading_order if getattr(self.content, column("name", tag)))
            self.name_locale = next(chain, SOURCE)
            text["fields"]["name"] = getattr(self.content, column("name", self.name_locale)) or ""
        return text

    def _sheet(self, locale: str) -> Bilingual:
        return bilingual.of(self.content, locale, self._works, source=self.source)

    @cached_property
    def _works(self) -> dict[str, Any]:
        return work.works_of(self.content.content_id)

    def _marks(self, locale: str) -> Any:
        return marks.of(self.content.content_id, locale)


def _says_the_same(model: Any, released: Snapshot, draft: Snapshot) -> bool:
    return units.digest(model, released) == units.digest(model, draft)


def _without_none(content: Any) -> None:
    """A draft may lack what a published page has; documents have an empty text there, never null."""
    for name in snapshots.head_fields(type(content)):
        field = column(name, SOURCE)
        if getattr(content, field) is None:
            setattr(content, field, "")
