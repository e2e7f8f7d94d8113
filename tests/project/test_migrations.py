"""The migrations say what the models say, in one line per app."""

from __future__ import annotations

import io

import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db.migrations.loader import MigrationLoader

OURS = [
    app.label
    for app in apps.get_app_configs()
    if app.path.startswith(str(settings.BASE_DIR)) and ".venv" not in app.path
]


@pytest.mark.django_db
def test_no_model_has_changed_without_a_migration():
    output = io.StringIO()

    try:
        call_command("makemigrations", check=True, dry_run=True, stdout=output)
    except SystemExit:
        pytest.fail(output.getvalue())


@pytest.mark.once
@pytest.mark.parametrize("app", OURS)
def test_an_app_has_one_newest_migration_at_most(app):
    graph = MigrationLoader(None).graph

    assert len(graph.leaf_nodes(app)) <= 1
