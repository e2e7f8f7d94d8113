"""Renders a publication's documents as the ready answers for every locale that a reader may ask for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cms import collation
from cms.locales import CONTENT_LOCALES
from cms.publishing import content
from cms.publishing.document import content_id_of
from cms.publishing.models import Answer, Edition

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cms.locales import ContentLocale
    from cms.publishing.document import Document, Publication

#: An edition with its body; None where the document is gone.
Current = dict[str, tuple[Edition, dict[str, Any] | None]]


def render(publication: Publication, current: Current) -> Iterator[Answer]:
    """One answer per content locale that something stands in for: the first live document of its reading order."""
    for requested in CONTENT_LOCALES:
        live = next((tag for tag in requested.reading_order if tag in publication.documents), None)
        if live is not None:
            yield _answer(publication, publication.documents[live], requested=requested, current=current)


def _answer(publication: Publication, built: Document, *, requested: ContentLocale, current: Current) -> Answer:
    edition, body = current[built.locale]
    requested_keys = {"requested_locale": requested.tag}
    rendered = content.encode({**(body or {}), **requested_keys})
    card = {**built.card, **requested_keys, "updated_at": content.timestamp(edition.occurred_at)}
    review = built.body.get("review")
    return Answer(
        content_id=publication.content_id,
        type=publication.type,
        requested_locale=requested.tag,
        locale=built.locale,
        slug=built.slug,
        segment=built.segment,
        body=rendered,
        card=content.encode(card),
        etag=content.digest_of_bytes(rendered),
        last_modified=_last_change(requested, built.locale, current),
        updated_at=edition.occurred_at,
        is_partial=built.is_partial,
        sequence=edition.sequence,
        name_key=collation.sort_key(built.name, built.locale),
        path_key=collation.path_key(built.path),
        initial=collation.initial(built.name, built.locale),
        translation_status=built.body["translation"]["status"],
        review_status=review["status"] if review else "",
        surrogate_keys=_surrogate_keys(publication),
        next_change_at=publication.next_change_at,
    )


def _surrogate_keys(publication: Publication) -> str:
    """The type, its own content id and those that it was built from; what has no content id (an image) is left out."""
    read = {content_id for key in publication.reads if (content_id := content_id_of(key))}
    return " ".join([publication.type, str(publication.content_id), *sorted(read)])


def _last_change(requested: ContentLocale, delivered: str, current: Current) -> Any:
    """When this locale's answer last changed: a withdrawal of a nearer locale changes it too,
    by letting another stand in.
    """
    nearer = requested.reading_order[: requested.reading_order.index(delivered) + 1]
    return max(current[tag][0].occurred_at for tag in nearer if tag in current)
