"""A search in vain is counted each time it is asked: no memory of ours answers it, and caches let go of it soon."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from django.core.handlers.wsgi import WSGIHandler

from cms.delivery.hot import HotAnswers
from search import misses
from search.models import Miss
from tests.delivery.entering import ask as enter
from tests.search.asking import address

if TYPE_CHECKING:
    from django.test import Client

pytestmark = pytest.mark.usefixtures("library")

IN_VAIN = [("influenza", "en"), ("gripe", "es-MX"), ("الزكام", "ar"), ("流感病毒", "zh-Hans")]


@pytest.mark.parametrize(("words", "locale"), IN_VAIN)
def test_each_search_in_vain_is_counted(one_connection: None, words: str, locale: str) -> None:
    hot = HotAnswers(WSGIHandler(), most_bytes=1_000_000)

    for _time in range(3):
        enter(hot, address(words, locale))
    misses.write()

    assert Miss.objects.get(locale=locale).count == 3


@pytest.mark.parametrize(("words", "locale"), IN_VAIN)
def test_caches_keep_it_for_ten_seconds_at_most(client: Client, words: str, locale: str) -> None:
    told = client.get(address(words, locale)).headers["Cache-Control"]

    assert all(int(seconds) <= 10 for seconds in re.findall(r"max-?age=(\d+)", told))


def test_what_is_found_is_kept_as_long_as_any_answer(client: Client) -> None:
    assert "max-age=60, s-maxage=300" in client.get(address("pain")).headers["Cache-Control"]


def test_a_filter_that_leaves_nothing_is_no_search_in_vain(client: Client) -> None:
    client.get(address("pain", specialty="dentistry"))
    misses.write()

    assert not Miss.objects.exists()
