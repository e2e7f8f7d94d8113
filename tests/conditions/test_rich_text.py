"""Rich text leaves the house clean, and its plain text is its words."""

from __future__ import annotations

import pytest

from cms.publishing.plain import plain_text
from cms.publishing.rich_text import Link, Links, clean_html

pytestmark = pytest.mark.once

NOWHERE = Links(page=lambda page_id: None, term=lambda term_id: None)
SOMEWHERE = Links(
    page=lambda page_id: Link(url=f"https://origin.invalid/page-{page_id}", content_id="c0ffee"),
    term=lambda term_id: "off-label",
)


@pytest.mark.parametrize(
    ("stored", "clean"),
    [
        ("", ""),
        ('<p data-block-key="a1b2c">Pain</p>', "<p>Pain</p>"),
        ("<p>One<br/>two</p>", "<p>One<br>two</p>"),
        (
            "<p><b>Bold</b> <i>italic</i> H<sub>2</sub>O 10<sup>3</sup></p>",
            "<p><b>Bold</b> <i>italic</i> H<sub>2</sub>O 10<sup>3</sup></p>",
        ),
        ("<ul><li>One</li></ul><ol><li>Two</li></ol>", "<ul><li>One</li></ul><ol><li>Two</li></ol>"),
        ("<p>Stay<script>alert(1)</script> calm</p>", "<p>Stay calm</p>"),
        ("<p onclick='x()' style='color:red' class='y'>Calm</p>", "<p>Calm</p>"),
        ("<h1>Title</h1><p>Text</p>", "Title<p>Text</p>"),
        ('<p><img src="x.png"><iframe src="x"></iframe>Text</p>', "<p>Text</p>"),
        ('<p><a href="https://example.org/">Out</a></p>', '<p><a href="https://example.org/">Out</a></p>'),
        ('<p><a href="mailto:info@example.org">Mail</a></p>', '<p><a href="mailto:info@example.org">Mail</a></p>'),
        ('<p><a href="tel:911">911</a></p>', '<p><a href="tel:911">911</a></p>'),
        ('<p><a href="javascript:alert(1)">Words</a></p>', "<p>Words</p>"),
        ('<p><a href="data:text/html,x">Words</a></p>', "<p>Words</p>"),
        ('<p><a href="/relative/">Words</a></p>', "<p>Words</p>"),
        ('<p><a href="//example.org/">Words</a></p>', "<p>Words</p>"),
        ('<p><a href="#part">Words</a></p>', "<p>Words</p>"),
        ('<p><a linktype="page" id="7">Words</a></p>', "<p>Words</p>"),
        ('<p><a linktype="glossary-term" id="7">Words</a></p>', "<p>Words</p>"),
        ('<p><a linktype="document" id="7">Words</a></p>', "<p>Words</p>"),
        ('<p><a linktype="page" id="rubbish">Words</a></p>', "<p>Words</p>"),
        ('<p><a linktype="page" id="²">Words</a></p>', "<p>Words</p>"),
        (f'<p><a linktype="page" id="{"7" * 30}">Words</a></p>', "<p>Words</p>"),
        ('<p><a linktype="glossary-term" id="²">Words</a></p>', "<p>Words</p>"),
        ("<p>5 &lt; 6 &amp; 7</p>", "<p>5 &lt; 6 &amp; 7</p>"),
        ('<p dir="rtl">ألم «شديد»</p>', "<p>ألم «شديد»</p>"),
    ],
)
def test_rich_text_is_clean_html(stored, clean):
    assert clean_html(stored, links=NOWHERE) == clean


def test_a_link_to_a_page_carries_its_address_and_content_id():
    clean = clean_html('<p><a linktype="page" id="7">Words</a></p>', links=SOMEWHERE)

    assert clean == '<p><a href="https://origin.invalid/page-7" data-id="c0ffee">Words</a></p>'


def test_a_glossary_term_becomes_a_definition():
    clean = clean_html('<p>An <a linktype="glossary-term" id="7"><b>off-label</b></a> use</p>', links=SOMEWHERE)

    assert clean == '<p>An <dfn data-term="off-label"><b>off-label</b></dfn> use</p>'


def test_a_link_that_pretends_to_be_a_term_is_none():
    clean = clean_html('<p><a href="https://example.org/" data-term="x">Words</a></p>', links=NOWHERE)

    assert "<dfn" not in clean
    assert "Words" in clean


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>5 &lt; 6 &amp; “7”</p>", "5 < 6 & “7”"),
        ("<p>One</p><p>Two</p>", "One\nTwo"),
        ("<ul><li>One</li><li>Two</li></ul>", "One\nTwo"),
        ("<p>One<br>two</p>", "One\ntwo"),
        ("<ul><li>One<ul><li>deep</li></ul></li><li>two</li></ul>", "One\ndeep\ntwo"),
        ("<p>متى <b>تطلب</b> المساعدة</p>", "متى تطلب المساعدة"),
        ("", ""),
    ],
)
def test_plain_text_is_the_words_and_nothing_is_escaped(html, text):
    assert plain_text(html) == text
