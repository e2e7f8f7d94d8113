"""Hands mails to the mail server, one process at a time; what it refuses for good is given up."""

from __future__ import annotations

import fcntl
import logging
import smtplib
from contextlib import contextmanager
from enum import Enum, auto
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from django.core.mail import get_connection
from django.db import connection

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from django.core.mail import EmailMessage
    from django.core.mail.backends.base import BaseEmailBackend

logger = logging.getLogger(__name__)


class _Addressed(Protocol):
    """What is composed to one person."""

    @property
    def person(self) -> Any: ...


Letter = TypeVar("Letter", bound=_Addressed)

#: The name of our lock among those that others take in the same PostgreSQL database.
_LOCK = 0x7472616E736C6174


class Fate(Enum):
    """What became of a mail: the server has it, will never take it, or may take it another time."""

    TAKEN = auto()
    REFUSED = auto()
    PUT_OFF = auto()


def send_all(
    letters: Iterable[Letter], *, compose: Callable[[Letter], EmailMessage], note: Callable[[Letter], None]
) -> int:
    """Notes each letter that was taken, or refused for good, and returns how many were taken; what a failing server
    does not take waits for the next time.
    """
    waiting, sent, done = list(letters), 0, 0
    if not waiting:
        return 0
    try:
        with get_connection() as server:
            for letter in waiting:
                fate = hand_over(compose(letter), server, to=letter.person)
                if fate != Fate.PUT_OFF:
                    note(letter)
                sent += fate == Fate.TAKEN
                done += 1
    except OSError as error:  # all of smtplib's errors are among these
        logger.warning("The mail server fails (%s); %d mails wait.", _reason(error), len(waiting) - done)
    return sent


def hand_over(message: EmailMessage, server: BaseEmailBackend, *, to: Any) -> Fate:
    """Raises OSError where the server fails, and not this one mail."""
    message.connection = server
    try:
        message.send()
    except (ValueError, smtplib.SMTPRecipientsRefused, smtplib.SMTPDataError) as error:
        logger.warning("No mail could be sent to %s (%s).", to.get_username(), _reason(error))
        return Fate.REFUSED if _is_final(error) else Fate.PUT_OFF
    return Fate.TAKEN


@contextmanager
def alone() -> Iterator[bool]:
    """Whether no other process is sending mail. The lock ends with the process that holds it, however that ends.

    No row is locked while a server is waited for, which may take long: an author's act would wait with it.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_lock(%s)", [_LOCK])
            is_alone = bool(cursor.fetchone()[0])
            try:
                yield is_alone
            finally:
                if is_alone:
                    cursor.execute("SELECT pg_advisory_unlock(%s)", [_LOCK])
        return
    with Path(f"{connection.settings_dict['NAME']}-mail").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True


def _is_final(error: Exception) -> bool:
    """An address that is none or that the server knows nobody behind, or a mail that it will never take."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return all(code >= 500 for code, _message in error.recipients.values())
    return isinstance(error, ValueError) or getattr(error, "smtp_code", 0) >= 500


def _reason(error: Exception) -> str:
    """Without what the server said, for it repeats addresses."""
    return f"{type(error).__name__} {getattr(error, 'smtp_code', '')}".strip()
