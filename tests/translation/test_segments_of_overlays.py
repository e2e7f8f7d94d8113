"""Mexican Spanish over Spanish, string by string: what it inherits, what it says itself, and what falls with what."""

from __future__ import annotations

from typing import Any

import pytest

from cms.translation import desk, drafts, releases
from cms.translation.bilingual import Bilingual
from cms.translation.desk import Edit
from cms.translation.overlays import differences
from conditions.models import ConditionPage
from tests import factories

OVERVIEW = "sections.overview/blocks/" + factories.block_id("chronic-pain", "overview", 0)
SAFETY = "sections.safety/blocks/" + factories.block_id("chronic-pain", "safety", 0)
MORE = "sections.safety/blocks/" + factories.block_id("chronic-pain", "safety", 1)


# Side by side, without a database


def text(
    *safety: dict[str, Any],
    name: str | None = "Dolor",
    overview: tuple[str, ...] = ("Uno.", "Dos."),
    heading: str = "H",
) -> dict[str, Any]:
    paragraphs = "".join(f"<p>{paragraph}</p>" for paragraph in overview)
    block = factories.paragraph(paragraphs or "<p></p>", block=OVERVIEW.rpartition("/")[2])
    sections = [factories.section("overview", block, of="page", heading=heading)] if overview else []
    sections += [factories.section("safety", *safety, of="page", heading=heading)] if safety else []
    return {"fields": {"name": name, "summary": None, "sections": sections}, "children": {"evidence": {}}}


def warning(words="Avise al equipo.", *, at=SAFETY, title="Aviso", urgency="warning"):
    return factories.callout(words, block=at.rpartition("/")[2], title=title, urgency=urgency)


def inherits_all():
    return {"fields": {"name": None, "summary": None, "sections": []}, "children": {"evidence": {}}}


def over(below, own, *, source=None, former=None):
    """Mexican Spanish `own` over Spanish `below`; `former` is what Spanish said when it was made."""
    source = source or below
    made_from = {"en": source, "es": former} if former else {}
    return Bilingual(ConditionPage, "es-MX", source=source, own=own, made_from=made_from, below=below)


def own_blocks(sheet, key="safety"):
    found = [section for section in sheet.text["fields"]["sections"] if section["type"] == key]
    return [block["value"] for section in found for block in section["value"]["blocks"]]


@pytest.mark.once
def test_an_overlay_that_says_nothing_inherits_every_string_and_lacks_none():
    sheet = over(text(warning()), inherits_all())

    assert {segment.path: segment.inherited for segment in sheet.segments if segment.inherited}[
        f"{SAFETY}/title"
    ] == "Aviso"
    assert not any(segment.target or segment.is_missing or segment.is_outdated for segment in sheet.segments)


@pytest.mark.once
def test_a_string_of_its_own_leaves_the_strings_beside_it_inherited():
    sheet = over(text(warning()), inherits_all()).with_texts({f"{SAFETY}/title": "Ojo", f"{OVERVIEW}#1": "Dos, pues."})

    assert {segment.path for segment in sheet.segments if segment.target} == {f"{SAFETY}/title", f"{OVERVIEW}#1"}
    assert own_blocks(sheet) == [warning(title="Ojo")["value"]]
    assert own_blocks(sheet, "overview") == ["<p>Uno.</p><p>Dos, pues.</p>"]


@pytest.mark.once
def test_what_is_taken_back_is_inherited_again():
    sheet = over(text(warning()), inherits_all()).with_texts({f"{SAFETY}/title": "Ojo", "name": "Dolor, pues"})

    sheet = sheet.with_texts({f"{SAFETY}/title": "", "name": ""})

    assert sheet.text == inherits_all()


@pytest.mark.once
def test_a_string_that_says_the_same_as_below_is_not_its_own():
    sheet = over(text(warning()), inherits_all()).with_texts({f"{SAFETY}/title": "Aviso"})

    assert sheet.text == inherits_all()


@pytest.mark.once
def test_an_own_string_is_outdated_when_the_one_below_changes_and_its_neighbour_is_not():
    former = text(warning(), overview=("Uno.", "Dos.", "Tres."))
    own = over(former, inherits_all()).with_texts({f"{OVERVIEW}#0": "Uno, pues.", f"{OVERVIEW}#2": "Tres, pues."}).text

    sheet = over(text(warning(), overview=("Nuevo.", "Uno.", "Dos.", "Tres, mejor.")), own, former=former)

    assert [segment.path for segment in sheet.segments if segment.is_outdated] == [f"{OVERVIEW}#3"]
    assert {segment.path: segment.target for segment in sheet.segments if segment.target} == {
        f"{OVERVIEW}#1": "Uno, pues.",
        f"{OVERVIEW}#3": "Tres, pues.",
    }


@pytest.mark.once
def test_writing_one_paragraph_again_leaves_the_other_outdated():
    former = text(warning())
    own = over(former, inherits_all()).with_texts({f"{OVERVIEW}#0": "Uno, pues.", f"{OVERVIEW}#1": "Dos, pues."}).text
    sheet = over(text(warning(), overview=("Uno, hoy.", "Dos, hoy.")), own, source=former, former=former)

    sheet = sheet.with_texts({f"{OVERVIEW}#0": "Uno, hoy mismo."})

    assert [segment.path for segment in sheet.segments if segment.is_outdated] == [f"{OVERVIEW}#1"]


@pytest.mark.once
def test_what_an_own_block_says_like_the_one_below_follows_it():
    former = text(warning(), overview=())
    own = over(former, inherits_all()).with_texts({f"{SAFETY}/title": "Ojo"}).text

    sheet = over(text(warning("Avise hoy.", urgency="emergency"), overview=()), own, source=former, former=former)

    assert own_blocks(sheet) == [warning("Avise hoy.", title="Ojo", urgency="emergency")["value"]]
    assert [segment.path for segment in sheet.segments if segment.is_outdated] == []


@pytest.mark.once
def test_an_urgency_of_its_own_stays():
    former = text(warning(), overview=())
    own = text(warning(urgency="urgent"), name=None, overview=(), heading="")

    sheet = over(text(warning(urgency="emergency"), overview=()), own, source=former, former=former)

    assert own_blocks(sheet)[0]["urgency"] == "urgent"


@pytest.mark.once
def test_an_overlay_loses_what_it_said_in_place_of_a_block_that_is_gone_and_nothing_else():
    former = text(warning(), warning("Pida ayuda.", at=MORE), overview=())
    own = over(former, inherits_all()).with_texts({f"{SAFETY}/title": "Ojo", f"{MORE}/title": "Auxilio"}).text

    sheet = over(text(warning("Pida ayuda.", at=MORE), overview=()), own, former=former)

    assert [block["title"] for block in own_blocks(sheet)] == ["Auxilio"]
    assert sheet.target["fields"]["sections"][0]["value"]["blocks"] == [
        warning("Pida ayuda.", at=MORE, title="Auxilio")
    ]


@pytest.mark.once
def test_a_block_of_its_own_goes_on_replacing_the_whole_section():
    below = text(warning(), overview=())
    own = text(warning("Llame al 911.", at="sections.safety/mexico"), name=None, overview=(), heading="")

    sheet = over(below, own, former=below)

    assert sheet.text["fields"]["sections"] == own["fields"]["sections"]
    assert sheet.target["fields"]["sections"][0]["value"]["blocks"] == own["fields"]["sections"][0]["value"]["blocks"]


@pytest.mark.once
def test_an_empty_string_of_its_own_is_kept():
    below, own = text(warning(), name="Dolor"), inherits_all()
    own["fields"]["name"] = ""

    found = differences(
        below, {**below, "fields": {**below["fields"], "name": ""}}, own=own, streams=frozenset({"sections"})
    )

    assert found["fields"]["name"] == ""


@pytest.mark.once
def test_a_field_that_the_form_filled_with_the_same_words_is_kept():
    own = inherits_all()
    own["fields"]["name"] = "Dolor"

    assert over(text(warning(), name="Dolor"), own).text == own


# What goes out

database = pytest.mark.django_db


def in_mexico(topic, **texts):
    """Writes these strings in Mexican Spanish and lets them out."""
    desk.save(topic, "es-MX", [Edit(path, words) for path, words in texts.items()], by=factories.translator("es-MX"))
    return releases.approve(topic, "es-MX", by=factories.approver("es-MX"))


def with_two_warnings():
    topic = factories.draft(locales=("en", "es"))
    for locale, more in (("en", "Call an ambulance."), ("es", "Llame a una ambulancia.")):
        raw = topic.sections_raw(locale)
        raw[1]["value"]["blocks"].append(factories.callout(more, block=MORE.rpartition("/")[2]))
        factories.write(topic, locale, sections=raw)
    topic = factories.publish(topic)
    factories.release(topic, "es")
    return factories.reload(topic)


def without_block(topic, locale, path):
    raw = topic.sections_raw(locale)
    for section in raw:
        section["value"]["blocks"] = [
            block for block in section["value"]["blocks"] if block["id"] != path.rpartition("/")[2]
        ]
    return factories.write(topic, locale, sections=raw)


@database
def test_readers_keep_the_rest_of_a_section_when_the_block_is_gone_that_an_overlay_replaced():
    topic = with_two_warnings()
    in_mexico(topic, **{f"{MORE}/title": "Auxilio"})

    factories.publish(without_block(factories.latest(topic), "en", MORE))
    factories.release(topic, "es")

    text_in_mexico = factories.section_text(topic, "safety", "es-MX")
    assert text_in_mexico == factories.section_text(topic, "safety", "es")
    assert "Auxilio" not in text_in_mexico


@database
def test_an_overlay_that_is_approved_again_no_longer_holds_what_fell():
    topic = with_two_warnings()
    in_mexico(topic, **{f"{MORE}/title": "Auxilio", f"{SAFETY}/title": "Ojo"})
    factories.publish(without_block(factories.latest(topic), "en", MORE))
    factories.release(topic, "es")

    release = releases.approve(topic, "es-MX", by=factories.approver("es-MX"))

    assert [block["id"] for block in release.snapshot["fields"]["sections"][0]["value"]["blocks"]] == [
        SAFETY.rpartition("/")[2]
    ]
    assert factories.section_text(topic, "safety", "es-MX").startswith("Ojo")


@database
def test_an_overlay_over_a_block_that_is_not_out_yet_replaces_nothing_else():
    topic = factories.page(locales=("en", "es"))
    draft = factories.latest(topic)
    raw = draft.sections_raw("en")
    raw[1]["value"]["blocks"].append(factories.callout("Call an ambulance.", block=MORE.rpartition("/")[2]))
    topic = factories.publish(factories.write(draft, "en", sections=raw))
    desk.save(topic, "es", [Edit(f"{MORE}/title", "Ambulancia"), Edit(f"{MORE}/text#0", "Llame a una.")], by=None)

    in_mexico(topic, **{f"{MORE}/title": "Auxilio"})

    assert factories.section_text(topic, "safety", "es-MX") == factories.section_text(topic, "safety", "es")

    factories.release(topic, "es")

    assert factories.section_text(topic, "safety", "es-MX").endswith("Auxilio\nLlame a una.")


@database
def test_saving_an_overlay_by_the_form_after_a_block_fell_below_leaves_its_section_whole():
    topic = with_two_warnings()
    in_mexico(topic, **{f"{MORE}/title": "Auxilio"})
    factories.publish(without_block(factories.latest(topic), "en", MORE))
    factories.release(topic, "es")

    factories.overlay(topic, name="Dolor persistente")

    sheet = desk.open_sheet(drafts.latest(topic), "es-MX")
    section = sheet.target["fields"]["sections"][1]["value"]["blocks"]
    assert [block["id"] for block in section] == [SAFETY.rpartition("/")[2]]
