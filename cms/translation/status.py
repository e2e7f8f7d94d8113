"""Where content stands in each locale: what readers get, why, and what is left to do.

Read by the admin's panels and views.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _, gettext_lazy

from cms.locales import BY_TAG, CONTENT_LOCALES, SOURCE
from cms.publishing import registry
from cms.publishing.document import REVIEW_OVERDUE
from cms.publishing.models import Document, DocumentState
from cms.translation import bilingual, drafts, readiness, rights, snapshots, units, work
from cms.translation.current import goes_out_at, is_unsafe, waiting_of
from cms.translation.labels import part_labels
from cms.translation.models import LocaleWork, Release, ReleaseState, WorkState
from cms.translation.moments import in_words
from cms.translation.texts import Texts

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from cms.locales import ContentLocale
    from cms.translation.snapshots import Snapshot

#: The words for `Texts.status` in the admin.
STATUS_LABELS = {
    "source": gettext_lazy("Published"),
    "released": gettext_lazy("Released"),
    "outdated": gettext_lazy("Released, outdated"),
    "withdrawn": gettext_lazy("Withdrawn"),
    "none": gettext_lazy("Not released"),
}


@dataclass(frozen=True)
class LocaleStatus:
    """One locale of one content object. `delivered` is the locale that readers who ask for this one get,
    None for nothing.
    """

    locale: ContentLocale
    status: str
    delivered: ContentLocale | None
    reason: str
    missing: list[str]
    outdated_parts: list[str]
    outdated_since: datetime | None
    has_changes: bool
    work: WorkState
    release: Release | None
    #: The release that waits for its moment.
    waiting: Release | None
    #: The newest release, where it did not go out.
    refused: Release | None
    may_translate: bool
    may_approve: bool

    @property
    def label(self) -> str:
        if self.locale.is_source and self.status == "none":
            return _("Not published")
        return str(STATUS_LABELS[self.status])

    @property
    def goes_out(self) -> str:
        """When the release that waits goes out, in words."""
        return in_words(goes_out_at(self.waiting)) if self.waiting is not None else ""

    @property
    def taken_back(self) -> str:
        """When the release that is out, or the one that waits, is taken back; empty for never."""
        release = self.waiting or self.release
        is_coming = release is not None and not release.is_withdrawn
        return in_words(release.expires_at) if release is not None and is_coming and release.expires_at else ""

    @property
    def is_waiting_in_vain(self) -> bool:
        """Whether the one that waits will be refused, as things are now."""
        return self.waiting is not None and is_unsafe(self.waiting)

    @property
    def name(self) -> str:
        return self.locale.own_name


def of(content: Any, *, user: Any) -> list[LocaleStatus]:
    """One row per content locale, in the order of the list."""
    draft = drafts.latest(content)
    published = type(content)._default_manager.get(pk=content.pk)
    texts = Texts((), whole=[published])
    works = work.works_of(content.content_id)
    source = readiness.source_text(draft)
    coming = Coming(waiting_of(content), _refused(content))
    rows = [_status(draft, published, texts, works, source, locale, coming, user=user) for locale in CONTENT_LOCALES]
    return _as_delivered(published, rows) if registry.is_published(type(content)) else rows


@dataclass(frozen=True)
class Coming:
    """By locale, what waits for its moment, and what was refused and not approved again."""

    waiting: Mapping[str, Release]
    refused: Mapping[str, Release]


def _refused(content: Any) -> dict[str, Release]:
    of_content = Release.objects.filter(content_id=content.content_id)
    later = of_content.filter(locale=OuterRef("locale"), number__gt=OuterRef("number"))
    found = of_content.filter(~Exists(later), state=ReleaseState.REFUSED).defer("snapshot", "head", "made_from")
    return {release.locale: release for release in found}


def of_locale(content: Any, tag: str, *, user: Any) -> LocaleStatus:
    return next(row for row in of(content, user=user) if row.locale.tag == tag)


def _as_delivered(published: Any, rows: list[LocaleStatus]) -> list[LocaleStatus]:
    """What readers really get, which a restriction or an overdue review may take away from what is released."""
    states = Document.objects.filter(content_id=published.content_id).values_list(
        "locale", "state", "edition__gone_reason"
    )
    live = {locale for locale, state, _reason in states if state == DocumentState.LIVE}
    overdue = {tag for tag, _state, reason in states if reason == REVIEW_OVERDUE and drafts.is_live(published)}
    return [
        replace(
            row,
            delivered=next((BY_TAG[tag] for tag in row.locale.reading_order if tag in live), None),
            reason=_("The medical review is overdue.") if row.locale.tag in overdue - live else row.reason,
        )
        for row in rows
    ]


def _status(
    draft: Any,
    published: Any,
    texts: Texts,
    works: Mapping[str, LocaleWork],
    source: Snapshot,
    locale: ContentLocale,
    coming: Coming,
    *,
    user: Any,
) -> LocaleStatus:
    tag = locale.tag
    noted = works.get(tag)
    sheet = bilingual.of(draft, tag, works, source=source)
    snapshot = sheet.text
    release = texts.release(published, tag)
    status = texts.status(published, tag)
    nearest = texts.nearest(published, tag)
    missing = [] if locale.is_source else readiness.missing_parts(sheet)
    waiting = coming.waiting.get(tag)
    newest = waiting or (release if release is not None and not release.is_withdrawn else None)
    has_changes = not snapshots.is_empty(snapshot) and not _says_the_same(type(draft), newest, snapshot)
    return LocaleStatus(
        locale=locale,
        status=status,
        delivered=BY_TAG[nearest[0]] if nearest else None,
        reason=_reason(
            published,
            locale,
            release,
            status,
            missing=missing,
            is_empty=snapshots.is_empty(snapshot),
            texts=texts,
        )
        if waiting is None or status != "none"
        else "",
        missing=missing,
        outdated_parts=release.outdated_parts if release else [],
        outdated_since=release.outdated_since if release else None,
        has_changes=has_changes,
        work=WorkState(noted.state) if noted else WorkState.NOT_STARTED,
        release=release,
        waiting=waiting,
        refused=coming.refused.get(tag),
        may_translate=rights.may_translate(user, tag),
        may_approve=rights.may_approve(user, tag),
    )


def _says_the_same(model: Any, release: Release | None, snapshot: snapshots.Snapshot) -> bool:
    """A path segment that was proposed on approval is no change."""
    if release is None:
        return False
    fields = {**snapshot["fields"]}
    if "path_segment" in fields and not fields["path_segment"]:
        fields["path_segment"] = release.snapshot["fields"].get("path_segment")
    return units.digest(model, {**snapshot, "fields": fields}) == units.digest(model, release.snapshot)


def _reason(
    published: Any,
    locale: ContentLocale,
    release: Release | None,
    status: str,
    *,
    missing: list[str],
    is_empty: bool,
    texts: Texts,
) -> str:
    """Why the locale is not delivered, or what is the matter with it; empty when all is well."""
    if not drafts.is_live(published):
        return _("The page is not published, so it is delivered in no language.")
    if status == "withdrawn" and release is not None and release.is_withdrawn:
        return _(release.withdrawal_reason) if release.withdrawal_reason else _("Taken back by hand.")
    if locale.overlays and texts.of(published, locale.overlays) is None and release is not None:
        return _("%(language)s is not released, and this is a regional version of it.") % {
            "language": BY_TAG[locale.overlays].own_name
        }
    if status == "outdated" and release is not None:
        return _("The source has changed since: %(parts)s.") % {
            "parts": part_labels(type(published), release.outdated_parts)
        }
    if status == "none":
        return _reason_for_none(locale, missing=part_labels(type(published), missing), is_empty=is_empty)
    return ""


def _reason_for_none(locale: ContentLocale, *, missing: str, is_empty: bool) -> str:
    if locale.tag == SOURCE:
        return ""
    if is_empty:
        if locale.overlays:
            return _("Nothing differs, so readers get %(language)s.") % {"language": BY_TAG[locale.overlays].own_name}
        return _("Nobody has translated it yet.")
    if missing:
        return _("Not complete. Missing: %(parts)s.") % {"parts": missing}
    return _("Complete, and waiting for approval.")
