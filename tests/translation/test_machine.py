"""Machine drafts: what is sent to a machine, what may come back, and what a person is told when nothing does."""

from __future__ import annotations

import gzip
import html
import logging
import re
import socket

import pytest
import time_machine
from django.core.cache import cache
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from hypothesis import given, strategies

from cms.translation import checks  # noqa: F401 -- registers the system checks
from cms.translation.machine import MachineUnavailable, Provider, provider
from cms.translation.machine.dummy import Dummy
from cms.translation.machine.hypertext import html_of, marked_of
from cms.translation.machine.libretranslate import LibreTranslate
from cms.translation.markup import TAG
from tests.translation.translation_server import running

pytestmark = pytest.mark.once

DUMMY = "cms.translation.machine.dummy.Dummy"
LIBRETRANSLATE = "cms.translation.machine.libretranslate.LibreTranslate"
TEXT = "Use your <a1>inhaler</a1> every day."


@pytest.fixture(autouse=True)
def _nothing_is_remembered(monkeypatch):
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    cache.clear()


@pytest.fixture
def server():
    with running() as server:
        yield server


@pytest.fixture
def machine(server):
    return LibreTranslate(url=server.url, timeout_s=5)


# Which machine there is


def test_without_a_setting_there_is_no_machine(settings):
    settings.MACHINE_TRANSLATION = {}

    assert provider() is None


@pytest.mark.parametrize(
    "setting", [{"PROVIDER": DUMMY}, {"PROVIDER": DUMMY, "URL": "", "API_KEY": "", "TIMEOUT_S": 30}]
)
def test_the_setting_names_the_machine(settings, setting):
    settings.MACHINE_TRANSLATION = setting

    assert isinstance(provider(), Dummy)


def test_the_machine_is_made_with_the_options_of_the_setting(settings, server):
    server.key = "a-secret-key"
    settings.MACHINE_TRANSLATION = {
        "PROVIDER": LIBRETRANSLATE, "URL": f"{server.url}/", "API_KEY": "a-secret-key", "TIMEOUT_S": 5
    }  # fmt: skip

    machine = provider()

    assert machine is not None
    assert machine.name == "LibreTranslate"
    assert machine.translate(["Asthma"], source="en", target="ar") == ["الربو"]


@pytest.mark.parametrize(
    "setting",
    [{}, {"PROVIDER": ""}, {"PROVIDER": DUMMY}, {"PROVIDER": LIBRETRANSLATE, "URL": "https://translate.example.org"}],
)
def test_the_system_check_accepts_what_can_be_used(settings, setting):
    settings.MACHINE_TRANSLATION = setting

    call_command("check", fail_level="WARNING")


@pytest.mark.parametrize(
    ("setting", "error", "hint"),
    [
        ({"PROVIDER": "nowhere.Machine"}, "translation.E001", "the dotted path of a class"),
        ({"PROVIDER": "cms.translation.machine.dummy.Dumy"}, "translation.E001", "the dotted path of a class"),
        ({"PROVIDER": "dummy"}, "translation.E001", "the dotted path of a class"),
        ({"PROVIDER": LIBRETRANSLATE}, "translation.E002", "Look at the options"),
        ({"PROVIDER": LIBRETRANSLATE, "URL": "translate.example.org"}, "translation.E002", "Look at the options"),
        ({"PROVIDER": LIBRETRANSLATE, "URL": "https://[::1"}, "translation.E002", "Look at the options"),
        ({"PROVIDER": LIBRETRANSLATE, "ADDRESS": "x"}, "translation.E002", "Look at the options"),
        ({"PROVIDER": "collections.Counter"}, "translation.E003", "name, translate and can_translate"),
    ],
)
def test_a_machine_that_can_not_be_used_fails_at_the_start(settings, setting, error, hint):
    settings.MACHINE_TRANSLATION = setting

    with pytest.raises(SystemCheckError) as raised:
        call_command("check")

    assert f"({error})" in str(raised.value)
    assert hint in str(raised.value)


# The one that translates nothing


@pytest.mark.parametrize(
    ("target", "text", "draft"),
    [
        ("es", "Asthma", "[es] Asthma"),
        ("es-MX", TEXT, "[es-MX] Use your <a1>inhaler</a1> every day."),
        ("ar", "<b>Call 999</b> if p <0.05", "[ar] <b>Call 999</b> if p <0.05"),
        ("zh-Hans", "<p>Rest.</p><ul><li>Drink.</li></ul>", "<p>[zh-Hans] Rest.</p><ul><li>Drink.</li></ul>"),
        ("zh-Hans", "", ""),
        ("ar", "  ", "  "),
    ],
)
def test_the_dummy_says_plainly_that_a_text_is_no_translation(target, text, draft):
    assert Dummy().translate([text], source="en", target=target) == [draft]


def test_the_dummy_takes_every_pair_of_locales():
    dummy = Dummy()

    assert isinstance(dummy, Provider)
    assert dummy.can_translate(source="en", target="ar")
    assert dummy.can_translate(source="es", target="es-MX")
    assert not dummy.can_translate(source="en", target="en")


# What LibreTranslate is asked


@pytest.mark.parametrize(
    ("target", "code", "draft"),
    [
        ("es-MX", "es", "Use su <a1>inhalador</a1> todos los días."),
        ("ar", "ar", "استخدم <a1>جهاز الاستنشاق</a1> كل يوم."),
        ("zh-Hans", "zh", "每天使用您的<a1>吸入器</a1>。"),
    ],
)
def test_a_text_comes_back_in_the_other_language_with_its_tags(server, machine, target, code, draft):
    assert machine.translate([TEXT], source="en", target=target) == [draft]
    assert server.bodies() == [
        {"q": ['Use your <a id="a1">inhaler</a> every day.'], "source": "en", "target": code, "format": "html"}
    ]


def test_newer_versions_are_asked_by_their_own_code_for_chinese(server, machine):
    server.languages = [{"code": "en", "name": "English", "targets": ["zh-Hans", "zh-Hant"]}]

    assert machine.translate(["Asthma"], source="en", target="zh-Hans") == ["哮喘"]
    assert server.bodies()[0]["target"] == "zh-Hans"


def test_traditional_chinese_never_becomes_simplified(server, machine):
    assert not machine.can_translate(source="en", target="zh-Hant")


def test_texts_stay_in_their_order_and_blank_ones_are_not_sent(server, machine):
    drafts = machine.translate(["Asthma", "", "p <0.05 & R&D", " ", "inhaler"], source="en", target="es-MX")

    assert drafts == ["Asma", "", "p <0.05 & R&D", " ", "inhalador"]
    assert [body["q"] for body in server.bodies()] == [["Asthma", "p &lt;0.05 &amp; R&amp;D", "inhaler"]]


@pytest.mark.parametrize("texts", [[], ["", " "]])
def test_nothing_to_translate_asks_for_no_translation(server, machine, texts):
    assert machine.translate(texts, source="en", target="ar") == texts
    assert server.bodies() == []


def test_the_key_is_sent_where_there_is_one(server):
    server.key = "a-secret-key"

    LibreTranslate(url=server.url, api_key="a-secret-key").translate(["Asthma"], source="en", target="ar")

    assert server.bodies()[0]["api_key"] == "a-secret-key"


def test_fifty_texts_are_sent_at_a_time(server, machine):
    texts = [f"Step {number}" for number in range(120)]

    assert machine.translate(texts, source="en", target="zh-Hans") == texts
    assert [len(body["q"]) for body in server.bodies()] == [50, 50, 20]


def test_five_thousand_characters_are_sent_at_a_time_and_a_longer_text_alone(server, machine):
    texts = ["a" * 2_500, "b" * 2_500, "c", "d" * 6_000, "e"]

    assert machine.translate(texts, source="en", target="ar") == texts
    assert [[text[0] for text in body["q"]] for body in server.bodies()] == [["a", "b"], ["c"], ["d"], ["e"]]


# Which languages it has


def test_the_languages_are_asked_once_in_ten_minutes(server):
    with time_machine.travel("2026-03-01T09:00:00Z", tick=False) as clock:
        for _ in range(3):
            machine = LibreTranslate(url=server.url)
            assert machine.can_translate(source="en", target="ar")
            assert not machine.can_translate(source="es", target="ar")
        assert [path for path, _ in server.asked] == ["/languages"]

        server.languages[1]["targets"].append("ar")
        clock.shift(601)
        assert machine.can_translate(source="es", target="ar")


def test_a_server_that_does_not_tell_its_languages_is_asked_for_translations_all_the_same(server, machine):
    server.breaks(500, path="/languages")

    with time_machine.travel("2026-03-01T09:00:00Z", tick=False) as clock:
        assert machine.can_translate(source="en", target="ar")
        assert machine.translate(["Asthma"], source="en", target="zh-Hans") == ["哮喘"]
        assert machine.translate(["Asthma"], source="en", target="es-MX") == ["Asma"]
        assert [path for path, _ in server.asked] == ["/languages", "/translate", "/translate"]

        clock.shift(61)
        machine.can_translate(source="en", target="ar")
        assert [path for path, _ in server.asked].count("/languages") == 2


@pytest.mark.parametrize(
    "languages", [{}, [], ["en"], {"error": "no"}, [{"name": "English"}], [{"code": "en", "targets": 1}], 7]
)
def test_languages_that_make_no_sense_are_as_good_as_none(server, machine, languages):
    server.languages = languages

    assert machine.can_translate(source="en", target="ar")


def test_an_old_server_translates_each_language_to_each_other(server, machine):
    server.languages = [{"code": "en", "name": "English"}, {"code": "ar", "name": "Arabic"}]

    assert machine.can_translate(source="ar", target="en")
    assert not machine.can_translate(source="en", target="zh-Hans")


@pytest.mark.parametrize("knows_languages", [True, False])
def test_a_regional_overlay_is_no_language_to_translate_to(server, machine, knows_languages):
    if not knows_languages:
        server.breaks(500, path="/languages")

    assert not machine.can_translate(source="es", target="es-MX")
    assert not machine.can_translate(source="en", target="en")


def test_a_pair_that_the_server_has_not_is_not_asked_for(server, machine):
    with pytest.raises(MachineUnavailable, match=r"from Español to العربيّة\. Ask an administrator to install"):
        machine.translate(["Asma"], source="es", target="ar")

    assert server.bodies() == []


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
