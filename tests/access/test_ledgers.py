"""Where processes add up what they let through, and what happens while that is out of reach."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest
from django.core.cache import cache
from django.db import connection

from cms.access import ledgers, rates
from cms.access.models import Spending
from tests.access.ledgers import LedgerOfOthers, UnreachableLedger, use
from tests.access.locks import held

if TYPE_CHECKING:
    import time_machine

WHO = "ip:203.0.113.7"
WHAT_A_REPORT_NEEDS = "LOCK TABLE access_spending IN ACCESS EXCLUSIVE MODE"


@pytest.mark.django_db
def test_the_ledger_adds_up_by_subject_and_window() -> None:
    ledger = ledgers.DatabaseLedger()

    sums = [
        ledger.add(WHO, ends_at=60, count=20),
        ledger.add(WHO, ends_at=60, count=15),
        ledger.add(WHO, ends_at=120, count=5),
        ledger.add("key:hck_ab12cd34", ends_at=60, count=1),
    ]

    assert sums == [20, 35, 5, 1]


@pytest.mark.django_db
def test_the_longest_subject_fits() -> None:
    assert ledgers.DatabaseLedger().add(f"ip:{'ffff:' * 4}:/64", ends_at=60, count=1) == 1


@pytest.mark.django_db
def test_sums_of_windows_that_are_over_are_swept() -> None:
    ledger = ledgers.DatabaseLedger()
    now = int(time.time())
    ledger.add("over", ends_at=now - 3600, count=1)
    ledger.add("running", ends_at=now + 30, count=1)

    assert ledgers.sweep() == 1
    assert ledgers.sweep() == 0
    assert [row.subject for row in Spending.objects.all()] == ["running"]


@pytest.mark.once
def test_a_shared_cache_can_be_the_ledger(settings, noon: time_machine.Traveller) -> None:
    settings.API_RATES_CACHE = "default"

    cache.clear()

    allowed = [rates.take(WHO, 30).is_allowed for _ in range(40)]
    rates.forget()

    assert sum(allowed) == 30
    assert not rates.take(WHO, 30).is_allowed


@pytest.mark.once
def test_while_the_ledger_is_out_of_reach_a_process_counts_alone(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, noon: time_machine.Traveller
) -> None:
    use(monkeypatch, UnreachableLedger())

    allowed = [rates.take(WHO, 100).is_allowed for _ in range(150)]

    assert sum(allowed) == 100
    assert "Rates are counted by each process alone" in caplog.text


@pytest.mark.once
def test_a_ledger_that_failed_is_left_alone_for_a_second_and_then_told_everything(
    monkeypatch: pytest.MonkeyPatch, noon: time_machine.Traveller
) -> None:
    broken = UnreachableLedger()
    use(monkeypatch, broken)
    for _ in range(50):
        rates.take(WHO, 100)
    assert broken.asked == 1
    noon.shift(1)

    working = LedgerOfOthers(0)
    use(monkeypatch, working)
    rates.take(WHO, 100)

    assert working.reports == [51]


@pytest.mark.django_db(transaction=True)
def test_a_locked_database_neither_stops_a_reader_nor_holds_one_up(caplog: pytest.LogCaptureFixture) -> None:
    with held(WHAT_A_REPORT_NEEDS):
        began = time.monotonic()
        verdict = rates.take(WHO, 1)
        took_s = time.monotonic() - began

    assert verdict.is_allowed
    assert took_s < 5
    assert "Rates are counted by each process alone" in caplog.text


@pytest.mark.django_db(transaction=True)
def test_a_short_write_leaves_the_connection_as_patient_as_it_was() -> None:
    before = _patience()

    rates.take(WHO, 1)

    assert Spending.objects.get().spent == 1
    assert _patience() == before


@pytest.mark.django_db
def test_a_ledger_that_fails_inside_a_transaction_does_not_break_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ledgers, "_ADD", "INSERT INTO no_such_table VALUES (%s, %s, %s)")

    assert rates.take(WHO, 1).is_allowed
    assert Spending.objects.count() == 0


@pytest.mark.django_db
def test_postgresql_keeps_the_sums_out_of_its_log() -> None:
    if connection.vendor != "postgresql":
        assert connection.vendor == "sqlite"
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT relpersistence FROM pg_class WHERE relname = 'access_spending'")
        assert cursor.fetchone() == ("u",)


def _patience() -> object:
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA busy_timeout" if connection.vendor == "sqlite" else "SHOW lock_timeout")
        return cursor.fetchone()
