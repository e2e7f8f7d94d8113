"""What the checks say of numbers and dates."""

from __future__ import annotations

import pytest
from hypothesis import given, settings, strategies as st

from tests.translation.quality.checking import findings, found

pytestmark = pytest.mark.once


# Numbers


SAME_NUMBER = [
    ("3 sessions", "es-MX", "tres sesiones"),
    ("3 sessions", "fr", "trois séances"),
    ("3 sessions", "ar", "ثلاث جلسات"),
    ("3 sessions", "zh-Hans", "三次治疗"),
    ("2 sessions", "ar", "جلستان"),
    ("2 tablets", "ar", "قرصين"),
    ("Type 2 diabetes", "ar", "السكري من النوع الثاني"),
    ("Three sessions", "es-MX", "3 sesiones"),
    ("Half of the people", "fr", "50 % des personnes"),
    ("Twice as many", "zh-Hans", "2倍"),
    ("A dozen people", "fr", "12 personnes"),
    ("The first session", "es-MX", "La 1.ª sesión"),
    ("The 1st session", "ar", "الجلسة الأولى"),
    ("The 1st session", "zh-Hans", "第一次治疗"),
    ("½ tablet", "es-MX", "medio comprimido"),
    ("½ tablet", "fr", "1/2 comprimé"),
    ("½ tablet", "ar", "نصف قرص"),
    ("½ tablet", "zh-Hans", "半片"),
    ("1½ tablets", "fr", "1,5 comprimé"),
    ("¾ of the people", "ar", "ثلاثة أرباع الناس"),
    ("¾ of the people", "zh-Hans", "四分之三的人"),
    ("2/3 of the people", "es-MX", "dos tercios de las personas"),
    ("7/10 or more", "fr", "7 sur 10 ou plus"),
    ("1 in 10 people", "zh-Hans", "十分之一的人"),
    ("2,500 people", "fr", "2 500 personnes"),
    ("1,234,567", "es", "1.234.567"),
    ("1.5 million people", "es-MX", "1.5 millones de personas"),
    ("1.5 million people", "ar", "1.5 مليون شخص"),
    ("1.5 million people", "zh-Hans", "150万人"),
    ("The guideline of 2018", "zh-Hans", "2018年的指南"),
    ("The 1990s", "ar", "تسعينيات القرن الماضي"),
    ("The 1990s", "es-MX", "Los años noventa"),
    ("The 1990s", "zh-Hans", "上世纪90年代"),
    ("The 21st century", "ar", "القرن الحادي والعشرون"),
    ("The 21st century", "fr", "Le XXIe siècle"),
    ("COVID-19", "ar", "كوفيد-19"),
    ("ICD-10 code G90.5", "fr", "Code CIM-10 G90.5"),
    ("5 × 10<sup>9</sup>/l", "zh-Hans", "5 × 10<sup>9</sup>/l"),
    ("CO<sub>2</sub> and C1", "es-MX", "CO<sub>2</sub> y C1"),
    ("We are here 24/7.", "fr", "Nous sommes là 24 h/24 et 7 j/7."),
    ("9 am to 5.30 pm", "fr", "de 9 h à 17 h 30"),
    ("9 am to 5 pm", "zh-Hans", "上午9点至下午5点"),
    ("Call 800 911 2000.", "es-MX", "Llame al 800-911-2000."),
    ("Call +44 20 7946 0000.", "ar", "اتصل على ‎+44 20 7946 0000."),
    ("1. Rest. 2. Drink.", "zh-Hans", "1. 休息。2. 喝水。"),
    ("S-ketamine, once a week", "es-MX", "S-ketamina, 1 vez a la semana"),
    ("Read https://example.org/en/2.html", "fr", "Lisez https://example.org/fr/3.html"),
    ("Some pain", "es-MX", "Algo de dolor"),
    ("Grade 2 or, at worst, grade 2", "ar", "الدرجة 2"),
]


@pytest.mark.parametrize(("source", "locale", "target"), SAME_NUMBER)
def test_a_number_is_the_same_in_another_writing(source, locale, target):
    assert found(source, target, locale) == []


@pytest.mark.parametrize(
    ("locale", "words"),
    [
        ("es-MX", "cero uno dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince dieciséis"),
        ("fr", "zéro un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize"),
        ("ar", "صفر واحد اثنان ثلاثة أربعة خمسة ستة سبعة ثمانية تسعة عشرة أحد_عشر اثنا_عشر ثلاثة_عشر أربعة_عشر"),
        ("zh-Hans", "零 一 两 三 四 五 六 七 八 九 十 十一 十二 十三 十四 十五 十六 十七 十八 十九 二十 二十一"),
    ],
)
def test_every_small_number_is_known_as_a_word(locale, words):
    for number, word in enumerate(words.split()):
        assert found(f"{number} people", word.replace("_", " "), locale) == []


@pytest.mark.parametrize(
    ("number", "locale", "words"),
    [
        (19, "es-MX", "diecinueve"),
        (25, "es-MX", "veinticinco"),
        (31, "es-MX", "treinta y una"),
        (99, "es-MX", "noventa y nueve"),
        (120, "es-MX", "ciento veinte"),
        (2_000, "es-MX", "dos mil"),
        (19, "fr", "dix-neuf"),
        (21, "fr", "vingt et un"),
        (71, "fr", "soixante et onze"),
        (80, "fr", "quatre-vingts"),
        (97, "fr", "quatre-vingt-dix-sept"),
        (15, "ar", "خمسة عشر"),
        (35, "ar", "خمسة وثلاثون"),
        (25_000, "ar", "خمسة وعشرين ألف"),
        (90, "ar", "تسعين"),
        (100, "ar", "مائة"),
        (99, "zh-Hans", "九十九"),
        (120, "zh-Hans", "一百二十"),
        (30_000, "zh-Hans", "三万"),
        (230_000_000, "zh-Hans", "两亿三千万"),
        (2018, "zh-Hans", "二〇一八"),
    ],
)
def test_greater_numbers_are_known_as_words(number, locale, words):
    assert found(f"{number} people", words, locale) == []
    assert found(f"{number + 1} people", words, locale) == ["numbers error"]


@settings(max_examples=100)
@given(st.integers(2, 10**7), st.integers(2, 10**7))
def test_thousands_are_read_by_value(number, other):
    separated = f"{number:,}"
    arabic = str.maketrans("0123456789,", "٠١٢٣٤٥٦٧٨٩٬")

    for locale, text in [
        ("fr", separated.replace(",", "\u202f")),
        ("es", separated.replace(",", ".")),
        ("es-MX", separated),
        ("ar", separated.translate(arabic)),
        ("zh-Hans", str(number)),
    ]:
        assert found(f"{separated} points", text, locale) == []
        assert number == other or found(f"{other:,} points", text, locale) == ["numbers error"]


@pytest.mark.parametrize(
    ("source", "locale", "target", "quoted"),
    [
        ("3 sessions", "es-MX", "cuatro sesiones", "“3”"),
        ("3 sessions", "ar", "أربع جلسات", "“3”"),
        ("3 sessions", "zh-Hans", "四次治疗", "“3”"),
        ("The study of 2018", "ar", "دراسة عام ٢٠١٩", "“2018” is not in the translation, which has “٢٠١٩”"),
        ("1,000 people", "fr", "1,000 personnes", "“1,000”"),
        ("1.5 million people", "es-MX", "1.5 mil personas", "“1.5 million”"),
        ("Code G90.5", "es-MX", "Código G90,5", "“G90.5”"),
        ("Code G90.5", "zh-Hans", "代码G90.6", "“G90.5”"),
        ("COVID-19", "fr", "la COVID", "“COVID-19”"),
        ("Vitamin B12", "ar", "فيتامين ب", "“B12”"),
        ("Call 800 911 2000.", "es", "Llame al 800 911 2001.", "“800 911 2000” is “800 911 2001”"),
        ("Call 800 911 2000.", "zh-Hans", "请致电。", "“800 911 2000”"),
        ("October 2023", "ar", "أكتوبر 2022", "“2023”"),
        ("9 am", "fr", "8 h", "“9”"),
        ("Grade 2, then grade 2", "fr", "Grade 2, puis grade 3", "“2” is not in the translation, which has “3”"),
    ],
)
def test_a_changed_or_lost_number_is_one_error(source, locale, target, quoted):
    [finding] = findings(source, target, locale)

    assert (finding.code, finding.severity) == ("numbers", "error")
    assert quoted in finding.message


@pytest.mark.parametrize(
    ("source", "locale", "target"),
    [
        ("Some sessions", "es-MX", "3 sesiones"),
        ("Some sessions", "ar", "٣ جلسات"),
        ("Some sessions", "zh-Hans", "3次治疗"),
        ("Two sessions", "fr", "3 séances"),
        ("Call 911.", "es-MX", "Llame al 112."),
        ("US: dial 911, or 988 in a crisis.", "fr", "En France : composez le 3114."),
        ("Call 800 911 2000.", "es-MX", "Llame al 800 290 0024."),
        ("We are here 24/7.", "zh-Hans", "我们全天候服务。"),
        ("1 in ten people", "ar", "شخص من كل عشرة"),
        ("3 people", "de", "drei Menschen"),
    ],
)
def test_a_number_that_may_be_right_is_a_warning(source, locale, target):
    assert found(source, target, locale) == ["numbers warning"]


# Dates


@pytest.mark.parametrize(
    "source", ["5 March 2019", "March 5, 2019", "2019-03-05", "Mar 5, 2019", "the 5th of March 2019"]
)
@pytest.mark.parametrize(
    ("locale", "target"),
    [
        ("es-MX", "5 de marzo de 2019"),
        ("fr", "5 mars 2019"),
        ("ar", "٥ مارس ٢٠١٩"),
        ("ar", "5 آذار/مارس 2019"),
        ("zh-Hans", "2019年3月5日"),
        ("zh-Hans", "2019-03-05"),
    ],
)
def test_a_date_is_the_same_in_another_writing(source, locale, target):
    assert found(source, target, locale) == []


@pytest.mark.parametrize(
    ("source", "locale", "target"),
    [
        ("In October 2023", "zh-Hans", "2023年10月"),
        ("In October 2023", "ar", "في أكتوبر من عام 2023"),
        ("In March it changed.", "zh-Hans", "3月有变化。"),
        ("12/05/2024", "fr", "12.05.2024"),
        ("About 5 may need it.", "fr", "Environ 5 en ont besoin."),
    ],
)
def test_a_part_of_a_date_is_understood(source, locale, target):
    assert found(source, target, locale) == []


@pytest.mark.parametrize(
    ("source", "locale", "target", "quoted"),
    [
        ("5 March 2019", "es-MX", "5 de mayo de 2019", "“5 March 2019” is “5 de mayo de 2019”"),
        ("March 5, 2019", "ar", "5 أبريل 2019", "“5 أبريل 2019”"),
        ("March 5, 2019", "zh-Hans", "2019年5月5日", "“2019年5月5日”"),
        ("2019-03-05", "fr", "5 avril 2019", "“5 avril 2019”"),
        ("12/05/2024", "fr", "13.05.2024", "“13.05.2024”"),
        ("March 5, 2019", "fr", "le 5, en 2019", "“March 5, 2019” is not in the translation"),
    ],
)
def test_another_month_is_one_warning(source, locale, target, quoted):
    [finding] = findings(source, target, locale)

    assert (finding.code, finding.severity) == ("dates", "warning")
    assert quoted in finding.message
