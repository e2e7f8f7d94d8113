"""How a release stands to its source, as readers are told."""

from __future__ import annotations

from tests import factories

TRANSLATED = ["es", "ar", "zh-Hans"]


def status(topic, locale):
    translation = factories.answer(topic, locale)["translation"]
    return translation["status"], translation["outdated_parts"]
