"""Reads what was published since it was last read: how hard it is to read, and where it links to.

Nothing of this happens while somebody publishes. Publishing keeps a fingerprint and a number for each content; where
they are no more those of the last reading, the content is read again, by the scheduler and in small transactions. So
nothing can be missed, whatever was down, and what was published before there were reports is read like all else.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import orjson
from django.db import OperationalError, transaction
from django.db.models import Exists, F, OuterRef, Subquery

from cms.locales import SOURCE
from cms.publishing import registry
from cms.publishing.content import digest_of_bytes
from cms.publishing.models import Answer, Document, Publication
from cms.reports import links
from cms.reports.models import Address, LinkUse, Scan, ScannedText
from cms.translation import current, drafts, snapshots

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import QuerySet

    from cms.reports.links import Link

logger = logging.getLogger(__name__)

#: What one tick of the scheduler reads at most; a first reading of 3,000 pages takes it some minutes.
BATCH = 500


def pending() -> QuerySet[Publication, Any]:
    """What was published since it was last read."""
    newest = Document.objects.filter(content_id=OuterRef("pk")).order_by("-edition_id").values("edition_id")[:1]
    read = Scan.objects.filter(
        content_id=OuterRef("pk"), fingerprint=OuterRef("fingerprint"), sequence=OuterRef("sequence")
    )
    published = Publication.objects.annotate(sequence=Subquery(newest)).filter(sequence__isnull=False)
    return published.filter(~Exists(read)).order_by("pk")


def catch_up(limit: int = BATCH) -> int:
    """Returns how many contents were read. One that cannot be is logged, and tried again with the next."""
    read = 0
    for row in list(pending()[:limit]):
        try:
            _scan(row)
        except OperationalError:
            raise  # the database's fault, and not this content's
        except Exception:
            logger.exception("%s %s cannot be read for the reports.", row.type, row.pk)
        else:
            read += 1
    return read


@transaction.atomic
def _scan(row: Any) -> None:
    scan, _is_new = Scan.objects.select_for_update().update_or_create(
        content_id=row.pk, defaults={"type": row.type, "fingerprint": row.fingerprint, "sequence": row.sequence}
    )
    answers = Answer.objects.filter(content_id=row.pk, requested_locale=F("locale"))
    documents = {answer.locale: orjson.loads(bytes(answer.body)) for answer in answers}
    scan.texts.all().delete()
    scan.links.all().delete()
    ScannedText.objects.bulk_create(_measured(scan, answer, documents[answer.locale]) for answer in answers)
    _keep_links(scan, _links(row, documents))


def _measured(scan: Scan, answer: Answer, document: dict[str, Any]) -> ScannedText:
    readability = document.get("readability") or {}
    return ScannedText(
        scan=scan,
        locale=answer.locale,
        name=str(document.get("name") or document.get("publisher") or "")[:255],
        name_key=answer.name_key,
        formula=readability.get("formula", ""),
        score=readability.get("score"),
        grade=readability.get("grade"),
    )


def _links(row: Publication, documents: dict[str, Any]) -> list[tuple[str, Link]]:
    """Each with its locale. An overlay tells its own links only: what it inherits is mended where it stands."""
    kind = next(kind for kind in registry.kinds() if kind.type == row.type)
    content = kind.find(row.pk) if documents else None
    if content is None:
        return []
    found = [(SOURCE, link) for link in (*links.in_neutral_fields(content), *links.to_references(documents))]
    texts = {release.locale: release.snapshot for release in current.current_of(content).values()}
    if drafts.is_live(content):
        texts[SOURCE] = snapshots.take(content, SOURCE)
    for tag in documents:
        if tag in texts:
            found += [(tag, link) for link in links.in_text(kind.model, tag, texts[tag])]
    return list(dict.fromkeys(found))


def _keep_links(scan: Scan, found: list[tuple[str, Link]]) -> None:
    addresses = _addresses({link.url for _locale, link in found if link.url})
    LinkUse.objects.bulk_create(
        LinkUse(
            scan=scan,
            locale=locale,
            content_path=link.content_path,
            words=link.words,
            page_id=link.page_id,
            address_id=addresses.get(link.url),
        )
        for locale, link in found
    )


def _addresses(urls: Iterable[str]) -> dict[str, int]:
    digests = {url: digest_of_bytes(url.encode()) for url in sorted(urls)}
    if not digests:
        return {}
    Address.objects.bulk_create(
        [Address(url=url, digest=digest, host=host_of(url)) for url, digest in digests.items()], ignore_conflicts=True
    )
    known = dict(Address.objects.filter(digest__in=digests.values()).values_list("digest", "pk"))
    return {url: known[digest] for url, digest in digests.items()}


def host_of(url: str) -> str:
    """Empty for what is no address at all."""
    try:
        return (urlsplit(url).hostname or "")[:255]
    except ValueError:
        return ""
