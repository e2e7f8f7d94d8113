"""What a process remembers: true for one state version, and never without bounds."""

from __future__ import annotations

from cms.publishing.remembered import Remembered


def test_a_figure_is_true_for_one_state_version() -> None:
    figures: Remembered[int] = Remembered()

    figures.put(b"key", 3, state_version=1)

    assert figures.get(b"key", state_version=1) == 3
    assert figures.get(b"key", state_version=2) is None
    assert figures.get(b"other", state_version=1) is None


def test_the_oldest_go_first_when_there_are_too_many() -> None:
    figures: Remembered[int] = Remembered()

    for number in range(2_001):
        figures.put(b"%d" % number, number, state_version=1)

    assert figures.get(b"0", state_version=1) is None
    assert figures.get(b"2000", state_version=1) == 2_000
