"""Facts about the whole: where everything is, and how much of it there is in each locale."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db.models import CharField, Count, F, Value

from cms.locales import CONTENT_LOCALES, SOURCE, TAGS
from cms.publishing import store
from cms.publishing.models import Answer, AnswerFacet
from cms.publishing.remembered import Remembered

if TYPE_CHECKING:
    from collections.abc import Mapping

API_VERSION = "1"

#: How many documents of a locale have which status.
Statuses = dict[str, dict[str, int]]

statuses: Remembered[Statuses] = Remembered()


def index(links: Mapping[str, str]) -> dict[str, Any]:
    """One query. `links` are paths by name."""
    return {
        "name": settings.WAGTAIL_SITE_NAME,
        "version": API_VERSION,
        "sequence": store.sequence(),
        "links": {name: f"{settings.PUBLIC_ORIGIN}{path}" for name, path in links.items()},
        "locales": list(TAGS),
    }


def locales() -> list[dict[str, Any]]:
    """The content locales with the number of condition documents by status; two queries at most."""
    counted = _statuses()
    total = counted[SOURCE]["source"]
    return [
        {
            "tag": locale.tag,
            "name": locale.english_name,
            "native_name": locale.native_name,
            "dir": locale.direction,
            "chain": list(locale.chain),
            "documents": _documents(counted[locale.tag], total=total),
        }
        for locale in CONTENT_LOCALES
    ]


def _documents(counted: Mapping[str, int], *, total: int) -> dict[str, int]:
    found = {status: counted.get(status, 0) for status in ("source", "released", "outdated", "withdrawn")}
    return {**found, "none": max(0, total - sum(found.values()))}


def _statuses() -> Statuses:
    state_version = store.state_version() or 0
    found = statuses.get(b"", state_version=state_version)
    if found is None:
        found = _counted()
        statuses.put(b"", found, state_version=state_version)
    return found


def _counted() -> Statuses:
    """Delivered documents by status, and the withdrawn texts of what is out."""
    delivered = (
        Answer.objects.filter(type="condition", locale=F("requested_locale"))
        .values_list("locale", "translation_status")
        .annotate(Count("pk"))
    )
    withdrawn = (
        AnswerFacet.objects.filter(kind="withdrawn", answer__type="condition", answer__requested_locale=SOURCE)
        .annotate(status=Value("withdrawn", output_field=CharField()))
        .values_list("value", "status")
        .annotate(Count("pk"))
    )
    counted: Statuses = defaultdict(lambda: defaultdict(int))
    for locale, status, count in delivered.union(withdrawn, all=True):
        counted[locale][status] += count
    return counted
