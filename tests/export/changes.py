"""What happens between two exports."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from tests.delivery.factories import NOW, Content, Text, publish

LATER = NOW + timedelta(days=5)


def renamed(content, **texts):
    return replace(content, texts={**content.texts, **texts})


def glossary(count):
    for number in range(count):
        name = f"Term {number:02}"
        publish(Content(slug=f"t-{number:02}", type="glossary-term", texts={"en": Text(name, "A word.")}))
