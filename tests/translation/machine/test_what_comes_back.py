"""What may come back from a machine, and what a person is told when nothing does."""

from __future__ import annotations

import gzip
import html
import logging
import re
import socket

import pytest
from hypothesis import given, strategies

from cms.translation.machine import MachineUnavailable
from cms.translation.machine.hypertext import html_of, marked_of
from cms.translation.machine.libretranslate import LibreTranslate
from cms.translation.markup import TAG

pytestmark = pytest.mark.once


# What may come back


@pytest.mark.parametrize(
    ("answer", "draft"),
    [
        ("Use <a id='a1'>esto</a>", "Use <a1>esto</a1>"),
        ('Use <a class="x" id="a1" href="https://example.org/?a=1>2">esto</a>', "Use <a1>esto</a1>"),
        ("Use <A ID=a1>esto</A>", "Use <a1>esto</a1>"),
        ('<a id="a2">Dos</a> y <a id="a1">uno</a>', "<a2>Dos</a2> y <a1>uno</a1>"),
        ("Uno<br/>dos<br />tres<BR>cuatro", "Uno<br>dos<br>tres<br>cuatro"),
        ("<strong>No</strong> <em class='x'>corra</em>", "<b>No</b> <i>corra</i>"),
        ("a&ntilde;o &#225; &#x4E2D; p &lt;0.05 &amp; R&D", "año á 中 p <0.05 & R&D"),
        ("p <0.05 y 5 > 3, x < y", "p <0.05 y 5 > 3, x < y"),
        ("https://example.org/?a=1&copy=2", "https://example.org/?a=1&copy=2"),
        ("اتصل بـ <b>١٢٣</b> الآن", "اتصل بـ <b>١٢٣</b> الآن"),
        ("<b>立即</b>拨打急救电话", "<b>立即</b>拨打急救电话"),
    ],
)
def test_an_answer_is_read_whatever_form_its_tags_have(server, machine, answer, draft):
    server.says(answer)

    sent = "<a1>One</a1> <a2>two</a2><br><b>three</b> <i>four</i>"
    assert machine.translate([sent], source="en", target="es-MX") == [draft]


@pytest.mark.parametrize(
    ("answer", "draft"),
    [
        ("<script>alert(1)</script><b>Asma</b>", "alert(1)<b>Asma</b>"),
        ('<b onclick="x()">Asma</b><img src=x onerror="y()">', "<b>Asma</b>"),
        ("&lt;script&gt;x&lt;/script&gt; <b>Asma</b>", "x <b>Asma</b>"),
        ("<p>Asma</p><!-- no --><unk> <span lang='es'>suave</span>", "Asma suave"),
        ("<i>Asma</i> &lt;sup&gt;suave&lt;/sup&gt;", "Asma suave"),
        ('<a id="a7">Asma</a> <a href="https://example.org">suave</a> <a7>x</a7>', "Asma suave x"),
        ("Asma<br>suave", "Asma suave"),
        ("<<u>b>Asma<</u>/b>", "< b>Asma< /b>"),
        ("<</i>b>Asma, <<i>sup>suave", "< b>Asma, < sup>suave"),
        ("<b>Asma", "Asma"),
        ("Asma</b></a>", "Asma"),
        ("<b>As<a id='a1'>ma</b></a>", "<b>Asma</b>"),
        ("As\x00ma\x07 \ud800<b>suave</b>", "Asma <b>suave</b>"),
        ("", ""),
    ],
)
def test_a_strange_tag_never_gets_through_and_its_words_do(server, machine, answer, draft):
    server.says(answer)

    assert machine.translate(["<b>Mild</b> <a1>asthma</a1>"], source="en", target="es") == [draft]


def test_words_in_angle_brackets_are_not_lost(server, machine):
    server.says("Entre <x e y> y <z>")

    assert machine.translate(["Between <x and y> and <z>"], source="en", target="es") == ["Entre <x e y> y <z>"]


WORDS = strategies.sampled_from(
    ["Rest", " ", "p <0.05", "R&D", "&amp;", "x < y > z", "哮喘", "الربو", "<x and y>", "\n"]
)
MARKED = strategies.recursive(
    WORDS,
    lambda inner: strategies.one_of(
        strategies.lists(inner, max_size=4).map("".join),
        strategies.tuples(strategies.sampled_from(["b", "i", "sup", "a1", "a2", "p"]), inner).map(
            lambda pair: f"<{pair[0]}>{pair[1]}</{pair[0]}>"
        ),
        inner.map(lambda text: f"{text}<br>"),
    ),
)
SCRAPS = strategies.lists(
    strategies.sampled_from(
        [
            "<b>",
            "</b>",
            "<",
            ">",
            "/",
            "b>",
            "<a id='a1'>",
            "</a>",
            "<a9>",
            "<br>",
            "&lt;",
            "&gt;",
            "x",
            "'",
            '"',
            " ",
            "\x00",
        ]
    )
).map("".join)


@given(MARKED)
def test_a_text_that_is_sent_back_as_it_was_is_the_same(text):
    assert marked_of(html_of(text), like=text) == text


@given(MARKED)
def test_what_is_sent_holds_only_html_and_no_loose_character(text):
    words = re.sub(r'</?(?:b|i|sup|p|a)>|<a id="a\d">|<br>', "", html_of(text))

    assert re.search(r"[<>]|&(?!amp;|lt;|gt;)", words) is None
    assert html.unescape(words) == TAG.sub("", text)


@given(SCRAPS, MARKED)
def test_whatever_comes_back_has_only_tags_of_the_text_and_each_with_its_other_half(answer, text):
    tags = TAG.findall(marked_of(answer, like=text))

    assert set(tags) <= set(TAG.findall(text))
    while (pairs := re.sub(r"<(\w+)></\1>|<br>", "", "".join(tags))) != "".join(tags):
        tags = [pairs]
    assert tags in ([], [""])


# When nothing comes back


@pytest.mark.parametrize(
    ("status", "content", "sentence"),
    [
        (400, {"error": "Please ask the operator for an API key."}, "“Please ask the operator for an API key”"),
        (400, {"error": "a-secret-key is unknown"}, "does not take our requests (400)"),
        (400, b"no", "does not take our requests (400)"),
        (400, [], "does not take our requests (400)"),
        (401, b"", "check the key"),
        (403, {"error": "Invalid API key"}, "check the key"),
        (404, b"<h1>Not found</h1>", "does not take our requests (404). Ask an administrator to check its address."),
        (429, {"error": "Slowdown: 5 per 1 minute"}, "Wait some minutes, then try again."),
        (500, {"error": "Cannot translate text: Asthma"}, "a fault of its own (500). Try again later"),
        (503, b"", "a fault of its own (503). Try again later"),
        (200, b"<h1>Welcome</h1>", "is not LibreTranslate. Ask an administrator to check the address."),
        (200, b"\xff\xfe\x00", "is not LibreTranslate"),
        (200, b"[" * 100_000, "is not LibreTranslate"),
        (200, [], "is not LibreTranslate"),
        (200, {"translatedText": "Asma"}, "is not LibreTranslate"),
        (200, {"translatedText": [None]}, "is not LibreTranslate"),
        (200, {"translatedText": []}, "did not answer in full. Try again"),
        (200, {"translatedText": ["Asma", "suave"]}, "did not answer in full. Try again"),
        (200, b"x" * 10_000_001, "too large. Try again with less text."),
    ],
)  # fmt: skip
def test_a_person_is_told_what_to_do(server, caplog, status, content, sentence):
    caplog.set_level(logging.DEBUG)
    machine = LibreTranslate(url=server.url, api_key="a-secret-key", timeout_s=5)
    server.breaks(status, content)

    with pytest.raises(MachineUnavailable) as raised:
        machine.translate(["Asthma"], source="en", target="ar")

    assert str(raised.value).startswith(("LibreTranslate ", "What answers", "The answer of LibreTranslate"))
    assert sentence in str(raised.value)
    assert "LibreTranslate failed: " in caplog.text
    for secret in ("Asthma", "a-secret-key"):
        assert secret not in caplog.text + str(raised.value) + repr(vars(machine)["_server"])


def test_an_answer_that_unpacks_to_more_than_is_allowed_is_not_read_to_its_end(server, machine):
    server.breaks(200, gzip.compress(b" " * 50_000_000), Content_Encoding="gzip")

    with pytest.raises(MachineUnavailable, match="too large"):
        machine.translate(["Asthma"], source="en", target="ar")


def test_an_answer_that_breaks_off_is_none(server, machine):
    server.breaks(200, b'{"translatedText": [', Content_Length="500")

    with pytest.raises(MachineUnavailable, match="did not answer in full"):
        machine.translate(["Asthma"], source="en", target="zh-Hans")


def test_a_text_and_the_key_never_follow_a_server_to_another_address(server, machine):
    server.breaks(308, Location=f"{server.url}/elsewhere")

    with pytest.raises(MachineUnavailable, match="has moved to another address"):
        machine.translate(["Asthma"], source="en", target="ar")

    assert [path for path, _ in server.asked] == ["/languages", "/translate"]


def test_a_server_that_says_nothing_is_waited_for_no_longer_than_the_setting_says(server):
    machine = LibreTranslate(url=server.url, timeout_s=0.2)
    server.silent = {"/translate"}

    with pytest.raises(MachineUnavailable, match=r"did not answer within 0\.2 seconds\. Try again later"):
        machine.translate(["Asthma"], source="en", target="ar")


def test_a_server_that_is_not_there_is_said_to_be_out_of_reach():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # bound and not listening, so that nothing else can take the port
        machine = LibreTranslate(url=f"http://127.0.0.1:{taken.getsockname()[1]}")

        assert machine.can_translate(source="en", target="es-MX")
        with pytest.raises(MachineUnavailable, match=r"cannot be reached\. Try again later"):
            machine.translate(["Asthma"], source="en", target="es-MX")


def test_one_failure_among_many_requests_gives_no_half_of_a_translation(server, machine):
    server.says(*["Paso"] * 50)

    with pytest.raises(MachineUnavailable, match="did not answer in full"):
        machine.translate(["Step"] * 60, source="en", target="es")
