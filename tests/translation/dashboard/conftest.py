"""People at the dashboard."""

from __future__ import annotations

import pytest

from cms.translation.dashboard import actions
from tests import factories


@pytest.fixture
def admin(client):
    client.force_login(factories.administrator())
    return client


@pytest.fixture
def person(client):
    def sign_in(*group_names):
        account = factories.user("person", *group_names)
        client.force_login(account)
        return account

    return sign_in


@pytest.fixture
def act(monkeypatch):
    monkeypatch.setattr(actions, "_actions", {})
    found = actions.Action("export", "Export for translators", "translation_dashboard")
    actions.register(found)
    return found
