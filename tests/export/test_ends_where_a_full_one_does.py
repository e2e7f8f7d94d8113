"""However often an export goes on from the last, it ends where a full one would."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection

from cms.delivery.export import asking
from cms.locales import TAGS
from cms.publishing.models import Edition
from cms.translation import releases
from tests import factories
from tests.delivery.factories import Content, Text, publish, remove
from tests.delivery.library import CHRONIC_PAIN, CRPS, EPILEPSY, KETAMINE_INFUSION, OFF_LABEL, SITE
from tests.export.changes import LATER, glossary, renamed
from tests.export.reading import Export

pytestmark = pytest.mark.django_db


def assert_equals_a_full_one(exported, tmp_path):
    fresh = Export(tmp_path / "fresh")
    fresh.run()
    assert exported.content() == fresh.content()
    for tag in TAGS:
        assert exported.keys(tag) == fresh.keys(tag)


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
