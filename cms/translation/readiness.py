"""What has to hold before a locale may be released: it is complete, somebody else has read it, its path is free."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.text import slugify
from django.utils.translation import gettext as _

from cms.locales import BY_TAG, SOURCE
from cms.publishing import registry
from cms.publishing.models import Document, DocumentState
from cms.translation import drafts, snapshots
from cms.translation.errors import (
    IncompleteTranslation,
    NothingToRelease,
    NotSigned,
    NotTheApprover,
    PathTaken,
)
from cms.translation.labels import part_labels
from cms.translation.policy import policy_of

if TYPE_CHECKING:
    from cms.translation.bilingual import Bilingual
    from cms.translation.models import LocaleWork
    from cms.translation.snapshots import Snapshot


def missing_parts(sheet: Bilingual) -> list[str]:
    """The parts of the source that the locale lacks, in reading order; a regional overlay lacks nothing."""
    apart = sheet.model.measured_apart
    lacking = [segment.part for segment in sheet.segments if segment.is_missing]
    return [part for part in dict.fromkeys(lacking) if part.partition(".")[0] not in apart]


def source_text(draft: Any) -> Snapshot:
    """The source that a translation of this draft is measured against: what is out, else the draft."""
    return snapshots.take(source_of(draft), SOURCE)


def source_of(draft: Any) -> Any:
    """The row that is out, when there is one:
    a translation made from an unpublished draft must not pass for current later.
    """
    if drafts.is_live(draft) and draft.pk:
        return type(draft)._default_manager.get(pk=draft.pk)
    return draft


def check_signatures(work: LocaleWork | None, locale: str, by: Any) -> None:
    """Who approves has not written the text, nor revised it where the policy wants a third person."""
    policy = policy_of(locale)
    if policy.four_eyes and work is not None and by.pk in work.contributors:
        raise NotTheApprover(locale)
    if policy.reviser and (work is None or work.reviser_id in (None, by.pk)):
        raise NotSigned(locale, clinical=False)
    if policy.clinical and (work is None or work.clinical_approver_id is None):
        raise NotSigned(locale, clinical=True)


def check_complete(sheet: Bilingual) -> None:
    locale = sheet.locale
    if locale == SOURCE:
        raise NothingToRelease(_("The source language is released by publishing."))
    missing = missing_parts(sheet)
    if snapshots.is_empty(sheet.text):
        if BY_TAG[locale].overlays:
            raise NothingToRelease(_("Nothing differs from the language below, so there is nothing to release."))
        raise _incomplete(sheet, missing)
    if policy_of(locale).partial:
        missing = [part for part in missing if part in sheet.model.always_needed]
    if missing:
        raise _incomplete(sheet, missing)


def _incomplete(sheet: Bilingual, missing: list[str]) -> IncompleteTranslation:
    return IncompleteTranslation(sheet.locale, missing, labels=part_labels(sheet.model, missing))


def propose_path(draft: Any, locale: str, snapshot: Snapshot) -> None:
    """Gives the locale a path where it has none. Raises PathTaken."""
    fill_in_path(draft, locale, snapshot)
    check_path(draft, locale, snapshot)


def fill_in_path(draft: Any, locale: str, snapshot: Snapshot) -> None:
    """A locale without a path segment of its own gets one from its name, in its own script."""
    fields = snapshot["fields"]
    if "path_segment" in fields and not fields["path_segment"] and not BY_TAG[locale].overlays:
        fields["path_segment"] = slugify(fields["name"] or "", allow_unicode=True) or draft.slug


def check_path(draft: Any, locale: str, snapshot: Snapshot) -> None:
    """What another page's release says counts, whatever its draft says now. Raises PathTaken."""
    segment = snapshot["fields"].get("path_segment")
    if not segment:
        return
    leads_there = Document.objects.filter(locale=locale, segment=segment, state=DocumentState.LIVE)
    of_type = (
        leads_there.filter(type=registry.kind_of(draft).type)
        if registry.is_published(type(draft))
        else leads_there.none()
    )
    if of_type.exclude(content_id=draft.content_id).exists():
        raise PathTaken(locale, segment)
