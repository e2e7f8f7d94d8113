"""Who keeps the words that a language is not to use: reviewers their own, authors all."""

from __future__ import annotations

import pytest
from django.urls import reverse

from cms.locales import SOURCE
from cms.translation import groups
from cms.translation.models import AvoidedWord
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.once]

WORDS = {"ar": "مدمن", "es-MX": "adicto", "zh-Hans": "瘾君子"}
LOCALES = list(WORDS)
LIST = "wagtailsnippets_translation_avoidedword"


def word(locale):
    return AvoidedWord.objects.create(locale=locale, text=WORDS[locale])


def posted(locale, **fields: str):
    return {"locale": locale, "text": WORDS[locale], "instead": "", "reason": "It hurts.", **fields}


def add(client, locale):
    return client.post(reverse(f"{LIST}:add"), posted(locale))


def change(client, kept, locale, **fields: str):
    return client.post(reverse(f"{LIST}:edit", args=[kept.pk]), posted(locale, **fields))


@pytest.mark.parametrize("locale", LOCALES)
def test_a_reviewer_keeps_the_words_of_their_own_language(client, locale):
    client.force_login(factories.approver(locale))

    assert add(client, locale).status_code == 302

    kept = AvoidedWord.objects.get()
    assert (kept.locale, kept.text, kept.is_error) == (locale, WORDS[locale], False)
    assert change(client, kept, locale, instead="x", is_error="on").status_code == 302
    assert AvoidedWord.objects.get().is_error


@pytest.mark.parametrize("locale", LOCALES)
def test_a_reviewer_adds_no_words_to_another_language(client, locale):
    client.force_login(factories.approver(*(tag for tag in LOCALES if tag != locale)))

    answer = add(client, locale)

    assert answer.status_code == 200
    assert "locale" in answer.context["form"].errors
    assert not AvoidedWord.objects.exists()


@pytest.mark.parametrize("locale", LOCALES)
def test_a_reviewer_changes_no_words_of_another_language_nor_takes_them_over(client, locale):
    kept = word(locale)
    other = next(tag for tag in LOCALES if tag != locale)
    client.force_login(factories.approver(other))

    for target in (locale, other):
        change(client, kept, target, text="x")

    kept.refresh_from_db()
    assert (kept.locale, kept.text) == (locale, WORDS[locale])


@pytest.mark.parametrize("locale", LOCALES)
def test_a_reviewer_deletes_no_words_of_another_language(client, locale):
    kept = word(locale)
    client.force_login(factories.approver(next(tag for tag in LOCALES if tag != locale)))

    client.post(reverse(f"{LIST}:delete", args=[kept.pk]))
    client.post(reverse("wagtail_bulk_action", args=["translation", "avoidedword", "delete"]) + f"?id={kept.pk}")

    assert AvoidedWord.objects.filter(pk=kept.pk).exists()


def test_a_reviewer_deletes_the_words_of_their_own_language(client):
    kept = word("ar")
    client.force_login(factories.approver("ar"))

    client.post(reverse(f"{LIST}:delete", args=[kept.pk]))

    assert not AvoidedWord.objects.exists()


def test_authors_keep_the_words_of_all_languages(client):
    client.force_login(factories.user("author", groups.AUTHORS))

    assert [add(client, locale).status_code for locale in LOCALES] == [302, 302, 302]


@pytest.mark.parametrize("locale", LOCALES)
def test_translators_do_not_keep_words(client, locale):
    client.force_login(factories.translator(locale))

    assert add(client, locale).status_code in {302, 403}
    assert not AvoidedWord.objects.exists()


def test_the_source_is_no_language_to_choose_and_a_word_stands_there_once(client):
    client.force_login(factories.administrator())
    word("ar")

    assert add(client, "ar").status_code == 200
    assert client.post(reverse(f"{LIST}:add"), {**posted("ar"), "locale": SOURCE}).status_code == 200
    assert AvoidedWord.objects.count() == 1
