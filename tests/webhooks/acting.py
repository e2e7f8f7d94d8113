"""What tests of webhooks publish, and how they let a worker run."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.utils import timezone

from cms.webhooks.models import Endpoint
from cms.webhooks.worker import Worker
from tests.delivery.factories import Content, Text

MIGRAINE = Content(
    slug="migraine",
    texts={
        "en": Text("Migraine", "Attacks of strong headache.", "migraine"),
        "ar": Text("الشقيقة", "نوبات من الصداع الشديد.", "الشقيقة"),
        "es-MX": Text("Migraña", "Ataques de dolor de cabeza fuerte.", "migrana"),
        "zh-Hans": Text("偏头痛", "反复发作的剧烈头痛。", "偏头痛"),
    },
)


def in_english(content: Content, summary: str = "Attacks of headache.", **fields: Any) -> Content:
    return replace(content, texts={"en": replace(content.texts["en"], summary=summary)}, **fields)


def numbered(number: int) -> Content:
    """A document of its own for each number."""
    name = f"migraine-{number}"
    return Content(slug=name, texts={"en": Text(f"Migraine {number}", "Attacks of headache.", name)})


def run() -> None:
    Worker().run_once()


def make_due(endpoint: Endpoint) -> None:
    """As if the waits were over."""
    endpoint.deliveries.waiting().update(due_at=timezone.now())
    Endpoint.objects.filter(pk=endpoint.pk).update(held_until=None)
