"""A page with evidence and codes that is out in English and in every translation."""

from __future__ import annotations

import pytest

from tests import factories
from tests.translation.staleness.measured import TRANSLATED


@pytest.fixture(scope="module")
def topic_of_all(kept):
    fresh = factories.draft(locales=("en", *TRANSLATED))
    words = {"en": "Some people had less pain.", "es": "Menos dolor.", "ar": "ألم أقل.", "zh-Hans": "疼痛减轻。"}
    factories.add_code(fresh)
    factories.add_evidence(fresh, factories.therapy(), factories.reference(), statements=words)
    fresh = factories.publish(fresh)
    factories.release(fresh, *TRANSLATED)
    return fresh


@pytest.fixture
def topic(topic_of_all):
    return factories.reload(topic_of_all)
