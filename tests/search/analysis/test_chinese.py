"""Chinese: words without spaces, around function words, in either set of characters."""

from __future__ import annotations

import pytest

from cms import locales
from search.analysis import asked, words
from tests.search.analysis.reading import meets, stems

pytestmark = pytest.mark.once

ZH = locales.get("zh-Hans").language


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("疼痛", "慢性疼痛"),
        ("痛", "慢性疼痛"),
        ("头疼", "头痛和失眠"),
        ("神经疼", "神经痛"),
        ("癫痫怎么办", "癫痫"),
        ("什么是癫痫", "癫痫是一种脑部疾病"),
        ("抑郁症的症状", "抑郁症有哪些症状"),
        ("疼痛治疗", "疼痛的治疗方法"),
        ("疼痛的治疗", "疼痛治疗"),
        ("癫痫治疗", "癫痫发作时如何治疗"),
        ("带状疱疹后神经痛", "带状疱疹神经痛"),
        ("带状疱疹神经痛", "带状疱疹后神经痛"),
        ("疱疹后疼痛", "带状疱疹后神经痛"),
        ("疱疹后疼痛", "带状疱疹神经痛"),
        ("产后抑郁", "产后抑郁症"),
        ("神经性疼痛", "神经疼痛"),
        ("神经疼痛", "神经性疼痛"),
        ("复杂性区域疼痛综合症", "复杂性区域疼痛综合征"),
        ("憂鬱症", "忧郁症"),
        ("癲癇", "癫痫"),
        ("創傷後壓力", "创伤后压力"),
        ("強迫症", "强迫症"),
        ("crps", "CRPS综合征"),
        ("ＰＴＳＤ", "创伤后应激障碍（PTSD）"),
        ("2型", "２型糖尿病"),
        ("抑郁", "抑\ufe00郁"),
    ],
)
def test_a_query_meets_a_text_without_spaces(query: str, text: str) -> None:
    assert meets(query, text, ZH)


@pytest.mark.parametrize(
    ("query", "text"),
    [("癫痫", "疼痛"), ("抑郁", "抑制和忧郁"), ("焦虑", "焦点"), ("产后", "产品后面"), ("强迫症", "强迫")],
)
def test_characters_apart_are_not_the_word(query: str, text: str) -> None:
    assert not meets(query, text, ZH)


def test_a_run_is_found_by_its_characters_and_pairs_each_at_its_place() -> None:
    text = "（慢性痛）"

    found = [(word.text, text[word.start : word.end]) for word in words(text, ZH)]

    assert found == [("慢痛", "慢性痛"), ("慢性", "慢性"), ("慢", "慢"), ("性痛", "性痛"), ("性", "性"), ("痛", "痛")]


def test_a_pair_never_reaches_over_a_function_word() -> None:
    assert {"痛怎", "办睡"}.isdisjoint(stems("疼痛怎么办睡不着", ZH))


def test_one_character_is_asked_for_by_itself_and_more_by_pairs() -> None:
    assert [word.readings for word in asked("痛", ZH)] == [(("痛",),)]
    assert [word.text for word in asked("偏头痛", ZH)] == ["偏头", "头痛"]


def test_a_question_word_says_little() -> None:
    assert [(word.text, word.is_function_word) for word in asked("怎么办？癫痫", ZH)] == [
        ("怎么办", True),
        ("癫痫", False),
    ]


@pytest.mark.parametrize("language", ["en", "sw", "ar"])
def test_chinese_is_found_in_a_text_of_any_language(language: str) -> None:
    assert meets("疼痛", "Pain (慢性疼痛)", language)
