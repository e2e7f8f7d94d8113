"""Makes the database ready to be served."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from cms.operations.preparation import prepare


class Command(BaseCommand):
    help = "Makes the tables, loads the sample content the first time and makes the sample accounts that are missing."
    requires_system_checks = ()

    def handle(self, **options: Any) -> None:
        prepare(say=self.stdout.write)
        self.stdout.write("The database is ready.")
