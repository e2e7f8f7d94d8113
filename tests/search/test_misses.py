"""What was not found is counted without a trace of who typed it, and counting never stands in a reader's way."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import DatabaseError, connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cms.access.patience import Busy
from cms.operations import schedule
from cms.publishing import store
from search import misses
from search.models import Miss
from tests import databases

#: As readers type it, and as it is counted.
TYPED = {
    "ar": ("ألمٌ في الأسنان", "الم في الاسنان"),
    "es-MX": ("  ¿Dolor de MUELAS? ", "dolor de muelas"),
    "zh-Hans": ("牙 痛", "牙痛"),
}


def search(text: str, locale: str, *, times: int = 1) -> None:
    for _time in range(times):
        misses.count(text, locale=locale)
    misses.write()


@pytest.mark.django_db
@pytest.mark.parametrize("locale", TYPED)
def test_words_stand_there_only_once_enough_searches_asked_for_them(locale):
    typed, words = TYPED[locale]

    search(typed, locale, times=4)
    before = Miss.objects.get()
    search(typed, locale)
    after = Miss.objects.get()

    assert (before.count, before.text) == (4, "")
    assert words not in repr(before.__dict__)
    assert (after.locale, after.count, after.text) == (locale, 5, words)
    assert (after.first_on, after.last_on) == (timezone.localdate(), timezone.localdate())


@pytest.mark.django_db
def test_words_that_enough_searches_ask_for_at_once_stand_there_at_once(settings):
    settings.SEARCH_MISS_SHOWN_FROM = 2

    search("toothache", "en", times=2)
    search("earache", "en")

    assert set(Miss.objects.values_list("text", "count")) == {("toothache", 2), ("", 1)}


@pytest.mark.django_db
def test_each_language_counts_its_own():
    for locale in ("es", "es-MX", "en"):
        search("RSD", locale, times=5)

    assert list(Miss.objects.order_by("locale").values_list("locale", "text", "count")) == [
        ("en", "rsd", 5),
        ("es", "rsd", 5),
        ("es-MX", "rsd", 5),
    ]
    assert Miss.objects.values("digest").distinct().count() == 3


@pytest.mark.django_db
def test_a_digest_cannot_be_made_without_the_secret(settings):
    search("toothache", "en")
    settings.SECRET_KEY = "another secret of another installation"
    search("toothache", "en")

    assert Miss.objects.values("digest").distinct().count() == 2


@pytest.mark.once
@pytest.mark.parametrize(
    ("locale", "text"),
    [
        ("en", "ana@example.org toothache"),
        ("zh-Hans", "王芳＠example.org"),
        ("en", "toothache call 555 0100"),
        ("ar", "ألم الأسنان ٥٥٥٠١٠٠"),
        ("es-MX", "me llamo Ana y desde ayer me duele una muela"),
        ("zh-Hans", "我叫王芳住在人民路从昨天开始牙齿一直很痛睡不着"),
        ("en", "otorhinolaryngology " * 5),
        ("en", "?! …"),
        ("en", "\x00 \ud800 \u200f"),
        ("en", ""),
    ],
)
def test_what_may_be_somebodys_own_or_says_nothing_is_not_counted(locale, text):
    assert misses.kept(text, locale=locale) == ""


@pytest.mark.once
@pytest.mark.parametrize(
    ("locale", "text"),
    [("en", "G90.50"), ("es-MX", "dolor de muelas que no se me quita"), ("zh-Hans", "牙齿一直很痛睡不着怎么办")],
)
def test_codes_and_questions_are_counted(locale, text):
    assert misses.kept(text, locale=locale)


@pytest.mark.django_db
def test_a_process_writes_once_in_ten_seconds_in_one_statement(monkeypatch):
    clock = [1_000.0]
    monkeypatch.setattr("time.monotonic", lambda: clock[0])

    with CaptureQueriesContext(connection) as first:
        misses.count("toothache", locale="en")
    with CaptureQueriesContext(connection) as meanwhile:
        misses.count("toothache", locale="en")
        misses.count("earache", locale="en")
    clock[0] += misses.PERIOD_S
    with CaptureQueriesContext(connection) as later:
        misses.count("earache", locale="en")

    assert _inserts(first) == 1
    assert len(meanwhile) == 0
    assert _inserts(later) == 1
    assert sorted(Miss.objects.values_list("count", flat=True)) == [2, 2]


@pytest.mark.django_db
def test_a_process_writes_as_soon_as_it_has_gathered_much():
    misses.count("toothache", locale="en")

    for number in range(misses.MOST_GATHERED):
        misses.count(f"pain {number}", locale="en")

    assert Miss.objects.count() == 1 + misses.MOST_GATHERED


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    "run", ["search()", "child = get_context('fork').Process(target=search); child.start(); child.join()"]
)
def test_a_process_writes_what_it_has_gathered_when_it_ends(run):
    program = f"""
import django
from multiprocessing import get_context
django.setup()
from search import misses
def search():
    for _time in range(3):
        misses.count("toothache", locale="en")
{run}
"""

    subprocess.run([sys.executable, "-c", program], cwd=databases.ROOT, env=databases.environment(), check=True)

    assert Miss.objects.get().count == 3


@pytest.mark.django_db
def test_what_the_database_does_not_take_is_kept_for_the_next_time_and_told_without_the_words(monkeypatch, caplog):
    with monkeypatch.context() as broken:
        broken.setattr(misses, "_ADD", "INSERT INTO nowhere")
        search("toothache", "en", times=3)

    assert "toothache" not in caplog.text
    assert "could not be counted" in caplog.text
    misses.write()
    assert Miss.objects.get().count == 3


@pytest.mark.once
def test_a_database_that_is_away_costs_no_memory_and_one_attempt_in_ten_seconds(monkeypatch):
    attempts = []

    def refuse(counted):
        attempts.append(len(counted))
        raise Busy

    monkeypatch.setattr(misses, "_add", refuse)

    for number in range(3 * misses.MOST_GATHERED):
        misses.count(f"pain {number}", locale="en")

    assert attempts == [1]
    assert len(misses._gathered) == misses.MOST_GATHERED


@pytest.mark.django_db(transaction=True)
def test_processes_that_write_at_once_lose_nothing():
    phrases = [f"pain {number}" for number in range(40)]

    def write(order):
        for _time in range(10):
            counted = Counter({("en", phrase): 1 for phrase in phrases[::order]})
            for _attempt in range(200):
                try:
                    misses._add(counted)
                    break
                except Busy:
                    continue
        connection.close()

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(write, (1, -1)))

    assert set(Miss.objects.values_list("count", flat=True)) == {20}


@pytest.mark.django_db
def test_counting_never_says_that_something_was_published():
    with store.locked():
        pass
    before = store.state_version()

    search("toothache", "en", times=5)

    assert store.state_version() == before


@pytest.mark.django_db
def test_what_too_few_typed_goes_after_a_month_and_what_nobody_types_any_more_after_a_year(settings):
    today = timezone.localdate()
    ages = {"rare, new": (4, 30, 0), "rare, old": (4, 31, 0), "known": (5, 400, 365), "forgotten": (9, 400, 366)}
    for name, (count, first, last) in ages.items():
        Miss.objects.create(
            locale="en",
            digest=name,
            text=name if count >= 5 else "",
            count=count,
            first_on=today - timedelta(days=first),
            last_on=today - timedelta(days=last),
        )

    schedule.forget_rare_searches()
    assert misses.sweep() == 0
    assert set(Miss.objects.values_list("digest", flat=True)) == {"rare, new", "known"}

    settings.SEARCH_MISS_KEEP_DAYS = 7
    assert misses.sweep() == 1
    assert Miss.objects.get().digest == "known"
    assert schedule.forget_rare_searches in schedule.JOBS


@pytest.mark.once
@pytest.mark.django_db
def test_a_broken_database_reaches_no_reader(monkeypatch):
    def fail(*_arguments):
        raise DatabaseError

    monkeypatch.setattr("django.db.backends.utils.CursorWrapper.execute", fail)

    misses.count("toothache", locale="en")

    assert misses._gathered == {("en", "toothache"): 1}


def _inserts(queries: CaptureQueriesContext) -> int:
    return sum("INSERT INTO search_miss" in query["sql"] for query in queries)
