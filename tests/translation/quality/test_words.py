"""What the checks say of words not to use, and of the terms of the glossary."""

from __future__ import annotations

import pytest

from cms.translation.quality import Avoided, ExpectedTerm
from tests.translation.quality.checking import LOCALES, findings, found, message

pytestmark = pytest.mark.once


@pytest.mark.parametrize(
    ("locale", "avoided", "target", "quoted"),
    [
        ("es-MX", "adicto", "Ayuda para adictos", "“adictos”"),
        ("es-MX", "sufrir de", "Las personas que van a sufrir  de dolor", "“sufrir de”"),
        ("fr", "toxicomane", "Aide aux <b>toxicomanes</b>", "“toxicomanes”"),
        ("ar", "مدمن", "مساعدة للمدمن", "“مدمن”"),
        ("ar", "مدمن", "مساعدة المُدمِن", "“مُدمِن”"),
        ("zh-Hans", "瘾君子", "帮助瘾君子", "“瘾君子”"),
    ],
)
@pytest.mark.parametrize("is_error", [True, False])
def test_a_word_to_avoid_is_found_and_its_better_one_named(locale, avoided, target, quoted, is_error):
    rule = Avoided(avoided, instead="persona con adicción", reason="It labels the person.", is_error=is_error)

    [finding] = [one for one in findings("Help", target, locale, avoided=[rule]) if one.code == "avoided"]

    assert finding.severity == ("error" if is_error else "warning")
    assert "“persona con adicción”" in finding.message
    assert finding.message.endswith("It labels the person.")
    assert quoted.replace("  ", " ") in finding.message.replace("  ", " ")


@pytest.mark.parametrize(
    ("locale", "avoided", "target"),
    [
        ("es-MX", "año", "El ano"),
        ("es-MX", "loco", "Anestésico local"),
        ("ar", "مدمن", "الإدمان"),
        ("fr", "fou", "Une foule"),
    ],
)
def test_a_word_to_avoid_is_no_part_of_another_word(locale, avoided, target):
    rule = Avoided(avoided, instead="", reason="", is_error=True)

    assert found("Help", target, locale, avoided=[rule]) == []


@pytest.mark.parametrize(
    ("locale", "term", "target"),
    [
        ("es-MX", "infusión", "Después de las infusiones"),
        ("fr", "perfusion de kétamine", "Après les perfusions de kétamine"),
        ("ar", "تسريب", "بعد التسريب"),
        ("ar", "نوبة صرعية", "بعد النوبات الصرعيّة"),
        ("zh-Hans", "输注", "输注之后"),
    ],
)
def test_an_approved_term_may_be_inflected(locale, term, target):
    assert found("After the infusions", target, locale, terms=[ExpectedTerm("infusion", term)]) == []


@pytest.mark.parametrize(
    ("locale", "term", "target"),
    [
        ("es-MX", "infusión", "Después del suero"),
        ("fr", "perfusion", "Après l’injection"),
        ("ar", "تسريب", "بعد الحقن"),
        ("zh-Hans", "输注", "注射之后"),
    ],
)
def test_an_approved_term_that_is_missing_is_a_warning(locale, term, target):
    [finding] = findings("After the Infusions", target, locale, terms=[ExpectedTerm("infusion", term)])

    assert (finding.code, finding.severity) == ("terms", "warning")
    assert "“Infusions”" in finding.message
    assert f"“{term}”" in finding.message


def test_of_several_approved_terms_any_will_do():
    terms = [ExpectedTerm("drip", "goteo"), ExpectedTerm("drip", "suero")]

    assert found("A drip", "Un suero", terms=terms) == []
    assert "“goteo” or “suero”" in message("A drip", "Un tubo", terms=terms)


def test_the_longer_term_counts():
    terms = [ExpectedTerm("seizure", "crisis"), ExpectedTerm("seizure disorder", "trastorno convulsivo")]

    assert found("A seizure disorder", "Un trastorno convulsivo", terms=terms) == []
    assert found("Anti-seizure medicines", "Anticonvulsivos", terms=terms) == []


def test_a_translation_of_one_word_may_be_shortened_to_its_head():
    assert found("A seizure", "Una crisis", terms=[ExpectedTerm("seizure", "crisis convulsiva")]) == []
    assert found("A seizure", "一次发作", "zh-Hans", terms=[ExpectedTerm("seizure", "癫痫发作")]) == []


@pytest.mark.parametrize("locale", LOCALES)
def test_english_that_was_left_as_it_is_is_a_warning(locale):
    assert "same_as_source warning" in found("Chronic pain is real", "Chronic  pain is real", locale)


@pytest.mark.parametrize(
    "text",
    ["CRPS", "Epilepsy", "https://example.org/pain and", "PTSD (F43.1)", "Sudeck", "10 mg/kg", "NHS England", "C1"],
)
@pytest.mark.parametrize("locale", LOCALES)
def test_names_codes_and_addresses_stay(locale, text):
    assert found(text, text, locale) == []
