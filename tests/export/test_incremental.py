"""A second run writes what has changed and nothing else."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command

from cms.delivery.export import asking
from cms.locales import TAGS
from cms.publishing import store
from cms.publishing.models import Answer
from tests.delivery.factories import NOW, Content, Text, publish
from tests.delivery.library import CRPS
from tests.export.changes import LATER, glossary, renamed

pytestmark = pytest.mark.django_db


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
def test_the_command_says_what_it_did(exported, library):
    def told(*options):
        output = StringIO()
        call_command("export_api", str(exported.root), *options, stdout=output)
        return output.getvalue()

    assert told().startswith("Exported everything, since there was none before: looked at 8 contents")
    assert told() == "Nothing has changed since the last export; nothing was written.\n"
    publish(renamed(CRPS, en=Text("Pain", "Words.", "pain")), at=LATER)
    assert told("-v", "2").startswith("Exported what has changed: looked at 1 contents")
