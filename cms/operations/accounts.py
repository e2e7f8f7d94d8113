"""The accounts that a new installation starts with, each with a password that is made on the spot and shown once."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.db import transaction

from cms import locales
from cms.gate import groups as gate
from cms.translation import groups

if TYPE_CHECKING:
    from collections.abc import Callable

PASSWORD_BYTES = 12


@dataclass(frozen=True)
class SampleAccount:
    """Who is made. `group` is the name of the group that gives the rights; a superuser needs none."""

    username: str
    last_name: str
    task: str
    group: str | None = None

    @property
    def is_superuser(self) -> bool:
        return self.group is None


@dataclass(frozen=True)
class MadeAccount:
    username: str
    password: str
    task: str


def sample_accounts() -> tuple[SampleAccount, ...]:
    spanish = locales.get("es")
    return (
        SampleAccount("admin", "Administrator", "may do everything"),
        SampleAccount("sample-editor", "Editor", "writes and publishes pages in English", groups.AUTHORS),
        SampleAccount(
            "sample-clinician", "Clinical reviewer", "reads, mends and signs pages in English", gate.CLINICAL_REVIEWERS
        ),
        SampleAccount("sample-publisher", "Publisher", "publishes what is signed, or by break-glass", gate.PUBLISHERS),
        SampleAccount("sample-translator-es", "Translator", "translates into Spanish", groups.translators(spanish)),
        SampleAccount("sample-reviewer-es", "Reviewer", "releases Spanish translations", groups.reviewers(spanish)),
    )


def make_sample_accounts() -> tuple[MadeAccount, ...]:
    """Makes those that do not exist; one that was changed, given another password or closed stays as it is."""
    users = get_user_model()
    with transaction.atomic():
        existing = set(users.objects.values_list(users.USERNAME_FIELD, flat=True))
        return tuple(_make(account) for account in sample_accounts() if account.username not in existing)


def show(accounts: tuple[MadeAccount, ...], *, say: Callable[[str], object]) -> None:
    """Prints the passwords: nobody can read them again later."""
    if not accounts:
        return
    say("Accounts, made just now; the passwords are not shown again:")
    for account in accounts:
        say(f"  {account.username:<22}{account.password:<20}{account.task}")


def _make(account: SampleAccount) -> MadeAccount:
    password = secrets.token_urlsafe(PASSWORD_BYTES)
    user = get_user_model().objects.create_user(
        username=account.username,
        password=password,
        first_name="Sample",
        last_name=account.last_name,
        is_staff=account.is_superuser,
        is_superuser=account.is_superuser,
    )
    if account.group is not None:
        user.groups.add(Group.objects.get(name=account.group))
    return MadeAccount(account.username, password, account.task)
