"""What an editor is told, and beside which field, when something can't be right."""

from __future__ import annotations

import unicodedata
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.utils.translation import override
from wagtail.blocks import StreamBlockValidationError
from wagtail.models import Page
from wagtail.users.models import UserProfile

from cms.locales import column
from conditions.models import ConditionCode, ConditionIndexPage, ConditionPage
from conditions.snippets import Person, Reference, Therapy
from home.models import HomePage
from tests import factories

pytestmark = pytest.mark.once

CODES = {
    "icd-10": (["G90.5", "R52.2", "G40", "F43.1"], ["g90.5", "G9", "G90.", "G90.555", "90.5", "G90,5", " G90.5"]),
    "icd-10-cm": (["G90.50", "G40", "F33.2", "G40.A01"], ["G90.50000", "G9", "90.50"]),
    "icd-11": (["MG30.04", "8A60", "6B40", "MG30.0"], ["MG3", "MI30", "G90.5", "MG30.", "OG30"]),
    "mesh": (["D020918", "D004827", "C000123"], ["020918", "D12", "E020918", "D02091A"]),
    "snomed-ct": (["128200000", "84757009"], ["12820", "1282000000000000000", "D020918"]),
}


@pytest.mark.parametrize(
    ("system", "value"), [(system, value) for system, (good, _bad) in CODES.items() for value in good]
)
def test_a_code_of_its_system_s_form_is_accepted(system, value):
    ConditionCode(system=system, value=value, release="2024").clean()


@pytest.mark.parametrize(
    ("system", "value"), [(system, value) for system, (_good, bad) in CODES.items() for value in bad]
)
def test_a_code_of_another_form_is_refused_beside_its_value_with_an_example(system, value):
    with pytest.raises(ValidationError) as refused:
        ConditionCode(system=system, value=value, release="2024").clean()

    assert list(refused.value.message_dict) == ["value"]
    assert "should look like" in refused.value.message_dict["value"][0]


IDENTIFIERS = [
    ("doi", "10.1097/AAP.0000000000000808", True),
    ("doi", "https://doi.org/10.1097/AAP.0000000000000808", False),
    ("doi", "10.1097", False),
    ("doi", "11.1097/AAP", False),
    ("pmid", "29870458", True),
    ("pmid", "029870458", False),
    ("pmid", "PMC3731413", False),
    ("pmcid", "PMC3731413", True),
    ("pmcid", "3731413", False),
    ("published", "2018", True),
    ("published", "2018-07", True),
    ("published", "2018-07-15", True),
    ("published", "2018-13", False),
    ("published", "July 2018", False),
]


@pytest.mark.django_db
@pytest.mark.parametrize(("field", "value", "is_right"), IDENTIFIERS)
def test_an_identifier_of_a_reference_is_checked_beside_its_field(field, value, is_right):
    reference = Reference(key="asra-2018", title="Guidelines", url="https://example.org/", **{field: value})

    if is_right:
        reference.full_clean()
    else:
        with pytest.raises(ValidationError) as refused:
            reference.full_clean()
        assert list(refused.value.message_dict) == [field]


@pytest.mark.django_db
def test_a_reference_has_to_be_found_somewhere():
    with pytest.raises(ValidationError) as refused:
        Reference(key="asra-2018", title="Guidelines").full_clean()

    assert list(refused.value.message_dict) == ["url"]


@pytest.mark.django_db
def test_a_jurisdiction_is_a_country_or_the_union():
    notice = factories.notice()
    notice.jurisdiction = "usa"

    with pytest.raises(ValidationError) as refused:
        notice.full_clean()

    assert list(refused.value.message_dict) == ["jurisdiction"]


# Addresses


@pytest.mark.django_db
@pytest.mark.parametrize("locale", ["en", "es", "ar", "zh-Hans"])
def test_a_path_segment_is_taken_once_per_locale_and_the_message_is_beside_it(locale):
    factories.page("chronic-pain", locales=("en", "es", "ar", "zh-Hans"))
    other = factories.draft("epilepsy", locales=("en", "es", "ar", "zh-Hans"))
    segment = factories.PAGES["chronic-pain"][locale].segment

    with pytest.raises(ValidationError) as refused:
        factories.write(other, locale, path_segment=segment).full_clean()

    assert list(refused.value.message_dict) == [column("path_segment", locale)]
    assert segment in refused.value.message_dict[column("path_segment", locale)][0]


@pytest.mark.django_db
def test_one_segment_may_be_taken_in_two_locales():
    factories.page("epilepsy", locales=("en", "es"))
    other = factories.draft("chronic-pain", locales=("en", "fr"))

    factories.write(other, "fr", path_segment="epilepsia").full_clean()


@pytest.mark.django_db
def test_segments_that_look_alike_are_one_segment():
    composed, decomposed = unicodedata.normalize("NFC", "crónico"), unicodedata.normalize("NFD", "crónico")
    assert composed != decomposed
    first = factories.draft("chronic-pain", locales=("en", "es"))
    factories.publish(factories.write(first, "es", path_segment=composed))
    other = factories.draft("epilepsy", locales=("en", "es"))

    with pytest.raises(ValidationError) as refused:
        factories.write(other, "es", path_segment=decomposed).full_clean()

    assert list(refused.value.message_dict) == ["path_segment_es"]


@pytest.mark.django_db
def test_a_segment_is_stored_in_one_form():
    page = factories.draft(locales=("en", "es"))

    page = factories.publish(factories.write(page, "es", path_segment=unicodedata.normalize("NFD", "dolor-crónico")))

    assert page.path_segment_es == unicodedata.normalize("NFC", "dolor-crónico")


@pytest.mark.django_db
@pytest.mark.parametrize("segment", ["dolor/cronico", "dolor cronico", "dolor?", "dolor#1", "50%", "a\\b"])
def test_a_segment_that_would_break_an_address_is_refused(segment):
    page = factories.draft(locales=("en", "es"))

    with pytest.raises(ValidationError) as refused:
        factories.write(page, "es", path_segment=segment).full_clean()

    assert list(refused.value.message_dict) == ["path_segment_es"]


@pytest.mark.django_db
def test_a_slug_is_taken_once_wherever_in_the_tree():
    topic = factories.page("chronic-pain")
    factories.page("crps", under=topic)

    with pytest.raises(ValidationError) as refused:
        ConditionIndexPage.objects.get().add_child(instance=ConditionPage(title="CRPS", slug="crps", name_en="CRPS"))

    assert list(refused.value.message_dict) == ["slug"]


@pytest.mark.django_db
def test_the_source_s_segment_and_another_page_s_slug_are_not_the_same():
    factories.publish(factories.write(factories.draft("chronic-pain"), "en", path_segment=None))
    other = factories.draft("epilepsy")

    with pytest.raises(ValidationError) as refused:
        factories.write(other, "en", path_segment="chronic-pain").full_clean()

    assert list(refused.value.message_dict) == ["path_segment_en"]


@pytest.mark.django_db
def test_a_therapy_s_segment_is_taken_once_too():
    first = factories.therapy(slug="ketamine-infusion")
    factories.publish(factories.write(first, "es", path_segment="infusion"))
    second = factories.therapy(slug="esketamine")

    with pytest.raises(ValidationError) as refused:
        factories.write(second, "es", path_segment="infusion").full_clean()

    assert list(refused.value.message_dict) == ["path_segment_es"]


@pytest.mark.django_db
def test_one_segment_may_be_that_of_a_page_and_of_a_therapy():
    factories.page("chronic-pain", locales=("en", "es"))

    factories.write(factories.therapy(), "es", path_segment="dolor-cronico").full_clean()


# Pages and their sections


@pytest.mark.django_db
def test_a_page_without_a_name_is_refused_beside_the_name():
    page = factories.draft()

    with pytest.raises(ValidationError) as refused:
        factories.write(page, "en", name="").full_clean()

    assert "name_en" in refused.value.message_dict


@pytest.mark.django_db
@pytest.mark.parametrize("locale", ["es", "es-MX", "ar", "zh-Hans"])
def test_a_page_needs_no_name_in_other_languages(locale):
    page = factories.draft()

    factories.write(page, locale, name=None).full_clean()


def sections_block(locale: str) -> Any:
    field: Any = ConditionPage._meta.get_field(column("sections", locale))
    return field.stream_block


@pytest.mark.parametrize("locale", ["en", "es", "ar"])
def test_a_section_stands_once_on_a_page(locale):
    block = sections_block(locale)
    once = factories.section(
        "safety", factories.paragraph("Take care.", block=factories.block_id("a")), of="chronic-pain"
    )
    twice = block.to_python([once, {**once, "id": factories.block_id("b")}])

    block.clean(block.to_python([once]))
    with pytest.raises(StreamBlockValidationError) as refused:
        block.clean(twice)
    assert "Safety" in str(refused.value.non_block_errors)


@pytest.mark.parametrize("locale", ["es", "ar", "zh-Hans", "es-MX"])
def test_a_language_without_any_section_is_no_error(locale):
    block = sections_block(locale)

    assert len(block.clean(block.to_python([]))) == 0


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("locale", "heading"), [("en", "Safety"), ("es", "Seguridad"), ("ar", "السلامة"), ("zh-Hans", "安全性")]
)
def test_a_heading_that_is_left_empty_becomes_the_usual_one(locale, heading):
    page = factories.page(locales=dict.fromkeys(("en", locale)))

    assert factories.answer(page, locale)["sections"][1]["heading"] == heading


@pytest.mark.django_db
@pytest.mark.parametrize("locale", ["es", "ar", "zh-Hans"])
def test_a_locale_s_sections_take_the_source_s_ids(locale):
    page = factories.draft(locales=("en", locale))
    raw = page.sections_raw(locale)
    for section in raw:
        section["id"] = factories.block_id(locale, section["type"])
        for block in section["value"]["blocks"]:
            block["id"] = factories.block_id(locale, section["type"], "block")

    page = factories.publish(factories.write(page, locale, sections=raw))
    factories.release(page, locale)

    source, translated = factories.answer(page)["sections"], factories.answer(page, locale)["sections"]
    assert [section["id"] for section in translated] == [section["id"] for section in source]
    assert [block["id"] for block in translated[0]["blocks"]] == [block["id"] for block in source[0]["blocks"]]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("reviewed", "due", "is_right"),
    [(-10, 300, True), (-10, -10, False), (-10, -20, False), (None, 300, True), (-10, None, True)],
)
def test_the_next_review_is_after_the_last(reviewed, due, is_right):
    page = factories.draft()
    page.last_reviewed = None if reviewed is None else factories.days_from_now(reviewed)
    page.review_due = None if due is None else factories.days_from_now(due)

    if is_right:
        page.full_clean()
    else:
        with pytest.raises(ValidationError) as refused:
            page.full_clean()
        assert list(refused.value.message_dict) == ["review_due"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("due", "status"), [(60, "current"), (31, "current"), (30, "due"), (1, "due"), (0, "due"), (-1, "overdue")]
)
def test_a_review_is_due_for_a_month_and_overdue_after_its_day(due, status):
    page = factories.draft()
    page.last_reviewed, page.review_due = factories.days_from_now(-300), factories.days_from_now(due)

    page = factories.publish(page)

    assert factories.answer(page)["review"]["status"] == status


@pytest.mark.django_db
def test_a_page_that_nobody_has_reviewed_says_so():
    assert factories.answer(factories.page())["review"] == {
        "last_reviewed": None,
        "due": None,
        "status": "never",
        "reviewers": [],
    }


# The tree


def deep(levels):
    """A topic and so many pages below each other; returns all, the topic first."""
    pages = [factories.page("level-1")]
    while len(pages) < levels:
        pages.append(factories.page(f"level-{len(pages) + 1}", under=pages[-1]))
    return pages


@pytest.mark.django_db
def test_conditions_go_down_to_the_fourth_level():
    pages = deep(4)

    assert [ConditionPage.can_create_at(factories.reload(page)) for page in pages] == [True, True, True, False]


@pytest.mark.django_db
def test_a_page_does_not_move_where_pages_below_it_would_be_too_deep():
    pages = deep(3)
    topic, child = factories.page("epilepsy"), None
    child = factories.page("crps", under=topic)

    assert factories.reload(child).can_move_to(factories.reload(pages[2]))
    assert not factories.reload(topic).can_move_to(factories.reload(pages[2]))
    assert factories.reload(topic).can_move_to(factories.reload(pages[1]))


@pytest.mark.django_db
def test_pages_stand_only_where_they_belong():
    assert ConditionPage.allowed_parent_page_models() == [ConditionIndexPage, ConditionPage]
    assert HomePage.allowed_parent_page_models() == [Page]
    assert not ConditionIndexPage.can_create_at(Page.objects.get(depth=1))


# Names in the admin


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("language", "shown"),
    [
        ("en", "Chronic pain"),
        ("es", "Dolor crónico"),
        ("fr", "Chronic pain"),
        ("es-mx", "Dolor crónico"),
        ("de", "Chronic pain"),
    ],
)
def test_the_admin_shows_a_page_by_its_name_in_the_person_s_language(language, shown):
    page = factories.page(locales=("en", "es"))

    with override(language):
        assert page.get_admin_display_title() == shown
        assert str(factories.therapy(locales=("en",))) == "Ketamine infusion therapy"


@pytest.mark.django_db
def test_the_spanish_admin_lists_pages_by_their_spanish_names(client):
    page = factories.page(locales=("en", "es"))
    person = factories.administrator()
    own = UserProfile.get_for_user(person)
    own.preferred_language = "es"
    own.save()
    client.force_login(person)

    answer = client.get(f"/admin/pages/{page.get_parent().pk}/")

    assert "Dolor crónico" in answer.content.decode()


@pytest.mark.django_db
def test_a_person_is_called_by_name_and_credentials():
    assert str(Person(name="A. Sample", credentials="FRCA")) == "A. Sample, FRCA"
    assert str(Person(name="A. Sample")) == "A. Sample"


@pytest.mark.django_db
def test_a_therapy_that_evidence_speaks_of_is_not_deleted():
    from django.db.models import ProtectedError

    therapy = factories.therapy()
    page = factories.draft()
    factories.add_evidence(page, therapy)
    factories.publish(page)

    with pytest.raises(ProtectedError):
        Therapy.objects.get(pk=therapy.pk).delete()
