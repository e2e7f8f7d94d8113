"""The floor of relevance: what people judged is found in the sample, in every locale."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from cms.locales import TAGS
from search import judging

if TYPE_CHECKING:
    from search.judging import Measured

pytestmark = pytest.mark.xdist_group("sample")

JUDGEMENTS = judging.read(Path(__file__).parent / "judgements")
FLOOR = 0.95


@pytest.mark.django_db
@pytest.mark.parametrize("locale", TAGS)
def test_readers_find_what_they_look_for(sample: str, locale: str) -> None:
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
