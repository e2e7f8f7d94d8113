"""Entries and words are written with what is published, or not at all; `republish` sets right what a script did."""

from __future__ import annotations

from io import StringIO
from typing import TYPE_CHECKING, Any

import pytest
from django.core.management import call_command
from django.db import connection, transaction

from cms.operations import preparation
from cms.publishing import lifecycle
from cms.publishing.models import Answer
from cms.translation import releases
from search.models import Entry, Word
from tests import factories
from tests.forgetting import forget_what_is_published
from tests.search.asking import ask, found, suggested

if TYPE_CHECKING:
    from django.test import Client

pytestmark = pytest.mark.usefixtures("rolled_back")

QUESTIONS = [
    ("en", "pain"),
    ("en", "epilpsy"),
    ("en", "ket"),
    ("es-MX", "dolor"),
    ("ar", "الم"),
    ("zh-Hans", "疼痛"),
    ("fr", "licence"),
]


@pytest.fixture(scope="module")
def pages_of_all(kept: None) -> Any:
    factories.therapy(locales=("en", "es", "ar"))
    factories.glossary_term(locales=("en", "zh-Hans"))
    topic = factories.page("chronic-pain", locales=("en", "es", "ar", "zh-Hans"))
    factories.page("crps", under=topic, locales=("en", "es", "ar"))
    epilepsy = factories.page("epilepsy", locales=("en", "ar"))
    releases.withdraw(epilepsy, "ar", by=factories.approver("ar"))
    lifecycle.rebuild_stale()
    return topic


@pytest.fixture
def pages(pages_of_all: Any) -> Any:
    """A bit of everything that is searched, in several states."""
    return factories.reload(pages_of_all)


def republish(*options: str) -> str:
    output = StringIO()
    call_command("republish", *options, stdout=output)
    return output.getvalue()


def kept() -> tuple[list[Any], set[Any]]:
    """Everything that search keeps of what is published."""
    rows = Entry.objects.order_by("answer__content_id", "answer__requested_locale")
    columns = ("answer__content_id", "answer__requested_locale", "digest", "card", "terms")
    return list(rows.values_list(*columns)), set(
        Word.objects.values_list("requested_locale", "language", "text", "level")
    )


def answers(client: Client) -> list[Any]:
    forget_what_is_published()
    return [ask(client, q, locale) for locale, q in QUESTIONS]


def test_each_answer_that_is_searched_has_one_entry(pages: Any) -> None:
    searched = Answer.objects.filter(type__in=("condition", "therapy", "glossary-term"))

    assert set(Entry.objects.values_list("pk", flat=True)) == set(searched.values_list("pk", flat=True))
    factories.reload(pages).unpublish()
    assert set(Entry.objects.values_list("pk", flat=True)) == set(searched.values_list("pk", flat=True))


def test_after_a_normal_life_nothing_is_stale(pages: Any) -> None:
    factories.publish(factories.write(pages, "en", name="Long-lasting pain"))
    lifecycle.rebuild_stale()
    before = kept()

    assert "Nothing is stale." in republish("--dry-run")
    assert kept() == before


@pytest.mark.parametrize(
    "altered",
    [
        {"terms": "pain.en.en4"},
        {"terms": ""},
        {"card": "{}"},
        {"digest": "0" * 32},
        {"terms": "nothing", "card": "[]", "digest": ""},
    ],
)
def test_an_entry_that_was_altered_is_set_right(client: Client, pages: Any, altered: dict[str, str]) -> None:
    before, answered = kept(), answers(client)
    Entry.objects.filter(answer__content_id=pages.content_id).update(**altered)

    output = republish()

    assert "1 changed" in output
    assert kept() == before
    assert answers(client) == answered
    assert "Nothing is stale." in republish()


@pytest.mark.parametrize("locale", ["en", "ar", "es-MX", "zh-Hans"])
def test_entries_that_were_deleted_are_written_again(client: Client, pages: Any, locale: str) -> None:
    before, answered = kept(), answers(client)
    Entry.objects.filter(answer__requested_locale=locale).delete()
    assert found(client, "pain", locale) == []

    republish()

    assert kept() == before
    assert answers(client) == answered
    assert "Nothing is stale." in republish()


@pytest.mark.parametrize("lost", [{}, {"requested_locale": "ar"}, {"language": "es"}, {"text__startswith": "e"}])
def test_words_that_were_deleted_are_written_again(client: Client, pages: Any, lost: dict[str, str]) -> None:
    before, answered = kept(), answers(client)
    Word.objects.filter(**lost).delete()

    republish()

    # A word that was only in what has gone since is of no use.
    entries, words = kept()
    assert entries == before[0]
    assert words <= before[1]
    assert answers(client) == answered
    assert "Nothing is stale." in republish()


def test_everything_can_be_lost_and_comes_back(client: Client, pages: Any) -> None:
    before, answered = kept(), answers(client)
    Answer.objects.all().delete()
    Word.objects.all().delete()
    assert not Entry.objects.exists()

    republish()

    columns = [row[:2] + row[3:] for row in kept()[0]]
    assert columns == [row[:2] + row[3:] for row in before[0]]
    assert answers(client) == answered


def test_a_dry_run_tells_and_changes_nothing(pages: Any) -> None:
    Entry.objects.filter(answer__content_id=pages.content_id).delete()
    Word.objects.filter(requested_locale="ar").delete()
    before = kept()

    output = republish("--dry-run")

    assert "would change" in output
    assert kept() == before


def test_a_publish_that_is_taken_back_leaves_no_entry_and_no_word(client: Client, pages: Any) -> None:
    before = kept()

    with transaction.atomic():
        factories.publish(factories.write(factories.reload(pages), "en", name="Algodystrophy"))
        assert found(client, "algodystrophy") == ["chronic-pain"]
        transaction.set_rollback(True)

    forget_what_is_published()
    assert kept() == before
    assert found(client, "algodystrophy") == suggested(client, "algod") == []
    factories.publish(factories.write(factories.reload(pages), "en", name="Algodystrophy"))
    assert found(client, "algodistrophy") == ["chronic-pain"]


def test_what_was_published_before_there_was_search_is_found_after_the_next_migrate(client: Client, pages: Any) -> None:
    before, answered = kept(), answers(client)
    Entry.objects.all().delete()
    Word.objects.all().delete()

    preparation.answer_in_added_locales(verbosity=0)

    assert kept()[0] == before[0]
    assert answers(client) == answered


def test_what_follows_a_publish_that_changes_nothing_is_nothing(pages: Any) -> None:
    before = kept()
    keys = set(Word.objects.values_list("pk", flat=True))

    factories.publish(factories.reload(pages))

    assert kept() == before
    assert set(Word.objects.values_list("pk", flat=True)) == keys


@pytest.mark.once
def test_the_index_of_the_database_holds_what_entries_hold(client: Client, pages: Any) -> None:
    factories.publish(factories.write(factories.reload(pages), "en", name="Long-lasting pain"))
    lifecycle.rebuild_stale()
    factories.reload(pages).unpublish()
    Entry.objects.filter(answer__requested_locale="ar").update(terms="altered.ar.ar1")
    Entry.objects.filter(answer__requested_locale="fr").delete()
    republish()

    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO search_index (search_index, rank) VALUES ('integrity-check', 1)")
        cursor.execute("SELECT count(*) FROM search_index")
        assert cursor.fetchone() == (Entry.objects.count(),)
