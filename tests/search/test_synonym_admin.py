"""Editors keep synonyms in their own languages, are told what would not work, and search follows at once."""

from __future__ import annotations

from html import unescape

import pytest
from django.urls import reverse

from cms.locales import BY_TAG
from cms.publishing import store
from cms.translation import groups
from search import finding
from search.models import Synonym
from tests import factories

pytestmark = pytest.mark.django_db

#: What readers type, what the pages say, and a third phrase of the same meaning.
WORDS = {
    "ar": ("وجع دائم", "الألم المزمن", "عذاب لا ينتهي"),
    "es-MX": ("achaque eterno", "dolor crónico", "dolencia perpetua"),
    "zh-Hans": ("老毛病", "慢性疼痛", "旧疾"),
}
LOCALES = list(WORDS)
ADD = "search_synonyms:add"


def posted(locale, words, means=""):
    return {"locale": locale, "words": words, "means": means}


def add(client, locale, words, means=""):
    return client.post(reverse(ADD), posted(locale, words, means))


def faults(answer, field):
    return " ".join(answer.context["form"].errors.get(field, []))


def found(text, locale):
    answer = finding.find(text, locale=BY_TAG[locale], filters=(), state_version=store.state_version())
    return [match.slug for match in answer.matches]


@pytest.fixture(scope="module")
def chronic_pain(kept):
    return factories.page("chronic-pain", locales=("es", "ar", "zh-Hans"))


@pytest.fixture
def author(client):
    client.force_login(factories.user("author", groups.AUTHORS))
    return client


@pytest.mark.parametrize("locale", LOCALES)
def test_a_synonym_that_is_added_changed_or_deleted_counts_from_the_very_next_search_on(chronic_pain, client, locale):
    typed, means, other = WORDS[locale]
    client.force_login(factories.approver(locale))
    assert found(typed, locale) == []

    assert add(client, locale, typed, means).status_code == 302
    assert found(typed, locale) == ["chronic-pain"]

    kept = Synonym.objects.get()
    client.post(reverse("search_synonyms:edit", args=[kept.pk]), posted(locale, other, means))
    assert (found(typed, locale), found(other, locale)) == ([], ["chronic-pain"])

    client.post(reverse("search_synonyms:delete", args=[kept.pk]))
    assert found(other, locale) == []


@pytest.mark.parametrize("locale", LOCALES)
def test_words_of_one_meaning_find_what_each_of_them_finds(chronic_pain, author, locale):
    typed, means, other = WORDS[locale]

    add(author, locale, f"{typed}, {means}، {other}" if locale == "ar" else f"{typed}，{means}\n{other}")

    assert found(typed, locale) == found(other, locale) == found(means, locale) == ["chronic-pain"]


def test_what_is_added_by_a_script_and_by_no_form_counts_as_well(chronic_pain):
    before = store.state_version() or 0

    Synonym.objects.create(locale="en", words="perpetual misery", means="chronic pain")
    assert found("perpetual misery", "en") == ["chronic-pain"]
    Synonym.objects.all().delete()

    assert found("perpetual misery", "en") == []
    assert store.state_version() == before + 2


@pytest.mark.once
@pytest.mark.parametrize(
    ("locale", "words", "means", "field", "fault"),
    [
        ("en", "seizures", "", "words", "at least two phrases"),
        ("zh-Hans", "癫痫", "", "words", "at least two phrases"),
        ("es-MX", "ataque, crisis,  Ataque ", "", "words", "“ataque” stands here twice"),
        ("ar", "نوبة، صرع، نوبة", "", "words", "“نوبة” stands here twice"),
        ("en", "what is, seizures", "", "words", "“what is” says nothing"),
        ("ar", "ما هو", "الصرع", "words", "“ما هو” says nothing"),
        ("zh-Hans", "为什么，癫痫", "", "words", "“为什么” says nothing"),
        ("en", "fits, ?!", "", "words", "“?!” has no words"),
        ("en", ", ".join(f"fit {number}" for number in range(51)), "", "words", "These are 51 phrases; 50 at most"),
        ("en", "fits, " + "seizure " * 11, "", "words", "is longer than 80 characters"),
        ("en", "fits", "seizure " * 11, "means", "is longer than 80 characters"),
        ("es-MX", "Crisis, ataque", "crisis", "means", "stands above already"),
        ("zh-Hans", "癫痫", "癫痫", "means", "stands above already"),
    ],
)
def test_what_would_not_work_is_told_beside_the_field(author, locale, words, means, field, fault):
    answer = add(author, locale, words, means)

    assert fault in faults(answer, field)
    assert len(answer.context["form"].errors) == 1
    assert not Synonym.objects.exists()


@pytest.mark.once
def test_fifty_phrases_of_eighty_characters_are_welcome(author):
    phrases = [f"{number} ".ljust(79, "a") + "b" for number in range(50)]

    assert add(author, "en", ", ".join(phrases)).status_code == 302
    assert {len(phrase) for phrase in phrases} == {80}


@pytest.mark.parametrize("separator", [", ", "،", "、", "，", ";", "؛", "\n"])
def test_phrases_are_parted_for_the_rules_as_they_are_for_search(chronic_pain, author, separator):
    add(author, "en", f"perpetual misery{separator}chronic pain")

    assert found("perpetual misery", "en") == ["chronic-pain"]


@pytest.mark.once
@pytest.mark.parametrize("locale", LOCALES)
def test_a_reviewer_keeps_the_synonyms_of_no_other_language(client, locale):
    typed, means, other = WORDS[locale]
    kept = Synonym.objects.create(locale=locale, words=typed, means=means)
    elsewhere = next(tag for tag in LOCALES if tag != locale)
    client.force_login(factories.approver(elsewhere))

    assert faults(add(client, locale, other, means), "locale")
    for target in (locale, elsewhere):
        client.post(reverse("search_synonyms:edit", args=[kept.pk]), posted(target, other, means))
    client.post(reverse("search_synonyms:delete", args=[kept.pk]))
    client.post(reverse("wagtail_bulk_action", args=["search", "synonym", "delete"]) + f"?id={kept.pk}")

    assert list(Synonym.objects.values_list("locale", "words", "means")) == [(locale, typed, means)]


@pytest.mark.once
def test_translators_keep_no_synonyms_and_do_not_see_the_menu(client):
    client.force_login(factories.translator("es"))

    add(client, "es", "achaque", "dolor crónico")
    home = client.get(reverse("wagtailadmin_home")).content.decode()

    assert not Synonym.objects.exists()
    assert reverse("search_synonyms:list") not in home
    assert reverse("search_misses:index") not in home


@pytest.mark.once
def test_the_menu_leads_to_the_synonyms_and_to_the_report(author):
    home = author.get(reverse("wagtailadmin_home")).content.decode()

    assert reverse("search_synonyms:list") in home
    assert reverse("search_misses:index") in home


@pytest.mark.once
def test_the_list_is_narrowed_by_language_and_by_words(author):
    for locale, (typed, means, _other) in WORDS.items():
        Synonym.objects.create(locale=locale, words=typed, means=means)
    address = reverse("search_synonyms:list")

    by_language = author.get(address, {"locale": "ar"}).content.decode()
    by_words = author.get(address, {"q": "慢性"}).content.decode()

    assert [WORDS[locale][0] in by_language for locale in LOCALES] == [True, False, False]
    assert [WORDS[locale][0] in by_words for locale in LOCALES] == [False, False, True]


@pytest.mark.parametrize("locale", LOCALES)
def test_the_form_says_what_its_first_phrase_finds_now(chronic_pain, author, locale):
    typed, means, _other = WORDS[locale]
    kept = Synonym.objects.create(locale=locale, words=typed, means="")
    address = reverse("search_synonyms:edit", args=[kept.pk])

    before = unescape(author.get(address).content.decode())
    author.post(address, posted(locale, typed, means))
    after = unescape(author.get(address).content.decode())

    assert f"A search for “<bdi>{typed}</bdi>” finds nothing now." in before
    assert f"A search for “<bdi>{typed}</bdi>” finds now:" in after
    assert f"<li><bdi>{factories.read(chronic_pain, 'name', 'es' if locale == 'es-MX' else locale)}</bdi></li>" in after


@pytest.mark.once
def test_a_new_form_may_be_filled_in_by_the_link_that_leads_to_it(author):
    page = author.get(reverse(ADD), {"locale": "es-MX", "words": "<achaque>"})

    form = page.context["form"]
    assert (form["locale"].value(), form["words"].value()) == ("es-MX", "<achaque>")
    assert "<achaque>" not in page.content.decode()
