"""What is published is found, and what is gone is not, in the very next request and within a second elsewhere."""

from __future__ import annotations

import time
from contextlib import ExitStack
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
import time_machine
from django.core.handlers.wsgi import WSGIHandler
from django.core.management import call_command
from django.utils import timezone

from cms.delivery.hot import HotAnswers
from cms.publishing import lifecycle
from cms.translation import releases
from search.models import Synonym
from tests import factories
from tests.delivery.entering import ask as enter
from tests.delivery.test_freshness import WITHIN_S, get, web_process
from tests.search.asking import SUGGEST, address, ask, best, found, marks, suggested

if TYPE_CHECKING:
    from django.test import Client

pytestmark = pytest.mark.django_db(transaction=True)

ARABIC, CHINESE = "الصرع", "癫痫"


def is_known(client: Client, q: str, locale: str) -> bool:
    """Whether search and suggestions agree that it is."""
    is_found = "epilepsy" in found(client, q, locale)
    body = ask(client, q, locale, path=SUGGEST)
    assert is_found == any(result["slug"] == "epilepsy" for result in body["results"])
    return is_found


def test_what_is_published_is_found_and_what_is_unpublished_is_not(client: Client) -> None:
    factories.page("crps")
    assert not is_known(client, "epilepsy", "en")

    page = factories.page("epilepsy", locales=("en", "es", "ar", "zh-Hans"))

    for q, locale in (("epilepsy", "en"), (ARABIC, "ar"), (CHINESE, "zh-Hans"), ("epilepsia", "es-MX")):
        assert is_known(client, q, locale)
    page.unpublish()
    for q, locale in (("epilepsy", "en"), (ARABIC, "ar"), (CHINESE, "zh-Hans"), ("epilepsia", "es-MX")):
        assert not is_known(client, q, locale)
    factories.publish(factories.latest(page))
    assert is_known(client, ARABIC, "ar")


def test_a_new_name_is_found_and_the_old_one_is_not(client: Client) -> None:
    page = factories.page("crps")
    page = factories.publish(factories.write(page, "en", name="Causalgia"))
    assert found(client, "causalgia") == found(client, "causalgia", "ar") == ["crps"]

    factories.publish(factories.write(page, "en", name="Algodystrophy"))

    for locale in ("en", "ar", "es-MX", "zh-Hans"):
        assert found(client, "causalgia", locale) == suggested(client, "causal", locale) == []
        assert found(client, "algodystrophy", locale) == ["crps"]
        assert suggested(client, "algody", locale) == ["Algodystrophy"]


def test_a_changed_text_is_found_by_its_new_words_only(client: Client) -> None:
    page = factories.page("epilepsy")
    assert found(client, "tendency") == ["epilepsy"]

    factories.publish(factories.write(page, "en", summary="Repeated convulsions."))

    assert found(client, "tendency") == []
    assert found(client, "convulsion") == ["epilepsy"]
    assert marks(best(client, "convulsion"), "summary") == "Repeated <mark>convulsions</mark>."


@pytest.mark.parametrize(("locale", "q"), [("es", "epilepsia"), ("ar", ARABIC), ("zh-Hans", CHINESE)])
def test_a_translation_is_found_from_its_approval_to_its_withdrawal(client: Client, locale: str, q: str) -> None:
    page = factories.publish(factories.draft("epilepsy", locales=("en", locale)))
    by = factories.approver(locale)
    assert best(client, "epilepsy", locale)["locale"] == "en"
    if locale != "es":
        assert found(client, q, locale) == []

    releases.approve(page, locale, by=by)

    assert best(client, q, locale)["locale"] == locale
    assert suggested(client, q, locale)[0] == factories.PAGES["epilepsy"][locale].name
    releases.withdraw(page, locale, by=by)
    assert best(client, "epilepsy", locale)["locale"] == "en"
    assert factories.PAGES["epilepsy"][locale].name not in suggested(client, q, locale)


def test_an_overlay_is_found_from_its_approval_to_its_withdrawal(client: Client) -> None:
    page = factories.page("epilepsy", locales=("en", "es"))
    factories.overlay(page, name="Ataques epilépticos")
    by = factories.approver("es-MX")
    assert best(client, "epilepsia", "es-MX")["locale"] == "es"
    assert found(client, "ataques", "es-MX") == []

    releases.approve(page, "es-MX", by=by)

    assert best(client, "ataques", "es-MX")["locale"] == "es-MX"
    assert found(client, "ataques", "es") == []
    releases.withdraw(page, "es-MX", by=by)
    assert found(client, "ataques", "es-MX") == []


def test_an_earlier_text_that_is_released_again_is_found_again(client: Client) -> None:
    page, by = factories.page("epilepsy", locales=("en", "ar")), factories.approver("ar")
    factories.write(factories.latest(page), "ar", name="داء الرعشات").save_revision()
    releases.approve(page, "ar", by=by)
    assert suggested(client, "الصر", "ar") == []
    assert suggested(client, "الرعش", "ar") == ["داء الرعشات"]

    releases.roll_back(page, "ar", to=1, by=by)

    assert suggested(client, "الصر", "ar") == [ARABIC]
    assert suggested(client, "الرعش", "ar") == []


def test_a_safety_change_takes_the_old_translations_away(client: Client) -> None:
    page = factories.page("epilepsy", locales=("en", "ar"))
    assert is_known(client, ARABIC, "ar")

    factories.publish(factories.write(page, "en", summary="Call for help after five minutes."), kind="safety")

    assert found(client, ARABIC, "ar") == []
    assert best(client, "epilepsy", "ar")["locale"] == "en"


def test_what_is_deleted_is_not_found(client: Client) -> None:
    page = factories.page("epilepsy", locales=("en", "ar"))
    assert is_known(client, ARABIC, "ar")

    page.delete()

    assert not is_known(client, ARABIC, "ar")
    assert not is_known(client, "epilepsy", "en")


def test_what_the_clock_brings_and_takes_is_found_and_not(client: Client) -> None:
    page = factories.draft("epilepsy")
    page.go_live_at, page.expire_at = timezone.now() + timedelta(hours=1), timezone.now() + timedelta(hours=3)
    factories.publish(page)
    assert not is_known(client, "epilepsy", "en")

    with time_machine.travel(timezone.now() + timedelta(hours=2), tick=True):
        call_command("publish_scheduled")
        assert is_known(client, "epilepsy", "en")

    with time_machine.travel(timezone.now() + timedelta(hours=4), tick=True):
        call_command("publish_scheduled")
        assert not is_known(client, "epilepsy", "en")


def test_therapies_and_terms_come_and_go_too(client: Client) -> None:
    therapy = factories.therapy(locales=("en", "ar"))
    term = factories.glossary_term(locales=("en", "zh-Hans"))
    assert found(client, "تسريب", "ar") == ["ketamine-infusion"]
    assert found(client, "超说明书", "zh-Hans") == ["off-label"]

    therapy.unpublish()
    term.delete()

    assert found(client, "تسريب", "ar") == found(client, "ketamine") == []
    assert found(client, "超说明书", "zh-Hans") == found(client, "off-label") == []


def test_the_name_of_a_topic_changes_in_facets_with_the_topic(client: Client) -> None:
    topic = factories.page("chronic-pain", locales=("en", "ar"))
    factories.page("crps", under=topic)
    assert ask(client, "syndrome")["facets"]["topic"][0]["name"] == "Chronic pain"

    factories.publish(factories.write(topic, "en", name="Long-lasting pain"))
    lifecycle.rebuild_stale()

    assert "Long-lasting pain" in [each["name"] for each in ask(client, "syndrome")["facets"]["topic"]]


def test_a_synonym_is_read_in_the_next_request(client: Client) -> None:
    factories.page("epilepsy", locales=("en", "ar"))
    assert found(client, "fits") == []

    synonym = Synonym.objects.create(locale="en", words="fits, seizures")

    assert found(client, "fits") == ["epilepsy"]
    assert best(client, "fits")["matched"]["how"] == "synonym"
    synonym.words = "convulsions, seizures"
    synonym.save()
    assert found(client, "fits") == []
    assert found(client, "convulsions") == ["epilepsy"]
    synonym.delete()
    assert found(client, "convulsions") == []


def test_a_hot_answer_is_never_older_than_what_is_published() -> None:
    page = factories.page("epilepsy", locales=("en", "ar"))
    hot = HotAnswers(WSGIHandler(), most_bytes=10_000_000)
    paths = [address(ARABIC, "ar"), address("الصر", "ar", path=SUGGEST), address("fits")]
    before = [enter(hot, path).body for path in paths]
    assert [enter(hot, path).body for path in paths] == before

    synonym = Synonym.objects.create(locale="en", words="fits, seizures")
    assert [path for path, body in zip(paths, before, strict=True) if enter(hot, path).body != body] == paths[2:]
    synonym.delete()
    page.unpublish()

    after = [enter(hot, path) for path in paths]
    assert [b'"slug":"epilepsy"' in answer.body for answer in after] == [False] * 3
    assert after == [enter(WSGIHandler(), path) for path in paths]


def test_every_process_finds_what_is_published_now_within_a_second() -> None:
    page = factories.page("epilepsy", locales=("en", "ar"))
    crps = factories.page("crps", locales=("en", "zh-Hans"))
    with ExitStack() as stack:
        ports = [stack.enter_context(web_process()) for _ in range(2)]
        for port in ports:
            assert slugs(port, address("syndrome")) == slugs(port, address("综合征", "zh-Hans")) == ["crps"]
            assert (
                slugs(port, address(ARABIC, "ar")) == slugs(port, address("الصر", "ar", path=SUGGEST)) == ["epilepsy"]
            )
            assert slugs(port, address("causalgia")) == slugs(port, address("burning")) == []

        page.unpublish()
        releases.withdraw(crps, "zh-Hans", by=factories.approver("zh-Hans"))
        factories.publish(factories.write(crps, "en", name="Causalgia"))
        Synonym.objects.create(locale="en", words="burning", means="causalgia")
        time.sleep(WITHIN_S)

        for port in ports:
            assert slugs(port, address(ARABIC, "ar")) == slugs(port, address("الصر", "ar", path=SUGGEST)) == []
            assert slugs(port, address("综合征", "zh-Hans")) == slugs(port, address("syndrome")) == []
            assert slugs(port, address("causalgia")) == slugs(port, address("burning")) == ["crps"]
            assert slugs(port, address("causalgai", "ar")) == slugs(port, address("caus", path=SUGGEST)) == ["crps"]


def slugs(port: int, path: str) -> list[str]:
    status, body = get(port, path)
    assert status == 200, body
    return [result["slug"] for result in body["results"]]
