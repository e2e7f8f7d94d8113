"""Who may import in the admin, and which files."""

from __future__ import annotations

import io

import pytest
from django.contrib.auth.models import Group
from django.core.files.uploadedfile import InMemoryUploadedFile
from django.urls import reverse

from cms.translation.exchange import uploads
from cms.translation.models import ImportedFile
from tests import factories
from tests.translation.exchange.views.files import EXPORT, IMPORT, report_of, text_of, upload

pytestmark = [pytest.mark.django_db, pytest.mark.once]


# Who may


@pytest.mark.parametrize("name", [IMPORT, EXPORT])
def test_who_has_no_language_gets_in_nowhere(client, name):
    client.force_login(factories.user("author", "Authors", "Editors"))
    nobody = factories.user("somebody")
    nobody.groups.set(Group.objects.filter(name="Moderators"))
    client.force_login(nobody)

    assert client.get(reverse(name)).status_code == 302
    assert client.get(reverse(name)).url == "/admin/"


def test_who_may_only_approve_exports_and_does_not_import(client):
    client.force_login(reviewer_without_translation())

    assert client.get(reverse(EXPORT)).status_code == 200
    assert client.get(reverse(IMPORT)).status_code == 302


def reviewer_without_translation():
    person = factories.approver("ar")
    for group in person.groups.all():
        group.permissions.remove(*group.permissions.filter(codename__startswith="translate_"))
    return person


# Choosing files


def test_the_limit_is_said_before_files_are_chosen_and_the_own_languages_are_named(admin):
    words = text_of(admin.get(reverse(IMPORT)))

    assert "At most 50 MB in all." in words
    assert "You can import into: العربيّة." in words


def test_files_that_are_too_large_are_refused_before_they_are_read(admin, file, monkeypatch):
    monkeypatch.setattr(uploads, "MAX_BYTES", 1024 * 1024)
    monkeypatch.setattr(InMemoryUploadedFile, "read", lambda self: pytest.fail("It was read."))
    large = []
    for number in range(2):
        large.append(io.BytesIO(b"x" * 600_000))
        large[-1].name = f"{number}.xlf"

    answer = admin.post(reverse(IMPORT), {"files": large})

    assert answer.status_code == 400
    assert "The files have 2 MB. At most 1 MB in all. Import them in several goes." in text_of(answer)
    assert not ImportedFile.objects.exists()


def test_no_file_is_refused(admin):
    answer = admin.post(reverse(IMPORT))

    assert (answer.status_code, "Choose at least one file." in text_of(answer)) == (400, True)


def test_a_new_upload_takes_the_place_of_the_former_one(admin, file):
    first, _report = report_of(admin, file)
    upload(admin, file)

    assert ImportedFile.objects.count() == 1
    assert 'value="apply"' not in admin.get(first).content.decode()
