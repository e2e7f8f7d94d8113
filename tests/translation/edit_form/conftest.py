"""The page that people have open in the edit form."""

from __future__ import annotations

import pytest

from tests import factories


@pytest.fixture
def topic():
    fresh = factories.draft(locales=("en", "es", "ar"))
    factories.add_code(fresh)
    statements = {"en": "Some people had less pain.", "es": "Menos dolor.", "ar": "ألم أقل."}
    factories.add_evidence(fresh, factories.therapy(), statements=statements)
    return factories.publish(fresh)
