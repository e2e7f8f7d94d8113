"""The report of what readers looked for in vain, and the click that mends it."""

from __future__ import annotations

import csv
from datetime import date
from html import unescape
from io import BytesIO

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook  # type: ignore[import-untyped] # Wagtail's choice, and without types

from cms.translation import groups
from search import misses
from search.models import Miss, Synonym
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("rolled_back")]

#: What readers type in vain, near enough to a name that it is proposed, and the name.
TYPED = {
    "ar": ("اللاامم ممزممن", "الألم المزمن"),
    "es-MX": ("dolorcillo cronificado", "Dolor crónico"),
    "zh-Hans": ("man xing teng tong", "慢性疼痛"),
}
LOCALES = list(TYPED)
REPORT = "search_misses:index"


@pytest.fixture
def chronic_pain():
    return factories.page("chronic-pain", locales=("es", "ar", "zh-Hans"))


@pytest.fixture
def author(client):
    client.force_login(factories.user("author", groups.AUTHORS))
    return client


def missed(text, locale="en", *, times=5):
    for _time in range(times):
        misses.count(text, locale=locale)
    misses.write()
    return Miss.objects.order_by("pk").last()


def report(client, **filters):
    return client.get(reverse(REPORT), filters)


def rows(answer):
    return [row.miss.text for row in answer.context["table"].data]


def found(text, locale):
    """As readers are answered."""
    answer = Client().get("/api/v1/search/", {"q": text, "locale": locale}).json()
    return [result["slug"] for result in answer["results"]]


def mean(client, miss, means, **fields):
    return client.post(reverse("search_misses:mean", args=[miss.pk]), {"means": means, **fields})


@pytest.mark.parametrize("locale", LOCALES)
def test_one_click_says_what_readers_mean_and_the_very_next_search_finds_it(chronic_pain, client, locale):
    typed, name = TYPED[locale]
    miss = missed(typed, locale)
    client.force_login(factories.approver(locale))
    assert found(typed, locale) == []

    (row,) = report(client).context["table"].data
    assert (row.today, name in row.proposals) == ("Still finds nothing", True)
    answer = mean(client, miss, name)

    assert answer.status_code == 302
    assert found(typed, locale) == ["chronic-pain"]
    assert list(Synonym.objects.values_list("locale", "words", "means")) == [(locale, miss.text, name)]
    (row,) = report(client).context["table"].data
    assert row.today == f"Mended: finds {name}"


@pytest.mark.parametrize("locale", LOCALES)
def test_a_click_is_undone_with_another(chronic_pain, client, locale):
    typed, name = TYPED[locale]
    miss = missed(typed, locale)
    client.force_login(factories.approver(locale))
    mean(client, miss, name)
    undo = reverse("search_misses:undo", args=[Synonym.objects.get().pk])

    told = unescape(report(client).content.decode())
    assert f"A search for “<bdi>{miss.text}</bdi>” finds “<bdi>{name}</bdi>” from now on." in told
    assert f'action="{undo}"' in told
    client.post(undo)
    client.post(undo)

    assert not Synonym.objects.exists()
    assert found(typed, locale) == []


@pytest.mark.parametrize("locale", LOCALES)
def test_what_readers_are_answered_nothing_to_is_in_the_report(chronic_pain, author, locale):
    typed, _name = TYPED[locale]

    for _reader in range(5):
        assert found(typed, locale) == []
    misses.write()

    (row,) = report(author).context["table"].data
    assert (row.miss.text, row.miss.locale, row.miss.count) == (misses.kept(typed, locale=locale), locale, 5)


@pytest.mark.once
def test_the_report_shows_what_was_typed_how_often_and_when_most_frequent_first(author):
    for text, times in (("earache", 5), ("toothache", 7)):
        missed(text, times=times)
    Miss.objects.filter(text="earache").update(first_on=date(2026, 3, 9), last_on=date(2026, 4, 1))
    missed("علاج الأسنان", "ar", times=9)

    answer = report(author)

    assert rows(answer) == ["علاج الاسنان", "toothache", "earache"]
    text = answer.content.decode()
    assert "March 9, 2026" in text
    assert "April 1, 2026" in text
    assert '<bdi lang="ar" dir="rtl">علاج الاسنان</bdi>' in text
    assert rows(report(author, ordering="-count")) == ["علاج الاسنان", "toothache", "earache"]
    assert rows(report(author, ordering="count")) == ["earache", "toothache", "علاج الاسنان"]


@pytest.mark.once
def test_words_of_too_few_are_nowhere_to_be_read(author, settings):
    missed("my neighbour anna", times=4)

    answer = report(author)

    assert rows(answer) == []
    assert "neighbour" not in answer.content.decode()
    assert "What 5 searches or more did not find appears here" in answer.content.decode()
    missed("my neighbour anna")
    settings.SEARCH_MISS_SHOWN_FROM = 10
    assert rows(report(author)) == []


def test_languages_and_what_is_mended_by_now_are_filtered(chronic_pain, author):
    missed("toothache")
    missed("dolor crónico", "es-MX")
    missed("慢性疼痛", "zh-Hans")

    assert rows(report(author, locale="es-MX")) == ["dolor cronico"]
    assert rows(report(author, today="nothing")) == ["toothache"]
    assert rows(report(author, today="found")) == ["dolor cronico", "慢性疼痛"]
    assert rows(report(author, today="found", locale="zh-Hans")) == ["慢性疼痛"]
    assert "Nothing is like that." in report(author, today="found", locale="fr").content.decode()


@pytest.mark.once
@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ({"tooth": 6, "toothac": 6, "toothache": 6}, {"toothache"}),
        ({"tooth": 7, "toothache": 6}, {"tooth", "toothache"}),
        ({"牙": 6, "牙痛": 8}, {"牙痛"}),
        ({"تسوس": 6, "تسوس الاسنان": 6}, {"تسوس الاسنان"}),
        ({"tooth": 6, "my tooth": 6}, {"tooth", "my tooth"}),
    ],
)
def test_what_people_typed_on_from_is_left_out(author, typed, shown):
    for text, times in typed.items():
        missed(text, "en", times=times)

    assert set(rows(report(author))) == shown


@pytest.mark.once
def test_a_beginning_in_another_language_is_shown(author):
    missed("muela", "es")
    missed("muela picada", "es-MX")

    assert set(rows(report(author))) == {"muela", "muela picada"}


@pytest.mark.once
def test_a_reviewer_sees_all_languages_and_mends_their_own_only(client):
    miss = missed("علاج الأسنان", "ar")
    missed("牙痛", "zh-Hans")
    client.force_login(factories.approver("zh-Hans"))

    text = report(client).content.decode()
    mean(client, miss, "الصرع")

    assert reverse("search_misses:mean", args=[miss.pk]) not in text
    assert text.count("Add a synonym") == 1
    assert not Synonym.objects.exists()
    kept = Synonym.objects.create(locale="ar", words="تسوس", means="الصرع")
    client.post(reverse("search_misses:undo", args=[kept.pk]))
    assert Synonym.objects.exists()


@pytest.mark.once
def test_translators_do_not_see_the_report(client):
    missed("toothache")
    client.force_login(factories.translator("es"))

    answer = report(client)

    assert answer.status_code == 302
    assert "toothache" not in client.get(answer["Location"]).content.decode()


@pytest.mark.once
def test_nothing_changes_without_a_token_or_by_a_link():
    miss = missed("toothache")
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(factories.administrator())

    assert mean(browser, miss, "Epilepsy").status_code == 403
    assert browser.get(reverse("search_misses:mean", args=[miss.pk]), {"means": "Epilepsy"}).status_code == 405
    assert not Synonym.objects.exists()


@pytest.mark.once
@pytest.mark.parametrize(
    ("typed", "means", "fault"),
    [("what is", "Epilepsy", "“what is” says nothing by itself"), ("toothache", "", "at least two phrases")],
)
def test_what_would_not_work_as_a_synonym_is_told_instead(author, typed, means, fault):
    mean(author, missed(typed), means)

    assert fault in unescape(report(author).content.decode())
    assert not Synonym.objects.exists()


@pytest.mark.once
def test_a_name_with_a_comma_is_meant_as_a_whole(author):
    mean(author, missed("toothache"), "Pain, chronic")

    assert Synonym.objects.get().means == "Pain chronic"


@pytest.mark.once
def test_a_click_leads_back_to_the_report_as_it_was_filtered(author):
    miss = missed("toothache")
    filtered = f"{reverse(REPORT)}?locale=en&today=nothing"

    text = unescape(
        author.get(reverse("search_misses:results"), {"locale": "en", "_w_filter_fragment": "1"}).content.decode()
    )
    here = mean(author, miss, "Epilepsy", next=filtered)
    elsewhere = mean(author, miss, "Epilepsy", next="https://evil.example.org/")

    assert f'name="next" value="{reverse(REPORT)}?locale=en"' in text
    assert here["Location"] == filtered
    assert elsewhere["Location"] == reverse(REPORT)


@pytest.mark.once
def test_the_form_opens_filled_in(author):
    missed("牙痛", "zh-Hans")
    (row,) = report(author).context["table"].data

    form = author.get(row.add_url).context["form"]

    assert (form["locale"].value(), form["words"].value()) == ("zh-Hans", "牙痛")


def test_the_list_is_given_as_a_file(chronic_pain, author):
    missed("toothache", times=6)
    missed("慢性疼痛", "zh-Hans")
    today = date.fromisoformat(str(Miss.objects.latest("last_on").last_on))

    as_csv = b"".join(report(author, export="csv").streaming_content).decode()
    book = load_workbook(BytesIO(b"".join(report(author, export="xlsx").streaming_content)))

    assert list(csv.reader(as_csv.splitlines())) == [
        ["Typed", "Language", "Searches", "First day", "Last day", "Today"],
        ["toothache", "English", "6", str(today), str(today), "Still finds nothing"],
        ["慢性疼痛", "简体中文", "5", str(today), str(today), "Mended: finds 慢性疼痛"],
    ]
    assert [cell.value for cell in book.active["A"]] == ["Typed", "toothache", "慢性疼痛"]


def test_more_rows_cost_no_more_queries_once_search_was_asked(chronic_pain, author):
    counts = []
    for number in (2, 30):
        for place in range(number):
            missed(f"zzz{place} qqq{place}")
        report(author)
        with CaptureQueriesContext(connection) as queries:
            answer = report(author)
        counts.append((len(rows(answer)), len(queries)))

    assert counts == [(2, counts[0][1]), (30, counts[0][1])]
