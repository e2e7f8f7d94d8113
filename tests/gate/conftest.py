"""A gate that asks for all, and a page that has all."""

from __future__ import annotations

from typing import Any

import pytest

from cms.gate import groups as gate_groups, registry, sign_offs
from conditions.models import ConditionPage
from tests import factories
from tests.gate.acting import call_section


@pytest.fixture(autouse=True)
def gate(settings: Any) -> Any:
    """The whole gate; `gate("references")` leaves one policy, `gate()` none."""

    def ask_for(*policies: str) -> None:
        settings.PUBLISH_GATE = frozenset(policies)

    ask_for(*registry.policies())
    return ask_for


@pytest.fixture
def clinician(db: None) -> Any:
    return factories.user("clara", gate_groups.CLINICAL_REVIEWERS)


@pytest.fixture
def publisher(db: None) -> Any:
    return factories.user("paula", gate_groups.PUBLISHERS)


@pytest.fixture
def topic(db: None) -> ConditionPage:
    """A draft that lacks nothing but a signature."""
    slug = "chronic-pain"
    draft = factories.draft(slug)
    sections = factories.sections_of(slug, factories.PAGES[slug]["en"])
    sections.append(call_section("Call an ambulance when you cannot breathe."))
    factories.write(draft, "en", sections=sections)
    factories.add_evidence(draft, factories.therapy(), factories.reference())
    draft.save_revision()
    return factories.reload(draft)


@pytest.fixture
def signed(topic: ConditionPage, clinician: Any) -> ConditionPage:
    """A draft that lacks nothing."""
    sign_offs.sign(topic, by=clinician, credentials="MD, FRCA")
    return topic
