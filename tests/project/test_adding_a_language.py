"""The recipe for a new language, followed to the letter in a copy of the project that has content."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any

import pytest
from django.core.management import call_command

from cms.locales import TAGS, ContentLocale, NamelessLocale
from cms.publishing import lifecycle
from cms.publishing.models import Answer
from tests import factories
from tests.project import small_site
from tests.project.copies import Project

# One after the other: what they look at is made once.
pytestmark = [pytest.mark.once, pytest.mark.xdist_group("adding_a_language")]

LINES = """\
    ContentLocale("pt", chain=("en",)),
    ContentLocale("ur", chain=("en",)),
    ContentLocale("ht", chain=("en",), names=("Haitian Creole", "kreyòl ayisyen")),
"""
ADDED = ["pt", "ur", "ht"]


@dataclass(frozen=True)
class Recipe:
    """What was seen before, on the way and afterwards."""

    before: dict[str, Any]
    too_early: str
    made: str
    migrated: str
    after: dict[str, Any]
    left: dict[str, str]
    translated: dict[str, Any]


@pytest.fixture(scope="module")
def recipe(tmp_path_factory, django_db_setup) -> Recipe:
    project = Project(tmp_path_factory.mktemp("project"))
    before = project.site(fill=[*TAGS])["fill"]

    project.add_to_the_list(LINES)
    too_early = project.manage("migrate", "--no-input")
    made = project.manage("makemigrations", "--no-input")
    migrated = project.manage("migrate", "--no-input")

    seen = project.site(read=[*TAGS, *ADDED], commands=[], translate=["pt", "ur"])
    return Recipe(before, too_early, made, migrated, seen["read"], seen["commands"], seen["translate"])


def test_the_two_commands_ask_nothing_and_leave_nothing_to_do(recipe):
    assert {"cms/translation", "conditions", "home"} == set(re.findall(r"^  (\S+)/migrations/", recipe.made, re.M))
    assert "- Remove" not in recipe.made
    assert recipe.left["makemigrations"].strip() == "No changes detected"
    assert "no issues" in recipe.left["check"]
    assert "Nothing is stale." in recipe.left["republish"]


def test_answers_are_built_as_soon_as_the_tables_have_the_columns_and_not_before(recipe):
    building = "Building answers that are missing, and what they are found by: 4 contents."

    assert "Run 'manage.py makemigrations'" in recipe.too_early
    assert building not in recipe.too_early
    assert building in recipe.migrated


@pytest.mark.django_db
def test_what_an_interrupted_migrate_has_not_built_is_built_by_the_next_one():
    page = factories.page(locales=("en", "es", "ar"))
    lifecycle.rebuild_stale()
    before = {tag: bytes(factories.answer_row(page, tag).body) for tag in TAGS}
    Answer.objects.filter(requested_locale__in=["es-MX", "zh-Hans"]).delete()

    call_command("migrate", verbosity=0, interactive=False)

    assert {tag: bytes(factories.answer_row(page, tag).body) for tag in TAGS} == before
    assert lifecycle.unanswered() == []


def test_readers_of_the_other_languages_notice_new_alternates_and_a_new_edition_only(recipe):
    before, after = recipe.before["answers"], recipe.after["answers"]

    for address, answer in before.items():
        assert _text(_as_before(after[address])) == _text(_without_editions(answer)), address
    assert {answer.get("status") for answer in before.values()} == {None}


def _text(answer: Any) -> str:
    return json.dumps(answer, ensure_ascii=False)


def _as_before(answer: Any) -> Any:
    """An answer without its editions and the added languages among its alternates."""
    if "alternates" in answer:
        added = [alternate for alternate in answer["alternates"] if alternate["locale"] in ADDED]
        assert [(alternate["locale"], alternate["status"], alternate["url"]) for alternate in added] == [
            (tag, "none", None) for tag in ADDED
        ]
        kept = [alternate for alternate in answer["alternates"] if alternate not in added]
        answer = {**answer, "alternates": kept}
    return _without_editions(answer)


def _without_editions(value: Any) -> Any:
    if isinstance(value, dict):
        counted = ("version", "sequence", "updated_at")
        return {name: _without_editions(item) for name, item in value.items() if name not in counted}
    return [_without_editions(item) for item in value] if isinstance(value, list) else value


def test_each_document_gets_one_new_edition(recipe):
    before, after = recipe.before["answers"], recipe.after["answers"]

    versions = {address: answer["version"] for address, answer in before.items() if "version" in answer}
    assert len(versions) == 4 * len(TAGS)
    assert {address: after[address]["version"] - version for address, version in versions.items()} == dict.fromkeys(
        versions, 1
    )


def test_the_api_lists_the_added_languages_with_their_direction(recipe):
    listed = {locale["tag"]: locale for locale in recipe.after["locales"]}

    assert list(listed) == [*TAGS, *ADDED]
    assert [(listed[tag]["name"], listed[tag]["native_name"], listed[tag]["dir"]) for tag in ADDED] == [
        ("Portuguese", "Português", "ltr"),
        ("Urdu", "اردو", "rtl"),
        ("Haitian Creole", "kreyòl ayisyen", "ltr"),
    ]
    assert {tag: listed[tag]["documents"]["none"] for tag in ADDED} == dict.fromkeys(ADDED, 2)


@pytest.mark.parametrize("tag", ADDED)
@pytest.mark.parametrize("path", small_site.PATHS)
def test_readers_of_an_added_language_are_given_the_source_at_once(recipe, tag, path):
    answer = recipe.after["answers"][f"{path} {tag}"]

    for document in answer.get("results", [answer]):
        assert (document["locale"], document["requested_locale"]) == ("en", tag)
    assert _text(answer).replace(f'"requested_locale": "{tag}"', '"requested_locale": "en"') == _text(
        recipe.after["answers"][f"{path} en"]
    )


def test_who_asks_for_an_added_language_only_is_told_which_there_are(recipe):
    strict = recipe.after["strict"]

    assert (strict["status"], strict["title"]) == (404, "Not translated")
    assert strict["available_locales"] == ["en", "es", "es-MX", "ar"]


@pytest.mark.parametrize(("suffix", "name"), [("pt", "Portuguese"), ("ur", "Urdu"), ("ht", "Haitian Creole")])
def test_an_added_language_has_its_columns_rights_and_groups(recipe, suffix, name):
    after = recipe.after

    assert {f"name_{suffix}", f"summary_{suffix}", f"sections_{suffix}"} <= set(after["columns"])
    assert {f"translate_{suffix}", f"approve_{suffix}"} <= set(after["permissions"])
    assert f"translate_{suffix}" in after["groups"][f"Translators: {name}"]
    assert f"approve_{suffix}" in after["groups"][f"Reviewers: {name}"]
    assert "access_admin" in after["groups"][f"Translators: {name}"]


def test_the_groups_that_there_were_stay_as_they_were(recipe):
    after = recipe.after["groups"]

    assert {name: after.get(name) for name in recipe.before["groups"]} == recipe.before["groups"]


def test_the_edit_form_has_a_tab_for_each_added_language_in_its_direction(recipe):
    form = recipe.after["edit_form"]

    assert form["tabs"][len(TAGS) : len(TAGS) + len(ADDED)] == ["Português", "اردو", "Kreyòl ayisyen"]
    assert {tag: form["directions"][tag] for tag in ADDED} == {"pt": "ltr", "ur": "rtl", "ht": "ltr"}


@pytest.mark.parametrize(("tag", "direction"), [("pt", "ltr"), ("ur", "rtl")])
def test_a_translation_is_delivered_once_somebody_else_has_approved_it(recipe, tag, direction):
    told = recipe.translated[tag]
    name, summary, overview, safety, statement = small_site.WORDS[tag]
    answer = told["answer"]

    assert told["was_refused"]
    assert (answer["locale"], answer["requested_locale"], answer["dir"]) == (tag, tag, direction)
    assert (answer["name"], answer["summary"]) == (name, summary)
    assert [(part["heading"], part["dir"]) for part in answer["sections"]] == [
        (overview[0], direction),
        (safety[0], direction),
    ]
    assert [entry["statement"] for entry in answer["evidence"]] == [statement]
    assert answer["translation"]["status"] == "released"
    assert answer["fallbacks"] == []


@pytest.mark.parametrize("tag", ["pt", "ur"])
def test_a_draft_from_before_stays_a_draft_when_a_translation_goes_out(recipe, tag):
    told = recipe.translated[tag]

    assert told["draft"] == recipe.before["draft"]
    assert told["english"]["summary"] == recipe.before["answers"][f"conditions/{small_site.SLUG}/ en"]["summary"]
    assert {row["locale"]: row["status"] for row in told["english"]["alternates"]}[tag] == "released"


@pytest.mark.parametrize("tag", ["ht", "fr-CA", "zh-HK"])
def test_a_language_that_has_no_name_of_its_own_in_django_is_refused_until_its_line_says_one(tag):
    with pytest.raises(NamelessLocale, match=rf"no name for '{tag}'"):
        _ = ContentLocale(tag, chain=("en",)).english_name

    named = ContentLocale(tag, chain=("en",), names=("A name", "un nom"))
    assert (named.english_name, named.native_name, named.own_name) == ("A name", "un nom", "Un nom")


@pytest.mark.parametrize(
    ("tag", "direction"),
    [
        ("ar", "rtl"),
        ("ur", "rtl"),
        ("he", "rtl"),
        ("ps", "rtl"),
        ("pa-Arab", "rtl"),
        ("pa", "ltr"),
        ("es-MX", "ltr"),
        ("zh-Hans", "ltr"),
        ("ht", "ltr"),
    ],
)
def test_the_direction_of_a_language_is_that_of_its_script(tag, direction):
    assert ContentLocale(tag, chain=("en",)).direction == direction
