"""gettext PO: read back as it was written, safe in polib and translate-toolkit, and read with care."""

from __future__ import annotations

from dataclasses import replace

import polib
import pytest
from hypothesis import given
from translate.storage.pypo import pofile

from cms.translation.exchange import po
from cms.translation.exchange.files import UnreadableFile
from tests.translation.exchange import examples
from tests.translation.exchange.examples import ANOTHER_ID, CONTENT_ID, LOCALES, content, segment

pytestmark = pytest.mark.once

HEADER = 'msgid ""\nmsgstr "Language: es\\nContent-Type: text/plain; charset=UTF-8\\n"\n'


def read(data):
    return po.read(data if isinstance(data, bytes) else data.encode(), name="pain.po")


def entry(target, *, source="Pain", path="name", before=""):
    return f'\n{before}msgctxt "{CONTENT_ID}:{path}"\nmsgid "{source}"\nmsgstr "{target}"\n'


def only(data):
    found = read(data)
    assert found.refused == ()
    (one,) = found.contents[0].segments
    return one


def refusals(data):
    found = read(data)
    assert found.contents == ()
    return [(each.line, each.path, each.reason) for each in found.refused]


def as_po_knows_it(contents):
    """The contents with the one state that PO has for a translation."""
    return tuple(
        replace(
            each,
            segments=tuple(replace(own, state="translated" if own.target else "initial") for own in each.segments),
        )
        for each in contents
    )


# Round trips


@given(examples.contents())
def test_what_was_written_is_read_as_it_was(contents):
    contents = as_po_knows_it(contents)

    found = read(po.write(contents))

    assert found.contents == contents
    assert found.refused == ()


@given(examples.contents())
def test_polib_loses_nothing_of_any_text(contents):
    contents = as_po_knows_it(contents)

    saved = str(polib.pofile(po.write(contents).decode())).encode()

    assert read(saved).contents == contents


@given(examples.contents())
def test_translate_toolkit_loses_nothing_of_any_text(contents):
    contents = as_po_knows_it(contents)

    saved = bytes(pofile.parsestring(po.write(contents)))

    assert read(saved).contents == contents


@pytest.mark.parametrize("locale", LOCALES)
def test_a_page_in_each_language_comes_back_as_it_was(locale):
    (page,) = as_po_knows_it([content(locale=locale)])

    assert read(po.write([page])).contents == (page,)


@pytest.mark.parametrize(
    ("locale", "words"),
    [("es", "Dolor crónico"), ("es-MX", "Dolor crónico"), ("ar", "ألم مزمن"), ("zh-Hans", "慢性疼痛")],
)
def test_a_translation_made_with_polib_is_the_only_change(locale, words, tmp_path):
    (page,) = as_po_knows_it([content(locale=locale)])
    path = tmp_path / "pain.po"
    path.write_bytes(po.write([page]))

    file = polib.pofile(str(path))
    file[0].msgstr = words
    file.save()

    assert read(path.read_bytes()).contents == (examples.with_target(page, "name", words, state="translated"),)


def test_several_contents_come_back_in_their_order_with_what_is_known_of_each():
    pages = as_po_knows_it(
        [content(content_id=f"{number:08}{CONTENT_ID[8:]}", name=f"Page {number}") for number in range(12, 0, -1)]
    )

    assert read(str(polib.pofile(po.write(pages).decode()))).contents == pages


def test_a_file_holds_one_pair_of_languages():
    with pytest.raises(ValueError, match="one pair of languages"):
        po.write([content(locale="es"), content(locale="ar", content_id=ANOTHER_ID)])


def test_the_line_of_each_segment_is_that_of_its_context():
    data = po.write([content()])

    lines = read(data).lines

    assert len(lines) == 3
    for (content_id, path), line in lines.items():
        assert data.decode().split("\n")[line - 1] == f'msgctxt "{content_id}:{path}"'


# What a translator's program sees


def test_the_header_says_languages_encoding_and_moment():
    metadata = polib.pofile(po.write([content(locale="zh-Hans")]).decode()).metadata

    assert metadata["Language"] == "zh_Hans"
    assert metadata["Content-Type"] == "text/plain; charset=UTF-8"
    assert metadata["X-Source-Language"] == "en"
    assert '"exported_at": "2026-03-01T09:30:00.000001Z"' in metadata["X-Content-1"]


def test_an_entry_says_its_content_its_part_and_its_limit():
    name = polib.pofile(po.write([content()]).decode())[0]

    assert name.comment == "Chronic pain\nName of the page\nAt most 80 characters."
    assert name.flags == ["max-length:80"]
    assert name.msgctxt == f"{CONTENT_ID}:name"


def test_a_translation_that_needs_work_is_marked_fuzzy():
    page = content(segment("Dolor", state="initial"), segment("Dolor", path="summary", state="reviewed"))

    assert [each.fuzzy for each in polib.pofile(po.write([page]).decode())] == [True, False]


def test_what_breaks_lines_or_can_not_be_shown_has_a_visible_name():
    data = po.write([content(segment(source="Stop\u2028now\x07", note="see\x1bhere"))])

    assert b'msgid "Stop\xe2\x9f\xa6U+2028\xe2\x9f\xa7now\xe2\x9f\xa6U+0007\xe2\x9f\xa7"' in data
    assert only(data).source == "Stop\u2028now\x07"


def test_a_source_without_text_is_not_taken_for_a_header():
    data = po.write([content(segment("estres", source="", path="path_segment"))])

    assert (only(data).source, only(data).target) == ("", "estres")


# As other programs write it


def test_strings_over_several_lines_obsolete_entries_and_other_comments_are_understood():
    data = HEADER + (
        '\n#: page.html:12\n#| msgid "Pains"\n#, c-format, max-length:80\n#. From the page\n# Dose?\n'
        f'msgctxt ""\n"{CONTENT_ID}:"\n"name"\nmsgid ""\n"Chronic\\n"\n"pain \\"A\\" \\\\n"\nmsgstr "Dolor"\n'
        '\n#~ msgctxt "gone"\n#~ msgid "Old"\n#~ msgstr "Viejo"\n'
    )

    assert only(data).source == 'Chronic\npain "A" \\n'
    assert (only(data).limit, only(data).note) == (80, "From the page\nDose?")


@pytest.mark.parametrize("ending", ["\r\n", "\n\n", " \n\t"])
def test_line_endings_and_blanks_between_make_no_difference(ending):
    assert only((HEADER + entry("Dolor")).replace("\n", ending)).target == "Dolor"


def test_a_byte_order_mark_is_no_fault():
    assert only(b"\xef\xbb\xbf" + (HEADER + entry("ألم مزمن")).encode()).target == "ألم مزمن"


def test_a_raw_line_separator_in_a_string_is_text():
    assert only(HEADER + entry("Pare\u2028ya\x0c")).target == "Pare\u2028ya\x0c"


def test_what_the_header_does_not_tell_is_passed_on_for_the_import_to_judge():
    (found,) = read(HEADER.replace("Language: es", "Language: fr_CA") + entry("Douleur")).contents

    assert (found.content_id, found.kind, found.name, found.exported_at) == (CONTENT_ID, "", "", None)
    assert (found.source_locale, found.target_locale) == ("", "fr-CA")


@pytest.mark.parametrize("told", ["", "{", "[1]", "[" * 100_000, '{\\"id\\": 7}', '{\\"id\\": \\"\\\\u0000\\"}'])
def test_a_header_that_was_changed_is_no_fault(told):
    data = HEADER.replace("Language", f"X-Content-1: {told}\\nLanguage") + entry("Dolor")

    assert [each.content_id for each in read(data).contents] == [CONTENT_ID]


@pytest.mark.parametrize("target", ["", " ", "\\n"])
def test_an_empty_or_blank_translation_is_none(target):
    assert (only(HEADER + entry(target)).target, only(HEADER + entry(target)).state) == ("", "initial")


def test_a_fuzzy_entry_without_a_translation_is_only_not_translated():
    assert only(HEADER + entry("", before="#, fuzzy\n")).target == ""


# Lines that are refused


@pytest.mark.parametrize(
    ("refused", "reason"),
    [
        (entry("Dolor", before="#, fuzzy\n", path="b"), "It is marked fuzzy."),
        ('\n#\nmsgid "Pain"\nmsgstr "Dolor"\n', "Its context does not say which text it is."),
        ('\n#\nmsgctxt "Pain"\nmsgid "Pain"\nmsgstr "Dolor"\n', "Its context does not say which text it is."),
        ('\n#\nmsgctxt "a:b"\nmsgid "Pain"\nmsgid_plural "Pains"\nmsgstr[0] "Dolor"\n', "It has plural forms"),
        (entry("D\u0000".replace("\0", "⟦U+0000⟧"), before="#\n"), "It holds a character that can't be stored."),
        (entry("D⟦U+D800⟧", before="#\n"), "It holds a character that can't be stored."),
        (entry("a" * 100_001, before="#\n"), "It is too long."),
    ],
)
def test_an_entry_that_makes_no_sense_is_refused_and_the_others_go_on(refused, reason):
    found = read(HEADER + entry("Dolor", path="a") + refused + entry("Seguridad", path="c"))

    assert [each.path for each in found.contents[0].segments] == ["a", "c"]
    assert [(each.file, each.line) for each in found.refused] == [("pain.po", 9)]
    assert found.refused[0].reason.startswith(reason)


def test_the_second_entry_of_a_path_is_refused():
    found = read(HEADER + entry("Dolor") + entry("Pena"))

    assert [each.target for each in found.contents[0].segments] == ["Dolor"]
    assert [(each.line, each.path) for each in found.refused] == [(8, "name")]


# Files that are refused


@pytest.mark.parametrize(
    "data", [entry("Dolor"), 'msgid "Pain"\nmsgstr "Dolor"\n', 'msgctxt "a"\nmsgid ""\nmsgstr ""\n']
)
def test_a_file_without_a_header_is_refused(data):
    with pytest.raises(UnreadableFile, match="does not begin with its header"):
        read(data)


@pytest.mark.parametrize(
    ("broken", "line"),
    [
        ('msgctxt "a:b"\nmsgid "Pain"\nmsgstr "Dol', 5),
        ('msgctxt "a:b"\nmsgid "Pain"\nmsgstr "Dol\\"', 5),
        ('msgctxt "a:b"\nmsgid "Pain"\nmsgstr "Do"lor"\n', 5),
        ('msgctxt "a:b"\nmsgid "Pain"\n', 5),
        ('msgctxt "a:b"\nmsgctxt "a:c"\nmsgid "Pain"\nmsgstr "Dolor"\n', 4),
        ('msgctxt "a:b"\nmsgid "Pain"\nmsgid "Pain"\nmsgstr "Dolor"\n', 5),
        ('msgctxt "a:b"\nmsgid "Pain"\nmsgstr "Dolor"\nmsgstr "Pena"\n', 6),
        ("Dolor\n", 3),
        ('# Dose?\n"Dolor"\n', 4),
        ('msgstr[0] "Dolor"\n"', 4),
    ],
)
def test_a_damaged_file_is_refused_with_its_line(broken, line):
    with pytest.raises(UnreadableFile, match=f"line {line} is not PO"):
        read(HEADER + broken)
