"""What the checks say of measurements."""

from __future__ import annotations

import pytest

from tests.translation.quality.checking import findings, found, message

pytestmark = pytest.mark.once


SAME_AMOUNT = [
    ("Take 1,000 mg.", "fr", "Prenez 1 000 mg."),
    ("Take 1,000 mg.", "fr", "Prenez 1\u202f000 mg."),
    ("Take 1,000 mg.", "fr", "Prenez 1.000 mg."),
    ("Take 1,000 mg.", "es", "Tome 1.000 mg."),
    ("Take 1,000 mg.", "es-MX", "Tome 1,000 mg."),
    ("Take 1,000 mg.", "es-MX", "Tome 1000 mg."),
    ("Take 1,000 mg.", "ar", "تناول ١٬٠٠٠ ملغ."),
    ("Take 1,000 mg.", "ar", "تناول 1,000 ملغم."),
    ("Take 1,000 mg.", "zh-Hans", "服用1000毫克。"),
    ("Take 0.25 mg.", "ar", "تناول ٠٫٢٥ مجم."),
    ("Take 0.25 mg.", "ar", "تناول ٠,٢٥ ملليغرام."),
    ("Take 0.25 mg.", "fr", "Prenez 0,25 mg."),
    ("100 mcg", "ar", "100 ميكروغرام"),
    ("100 mcg", "es-MX", "100 microgramos"),
    ("100 micrograms", "fr", "100 µg"),
    ("100 micrograms", "zh-Hans", "100微克"),
    ("0.5 mg/kg", "ar", "0.5 ملغم لكل كيلوغرام"),
    ("0.5 mg/kg", "es-MX", "0.5 mg por kilogramo"),
    ("0.5 mg/kg", "zh-Hans", "0.5毫克/公斤"),
    ("0.5 mg/kg/h", "zh-Hans", "0.5毫克/（公斤·小时）"),
    ("75 mg/m²", "ar", "75 ملغ لكل متر مربع"),
    ("75 mg/m²", "zh-Hans", "75毫克/平方米"),
    ("100 mg/day", "ar", "100 ملغ يوميًا"),
    ("100 mg/day", "es-MX", "100 mg diarios"),
    ("100 mg/day", "zh-Hans", "每天100毫克"),
    ("5 ml of 10 mg/ml", "fr", "5 ml à 10 mg/ml"),
    ("5 ml of 10 mg/ml", "ar", "5 مل بتركيز 10 ملغ/مل"),
    ("400 IU a day", "fr", "400 UI par jour"),
    ("400 IU a day", "ar", "400 وحدة دولية في اليوم"),
    ("400 IU a day", "zh-Hans", "每天400国际单位"),
    ("5 kg", "zh-Hans", "5千克"),
    ("25% of people", "es-MX", "el 25 por ciento de las personas"),
    ("25% of people", "fr", "25 % des personnes"),
    ("25% of people", "ar", "٢٥٪ من الناس"),
    ("25% of people", "ar", "%25 من الناس"),
    ("25% of people", "ar", "25 في المئة من الناس"),
    ("25% of people", "zh-Hans", "百分之二十五的人"),
    ("Over 140/90 mmHg", "zh-Hans", "超过140/90毫米汞柱"),
    ("Over 140/90 mmHg", "ar", "أكثر من 140/90 ملم زئبق"),
    ("Keep at 2–8 °C", "es-MX", "Conservar entre 2 y 8 ºC"),
    ("Keep at 2–8 °C", "zh-Hans", "在2～8℃保存"),
    ("Keep at 2–8 °C", "ar", "يُحفظ عند 2–8 درجات مئوية"),
    ("Below −20 °C", "fr", "À moins de -20 °C"),
    ("Below −20 °C", "zh-Hans", "零下20℃以下"),
    ("Below −20 °C", "es-MX", "A menos de 20 °C bajo cero"),
    ("Rest for 5 minutes", "es-MX", "Descanse 5 minutos"),
    ("Rest for 5 minutes", "ar", "استرح خمس دقائق"),
    ("Rest for five minutes", "zh-Hans", "休息5分钟"),
    ("Rest for 2 hours", "ar", "استرح ساعتين"),
    ("Rest for two days", "ar", "استرح يومين"),
    ("Rest for 1 hour", "ar", "استرح ساعة"),
    ("Rest for 1 hour", "fr", "Reposez-vous une heure"),
    ("Rest for half an hour", "ar", "استرح نصف ساعة"),
    ("Rest for half an hour", "es-MX", "Descanse media hora"),
    ("Rest for half an hour", "fr", "Reposez-vous 30 minutes"),
    ("Rest for half an hour", "zh-Hans", "休息半个小时"),
    ("Rest for 15 minutes", "ar", "استرح ربع ساعة"),
    ("Rest for 15 minutes", "fr", "Reposez-vous un quart d’heure"),
    ("For 2.5 hours", "es-MX", "Durante dos horas y media"),
    ("For 2.5 hours", "fr", "Pendant deux heures et demie"),
    ("For 2.5 hours", "ar", "لمدة ساعتين ونصف"),
    ("For two and a half hours", "zh-Hans", "持续两个半小时"),
    ("For 90 minutes", "fr", "Pendant 1 h 30"),
    ("For 90 minutes", "es-MX", "Durante 1 hora y 30 minutos"),
    ("For 1 hour 30 minutes", "ar", "لمدة 90 دقيقة"),
    ("Some 12 hours", "fr", "Une douzaine d’heures"),
    ("For two weeks", "fr", "Pendant quinze jours"),
    ("For 24 hours", "zh-Hans", "持续二十四小时"),
    ("For 24 hours", "es-MX", "Durante un día"),
    ("The first 24 hours", "fr", "Les 24 premières heures"),
    ("The last 3 months", "ar", "الأشهر الثلاثة الأخيرة"),
    ("Three to six months", "ar", "من ثلاثة إلى ستة أشهر"),
    ("Three to six months", "zh-Hans", "三到六个月"),
    ("Doses of 5, 10 and 20 mg", "ar", "جرعات 5 و10 و20 ملغ"),
    ("18-year-old patients", "zh-Hans", "18岁的患者"),
    ("Up to 12 weeks", "ar", "حتى 12 أسبوعًا"),
    ("5 mg in the morning and 5 mg at night", "es-MX", "5 mg por la mañana y por la noche"),
]


@pytest.mark.parametrize(("source", "locale", "target"), SAME_AMOUNT)
def test_an_amount_is_the_same_in_another_writing(source, locale, target):
    assert found(source, target, locale) == []


OTHER_AMOUNT = [
    ("0.5 mg/kg", "es-MX", "0.5 g/kg", "the unit differs"),
    ("0.5 mg/kg", "ar", "0.5 ميكروغرام/كغ", "the unit differs"),
    ("0.5 mg/kg", "zh-Hans", "0.5毫克", "the unit differs"),
    ("0.5 mg/kg for an adult of 70 kg", "fr", "0,5 mg pour un adulte de 70 kg", "the unit differs"),
    ("100 mcg", "fr", "100 mg", "the unit differs"),
    ("Rest for 2 hours", "ar", "استرح دقيقتين", "the unit differs"),
    ("Rest for 2 hours", "zh-Hans", "休息两天", "the unit differs"),
    ("Up to 12 weeks", "es-MX", "Hasta 12 meses", "the unit differs"),
    ("0.5 mg/kg", "fr", "5 mg/kg", "the amount differs"),
    ("0.5–1 mg/kg", "es-MX", "0.5–10 mg/kg", "the amount differs"),
    ("Over five minutes", "es-MX", "Más de 15 minutos", "the amount differs"),
    ("Over five minutes", "ar", "أكثر من ثلاث دقائق", "the amount differs"),
    ("Over 5 minutes", "zh-Hans", "超过十五分钟", "the amount differs"),
    ("Twice a week, for 2 to 3 weeks", "es-MX", "Dos veces por semana, durante 5 o 3 semanas", "the amount differs"),
    ("Take 1,000 mg.", "fr", "Prenez 1,000 mg.", "the amount differs"),
    ("Take 1,000 mg.", "es-MX", "Tome 1.000 mg.", "the amount differs"),
    ("25% of people", "fr", "52 % des personnes", "the amount differs"),
    ("Below −20 °C", "fr", "À moins de 20 °C", "the amount differs"),
    ("5 mg early and 5 mg late", "es-MX", "5 mg temprano y 10 mg tarde", "the amount differs"),
    ("25% of people", "ar", "25 من الناس", "has no unit"),
    ("Up to 12 weeks", "fr", "Jusqu’à 12", "has no unit"),
    ("Up to 12 weeks", "zh-Hans", "持续较长时间", "is not in the translation"),
]


@pytest.mark.parametrize(("source", "locale", "target", "what"), OTHER_AMOUNT)
def test_a_changed_or_lost_amount_is_one_error(source, locale, target, what):
    [finding] = findings(source, target, locale)

    assert (finding.code, finding.severity) == ("measurements", "error")
    assert what in finding.message


def test_the_message_quotes_both_texts():
    assert "“0.5–1 mg/kg” is “٠٫٥–١ غ/كغ”" in message("Give 0.5–1 mg/kg.", "يُعطى ٠٫٥–١ غ/كغ.", "ar")


@pytest.mark.parametrize(
    ("source", "locale", "target"),
    [
        ("Take 1 g.", "es-MX", "Tome 1,000 mg."),
        ("Take 1 g.", "ar", "تناول 1000 ملغ."),
        ("At 38 °C (100.4 °F)", "fr", "À 38 °C"),
        ("Older than 18 years", "es-MX", "Mayores de 18"),
        ("Twice a day", "zh-Hans", "每周两次"),
    ],
)
def test_an_amount_that_may_be_right_is_a_warning(source, locale, target):
    assert found(source, target, locale) == ["measurements warning"]


def test_a_thousand_that_some_readers_take_for_one_is_a_warning():
    assert found("Take 1,000 mg.", "Tome 1,000 mg.", "es") == ["measurements warning"]
    assert found("For 1,000 people", "Para 1,000 personas", "es") == ["numbers warning"]
