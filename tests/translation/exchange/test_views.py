"""Export and import in the admin: who may, what is refused unread, what the report says, what applying does."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import timedelta

import pytest
import time_machine
from django.contrib.auth.models import Group
from django.core.files.uploadedfile import InMemoryUploadedFile, SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult
from wagtail.users.models import UserProfile

from cms.locales import BY_TAG
from cms.translation import groups, handover
from cms.translation.dashboard.actions import actions
from cms.translation.exchange import export_views, reading, reports, uploads
from cms.translation.models import ImportedFile, WorkState
from tests import factories
from tests.translation.exchange import agency
from tests.translation.exchange.agency import LOCALES, OUT, SUMMARY

pytestmark = [pytest.mark.django_db, pytest.mark.once]

IMPORT = "translation_import"
EXPORT = "translation_export"
FILE = "translation_export_file"


@pytest.fixture
def page():
    return factories.page(locales=OUT)


@pytest.fixture
def translator():
    return factories.translator("ar")


@pytest.fixture
def admin(client, translator):
    """The browser of a translator of Arabic."""
    client.force_login(translator)
    return client


@pytest.fixture
def file(page, tmp_path):
    found = agency.export(page, tmp_path, "ar")
    agency.fill_in(found, {"summary": SUMMARY["ar"]})
    return found


def as_upload(file, name=None):
    return SimpleUploadedFile(name or file.name, file.read_bytes())


def upload(client, *files):
    return client.post(reverse(IMPORT), {"files": [as_upload(file) for file in files]})


def work_off():
    """What the worker does meanwhile."""
    worker = Worker(
        queue_names=["default"], interval=0, batch=True, backend_name="default", startup_delay=False,
        max_tasks=None, worker_id="tests", excluded_queue_names=[],
    )  # fmt: skip
    # Not by `worker.run`, which closes the connection that the transaction of the test is in.
    for result in DBTaskResult.objects.ready():
        result.claim(worker.worker_id)
        worker.run_task(result)


def report_of(client, *files):
    """The address of the report and the page."""
    address = upload(client, *files).url
    work_off()
    return address, client.get(address)


def text_of(answer):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", answer.content.decode()))


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


# The report


def test_the_page_waits_until_the_worker_is_done(admin, file):
    address = upload(admin, file).url

    waiting = admin.get(address)
    before = admin.get(f"{address}state/").json()
    with time_machine.travel(timezone.now() + timedelta(minutes=1)):
        later = admin.get(f"{address}state/").json()
    work_off()

    assert 'role="status"' in waiting.content.decode()
    assert before == {"is_finished": False, "sentence": "It is about to begin."}
    assert later["sentence"].startswith("The background worker has not begun yet.")
    assert admin.get(f"{address}state/").json()["is_finished"] is True


def test_a_check_that_is_running_says_for_how_long(admin, file):
    address = upload(admin, file).url
    DBTaskResult.objects.update(status="RUNNING", started_at=timezone.now())

    with time_machine.travel(timezone.now() + timedelta(seconds=7), tick=False):
        soon = admin.get(f"{address}state/").json()["sentence"]
    with time_machine.travel(timezone.now() + timedelta(hours=1)):
        late = admin.get(f"{address}state/").json()["sentence"]

    assert re.fullmatch(r"Running for \d seconds\.", soon)
    assert late.startswith("It takes unusually long.")


def test_the_report_says_what_would_change_and_changes_nothing(page, admin, file):
    before = agency.everything_of(page)

    _address, report = report_of(admin, file)

    html, words = report.content.decode(), text_of(report)
    assert "1 text changes" in words
    assert "Chronic pain: العربيّة" in words
    assert f'href="{reverse("translation_workbench", args=["conditions.conditionpage", page.pk, "ar"])}"' in html
    assert re.search(r'<dd lang="ar" dir="rtl">.*<del>.*</del>.*<ins>.*</ins>', html)
    assert 'value="apply"' in html
    assert agency.everything_of(page) == before


def test_each_refused_text_is_told_by_file_line_part_and_reason(admin, file):
    agency.fill_in(file, {"name": "س" * 201})

    _address, report = report_of(admin, file)

    words = text_of(report)
    line = 1 + file.read_text().split('name="name"')[0].count("\n")
    assert f"{file.name}, line {line}" in words
    assert "Chronic pain: Name name" in words
    assert "201 characters are too many: there is room for 200. It is not saved." in words


@pytest.mark.parametrize("other", ["es", "es-MX", "zh-Hans"])
def test_the_texts_of_other_people_s_languages_are_refused(page, admin, file, tmp_path, other):
    foreign = agency.export(page, tmp_path, other)
    agency.fill_in(foreign, {"summary": SUMMARY[other]})

    address, report = report_of(admin, file, foreign)
    admin.post(address, {"act": "apply"})
    work_off()

    assert f"You have no right to do this in {BY_TAG[other].own_name}." in text_of(report)
    assert agency.target(page, other) != SUMMARY[other]
    assert agency.target(page, "ar") == SUMMARY["ar"]


def test_an_unreadable_file_is_named_and_nothing_can_be_applied(page, admin, file, tmp_path):
    broken = tmp_path / "broken.po"
    broken.write_text("nothing of the kind")

    _address, report = report_of(admin, file, broken)

    words = text_of(report)
    assert "broken.po: This is neither XLIFF 2.0 nor PO." in words
    assert "Nothing was imported" in words
    assert 'value="apply"' not in report.content.decode()


def test_files_of_one_name_are_told_apart(admin, file, tmp_path):
    second = tmp_path / "elsewhere" / file.name
    second.parent.mkdir()
    second.write_bytes(file.read_bytes())
    agency.fill_in(second, {"summary": "ألم لا يزول."})

    _address, report = report_of(admin, file, second)

    assert f"{file.name} (2), line" in text_of(report)


def test_nothing_of_a_file_reaches_the_page_as_markup(admin, file):
    evil = "<img src=x onerror=alert(1)>"
    agency.fill_in(file, {"summary": evil, "name": "س" * 201})
    agency.edit(file, lambda text: text.replace(">Chronic pain<", ">&lt;script&gt;alert(2)&lt;/script&gt;<"))
    bad_name = SimpleUploadedFile("<b>a.xlf", file.read_bytes())

    address = admin.post(reverse(IMPORT), {"files": [bad_name]}).url
    work_off()
    html = admin.get(address).content.decode()

    assert "onerror" in html
    assert "<img src=x" not in html
    assert "<script>alert" not in html
    assert "<b>a.xlf" not in html


def test_the_report_is_in_the_language_of_the_person(admin, file, translator):
    UserProfile.objects.update_or_create(user=translator, defaults={"preferred_language": "es"})

    _address, report = report_of(admin, file)

    assert '<html lang="es"' in report.content.decode()
    assert DBTaskResult.objects.get(task_path__endswith=".check_import").args_kwargs["args"][2] == "es"


def test_a_report_is_shown_to_nobody_else(client, admin, file):
    address, _report = report_of(admin, file)
    client.force_login(factories.administrator())

    assert client.get(address).status_code == 404
    assert client.get(f"{address}state/").status_code == 404
    assert client.post(address, {"act": "apply"}).status_code == 404


def test_tasks_of_other_work_have_no_report(client, file):
    client.force_login(factories.administrator())
    other = DBTaskResult.objects.create(
        args_kwargs={"args": [], "kwargs": {}},
        task_path="cms.publishing.tasks.rebuild_stale_task",
        queue_name="default",
        backend_name="default",
    )

    assert client.get(reverse("translation_import_report", args=[other.pk])).status_code == 404
    assert client.get(reverse("translation_import_report", args=[page_id()])).status_code == 404


def page_id():
    return "0f3a6c1e-5b7d-4e2a-9c48-1d2e3f405162"


def test_a_check_that_failed_says_so(admin, file, monkeypatch):
    monkeypatch.setattr(reports, "of", lambda *arguments, **named: 1 / 0)

    _address, report = report_of(admin, file)

    assert "It failed, and nothing was imported." in text_of(report)


def test_a_report_has_an_end(admin, file, monkeypatch):
    monkeypatch.setattr(reports, "MAX_REFUSED", 1)
    agency.fill_in(file, dict.fromkeys(("name", "summary"), "س" * 301))

    _address, report = report_of(admin, file)

    assert "The first 1 of 2 are shown." in text_of(report)


# Applying


def test_applying_takes_over_what_can_be_and_hands_it_to_review(page, admin, file, translator):
    address, _report = report_of(admin, file)

    done = admin.post(address, {"act": "apply"}).url
    work_off()

    report = admin.get(done)
    work = agency.work_of(page, "ar")
    assert "Imported" in text_of(report)
    assert 'value="apply"' not in report.content.decode()
    assert agency.target(page, "ar") == SUMMARY["ar"]
    assert (work.state, work.contributors) == (WorkState.IN_REVIEW, [translator.pk])
    assert not ImportedFile.objects.exists()


def test_applying_checks_anew(page, admin, file):
    address, _report = report_of(admin, file)
    with time_machine.travel(timezone.now() + timedelta(hours=1)):
        factories.write(factories.latest(page), "ar", summary="ألم طويل.").save_revision()

    done = admin.post(address, {"act": "apply"}).url
    work_off()

    assert "after the file was exported." in text_of(admin.get(done))
    assert agency.target(page, "ar") == "ألم طويل."


def test_applying_twice_imports_once(admin, file):
    address, _report = report_of(admin, file)

    addresses = [admin.post(address, {"act": "apply"}).url for _ in range(2)]
    work_off()

    told = ["These files are not kept any more" in text_of(admin.get(each)) for each in addresses]
    assert told == [False, True]


def test_a_failure_while_it_is_applied_leaves_everything_as_it_was_and_the_files_too(page, admin, file, monkeypatch):
    address, _report = report_of(admin, file)
    before = agency.everything_of(page)
    monkeypatch.setattr(handover, "submit_import", lambda *arguments, **named: 1 / 0)

    done = admin.post(address, {"act": "apply"}).url
    work_off()

    assert "It failed, and nothing was imported." in text_of(admin.get(done))
    assert agency.everything_of(page) == before
    assert 'value="apply"' in admin.get(address).content.decode()


def test_who_lost_the_right_meanwhile_imports_nothing(page, admin, file, translator):
    address, _report = report_of(admin, file)
    admin.post(address, {"act": "apply"})
    translator.groups.set(Group.objects.filter(name=groups.translators(BY_TAG["es"])))

    work_off()

    assert agency.target(page, "ar") != SUMMARY["ar"]


def test_cancelling_forgets_the_files(page, admin, file):
    address, _report = report_of(admin, file)

    answer = admin.post(address, {"act": "cancel"}, follow=True)

    assert "The import is called off; nothing was changed." in text_of(answer)
    assert not ImportedFile.objects.exists()
    assert agency.target(page, "ar") != SUMMARY["ar"]


def test_files_are_kept_for_a_day(admin, file):
    address, _report = report_of(admin, file)
    with time_machine.travel(timezone.now() + timedelta(hours=25)):
        done = admin.post(address, {"act": "apply"}).url
        work_off()

        assert "These files are not kept any more" in text_of(admin.get(done))
        assert uploads.forget_old() == 1
    assert not ImportedFile.objects.exists()


def test_files_of_another_person_are_never_read(admin, file):
    upload(admin, file)
    keys = [*ImportedFile.objects.values_list("pk", flat=True)]

    with pytest.raises(uploads.NotKept):
        uploads.read(keys, by=factories.administrator())


# Exporting


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
