"""The rules warn of what is hard to read in each language, and are silent on plain text."""

from __future__ import annotations

import time

import pytest

from cms.plain_language import checking
from cms.plain_language.hints import Avoided, Code, Passage, Picture, Role, Term, Text
from tests.plain_language.texts import PLAIN

pytestmark = pytest.mark.once

LONG = {
    "en": "Tell the team about " + "every medicine you take and " * 6 + "every illness.",
    "es": "Informe al equipo de " + "cada medicina que toma y de " * 6 + "cada enfermedad.",
    "fr": "Parlez à l’équipe de " + "chaque médicament que vous prenez et de " * 6 + "chaque maladie.",
    "ar": "أخبر الفريق " + "بكل دواء تتناوله في بيتك أو " * 6 + "بكل مرض.",
    "zh-Hans": "请告诉治疗团队" + "您正在服用的每一种药物以及" * 5 + "每一种疾病。",
}


def check(locale, *texts, pictures=(), avoided=(), terms=()):
    passages = tuple(
        text if isinstance(text, Passage) else Passage(f"field-{number}", text) for number, text in enumerate(texts)
    )
    return checking.check(Text(locale, passages, tuple(pictures), tuple(avoided), tuple(terms)))


def found(locale, *texts, **kept):
    return [(hint.code, hint.quote) for hint in check(locale, *texts, **kept)]


def rich(text, place="rich"):
    return Passage(place, text, is_rich=True)


@pytest.mark.parametrize("locale", PLAIN)
def test_plain_text_gives_no_hints(locale):
    assert found(locale, PLAIN[locale]) == []


@pytest.mark.parametrize("locale", LONG)
def test_a_long_sentence_is_quoted_with_its_length(locale):
    [hint] = [hint for hint in check(locale, LONG[locale]) if hint.code == Code.LONG_SENTENCE]

    assert hint.quote == LONG[locale]
    assert hint.facts["count"] > hint.facts["limit"]


def test_a_paragraph_of_many_short_sentences_is_long_too():
    paragraph = " ".join(f"Tell the nurse about medicine number {number} today." for number in range(15))

    assert [hint.code for hint in check("en", paragraph)] == [Code.LONG_PARAGRAPH]


@pytest.mark.parametrize(
    ("locale", "text", "code", "quote"),
    [
        ("en", "We utilise it.", Code.JARGON, "utilise"),
        ("es", "Es de vía oral.", Code.JARGON, "vía oral"),
        ("es-MX", "Tiene taquicardia.", Code.JARGON, "taquicardia"),
        ("fr", "C’est un œdème.", Code.JARGON, "œdème"),
        ("ar", "قد تحدث وَذَمَة في القدم.", Code.JARGON, "وذمة"),
        ("zh-Hans", "可能出现水肿。", Code.JARGON, "水肿"),
        ("en", "Rest for for a day.", Code.DOUBLED_WORD, "for for"),
        ("fr", "C’est le le moment.", Code.DOUBLED_WORD, "le le"),
        ("ar", "اتصل اتصل بالطبيب.", Code.DOUBLED_WORD, "اتصل اتصل"),
        ("zh-Hans", "这是您的的药。", Code.DOUBLED_WORD, "的的"),
        ("en", "DO NOT DRIVE today.", Code.CAPITALS, "DO NOT DRIVE"),
        ("es", "Llame ya mismo ¡por favor!", Code.EXCLAMATION, "Llame ya mismo ¡por favor!"),
        ("zh-Hans", "请马上求助！", Code.EXCLAMATION, "请马上求助！"),
        ("en", "Take 500mg a day.", Code.UNIT_WITHOUT_SPACE, "500mg"),
        ("es", "Son 0.5 mg al día.", Code.DECIMAL_SIGN, "0.5"),
        ("es-MX", "Son 0,5 mg al día.", Code.DECIMAL_SIGN, "0,5"),
        ("fr", "C’est 2.5 mg par jour.", Code.DECIMAL_SIGN, "2.5"),
    ],
)
def test_words_and_amounts_that_need_mending_are_quoted(locale, text, code, quote):
    assert found(locale, text) == [(code, quote)]


@pytest.mark.parametrize(
    ("locale", "text"),
    [
        ("en", "The pain that that nurse had had was CRPS, PTSD and OCD."),
        ("fr", "Nous nous reposons."),
        ("en", "The dose is 0.5 mg, at most 1,000 mg."),
        ("es", "La dosis es de 0,5 mg."),
        ("es-MX", "La dosis es de 0.5 mg."),
        ("zh-Hans", "剂量为500mg。"),
        ("ar", "كُل لَيلة قَد دَخل."),
    ],
)
def test_what_is_right_in_the_language_is_left_alone(locale, text):
    assert found(locale, text) == []


def test_words_that_editors_keep_come_before_our_own():
    avoided = Avoided("adicto", "persona con adicción", "Duele.")

    [hint] = check("es", "Nadie es un adicto.", avoided=[avoided])

    assert (hint.code, hint.facts) == (Code.AVOIDED, {"instead": "persona con adicción", "reason": "Duele."})


def test_a_glossary_term_is_to_be_marked_once_on_a_page():
    term = Term("off-label", "For a use that no regulator has approved.")
    plain, marked = "<p>This is off-label.</p>", '<p>This is <a linktype="glossary-term" id="7">off-label</a>.</p>'

    assert found("en", rich(plain), terms=[term]) == [(Code.UNEXPLAINED_TERM, "off-label")]
    assert found("en", rich(plain), rich(marked, "other"), terms=[term]) == []
    assert found("en", "Plain text can hold no term: off-label.", terms=[term]) == []


@pytest.mark.parametrize(
    ("locale", "words"),
    [
        ("en", "Click here"), ("es", "Más información"), ("es-MX", "aquí"), ("fr", "En savoir plus"),
        ("ar", "اضغط هنا"), ("zh-Hans", "点击这里"),
    ],
)  # fmt: skip
def test_a_link_says_where_it_leads(locale, words):
    assert found(locale, rich(f'<p><a linktype="page" id="3">{words}</a></p>')) == [(Code.VAGUE_LINK, words)]


def test_links_are_told_apart_across_the_page():
    first = rich('<p>See <a linktype="page" id="3">epilepsy</a>.</p>')
    same = rich('<p>About <a linktype="page" id="3">Epilepsy</a>.</p>', "same")
    other = Passage("other", "Epilepsy", Role.LINK, target="https://example.org/")

    assert [(hint.code, hint.place) for hint in check("en", first, same, other)] == [(Code.SAME_LINK_TEXT, "other")]


def test_an_address_is_no_text_of_a_link():
    linked = rich('<p><a href="https://example.org/a">https://example.org/a</a></p>')

    assert found("en", linked) == [(Code.BARE_ADDRESS, "https://example.org/a")]
    assert found("en", "See www.example.org/b.") == [(Code.BARE_ADDRESS, "www.example.org/b")]


@pytest.mark.parametrize(
    ("locale", "alt", "code"),
    [
        ("en", "", Code.ALT_MISSING),
        ("en", "soft waves", Code.ALT_IS_FILE_NAME),
        ("en", "IMG_2041.jpg", Code.ALT_IS_FILE_NAME),
        ("en", "Waves on a screen.", Code.ALT_IS_CAPTION),
        ("en", "An image of a hand.", Code.ALT_SAYS_IMAGE),
        ("es", "Imagen de una mano.", Code.ALT_SAYS_IMAGE),
        ("fr", "Photo d’une main.", Code.ALT_SAYS_IMAGE),
        ("ar", "صورة يد.", Code.ALT_SAYS_IMAGE),
        ("zh-Hans", "图片：一只手", Code.ALT_SAYS_IMAGE),
        ("en", "A hand. " * 20, Code.ALT_LONG),
    ],
)
def test_an_alternative_text_says_what_the_image_tells(locale, alt, code):
    picture = Picture("alt", alt, caption="Waves on a screen", file_name="soft-waves.webp")

    assert [hint.code for hint in check(locale, pictures=[picture])] == [code]


def test_a_decorative_image_needs_no_text():
    assert check("ar", pictures=[Picture("alt", "", is_decorative=True)]) == []


def test_headings_go_down_one_level_at_a_time():
    text = rich("<h4>Dose</h4><p>Low at first.</p><h3>Before</h3><p>Eat little.</p><h4></h4>")

    assert found("en", text) == [(Code.HEADING_JUMPS, "Dose"), (Code.HEADING_EMPTY, "")]


def test_a_bold_line_is_no_heading_and_two_sections_are_called_apart():
    bold = rich("<p><b>Before the session</b></p><p>Eat little.</p>")
    headings = [Passage("one", "Safety", Role.HEADING), Passage("two", "safety", Role.HEADING)]

    codes = [(hint.code, hint.place) for hint in check("en", *headings, bold)]

    assert codes == [(Code.HEADING_TWICE, "two"), (Code.HEADING_IN_BOLD, "rich")]


@pytest.mark.parametrize("locale", ["en", "ar", "zh-Hans"])
def test_what_the_page_has_said_is_found_with_its_first_place(locale):
    [hint] = check(locale, PLAIN[locale], "—", PLAIN[locale])

    assert (hint.code, hint.place, hint.facts["other_place"]) == (Code.REPEATED, "field-2", "field-0")


@pytest.mark.parametrize(
    ("locale", "foreign"),
    [
        ("en", "La ketamina puede aliviar el dolor de algunas personas con la enfermedad."),
        ("es", "You can ask the team for help with this and with other pain."),
        ("fr", "You can ask the team for help with this and with other pain."),
        ("en", "ألم مزمن"),
        ("ar", "you can ask the team"),
        ("zh-Hans", "you can ask the team"),
    ],
)
def test_another_language_is_found(locale, foreign):
    assert (Code.FOREIGN, foreign) in found(locale, f"{PLAIN[locale]}\n{foreign}")


@pytest.mark.parametrize(
    ("locale", "text"),
    [
        ("ar", "يُسمّى CRPS، ويصفه Budapest criteria."),
        ("zh-Hans", "它叫CRPS，也称Sudeck atrophy。"),
        ("es", "Su nombre es Complex Regional Pain Syndrome (CRPS)."),
        ("es", "Tome dos tabletas, espere dos horas y tome otras dos tabletas."),
        ("en", "Do as much exercise as others do each day."),
        ("fr", "Il se peut que la douleur se calme et que tout se passe bien."),
    ],
)
def test_names_and_words_that_languages_share_are_no_other_language(locale, text):
    assert found(locale, text) == []


def test_what_is_marked_as_another_language_is_left_alone():
    marked = '<p>They call it <span lang="es">la enfermedad de los nervios que no se va con el tiempo</span>.</p>'

    assert found("en", rich(marked)) == []


@pytest.mark.parametrize("locale", PLAIN)
@pytest.mark.parametrize("piece", ["a", "AA-", "كُ", "。"])
def test_what_is_no_text_is_looked_through_in_no_time(locale, piece):
    pasted = piece * 30_000
    began = time.process_time()

    check(locale, pasted)

    assert time.process_time() - began < 3
