"""Rich text is taken apart into marked texts and put together again without loss, and nothing strange gets in."""

from __future__ import annotations

import html
import re

import pytest
from hypothesis import given, settings, strategies as st
from wagtail.admin.rich_text.converters.contentstate import ContentstateConverter

from cms.publishing.rich_text import FEATURES
from cms.translation.markup import TAG, has_words, links_of, marked, split, stored, with_links

pytestmark = pytest.mark.once

PAGE = 'linktype="page" id="3"'
TERM = 'linktype="glossary-term" id="7"'
ADDRESS = 'href="https://example.org/?a=1&amp;b=2"'

WORDS = (
    "Chronic pain",
    "p <0.05",
    "p &lt;0.05",
    "Ringer & Co.",
    "<b>",
    "</p>",
    "&lt;br>",
    "&amp;lt;a1>",
    "<script>alert(1)</script>",
    "“Don't”",
    "ألم مزمن",
    "50 ملغ",
    "慢性疼痛。",
    "5 mg",
    "  a  b ",
    "\xa0",
    "",
)

words = st.sampled_from(WORDS) | st.text(st.characters(blacklist_categories=["Cs", "Cc"]), max_size=8)
texts = words.map(lambda text: html.escape(text, quote=False))


def paired(tag):
    return lambda inner: f"<{tag}>{inner}</{tag.split()[0]}>"


flat = st.lists(
    texts
    | st.just("<br/>")
    | st.tuples(st.sampled_from(["b", "i", "sup", "sub"]), texts).map(lambda pair: paired(pair[0])(pair[1])),
    max_size=4,
).map("".join)
links = st.tuples(st.sampled_from([PAGE, TERM, ADDRESS]), flat).map(lambda pair: paired(f"a {pair[0]}")(pair[1]))
inline = st.lists(flat | links, max_size=4).map("".join)
keys = st.sampled_from(["", ' data-block-key="a1b2c"'])


def listed(items):
    return st.tuples(st.sampled_from(["ul", "ol"]), st.lists(items, min_size=1, max_size=3)).map(
        lambda pair: paired(pair[0])("".join(pair[1]))
    )


def item(key, text, inner=""):
    return f"<li{key}>{text}{inner}</li>"


lists = listed(st.builds(item, keys, inline, st.just("") | listed(st.builds(item, keys, inline))))
paragraphs = st.tuples(keys, inline).map(lambda pair: f"<p{pair[0]}>{pair[1]}</p>")
rich_texts = st.lists(paragraphs | lists | st.sampled_from(["\n", "<p></p>"]), max_size=4).map("".join)


@settings(max_examples=150)
@given(rich_texts | texts | st.text(max_size=40))
def test_taken_apart_and_put_together_a_rich_text_is_the_same(rich):
    apart = split(rich)

    assert apart.with_pieces(apart.pieces) == rich


@settings(max_examples=150)
@given(inline)
def test_a_piece_comes_back_from_its_marked_text_to_the_letter(piece):
    expected = piece if piece.strip() else ""

    assert html.unescape(stored(marked(piece), links=links_of(piece))) == html.unescape(expected)
    assert stored(marked(expected), links=links_of(piece)) == expected


@pytest.mark.parametrize(
    "written",
    [
        "<p>Don't take more than 5 mg; p &lt;0.05 &amp; “so on”.</p><p></p><p>慢性疼痛</p>",
        "<ul><li>ألم <b>شديد <i>جدًا</i></b><ul><li>في الليل</li></ul></li><li>CO<sub>2</sub></li></ul>",
        f'<p>One<br/>two <a {ADDRESS}>three <b>four</b></a> <a href="mailto:a@example.org">five</a></p>',
    ],
)
def test_what_the_editor_makes_comes_back_piece_by_piece(written):
    editor = ContentstateConverter(features=[feature for feature in FEATURES if feature != "glossary-term"])
    made = editor.to_database_format(editor.from_database_format(written))
    apart = split(made)

    again = apart.with_pieces([stored(marked(piece), links=links_of(piece)) for piece in apart.pieces])

    assert again == made


@given(st.text(max_size=30) | st.lists(st.sampled_from(["<b>", "</b>", "<", "&lt;", "&amp;", "lt;b>"])).map("".join))
def test_words_that_look_like_tags_stay_words(text):
    piece = html.escape(text, quote=False)

    shown = marked(piece)

    assert not TAG.search(shown)
    assert stored(shown, links=()) == (piece if text.strip() else "")


def test_a_sign_that_starts_no_tag_is_shown_as_it_is():
    assert marked("p &lt;0.05 &amp; n&gt;3") == "p <0.05 & n>3"
    assert stored("p <0.05 & n>3", links=()) == "p &lt;0.05 &amp; n&gt;3"


# Pieces


@pytest.mark.parametrize(
    ("rich", "pieces"),
    [
        ("<p>ألم</p><p></p><p>慢性</p>", ("ألم", "", "慢性")),
        ("<ul><li>a<ul><li>b</li></ul></li><li></li></ul>", ("a", "b", "")),
        ('<p data-block-key="x"></p>', ("",)),
        ("<p>a</p>\n\n<ol>\n<li>b</li>\n</ol>", ("a", "b")),
        ("bare words", ("bare words",)),
        ("<p>a<br/>b</p>", ("a<br/>b",)),
        ("", ()),
    ],
)
def test_every_paragraph_and_item_is_a_piece(rich, pieces):
    assert split(rich).pieces == pieces


def test_a_line_break_alone_has_no_words():
    assert not has_words(marked("<br/>"))
    assert has_words(marked("<b>5</b>"))


# Links


def test_links_are_numbered_as_in_the_source_wherever_they_stand():
    source = f"<a {PAGE}>pain</a> and <a {TERM}>off-label</a>"
    moved = f"<a {TERM}>خارج نطاق الترخيص</a> و<a {PAGE}>ألم</a>"

    shown = marked(moved, links=links_of(source))

    assert shown == "<a2>خارج نطاق الترخيص</a2> و<a1>ألم</a1>"
    assert stored(shown, links=links_of(source)) == moved


def test_a_dropped_link_takes_no_number_from_the_others():
    source = f"<a {PAGE}>pain</a> <a {TERM}>off-label</a>"

    assert marked(f"疼痛 <a {TERM}>超说明书</a>", links=links_of(source)) == "疼痛 <a2>超说明书</a2>"


def test_a_doubled_link_has_the_same_number_twice():
    source = f"<a {PAGE}>pain</a> <a {TERM}>off-label</a>"
    doubled = "<a1>dolor</a1> y <a1>más dolor</a1>"

    kept = stored(doubled, links=links_of(source))

    assert links_of(kept) == [PAGE, PAGE]
    assert marked(kept, links=links_of(source)) == doubled


def test_two_links_to_the_same_place_have_numbers_of_their_own():
    source = f"<a {PAGE}>pain</a> <a {PAGE}>more</a>"

    assert marked(source) == "<a1>pain</a1> <a2>more</a2>"
    assert marked(f"<a {PAGE}>ألم</a> <a {PAGE}>المزيد</a>", links=links_of(source)) == "<a1>ألم</a1> <a2>المزيد</a2>"
    assert stored("<a2>y</a2> <a1>x</a1>", links=links_of(source)) == f"<a {PAGE}>y</a> <a {PAGE}>x</a>"


def test_a_link_that_goes_somewhere_else_takes_the_number_that_is_left():
    source = f"<a {PAGE}>pain</a> <a {TERM}>off-label</a>"

    assert marked(f"<a {TERM}>x</a> <a {ADDRESS}>y</a>", links=links_of(source)) == "<a2>x</a2> <a1>y</a1>"


def test_links_take_other_targets_in_their_order():
    piece = f"<a {PAGE}>a <b>b</b></a><br/><a {TERM}>c</a>"

    assert with_links(piece, [ADDRESS, PAGE]) == f"<a {ADDRESS}>a <b>b</b></a><br/><a {PAGE}>c</a>"


# What may come in


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("<b>palabra", "palabra"),
        ("palabra</b>", "palabra"),
        ("<b>una <i>dos</b> tres</i>", "<b>una dos</b> tres"),
        ("<b>una <b>dos</b></b>", "<b>una dos</b>"),
        ("<a1>ألم</a1>", f"<a {PAGE}>ألم</a>"),
        ("<a1>a <a1>b</a1></a1>", f"<a {PAGE}>a b</a>"),
        ("<a2>a</a2><a0>b</a0>", "ab"),
        ("<a99999999999999999999>a</a99999999999999999999>", "a"),
        ("一</p><p>二", "一二"),
        ("<ul><li>一</li></ul>", "一"),
        ("<script>x</script><b onclick='y'>z</b>", "&lt;script&gt;x&lt;/script&gt;&lt;b onclick='y'&gt;z"),
        ('<a href="javascript:x">y</a>', '&lt;a href="javascript:x"&gt;y&lt;/a&gt;'),
        ("<img src=x onerror=y>", "&lt;img src=x onerror=y&gt;"),
        ("<B>a</B>", "&lt;B&gt;a&lt;/B&gt;"),
        (" \xa0\n", ""),
    ],
)
def test_a_tag_that_does_not_fit_keeps_its_words_and_goes(text, kept):
    assert stored(text, links=[PAGE]) == kept


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("<p>a</p><ul><li>b<ol><li>c</li></ol></li></ul>", "<p>a</p><ul><li>b<ol><li>c</li></ol></li></ul>"),
        ("<li>a</li>", "a"),
        ("<ul><li>a</li>", "a"),
        ("<ul><p>a</p></ul>", "<ul>a</ul>"),
        ("<p>a<p>b</p>", "<p>ab</p>"),
        ("<p>a <b>b</p> c</b>", "<p>a b</p> c"),
    ],
)
def test_a_whole_rich_text_keeps_the_blocks_that_fit(text, kept):
    assert stored(text, links=(), has_blocks=True) == kept


names = st.sampled_from(["b", "i", "a1", "a2", "p", "ul", "ol", "li"])
any_tags = st.lists(
    names.map("<{}>".format) | names.map("</{}>".format) | st.sampled_from(["<br>", "ألم", "<", "&"]), max_size=14
).map("".join)


@settings(max_examples=150)
@given(any_tags, st.booleans())
def test_whatever_a_translator_types_the_editor_can_open(text, has_blocks):
    kept = stored(text, links=[ADDRESS], has_blocks=has_blocks)
    editor = ContentstateConverter(features=[feature for feature in FEATURES if feature != "glossary-term"])

    assert editor.to_database_format(editor.from_database_format(kept if has_blocks else f"<p>{kept}</p>"))
    assert TAG.sub("", marked(kept)).replace("&lt;", "<") == TAG.sub("", text if text.strip() else "")
    if not has_blocks:
        assert not re.search(r"</?(?:p|ul|ol|li)>", kept)


@settings(max_examples=100)
@given(any_tags, st.booleans())
def test_what_was_kept_once_is_kept_again(text, has_blocks):
    kept = stored(text, links=[ADDRESS], has_blocks=has_blocks)

    assert stored(marked(kept), links=[ADDRESS] * 9, has_blocks=has_blocks) == kept
