"""The notices that belong to a page: those that it names, and those that are on every page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Q

from cms.translation.outlook import AS_IT_IS
from conditions.snippets import Notice

if TYPE_CHECKING:
    from collections.abc import Iterable

    from cms.translation.outlook import Outlook
    from cms.translation.texts import Texts


def notices_for(named: list[int], *, outlook: Outlook = AS_IT_IS) -> list[Notice]:
    """Emergency advice first, then by kind and jurisdiction. Of those that are named also drafts:
    they will be out some day.
    """
    wanted = Q(everywhere=True, live=True) | Q(pk__in=named) | Q(content_id__in=list(outlook.contents))
    seen = outlook.all_seen(Notice.objects.filter(wanted))
    found = [notice for notice in seen if notice.pk in named or (notice.everywhere and notice.live)]
    return sorted(found, key=lambda notice: (notice.kind != "emergency", notice.kind, notice.jurisdiction, notice.pk))


def notice_documents(notices: Iterable[Notice], texts: Texts, locale: str) -> list[dict[str, Any]]:
    """Each in the first locale of the chain that it is out in: emergency advice in another language beats none."""
    found = []
    for notice in notices:
        nearest = texts.nearest(notice, locale)
        if nearest is not None:
            tag, fields = nearest
            found.append(
                {
                    "kind": notice.kind,
                    "text": fields["text"],
                    "jurisdiction": notice.jurisdiction or None,
                    "locale": tag,
                }
            )
    return found
