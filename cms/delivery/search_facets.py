"""How many results of a search there are of each type, topic and specialty, as readers are told."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

import orjson

from cms.delivery.parameters import is_uuid
from cms.publishing import rows
from cms.publishing.remembered import Remembered

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Iterable, Sequence

    from cms.locales import ContentLocale
    from search.finding import Found

Mention = dict[str, Any]

_MENTIONED = ("id", "slug", "name", "locale")
_MOST_TOPICS = 50

mentions: Remembered[Mention] = Remembered()


def facets(found: Found, locale: ContentLocale, *, state_version: int | None) -> dict[str, Any]:
    """The most frequent first. One query for names of topics that this process has not told since the last publish."""
    topics = {value: count for value, count in found.facets["topic"].items() if is_uuid(value)}
    names = _mentions(topics, locale, state_version=state_version)
    told = [{**names[topic], "count": count} for topic, count in topics.items() if topic in names]
    told.sort(key=lambda topic: (-topic["count"], topic["slug"]))
    return {
        "type": _counts(found.facets["type"]),
        "topic": told[:_MOST_TOPICS],
        "specialty": _counts(found.facets["specialty"]),
    }


def _counts(counted: Counter[str]) -> list[dict[str, Any]]:
    ordered = sorted(counted.items(), key=lambda item: (-item[1], item[0]))
    return [{"value": value, "count": count} for value, count in ordered]


def _mentions(topics: Iterable[str], locale: ContentLocale, *, state_version: int | None) -> dict[str, Mention]:
    """For readers of the locale, by content id; topics that are not out are left out."""
    found: dict[str, Mention] = {}
    missing = []
    for topic in topics:
        known = None if state_version is None else mentions.get(_key(topic, locale), state_version=state_version)
        if known is None:
            missing.append(topic)
        else:
            found[topic] = known
    for mention in _read(missing, locale) if missing else ():
        found[mention["id"]] = mention
        if state_version is not None:
            mentions.put(_key(mention["id"], locale), mention, state_version=state_version)
    return found


def _key(topic: str, locale: ContentLocale) -> bytes:
    return f"{locale.tag} {topic}".encode()


def _read(topics: Sequence[str], locale: ContentLocale) -> list[Mention]:
    places = ", ".join(["%s"] * len(topics))
    ids = [rows.for_database("content_id", UUID(topic)) for topic in topics]
    sql = rows.select(["card"], f"requested_locale = %s AND content_id IN ({places})")
    cards = [orjson.loads(bytes(card)) for (card,) in rows.read(sql, [locale.tag, *ids], columns=("card",))]
    return [{name: card[name] for name in _MENTIONED} for card in cards]
