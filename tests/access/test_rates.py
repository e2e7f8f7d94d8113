"""How much a reader may ask for: by one process, by several, and while the ledger is out of reach."""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING

import pytest
import time_machine

from cms.access import rates
from cms.access.rates import Verdict
from tests.access.ledgers import NOON, LedgerOfOthers, use
from tests.access.processes import askers

if TYPE_CHECKING:
    pass

WHO = "ip:203.0.113.7"


# One process


@pytest.mark.django_db
@pytest.mark.parametrize("limit", [1, 7, 40, 600, 6000])
def test_one_process_lets_through_exactly_the_limit(limit: int) -> None:
    with time_machine.travel(NOON, tick=False):
        allowed = [rates.take(WHO, limit).is_allowed for _ in range(limit + 50)]

    assert allowed == [True] * limit + [False] * 50


@pytest.mark.django_db
def test_the_verdict_says_what_is_left_and_for_how_long(noon: time_machine.Traveller) -> None:
    first, second = rates.take(WHO, 3), rates.take(WHO, 3)

    assert (first.limit, first.remaining, second.remaining) == (3, 2, 1)
    assert 1 <= first.reset_s <= 60
    assert rates.take(WHO, 3).remaining == 0
    assert rates.take(WHO, 3) == Verdict(is_allowed=False, limit=3, remaining=0, reset_s=first.reset_s)


@pytest.mark.django_db
def test_when_the_seconds_are_over_all_is_there_again(noon: time_machine.Traveller) -> None:
    for _ in range(3):
        rates.take(WHO, 2)
    reset_s = rates.take(WHO, 2).reset_s

    noon.shift(reset_s - 1)
    before = rates.take(WHO, 2).is_allowed
    noon.shift(1)

    assert not before
    assert rates.take(WHO, 2) == Verdict(is_allowed=True, limit=2, remaining=1, reset_s=60)


@pytest.mark.django_db
def test_a_clock_that_is_put_back_opens_a_window_of_its_own(noon: time_machine.Traveller) -> None:
    rates.take(WHO, 1)
    noon.shift(-3600)

    assert rates.take(WHO, 1).is_allowed
    assert 1 <= rates.take(WHO, 1).reset_s <= 60


@pytest.mark.django_db
def test_subjects_do_not_spend_each_others_limit() -> None:
    rates.take(WHO, 1)

    assert rates.take("ip:203.0.113.8", 1).is_allowed


@pytest.mark.once
def test_readers_do_not_all_come_back_at_once() -> None:
    with time_machine.travel(NOON, tick=False):
        resets = {rates.take(f"ip:203.0.113.{number}", 600).reset_s for number in range(100)}

    assert len(resets) > 30


@pytest.mark.django_db
def test_a_limit_that_is_raised_counts_at_once(noon: time_machine.Traveller) -> None:
    for _ in range(3):
        rates.take(WHO, 2)

    assert not rates.take(WHO, 2).is_allowed
    assert rates.take(WHO, 10).is_allowed


@pytest.mark.once
def test_who_stays_below_a_block_costs_the_ledger_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    ledger = LedgerOfOthers(0)
    use(monkeypatch, ledger)

    for number in range(1000):
        rates.take(f"ip:198.51.100.{number}", 600)

    assert ledger.reports == []


@pytest.mark.once
def test_what_is_known_to_be_spent_is_refused_from_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    ledger = LedgerOfOthers(0)
    use(monkeypatch, ledger)
    with time_machine.travel(NOON, tick=False):
        for _ in range(600):
            rates.take(WHO, 600)
        reports = len(ledger.reports)

        assert not any(rates.take(WHO, 600).is_allowed for _ in range(100))
    assert len(ledger.reports) == reports


@pytest.mark.once
def test_blocks_shrink_towards_the_limit_and_stay_few(monkeypatch: pytest.MonkeyPatch) -> None:
    ledger = LedgerOfOthers(0)
    use(monkeypatch, ledger)

    with time_machine.travel(NOON, tick=False):
        for _ in range(6000):
            rates.take(WHO, 6000)

    assert ledger.reports[0] == 300
    assert ledger.reports[-1] == 1
    assert ledger.reports == sorted(ledger.reports, reverse=True)
    assert len(ledger.reports) < 80


@pytest.mark.once
def test_what_others_have_spent_counts_from_the_first_report_on(monkeypatch: pytest.MonkeyPatch) -> None:
    use(monkeypatch, LedgerOfOthers(600))

    with time_machine.travel(NOON, tick=False):
        allowed = sum(rates.take(WHO, 600).is_allowed for _ in range(600))

    assert allowed == 600 // 20 - 1


@pytest.mark.once
def test_memory_is_bounded_however_many_ask(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rates, "_MOST_ACCOUNTS", 100)

    for number in range(1000):
        rates.take(f"ip:10.0.{number // 256}.{number % 256}", 600)

    assert len(rates._accounts) <= 100


@pytest.mark.once
def test_making_room_keeps_what_is_running(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rates, "_MOST_ACCOUNTS", 10)
    use(monkeypatch, LedgerOfOthers(0))
    with time_machine.travel(NOON, tick=False) as clock:
        for number in range(9):
            rates.take(f"ip:198.51.100.{number}", 600)
        clock.shift(120)
        rates.take(WHO, 1)

        rates.take("ip:198.51.100.200", 600)

        assert not rates.take(WHO, 1).is_allowed


@pytest.mark.once
def test_threads_of_one_process_share_its_count(monkeypatch: pytest.MonkeyPatch) -> None:
    use(monkeypatch, LedgerOfOthers(0))
    allowed: list[bool] = []

    def ask() -> None:
        allowed.extend([rates.take(WHO, 500).is_allowed for _ in range(200)])

    with time_machine.travel(NOON, tick=False):
        threads = [threading.Thread(target=ask) for _ in range(5)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    assert sum(allowed) == 500


# Several processes


@pytest.mark.django_db(transaction=True)
def test_processes_together_let_through_the_limit_and_no_more_than_is_stated_above_it() -> None:
    limit, processes, times = 400, 4, 400
    subject = _just_begun()

    with askers(processes, "take", subject, str(limit), str(times)) as found:
        ends_at = _window(subject)
        for asker in found:
            asker.go()
        allowed = sum(int(asker.line()) for asker in found)
        assert time.time() < ends_at

    assert limit <= allowed <= limit + processes * (limit // 20 - 1)


@pytest.mark.django_db(transaction=True)
def test_processes_together_let_through_exactly_a_limit_below_40() -> None:
    limit, processes = 30, 3
    subject = _just_begun()

    with askers(processes, "take", subject, str(limit), str(limit)) as found:
        _window(subject)
        for asker in found:
            asker.go()

        assert sum(int(asker.line()) for asker in found) == limit


# Headers


@pytest.mark.once
def test_a_verdict_is_told_as_structured_fields() -> None:
    assert Verdict(is_allowed=True, limit=100, remaining=50, reset_s=30).headers() == {
        "RateLimit-Policy": '"default";q=100;w=60',
        "RateLimit": '"default";r=50;t=30',
    }


def _just_begun() -> str:
    """A subject whose window has begun only now, so that a test is not cut in two."""
    for number in range(10_000):
        subject = f"ip:test-{number}"
        if rates.take(subject, 10**6).reset_s >= rates.WINDOW_S - 1:
            rates.forget()
            return subject
    raise AssertionError("no subject fits")


def _window(subject: str) -> float:
    """When the window ends: at once while enough of it is left, else when the next has begun."""
    reset_s = rates.take(subject, 10**6).reset_s
    if reset_s < rates.WINDOW_S / 2:
        time.sleep(reset_s)
        reset_s = rates.WINDOW_S
    return time.time() + reset_s
