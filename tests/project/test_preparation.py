"""What `make run` does before it serves: only what is missing, and again what was interrupted."""

from __future__ import annotations

import pytest

from cms.operations import preparation
from cms.operations.models import Milestone

pytestmark = pytest.mark.django_db


class Said(list[str]):
    """What a person was told."""

    def __call__(self, text: str) -> None:
        self.append(text)


def test_the_second_time_there_is_nothing_to_do(monkeypatch):
    commands = _record_commands(monkeypatch)
    preparation.prepare(say=Said())
    said = Said()

    preparation.prepare(say=said)

    assert commands == ["load_sample"]
    assert said == []


def test_a_sample_that_was_interrupted_is_loaded_again(monkeypatch):
    _record_commands(monkeypatch, then=KeyboardInterrupt)
    with pytest.raises(KeyboardInterrupt):
        preparation.prepare(say=Said())
    commands = _record_commands(monkeypatch)

    preparation.prepare(say=Said())

    assert commands == ["load_sample"]
    assert Milestone.objects.filter(name=preparation.SAMPLE_LOADED).exists()


def test_a_sample_that_was_deleted_by_hand_does_not_come_back(monkeypatch):
    Milestone.objects.create(name=preparation.SAMPLE_LOADED)
    commands = _record_commands(monkeypatch)

    preparation.prepare(say=Said())

    assert commands == []


def _record_commands(monkeypatch, then: type[BaseException] | None = None) -> list[str]:
    """The commands that are called from now on, which do nothing: each has tests of its own."""
    called: list[str] = []

    def call(name: str, **options: object) -> None:
        called.append(name)
        if then is not None:
            raise then

    monkeypatch.setattr(preparation, "call_command", call)
    return called
