"""Syllables are counted as they are spoken; the counts here are made by hand."""

from __future__ import annotations

import pytest

from cms.plain_language import syllables

pytestmark = pytest.mark.once

ENGLISH = (
    "pain:1 ease:1 people:2 clinic:2 ketamine:3 medicine:3 infusion:3 before:2 disease:2 treated:2 doses:2 makes:1 "
    "table:2 you:1 being:2 diet:2 idea:3 area:3 radiation:4 anxiety:4 every:2 safely:2 careful:2 seizure:2 therapy:3 "
    "rhythm:2 walked:1 needed:2 the:1 use:1 fluid:2 science:2 evidence:3 hospital:3 anaesthesia:4 off-label:3 "
    "breathing:2 quiet:2 nausea:3 didn't:2 behaviour:3 centre:2 litres:2 diarrhoea:4 diabetes:4 dementia:3 headaches:2 "
    "die:1 million:2 society:4 pancreas:3 nuclear:3 lifestyle:2"
)
SPANISH = (
    "dolor:2 ketamina:4 infusión:3 día:2 médico:3 tratamiento:4 corazón:3 sangre:2 cuidado:3 leer:2 energía:4 país:2 "
    "rehabilitación:6 ansiedad:3 muy:1 y:1 guía:2 quien:1 antigüedad:4 ayuda:3 raíz:2 ciudad:2 vehículo:4 epilepsia:4 "
    "náuseas:3 línea:3 agua:2 reacción:3 psiquiatría:4 hueso:2"
)
FRENCH = (
    "douleur:2 kétamine:3 perfusion:3 médecin:3 maladie:3 hôpital:3 une:1 que:1 les:1 table:1 aident:1 patients:2 "
    "souvent:2 urgent:2 fréquent:2 peuvent:1 réaction:3 séance:2 neuropathique:4 chronique:2 épilepsie:4 crise:1 "
    "voyez:2 essayer:3 moyen:2 rayons:2 pays:2 yeux:1 prière:2 quatrième:3 créer:2 réel:2 poème:2 société:3 diabète:2 "
    "présent:2 parent:2 content:2 évident:3 excellent:3 prennent:1 mangent:1 soulagent:2 doivent:1 "
    "anxiété:3 sécurité:4 effets:2 cœur:1 moment:2 avaient:2 naïf:2 poésie:3 année:2 journées:2"
)


@pytest.mark.parametrize(("language", "words"), [("en", ENGLISH), ("es", SPANISH), ("fr", FRENCH)])
def test_words_have_the_syllables_that_are_spoken(language, words):
    expected = {word: int(number) for word, number in (item.split(":") for item in words.split())}

    counted = {word: syllables.count(word, language) for word in expected}

    assert counted == expected


def test_numbers_and_abbreviations_count_too():
    assert syllables.count("12", "en") == 1
    assert syllables.count("PTSD", "en") == 4


def test_a_letter_with_its_accent_apart_is_the_same_letter():
    assert syllables.count("infusio\u0301n", "es") == syllables.count("infusión", "es")
