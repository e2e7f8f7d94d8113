"""The forms of rich text: Markdown that reads back as the same, and plain words."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING, Any

import pytest
from bs4 import BeautifulSoup, Tag
from hypothesis import example, given, settings, strategies as st
from markdown_it import MarkdownIt

from cms.delivery.markdown import of_html
from cms.publishing.plain import plain_text
from tests.delivery.asking import assert_problem
from tests.delivery.factories import Content, Text, publish

if TYPE_CHECKING:
    from django.test import Client

pytestmark = pytest.mark.once

CRPS = "/api/v1/conditions/crps/"
GOUT = "/api/v1/conditions/gout/"


@pytest.mark.parametrize(
    ("clean", "markdown"),
    [
        ("", ""),
        ("<p>Pain that lasts.</p><p>It may stay.</p>", "Pain that lasts.\n\nIt may stay."),
        ("<p>Take <b>one</b> a day, <i>never</i> two.</p>", "Take **one** a day, *never* two."),
        ("<p><b>Note:</b> rest.</p>", "**Note:** rest."),
        ("<p><b>Note: </b>rest.</p>", "**Note:** rest."),
        ("<p>un<b>believ</b>able</p>", "un**believ**able"),
        ("<p>H<sub>2</sub>O, 10<sup>9</sup>/L</p>", "H<sub>2</sub>O, 10<sup>9</sup>/L"),
        ("<p>one<br>two</p>", "one\\\ntwo"),
        ("<p>one<br></p>", "one"),
        ("<p>one<br>\u00a0</p><ul><li>two<br> \u00a0 </li></ul>", "one\n\n- two"),
        ("<ul><li>one</li><li>two</li></ul><p>after</p>", "- one\n- two\n\nafter"),
        ("<p>before</p><ol><li>one</li><li>two</li></ol>", "before\n\n1. one\n2. two"),
        (
            "<ul><li>one<ul><li>deep<ol><li>deeper</li></ol></li></ul></li><li>two</li></ul>",
            "- one\n  - deep\n    1. deeper\n- two",
        ),
        ("<ul><li>one<br>more</li></ul>", "- one\\\n  more"),
        ("<ul><li>one</li></ul><ul><li>two</li></ul>", "- one\n\n* two"),
        ("<ol><li></li><li>one</li></ol>", "1. one"),
        (
            '<p>See <a href="https://example.org/a_b?c=1&amp;d=2" data-id="x">the *list*</a>.</p>',
            "See [the \\*list\\*](https://example.org/a_b?c=1&d=2).",
        ),
        ('<p><a href="https://example.org/a(b)">x</a></p>', "[x](https://example.org/a%28b%29)"),
        (
            '<p><dfn data-term="off-label">off-label</dfn> use</p>',
            '<dfn data-term="off-label">off-label</dfn> use',
        ),
        ("<p>p &lt; 0.05, a_b, 2 * 3, [x], `y`, 1 | 2</p>", "p \\< 0.05, a\\_b, 2 \\* 3, \\[x\\], \\`y\\`, 1 \\| 2"),
        ("<p>R&amp;D, AT&amp;amp;T</p>", "R&D, AT\\&amp;T"),
        ("<p># one</p><p>- two</p><p>3. three</p><p>&gt; four</p>", "\\# one\n\n\\- two\n\n3\\. three\n\n\\> four"),
        ("<p>one<br>===</p><ul><li>- x</li></ul>", "one\\\n\\===\n\n- \\- x"),
        ("<p>这是<b>强烈</b>的疼痛。</p>", "这是**强烈**的疼痛。"),
        ("<p>这是<b>强烈、</b>持久的疼痛。</p>", "这是<b>强烈、</b>持久的疼痛。"),
        ("<p>تناول <b>قرصًا واحدًا</b>، <i>لا أكثر</i>؟</p>", "تناول **قرصًا واحدًا**، *لا أكثر*؟"),
        ("<ul><li>٣. ثلاثة</li></ul>", "- ٣. ثلاثة"),
        ("<p>one\u2028<b>(two)</b></p>", "one\u2028<b>(two)</b>"),
        ("<p>one\u3000<b>(two)</b></p>", "one\u3000**(two)**"),
    ],
)
def test_clean_html_becomes_commonmark(clean: str, markdown: str) -> None:
    assert of_html(clean) == markdown


@pytest.mark.parametrize(
    ("clean", "plain"),
    [
        ("", ""),
        ("<p>p &lt; 0.05 &amp; <b>more</b></p><p>two</p>", "p < 0.05 & more\ntwo"),
        ("<ul><li>one<ul><li>deep</li></ul></li><li>two</li></ul>", "one\ndeep\ntwo"),
        ("<p>H<sub>2</sub>O<br>更多</p>", "H2O\n更多"),
        ('<p><dfn data-term="x">خارج نطاق الترخيص</dfn></p>', "خارج نطاق الترخيص"),
    ],
)
def test_plain_is_the_words_a_line_each(clean: str, plain: str) -> None:
    assert plain_text(clean) == plain


# Any clean HTML, as rich text may hold it.

_ALPHABET = "ab1 .,:;!?-+=#>*_`~[]()<&|\\/\"'xyé–、。强痛،ألم€°"
_words = st.one_of(st.text(_ALPHABET, min_size=1, max_size=12), st.sampled_from(["&amp;", "<b>", "---", "1. a", "# b"]))
_text = _words.map(html.escape)
_MARKS = ["b", "i", "sup", "sub", 'dfn data-term="off-label"']


def _marked(inner: st.SearchStrategy[str], marks: list[str]) -> st.SearchStrategy[str]:
    return st.builds(
        lambda mark, parts: f"<{mark}>{''.join(parts)}</{mark.partition(' ')[0]}>",
        st.sampled_from(marks),
        st.lists(inner, min_size=1, max_size=3),
    )


_marked_text = st.recursive(_text, lambda inner: _marked(inner, _MARKS), max_leaves=6)
# HTML has no link in a link.
_link = _marked(_marked_text, ['a href="https://example.org/x_y*z"'])
_inline = st.one_of(_marked_text, _link, _marked(st.one_of(_text, _link), _MARKS))
_line = st.lists(st.one_of(_inline, st.just("<br>")), min_size=1, max_size=4).map("".join)
_list = st.recursive(
    st.builds(
        lambda tag, items: f"<{tag}>{''.join(f'<li>{item}</li>' for item in items)}</{tag}>",
        st.sampled_from(["ul", "ol"]),
        st.lists(_line, min_size=1, max_size=3),
    ),
    lambda inner: st.builds(
        lambda tag, line, nested: f"<{tag}><li>{line}{nested}</li></{tag}>",
        st.sampled_from(["ul", "ol"]),
        _line,
        inner,
    ),
    max_leaves=3,
)
_document = st.lists(st.one_of(_line.map(lambda line: f"<p>{line}</p>"), _list), min_size=1, max_size=3).map("".join)


@given(clean=_document)
@example(clean="<p><b>a</b><i>b</i></p>")
@example(clean="<p>x<b><i>a</i> b</b>y</p>")
@example(clean="<ul><li># a<ul><li>1. b</li></ul></li></ul><ul><li>c</li></ul>")
@settings(max_examples=200)
def test_markdown_reads_back_as_the_same(clean: str) -> None:
    read = MarkdownIt("commonmark").render(of_html(clean))

    assert shape(read) == shape(clean), of_html(clean)


def shape(markup: str) -> Any:
    """What readers see: blocks with their words, each character with the marks that it has."""
    return _shape_of(BeautifulSoup(markup.replace("\n", " "), "html.parser"))


_SAME = {"strong": "b", "em": "i"}


def _shape_of(element: Any) -> list[Any]:
    found: list[Any] = []
    line: list[tuple[str, frozenset[str]]] = []
    for child in element.children:
        if isinstance(child, Tag) and child.name in ("p", "ul", "ol", "li"):
            found += _line_of(line)
            line = []
            below = _shape_of(child)
            # A paragraph in a list item is a line of it.
            found += below if child.name == "p" or not below else [(child.name, below)]
        else:
            line += _characters(child, frozenset())
    return found + _line_of(line)


def _characters(node: Any, marks: frozenset[str]) -> list[tuple[str, frozenset[str]]]:
    if not isinstance(node, Tag):
        return [(character, marks) for character in re.sub(r"[ \t\r\n]+", " ", str(node))]
    if node.name == "br":
        return [("\n", frozenset())]
    mark = _SAME.get(node.name, node.name) + "".join(
        f" {node[key]}" for key in ("href", "data-term") if key in node.attrs
    )
    return [pair for child in node.children for pair in _characters(child, marks | {mark})]


def _line_of(pairs: list[tuple[str, frozenset[str]]]) -> list[Any]:
    """Spaces beside spaces, breaks and ends are not seen, nor are breaks at the ends, nor marks on a space."""
    seen: list[tuple[str, frozenset[str]]] = []
    for character, marks in pairs:
        if character == " " and (not seen or seen[-1][0] in " \n"):
            continue
        if character == "\n" and seen and seen[-1][0] == " ":
            seen.pop()
        seen.append((character, frozenset() if character in " \n" else marks))
    while seen and seen[-1][0] in " \n":
        seen.pop()
    while seen and seen[0][0] in " \n":
        seen.pop(0)
    return [seen] if seen else []


# Over HTTP

PARAGRAPH = '<p>Take <b>one</b> tablet, <dfn data-term="off-label">off-label</dfn>.</p>'


def _gout() -> Content:
    blocks = [
        {"id": "0c8f1c3e-6f0a-4b52-9d0e-5a5d0c1f2a01", "type": "paragraph", "value": {"text": PARAGRAPH}},
        {
            "id": "0c8f1c3e-6f0a-4b52-9d0e-5a5d0c1f2a02",
            "type": "callout",
            "value": {"urgency": "urgent", "title": "*Now*", "text": "<ul><li>call us</li></ul>"},
        },
        {
            "id": "0c8f1c3e-6f0a-4b52-9d0e-5a5d0c1f2a03",
            "type": "question",
            "value": {"question": "Is p < 0.05 & good?", "answer": "<p>2 * 3 &lt; 7</p>"},
        },
        {
            "id": "0c8f1c3e-6f0a-4b52-9d0e-5a5d0c1f2a04",
            "type": "list",
            "value": {"style": "bullet", "items": ["*a*", "<p>b</p>"]},
        },
    ]
    section = {"id": "0c8f1c3e-6f0a-4b52-9d0e-5a5d0c1f2a00", "key": "overview", "heading": "Overview", "locale": "en",
               "dir": "ltr", "blocks": blocks, "plain_text": "Take one tablet, off-label."}  # fmt: skip
    return Content("gout", {"en": Text("Gout", "Painful joints.")}, extra={"sections": [section]})


@pytest.mark.parametrize(
    ("form", "paragraph", "callout", "answer"),
    [
        ("html", PARAGRAPH, "<ul><li>call us</li></ul>", "<p>2 * 3 &lt; 7</p>"),
        (
            "markdown",
            'Take **one** tablet, <dfn data-term="off-label">off-label</dfn>.',
            "- call us",
            "2 \\* 3 \\< 7",
        ),
        ("plain", "Take one tablet, off-label.", "call us", "2 * 3 < 7"),
    ],
)
@pytest.mark.parametrize("path", ["", "sections/overview/"])
def test_all_rich_text_changes_its_form_and_plain_text_does_not(
    client: Client, db: None, path: str, form: str, paragraph: str, callout: str, answer: str
) -> None:
    publish(_gout())

    body = client.get(f"{GOUT}{path}?rich_text={form}").json()

    first, second, third, fourth = (body["section"] if path else body["sections"][0])["blocks"]
    assert first["value"]["text"] == paragraph
    assert second["value"] == {"urgency": "urgent", "title": "*Now*", "text": callout}
    assert third["value"] == {"question": "Is p < 0.05 & good?", "answer": answer}
    assert fourth["value"]["items"] == ["*a*", "<p>b</p>"]


@pytest.mark.parametrize(
    ("locale", "words"),
    [
        ("ar", "ألم شديد ومستمر في أحد الأطراف بعد إصابة."),
        ("es-MX", "Dolor intenso y duradero, casi siempre en un brazo o una pierna después de una lesión."),
        ("zh-Hans", "受伤后手臂或腿部出现的强烈、持久的疼痛。"),
        ("fr", "Strong, lasting pain, most often in an arm or leg after an injury."),
    ],
)
@pytest.mark.parametrize("form", ["markdown", "plain"])
def test_the_form_of_rich_text_is_a_matter_of_no_language(
    client: Client, library: None, locale: str, words: str, form: str
) -> None:
    body = client.get(f"{CRPS}?locale={locale}&rich_text={form}").json()

    assert body["sections"][0]["blocks"][0]["value"]["text"] == words


def test_a_therapys_description_changes_its_form_too(client: Client, library: None) -> None:
    body = client.get("/api/v1/therapies/ketamine-infusion/?locale=es&rich_text=markdown").json()

    assert body["description"] == "Administración lenta de ketamina por una vena."


@pytest.mark.parametrize("path", ["site/", "glossary/off-label/"])
def test_where_there_is_no_rich_text_nothing_changes(client: Client, library: None, path: str) -> None:
    as_html = client.get(f"/api/v1/{path}")

    assert client.get(f"/api/v1/{path}?rich_text=plain").json() == as_html.json()


@pytest.mark.parametrize("value", ["", "HTML", "text", "md", "plain,html"])
def test_another_form_is_told_with_those_that_there_are(client: Client, db: None, value: str) -> None:
    body = assert_problem(
        client.get(f"{CRPS}?rich_text={value}"), status=400, slug="invalid-parameter", parameter="rich_text"
    )

    assert "html, markdown, plain" in body["detail"]
