"""Makes the accounts that a new installation starts with."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from cms.operations import accounts


class Command(BaseCommand):
    help = "Makes the sample accounts that do not exist, and prints their passwords once."
    requires_system_checks = ()

    def handle(self, **options: Any) -> None:
        made = accounts.make_sample_accounts()
        accounts.show(made, say=self.stdout.write)
        if not made:
            self.stdout.write("All sample accounts exist; `changepassword` gives one a new password.")
