"""What a question costs in queries, and that it costs as much whatever is published."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from cms.delivery import state
from tests.delivery.asking import queries
from tests.delivery.factories import Content, Text, publish
from tests.forgetting import forget_what_is_published
from tests.search.asking import SUGGEST, address

if TYPE_CHECKING:
    from django.test import Client

QUESTIONS = [
    address("pain"),
    address("chronic pian", "en"),
    address("الألم", "ar"),
    address("dolor regional", "es-MX", type="condition", topic="chronic-pain"),
    address("疼痛", "zh-Hans", limit=1),
    address("pa", path=SUGGEST),
    address("dol", "es-MX", path=SUGGEST),
    address("疼", "zh-Hans", path=SUGGEST),
]


@pytest.fixture
def remembering(library: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """As in a busy process: the state version was just read."""
    monkeypatch.setattr(state, "RELIED_ON_S", 60)


@pytest.mark.parametrize("path", QUESTIONS)
def test_a_question_that_was_asked_before_costs_two_queries(client: Client, remembering: None, path: str) -> None:
    client.get(path)

    assert queries(client, path) == 2


@pytest.mark.parametrize("path", QUESTIONS)
def test_a_process_that_has_just_started_learns_in_few_queries(client: Client, remembering: None, path: str) -> None:
    languages = 1 if "locale=en" in path else 2
    cold = 1 + 2 + 3 * languages + 1 + 1 + 4

    assert queries(client, path) <= cold


@pytest.mark.parametrize("path", QUESTIONS)
def test_ten_more_documents_cost_as_many_queries(client: Client, library: None, path: str) -> None:
    forget_what_is_published()
    few = queries(client, path)
    for number in range(10):
        names = {"en": f"Pain syndrome {number}", "es": f"Síndrome de dolor {number}", "zh-Hans": f"疼痛{number}"}
        texts = {tag: Text(name, f"{name}.", f"pain-{number}") for tag, name in names.items()}
        publish(Content(f"pain-{number}", texts))

    forget_what_is_published()

    assert queries(client, path) == few


def test_a_question_without_words_asks_nothing_of_the_index(client: Client, remembering: None) -> None:
    client.get(address("pain"))

    assert queries(client, address("?!")) == 0
