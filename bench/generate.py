"""Fills a database with more pages: authored ones by publish and release, published ones straight into the store.

Both are copies of those pages of the sample that have a text of their own in each content locale and no page below:
answers of 20 to 29 KB, Arabic and Chinese among them. A copy differs in its ids, its names and its addresses.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import cycle, islice
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid5

from django.contrib.auth import get_user_model
from django.db import connection, transaction
from django.utils import timezone

from cms.locales import TAGS, column, translations
from cms.publishing import lifecycle, registry, statistics, store
from cms.publishing.addresses import api_url, web_url
from cms.publishing.document import Change, Document, Publication, content_key
from cms.publishing.models import Publication as PublicationRow
from cms.translation import releases
from cms.translation.models import Method
from conditions.document import TYPE
from conditions.models import ConditionPage
from conditions.sample.loader import APPROVER

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_BATCH = 50


def count() -> int:
    """How many conditions are published."""
    return PublicationRow.objects.filter(type=TYPE).count()


def models() -> list[tuple[ConditionPage, Publication]]:
    """The pages that are copied, with what is published of them."""
    kind = next(kind for kind in registry.kinds() if kind.type == TYPE)
    built = [(page, kind.build(page, now=timezone.now())) for page in ConditionPage.objects.order_by("path")]
    return [(page, made) for page, made in built if len(made.documents) == len(TAGS) and page.is_leaf()]


def author(total: int) -> None:
    """Copies pages, publishes them and releases each locale, until there are `total` conditions."""
    approver = get_user_model().objects.get(username=APPROVER)
    originals = cycle([page for page, _ in models()])
    for number in range(count(), total):
        with transaction.atomic():
            _author(next(originals), number, approver)
    lifecycle.rebuild_stale()


def _author(original: ConditionPage, number: int, approver: Any) -> None:
    slug = f"{original.slug}-{number}"
    page = original.copy(update_attrs={"slug": slug, "title": slug}, copy_revisions=False, keep_live=False)
    for tag in TAGS:
        if name := getattr(original, column("name", tag)):
            setattr(page, column("name", tag), f"{name} {number}")
    page.save_revision().publish()
    page.refresh_from_db()
    for locale in translations():
        releases.approve(page, locale.tag, by=approver, method=Method.MACHINE_SAMPLE)


def publish(total: int) -> None:
    """Puts copies of what is published into the store, until there are `total` conditions."""
    copies = _copies(count(), total)
    while batch := list(islice(copies, _BATCH)):
        with store.locked() as counter:
            for copy in batch:
                store.put(copy, change=Change(kind="content"), counter=counter)
    statistics.refresh()
    keep_house()


def _copies(first: int, end: int) -> Iterator[Publication]:
    originals = cycle([publication for _, publication in models()])
    for number in range(first, end):
        yield copy(next(originals), number)


def copy(original: Publication, number: int) -> Publication:
    """The same for a number in every process."""
    content_id = uuid5(original.content_id, str(number))
    documents = {tag: _document(document, content_id, number) for tag, document in original.documents.items()}
    announces = {content_key(content_id): str(number)}
    return replace(original, content_id=content_id, documents=documents, announces=announces)


def _document(original: Document, content_id: UUID, number: int) -> Document:
    old_id, slug = str(original.body["id"]), f"{original.slug}-{number}"
    path, segment, name = f"{original.path}-{number}", f"{original.segment}-{number}", f"{original.name} {number}"
    own = {"id": str(content_id), "slug": slug, "path": path, "name": name}
    own["url"] = api_url(TYPE, slug, original.locale)
    alternates = [_alternate(alternate, slug, number) for alternate in original.body["alternates"]]
    new_names = {old_id: str(content_id), original.slug: slug}
    return replace(
        original,
        slug=slug,
        path=path,
        segment=segment,
        name=name,
        body={**original.body, **own, "web_url": web_url(path, original.locale), "alternates": alternates},
        card={**original.card, **own},
        facets=frozenset((kind, new_names.get(value, value)) for kind, value in original.facets),
    )


def _alternate(original: Mapping[str, Any], slug: str, number: int) -> dict[str, Any]:
    path = f"{original['path']}-{number}"
    tag = original["locale"]
    return {**original, "path": path, "url": api_url(TYPE, slug, tag), "web_url": web_url(path, tag)}


def keep_house() -> None:
    """What PostgreSQL does by itself some minutes after a load; in the middle of a measurement it would count."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")
            cursor.execute("CHECKPOINT")
