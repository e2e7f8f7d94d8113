"""Units that another program has cut into sentences, and tags that it has moved, left out or numbered anew."""

from __future__ import annotations

import pytest

from tests.translation.exchange.foreign import SOURCE, document, only, read, refusal, unit

pytestmark = pytest.mark.once


# Sentences


def cut(*parts, locale="es"):
    return document(f'<unit id="u1" name="text" xml:space="preserve">{"".join(parts)}</unit>', locale=locale)


def part(source, target, *, name="segment", state="", order=""):
    made = "" if target is None else f"<target{order}>{target}</target>"
    return f"<{name}{state}><source>{source}</source>{made}</{name}>"


def test_a_unit_that_was_cut_into_sentences_is_put_together():
    data = cut(
        part("Stop.", "Pare.", state=' state="final"'),
        part(" ", None, name="ignorable"),
        part("Call a doctor.", "Llame a un médico.", state=' state="translated"'),
    )

    assert (only(data).source, only(data).target) == ("Stop. Call a doctor.", "Pare. Llame a un médico.")
    assert only(data).state == "translated"


def test_a_blank_between_sentences_may_be_translated_by_nothing():
    data = cut(part("Stop.", "停止。"), part(" ", "", name="ignorable"), part("Call.", "致电。"), locale="zh-Hans")

    assert only(data).target == "停止。致电。"


def test_sentences_of_a_translation_may_have_another_order():
    data = cut(
        part("Stop. ", "توقف.", order=' order="2"'),
        part("Call a doctor.", "اتصل بطبيب. ", order=' order="1"'),
        locale="ar",
    )

    assert (only(data).source, only(data).target) == ("Stop. Call a doctor.", "اتصل بطبيب. توقف.")


def test_a_unit_with_a_sentence_that_is_not_translated_is_refused():
    data = cut(part("Stop.", "Pare."), part(" Call a doctor.", None))

    assert refusal(data).reason == "Only a part of this text is translated."


def test_a_unit_of_sentences_without_any_translation_is_not_translated():
    data = cut(part("Stop.", None), part(" ", " ", name="ignorable"), part("Call.", ""))

    assert (only(data).source, only(data).target) == ("Stop. Call.", "")


def test_a_tag_may_begin_in_one_sentence_and_end_in_another():
    data = cut(
        part('<sc id="1" type="fmt" subType="xlf:b"/>Stop.', '<sc id="1"/>Pare.'),
        part(' Call.<ec startRef="1"/>', ' Llame.<ec startRef="1"/>'),
    )

    assert (only(data).source, only(data).target) == ("<b>Stop. Call.</b>", "<b>Pare. Llame.</b>")


# Tags


@pytest.mark.parametrize(
    ("target", "text"),
    [
        ('<pc id="2">Esto</pc>, pregunte a <pc id="1">su médico</pc>.', "<a1>Esto</a1>, pregunte a <b>su médico</b>."),
        ("Pregunte.", "Pregunte."),
        ('<pc id="1"><pc id="2">a</pc></pc>', "<b><a1>a</a1></b>"),
        ('<sc id="1"/>a<ec startRef="1"/>', "<b>a</b>"),
        ('a<ec id="1" isolated="yes"/>', "a</b>"),
        ('<pc id="9" type="fmt" subType="cms:sup">2</pc>', "<sup>2</sup>"),
        ('<pc id="9" type="fmt">a</pc> <pc id="8" type="link">b</pc>', "<b>a</b> <a1>b</a1>"),
        ('<pc id="9" copyOf="2">a</pc>', "<a1>a</a1>"),
        ('<ph id="9" type="fmt" subType="xlf:lb"/>', "<br>"),
        ('<mrk id="m1" type="term">dosis</mrk> <sm id="m2" type="comment"/>a<em startRef="m2"/>', "dosis a"),
        ('<mrk id="m1" type="term"><pc id="1">dosis</pc></mrk>', "<b>dosis</b>"),
    ],
)
def test_tags_that_were_moved_left_out_or_numbered_anew_are_understood(target, text):
    assert only(document(unit(SOURCE, target))).target == text


def test_a_line_break_and_a_pair_of_tags_are_never_taken_for_each_other():
    data = document(
        unit(f'{SOURCE}<ph id="3" type="fmt" subType="xlf:lb"/>', '<pc id="9" type="fmt">a</pc><ph id="8" type="fmt"/>')
    )

    assert only(data).target == "<b>a</b><br>"


@pytest.mark.parametrize("number", ["2", "10"])
def test_links_of_the_source_are_counted_where_a_program_has_dropped_their_names(number):
    links = "".join(f'<pc id="{place}" type="link">x</pc>' for place in range(1, int(number) + 1))
    data = document(unit(links, f'<pc id="{number}">y</pc>'))

    assert only(data).target == f"<a{number}>y</a{number}>"


@pytest.mark.parametrize(
    ("target", "reason"),
    [
        ('<pc id="9">a</pc>', "It is not clear which formatting or link the tag “9” means."),
        ('<pc id="9" type="image">a</pc>', "It is not clear"),
        ('<pc id="9" type="fmt" subType="cms:script">a</pc><pc id="7" type="ui">b</pc>', "It is not clear"),
        ('<ph id="1"/>', "It is not clear"),
        ('a<ec startRef="9"/>', "It is not clear"),
        ("<b>a</b>", "It holds a <b>, which has no meaning here."),
        ('<cp hex="0000"/>', "It holds a character that can't be stored."),
        ('<cp hex="D800"/>', "It holds a character that can't be stored."),
        ('<cp hex="110000"/>', "“110000” is not the code of a character."),
        ("<cp/>", "“” is not the code of a character."),
    ],
)
def test_a_line_with_a_code_that_can_not_be_told_is_refused_and_the_others_go_on(target, reason):
    source = f'<pc id="3" type="fmt" subType="xlf:i">i</pc>{SOURCE}'
    data = document(
        unit("Pain", "Dolor", name="a"), "\n", unit(source, target, name="b"), unit("Safety", "Seguridad", name="c")
    )

    found = read(data)

    assert [each.path for each in found.contents[0].segments] == ["a", "c"]
    (refused,) = found.refused
    assert (refused.file, refused.line, refused.path) == ("pain.xlf", 2, "b")
    assert refused.reason.startswith(reason)


def test_a_source_with_a_code_that_can_not_be_told_is_refused():
    assert refusal(document(unit('<pc id="1" type="fmt">a</pc>', "a"))).path == "text"
