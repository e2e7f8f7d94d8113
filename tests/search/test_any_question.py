"""Whatever is asked, the answer holds its shape or says why not, in time, and never holds another tag than `<mark>`."""

from __future__ import annotations

import re
import time
import unicodedata
from html import unescape
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, example, given, settings, strategies

from cms.locales import TAGS
from tests.delivery.factories import Content, publish
from tests.delivery.test_endpoints import validate
from tests.search.asking import SEARCH, SUGGEST, address
from tests.search.clinic import text

if TYPE_CHECKING:
    from django.test import Client

#: Names and texts that have to be shown as text.
AWKWARD = [
    "Doses <5 mg & >2 mg",
    "\"Seizures\" & 'fits'",
    "<script>alert(1)</script> seizures",
    "NEAR AND OR NOT seizures*",
    "&lt;pain&gt; &amp; <mark>",
    "صَرَع <b> & الألم",
    "疼痛<b>&癫痫",
]

#: What full text indexes, SQL and patterns take for their own.
_OPERATORS = r"""
    NEAR NEAR(a,2) AND OR NOT * ^ : & | ! <-> <2> " ' '' \ / ( ) [ ] { } - -- ; , % _ $$ %s {} $1 ? :a @@ terms:
    "a"* pain* -pain +pain ~ = .en.en4 pain.en.en4 =.en.en E' \' \u0000 a:* 'a':B
"""
_WORDS = "pain seizures epilpsy dolor migraña الألم صرع 疼痛 癫痫 g90.5 icd-10 the of 🙂 👩‍⚕️ ﷺ ﬁ Ⅷ ½ ß İ ǅ"
_ODD = list(
    "\u0301\u064b\u0652\u200b\u200d\u200e\u200f\u202a\u202e\u2066\u2069\ufeff\ufffd\u00ad\u3000\x01\x1b\x7f\t\n"
)

questions = strategies.one_of(
    strategies.lists(strategies.sampled_from([*_OPERATORS.split(), *_WORDS.split(), *_ODD]), max_size=12).flatmap(
        lambda parts: strategies.sampled_from([" ".join(parts), "".join(parts)])
    ),
    strategies.text(max_size=60),
    strategies.text(alphabet=strategies.characters(categories=["Mn", "Me", "Cf", "Cc", "Co", "So"]), max_size=20),
    strategies.text(alphabet="اأإآءئؤىيهةلوبكفمصرع 疼痛癫痫神经 aeé'’-./G905", max_size=40),
)

GENEROUS_S = 5.0


@pytest.fixture
def shown(rolled_back: None) -> set[str]:
    """All texts that there are to show, as a reader reads them."""
    contents = [Content(f"awkward-{number}", _texts(said)) for number, said in enumerate(AWKWARD)]
    contents.append(Content("epilepsy", _texts("Epilepsy: a tendency to have seizures, and pain.")))
    for content in contents:
        publish(content)
    return {said for content in contents for said in (content.texts["en"].name, content.texts["en"].overview)}


def _texts(said: str) -> dict[str, Any]:
    text_ = text(said, said, f"{said} {said}", lay=f"{said}!")
    return {"en": text_, "es": text_, "ar": text_, "zh-Hans": text_}


@settings(max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(q=questions, locale=strategies.sampled_from(TAGS), path=strategies.sampled_from([SEARCH, SUGGEST]))
@example(q='" OR 1=1 --', locale="en", path=SEARCH)
@example(q="' | !'", locale="es-MX", path=SEARCH)
@example(q="NEAR(pain seizures, 2)", locale="en", path=SEARCH)
@example(q="pain <-> seizures:*", locale="ar", path=SEARCH)
@example(q="\\' \\\\ ''", locale="zh-Hans", path=SUGGEST)
@example(q="(((" * 60, locale="en", path=SEARCH)
@example(q="a " * 100, locale="en", path=SEARCH)
@example(q="疼痛癫痫" * 50, locale="zh-Hans", path=SEARCH)
@example(q="疼痛癫痫" * 50, locale="en", path=SUGGEST)
@example(q="الألم" * 40, locale="ar", path=SEARCH)
@example(q="a" * 200, locale="fr", path=SEARCH)
@example(q="a-b.c/d'e" * 20, locale="fr", path=SUGGEST)
@example(q="\u0301" * 200, locale="es", path=SEARCH)
@example(q="e\u0301" * 100, locale="es-MX", path=SUGGEST)
@example(q="ﷺ" * 200, locale="ar", path=SEARCH)
@example(q="1" * 200, locale="en", path=SEARCH)
def test_any_text_is_answered_or_refused(client: Client, shown: set[str], q: str, locale: str, path: str) -> None:
    began = time.monotonic()
    answer = client.get(address(q, locale, path=path))

    assert time.monotonic() - began < GENEROUS_S
    if "\0" in q:
        assert answer.status_code == 400
        return
    assert answer.status_code == 200
    body = answer.json()
    validate(body, "SearchResultList" if path == SEARCH else "SuggestionList")
    assert body["query"]["q"] == q
    for html, whole in _html(body):
        assert set(re.findall(r"<[^>]*>?", html)) <= {"<mark>", "</mark>"}
        assert html.count("<mark>") == html.count("</mark>")
        assert not re.search("<mark></mark>|</mark><mark>", html)
        said = unescape(re.sub(r"</?mark>", "", html))
        assert said in (whole,) if whole is not None else any(_without_cut(said) in each for each in shown)


def _html(body: dict[str, Any]) -> list[tuple[str, str | None]]:
    """Each text that is marked, with the text itself where it is told whole."""
    suggested = [(each["html"], each["text"]) for each in body["results"] if "html" in each]
    return suggested + [
        (highlight["html"], result["name"] if highlight["part"] == "name" else None)
        for result in body["results"]
        for highlight in result.get("highlights", ())
    ]


def _without_cut(said: str) -> str:
    return said.removeprefix("… ").removesuffix(" …")


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(q=strategies.text(min_size=1, max_size=30).filter(lambda q: "\0" not in q))
def test_normal_forms_of_a_question_are_one_question(client: Client, shown: set[str], q: str) -> None:
    forms = [unicodedata.normalize(form, q) for form in ("NFC", "NFD")]

    answers = [client.get(address(form, "en")).json() for form in forms if len(form) <= 200]

    assert len({str([(each["id"], each["score"]) for each in answer["results"]]) for answer in answers}) == 1, ascii(
        forms
    )


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(name=strategies.text(min_size=1, max_size=60).filter(lambda name: "\0" not in name and name.strip()))
def test_any_name_can_be_published_and_shown(client: Client, rolled_back: None, name: str) -> None:
    publish(Content("any", {"en": text(f"Epilepsy {name}", f"{name} seizures", lay=name)}))

    for path in (SEARCH, SUGGEST):
        body = client.get(address("epilepsy", path=path)).json()
        validate(body, "SearchResultList" if path == SEARCH else "SuggestionList")
        for html, whole in _html(body):
            assert set(re.findall(r"<[^>]*>?", html)) <= {"<mark>", "</mark>"}
            assert whole is None or unescape(re.sub(r"</?mark>", "", html)) == whole
