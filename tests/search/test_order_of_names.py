"""What comes first: whole names before parts of them, names before text, and what people call things as well."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from search import analysis
from tests.delivery.factories import Content, publish
from tests.search.asking import ask, best, found, matched, suggested
from tests.search.clinic import text

if TYPE_CHECKING:
    from django.test import Client

pytestmark = pytest.mark.usefixtures("clinic")


@pytest.mark.parametrize(
    ("locale", "q", "expected"),
    [
        ("en", "neuropathic pain", "neuropathic-pain"),
        ("en", "Chronic Pain", "chronic-pain"),
        ("en", "depression", "depression"),
        ("es", "dolor neuropático", "neuropathic-pain"),
        ("es-MX", "síndrome doloroso regional complejo", "crps"),
        ("es-MX", "dolor crónico", "chronic-pain"),
        ("fr", "douleur chronique", "chronic-pain"),
        ("ar", "الألم العصبي", "neuropathic-pain"),
        ("ar", "الشقيقة", "migraine"),
        ("zh-Hans", "带状疱疹", "shingles"),
        ("zh-Hans", "慢性疼痛", "chronic-pain"),
    ],
)
def test_a_whole_name_comes_before_everything(client: Client, locale: str, q: str, expected: str) -> None:
    results = ask(client, q, locale)["results"]

    assert results[0]["slug"] == expected
    assert results[0]["matched"] == {
        "part": "name",
        "text": results[0]["name"],
        "kind": None,
        "locale": results[0]["locale"],
        "how": "exact",
    }
    assert all(result["score"] < results[0]["score"] for result in results[1:])


@pytest.mark.parametrize(
    ("locale", "q", "by_name", "by_text"),
    [
        ("en", "stress", "ptsd", "depression"),
        ("en", "chronic", "chronic-pain", "depression"),
        ("en", "depression", "depression", "ketamine-infusion"),
        ("en", "seizures", "seizure-disorder", "epilepsy"),
        ("es", "dolor", "chronic-pain", "shingles"),
        ("es-MX", "doloroso", "crps", "migraine"),
        ("fr", "zona", "shingles", "postherpetic-neuralgia"),
        ("ar", "الهربس", "postherpetic-neuralgia", "neuropathic-pain"),
        ("zh-Hans", "疼痛", "crps", "shingles"),
    ],
)
def test_a_name_comes_before_a_text(client: Client, locale: str, q: str, by_name: str, by_text: str) -> None:
    slugs = found(client, q, locale)

    assert by_name in slugs
    assert by_text not in slugs or slugs.index(by_name) < slugs.index(by_text)


@pytest.mark.parametrize(
    ("locale", "q", "expected", "kind"),
    [
        ("en", "persistent pain", "chronic-pain", "synonym"),
        ("en", "nerve pain", "neuropathic-pain", "lay"),
        ("en", "nerve pain after shingles", "postherpetic-neuralgia", "lay"),
        ("en", "crps", "crps", "abbreviation"),
        ("en", "PHN", "postherpetic-neuralgia", "abbreviation"),
        ("en", "reflex sympathetic dystrophy", "crps", "former"),
        ("en", "RSD", "crps", "former"),
        ("en", "shell shock", "ptsd", "former"),
        ("es", "culebrilla", "shingles", "lay"),
        ("es", "distrofia simpática refleja", "crps", "former"),
        ("es-MX", "culebrilla", "shingles", "lay"),
        ("es-MX", "TEPT", "ptsd", "abbreviation"),
        ("fr", "algodystrophie", "crps", "former"),
        ("ar", "الصداع النصفي", "migraine", "synonym"),
        ("ar", "الحزام الناري", "shingles", "lay"),
        ("zh-Hans", "缠腰龙", "shingles", "lay"),
        ("zh-Hans", "反射性交感神经营养不良", "crps", "former"),
    ],
)
def test_other_names_are_names_too_and_their_kind_is_told(
    client: Client, locale: str, q: str, expected: str, kind: str
) -> None:
    assert best(client, q, locale)["slug"] == expected
    assert matched(client, q, locale) == ("other_names", kind, "exact")
    suggestion = ask(client, q, locale, path="/api/v1/search/suggest/")["results"][0]
    assert (suggestion["slug"], suggestion["kind"]) == (expected, kind)


@pytest.mark.parametrize("locale", ["ar", "zh-Hans", "es-MX"])
@pytest.mark.parametrize(("q", "expected"), [("PTSD", "ptsd"), ("crps", "crps"), ("PHN", "postherpetic-neuralgia")])
def test_english_abbreviations_are_known_to_readers_of_every_language(
    client: Client, locale: str, q: str, expected: str
) -> None:
    result = best(client, q, locale)

    assert result["slug"] == expected
    assert result["matched"]["kind"] == "abbreviation"
    assert result["matched"]["locale"] == "en"
    assert result["locale"] == ("es" if (locale, expected) != ("es-MX", "crps") and locale == "es-MX" else locale)


def test_an_equal_name_of_ones_own_comes_before_another_name_and_a_former_one(client: Client) -> None:
    own = {"lay": "Winter fever", "former": "Grippe"}
    publish(Content("winter-fever", {"en": text("Winter fever", "An infection.")}))
    publish(Content("influenza", {"en": text("Influenza", "An infection.", **own)}))
    publish(Content("old-fever", {"en": text("Old fever", "An infection.", former="Winter fever")}))

    assert found(client, "winter fever") == ["winter-fever", "influenza", "old-fever"]


def test_a_name_that_holds_less_else_comes_first(client: Client) -> None:
    assert found(client, "regional pain", type="condition")[0] == "crps"
    assert found(client, "nerve pain")[:2] == ["neuropathic-pain", "postherpetic-neuralgia"]
    assert found(client, "神经痛", "zh-Hans")[0] == "postherpetic-neuralgia"


@pytest.mark.parametrize(
    ("locale", "whole", "scattered"),
    [
        ("en", "Acute back pain", "Pain of an acutely bent back"),
        ("es", "Dolor de espalda agudo", "Agudo malestar de espalda con dolor"),
        ("ar", "ألم الظهر الحاد", "الظهر في ألم المفاصل الحاد"),
    ],
)
def test_words_in_order_come_before_scattered_ones(client: Client, locale: str, whole: str, scattered: str) -> None:
    publish(Content("scattered", {"en": text("Stiffness", "Stiff."), locale: text(scattered, "…")}))
    publish(Content("whole", {"en": text("Lumbago", "Low back."), locale: text(f"{whole} ABC", "…")}))

    assert [slug for slug in found(client, whole, locale) if slug in ("whole", "scattered")] == ["whole", "scattered"]


def test_more_of_the_words_come_before_fewer(client: Client) -> None:
    slugs = found(client, "pain after shingles")

    assert slugs[:2] == ["postherpetic-neuralgia", "shingles"]


def test_rare_words_say_more_than_common_ones(client: Client) -> None:
    assert found(client, "pain herpes")[0] == "shingles"
    assert found(client, "pain stress")[0] == "ptsd"


def test_a_page_comes_before_the_therapy_and_the_term_of_the_same_words(client: Client) -> None:
    for slug, type_ in (("fasting-a", "glossary-term"), ("fasting-b", "therapy"), ("fasting-c", "condition")):
        publish(Content(slug, {"en": text("Fasting", "No food for a time.")}, type=type_))

    assert found(client, "fasting") == ["fasting-c", "fasting-b", "fasting-a"]


@pytest.mark.parametrize(
    ("locale", "q", "expected"),
    [
        ("en", "what is chronic pain?", "chronic-pain"),
        ("en", "how do I know if I have epilepsy", "epilepsy"),
        ("es", "¿qué es la migraña?", "migraine"),
        ("es-MX", "¿qué es el síndrome doloroso regional?", "crps"),
        ("fr", "qu’est-ce que l’épilepsie ?", "epilepsy"),
        ("ar", "ما هو الصرع؟", "epilepsy"),
        ("zh-Hans", "抑郁症怎么办？", "depression"),
        ("zh-Hans", "我有慢性疼痛怎么办", "chronic-pain"),
    ],
)
def test_the_words_of_a_question_itself_count_little(client: Client, locale: str, q: str, expected: str) -> None:
    assert found(client, q, locale)[0] == expected


@pytest.mark.parametrize(
    ("locale", "q", "expected"),
    [
        ("en", "n", ["Nerve block", "Neuropathic pain", "Nerve pain after shingles"]),
        ("en", "nerve", ["Nerve block", "Nerve pain", "Nerve pain after shingles"]),
        ("es-MX", "dolor r", ["Síndrome de dolor regional complejo"]),
        ("ar", "الهر", ["الهربس النطاقي", "الألم العصبي التالي للهربس"]),
        ("zh-Hans", "带状", ["带状疱疹", "带状疱疹后神经痛"]),
    ],
)
def test_suggestions_hold_all_that_was_typed_and_those_that_begin_with_it_come_first(
    client: Client, locale: str, q: str, expected: list[str]
) -> None:
    texts = suggested(client, q, locale)

    assert [name for name in texts if name in expected] == expected


@pytest.mark.parametrize(
    ("locale", "q"),
    [("es-MX", "dolor r"), ("en", "pain r"), ("en", "chronic r52"), ("ar", "الم crps"), ("en", "crps pain")],
)
def test_no_name_is_suggested_that_holds_only_a_part_of_what_was_typed(client: Client, locale: str, q: str) -> None:
    for name in suggested(client, q, locale):
        folded = analysis.phrase(name, locale.partition("-")[0])
        assert all(analysis.phrase(word, locale.partition("-")[0])[:3] in folded for word in q.split()), name
