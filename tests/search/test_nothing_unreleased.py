"""What is not out is never found: no draft, no unapproved translation, nothing restricted, nothing that has gone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from wagtail.models import PageViewRestriction

from cms.locales import TAGS
from cms.publishing import lifecycle
from cms.translation import releases
from tests import factories
from tests.search.asking import SEARCH, SUGGEST, address, found

if TYPE_CHECKING:
    from django.test import Client

pytestmark = pytest.mark.usefixtures("rolled_back")

SECRET = "Tachyphylaxis"


def assert_unknown(client: Client, *words: str) -> None:
    """No reader of any language is told any of the words, whatever is asked, but in the question itself."""
    for path in (SEARCH, SUGGEST):
        for locale in TAGS:
            for word in words:
                for q in (word, word[:5], f"{word[:-2]}{word[-1]}", f"pain {word}", f"a {word}"):
                    answer = client.get(address(q, locale, path=path))
                    body = answer.json()
                    assert body["query"].pop("q") == q
                    for correction in body["query"]["corrections"]:
                        assert word.lower() not in correction["read_as"]
                        correction.pop("typed")
                    for link in ("next", "previous"):
                        assert not body.pop(link, None)
                    assert word not in str(body)
                    assert f"<mark>{word}" not in str(body)


def test_a_draft_that_was_never_out(client: Client) -> None:
    factories.page("chronic-pain")
    draft = factories.draft("crps", locales=("en", "ar", "zh-Hans"))
    factories.write(draft, "en", name=SECRET).save_revision()

    assert_unknown(client, SECRET, "复杂性区域疼痛综合征", "متلازمة الألم الناحي المركب")


def test_a_draft_of_what_is_out(client: Client) -> None:
    page = factories.page("chronic-pain", locales=("en", "ar"))
    draft = factories.latest(page)
    factories.write(draft, "en", name=SECRET, summary=f"{SECRET} is new.")
    factories.write(draft, "ar", summary="نقص الاستجابة السريع").save_revision()

    assert_unknown(client, SECRET, "الاستجابة")


@pytest.mark.parametrize("locale", ["es", "fr", "ar", "zh-Hans"])
def test_a_translation_that_nobody_has_approved(client: Client, locale: str) -> None:
    page = factories.draft("epilepsy", locales=("en", locale))
    factories.write(page, locale, name=SECRET, summary=f"{SECRET}.")

    factories.publish(page)

    assert_unknown(client, SECRET)
    assert found(client, "epilepsy", locale) == ["epilepsy"]


def test_an_overlay_that_nobody_has_approved(client: Client) -> None:
    page = factories.page("epilepsy", locales=("en", "es"))

    factories.publish(factories.latest(factories.overlay(page, name=SECRET)))

    assert_unknown(client, SECRET)


def test_a_later_draft_of_a_translation_that_is_out(client: Client) -> None:
    page = factories.page("epilepsy", locales=("en", "ar"))
    factories.write(factories.latest(page), "ar", name=SECRET).save_revision()

    factories.publish(factories.latest(page))

    assert_unknown(client, SECRET)


@pytest.mark.parametrize(
    "restriction", [PageViewRestriction.LOGIN, PageViewRestriction.PASSWORD, PageViewRestriction.GROUPS]
)
def test_a_restricted_page_and_those_below_it(client: Client, restriction: str) -> None:
    topic = factories.page("chronic-pain")
    page = factories.publish(
        factories.write(factories.page("crps", under=topic, locales=("en", "ar")), "en", name=SECRET)
    )
    assert found(client, SECRET) == ["crps"]

    PageViewRestriction.objects.create(page=topic, restriction_type=restriction, password="a secret")
    lifecycle.rebuild_stale()

    assert not factories.is_out(page)
    assert_unknown(client, SECRET, "متلازمة الألم الناحي المركب", "Chronic pain")


def test_what_was_withdrawn_and_what_is_gone_are_not_even_hinted_at(client: Client) -> None:
    page = factories.page("epilepsy", locales=("en", "ar"))
    factories.write(factories.latest(page), "ar", name=SECRET).save_revision()
    releases.approve(page, "ar", by=factories.approver("ar"))
    gone = factories.publish(factories.write(factories.page("crps"), "en", name="Hyperesthesia"))
    assert found(client, "tachyphilaxis", "ar") == ["epilepsy"]
    assert found(client, "hyperestesia") == ["crps"]

    releases.withdraw(page, "ar", by=factories.approver("ar"))
    gone.unpublish()

    assert_unknown(client, SECRET, "Hyperesthesia")


def test_a_therapy_that_is_a_draft(client: Client) -> None:
    therapy = factories.therapy()
    factories.write(factories.latest(therapy), "en", name=SECRET).save_revision()

    assert_unknown(client, SECRET)


def test_a_topic_that_is_not_out_is_not_named_in_facets(client: Client) -> None:
    topic = factories.page("chronic-pain")
    factories.page("crps", under=topic)
    factories.publish(factories.write(topic, "en", name=SECRET))

    topic.unpublish()
    lifecycle.rebuild_stale()

    assert_unknown(client, SECRET)
