"""English: forms of words, British and American spelling, words that say little."""

from __future__ import annotations

import pytest

from search.analysis import asked, stem
from tests.search.analysis.reading import meets

pytestmark = pytest.mark.once


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("pain", "pains"),
        ("seizure", "seizures"),
        ("depression", "depressive"),
        ("depressed", "depression"),
        ("nerve", "nerves"),
        ("injury", "injuries"),
        ("diagnosis", "diagnoses"),
        ("crisis", "crises"),
        ("analysis", "analyses"),
        ("epilepsy", "epileptic"),
        ("neuropathy", "neuropathic"),
        ("neuropathies", "neuropathic"),
        ("neuralgia", "neuralgic"),
        ("anxious", "anxiety"),
        ("child", "children"),
        ("foot", "feet"),
        ("obsession", "obsessive"),
        ("dizzy", "dizziness"),
    ],
)
def test_forms_of_a_word_meet(one: str, other: str) -> None:
    assert stem(one, "en") == stem(other, "en")


@pytest.mark.parametrize(
    ("british", "american"),
    [
        ("anaesthesia", "anesthesia"),
        ("paediatric", "pediatric"),
        ("haemorrhage", "hemorrhage"),
        ("anaemia", "anemia"),
        ("oesophagus", "esophagus"),
        ("oedema", "edema"),
        ("lymphoedema", "lymphedema"),
        ("oestrogen", "estrogen"),
        ("foetal", "fetal"),
        ("coeliac", "celiac"),
        ("diarrhoea", "diarrhea"),
        ("apnoea", "apnea"),
        ("tumours", "tumor"),
        ("behavioural", "behavioral"),
        ("generalised", "generalized"),
        ("organisations", "organization"),
        ("paralysed", "paralyzed"),
        ("fibre", "fiber"),
        ("centres", "center"),
        ("millilitre", "milliliter"),
        ("counselling", "counseling"),
        ("labelled", "labeled"),
        ("programmes", "program"),
        ("ageing", "aging"),
        ("grey", "gray"),
        ("manoeuvre", "maneuver"),
    ],
)
def test_british_and_american_spelling_meet(british: str, american: str) -> None:
    assert stem(british, "en") == stem(american, "en")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("shoes", "she"),
        ("toes", "to"),
        ("hour", "hor"),
        ("four", "for"),
        ("size", "sis"),
        ("general", "generalised"),
        ("prize", "prison"),
        ("poem", "pem"),
        ("course", "core"),
        ("nervous", "nerve"),
        ("filling", "filing"),
        ("calling", "caling"),
    ],
)
def test_different_words_do_not_meet(one: str, other: str) -> None:
    assert stem(one, "en") != stem(other, "en")


@pytest.mark.parametrize("written", ["Alzheimer's", "Alzheimer’s", "alzheimers", "ALZHEIMER"])
def test_a_possessive_is_the_word_itself(written: str) -> None:
    assert meets(written, "Alzheimer’s disease", "en")


@pytest.mark.parametrize("query", ["what is epilepsy?", "What's epilepsy", "how do I know if I have epilepsy"])
def test_of_a_question_only_the_thing_says_much(query: str) -> None:
    assert [word.text for word in asked(query, "en") if not word.is_function_word] == ["epilepsy"]


@pytest.mark.parametrize("word", ["treatment", "help", "pain", "symptoms", "cause", "side", "children"])
def test_content_is_no_function_word(word: str) -> None:
    assert [found.is_function_word for found in asked(word, "en")] == [False]
