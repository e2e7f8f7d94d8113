"""Counts again where each locale of each content stands: for rows that an upgrade or a script has left behind."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Count, Exists, OuterRef, Q

from cms.locales import translations
from cms.publishing import store
from cms.translation import contents, standing
from cms.translation.models import LocaleWork, TranslatedItem

if TYPE_CHECKING:
    from collections.abc import Iterator
    from uuid import UUID

    from cms.translation.contents import Place

#: What is counted; the work itself is nobody's to make anew.
_OF_WORK = ("locale", "delivery", "segments", "missing", "outdated", "waiting_since")
_OF_ITEM = ("content_type", "object_id", "name", "is_live", "source_digest")

_BATCH = 500


def is_lacking() -> bool:
    """Whether some content has no row, or none for some locale; a query for each type of content."""
    item = TranslatedItem.objects.filter(content_id=OuterRef("content_id"))
    if any(model._default_manager.filter(~Exists(item)).exists() for model in contents.models()):
        return True
    tags = [locale.tag for locale in translations()]
    counted = TranslatedItem.objects.annotate(locales=Count("works", filter=Q(works__locale__in=tags)))
    return counted.filter(locales__lt=len(tags)).exists()


def places() -> Iterator[Place]:
    """All content, to be read when its turn comes."""
    for model in contents.models():
        for key in list(model._default_manager.order_by("pk").values_list("pk", flat=True)):
            yield contents.Place(model, str(key))


def count_again(place: Place) -> int:
    """Returns how many rows were made or changed."""
    # The same lock as an act that publishes, which would otherwise be overwritten with what was before it.
    with store.locked():
        content = place.content()
        if content is None:
            return 0
        before = _rows(content.content_id)
        standing.refresh(content, anew=True)
        after = _rows(content.content_id)
    return sum(before.get(name) != values for name, values in after.items())


def forget_lost() -> int:
    """Takes the rows away of content that is no more; returns of how much."""
    ids = {*_ids(TranslatedItem), *_ids(LocaleWork)}
    kept = contents.places(ids)
    lost = sorted(content_id for content_id in ids if str(content_id) not in kept)
    for start in range(0, len(lost), _BATCH):
        batch = lost[start : start + _BATCH]
        LocaleWork.objects.filter(content_id__in=batch).delete()
        TranslatedItem.objects.filter(content_id__in=batch).delete()
    return len(lost)


def _rows(content_id: UUID) -> dict[str, tuple[Any, ...]]:
    """By locale, the item under no locale."""
    works = LocaleWork.objects.filter(content_id=content_id).values_list(*_OF_WORK)
    rows: dict[str, tuple[Any, ...]] = {work[0]: work for work in works}
    item = TranslatedItem.objects.filter(content_id=content_id).values_list(*_OF_ITEM).first()
    return {**rows, "": item} if item else rows


def _ids(model: Any) -> Iterator[UUID]:
    yield from model.objects.order_by().values_list("content_id", flat=True).distinct().iterator()
