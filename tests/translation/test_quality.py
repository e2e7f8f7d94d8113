"""What is found wrong with a translation by rule, and what is rightly left alone."""

from __future__ import annotations

import pytest
from hypothesis import given, settings, strategies as st

from cms.translation.quality import Avoided, ExpectedTerm, Finding, Rules, Severity, check

pytestmark = pytest.mark.once

LOCALES = ["ar", "es", "es-MX", "fr", "zh-Hans"]


def findings(source, target, locale="es-MX", **rules):
    return check(source, target, locale=locale, rules=Rules(**rules))


def found(source, target, locale="es-MX", **rules):
    """Each finding as `code severity`."""
    return [f"{finding.code} {finding.severity}" for finding in findings(source, target, locale, **rules)]


def message(source, target, locale="es-MX", **rules):
    [finding] = findings(source, target, locale, **rules)
    return finding.message


# Nothing to say


@pytest.mark.parametrize("target", ["", "  ", "<b></b>", "<br>"])
@pytest.mark.parametrize("locale", LOCALES)
def test_an_empty_translation_has_no_findings(target, locale):
    assert found("Take <b>5 mg</b> at night.", target, locale, limit=0) == []


@pytest.mark.parametrize(
    ("locale", "target"),
    [
        ("es", "Dé de 0,5 a 1 mg/kg en 40 minutos. Llame si la crisis dura más de cinco minutos."),
        ("es-MX", "Dé de 0.5 a 1 mg/kg en 40 minutos. Llame si la crisis dura más de 5 minutos."),
        ("fr", "Donnez 0,5 à 1 mg/kg en 40 minutes. Appelez si la crise dure plus de cinq minutes."),
        ("ar", "يُعطى ٠٫٥ إلى ١ ملغ/كغ خلال ٤٠ دقيقة. اتصل إذا استمرت النوبة أكثر من خمس دقائق."),
        ("zh-Hans", "在40分钟内按每公斤体重给予0.5～1毫克。如果发作持续超过五分钟，请致电。"),
    ],
)
def test_a_good_translation_of_a_dose_has_no_findings(locale, target):
    source = "Give 0.5–1 mg/kg over 40 minutes. Call if a seizure lasts longer than five minutes."

    assert found(source, target, locale) == []


def test_errors_come_before_warnings():
    assert found("Rest for 2 hours.", "Descanse 2 minutos ") == [
        "measurements error",
        "punctuation warning",
        "spaces warning",
    ]


def test_a_finding_is_a_plain_value():
    finding = Finding("tags", Severity.ERROR, "There is no tag.")

    assert finding == Finding("tags", Severity("error"), "There is no tag.")


@settings(max_examples=100, deadline=None)
@given(
    st.text(alphabet="<>b/a1p sup%{}()0159.,½٣٫٬、。三十半mgkhweeks -–:?¿دقيقةساعةان\n\u00a0", max_size=60), st.data()
)
def test_any_text_can_be_checked(text, data):
    other = data.draw(st.text(alphabet="<>b/a1 0159.,½٣٫三十半mgh días weeks-–?¿ساعتين", max_size=60))

    for locale in [*LOCALES, "de"]:
        assert all(finding.message for finding in findings(text, other, locale))


# Tags


@pytest.mark.parametrize(
    ("source", "locale", "target"),
    [
        ("See <a1>opioids</a1> and <b>pain</b>.", "ar", "انظر <b>الألم</b> و<a1>الأفيونيات</a1>."),
        ("See <a1>opioids</a1> and <a2>pain</a2>.", "zh-Hans", "参见<a2>疼痛</a2>和<a1>阿片类药物</a1>。"),
        ("<ul><li>Pain<ul><li>Sleep</li></ul></li></ul>", "ar", "<ul><li>ألم<ul><li>نوم</li></ul></li></ul>"),
        ("<b>Very <i>strong</i></b> pain", "es-MX", "Dolor <i>muy</i> <b>fuerte</b>"),
        ("<ul><li>Pain</li><li>Sleep</li></ul>", "fr", "<ul><li>Douleur</li><li>Sommeil</li></ul>"),
        ("A p <0.05 is small.", "fr", "Un p <0,05 est petit."),
    ],
)
def test_the_same_tags_in_another_order_are_right(source, locale, target):
    assert found(source, target, locale) == []


@pytest.mark.parametrize(
    ("source", "locale", "target", "quoted"),
    [
        ("See <a1>opioids</a1>.", "ar", "انظر الأفيونيات.", "lacks <a1>…</a1>"),
        ("See <a1>opioids</a1>.", "zh-Hans", "参见<a1>阿片类药物。", "lacks </a1>"),
        ("See <a1>opioids</a1>.", "es-MX", "Vea <a2>los opioides</a2>.", "lacks <a1>…</a1>"),
        ("<b>Pain</b> and <b>sleep</b>", "fr", "Douleur et sommeil", "lacks 2 × <b>…</b>"),
        ("Strong pain", "es", "Dolor <b>fuerte</b>", "has <b>…</b>"),
        ("<b>Pain</b> <i>and</i> sleep", "ar", "<b>الألم <i>و</b></i>النوم", "at </b>"),
        ("<b>Pain</b> and sleep", "zh-Hans", "</b>疼痛<b>和睡眠", "at </b>"),
        ("<a1>Pain</a1> and <a2>sleep</a2>", "fr", "<a1>Douleur et <a2>sommeil</a2></a1>", "at <a2>"),
        ("<a1>Opioids</a1> help.", "es-MX", "<a1></a1>Los opioides ayudan.", "<a1></a1>"),
    ],
)
def test_lost_added_crossed_and_empty_tags_are_errors(source, locale, target, quoted):
    first, *_ = findings(source, target, locale)

    assert (first.code, first.severity) == ("tags", "error")
    assert quoted in first.message


@pytest.mark.parametrize(
    ("locale", "target"), [("ar", "الألم والنوم"), ("fr", "Douleur et sommeil"), ("zh-Hans", "疼痛与睡眠")]
)
def test_a_lost_line_break_is_a_warning(locale, target):
    assert found("Pain<br>and sleep", target, locale) == ["tags warning"]


def test_a_regional_text_may_put_fewer_countries_in_bold():
    source = "<b>US:</b> call 911. <b>UK:</b> call 999."

    assert found(source, "<b>México:</b> llame al 911.", "es-MX") == ["tags warning", "numbers warning"]
    assert "tags error" in found(source, "<b>Estados Unidos:</b> llame al 911.", "es")


def test_a_regional_text_may_not_break_its_tags():
    assert found("<b>US:</b> call 911.", "<b>México: llame al 911.", "es-MX") == ["tags error"]


# Placeholders


@pytest.mark.parametrize(
    ("source", "locale", "target"),
    [
        ("Hello {name}, page %(number)s of %s", "ar", "مرحبًا {name}، الصفحة %(number)s من %s"),
        ("%d people", "zh-Hans", "%d人"),
        ("50% of people", "es-MX", "50% de las personas"),
        ("50% of them", "fr", "50 % d’entre eux"),
    ],
)
def test_placeholders_that_were_copied_are_right(source, locale, target):
    assert found(source, target, locale) == []


@pytest.mark.parametrize(
    ("source", "locale", "target", "quoted"),
    [
        ("Hello {name}", "ar", "مرحبًا {الاسم}", "lacks {name}"),
        ("Hello {name}", "es-MX", "Hola {nombre}", "lacks {name}"),
        ("%(count)s people", "zh-Hans", "%(count) 人", "lacks %(count)s"),
        ("%d sessions", "fr", "les séances", "lacks %d"),
        ("Hello", "fr", "Bonjour %s", "has %s"),
    ],
)
def test_changed_placeholders_are_errors(source, locale, target, quoted):
    first, *_ = findings(source, target, locale)

    assert (first.code, first.severity) == ("placeholders", "error")
    assert quoted in first.message


# Measurements

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


@settings(max_examples=100, deadline=None)
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


# Length


@pytest.mark.parametrize(
    ("locale", "target"), [("ar", "<b>ألم</b> شديد"), ("es-MX", "<b>Dolor</b> raro"), ("zh-Hans", "<b>严重</b>疼痛")]
)
def test_tags_do_not_count_for_the_limit(locale, target):
    length = len(target) - len("<b></b>")

    assert found("<b>Bad</b> pain", target, locale, limit=length) == []
    assert found("<b>Bad</b> pain", target, locale, limit=length - 1) == ["length error"]


def test_the_message_says_how_many_characters_are_too_many():
    assert "1 character longer than the limit of 4" in message("Pain", "Dolor", limit=4)
    assert "2 characters longer than the limit of 3" in message("Pain", "Dolor", limit=3)


SENTENCE = "Tell the team at once if you feel unwell during the session."


@pytest.mark.parametrize(
    ("locale", "target", "expected"),
    [
        ("zh-Hans", "如果您在治疗过程中感到不适，请立即告诉医护人员。", []),
        ("zh-Hans", "如果您在治疗过程中感到不适，请立即告诉医护人员。" * 3, ["length warning"]),
        ("zh-Hans", "请说。", ["length warning"]),
        ("es-MX", "Dígalo.", ["length warning"]),
        ("ar", "أخبر الفريق فورًا إذا شعرت بتوعك أثناء الجلسة.", []),
        ("fr", "Prévenez tout de suite l’équipe si vous vous sentez mal pendant la séance. " * 3, ["length warning"]),
    ],
)
def test_an_unusual_length_is_a_warning(locale, target, expected):
    assert [code for code in found(SENTENCE, target, locale) if "spaces" not in code] == expected


def test_short_texts_may_have_any_length():
    assert found("US", "Estados Unidos de América") == []


# Punctuation


@pytest.mark.parametrize(
    ("source", "locale", "target"),
    [
        ("Is it safe?", "ar", "هل هو آمن؟"),
        ("Is it safe?", "es-MX", "¿Es seguro?"),
        ("Is it safe?", "fr", "Est-ce sûr\u202f?"),
        ("Is it safe?", "zh-Hans", "安全吗？"),
        ("Signs:", "fr", "Symptômes :"),
        ("Signs:", "zh-Hans", "迹象："),
        ("It helps.", "zh-Hans", "有帮助。"),
        ("It may help…", "zh-Hans", "可能有帮助……"),
        ("It may help...", "es-MX", "Puede ayudar…"),
        ("They say “it helps.”", "fr", "Ils disent « cela aide »."),
        ("It <b>helps.</b>", "ar", "هذا <b>مفيد</b>."),
        ("Stop!", "es-MX", "¡Alto!"),
    ],
)
def test_the_last_mark_is_compared_by_its_class(source, locale, target):
    assert found(source, target, locale) == []


@pytest.mark.parametrize(
    ("source", "locale", "target"),
    [
        ("Is it safe?", "ar", "هل هو آمن."),
        ("Is it safe?", "zh-Hans", "安全吗"),
        ("It helps", "fr", "Cela aide."),
        ("Signs:", "es-MX", "Señales."),
        ("Is it safe?", "es-MX", "Es seguro?"),
        ("Stop!", "es-MX", "Alto!"),
    ],
)
def test_another_last_mark_and_a_lost_opening_one_are_warnings(source, locale, target):
    assert found(source, target, locale) == ["punctuation warning"]


# Words


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


# Spaces


@pytest.mark.parametrize(
    ("locale", "target"),
    [
        ("ar", "ألم  شديد"),
        ("es-MX", "Dolor \u00a0fuerte"),
        ("fr", " Douleur forte"),
        ("zh-Hans", "剧痛 "),
        ("fr", "Douleur <b> </b>forte"),
    ],
)
def test_spaces_too_many_are_a_warning(locale, target):
    source = "Strong <b>pain</b>" if "<b>" in target else "Strong pain"

    assert "spaces warning" in found(source, target, locale)


def test_spaces_that_the_source_has_too_are_right():
    assert found("Call ", "Llame al ") == []


@pytest.mark.parametrize(
    ("source", "target"),
    [("5 million people", "5 milhões de pessoas"), ("Take 3 sessions.", "Faça três sessões.")],
)
def test_a_number_that_a_language_without_known_number_words_may_say_in_words_stops_no_approval(source, target):
    found = check(source, target, locale="pt", rules=Rules())

    assert all(finding.severity == Severity.WARNING for finding in found)


def test_a_number_that_is_said_in_digits_everywhere_stops_an_approval_in_any_language():
    found = check("Over 150 people", "Mais de 15 pessoas", locale="pt", rules=Rules())

    assert [(finding.code, finding.severity) for finding in found] == [("numbers", Severity.ERROR)]
