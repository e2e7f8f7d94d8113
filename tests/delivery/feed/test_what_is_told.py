"""What the change feed tells of what people do, through real publishing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.test import Client

from cms.locales import TAGS
from cms.publishing import lifecycle
from cms.translation import releases
from tests import factories as authored
from tests.delivery.asking import assert_problem
from tests.delivery.following import Follower, live

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


def of(page: Any, changes: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Those of one content: a page above it, say, changes with it."""
    return [change for change in changes if change["id"] == str(page.content_id)]


def events(changes: Sequence[dict[str, Any]], page: Any) -> list[tuple[str, str]]:
    """The locales and events of one content, in the order of the locales."""
    found = [(change["locale"], change["event"]) for change in of(page, changes)]
    return sorted(found, key=lambda pair: TAGS.index(pair[0]))


@pytest.mark.parametrize("locale", ["es", "ar", "zh-Hans"])
def test_a_release_is_told_in_its_own_locale_with_its_address(follower: Follower, locale: str) -> None:
    page = authored.page(locales=("en",))
    follower.catch_up()

    authored.release(authored_in(page, locale), locale)

    change = next(change for change in follower.catch_up() if change["locale"] == locale)
    edition = authored.editions(page, locale)[-1]
    assert change == {
        "sequence": edition.sequence,
        "event": "published",
        "type": "condition",
        "id": str(page.content_id),
        "locale": locale,
        "version": 1,
        "change_kind": "content",
        "digest": edition.digest,
        "url": f"http://testserver/api/v1/conditions/chronic-pain/?locale={locale}",
        "occurred_at": edition.occurred_at.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "moved_to": None,
        "gone_reason": None,
    }
    assert follower.client.get(change["url"]).json()["version"] == 1


def authored_in(page: Any, locale: str) -> Any:
    words = authored.PAGES["chronic-pain"][locale]
    draft = authored.write(
        authored.latest(page),
        locale,
        name=words.name,
        path_segment=words.segment,
        summary=words.summary,
        sections=authored.sections_of("chronic-pain", words),
    )
    draft.save_revision()
    return authored.reload(page)


def test_a_regional_overlay_is_a_document_of_its_own(follower: Follower) -> None:
    page = authored.page(locales=("en", "es"))
    authored.overlay(page, summary="Dolor que dura más de tres meses seguidos.")
    follower.catch_up()

    authored.release(page, "es-MX")

    told = [change for change in follower.catch_up() if change["locale"] == "es-MX"]
    assert [change["event"] for change in told] == ["published"]
    assert Follower(follower.client, {"locale": "es-MX"}).catch_up()[-1] == told[0]


def test_a_locale_without_a_release_is_told_of_nothing(client: Client, db: None) -> None:
    authored.page(locales=("en", "es", "ar"))

    assert Follower(client, {"locale": "fr"}).catch_up() == []


@pytest.mark.parametrize("kind", ["editorial", "content"])
def test_a_change_says_its_kind_and_its_version(follower: Follower, kind: str) -> None:
    page = authored.page()
    follower.catch_up()

    authored.publish(authored.write(page, "en", summary="Pain for three months or more."), kind=kind)

    (change,) = of(page, follower.catch_up())
    assert (change["event"], change["change_kind"], change["version"]) == ("published", kind, 2)


def test_a_safety_change_tells_that_what_still_says_the_old_is_gone(follower: Follower) -> None:
    page = authored.page(locales=("en", "ar", "zh-Hans"))
    follower.catch_up()

    authored.publish(authored.write(page, "en", summary="Do not stop medicines suddenly."), kind="safety")

    changes = follower.catch_up()
    assert events(changes, page) == [("en", "published"), ("ar", "gone"), ("zh-Hans", "gone")]
    assert {change["change_kind"] for change in of(page, changes)} == {"safety"}
    assert {change["gone_reason"] for change in of(page, changes)} == {None, "withdrawn"}


@pytest.mark.parametrize(
    ("locale", "segment"),
    [("en", "lasting-pain"), ("es", "dolor-persistente"), ("ar", "ألم-مستمر"), ("zh-Hans", "长期疼痛")],
)
def test_a_new_path_segment_moves_its_locale(follower: Follower, locale: str, segment: str) -> None:
    page = authored.page(locales=("en", locale))
    follower.catch_up()

    draft = authored.write(authored.latest(page), locale, path_segment=segment)
    if locale == "en":
        authored.publish(draft)
    else:
        draft.save_revision()
        authored.release(page, locale)

    changes = follower.catch_up()
    assert (locale, "moved") in events(changes, page)
    moved = next(change for change in changes if change["event"] == "moved")
    assert moved["moved_to"] == moved["url"]
    assert moved["version"] == authored.document(page, locale).version
    assert follower.client.get(moved["url"]).json()["path"].endswith(f"/{segment}")


def test_a_new_slug_moves_every_locale_to_where_the_old_address_leads(follower: Follower) -> None:
    page = authored.page("crps", locales=("en", "es", "ar"))
    old = {change["locale"]: change["url"] for change in of(page, follower.catch_up())}

    page.slug = "causalgia"
    authored.publish(page)

    changes = of(page, follower.catch_up())
    assert events(changes, page) == [("en", "moved"), ("es", "moved"), ("ar", "moved")]
    for change in changes:
        assert follower.client.get(old[change["locale"]]).headers["Location"] == change["moved_to"]
    assert follower.held == live()


def test_a_new_slug_moves_shared_content_too(follower: Follower) -> None:
    therapy = authored.therapy(locales=("en", "es"))
    follower.catch_up()

    therapy.slug = "ketamine-drip"
    authored.publish(therapy)

    moved = {change["locale"]: change["moved_to"] for change in follower.catch_up() if change["event"] == "moved"}
    assert moved == {tag: f"http://testserver/api/v1/therapies/ketamine-drip/?locale={tag}" for tag in ("en", "es")}


def test_moving_a_topic_moves_what_is_below_it(follower: Follower) -> None:
    topic, other = authored.page("chronic-pain", locales=("en", "ar")), authored.page("epilepsy", locales=("en", "ar"))
    condition = authored.page("crps", under=topic, locales=("en", "ar"))
    lifecycle.rebuild_stale()
    follower.catch_up()

    authored.reload(topic).move(authored.reload(other), pos="last-child")
    lifecycle.rebuild_stale()

    changes = follower.catch_up()
    assert events(changes, topic)[:2] == events(changes, condition)[:2] == [("en", "moved"), ("ar", "moved")]
    assert follower.held == live()


@pytest.mark.parametrize("locale", ["es", "ar", "zh-Hans"])
def test_a_withdrawn_locale_is_gone_and_the_others_stay(follower: Follower, locale: str) -> None:
    page = authored.page(locales=("en", locale))
    follower.catch_up()

    releases.withdraw(page, locale, by=authored.approver(locale), reason="A wrong dose")

    changes = follower.catch_up()
    assert events(changes, page) == [("en", "published"), (locale, "gone")]
    gone = next(change for change in changes if change["event"] == "gone")
    assert (gone["version"], gone["digest"], gone["moved_to"], gone["gone_reason"]) == (1, None, None, "withdrawn")
    assert follower.client.get(gone["url"]).json()["locale"] == "en"
    assert follower.held == live()


def test_rolling_back_tells_a_new_version_with_the_earlier_text(client: Client, db: None) -> None:
    page = authored.page(locales=("en", "ar"))
    follower = Follower(client, {"locale": "ar", "include": "document"})
    authored.write(authored.latest(page), "ar", summary="ألم طويل يستمر أكثر من ثلاثة أشهر.").save_revision()
    authored.release(page, "ar")
    follower.catch_up()

    releases.roll_back(page, "ar", to=1, by=authored.approver("ar"))

    (change,) = follower.catch_up()
    assert (change["event"], change["version"]) == ("published", 3)
    assert change["document"]["summary"] == "ألم يستمر أكثر من ثلاثة أشهر."


@pytest.mark.parametrize(
    ("act", "reason"),
    [(lambda page: page.unpublish(), "unpublished"), (lambda page: page.delete(), "deleted")],
    ids=["unpublish", "delete"],
)
def test_what_is_taken_away_is_gone_in_each_locale_with_the_reason(
    follower: Follower, act: Callable[[Any], object], reason: str
) -> None:
    page = authored.page(locales=("en", "es", "ar", "zh-Hans"))
    follower.catch_up()

    act(authored.reload(page))

    changes = follower.catch_up()
    assert events(changes, page) == [("en", "gone"), ("es", "gone"), ("ar", "gone"), ("zh-Hans", "gone")]
    assert {change["gone_reason"] for change in changes if change["event"] == "gone"} == {reason}
    assert_problem(follower.client.get(changes[0]["url"]), status=410, slug="gone", reason=reason)
    assert follower.held == live()


def test_what_comes_back_is_published_again(follower: Follower) -> None:
    page = authored.page(locales=("en", "ar"))
    page.unpublish()
    follower.catch_up()

    authored.publish(authored.reload(page))

    changes = of(page, follower.catch_up())
    assert events(changes, page) == [("en", "published"), ("ar", "published")]
    assert {change["locale"]: change["version"] for change in changes} == {"en": 3, "ar": 2}


def test_a_rebuild_that_says_the_same_is_not_told(follower: Follower) -> None:
    page = authored.page(locales=("en", "ar"))
    lifecycle.rebuild_stale()
    follower.catch_up()

    lifecycle.republish(page.content_id, dry_run=False)

    assert follower.catch_up() == []


def test_every_type_is_told_under_its_own_address(client: Client, library: None) -> None:
    follower = Follower(client)

    types = {change["type"] for change in follower.catch_up()}

    assert types == {"condition", "therapy", "glossary-term", "site"}
    assert follower.held == live()
    for change in follower.told:
        document = client.get(change["url"]).json()
        assert (document["id"], document["locale"], document["version"]) == (
            change["id"], change["locale"], change["version"],
        )  # fmt: skip
