"""The list of the dashboard: what it shows and how it is filtered."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from cms.locales import BY_TAG, translations
from cms.translation import groups, handover, releases
from cms.translation.models import Delivery, LocaleWork, TranslatedItem, WorkState
from conditions.models import ConditionPage
from tests import factories
from tests.translation.dashboard.looking import URL, change, make_rows

pytestmark = pytest.mark.django_db


def names(answer):
    return [row.item.name for row in answer.context["rows"]]


def cell(answer, name, tag):
    row = next(row for row in answer.context["rows"] if row.item.name == name)
    return next(cell for cell in row.cells if cell.locale.tag == tag)


# What is shown


def test_each_content_has_a_row_and_each_language_but_the_source_a_column(admin):
    factories.page("chronic-pain", locales=("en", "ar"))
    factories.therapy(locales=("en", "zh-Hans"))
    factories.profile(locales=("en", "es"))

    answer = admin.get(URL)

    assert names(answer) == ["Chronic pain", "Conditions", "Home", "Ketamine infusion therapy", "Sample Health"]
    assert [locale.tag for locale in answer.context["locales"]] == [locale.tag for locale in translations()]
    assert cell(answer, "Chronic pain", "ar").status == Delivery.RELEASED
    assert cell(answer, "Ketamine infusion therapy", "zh-Hans").status == Delivery.RELEASED
    assert cell(answer, "Sample Health", "es").status == Delivery.RELEASED
    assert cell(answer, "Sample Health", "es-MX").status == Delivery.NONE


def test_a_cell_says_what_is_out_how_far_the_work_is_and_how_much_is_left(admin):
    page = factories.page("chronic-pain", locales=("en", "ar"))
    draft = factories.write(factories.latest(page), "en", summary="Pain for half a year.", meta_title="Pain that stays")
    factories.publish(draft)

    answer = admin.get(URL)
    arabic, french = cell(answer, "Chronic pain", "ar"), cell(answer, "Chronic pain", "fr")

    assert (arabic.status, arabic.work.outdated, arabic.work.missing) == (Delivery.OUTDATED, 1, 1)
    assert (french.status, french.work.state, french.work.outdated) == (Delivery.NONE, WorkState.NOT_STARTED, 0)
    assert french.work.missing == french.work.segments > 1
    text = answer.content.decode()
    assert "Released, outdated" in text
    assert "1 missing" in text
    assert "1 to look at again" in text


def test_content_that_is_not_out_says_so_and_its_approved_text_does_not_pass_for_released(admin):
    page = factories.page("chronic-pain", locales=("en", "ar"))
    page.unpublish()

    answer = admin.get(f"{URL}?kind=conditions.conditionpage")

    assert "Not published" in answer.content.decode()
    assert cell(answer, "Chronic pain", "ar").status == "approved"
    assert names(admin.get(f"{URL}?situation=released&locale=ar")) == []


def test_a_cell_leads_to_the_work_on_that_language(admin):
    page = factories.page("chronic-pain")

    found = cell(admin.get(URL), "Chronic pain", "es-MX")

    assert f"/conditions.conditionpage/{page.pk}/es-MX/" in found.url
    assert admin.get(found.url).status_code == 200


def test_totals_lead_to_lists_of_just_as_many(admin):
    for slug in ("chronic-pain", "crps"):
        change(factories.page(slug, locales=("en", "ar", "zh-Hans")))
    releases.withdraw(factories.reload(ConditionPage.objects.get(slug="crps")), "zh-Hans", by=factories.approver())
    factories.draft("epilepsy", locales=("en", "ar"))

    totals = admin.get(URL).context["totals"]

    checked = 0
    for total in totals:
        for _situation, number, url in total["figures"]:
            assert admin.get(url).context["items"].paginator.count == number
            checked += number
    assert checked > 0


# Filters


def test_the_list_can_be_filtered_by_situation_of_a_language(admin):
    current = factories.page("chronic-pain", locales=("en", "ar", "zh-Hans"))
    behind = change(factories.page("crps", locales=("en", "ar")))
    taken_back = factories.page("epilepsy", locales=("en", "ar"))
    releases.withdraw(taken_back, "ar", by=factories.approver())
    kind = "kind=conditions.conditionpage"

    def of(situation, tag="ar"):
        return names(admin.get(f"{URL}?{kind}&locale={tag}&situation={situation}"))

    assert of("released") == [factories.read(current, "name", "en")]
    assert of("outdated") == [factories.read(behind, "name", "en")]
    assert of("withdrawn") == [factories.read(taken_back, "name", "en")]
    assert of("to_do") == ["Complex regional pain syndrome", "Epilepsy"]
    assert of("up_to_date") == ["Chronic pain"]
    assert of("none") == []
    assert of("changed") == ["Complex regional pain syndrome"]
    assert of("missing", "zh-Hans") == ["Complex regional pain syndrome", "Epilepsy"]
    assert of("missing", "es-MX") == []
    assert of("none", "es-MX") == ["Chronic pain", "Complex regional pain syndrome", "Epilepsy"]


def test_the_list_can_be_filtered_by_the_state_of_the_work(admin):
    page = factories.page("chronic-pain")
    translator = factories.translator("ar")
    draft = factories.write(factories.latest(page), "ar", name="الألم المزمن")
    draft.save_revision(user=translator)

    assert names(admin.get(f"{URL}?locale=ar&situation=in_progress")) == ["Chronic pain"]
    assert names(admin.get(f"{URL}?locale=ar&situation=in_review")) == []

    handover.submit(page, "ar", by=translator)

    assert names(admin.get(f"{URL}?locale=ar&situation=in_progress")) == []
    assert names(admin.get(f"{URL}?locale=ar&situation=in_review")) == ["Chronic pain"]
    assert names(admin.get(f"{URL}?locale=zh-Hans&situation=in_review")) == []


def test_a_situation_without_a_language_finds_what_is_so_in_any_of_them_and_marks_where(admin):
    change(factories.page("chronic-pain", locales=("en", "ar")))
    factories.page("crps", locales=("en", "ar"))

    answer = admin.get(f"{URL}?situation=outdated")

    assert names(answer) == ["Chronic pain"]
    assert cell(answer, "Chronic pain", "ar").is_meant
    assert not cell(answer, "Chronic pain", "zh-Hans").is_meant


def test_the_list_can_be_filtered_by_kind_and_searched_by_name(admin):
    factories.page("chronic-pain")
    factories.therapy()

    assert names(admin.get(f"{URL}?kind=conditions.therapy")) == ["Ketamine infusion therapy"]
    assert names(admin.get(f"{URL}?q=KETAMINE")) == ["Ketamine infusion therapy"]
    assert names(admin.get(f"{URL}?q=pain&kind=conditions.therapy")) == []


def test_a_filter_that_is_unknown_counts_as_not_given(admin):
    factories.page("chronic-pain")

    answer = admin.get(f"{URL}?locale=tlh&situation=lost&kind=auth.user&order=random&p=nine&q=pain")

    assert answer.status_code == 200
    assert names(answer) == ["Chronic pain"]


def test_mine_are_the_languages_that_the_person_works_on(client, person):
    person(groups.translators(BY_TAG["ar"]), groups.reviewers(BY_TAG["es-MX"]))
    factories.page("chronic-pain")

    answer = client.get(f"{URL}?mine=on")

    assert [locale.tag for locale in answer.context["locales"]] == ["es-MX", "ar"]


def test_a_person_gets_links_only_where_they_have_something_to_do(client, person):
    person(groups.translators(BY_TAG["ar"]))
    factories.page("chronic-pain")

    answer = client.get(URL)

    assert cell(answer, "Chronic pain", "ar").url
    assert not cell(answer, "Chronic pain", "zh-Hans").url


def test_the_oldest_waiting_comes_first_when_asked_for(admin):
    now = timezone.now()
    for days, slug in ((2, "chronic-pain"), (9, "crps"), (5, "epilepsy")):
        page = factories.page(slug)
        LocaleWork.objects.filter(content_id=page.content_id).update(waiting_since=now - timedelta(days=days))
        LocaleWork.objects.filter(content_id=page.content_id, locale="es-MX").update(waiting_since=None)

    by_waiting = names(admin.get(f"{URL}?order=waiting&kind=conditions.conditionpage"))
    of_mexico = names(admin.get(f"{URL}?order=waiting&kind=conditions.conditionpage&locale=es-MX"))

    assert by_waiting == ["Complex regional pain syndrome", "Epilepsy", "Chronic pain"]
    assert of_mexico == ["Chronic pain", "Complex regional pain syndrome", "Epilepsy"]


def test_names_stand_in_the_order_of_the_alphabet_whatever_their_case(admin):
    factories.page("epilepsy")
    factories.glossary_term()
    factories.therapy()

    found = names(admin.get(f"{URL}?p=1"))

    assert found == ["Conditions", "Epilepsy", "Home", "Ketamine infusion therapy", "off-label"]


def test_pages_keep_the_filters(admin):
    make_rows(60)

    first = admin.get(f"{URL}?q=made&locale=ar")
    second = admin.get(f"{URL}?q=made&locale=ar&p=2")

    assert len(names(first)) == 50
    assert len(names(second)) == 10
    assert not set(names(first)) & set(names(second))
    assert "?q=made&amp;locale=ar&amp;p=2" in first.content.decode()


@pytest.mark.parametrize("tag", ["ar", "es-MX", "zh-Hans"])
def test_a_language_in_which_nothing_waits_says_so(admin, tag):
    factories.page("chronic-pain")
    LocaleWork.objects.update(waiting_since=None)

    answer = admin.get(f"{URL}?locale={tag}&situation=to_do")

    assert f"Nothing waits in {BY_TAG[tag].own_name}. Well done." in answer.content.decode()


def test_an_empty_list_says_why(admin):
    TranslatedItem.objects.all().delete()
    assert "There is no content yet." in admin.get(URL).content.decode()

    factories.page("chronic-pain")
    answer = admin.get(f"{URL}?q=migraine").content.decode()

    assert "Nothing is like that." in answer
    assert "Clear the filters" in answer
