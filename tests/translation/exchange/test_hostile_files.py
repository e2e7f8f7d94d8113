"""Files that are broken, or were made to do harm, are refused with a sentence, in little time and memory."""

from __future__ import annotations

import io
import socket
import time
import tracemalloc
import zipfile

import pytest
from hypothesis import given, strategies as st

from cms.translation.exchange import po, reading, xliff
from cms.translation.exchange.files import MAX_SEGMENTS, UnreadableFile
from cms.translation.exchange.reading import MAX_BYTES, read_file
from tests.translation.exchange.examples import LOCALES, TARGETS, content, segment

pytestmark = pytest.mark.once

SAVE_AS_UTF_8 = "The file is not in UTF-8. Save it with the encoding UTF-8 and send it again."

XLIFF = xliff.write([content()])
PO = po.write([content()])
BEFORE, AFTER = XLIFF.split(b"<source>Chronic pain</source>")


def refusal(data):
    with pytest.raises(UnreadableFile) as refused:
        read_file(data, name="pain.xlf")
    assert refused.value.file == "pain.xlf"
    return str(refused.value)


def with_source(source):
    return b"".join([BEFORE, b"<source>", source, b"</source>", AFTER])


def with_doctype(doctype, source=b"&e;"):
    return with_source(source).replace(b"<xliff", doctype + b"<xliff", 1)


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("write", [xliff.write, po.write])
def test_the_format_is_told_by_the_content_not_by_the_name(locale, write, tmp_path):
    path = tmp_path / "translation.txt"
    path.write_bytes(write([content(locale=locale)]))

    assert read_file(path, name="anything.zip").contents == read_file(path.read_bytes(), name="a").contents
    assert read_file(path, name="a").contents[0].target_locale == locale


# Entities


def bomb():
    entities = "".join(f'<!ENTITY e{level} "{f"&e{level - 1};" * 10}">' for level in range(1, 12))
    return with_doctype(f'<!DOCTYPE xliff [<!ENTITY e0 "pain">{entities}]>'.encode(), b"&e11;")


@pytest.mark.parametrize(
    "data",
    [
        bomb(),
        with_doctype(b'<!DOCTYPE xliff [<!ENTITY e SYSTEM "file:///etc/passwd">]>'),
        with_doctype(b'<!DOCTYPE xliff [<!ENTITY e SYSTEM "http://127.0.0.1:9/">]>'),
        with_doctype(b'<!DOCTYPE xliff [<!ENTITY % p SYSTEM "http://127.0.0.1:9/"> %p;]>', b"Pain"),
        with_doctype(b'<!DOCTYPE xliff SYSTEM "http://127.0.0.1:9/xliff.dtd">', b"Pain"),
        with_doctype(b"<!-- a comment first --><!DOCTYPE xliff>", b"Pain"),
        with_doctype(b"<!DOCTYPE xliff>", b"Pain").decode().replace("UTF-8", "UTF-16").encode("utf-16"),
    ],
    ids=["bomb", "file", "network", "parameter", "external", "behind-a-comment", "utf-16"],
)
def test_a_doctype_is_refused_and_nothing_is_fetched(data, monkeypatch):
    def no_network(*args, **kwargs):
        raise AssertionError("the parser asked the network")

    monkeypatch.setattr(socket.socket, "connect", no_network)
    started = time.process_time()

    assert refusal(data) == "The file has a DOCTYPE, which XLIFF does not need. Export it again without."
    assert time.process_time() - started < 5


def test_an_encoding_that_hides_a_doctype_is_refused():
    hidden = b"+ADwAIQ-DOCTYPE xliff+AD4-"

    assert refusal(b'<?xml version="1.0" encoding="UTF-7"?>' + hidden + b"<xliff/>") == SAVE_AS_UTF_8
    assert "damaged" in refusal(b'<?xml version="1.0"?>' + hidden + b"<xliff/>")


def test_an_entity_that_nobody_declared_is_refused():
    assert "damaged or incomplete" in refusal(with_source(b"&pain;"))


# Size


def test_a_file_of_200_mb_is_refused_unread(tmp_path):
    path = tmp_path / "large.xlf"
    with path.open("wb") as file:
        file.truncate(200 * 1024 * 1024)

    tracemalloc.start()
    assert refusal(path) == "The file is larger than 50 MB. Split it into several files."
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert peak < 1024 * 1024


def test_bytes_beyond_the_limit_are_refused():
    assert "larger than 50 MB" in refusal(b" " * (MAX_BYTES + 1))


def test_a_file_without_an_end_is_read_no_further_than_the_limit(monkeypatch, tmp_path):
    monkeypatch.setattr(reading, "MAX_BYTES", 1_000)
    path = tmp_path / "growing.xlf"
    path.write_bytes(XLIFF)
    monkeypatch.setattr(type(path), "stat", lambda self: type("Stat", (), {"st_size": 0}))

    assert "larger than" in refusal(path)


def test_nesting_without_an_end_is_refused():
    deep = b'<pc id="1" type="fmt" subType="xlf:b">' * 5_000 + b"</pc>" * 5_000

    assert "damaged" in refusal(with_source(deep))


@pytest.mark.parametrize(
    "data",
    [
        with_source(b"<a/>" * 1_600_000),
        with_source(b"<a" + b"".join(b' a%d=""' % number for number in range(1_600_000)) + b"/>"),
        PO + b'msgid ""\nmsgstr ""\n' * (MAX_SEGMENTS + 1),
        PO + b"#. a\n" * 3_000_000,
        PO + b'msgid ""\n' + b'"a"\n' * 3_000_000,
        PO + b"\n" * 3_000_000,
    ],
    ids=["elements", "attributes", "entries", "comments", "lines of a string", "empty lines"],
)
def test_a_file_made_to_take_our_time_is_refused_at_once(data):
    started = time.process_time()

    assert refusal(data) == "The file has more than 100000 texts. Split it into several files."
    assert time.process_time() - started < 30


def many_codes(size):
    texts = (
        "".join(f'<pc id="{way}{number}" type="fmt" subType="{way}:b"/>' for number in range(size))
        for way in ("xlf", "x")
    )
    return with_source("</source><target>".join(texts).encode() + b"</target><source>")


def deep_codes(size):
    return with_source(b'<pc id="1" type="fmt" subType="xlf:b">' * 200 + b"<sm/>" * size + b"</pc>" * 200)


def many_lines(size):
    return PO + b'msgctxt "a:b"\nmsgid ""\n' + b'"a"\n' * size + b'msgstr ""\n'


def many_comments(size):
    return PO + b"#. a\n" * size


def many_flags(size):
    return PO + b"#, " + b"fuzzy," * size + b"\n"


def seconds(data):
    started = time.process_time()
    assert read_file(data, name="pain").contents
    return time.process_time() - started


@pytest.mark.parametrize("made", [many_codes, deep_codes, many_lines, many_comments, many_flags])
def test_a_file_of_ten_times_the_size_takes_about_ten_times_as_long(made):
    small, large = made(20_000), made(200_000)

    # What grows with the square fails every time; a busy machine, or garbage collected meanwhile, now and then.
    assert any(seconds(large) < 30 * max(seconds(small), 0.02) for _ in range(5))


def test_a_string_of_nothing_but_escapes_is_read_in_little_memory():
    data = PO + b'msgid "' + b'\\"' * 5_000_000

    tracemalloc.start()
    assert "is not PO" in refusal(data)
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert peak < 8 * len(data)


# Encodings and other formats


def zipped():
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        archive.writestr("word/document.xml", XLIFF)
    return data.getvalue()


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "The file is empty."),
        (b"\n \r\n", "The file is empty."),
        (zipped(), "This is a ZIP archive or an office document."),
        (b"PK\x05\x06" + b"\0" * 18, "This is a ZIP archive or an office document."),
        (b"Chronic pain;Dolor", "This is neither XLIFF 2.0 nor PO."),
        (b"\x89PNG\r\n\x1a\n\0", "This is neither XLIFF 2.0 nor PO."),
        (b"/etc/passwd", "This is neither XLIFF 2.0 nor PO."),
        (b"<", "The file is damaged or incomplete"),
        (b"<xliff", "The file is damaged or incomplete"),
        (XLIFF[: len(XLIFF) // 2], "The file is damaged or incomplete"),
        (XLIFF[:-2], "The file is damaged or incomplete"),
        (PO[:-4], "The file is damaged or incomplete"),
        (XLIFF.replace(b"Chronic", b"\0"), "This is not a text file."),
        (PO.replace(b"Chronic", b"\0"), "This is not a text file."),
        (with_source("dolor crónico".encode("latin-1")), SAVE_AS_UTF_8),
        (with_source("dolor crónico".encode("latin-1")).replace(b"UTF-8", b"ISO-8859-1"), SAVE_AS_UTF_8),
        (with_source("慢性".encode("gb18030")).replace(b"UTF-8", b"GB18030"), SAVE_AS_UTF_8),
        (PO.replace(b"Chronic", "crónico".encode("latin-1")), SAVE_AS_UTF_8),
        (PO.replace(b"Chronic", "crónico".encode()).replace(b"charset=UTF-8", b"charset=ISO-8859-1"), SAVE_AS_UTF_8),
        (PO.replace(b"Chronic", "مزمن".encode("cp1256")).replace(b"charset=UTF-8", b"charset=cp1256"), SAVE_AS_UTF_8),
        (PO.decode().encode("utf-16"), SAVE_AS_UTF_8),
        (PO.decode().encode("utf-32"), SAVE_AS_UTF_8),
        (b"\xff\xfe<\0\xd8", SAVE_AS_UTF_8),
        (b"\xff\xfe<\0\x00\xd8", SAVE_AS_UTF_8),
    ],
)
def test_what_can_not_be_read_is_refused_with_a_word_on_what_to_do(data, message):
    assert refusal(data).startswith(message)


def test_a_file_that_names_another_is_not_that_other(tmp_path):
    other = tmp_path / "other.po"
    other.write_bytes(PO)

    with pytest.raises(UnreadableFile):
        po.read(str(other).encode(), name="pain.po")


# Whatever may come


def segments_or_sentence(data):
    """How many segments were read or refused one by one, or why all were."""
    try:
        found = read_file(data, name="pain.xlf")
    except UnreadableFile as refused:
        return str(refused)
    return sum(len(each.segments) for each in found.contents) + len(found.refused)


noise = st.binary(max_size=200)


@given(noise | noise.map(lambda data: XLIFF[:700] + data) | noise.map(lambda data: PO + data))
def test_any_bytes_are_read_or_refused_with_a_sentence(data):
    outcome = segments_or_sentence(data)

    assert outcome == 3 or str(outcome).endswith(".")


@given(st.sampled_from([XLIFF, PO]), st.data())
def test_a_file_with_a_byte_changed_is_read_or_refused_with_a_sentence(whole, data):
    changed = bytearray(whole)
    changed[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))

    outcome = segments_or_sentence(bytes(changed))

    assert outcome in {1, 2, 3} or str(outcome).endswith(".")


# What is large and harmless


@pytest.mark.parametrize("format_of", [xliff, po])
def test_ten_thousand_segments_are_written_and_read(format_of):
    source = "Ask <b>your doctor</b> about <a1>side effects</a1>."
    page = content(
        *(segment(TARGETS["zh-Hans"], source=source, path=f"evidence/{number}/text#0") for number in range(10_000)),
        locale="zh-Hans",
    )

    found = read_file(format_of.write([page]), name="pain")

    assert found.contents == (page,)
    assert found.refused == ()
