"""A text goes to a machine with its tags, in the languages that the machine has, and comes back as a draft."""

from __future__ import annotations

import pytest
import time_machine

from cms.translation.machine import MachineUnavailable, Provider
from cms.translation.machine.dummy import Dummy
from cms.translation.machine.libretranslate import LibreTranslate

pytestmark = pytest.mark.once

TEXT = "Use your <a1>inhaler</a1> every day."


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
