"""Where the words stand: excerpts that are safe to show, marked where a reader would mark them."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING, Any

import pytest

from tests.delivery.factories import Content, publish
from tests.search.asking import SUGGEST, ask, best, marks
from tests.search.clinic import text

if TYPE_CHECKING:
    from django.test import Client

pytestmark = pytest.mark.usefixtures("rolled_back")

LONG = "The first weeks are quiet. " * 30


def only(client: Client, q: str, locale: str = "en") -> dict[str, Any]:
    [result] = ask(client, q, locale)["results"]
    found: dict[str, Any] = result
    return found


def plain(html: str) -> str:
    """What a reader reads."""
    return unescape(re.sub(r"</?mark>", "", html))


@pytest.mark.parametrize(
    ("locale", "said", "q", "expected"),
    [
        ("en", "Seizures may follow.", "seizure", "<mark>Seizures</mark> may follow."),
        ("en", "Épilepsie, as the French say.", "epilepsie", "<mark>Épilepsie</mark>, as the French say."),
        ("en", "A post-herpetic pain.", "herpetic", "A post-<mark>herpetic</mark> pain."),
        ("en", "A post-herpetic pain.", "posther", "A <mark>post-her</mark>petic pain."),
        ("en", "It is Alzheimer’s disease.", "alzheimer", "It is <mark>Alzheimer</mark>’s disease."),
        ("en", "Tumours grow.", "tumor", "<mark>Tumours</mark> grow."),
        ("es", "El dolor crónico dura.", "cronico", "El dolor <mark>crónico</mark> dura."),
        ("es-MX", "La depresión y la migraña.", "DEPRESION", "La <mark>depresión</mark> y la migraña."),
        ("fr", "L’épilepsie touche le cerveau.", "épilepsie", "L’<mark>épilepsie</mark> touche le cerveau."),
        ("ar", "علاج الألم المزمن.", "الم", "علاج <mark>الألم</mark> المزمن."),
        ("ar", "متلازمة المركّب.", "مركب", "متلازمة <mark>المركّب</mark>."),
        ("ar", "الـــصرع مرض.", "صرع", "<mark>الـــصرع</mark> مرض."),
        ("ar", "والاكتئاب مرض.", "اكتئاب", "<mark>والاكتئاب</mark> مرض."),
        ("zh-Hans", "持续的疼痛很常见。", "疼痛", "持续的<mark>疼痛</mark>很常见。"),
        ("zh-Hans", "偏头疼很常见。", "头痛", "偏<mark>头疼</mark>很常见。"),
        ("zh-Hans", "癫痫很常见。", "癲癇", "<mark>癫痫</mark>很常见。"),
        ("zh-Hans", "使用PTSD量表。", "ptsd", "使用<mark>PTSD</mark>量表。"),
    ],
)
def test_the_words_that_were_looked_for_are_marked_as_they_are_written(
    client: Client, locale: str, said: str, q: str, expected: str
) -> None:
    publish(Content("a", {"en": text("Something", "Something."), locale: text("XY", said)}))

    result = only(client, q, locale)

    assert marks(result, "summary") == expected


def test_decomposed_letters_are_marked_with_their_accents(client: Client) -> None:
    publish(Content("a", {"en": text("Something", "A cafe\u0301 near the clinic.")}))

    assert marks(only(client, "café"), "summary") == "A <mark>cafe\u0301</mark> near the clinic."


@pytest.mark.parametrize(
    "said",
    [
        "Doses <5 mg & >2 mg of seizurol",
        "<b>Seizures</b> & <script>alert('seizures')</script>",
        '"Seizures" <mark>not seizures</mark> &lt;seizures&gt; &amp;',
        "</mark><img src=x onerror=alert(1)> seizures",
    ],
)
def test_text_is_never_markup(client: Client, said: str) -> None:
    publish(Content("a", {"en": text(said, said, said, lay=said)}))

    for q in ("seizures", "seizurol", "mark", "script", "b", "img", "alert", "lt", "amp"):
        results = ask(client, q)["results"]
        suggestions = ask(client, q, path=SUGGEST)["results"]

        shown = [highlight["html"] for result in results for highlight in result["highlights"]]
        for html in [*shown, *(suggestion["html"] for suggestion in suggestions)]:
            assert set(re.findall(r"<[^>]*>?", html)) <= {"<mark>", "</mark>"}
            assert plain(html) == said
    assert [result["slug"] for result in ask(client, said[:200])["results"]] == ["a"]


def test_a_long_text_is_cut_between_words_around_what_was_looked_for(client: Client) -> None:
    said = f"{LONG}Then the first seizures come at night. {LONG}"
    publish(Content("a", {"en": text("Something", "Quiet.", said)}))

    html = marks(only(client, "seizures"), "sections.overview")

    assert "<mark>seizures</mark>" in html
    assert html.startswith("… ")
    assert html.endswith(" …")
    assert len(plain(html)) < 220
    assert plain(html)[2:-2] in said
    assert f" {plain(html)[2:-2]} " in said


def test_the_excerpt_is_where_most_of_the_words_stand(client: Client) -> None:
    said = f"A seizure. {LONG}A drug against seizures. {LONG}"
    publish(Content("a", {"en": text("Something", "Quiet.", said)}))

    assert "<mark>drug</mark> against <mark>seizures</mark>" in marks(only(client, "seizure drug"), "sections.overview")


def test_a_long_chinese_text_is_cut_too(client: Client) -> None:
    said = "前几周很平静。" * 60 + "随后出现癫痫发作。" + "以后又平静。" * 60
    publish(Content("a", {"en": text("Something", "Quiet."), "zh-Hans": text("某事", "平静。", said)}))

    html = marks(only(client, "癫痫", "zh-Hans"), "sections.overview")

    assert "<mark>癫痫</mark>" in html
    assert len(plain(html)) < 220


def test_the_name_comes_first_then_the_summary_then_sections(client: Client) -> None:
    publish(Content("a", {"en": text("Epilepsy", "Epilepsy is common.", "Epilepsy begins early.")}))

    parts = [highlight["part"] for highlight in only(client, "epilepsy")["highlights"]]

    assert parts == ["name", "summary", "sections.overview", "sections.safety"]


def test_a_section_is_told_with_its_heading_and_language(client: Client) -> None:
    names = {"en": text("Something", "Quiet."), "ar": text("شيء", "هدوء.", "قد يحدث الصداع.")}
    publish(Content("a", names))

    [highlight] = only(client, "صداع", "ar")["highlights"]

    assert highlight == {
        "part": "sections.overview",
        "heading": "نظرة عامة",
        "locale": "ar",
        "dir": "rtl",
        "html": "قد يحدث <mark>الصداع</mark>.",
    }


def test_what_a_synonym_or_a_mistyped_word_was_read_as_is_marked(client: Client) -> None:
    publish(Content("a", {"en": text("Something", "Seizures may follow.")}))

    assert marks(only(client, "siezures"), "summary") == "<mark>Seizures</mark> may follow."


@pytest.mark.parametrize(
    ("typed", "html"),
    [
        ("nerv", "<mark>Nerv</mark>e pain"),
        ("nerve p", "<mark>Nerve</mark> <mark>p</mark>ain"),
        ("PAIN", "Nerve <mark>pain</mark>"),
    ],
)
def test_of_a_suggestion_what_was_typed_is_marked(client: Client, typed: str, html: str) -> None:
    publish(Content("a", {"en": text("Nerve pain", "Quiet.")}))

    assert ask(client, typed, path=SUGGEST)["results"][0]["html"] == html


def test_in_arabic_what_was_typed_is_marked_with_its_vowels(client: Client) -> None:
    publish(Content("a", {"en": text("Something", "Quiet."), "ar": text("صُداع نصفي", "هدوء.")}))

    assert ask(client, "صدا", "ar", path=SUGGEST)["results"][0]["html"] == "<mark>صُدا</mark>ع نصفي"
    assert best(client, "صداع", "ar")["highlights"][0]["html"] == "<mark>صُداع</mark> نصفي"
