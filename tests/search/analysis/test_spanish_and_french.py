"""Spanish, French: forms of words that are typed with or without accents, and words that have lost a vowel."""

from __future__ import annotations

import pytest

from cms import locales
from search.analysis import asked, fold, stem
from tests.search.analysis.reading import meets, stems

pytestmark = pytest.mark.once


@pytest.mark.parametrize("locale", ["es", "es-MX"])
@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("dolor", "dolores"),
        ("crisis", "crisis"),
        ("convulsión", "convulsiones"),
        ("convulsion", "convulsiones"),
        ("convulsión", "convulsivas"),
        ("depresión", "depresiones"),
        ("depresión", "depresivo"),
        ("depresion", "depresiva"),
        ("infección", "infecciones"),
        ("lesión", "lesiones"),
        ("medicación", "medicaciones"),
        ("crónico", "crónicas"),
        ("nervio", "nervios"),
        ("neuralgia", "neuralgias"),
        ("neuropatía", "neuropático"),
        ("neuropatías", "neuropáticos"),
        ("epilepsia", "epilépticas"),
        ("ansiedad", "ansiosa"),
        ("mujer", "mujeres"),
        ("niño", "niñas"),
        ("vez", "veces"),
        ("cicatriz", "cicatrices"),
        ("raíz", "raíces"),
        ("corazón", "corazones"),
        ("tratar", "tratado"),
        ("hablar", "hablando"),
        ("dolor", "duele"),
        ("ardor", "arde"),
        ("dormir", "duermo"),
        ("migraña", "migranas"),
    ],
)
def test_forms_of_a_spanish_word_meet(one: str, other: str, locale: str) -> None:
    language = locales.get(locale).language

    assert stem(fold(one, language), language) == stem(fold(other, language), language)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("douleur", "douleurs"),
        ("névralgie", "nevralgies"),
        ("épilepsie", "epilepsies"),
        ("épilepsie", "épileptique"),
        ("neuropathie", "neuropathiques"),
        ("crise", "crises"),
        ("dépression", "dépressive"),
        ("anxiété", "anxieux"),
        ("anxiété", "anxieuse"),
        ("traiter", "traité"),
        ("traité", "traitée"),
        ("traitées", "traitement"),
        ("fatigue", "fatiguée"),
        ("blessé", "blessées"),
        ("nausée", "nausées"),
        ("nerveux", "nerveuse"),
        ("cérébral", "cérébraux"),
        ("mental", "mentaux"),
        ("mal", "maux"),
        ("œil", "yeux"),
        ("dormir", "dors"),
        ("chronique", "chroniques"),
    ],
)
def test_forms_of_a_french_word_meet(one: str, other: str) -> None:
    assert stem(fold(one, "fr"), "fr") == stem(fold(other, "fr"), "fr")


@pytest.mark.parametrize(
    ("one", "other", "language"),
    [
        ("dulce", "dolor", "es"),
        ("nervio", "nervioso", "es"),
        ("medicamento", "médico", "es"),
        ("sante", "sang", "fr"),
        ("mal", "main", "fr"),
    ],
)
def test_different_words_do_not_meet(one: str, other: str, language: str) -> None:
    assert stem(fold(one, language), language) != stem(fold(other, language), language)


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("epilepsie", "l'épilepsie"),
        ("l’épilepsie", "Épilepsie"),
        ("l epilepsie", "L’épilepsie"),
        ("d'anxiété", "anxiété"),
        ("anxiété", "jusqu’à l’anxiété"),
        ("anxiété", "qu'anxiété"),
        ("aujourd'hui", "aujourd’hui"),
        ("alzheimer", "Alzheimer's"),
    ],
)
def test_a_word_that_follows_an_elided_one_is_found(query: str, text: str) -> None:
    assert meets(query, text, "fr")


def test_what_is_elided_is_no_word() -> None:
    assert stems("jusqu’aux crises d’épilepsie", "fr") == stems("aux crises épilepsie", "fr")


@pytest.mark.parametrize(
    ("query", "language", "telling"),
    [
        ("¿Qué es la epilepsia?", "es", ["epilepsia"]),
        ("dolor de los nervios", "es", ["dolor", "nervios"]),
        ("cómo se trata", "es", ["trata"]),
        ("qu'est-ce que l'épilepsie ?", "fr", ["epilepsie"]),
        ("comment traiter la douleur", "fr", ["traiter", "douleur"]),
    ],
)
def test_of_a_question_only_the_thing_says_much(query: str, language: str, telling: list[str]) -> None:
    assert [word.text for word in asked(query, language) if not word.is_function_word] == telling
