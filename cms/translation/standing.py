"""Where each locale of each content stands, kept as rows, so that a dashboard over all of it is one query away."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.contenttypes.models import ContentType
from django.utils import timezone

from cms.locales import SOURCE, translations
from cms.translation import bilingual, drafts, snapshots, units
from cms.translation.current import current_of, out_of, waiting_of
from cms.translation.models.work import Delivery, LocaleWork, TranslatedItem, WorkState
from cms.translation.naming import source_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

    from cms.translation.bilingual import Bilingual
    from cms.translation.models import Release

_STANDING = ["delivery", "goes_out_at", "expires_at", "segments", "missing", "outdated", "waiting_since"]


def refresh(content: Any, *, anew: bool = False) -> None:
    """Brings the rows in line with what is out. Call it after releases were measured, in the same transaction.

    Counts again where the source has changed since, or `anew` for what came about without anybody's notice.
    Costs one query, up to four more when something changed.
    """
    works = works_of_saved(content)
    item = next(iter(works.values())).content
    before = {tag: _figures(work) for tag, work in works.items()}
    digest = _count_all(content, item, works, anew=anew)
    releases, waiting = current_of(content), waiting_of(content)
    for work in works.values():
        _deliver(work, releases)
        work.goes_out_at = waiting[work.locale].goes_out_at if work.locale in waiting else None
    _save_item(item, content, digest=digest)
    save([work for tag, work in works.items() if _figures(work) != before[tag]], _STANDING)


def _count_all(content: Any, item: TranslatedItem, works: dict[str, LocaleWork], *, anew: bool) -> str:
    """The digest of the source that is out, empty where none is: it is counted when it is published.

    Until then translators are shown the draft, and only what they have begun is counted.
    """
    if not drafts.is_live(content):
        begun = {tag: work for tag, work in works.items() if work.digest} if anew else {}
        draft = drafts.latest(content) if begun else None
        for tag, work in begun.items():
            count(work, bilingual.of(draft, tag, works))
        return ""
    source = snapshots.take(content, SOURCE)
    digest = units.digest(type(content), source)
    if anew or digest != item.source_digest:
        draft = _draft_of(content)
        for tag, work in works.items():
            count(work, bilingual.of(draft, tag, works, source=source))
    return digest


def count(work: LocaleWork, sheet: Bilingual) -> None:
    """How much there is to translate, and how much of it is left."""
    of_source = [segment for segment in sheet.segments if segment.source and not segment.is_own]
    work.segments = len(of_source)
    work.missing = sum(segment.is_missing for segment in of_source)
    work.outdated = sum(segment.is_outdated for segment in of_source)
    _wait(work, None)


def works_of_saved(content: Any) -> dict[str, LocaleWork]:
    """A row for each translation, made where there is none; costs one query when all are there, with their item."""
    tags = [locale.tag for locale in translations()]
    of_content = LocaleWork.objects.filter(content_id=content.content_id)
    found = {work.locale: work for work in of_content.select_related("content")}
    if not found.keys() >= set(tags):
        item = _item_of(content)
        if item._state.adding:
            _save_item(item, content, digest="")
        # Those of an item that was lost are there without it.
        found = {work.locale: work for work in of_content}
        made = [LocaleWork(content_id=content.content_id, locale=tag) for tag in tags if tag not in found]
        found |= {work.locale: work for work in LocaleWork.objects.bulk_create(made)}
    return {tag: found[tag] for tag in tags}


def save(works: Sequence[LocaleWork], fields: Iterable[str]) -> None:
    if works:
        LocaleWork.objects.bulk_update(works, list(fields))


def forget(content: Any) -> None:
    """The content is deleted; its releases and editions stay, as the record of what was out."""
    TranslatedItem.objects.filter(content_id=content.content_id).delete()


def _item_of(content: Any) -> TranslatedItem:
    found = TranslatedItem.objects.filter(content_id=content.content_id).first()
    return found or TranslatedItem(content_id=content.content_id)


def _save_item(item: TranslatedItem, content: Any, *, digest: str) -> None:
    values = {
        "content_type_id": ContentType.objects.get_for_model(type(content)).pk,
        "object_id": str(content.pk),
        "name": source_name(content)[:255],
        "is_live": drafts.is_live(content),
        "source_digest": digest,
    }
    if item._state.adding or any(getattr(item, name) != value for name, value in values.items()):
        for name, value in values.items():
            setattr(item, name, value)
        item.save()


def _draft_of(content: Any) -> Any:
    """The draft whose translations are counted: what was just published when nobody has gone on since."""
    latest = getattr(content, "latest_revision_id", None)
    return content if latest == getattr(content, "live_revision_id", None) else drafts.latest(content)


def _deliver(work: LocaleWork, releases: Mapping[str, Release]) -> None:
    release = releases.get(work.locale)
    if release is None:
        work.delivery = Delivery.NONE
    elif work.locale not in out_of(releases):
        work.delivery = Delivery.WITHDRAWN
    else:
        work.delivery = Delivery.OUTDATED if release.outdated_parts else Delivery.RELEASED
    is_out = work.delivery in {Delivery.RELEASED, Delivery.OUTDATED}
    work.expires_at = release.expires_at if release is not None and is_out else None
    _wait(work, release)


def _wait(work: LocaleWork, release: Release | None) -> None:
    """Since when somebody should act; it stays as long as there is anything to do."""
    since: list[datetime | None] = [work.submitted_at if work.state == WorkState.IN_REVIEW else None]
    if release is not None:
        since += [release.withdrawn_at, release.outdated_since]
    known = [moment for moment in since if moment is not None]
    is_lacking = bool(work.missing or work.outdated) or work.delivery in {Delivery.OUTDATED, Delivery.WITHDRAWN}
    if known:
        work.waiting_since = min(known)
    elif is_lacking or work.state in {WorkState.IN_PROGRESS, WorkState.IN_REVIEW}:
        work.waiting_since = work.waiting_since or timezone.now()
    else:
        work.waiting_since = None


def _figures(work: LocaleWork) -> tuple[Any, ...]:
    return tuple(getattr(work, name) for name in _STANDING)
