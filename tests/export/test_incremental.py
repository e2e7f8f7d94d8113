"""A second run writes what has changed and nothing else, and ends where a full one would."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection

from cms.delivery.export import asking
from cms.locales import TAGS
from cms.publishing import store
from cms.publishing.models import Answer, Edition
from cms.translation import releases
from tests import factories
from tests.delivery.factories import NOW, Content, Text, publish, remove
from tests.delivery.following import Follower, live
from tests.delivery.library import CHRONIC_PAIN, CRPS, EPILEPSY, INFUSION, KETAMINE_INFUSION, OFF_LABEL, SITE
from tests.export.reading import Export

pytestmark = pytest.mark.django_db

LATER = NOW + timedelta(days=5)


def renamed(content, **texts):
    return replace(content, texts={**content.texts, **texts})


def assert_equals_a_full_one(exported, tmp_path):
    fresh = Export(tmp_path / "fresh")
    fresh.run()
    assert exported.content() == fresh.content()
    for tag in TAGS:
        assert exported.keys(tag) == fresh.keys(tag)


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
def test_where_nothing_has_changed_nothing_is_written(exported, library):
    exported.run()
    before = exported.everything()

    report = exported.run()

    assert not report.is_written
    assert exported.everything() == before


@pytest.mark.once
def test_one_publish_leaves_all_other_documents_the_very_same_files(exported, library):
    exported.run()
    address = "/api/v1/conditions/{}/?locale=zh-Hans"
    before = {slug: exported.get(address.format(slug)).path.stat() for slug in ("crps", "epilepsy", "chronic-pain")}
    publish(renamed(CRPS, **{"zh-Hans": Text("新名称", "新的摘要。", CRPS.texts["zh-Hans"].segment)}), at=LATER)

    report = exported.run()

    after = {slug: exported.get(address.format(slug)).path.stat() for slug in before}
    assert (report.is_full, report.contents) == (False, 1)
    assert after["crps"].st_ino != before["crps"].st_ino
    assert {after[slug].st_ino == before[slug].st_ino for slug in ("epilepsy", "chronic-pain")} == {True}


@pytest.mark.once
def test_lists_of_types_that_nothing_happened_to_stay_the_very_same_files(exported, library):
    exported.run()
    before = exported.get("/api/v1/glossary/?locale=ar").path.stat().st_ino
    publish(renamed(CRPS, en=Text("Pain syndrome", "Other words.", "pain-syndrome")), at=LATER)

    exported.run()

    assert exported.get("/api/v1/glossary/?locale=ar").path.stat().st_ino == before
    assert "Pain syndrome" in str(exported.get("/api/v1/conditions/?locale=en").json())


def glossary(count):
    for number in range(count):
        name = f"Term {number:02}"
        publish(Content(slug=f"t-{number:02}", type="glossary-term", texts={"en": Text(name, "A word.")}))


def asked_for(monkeypatch):
    """Every address that the application is asked for from now on."""
    addresses: list[str] = []
    ask = asking.ask

    def note_and_ask(address):
        addresses.append(address)
        return ask(address)

    monkeypatch.setattr(asking, "ask", note_and_ask)
    return addresses


def test_only_those_pages_of_a_list_are_asked_for_again_that_a_change_shows_in(exported, db, monkeypatch):
    glossary(45)
    exported.run()
    asked = asked_for(monkeypatch)
    publish(Content(slug="t-30", type="glossary-term", texts={"en": Text("Term 30", "Another word.")}), at=LATER)

    report = exported.run()

    pages = [address for address in asked if address.startswith("/api/v1/glossary/?")]
    assert not report.is_full
    assert len(pages) == len(TAGS)
    assert all("cursor" in address for address in pages)
    found = exported.get(exported.get("/api/v1/glossary/?locale=ar").json()["next"]).json()
    assert found["results"][10]["summary"] == "Another word."


def test_a_document_that_comes_or_goes_changes_every_page_of_its_list(exported, db, tmp_path):
    glossary(45)
    exported.run()
    for change in (
        lambda: publish(Content(slug="a", type="glossary-term", texts={"en": Text("Aardvark", "First.")})),
        lambda: publish(Content(slug="z", type="glossary-term", texts={"en": Text("Zoster", "Last.")})),
        lambda: remove(Content(slug="t-30", type="glossary-term", texts={"en": Text("Term 30", "A word.")}), at=LATER),
    ):
        change()
        assert not exported.run().is_full
        assert_equals_a_full_one(exported, tmp_path / str(Edition.objects.count()))


def test_what_is_published_while_a_list_is_asked_for_is_in_the_next_export(exported, db, monkeypatch, tmp_path):
    glossary(45)
    exported.run()
    another, late = (
        Content("t-30", {"en": Text("Term 30", words)}, type="glossary-term") for words in ("Another word.", "Late.")
    )
    publish(another, at=LATER)
    ask = asking.ask
    published: list[object] = []

    def ask_late(address):
        if "glossary/?" in address and "cursor" in address and not published:
            published.append(publish(late, at=LATER))
        return ask(address)

    with monkeypatch.context() as patched:
        patched.setattr(asking, "ask", ask_late)
        exported.run()
    assert published
    publish(another, at=LATER)

    exported.run()

    assert_equals_a_full_one(exported, tmp_path)


def test_a_series_of_changes_ends_where_a_full_export_does(exported, library, tmp_path):
    exported.run()
    series = [
        lambda: publish(renamed(CRPS, ar=Text("اسم جديد", "نص.", "اسم-جديد")), at=LATER),
        lambda: publish(replace(EPILEPSY, slug="seizures", content_id=EPILEPSY.id), at=LATER),
        lambda: publish(replace(CRPS, texts={tag: CRPS.texts[tag] for tag in ("en", "es", "zh-Hans")}), at=LATER),
        lambda: remove(KETAMINE_INFUSION, reason="unpublished", at=LATER),
        lambda: publish(
            Content(slug="epilepsy", texts={"en": Text("Another", "It took the slug.", "another")}), at=LATER
        ),
        lambda: publish(KETAMINE_INFUSION, at=LATER + timedelta(days=1)),
        lambda: publish(renamed(SITE, ar=Text("مكتبة", "كلمات.")), at=LATER),
        lambda: remove(OFF_LABEL, at=LATER),
        lambda: publish(CHRONIC_PAIN, at=LATER),
    ]

    for change in series:
        change()
        exported.run()
        assert_equals_a_full_one(exported, tmp_path / str(series.index(change)))


def test_real_pages_published_released_and_withdrawn_end_where_a_full_export_does(exported, db, tmp_path):
    page = factories.page("chronic-pain", locales=("en", "ar"))
    exported.run()

    factories.write(page, "en", name="Lasting pain")
    factories.publish(page, kind="safety", note="Another dose")
    exported.run()
    assert_equals_a_full_one(exported, tmp_path / "safety")

    factories.page("epilepsy", locales=("en", "es", "zh-Hans"))
    exported.run()
    assert_equals_a_full_one(exported, tmp_path / "new")

    factories.reload(page).unpublish()
    exported.run()
    assert_equals_a_full_one(exported, tmp_path / "unpublished")
    assert exported.get(f"/api/v1/conditions/{page.content_id}/?locale=ar").status == 410


def test_a_withdrawn_release_falls_along_the_chain_in_the_next_export(exported, db, tmp_path):
    page = factories.page("epilepsy", locales=("en", "es"))
    exported.run()
    releases.withdraw(page, "es", by=factories.administrator())

    exported.run()

    assert exported.get("/api/v1/conditions/epilepsy/?locale=es").json()["locale"] == "en"
    assert_equals_a_full_one(exported, tmp_path)


def test_an_answer_that_was_set_right_without_an_edition_is_exported_too(exported, library):
    exported.run()
    with store.locked() as counter:
        Answer.objects.filter(content_id=CRPS.id).update(surrogate_keys=f"condition {CRPS.id} other")
        counter.state_version += 1
        counter.save()

    report = exported.run()

    assert (report.is_full, report.contents) == (False, 1)
    assert exported.get("/api/v1/conditions/crps/?locale=es").headers["Surrogate-Key"].endswith(" other")


@pytest.mark.once
def test_links_to_what_did_not_change_are_the_very_same_links(exported, library):
    exported.run()
    places = [exported.root / f"current/files/es/{name}" for name in ("glossary/sy", "conditions/sy", "conditions/ps")]
    before = {place: place.lstat().st_ino for place in places if place.is_symlink()}
    publish(renamed(CRPS, es=Text("Dolor", "Palabras.", "dolor")), at=LATER)

    exported.run()

    changed = {str(place)[-2:] for place, inode in before.items() if place.lstat().st_ino != inode}
    assert len(before) == 2
    assert changed == {"ps"}


@pytest.mark.once
def test_a_document_that_sorts_elsewhere_without_an_edition_moves_in_its_list(exported, db):
    glossary(45)
    exported.run()
    with store.locked() as counter:
        Answer.objects.filter(slug="t-44", requested_locale="ar").update(name_key="00")
        counter.state_version += 1
        counter.save()

    exported.run()

    assert exported.get("/api/v1/glossary/?locale=ar").json()["results"][0]["slug"] == "t-44"


@pytest.mark.once
def test_a_file_s_time_moves_on_with_each_change_of_its_bytes(exported, library):
    """Nginx makes its validators of a file's time and length: the same second must not stand for other bytes."""
    exported.run()
    address = "/api/v1/conditions/crps/?locale=es"
    before = exported.get(address)
    written_at = before.path.stat().st_mtime
    publish(
        renamed(CRPS, es=replace(CRPS.texts["es"], summary=CRPS.texts["es"].summary[::-1])), at=NOW + timedelta(hours=1)
    )

    exported.run()

    after = exported.get(address)
    assert len(after.body) == len(before.body)
    assert after.path.stat().st_mtime > written_at


@pytest.mark.once
def test_a_changed_setting_makes_a_full_export(exported, library, settings):
    exported.run()
    settings.PUBLIC_ORIGIN = "https://content.example.org"
    settings.ALLOWED_HOSTS = ["content.example.org"]

    report = exported.run()

    assert (report.is_full, report.reason) == (True, "settings or the program have changed")
    assert b"http://testserver" not in exported.get("/api/v1/conditions/crps/?locale=ar").body


@pytest.mark.once
def test_a_full_export_of_what_has_not_changed_writes_no_document_anew(exported, library):
    exported.run()

    report = exported.run(full=True)

    assert (report.is_full, report.items) == (True, 0)


@pytest.mark.once
def test_two_trees_are_kept_and_nothing_that_neither_needs(exported, library):
    exported.run()
    for number in range(4):
        publish(renamed(CRPS, en=Text(f"Pain {number}", "Words.", f"pain-{number}")), at=LATER + timedelta(days=number))
        exported.run()

    kept = sorted(path.name for path in (exported.root / "releases").iterdir())
    items = len(list((exported.root / "objects").glob(f"*/{CRPS.id}/*.200.*")))
    assert len(kept) == 2
    assert items == 2 * len(TAGS)
    places = [*exported.root.glob("releases/*/files/*/*"), *exported.root.glob("releases/*/files/*/*/*")]
    shelves = {place.readlink().name for place in places if place.is_symlink()}
    assert {path.name for path in (exported.root / "shelves").iterdir()} == shelves


@pytest.mark.once
def test_a_text_that_comes_back_is_found_again(exported, library, client):
    other = renamed(CRPS, en=Text("Pain", "Words.", "pain"))
    for content in (CRPS, other, CRPS, other, CRPS):
        publish(content, at=LATER)
        exported.run()

    stored = exported.get("/api/v1/conditions/crps/?locale=en")
    assert stored.body == client.get("/api/v1/conditions/crps/?locale=en").content


@pytest.mark.once
def test_a_reader_half_way_through_a_list_finds_the_next_page_after_an_export(exported, library):
    for number in range(45):
        publish(
            Content(slug=f"t-{number:02}", type="glossary-term", texts={"en": Text(f"Term {number:02}", "A word.")})
        )
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


def test_a_log_that_was_reset_makes_a_full_export_and_drops_the_old_cursors(exported, library, tmp_path):
    exported.run()
    old = {address for address in exported.addresses() if "/changes/" in address and "cursor" in address}
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE {Edition._meta.db_table} SET version = version + 1")  # noqa: S608 -- a table's name
    publish(renamed(CRPS, en=Text("Pain", "Words.", "pain")), at=LATER)

    report = exported.run()

    assert (report.is_full, report.reason) == (True, "the log of changes begins anew")
    assert not old & set(exported.addresses())
    assert_equals_a_full_one(exported, tmp_path)


@pytest.mark.once
def test_the_command_says_what_it_did(exported, library):
    def told(*options):
        output = StringIO()
        call_command("export_api", str(exported.root), *options, stdout=output)
        return output.getvalue()

    assert told().startswith("Exported everything, since there was none before: looked at 8 contents")
    assert told() == "Nothing has changed since the last export; nothing was written.\n"
    publish(renamed(CRPS, en=Text("Pain", "Words.", "pain")), at=LATER)
    assert told("-v", "2").startswith("Exported what has changed: looked at 1 contents")
