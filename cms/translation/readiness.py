"""What has to hold before a locale may be released: it is complete, somebody else has read it, its path is free."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.text import slugify
from django.utils.translation import gettext as _

from cms.locales import BY_TAG, SOURCE
from cms.publishing import registry
from cms.publishing.models import Document, DocumentState
from cms.translation import drafts, snapshots, units, work
from cms.translation.errors import (
    IncompleteTranslation,
    NothingToRelease,
    NotTheApprover,
    PathTaken,
)
from cms.translation.labels import part_labels
from cms.translation.policy import policy_of

if TYPE_CHECKING:
    from uuid import UUID

    from cms.translation.snapshots import Snapshot


def missing_parts(content: Any, locale: str, snapshot: Snapshot) -> list[str]:
    """The parts of the source that the locale lacks, in reading order; a regional overlay lacks nothing."""
    if BY_TAG[locale].overlays:
        return []
    model = type(content)
    there = {unit.path for unit in units.units(model, snapshot)}
    wanted = [unit.path for unit in units.units(model, source_text(content))]
    apart = type(content).measured_apart
    lacking = [units.part_of(path) for path in wanted if path not in there]
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


def check_four_eyes(content_id: UUID, locale: str, by: Any) -> None:
    if not policy_of(locale).four_eyes:
        return
    noted = work.works_of(content_id).get(locale)
    if noted is not None and by.pk in noted.contributors:
        raise NotTheApprover(locale)


def check_complete(draft: Any, locale: str, snapshot: Snapshot) -> None:
    if locale == SOURCE:
        raise NothingToRelease(_("The source language is released by publishing."))
    if snapshots.is_empty(snapshot):
        if BY_TAG[locale].overlays:
            raise NothingToRelease(_("Nothing differs from the language below, so there is nothing to release."))
        raise _incomplete(draft, locale, missing_parts(draft, locale, snapshot))
    missing = missing_parts(draft, locale, snapshot)
    if policy_of(locale).partial:
        missing = [part for part in missing if part in type(draft).always_needed]
    if missing:
        raise _incomplete(draft, locale, missing)


def _incomplete(draft: Any, locale: str, missing: list[str]) -> IncompleteTranslation:
    return IncompleteTranslation(locale, missing, labels=part_labels(type(draft), missing))


def propose_path(draft: Any, locale: str, snapshot: Snapshot) -> None:
    """A locale without a path segment of its own gets one from its name, in its own script."""
    fields = snapshot["fields"]
    if "path_segment" in fields and not fields["path_segment"] and not BY_TAG[locale].overlays:
        fields["path_segment"] = slugify(fields["name"], allow_unicode=True) or draft.slug
    if fields.get("path_segment"):
        _check_path(draft, locale, fields["path_segment"])


def _check_path(draft: Any, locale: str, segment: str) -> None:
    """What another page's release says counts, whatever its draft says now."""
    leads_there = Document.objects.filter(locale=locale, segment=segment, state=DocumentState.LIVE)
    of_type = (
        leads_there.filter(type=registry.kind_of(draft).type)
        if registry.is_published(type(draft))
        else leads_there.none()
    )
    if of_type.exclude(content_id=draft.content_id).exists():
        raise PathTaken(locale, segment)
