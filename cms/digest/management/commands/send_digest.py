"""Sends people the weekly mail of what waits for them; run again in the same week it sends nothing twice."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db.models import Q
from django.utils import timezone

from cms.digest import letters, sending


class Command(BaseCommand):
    help = "Sends each person what waits for them, once a week. Exits with 1 where a mail could not be sent."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="Print the mails; send and note nothing.")
        parser.add_argument("--to", nargs="+", metavar="WHO", help="Only these people, by user name or address.")

    def handle(self, *args: Any, dry_run: bool, to: list[str] | None, **options: Any) -> None:
        week = letters.week_of(timezone.localdate())
        people = list(_people(to))
        if dry_run:
            self._show(people, week)
            return
        if settings.EMAIL_BACKEND.endswith(".dummy.EmailBackend"):
            raise CommandError("No mail server is set, so nothing was sent. Set EMAIL_URL.")
        try:
            outcome = sending.send(people, week=week)
        except sending.Busy as error:
            raise CommandError(str(error)) from None
        done = len(people) - outcome.sent - outcome.nothing - outcome.failed
        self.stdout.write(
            f"Week {week}: {outcome.sent} sent; {outcome.nothing} with nothing to tell; {done} were told before."
        )
        if outcome.failed:
            raise CommandError(
                f"{outcome.failed} could not be sent; the log says why. Where the server failed, run it again."
            )

    def _show(self, people: list[Any], week: str) -> None:
        composed = [letter for person in people if (letter := letters.compose(person, week=week)) is not None]
        for letter in composed:
            self.stdout.write(f"To: {letter.to[0]}\nSubject: {letter.subject}\n\n{letter.body}")
        self.stdout.write(f"Week {week}: {len(composed)} of {len(people)} people would be told. Nothing was sent.")


def _people(wanted: list[str] | None) -> Any:
    """All readers, or those that are named. Raises CommandError for a name that is none of them."""
    readers = sending.readers()
    if wanted is None:
        return readers
    found = readers.filter(Q(username__in=wanted) | Q(email__in=wanted))
    known = {name for person in found for name in (person.get_username(), person.email)}
    for name in wanted:
        if name not in known:
            raise CommandError(
                f"Nobody called {name} can be told: they need an account for the admin and an address, and must not "
                "have said that they want no weekly mail."
            )
    return found
