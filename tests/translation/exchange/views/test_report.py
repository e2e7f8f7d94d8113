"""What a person reads before an import changes anything, and what it changes then."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
import time_machine
from django.contrib.auth.models import Group
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from wagtail.users.models import UserProfile

from cms.locales import BY_TAG
from cms.translation import groups, handover
from cms.translation.exchange import reports, uploads
from cms.translation.models import ImportedFile, WorkState
from tests import factories
from tests.translation.exchange import agency
from tests.translation.exchange.agency import SUMMARY
from tests.translation.exchange.views.files import IMPORT, report_of, text_of, upload, work_off

pytestmark = [pytest.mark.django_db, pytest.mark.once]


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

    assert re.fullmatch(r"Running for (1 second|\d seconds)\.", soon)
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
