"""Ledgers of the tests: what others have spent already, and one that can't be reached."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cms.access import rates
from cms.access.patience import Busy

if TYPE_CHECKING:
    import pytest

    from cms.access.ledgers import Ledger

NOON = 1_800_000_000


class UnreachableLedger:
    asked = 0

    def add(self, subject: str, *, ends_at: int, count: int) -> int:
        self.asked += 1
        raise Busy("database is locked")


class LedgerOfOthers:
    """Where other processes have spent so much already."""

    def __init__(self, spent: int) -> None:
        self.spent = spent
        self.reports: list[int] = []

    def add(self, subject: str, *, ends_at: int, count: int) -> int:
        self.reports.append(count)
        self.spent += count
        return self.spent


def use(monkeypatch: pytest.MonkeyPatch, ledger: Ledger) -> None:
    monkeypatch.setattr(rates, "ledger", lambda: ledger)
