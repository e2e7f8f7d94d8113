"""Who is in the middle of a list or of the feed goes on in the next export."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.delivery.factories import Content, Text, publish, remove
from tests.delivery.following import Follower, live
from tests.delivery.library import CRPS, INFUSION
from tests.export.changes import LATER, glossary, renamed
from tests.export.reading import Export

pytestmark = pytest.mark.django_db


class FileFollower(Follower):
    """Follows the feed in files instead of asking the application."""

    def __init__(self, exported: Export) -> None:
        super().__init__(self)
        self.exported = exported

    def get(self, address):
        stored = self.exported.get(address.removesuffix("?"))
        assert stored is not None, f"There is no file for {address}"
        return type("Answer", (), {"status_code": 200, "content": stored.body, "json": stored.json})


@pytest.mark.once
def test_a_reader_half_way_through_a_list_finds_the_next_page_after_an_export(exported, library):
    glossary(45)
    exported.run()
    following = exported.get("/api/v1/glossary/?locale=en").json()["next"]
    publish(Content(slug="a", type="glossary-term", texts={"en": Text("Aardvark", "Comes first.")}))

    exported.run()

    assert exported.get(following).json()["results"]
    assert following.removeprefix("http://testserver") not in set(exported.addresses())


def test_a_follower_of_the_files_ends_with_what_is_live(exported, library):
    exported.run()
    follower = FileFollower(exported)
    follower.catch_up()
    assert follower.held == live()

    for number in range(3):
        publish(renamed(CRPS, ar=Text(f"ألم {number}", "نص.", f"ألم-{number}")), at=LATER + timedelta(days=number))
        remove(INFUSION, at=LATER) if number == 1 else None
        exported.run()
        follower.catch_up()
        assert follower.held == live()
    assert follower.sequences == sorted(follower.sequences)


def test_every_cursor_that_was_ever_given_out_goes_on_for_ever(exported, library):
    exported.run()
    followers = []
    for number in range(6):
        late = FileFollower(exported)
        late.catch_up()
        followers.append(late)
        for slug in (f"term-{each:02}" for each in range(30)):
            text = Text(f"{slug}, version {number}", "Words.")
            publish(Content(slug=slug, type="glossary-term", texts={"en": text, "ar": text}), at=LATER)
        exported.run(full=number == 3)

    for follower in followers:
        follower.catch_up()
        assert follower.held == live()


@pytest.mark.once
def test_a_cursor_of_the_files_is_one_of_the_application(exported, library, client):
    exported.run()
    follower = FileFollower(exported)
    follower.catch_up()
    publish(renamed(CRPS, en=Text("Pain", "Words.", "pain")), at=LATER)

    at_the_application = Follower(client, held=follower.held, cursor=follower.cursor)
    at_the_application.catch_up()

    assert at_the_application.held == live()
