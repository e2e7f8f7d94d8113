"""Sends each person the digest of a week, once."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.contrib.auth import get_user_model
from django.core.mail import get_connection

from cms.digest import letters
from cms.digest.models import Digest
from cms.translation import mail_server
from cms.translation.mail_server import Fate

if TYPE_CHECKING:
    from collections.abc import Iterable

logger = logging.getLogger(__name__)


@dataclass
class Outcome:
    """How many people got a digest, have nothing to be told, or could not be reached."""

    sent: int = 0
    nothing: int = 0
    failed: int = 0


class Busy(RuntimeError):
    """Another process is sending mail at the moment."""

    def __init__(self) -> None:
        super().__init__("Another process is sending mail. Try again in a minute.")


def readers() -> Any:
    """Those who can be told anything: active, with an address, in the admin, and they have not said no."""
    people = get_user_model()._default_manager.with_perm(
        "wagtailadmin.access_admin", backend="django.contrib.auth.backends.ModelBackend"
    )
    return (
        people.filter(is_active=True)
        .exclude(email="")
        .exclude(digest_preference__is_wanted=False)
        .select_related("wagtail_userprofile")
        .order_by("pk")
    )


def waiting(week: str) -> Any:
    """The readers who have not had theirs."""
    return readers().exclude(pk__in=Digest.objects.filter(week=week).values("person"))


def send(people: Iterable[Any], *, week: str) -> Outcome:
    """Each of these people their digest, unless they had it.

    It is noted when the server has taken it: a process that is killed between the two repeats that one mail, under the
    same Message-ID, rather than lose it. Raises Busy.
    """
    outcome = Outcome()
    with mail_server.alone() as is_alone:
        if not is_alone:
            raise Busy
        had_it = set(Digest.objects.filter(week=week).values_list("person", flat=True))
        open_ = [person for person in people if person.pk not in had_it]
        for place, person in enumerate(open_):
            try:
                _send(person, week, outcome)
            except OSError as error:  # all of smtplib's errors are among these
                logger.warning("The mail server fails (%s); %d digests wait.", type(error).__name__, len(open_) - place)
                outcome.failed += len(open_) - place
                break
    return outcome


def _send(person: Any, week: str, outcome: Outcome) -> None:
    """Raises OSError where the server fails. What it will never take is given up for this week."""
    letter = letters.compose(person, week=week)
    fate = mail_server.hand_over(letter, get_connection(), to=person) if letter is not None else None
    if fate != Fate.PUT_OFF:
        Digest.objects.create(person=person, week=week, was_mailed=fate == Fate.TAKEN)
    if fate is None:
        outcome.nothing += 1
    elif fate == Fate.TAKEN:
        outcome.sent += 1
    else:
        outcome.failed += 1
