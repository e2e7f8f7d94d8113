"""However it is spelt: typed in part, mistyped, without accents, run together, in Arabic and in Chinese."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.delivery.factories import Content, publish
from tests.search.asking import ask, best, found, matched, suggested
from tests.search.clinic import text

if TYPE_CHECKING:
    from django.test import Client

pytestmark = pytest.mark.usefixtures("clinic")


@pytest.mark.parametrize(
    ("locale", "whole", "expected"),
    [
        ("en", "migraine", "migraine"),
        ("en", "depression", "depression"),
        ("es", "jaqueca", "migraine"),
        ("es-MX", "culebrilla", "shingles"),
        ("fr", "algodystrophie", "crps"),
        ("ar", "الاكتئاب", "depression"),
    ],
)
def test_a_name_is_found_from_its_third_letter_on(client: Client, locale: str, whole: str, expected: str) -> None:
    for length in range(3, len(whole) + 1):
        typed = whole[:length]
        assert expected in found(client, typed, locale), typed
        assert any(expected == result["slug"] for result in ask(client, typed, locale)["results"][:3]), typed


def test_a_beginning_is_a_beginning_only_while_it_is_typed(client: Client) -> None:
    assert matched(client, "migr") == ("name", None, "prefix")
    assert found(client, "migr pain")[0] != "migraine"


@pytest.mark.parametrize(
    ("locale", "q", "expected", "read_as"),
    [
        ("en", "epilpsy", "epilepsy", "epilepsy"),
        ("en", "epillepsy", "epilepsy", "epilepsy"),
        ("en", "epielpsy", "epilepsy", "epilepsy"),
        ("en", "apilepsy", "epilepsy", "epilepsy"),
        ("en", "migrane", "migraine", "migraine"),
        ("en", "mirgaine", "migraine", "migraine"),
        ("en", "shyngles", "shingles", "shingles"),
        ("en", "sezures", "seizure-disorder", "seizures"),
        ("en", "complex regionl pain", "crps", "regional"),
        ("es", "migrania", "migraine", "migrana"),
        ("es", "nueralgia", "postherpetic-neuralgia", "neuralgia"),
        ("es-MX", "culevrilla", "shingles", "culebrilla"),
        ("fr", "epilepzie", "epilepsy", "epilepsie"),
        ("ar", "الشقيفة", "migraine", "الشقيقه"),
    ],
)
def test_a_mistyped_word_is_read_as_the_one_that_it_is_nearly(
    client: Client, locale: str, q: str, expected: str, read_as: str
) -> None:
    body = ask(client, q, locale)

    assert body["results"][0]["slug"] == expected
    assert [correction["read_as"][0] for correction in body["query"]["corrections"]] == [read_as]
    assert suggested(client, q, locale) != []


@pytest.mark.parametrize(
    ("locale", "name", "nearly", "q"),
    [
        ("en", "Gestation", "Gestasion", "gestation"),
        ("es", "Gestación", "Gestasión", "gestacion"),
        ("es-MX", "Embarazo", "Embaraso", "embarazo"),
        ("ar", "الحساسية", "الحساسيا", "الحساسية"),
    ],
)
def test_what_is_nearly_the_word_never_comes_before_the_word(
    client: Client, locale: str, name: str, nearly: str, q: str
) -> None:
    publish(Content("exact", {"en": text("X1", "Y."), locale: text("ZZ", f"… {name} …")}))
    publish(Content("nearly", {"en": text("X2", "Y."), locale: text(nearly, "…")}))

    body = ask(client, q, locale)

    assert body["results"][0]["slug"] == "exact"
    assert body["query"]["corrections"] == []


def test_short_words_and_numbers_are_never_taken_for_others(client: Client) -> None:
    for q in ("rsc", "phm", "zon", "G90.4", "b03"):
        assert ask(client, q)["query"]["corrections"] == []
        assert found(client, q) == []


@pytest.mark.parametrize(
    ("locale", "q", "expected"),
    [
        ("es", "sindrome de dolor regional complejo", "crps"),
        ("es", "neuralgia posherpetica", "postherpetic-neuralgia"),
        ("es", "migrana", "migraine"),
        ("es", "MIGRAÑA", "migraine"),
        ("es-MX", "depresion", "depression"),
        ("es-MX", "sindrome doloroso regional complejo", "crps"),
        ("fr", "epilepsie", "epilepsy"),
        ("fr", "EPILEPSIE", "epilepsy"),
        ("fr", "nevralgie post zosterienne", "postherpetic-neuralgia"),
        ("en", "épilepsy", "epilepsy"),
    ],
)
def test_accents_may_be_missing_or_too_many(client: Client, locale: str, q: str, expected: str) -> None:
    assert best(client, q, locale)["slug"] == expected
    assert matched(client, q, locale) == ("name", None, "exact")


@pytest.mark.parametrize(
    ("q", "expected"),
    [
        ("postherpetic neuralgia", "postherpetic-neuralgia"),
        ("post-herpetic neuralgia", "postherpetic-neuralgia"),
        ("post herpetic neuralgia", "postherpetic-neuralgia"),
        ("posttraumatic stress disorder", "ptsd"),
        ("post traumatic stress disorder", "ptsd"),
        ("longterm pain", "chronic-pain"),
        ("long term pain", "chronic-pain"),
        ("nervepain", "neuropathic-pain"),
        ("chronicpain", "chronic-pain"),
    ],
)
def test_words_may_be_run_together_and_taken_apart(client: Client, q: str, expected: str) -> None:
    assert found(client, q)[0] == expected


@pytest.mark.parametrize(
    ("q", "expected"),
    [
        ("الم مزمن", "chronic-pain"),
        ("ألم مزمن", "chronic-pain"),
        ("آلام مزمنة", "chronic-pain"),
        ("أَلَمٌ مُزمِن", "chronic-pain"),
        ("الـــم المزمن", "chronic-pain"),
        ("اكتئاب", "depression"),
        ("للاكتئاب", "depression"),
        ("والاكتئاب", "depression"),
        ("بالصرع", "epilepsy"),
        ("صرع", "epilepsy"),
        ("شقيقه", "migraine"),
        ("الالم العصبى", "neuropathic-pain"),
        ("متلازمة الالم الناحي المركب", "crps"),
    ],
)
def test_arabic_is_found_without_hamza_marks_and_article(client: Client, q: str, expected: str) -> None:
    assert found(client, q, "ar")[0] == expected
    assert matched(client, q, "ar")[2] == "exact"


@pytest.mark.parametrize(
    ("q", "expected"),
    [
        ("疼痛综合征", "crps"),
        ("区域疼痛", "crps"),
        ("疱疹后神经痛", "postherpetic-neuralgia"),
        ("带状疱疹神经痛", "postherpetic-neuralgia"),
        ("应激障碍", "ptsd"),
        ("得了带状疱疹后还有神经痛", "postherpetic-neuralgia"),
        ("慢性疼痛的治疗", "chronic-pain"),
        ("頭痛", "migraine"),
        ("憂鬱症 抑鬱", "depression"),
        ("头疼", "migraine"),
        ("manxing tengtong", "chronic-pain"),
        ("ＰＴＳＤ", "ptsd"),
    ],
)
def test_chinese_is_found_inside_a_run_of_characters(client: Client, q: str, expected: str) -> None:
    assert found(client, q, "zh-Hans")[0] == expected


@pytest.mark.parametrize("q", ["痛", "疼", "区", "癫"])
def test_one_chinese_character_is_enough_for_a_suggestion(client: Client, q: str) -> None:
    assert suggested(client, q, "zh-Hans") != []


@pytest.mark.parametrize(("q", "expected"), [("tumor", "tumour"), ("tumours", "tumour"), ("anesthesia", "anaesthesia")])
def test_both_spellings_of_english_are_one(client: Client, q: str, expected: str) -> None:
    publish(Content("tumour", {"en": text("Tumour", "A growth.")}))
    publish(Content("anaesthesia", {"en": text("Anaesthesia", "No pain in an operation.")}))

    assert found(client, q)[0] == expected
