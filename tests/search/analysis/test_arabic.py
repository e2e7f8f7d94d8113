"""Arabic: letters written one for the other, what is written together with a word, plurals that change it within."""

from __future__ import annotations

import pytest

from search.analysis import asked, fold, stem
from tests.search.analysis.reading import meets

pytestmark = pytest.mark.once


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("أَلَم", "الم"),
        ("إصابة", "اصابه"),
        ("آلام", "الام"),
        ("ٱلألم", "الالم"),
        ("ألـــم", "الم"),
        ("مستشفى", "مستشفي"),
        ("مؤلم", "مولم"),
        ("اكتئاب", "اكتياب"),
        ("دواء", "دوا"),
        ("ﻷلم", "لالم"),
        ("کلیه", "كليه"),
    ],
)
def test_letters_that_are_written_one_for_the_other_are_one(written: str, folded: str) -> None:
    assert fold(written, "ar") == folded


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("الم مزمن", "الألم المزمن"),
        ("الألم المزمن", "ألم مزمن"),
        ("آلام", "ألم"),
        ("الم", "الآلام"),
        ("ألم", "والآلام"),
        ("للألم", "الألم"),
        ("للاكتئاب", "الاكتئاب"),
        ("اكتئاب", "بالاكتئاب"),
        ("اكتئاب", "وبالاكتئاب"),
        ("اكتئاب", "كالاكتئاب"),
        ("اكتئاب", "فالاكتئاب"),
        ("اكتئاب", "واكتئاب"),
        ("ألم عصبي", "الألم العصبي"),
        ("عصبيه", "العصبيّة"),
        ("نوبات صرع", "نوبة الصرع"),
        ("نوبه", "النوبات"),
        ("عرض", "الأعراض"),
        ("أعصاب", "العصب"),
        ("امراض", "مرض"),
        ("المرض", "للأمراض"),
        ("أدوية", "الدواء"),
        ("اضطراب", "اضطرابات"),
        ("الوسواس القهري", "وسواس قهري"),
        ("وصمة", "الوصمة"),
        ("وجع", "والوجع"),
        ("اوجاع", "وجع"),
        ("التهاب", "الالتهابات"),
        ("صدمة", "الصدمات"),
        ("نفسي", "النفسية"),
        ("عرض", "أعراضها"),
        ("اعراضك", "الأعراض"),
        ("ادويتك", "دواء"),
        ("الصحة", "صحتك"),
        ("صحي", "الصحة"),
        ("مشاكل", "المشكلة"),
        ("لعلاج", "علاج"),
        ("ولصداع", "الصداع"),
        ("لسان", "اللسان"),
        ("الهربس، الحزام", "الحزام الناري (هربس)"),
    ],
)
def test_a_word_is_found_whatever_is_written_together_with_it(query: str, text: str) -> None:
    assert meets(query, text, "ar")


@pytest.mark.parametrize(
    ("one", "other"),
    [("ولد", "لد"), ("الم", "امل"), ("صداع", "صرع"), ("قلق", "قلب"), ("عصب", "عظم"), ("مرض", "عرض"), ("دم", "الم")],
)
def test_different_words_do_not_meet(one: str, other: str) -> None:
    assert stem(one, "ar") != stem(other, "ar")


def test_arabic_punctuation_separates() -> None:
    assert [word.text for word in asked("ألم،صداع؛قلق؟", "ar")] == ["الم", "صداع", "قلق"]


@pytest.mark.parametrize("query", ["ما هو الصرع؟", "ماهو الصرع", "كيف يمكن ان الصرع"])
def test_of_a_question_only_the_thing_says_much(query: str) -> None:
    assert [word.text for word in asked(query, "ar") if not word.is_function_word] == ["الصرع"]
