"""The floor of relevance: what people judged is found in the sample, in every locale."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django.core.management import call_command
from django.db import transaction

from cms.locales import TAGS
from search import judging

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytest_django import DjangoDbBlocker

    from search.judging import Measured

pytestmark = pytest.mark.xdist_group("sample")

JUDGEMENTS = judging.read(Path(__file__).parent / "judgements")
FLOOR = 0.95


@pytest.fixture(scope="module")
def sample(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("load_sample", verbosity=0)
        yield
        transaction.set_rollback(True)


@pytest.mark.parametrize("locale", TAGS)
def test_readers_find_what_they_look_for(sample: None, locale: str) -> None:
    measured = judging.measure(locale, JUDGEMENTS[locale])

    assert min(measured.mrr, measured.ndcg) >= FLOOR, told(measured)


@pytest.mark.once
@pytest.mark.parametrize("locale", TAGS)
def test_enough_is_judged_in_each_language(locale: str) -> None:
    queries = [judged.query for judged in JUDGEMENTS[locale]]

    assert len(set(queries)) == len(queries) >= (25 if locale in ("en", "es") else 15)


def told(measured: Measured) -> str:
    head = f"{measured.locale}: MRR {measured.mrr:.3f}, nDCG@10 {measured.ndcg:.3f}"
    worse = [result for result in measured.results if result.ndcg < 1]
    misses = [f"  {each.judged.query}: {dict(each.judged.grades)} but {', '.join(each.found[:5])}" for each in worse]
    return "\n".join([head, *misses])
