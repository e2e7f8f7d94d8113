"""What is known of a text: that a machine wrote it, that a person has read it, that a fault was accepted; and what
stands in the way of its release.
"""

from __future__ import annotations

import pytest

from cms.translation import desk, drafts, marks, proofreading, releases
from cms.translation.desk import Edit
from cms.translation.errors import FaultsFound, NoRight, UnreadMachineText, WrongState
from cms.translation.models import AvoidedWord, Method, Origin, SegmentMark
from cms.translation.proofreading import Proofreader
from tests import factories

pytestmark = pytest.mark.django_db

LOCALES = ["es", "ar", "zh-Hans"]
OVERVIEW = "sections.overview/blocks/" + factories.block_id("chronic-pain", "overview", 0)
WORDS = {tag: factories.PAGES["chronic-pain"][tag] for tag in LOCALES}


@pytest.fixture
def topic():
    return factories.page(locales=("en", *LOCALES))


def by_machine(content, locale, **texts: str):
    edits = [Edit(path, text, origin=Origin.MACHINE) for path, text in texts.items()]
    return desk.save(content, locale, edits, by=factories.translator(locale))


def write(content, locale, **texts: str):
    edits = [Edit(path, text) for path, text in texts.items()]
    return desk.save(content, locale, edits, by=factories.translator(locale))


def unread(content, locale):
    known = marks.of(content.content_id, locale)
    return [segment.path for segment in sheet(content, locale).segments if marks.is_unread(segment, known)]


def sheet(content, locale):
    return desk.open_sheet(drafts.latest(content), locale)


def approve(content, locale):
    return releases.approve(content, locale, by=factories.approver(locale))


# Text of a machine


@pytest.mark.parametrize("locale", LOCALES)
def test_text_of_a_machine_is_not_released_before_a_person_has_read_it(topic, locale):
    by_machine(topic, locale, name=WORDS[locale].name + "!", **{f"{OVERVIEW}#0": WORDS[locale].overview + "!"})

    with pytest.raises(UnreadMachineText) as refused:
        approve(topic, locale)

    assert refused.value.paths == ("name", f"{OVERVIEW}#0")


@pytest.mark.parametrize("locale", LOCALES)
def test_text_of_a_machine_that_was_confirmed_goes_out_as_such(topic, locale):
    by_machine(topic, locale, name=WORDS[locale].name + "!")
    desk.confirm(topic, locale, ["name"], by=factories.translator(locale))

    assert approve(topic, locale).method == Method.MACHINE_POST_EDITED
    assert factories.answer(topic, locale)["translation"]["method"] == "machine_post_edited"


def test_who_edits_the_text_of_a_machine_has_read_it_and_it_stays_a_machine_s(topic):
    by_machine(topic, "ar", name="ألم")

    write(topic, "ar", name="ألم مزمن!")

    assert unread(topic, "ar") == []
    assert approve(topic, "ar").method == Method.MACHINE_POST_EDITED


def test_who_goes_back_to_the_words_of_the_machine_has_read_them(topic):
    by_machine(topic, "ar", name="ألم!")
    write(topic, "ar", name="ألم مزمن!")

    write(topic, "ar", name="ألم!")

    assert unread(topic, "ar") == []


def test_text_that_people_wrote_is_theirs(topic):
    write(topic, "ar", name="ألم!")

    assert approve(topic, "ar").method == Method.HUMAN


def test_confirming_one_text_leaves_the_others_unread(topic):
    by_machine(topic, "zh-Hans", name="痛", summary="三个月的痛")

    desk.confirm(topic, "zh-Hans", ["name"], by=factories.translator("zh-Hans"))

    assert unread(topic, "zh-Hans") == ["summary"]


def test_text_of_a_machine_stays_unread_in_one_locale_only(topic):
    by_machine(topic, "ar", name="慢")
    write(topic, "zh-Hans", name="慢")

    assert (unread(topic, "ar"), unread(topic, "zh-Hans")) == (["name"], [])


def in_overview(content, locale, *blocks):
    raw = content.sections_raw(locale)
    raw[0]["value"]["blocks"] = list(blocks)
    return factories.write(content, locale, sections=raw)


def paragraphs(*texts):
    return factories.paragraph("".join(f"<p>{text}</p>" for text in texts), block=OVERVIEW.rpartition("/")[2])


def test_a_paragraph_of_a_machine_stays_unread_wherever_it_moves(topic):
    by_machine(topic, "ar", **{f"{OVERVIEW}#0": "نص"})

    draft = in_overview(factories.latest(topic), "en", paragraphs("New.", WORDS_IN_ENGLISH.overview))
    factories.publish(draft)

    assert unread(topic, "ar") == [f"{OVERVIEW}#1"]


WORDS_IN_ENGLISH = factories.PAGES["chronic-pain"]["en"]


def test_a_paragraph_of_a_machine_stays_unread_when_the_text_is_shown_in_one_piece(topic):
    by_machine(topic, "ar", **{f"{OVERVIEW}#0": "نص من آلة"})

    in_overview(factories.latest(topic), "ar", paragraphs("نص من آلة", "كتبه إنسان")).save_revision()

    assert unread(topic, "ar") == [OVERVIEW]
    with pytest.raises(UnreadMachineText):
        approve(topic, "ar")

    desk.confirm(topic, "ar", [OVERVIEW], by=factories.translator("ar"))

    assert unread(topic, "ar") == []
    assert (
        proofreading.method_of(topic.content_id, sheet(topic, "ar"), marks.of(topic.content_id, "ar"))
        == Method.MACHINE_POST_EDITED
    )


def table(*rows):
    value = {
        "caption": "",
        "columns": [{"type": "text", "heading": "Drug"}],
        "rows": [{"values": [cell]} for cell in rows],
    }
    return {"type": "table", "id": factories.block_id("table"), "value": value}


def test_a_cell_of_a_machine_stays_unread_wherever_its_row_goes(topic):
    page = factories.publish(in_overview(factories.latest(topic), "en", table("Ketamine")))
    cell = f"sections.overview/blocks/{factories.block_id('table')}/row-{{}}-0"
    by_machine(page, "ar", **{cell.format(0): "كيتامين"})

    page = factories.publish(in_overview(factories.latest(page), "en", table("Lidocaine", "Ketamine")))

    assert unread(page, "ar") == [cell.format(1)]


def test_memory_and_imports_are_remembered_as_where_a_text_came_from(topic):
    edits = [Edit("name", "ألم", origin=Origin.MEMORY), Edit("summary", "نص", origin=Origin.IMPORT)]

    desk.save(topic, "ar", edits, by=None)

    origins = dict(SegmentMark.objects.filter(content_id=topic.content_id).values_list("unit", "origin"))
    assert origins == {"name": Origin.MEMORY, "summary": Origin.IMPORT}
    assert unread(topic, "ar") == []


# Faults


@pytest.fixture
def avoided():
    words = {"es": "adicto", "ar": "مدمن", "zh-Hans": "瘾君子"}
    for locale, word in words.items():
        AvoidedWord.objects.create(locale=locale, text=word, instead="", is_error=True)
    return words


@pytest.mark.parametrize("locale", LOCALES)
def test_a_text_with_an_error_is_not_released(topic, avoided, locale):
    write(topic, locale, name=avoided[locale])

    with pytest.raises(FaultsFound) as refused:
        approve(topic, locale)

    assert refused.value.paths == ("name",)


@pytest.mark.parametrize("locale", LOCALES)
def test_an_error_that_was_accepted_with_a_reason_stands_in_nobody_s_way(topic, avoided, locale):
    write(topic, locale, name=avoided[locale])
    finding = Proofreader(locale).findings(sheet(topic, locale).by_path["name"])[0]
    translator = factories.translator(locale)

    desk.accept(topic, locale, "name", code=finding.code, reason="A quotation.", by=translator)

    assert approve(topic, locale).snapshot["fields"]["name"] == avoided[locale]
    known = marks.of(topic.content_id, locale)
    accepted = marks.accepted_of(sheet(topic, locale).by_path["name"], known)
    assert accepted[finding.code] == {"reason": "A quotation.", "by": translator.get_username()}


def test_what_was_accepted_holds_for_this_text_only(topic, avoided):
    write(topic, "ar", name=avoided["ar"])
    code = Proofreader("ar").findings(sheet(topic, "ar").by_path["name"])[0].code
    desk.accept(topic, "ar", "name", code=code, reason="A quotation.", by=factories.translator("ar"))

    write(topic, "ar", name=f"{avoided['ar']} آخر")

    with pytest.raises(FaultsFound):
        approve(topic, "ar")


@pytest.mark.parametrize("locale", LOCALES)
def test_what_was_accepted_is_open_again_once_the_source_says_something_else(topic, avoided, locale):
    write(topic, locale, name=avoided[locale])
    code = Proofreader(locale).findings(sheet(topic, locale).by_path["name"])[0].code
    desk.accept(topic, locale, "name", code=code, reason="A quotation.", by=factories.translator(locale))

    factories.publish(factories.write(factories.latest(topic), "en", name="Lasting pain"))

    with pytest.raises(FaultsFound):
        approve(topic, locale)


def test_cells_of_a_table_that_say_the_same_are_accepted_each_beside_its_own_source(topic, avoided):
    page = factories.publish(in_overview(factories.latest(topic), "en", table("Addict", "Addicts")))
    cells = [f"sections.overview/blocks/{factories.block_id('table')}/row-{row}-0" for row in range(2)]
    write(page, "zh-Hans", **dict.fromkeys(cells, avoided["zh-Hans"]))
    code = Proofreader("zh-Hans").findings(sheet(page, "zh-Hans").by_path[cells[0]])[0].code

    for cell, reason in zip(cells, ("One.", "Several."), strict=True):
        desk.accept(page, "zh-Hans", cell, code=code, reason=reason, by=factories.translator("zh-Hans"))

    known, found = marks.of(page.content_id, "zh-Hans"), sheet(page, "zh-Hans").by_path
    assert [marks.accepted_of(found[cell], known)[code]["reason"] for cell in cells] == ["One.", "Several."]


def test_accepting_a_check_confirms_no_text_of_a_machine(topic, avoided):
    by_machine(topic, "ar", name=avoided["ar"])
    code = Proofreader("ar").findings(sheet(topic, "ar").by_path["name"])[0].code

    desk.accept(topic, "ar", "name", code=code, reason="A quotation.", by=factories.translator("ar"))

    assert unread(topic, "ar") == ["name"]


def test_a_check_is_accepted_by_those_who_translate_the_locale(topic):
    with pytest.raises(NoRight):
        desk.accept(topic, "ar", "name", code="avoided", reason="Why not.", by=factories.translator("es"))
    with pytest.raises(WrongState):
        desk.accept(topic, "ar", "nowhere", code="avoided", reason="Why not.", by=factories.translator("ar"))


def test_words_of_one_locale_are_not_looked_for_in_another(topic, avoided):
    write(topic, "zh-Hans", name=avoided["ar"])

    assert not [
        f for f in Proofreader("zh-Hans").findings(sheet(topic, "zh-Hans").by_path["name"]) if "avoid" in f.code
    ]


def test_an_empty_text_and_a_path_of_one_s_own_have_no_findings(topic):
    proofreader, found = Proofreader("ar"), sheet(topic, "ar").by_path

    assert proofreader.findings(found["name"], target="") == []
    assert proofreader.findings(found["path_segment"], target="100 mg") == []
    assert proofreader.findings(found["summary"], target="ألم يدوم أربعة أشهر.")


def test_terms_of_the_glossary_are_expected_in_the_words_that_were_approved():
    factories.glossary_term(locales=("en", "es", "ar"))

    assert {term.source: term.target for term in Proofreader("ar").terms} == {"off-label": "خارج نطاق الترخيص"}
    assert [term.target for term in Proofreader("ar").expected] == ["خارج نطاق الترخيص"]
    assert Proofreader("zh-Hans").expected == ()
