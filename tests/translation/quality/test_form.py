"""What the checks say of tags, placeholders, length, punctuation and spaces."""

from __future__ import annotations

import pytest
from hypothesis import given, settings, strategies as st

from cms.translation.quality import Finding, Rules, Severity, check
from tests.translation.quality.checking import LOCALES, findings, found, message

pytestmark = pytest.mark.once


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


@settings(max_examples=100)
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
