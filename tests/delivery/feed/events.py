"""Conditions by the number, and which of them a change is of."""

from __future__ import annotations

from typing import Any

from cms.publishing.models import Document
from tests.delivery.factories import Content, Text, publish


def condition(number: int, summary: str = "It hurts.", **texts: Text) -> Content:
    """One of many; published as it is unless it is given other words."""
    slug = f"ache-{number}"
    content = Content(slug, {"en": Text(f"Ache {number}", summary, slug), **texts})
    if summary == "It hurts." and not Document.objects.filter(slug=slug).exists():
        publish(content)
    return content


def slug_of(change: dict[str, Any]) -> str:
    return str(change["url"]).partition("?")[0].rstrip("/").rpartition("/")[2]
