"""Each address leads to one page: keys and path segments that are taken, or would break one."""

from __future__ import annotations

import unicodedata

import pytest
from django.core.exceptions import ValidationError

from cms.locales import column
from conditions.models import ConditionIndexPage, ConditionPage
from tests import factories

pytestmark = pytest.mark.once


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
