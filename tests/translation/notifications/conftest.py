""""""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Group

from cms.locales import BY_TAG
from cms.translation import groups
from tests import factories


@pytest.fixture
def translator(client):
    """Signed in, for Arabic and Chinese."""
    person = factories.translator("ar")
    person.groups.add(Group.objects.get(name=groups.translators(BY_TAG["zh-Hans"])))
    client.force_login(person)
    return person
