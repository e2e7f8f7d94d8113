"""XLIFF as other programs write it: other order, other ids, cut into sentences, with modules that we do not know."""

from __future__ import annotations

import pytest

from cms.translation.exchange import xliff
from cms.translation.exchange.files import UnreadableFile
from tests.translation.exchange.examples import ANOTHER_ID, CONTENT_ID, content, page
from tests.translation.exchange.foreign import SOURCE, document, only, read, unit

pytestmark = pytest.mark.once

# Around the segments


def test_units_in_another_order_or_missing_are_no_fault():
    data = document(unit("Safety", "Seguridad", name="b"), unit("Pain", "Dolor", name="a"))

    assert [(each.path, each.target) for each in read(data).contents[0].segments] == [
        ("b", "Seguridad"),
        ("a", "Dolor"),
    ]


def test_units_in_groups_are_found():
    data = document(f'<group id="g"><group id="h">{unit("Pain", "Dolor")}</group></group>')

    assert only(data).target == "Dolor"


def test_a_unit_without_a_name_is_known_by_its_id():
    data = document('<unit id="sections.safety:0f3a:text·12"><segment><source>a</source></segment></unit>')

    assert only(data).path == "sections.safety/0f3a/text#12"


@pytest.mark.parametrize(
    "file", [f'id="f1" original="{CONTENT_ID}"', f'id="{CONTENT_ID}" original="export.xlf"', f'id="{CONTENT_ID}"']
)
def test_a_content_is_known_by_its_id_wherever_a_program_has_left_it(file):
    data = document(unit("Pain", "Dolor"), file=file)

    assert read(data).contents[0].content_id == CONTENT_ID


def test_what_nothing_is_known_of_is_passed_on_for_the_import_to_judge():
    data = document(unit("Pain", "Dolor"), file='id="f1"', locale="fr-CA")

    (found,) = read(data).contents
    assert (found.content_id, found.kind, found.name, found.exported_at) == ("f1", "", "", None)
    assert (found.source_locale, found.target_locale) == ("en", "fr-CA")


def test_one_content_in_two_files_is_one_content():
    first, second = document(unit("Pain", "Dolor", name="a")), document(unit("Safety", "Seguridad", name="b"))
    data = first.replace(b"</xliff>", second[second.index(b"<file") :])

    (found,) = read(data).contents
    assert [each.path for each in found.segments] == ["a", "b"]


def test_several_contents_are_read_from_one_file():
    data = xliff.write([content(), content(content_id=ANOTHER_ID)])

    assert [(each.content_id, len(each.segments)) for each in read(data).contents] == [(CONTENT_ID, 3), (ANOTHER_ID, 3)]


@pytest.mark.parametrize(("version", "namespace"), [("2.1", "2.0"), ("2.1", "2.1"), ("2.2", "2.2")])
def test_later_versions_are_read_alike(version, namespace):
    data = document(unit(SOURCE, "Pregunte."), version=version, namespace=namespace)

    assert only(data).source == "Ask <b>your doctor</b> about <a1>it</a1>."


def test_prefixes_make_no_difference():
    data = xliff.write([content(locale="ar")])
    prefixed = (
        data.replace(b"<", b"<x:").replace(b"<x:/", b"</x:").replace(b"<x:?", b"<?").replace(b"xmlns=", b"xmlns:x=")
    )
    prefixed = prefixed.replace(b"x:mda:", b"mda:").replace(b"x:slr:", b"slr:")

    assert read(prefixed).contents == (content(locale="ar"),)


def test_modules_comments_and_instructions_are_passed_over():
    matches = (
        '<mtc:matches xmlns:mtc="urn:oasis:names:tc:xliff:matches:2.0"><mtc:match ref="#m"><source>Pain</source>'
        "<target>Pena</target></mtc:match></mtc:matches>"
    )
    data = document(
        '<?program state?><x:own xmlns:x="urn:x">7</x:own>',
        unit("Pa<!-- here -->in", "Do<?caret?>lor").replace("<segment", f"{matches}<segment", 1),
    )

    assert (only(data).source, only(data).target) == ("Pain", "Dolor")


def test_sections_of_character_data_are_text():
    assert only(document(unit("p &lt;0.05", "<![CDATA[p <0.05 & más]]>"))).target == "p <0.05 & más"


def test_a_file_in_utf_16_is_read():
    data = xliff.write([content(locale="zh-Hans")]).decode().replace("UTF-8", "UTF-16").encode("utf-16")

    assert read(data).contents == (content(locale="zh-Hans"),)


def test_a_byte_order_mark_is_no_fault():
    assert read(b"\xef\xbb\xbf" + xliff.write([content()])).contents == (content(),)


def test_notes_of_the_translator_come_along():
    notes = '<notes><note category="limit">At most 9.</note><note>Is this a dose?</note></notes>'
    data = document(unit("Pain", "Dolor").replace("<segment", f"{notes}<segment"))

    assert only(data).note == "Is this a dose?"


@pytest.mark.parametrize("moment", ["", "yesterday", "2026-03-01T09:30:00", "0001-01-01T00:00:00+14:00"])
def test_a_moment_that_is_none_is_not_known(moment):
    data = xliff.write([content()]).replace(b"2026-03-01T09:30:00.000001Z", moment.encode())

    assert read(data).contents[0].exported_at is None


# Targets


@pytest.mark.parametrize("target", [None, "", " ", "\n        "])
def test_an_absent_or_blank_target_is_no_translation(target):
    assert (only(document(unit("Pain", target))).target, only(document(unit("Pain", target))).state) == ("", "initial")


@pytest.mark.parametrize(("state", "read_as"), [("final", "final"), ("needs-review", "initial")])
def test_a_state_that_the_standard_does_not_have_is_initial(state, read_as):
    assert only(document(unit("Pain", "Dolor", state=state))).state == read_as


def test_blanks_count_as_one_where_a_program_has_not_kept_space():
    data = document(unit("\n  Chronic\n  pain\n", "\n  Dolor <!-- --> crónico\n", space=""))

    assert (only(data).source, only(data).target) == ("Chronic pain", "Dolor crónico")


def test_space_may_be_kept_for_the_whole_document_or_one_text():
    whole = document(unit("a", " b ", space=""), root=' xml:space="preserve"')
    target = document(unit("a", " b ", space="").replace("<target>", '<target xml:space="preserve">'))

    assert only(whole).target == only(target.replace(b"<source>", b'<source xml:space="preserve">')).target == " b "


def test_the_second_of_two_units_with_the_same_path_is_refused():
    data = document(unit("Pain", "Dolor"), "\n", unit("Pain", "Pena"))

    found = read(data)

    assert [each.target for each in found.contents[0].segments] == ["Dolor"]
    assert [(each.line, each.path) for each in found.refused] == [(2, "text")]
    assert found.lines == {(CONTENT_ID, "text"): 1}


def test_a_unit_outside_any_file_is_refused():
    data = document(unit("Pain", "Dolor", name="a")).replace(b"</file>", b"</file>" + unit("b", "c", name="b").encode())

    assert [(each.path, each.reason) for each in read(data).refused] == [("b", "It is in no <file>.")]


@pytest.mark.parametrize("limit", ["1,80", "many", "9" * 5_000])
def test_a_limit_in_another_profile_is_not_known(limit):
    data = xliff.write([content(*page("es"))]).replace(b'sizeRestriction="80"', f'sizeRestriction="{limit}"'.encode())

    assert read(data).contents[0].segments[0].limit is None


# Other formats


@pytest.mark.parametrize(
    "data",
    [
        document(version="1.2", namespace="1.2"),
        b'<xliff version="1.2"><file original="a" source-language="en" datatype="plaintext"><body/></file></xliff>',
    ],
)
def test_xliff_1_is_refused_with_a_word_on_what_to_do(data):
    with pytest.raises(UnreadableFile, match=r"This is XLIFF 1\.2\. Export the translation as XLIFF 2\.0\."):
        read(data)


@pytest.mark.parametrize(
    "data", [b"<html><body/></html>", b"<tmx version='1.4'/>", document(version="3.0", namespace="3.0")]
)
def test_other_xml_is_refused(data):
    with pytest.raises(UnreadableFile, match="This is XML, but not XLIFF 2"):
        read(data)
