"""Approving, withdrawing and rolling back a locale.

The source locale is released by publishing. Every other locale goes out from its current release: the snapshot of its
text as it was approved. What is out changes only here and through `cms.publishing.lifecycle`, in one transaction each.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from cms.locales import BY_TAG, SOURCE, translations
from cms.publishing import lifecycle, registry, store
from cms.publishing.content import digest_of
from cms.publishing.document import Change, content_key
from cms.publishing.models import ChangeKind, Document
from cms.translation import (
    bilingual,
    drafts,
    marks,
    memory,
    proofreading,
    readiness,
    rights,
    snapshots,
    staleness,
    standing,
    told,
    units,
    work,
    writing,
)
from cms.translation.current import current_of, effective_of
from cms.translation.errors import (
    NoSuchRelease,
    NothingToRelease,
    TextHasChanged,
)
from cms.translation.models import Release
from cms.translation.naming import name_of_person

if TYPE_CHECKING:
    from cms.publishing.models import Counter
    from cms.translation.bilingual import Bilingual
    from cms.translation.models import LocaleWork
    from cms.translation.snapshots import Snapshot


def approve(
    content: Any, locale: str, *, by: Any, seen_digest: str | None = None, method: str | None = None
) -> Release:
    """Releases the locale's latest draft.

    `seen_digest` is `seen` of the text that the approver had before their eyes. `method` None: by what is known of the
    text.

    Raises NoRight, or a ReleaseRefused that says what is in the way.
    """
    rights.require_approver(by, locale)
    with store.locked() as counter:
        draft = drafts.locked(content)
        works = work.works_of(content.content_id)
        source = readiness.source_of(draft)
        source_text = snapshots.take(source, SOURCE)
        sheet = bilingual.of(draft, locale, works, source=source_text)
        if seen_digest is not None and seen_digest != seen(sheet):
            raise TextHasChanged(locale)
        readiness.check_signatures(works.get(locale), locale, by)
        readiness.check_complete(sheet)
        known = marks.of(content.content_id, locale)
        proofreading.check(sheet, known)
        draft = writing.write(draft, locale, sheet.text, user=None)
        snapshot = snapshots.take(draft, locale)
        readiness.propose_path(draft, locale, snapshot)
        made = method or proofreading.method_of(content.content_id, sheet, known)
        release = _add(content, source, locale, snapshot, by=by, method=made)
        work.done(content, draft, locale, source=source_text, works=standing.works_of_saved(content))
        memory.remember(draft.content_id, sheet)
        _tell(content, locale, release, counter)
        told.approval(draft.content_id, release, by=by)
    return release


def seen(sheet: Bilingual) -> str:
    """What a person who read this text has seen: the text, and the source that it stood beside."""
    return digest_of([units.digest(sheet.model, sheet.text), units.digest(sheet.model, sheet.source)])


def withdraw(content: Any, locale: str, *, by: Any, reason: str = "") -> Release:
    """Takes the locale back; its readers get the next one of the chain. Raises NoRight or NoSuchRelease."""
    rights.require_approver(by, locale)
    with store.locked() as counter:
        release = Release.objects.select_for_update().filter(
            content_id=content.content_id, locale=locale, is_current=True, withdrawn_at=None
        ).first()  # fmt: skip
        if release is None:
            raise NoSuchRelease(locale, None)
        staleness.take_back(release, by=by, reason=reason)
        release.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawal_reason"])
        memory.forget(content.content_id, locale)
        told.withdrawal(release)
        _tell(content, locale, release, counter)
    return release


def roll_back(content: Any, locale: str, *, to: int, by: Any) -> Release:
    """Releases the text of an earlier release again, as a new one. It is as outdated as the earlier one has become.

    Raises NoRight or NoSuchRelease.
    """
    rights.require_approver(by, locale)
    with store.locked() as counter:
        earlier = Release.objects.filter(content_id=content.content_id, locale=locale, number=to).first()
        if earlier is None:
            raise NoSuchRelease(locale, to)
        release = _insert(
            content,
            locale,
            by=by,
            snapshot=earlier.snapshot,
            made_from=earlier.made_from,
            source_version=earlier.source_version,
            method=earlier.method,
            translators=earlier.translators,
            reviser=earlier.reviser,
            reviser_name=earlier.reviser_name,
            clinical_approver=earlier.clinical_approver,
            clinical_approver_name=earlier.clinical_approver_name,
        )
        memory.keep(content.content_id, _as_released(content, release))
        _tell(content, locale, release, counter)
        told.roll_back(release)
    return release


def _as_released(content: Any, release: Release) -> Bilingual:
    """The released text beside the source as it is out."""
    below, released = BY_TAG[release.locale].overlays, current_of(content)
    return bilingual.Bilingual(
        type(content),
        release.locale,
        source=readiness.source_text(content),
        own=release.snapshot,
        made_from={},
        below=effective_of(type(content), below, released) if below else None,
    )


def _add(content: Any, source: Any, locale: str, snapshot: Snapshot, *, by: Any, method: str) -> Release:
    facts = source.neutral_facts()
    made_from = {SOURCE: staleness.digests_of(source, snapshots.take(source, SOURCE), facts)}
    below = BY_TAG[locale].overlays
    if below:
        base = effective_of(type(content), below, current_of(content))
        if base is None:
            raise NothingToRelease(_("%(language)s has to be released first.") % {"language": BY_TAG[below].own_name})
        made_from[below] = staleness.digests_of(source, base, facts)
    live = Document.objects.filter(content_id=content.content_id, locale=SOURCE).first()
    noted = work.works_of(content.content_id).get(locale)
    return _insert(
        content,
        locale,
        by=by,
        snapshot=snapshot,
        made_from=made_from,
        source_version=live.version if live else None,
        method=method,
        translators=noted.contributors if noted else [],
        **(_signatures(noted) if noted else {}),
    )


def _signatures(noted: LocaleWork) -> dict[str, Any]:
    return {
        "reviser": noted.reviser,
        "reviser_name": name_of_person(noted.reviser),
        "clinical_approver": noted.clinical_approver,
        "clinical_approver_name": name_of_person(noted.clinical_approver),
    }


def _insert(content: Any, locale: str, *, by: Any, snapshot: Snapshot, **values: Any) -> Release:
    """The next release; the one before stays, as what was approved then."""
    of_locale = Release.objects.filter(content_id=content.content_id, locale=locale)
    newest = of_locale.aggregate(newest=Max("number"))["newest"] or 0
    of_locale.filter(is_current=True).update(is_current=False)
    return Release.objects.create(
        content_id=content.content_id,
        locale=locale,
        number=newest + 1,
        snapshot=snapshot,
        head=snapshots.head_of(type(content), snapshot),
        approver=by if by.pk else None,
        approver_name=name_of_person(by),
        approved_at=timezone.now(),
        **values,
    )


def _tell(content: Any, locale: str, release: Release, counter: Counter) -> None:
    """Rebuilds what is published of the content; an approval that catches up says what kind of change it brings."""
    changed = {locale, *(other.tag for other in translations() if other.overlays == locale)}
    published = _published(content)
    kind = _kind_since(release)
    with published.read_once():
        staleness.measure(published, change_kind="")
        if registry.is_published(type(content)):
            lifecycle.refresh(published, change=Change(kind=kind, locales=frozenset(changed)), held=counter)
        else:
            lifecycle.touched({content_key(content.content_id)})
        standing.refresh(published)


def _kind_since(release: Release) -> str:
    """The strongest kind of change that this release catches up with, `content` for a first one."""
    before = Release.objects.filter(
        content_id=release.content_id, locale=release.locale, number__lt=release.number
    ).order_by("-number").first()  # fmt: skip
    return (before.outdated_by if before else "") or ChangeKind.CONTENT


def _published(content: Any) -> Any:
    return type(content)._default_manager.get(pk=content.pk)
