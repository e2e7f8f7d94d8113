"""Exports in the admin."""

from __future__ import annotations

import io
import re
import zipfile

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.users.models import UserProfile

from cms.locales import BY_TAG
from cms.translation import groups
from cms.translation.dashboard.actions import actions
from cms.translation.exchange import export_views, reading
from cms.translation.models import ImportedFile
from tests import factories
from tests.translation.exchange import agency
from tests.translation.exchange.agency import LOCALES, SUMMARY
from tests.translation.exchange.views.files import EXPORT, IMPORT, as_upload, report_of, text_of

pytestmark = [pytest.mark.django_db, pytest.mark.once]


FILE = "translation_export_file"


def test_the_file_of_one_content_by_a_link(page, admin):
    answer = admin.get(reverse(FILE), {"locale": "ar", "content": str(page.content_id)})

    found = reading.read_file(answer.content, name="ar.xlf").contents
    assert answer["Content-Disposition"] == 'attachment; filename="conditionpage-chronic-pain.ar.xlf"'
    assert answer["Content-Type"] == "application/xliff+xml"
    assert [(each.content_id, each.target_locale, len(each.segments)) for each in found] == [
        (str(page.content_id), "ar", 7)
    ]


@pytest.mark.parametrize("locale", LOCALES)
def test_a_whole_language_as_an_archive(client, page, locale):
    client.force_login(factories.administrator())
    factories.draft("epilepsy")

    answer = client.post(reverse(FILE), {"locale": locale, "format": "po", "packing": "zip"})

    with zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content))) as archive:
        assert archive.testzip() is None
        assert sorted(archive.namelist()) == [
            f"conditionindexpage-conditions.{locale}.po",
            f"conditionpage-chronic-pain.{locale}.po",
            f"homepage-home.{locale}.po",
        ]
        assert SUMMARY.keys() >= {
            reading.read_file(archive.read(name), name=name).contents[0].target_locale for name in archive.namelist()
        }
    assert answer["Content-Disposition"] == f'attachment; filename="translations.{locale}.zip"'


def test_the_notes_of_an_archive_are_in_the_language_of_the_person(client, page):
    person = factories.administrator()
    UserProfile.objects.update_or_create(user=person, defaults={"preferred_language": "es"})
    client.force_login(person)
    one = client.post(reverse(FILE), {"locale": "ar", "content": str(page.content_id)})
    notes = {segment.note for segment in reading.read_file(one.content, name="x").contents[0].segments}

    answer = client.post(reverse(FILE), {"locale": "ar", "packing": "zip"})

    with zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content))) as archive:
        data = archive.read("conditionpage-chronic-pain.ar.xlf")
    assert {segment.note for segment in reading.read_file(data, name="x").contents[0].segments} == notes


def test_a_selection_as_one_file(client, page):
    client.force_login(factories.administrator())
    other = factories.page("epilepsy", locales=("en", "zh-Hans"))
    ids = [str(content.content_id) for content in (other, page)]

    answer = client.post(reverse(FILE), {"locale": "zh-Hans", "content": ids, "format": "xliff", "packing": "one"})

    found = reading.read_file(answer.content, name="x").contents
    assert [each.content_id for each in found] == ids
    assert answer["Content-Disposition"] == 'attachment; filename="translations.zh-Hans.xlf"'


def test_what_was_exported_here_can_be_imported_here(page, admin, tmp_path):
    answer = admin.get(reverse(FILE), {"locale": "ar", "content": str(page.content_id), "format": "po"})
    (tmp_path / "ar.po").write_bytes(answer.content)
    agency.fill_in(tmp_path / "ar.po", {"summary": SUMMARY["ar"]})

    _address, report = report_of(admin, tmp_path / "ar.po")

    assert "1 text changes" in text_of(report)


def test_the_list_of_all_content_offers_the_export_of_what_is_ticked(page, admin):
    assert [action.view_name for action in actions() if action.name == "export"] == [EXPORT]

    answer = admin.post(reverse(EXPORT), {"content": [str(page.content_id), "no id"], "locale": "ar"})

    html = answer.content.decode()
    assert "“Chronic pain” is exported" in text_of(answer)
    assert html.count('name="content"') == 1
    assert 'value="ar" lang="ar" selected' in html


def test_only_the_own_languages_are_offered_and_given(page, admin):
    html = admin.get(reverse(EXPORT)).content.decode()

    assert re.findall(r'<option value="([^"]+)"', html) == ["ar"]
    assert admin.get(reverse(FILE), {"locale": "es", "content": str(page.content_id)}).status_code == 302
    assert admin.get(reverse(FILE), {"locale": "en", "content": str(page.content_id)}).status_code == 302


def test_authors_export_every_language(client, page):
    client.force_login(factories.administrator())

    html = client.get(reverse(EXPORT)).content.decode()

    assert re.findall(r'<option value="([^"]+)"', html) == ["es", "es-MX", "fr", "ar", "zh-Hans"]


def test_content_that_a_person_may_not_edit_is_left_out(client, page):
    stranger = factories.user("stranger")
    group = Group.objects.create(name="Translators without pages")
    group.permissions.set(Group.objects.get(name=groups.translators(BY_TAG["ar"])).permissions.all())
    stranger.groups.set([group])
    client.force_login(stranger)

    answer = client.get(reverse(FILE), {"locale": "ar", "content": str(page.content_id)}, follow=True)

    assert "There is nothing to export" in text_of(answer)


def test_what_is_too_much_for_one_file_is_refused_with_a_way_out(client, page, monkeypatch):
    monkeypatch.setattr(export_views, "MAX_IN_ONE_FILE", 5)
    client.force_login(factories.administrator())

    answer = client.post(reverse(FILE), {"locale": "ar", "packing": "one"}, follow=True)

    assert "This is too much for one file." in text_of(answer)


def test_an_unknown_format_is_not_found(page, admin):
    assert admin.get(reverse(FILE), {"locale": "ar", "format": "docx"}).status_code == 404


@pytest.mark.django_db(transaction=True)
def test_an_archive_is_made_while_it_is_sent_though_the_transaction_of_the_request_is_over(client):
    pages = [factories.page(slug) for slug in ("chronic-pain", "epilepsy", "crps")]
    client.force_login(factories.administrator())

    answer = client.post(reverse(FILE), {"locale": "ar", "packing": "zip"})

    with zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content))) as archive:
        assert {f"conditionpage-{page.slug}.ar.xlf" for page in pages} <= {*archive.namelist()}


def test_an_archive_is_sent_piece_by_piece(client, page):
    client.force_login(factories.administrator())
    for slug in ("epilepsy", "crps"):
        factories.page(slug)
    answer = client.post(reverse(FILE), {"locale": "ar", "packing": "zip"})

    asked = []
    with CaptureQueriesContext(connection) as queries:
        for _piece in answer.streaming_content:
            asked.append(len(queries))

    assert len(asked) > 4
    assert asked[0] < asked[1] < asked[2] < asked[3]


def test_without_a_token_of_the_form_nothing_is_uploaded(file):
    from django.test import Client

    strict = Client(enforce_csrf_checks=True)
    strict.force_login(factories.administrator())

    assert strict.post(reverse(IMPORT), {"files": [as_upload(file)]}).status_code == 403
    assert not ImportedFile.objects.exists()
