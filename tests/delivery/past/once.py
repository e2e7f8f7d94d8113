"""A document that has said different things, and how it is asked for what it said once."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from tests.delivery.factories import Content, Text

if TYPE_CHECKING:
    from django.test import Client

GOUT = "/api/v1/conditions/gout/"

FIRST = Content(
    "gout",
    {
        "en": Text("Gout", "Painful joints.", "about-gout"),
        "es": Text("Gota", "Articulaciones dolorosas.", "gota"),
        "ar": Text("النقرس", "ألم في المفاصل.", "النقرس"),
        "zh-Hans": Text("痛风", "关节疼痛。", "痛风"),
    },
)
SECOND = replace(FIRST, texts={**FIRST.texts, "en": Text("Gout", "Painful, swollen joints.", "about-gout")})
HOUR = timedelta(hours=1)


def at(moment: datetime) -> str:
    return f"as_of={moment:%Y-%m-%dT%H:%M:%SZ}"


def asked(client: Client, query: str, path: str = GOUT) -> dict[str, Any]:
    answer = client.get(f"{path}?{query}")
    assert answer.status_code == 200, answer.content
    found: dict[str, Any] = answer.json()
    return found
