"""Counts again where each language of each content stands; running it twice changes nothing."""

from __future__ import annotations

import sys
from typing import Any

from django.core.management.base import BaseCommand
from tqdm import tqdm

from cms.translation import counting


class Command(BaseCommand):
    help = "Counts again where each language of each content stands, and makes the rows that are missing."

    def handle(self, *args: Any, verbosity: int, **options: Any) -> None:
        lost = counting.forget_lost()
        places = list(counting.places())
        shown = tqdm(places, unit="", file=sys.stderr, disable=None if verbosity else True, leave=False)
        changed = sum(counting.count_again(place) for place in shown)
        if not verbosity:
            return
        self.stdout.write(f"Looked at {len(places)} contents.")
        if lost:
            self.stdout.write(f"Took away the rows of {lost} that are no more.")
        if changed:
            self.stdout.write(f"{changed} rows changed.")
        elif not lost:
            self.stdout.write(self.style.SUCCESS("All rows were right."))
