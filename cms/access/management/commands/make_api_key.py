"""Makes an API key and prints its secret, once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime

from cms.access import issuing, origins
from cms.access.models import LEAST_RATE, MOST_RATE, ApiKey, Scope

if TYPE_CHECKING:
    from argparse import ArgumentParser
    from datetime import datetime

_PASSED = "--expires is in the past."


class Command(BaseCommand):
    help = "Makes an API key and prints its secret once. The admin lists it, and can change, rotate and revoke it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("name", help="what the key is for")
        parser.add_argument("--owner", default="", help="who answers for it (default: the name)")
        parser.add_argument("--contact", default="", help="an e-mail address")
        parser.add_argument(
            "--scope", action="append", choices=Scope.values, help="what it may do; may be repeated (default: read)"
        )
        parser.add_argument("--origin", action="append", default=[], help="a web page's origin; may be repeated")
        parser.add_argument("--rate", type=int, help="requests a minute (default: as for every key)")
        parser.add_argument("--expires", help="a day (2027-01-31) or a moment (2027-01-31T12:00Z)")

    def handle(self, **options: Any) -> None:
        """Prints the secret alone on the standard output, so that a script can take it; the rest goes beside it."""
        issued = issuing.make(_key(options))
        self.stdout.write(issued.secret)
        self.stderr.write(f"Made {issued.key.prefix} for “{issued.key.name}”. The secret is not shown again.")


def _key(options: dict[str, Any]) -> ApiKey:
    """Raises CommandError, with a sentence for each thing that is wrong."""
    rate = options["rate"]
    if rate is not None and not LEAST_RATE <= rate <= MOST_RATE:
        raise CommandError(f"--rate must be a number from {LEAST_RATE} to {MOST_RATE:,}.")
    key = ApiKey(
        name=options["name"],
        owner=options["owner"] or options["name"],
        contact=options["contact"],
        scopes=sorted(set(options["scope"] or [Scope.READ])),
        allowed_origins=[_origin(given) for given in options["origin"]],
        rate=rate,
        expires_at=_moment(options["expires"]) if options["expires"] else None,
    )
    try:
        key.clean_fields(exclude=["prefix"])
    except ValidationError as error:
        faults = [f"{field}: {' '.join(messages)}" for field, messages in error.message_dict.items()]
        raise CommandError("\n".join(faults)) from None
    return key


def _origin(given: str) -> str:
    try:
        return origins.canonical(given)
    except ValueError:
        raise CommandError(f"{given} is not an origin. Write a scheme and a host: https://app.example.org") from None


def _moment(given: str) -> datetime:
    """A day means its end: it is the last on which the key is good. Times without a zone are UTC."""
    try:
        day = parse_date(given)
        moment = parse_datetime(f"{given}T23:59:59") if day else parse_datetime(given)
    except ValueError:
        moment = None
    if moment is None:
        raise CommandError(f"--expires {given} is no day and no moment. Write 2027-01-31 or 2027-01-31T12:00Z.")
    moment = timezone.make_aware(moment) if timezone.is_naive(moment) else moment
    if moment <= timezone.now():
        raise CommandError(_PASSED)
    return moment
