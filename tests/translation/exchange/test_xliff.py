"""XLIFF 2.0 as we write it: valid by the standard, read back as it was, and safe in translators' programs."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from lxml import etree
from translate.storage.xliff2 import Xliff2File

from cms.translation.exchange import xliff
from cms.translation.exchange.files import ExchangedSegment
from tests.translation.exchange import examples
from tests.translation.exchange.examples import ANOTHER_ID, CONTENT_ID, LOCALES, content, segment
from tests.translation.exchange.standard import faults

pytestmark = pytest.mark.once


def read(data):
    return xliff.read(data, name="pain.xlf")


def unit_of(data, path):
    """The unit as the standard's readers see it: its element and those of its source and target."""
    unit = next(unit for unit in etree.fromstring(data).iterdescendants("{*}unit") if unit.get("name") == path)
    return unit, unit.find("{*}segment/{*}source"), unit.find("{*}segment/{*}target")


def outline(text):
    """The inline elements of a source or target: name, id, type, subtype."""
    return [
        (etree.QName(code).localname, code.get("id"), code.get("type"), code.get("subType"))
        for code in text.iterdescendants()
    ]


def only(source, target="", **facts):
    return xliff.write([content(segment(target, source=source, path="text", **facts))])


# Round trips


@given(examples.contents())
def test_what_was_written_is_read_as_it_was(contents):
    found = read(xliff.write(contents))

    assert found.contents == tuple(contents)
    assert found.refused == ()


@given(examples.contents())
def test_every_file_keeps_the_rules_of_the_standard(contents):
    assert faults(xliff.write(contents)) == []


@pytest.mark.parametrize("locale", LOCALES)
def test_a_page_in_each_language_comes_back_as_it_was(locale):
    page = content(locale=locale)

    data = xliff.write([page])

    assert read(data).contents == (page,)
    assert faults(data) == []


def test_several_contents_are_several_files_of_one_document():
    pages = [
        content(),
        content(content_id=ANOTHER_ID, name="Depression", exported_at=None),
    ]

    data = xliff.write(pages)

    assert [file.get("id") for file in etree.fromstring(data)] == [CONTENT_ID, ANOTHER_ID]
    assert list(read(data).contents) == pages


def test_a_content_without_segments_is_a_valid_file():
    empty = replace(content(), segments=())

    data = xliff.write([empty])

    assert faults(data) == []
    assert read(data).contents == (empty,)


def test_a_document_holds_one_pair_of_languages():
    with pytest.raises(ValueError, match="one pair of languages"):
        xliff.write([content(locale="es"), content(locale="ar", content_id=ANOTHER_ID)])


def test_the_line_of_each_segment_is_told():
    data = xliff.write([content()])

    lines = read(data).lines

    for (content_id, path), line in lines.items():
        assert content_id == CONTENT_ID
        assert f'name="{path}"' in data.decode().splitlines()[line - 1]
    assert len(lines) == 3


def test_lines_are_told_beyond_the_65535th():
    many = content(*(segment(path=f"sections.questions/{number}/text") for number in range(14_000)))

    data = xliff.write([many])
    path = "sections.questions/13999/text"

    assert f'name="{path}"' in data.decode().splitlines()[read(data).lines[CONTENT_ID, path] - 1]


# The rules of the standard, as the tests check them

DOCUMENT = (
    '<xliff xmlns="urn:oasis:names:tc:xliff:document:2.0" version="2.0" srcLang="en" trgLang="ar"><file id="f">'
    '<unit id="u"><segment{state}><source>{source}</source>{target}</segment></unit></file></xliff>'
)


@pytest.mark.parametrize(
    ("source", "target", "state", "fault"),
    [
        ("<b>a</b>", "", "", "This element is not expected"),
        ("a", "", ' state="done"', "not an element of the set"),
        ('<pc id="a/b">a</pc>', "", "", "xs:NMTOKEN"),
        ("a", "", ' state="final"', "a state without a target"),
        ('<ph id="1"/><ph id="1"/>', "", "", "source code id 1 is given twice"),
        ('<pc id="1">a</pc>', '<target><pc id="1" type="fmt">a</pc></target>', "", "is another one in the target"),
        ('<sc id="1"/>a', "", "", "<sc> 1 without an end"),
        ('a<ec startRef="1"/>', "", "", "<ec> without the start 1"),
        ('a<ec startRef="1" isolated="yes"/>', "", "", "needs an id and nothing else"),
        ('<ph id="1" subType="xlf:lb"/>', "", "", "a subType without a type"),
        ('<cp hex="0041"/>', "", "", "which XML can hold"),
    ],
)
def test_the_rules_are_seen_to_be_broken(source, target, state, fault):
    (found,) = faults(DOCUMENT.format(source=source, target=target, state=state).encode())

    assert fault in found


# What a translator's program sees


@pytest.mark.parametrize(("locale", "direction"), [("es-MX", "ltr"), ("ar", "rtl"), ("zh-Hans", "ltr")])
def test_languages_and_the_direction_of_writing_are_told(locale, direction):
    root = etree.fromstring(xliff.write([content(locale=locale)]))

    assert (root.get("version"), root.get("srcLang"), root.get("trgLang")) == ("2.0", "en", locale)
    assert (root[0].get("srcDir"), root[0].get("trgDir")) == ("ltr", direction)


def test_a_path_is_the_name_of_its_unit_and_reversibly_its_id():
    unit, _source, _target = unit_of(xliff.write([content()]), "sections.safety/0f3a/text#0")

    assert unit.get("id") == "sections.safety:0f3a:text·0"


def test_tags_are_codes_of_the_kind_that_the_standard_names():
    data = only("<b>a</b><i>b</i><sup>c</sup><sub>d</sub><a2>e</a2><br><ul><li>f</li></ul>")

    assert outline(unit_of(data, "text")[1]) == [
        ("pc", "1", "fmt", "xlf:b"),
        ("pc", "2", "fmt", "xlf:i"),
        ("pc", "3", "fmt", "cms:sup"),
        ("pc", "4", "fmt", "cms:sub"),
        ("pc", "5", "link", "cms:a2"),
        ("ph", "6", "fmt", "xlf:lb"),
        ("pc", "7", "fmt", "cms:ul"),
        ("pc", "8", "fmt", "cms:li"),
    ]


def test_a_tag_of_the_target_has_the_id_of_its_like_in_the_source_and_a_new_one_its_own():
    data = only("<b>a</b> <a1>b</a1> <b>c</b>", "<a1>b</a1> <b>a</b> <b>c</b> <b>d</b><i>e</i>")

    assert [code[1] for code in outline(unit_of(data, "text")[2])] == ["2", "1", "3", "4", "5"]
    assert faults(data) == []


@pytest.mark.parametrize(
    ("target", "codes"),
    [
        ("<b>a<i>b</b>c</i>", [("sc", "1"), ("sc", "2"), ("ec", None), ("ec", None)]),
        ("a</b>b<i>c", [("ec", "1"), ("sc", "2")]),
        ("<b><br>", [("sc", "1"), ("ph", "3")]),
    ],
)
def test_tags_that_cross_or_lack_their_other_half_are_written_without_loss(target, codes):
    data = only("<b>a</b> <i>b</i>", target)

    assert [code[:2] for code in outline(unit_of(data, "text")[2])] == codes
    assert faults(data) == []
    assert read(data).contents[0].segments[0].target == target


def test_a_character_that_xml_can_not_hold_is_a_code_point():
    data = only("ward\x0b7")

    assert b'ward<cp hex="000B"/>7' in data
    assert faults(data) == []


def test_white_space_is_kept_as_it_is():
    data = only("  two\n\nlines \t", " \r\n dos ")

    assert unit_of(data, "text")[0].get("{http://www.w3.org/XML/1998/namespace}space") == "preserve"
    assert read(data).contents[0].segments[0].target == " \r\n dos "


def test_a_limit_and_a_note_are_told_in_words_and_in_the_size_restriction_module():
    unit, _source, _target = unit_of(xliff.write([content()]), "name")

    notes = {note.get("category"): note.text for note in unit.iterdescendants("{*}note")}
    assert notes == {"instructions": "Name of the page", "limit": "At most 80 characters."}
    assert unit.get("{urn:oasis:names:tc:xliff:sizerestriction:2.0}sizeRestriction") == "80"


def test_what_is_not_translated_has_no_target_and_the_state_initial():
    _unit, source, target = unit_of(only("Pain", state="final"), "text")

    assert target is None
    assert source.getparent().get("state") == "initial"


def test_a_name_or_note_with_a_character_that_xml_can_not_hold_is_written_all_the_same():
    data = xliff.write([content(segment(note="see\x0bhere"), name="Chronic\x00pain")])

    assert read(data).contents[0].name == "Chronic\ufffdpain"
    assert read(data).contents[0].segments[0].note == "see\ufffdhere"


# A program that agencies use


def saved_by_translate_toolkit(data, change):
    store = Xliff2File.parsestring(data)
    change({unit.getunitelement().get("name"): unit for unit in store.units})
    return bytes(store)


@pytest.mark.parametrize("locale", LOCALES)
def test_translate_toolkit_saves_our_file_without_changing_what_it_says(locale):
    page = content(locale=locale)

    data = saved_by_translate_toolkit(xliff.write([page]), change=lambda units: None)

    assert read(data).contents == (page,)
    assert faults(data) == []


@given(examples.contents())
def test_translate_toolkit_loses_nothing_of_any_text(contents):
    data = saved_by_translate_toolkit(xliff.write(contents), change=lambda units: None)

    assert read(data).contents == tuple(contents)


@pytest.mark.parametrize(
    ("locale", "words"),
    [("es", "Dolor crónico"), ("es-MX", "Dolor crónico"), ("ar", "ألم مزمن"), ("zh-Hans", "慢性疼痛")],
)
def test_a_translation_made_in_translate_toolkit_is_the_only_change(locale, words):
    page = content(locale=locale)

    def translate(units):
        units["name"].target = words
        units["name"].marktranslated()

    data = saved_by_translate_toolkit(xliff.write([page]), translate)

    assert read(data).contents == (examples.with_target(page, "name", words, state="translated"),)


def test_translate_toolkit_sees_texts_limits_and_states_as_we_mean_them():
    store = Xliff2File.parsestring(xliff.write([content(locale="ar")]))
    name, safety, statement = store.units

    assert (store.sourcelanguage, store.targetlanguage) == ("en", "ar")
    assert (name.source, name.target, name.istranslated()) == ("Chronic pain", None, False)
    assert (safety.target, safety.isapproved()) == ("اسأل طبيبك عن الآثار الجانبية.", True)
    assert statement.target == "p <0.05 &  &amp;"


def test_a_segment_keeps_all_it_says():
    whole = ExchangedSegment("name", "Pain", "Dolor", "final", "Name of the page\nShort", 20)

    assert read(xliff.write([content(whole)])).contents[0].segments == (whole,)
