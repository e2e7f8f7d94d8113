"""The two commands as an operator runs them: what they print, their exit codes, that a crash leaves nothing half."""

from __future__ import annotations

import os
import pty
import signal
import subprocess
import sys
import termios
import time
from pathlib import Path

import pytest
from django.core.management import CommandError
from django.db import connection

from cms.translation.models import LocaleWork, SegmentMark
from tests import factories
from tests.databases import environment
from tests.translation.exchange import agency
from tests.translation.exchange.agency import OUT, SUMMARY, run

ROOT = Path(__file__).resolve().parents[3]
PATIENCE_S = 60

pytestmark = pytest.mark.django_db


@pytest.fixture
def page():
    return factories.page(locales=OUT)


# Exporting


def test_a_whole_language_is_written_one_file_for_each_content(page, tmp_path):
    factories.glossary_term()
    factories.draft("epilepsy")

    out, err = run("export_translations", tmp_path / "new" / "folder", "--locale", "zh-Hans")

    names = sorted(file.name for file in (tmp_path / "new" / "folder").iterdir())
    assert names == [
        "conditionindexpage-conditions.zh-Hans.xlf",
        "conditionpage-chronic-pain.zh-Hans.xlf",
        "glossaryterm-off-label.zh-Hans.xlf",
        "homepage-home.zh-Hans.xlf",
    ]
    assert out == f"11 segments in 4 files in {tmp_path}/new/folder.\n"
    assert err == ""


def test_named_pages_are_written_though_they_are_drafts(page, tmp_path):
    factories.draft("epilepsy")

    out, _err = run("export_translations", tmp_path, "--locale", "ES-mx", "--format", "po", "--page", "epilepsy")

    assert [file.name for file in tmp_path.iterdir()] == ["conditionpage-epilepsy.es-MX.po"]
    assert out == f"7 segments in 1 files in {tmp_path}.\n"


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--locale", "pt"], "'pt' is not a content locale; there are en, es, es-MX, fr, ar, zh-Hans."),
        (["--locale", "en"], "en is the language that is translated from."),
        (["--locale", "ar", "--page", "no-such-page"], "There is no content with the slug 'no-such-page'."),
    ],
)
def test_an_export_of_nothing_is_an_error(tmp_path, arguments, sentence):
    with pytest.raises(CommandError) as refusal:
        run("export_translations", tmp_path / "new", *arguments)

    assert (str(refusal.value), refusal.value.returncode) == (sentence, 1)
    assert not (tmp_path / "new").exists()


def test_a_folder_that_is_a_file_is_an_error(tmp_path):
    (tmp_path / "taken").write_text("")

    with pytest.raises(CommandError, match="taken: File exists"):
        run("export_translations", tmp_path / "taken", "--locale", "ar")


# Importing


@pytest.fixture
def file(page, tmp_path):
    found = agency.export(page, tmp_path, "ar")
    agency.fill_in(found, {"summary": SUMMARY["ar"]})
    return found


def test_a_dry_run_says_what_would_change_and_changes_nothing(page, file):
    before = agency.everything_of(page)

    out, err = run("import_translations", file, "--dry-run")

    assert out == "1 would be changed, 0 would be confirmed, 6 equal, 0 not translated, 0 refused.\n"
    assert err == ""
    assert agency.everything_of(page) == before


def test_a_refused_text_is_told_with_file_line_path_and_reason_and_the_rest_is_taken(page, file):
    agency.fill_in(file, {"name": "x" * 201})
    line = 1 + file.read_text().split('name="name"')[0].count("\n")

    out, err = run("import_translations", file)

    assert out == "1 changed, 0 confirmed, 5 equal, 0 not translated, 1 refused.\n"
    assert err == f"{file}:{line}: name: 201 characters are too many: there is room for 200. It is not saved.\n"


def test_of_three_files_with_an_unreadable_one_none_is_imported(page, file, tmp_path):
    broken, third = tmp_path / "broken.xlf", agency.export(page, tmp_path, "es")
    broken.write_bytes(file.read_bytes()[:900])
    agency.fill_in(third, {"summary": SUMMARY["es"]})
    before = agency.everything_of(page)

    with pytest.raises(CommandError) as refusal:
        run("import_translations", file, broken, third)

    assert refusal.value.returncode == 1
    assert str(refusal.value).startswith(f"{broken}: The file is damaged or incomplete: its XML breaks off in line ")
    assert str(refusal.value).endswith(" Export it again. Nothing was imported.")
    assert agency.everything_of(page) == before


def test_a_file_that_is_not_there_is_an_error(file, tmp_path):
    missing = tmp_path / "missing.xlf"

    with pytest.raises(CommandError) as refusal:
        run("import_translations", file, missing)

    assert str(refusal.value) == f"{missing}: No such file or directory. Nothing was imported."


def test_a_person_who_is_not_there_is_an_error(file):
    left = factories.translator("ar")
    left.is_active = False
    left.save()

    for name in ("nobody", left.username):
        with pytest.raises(CommandError, match=f"There is no active person with the user name '{name}'"):
            run("import_translations", file, "--user", name)


# As processes


@pytest.mark.django_db(transaction=True)
def test_the_exit_code_is_1_only_when_nothing_was_imported(tmp_path):
    page = factories.page()
    file = agency.export(page, tmp_path, "ar")
    agency.fill_in(file, {"summary": SUMMARY["ar"], "name": "x" * 201})

    done = imported_by_a_process(file)
    failed = imported_by_a_process(file, tmp_path / "missing.xlf")

    assert (done.returncode, done.stdout) == (0, "1 changed, 0 confirmed, 0 equal, 5 not translated, 1 refused.\n")
    assert (failed.returncode, failed.stdout) == (1, "")
    assert failed.stderr == f"CommandError: {tmp_path}/missing.xlf: No such file or directory. Nothing was imported.\n"


def imported_by_a_process(*files):
    return subprocess.run(
        [sys.executable, "manage.py", "import_translations", *map(str, files)],
        cwd=ROOT,
        env=environment(),
        capture_output=True,
        text=True,
        check=False,
        timeout=PATIENCE_S,
    )


@pytest.mark.django_db(transaction=True)
def test_a_terminal_shows_how_far_it_is_and_a_pipe_does_not(tmp_path):
    page = factories.page()
    file = agency.export(page, tmp_path, "ar")
    agency.fill_in(file, {"summary": SUMMARY["ar"]})

    shown = seen_at_a_terminal("import_translations", str(file), "--dry-run")
    also_shown = seen_at_a_terminal("export_translations", str(tmp_path / "out"), "--locale", "ar")

    assert "%|" in shown
    assert "%|" in also_shown
    assert imported_by_a_process(file).stderr == ""


def seen_at_a_terminal(*arguments):
    """What a command writes where people look while it runs."""
    ours, its = pty.openpty()
    termios.tcsetwinsize(its, (24, 80))
    with subprocess.Popen(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env=environment(),
        stdout=subprocess.DEVNULL,
        stderr=its,
    ) as process:
        os.close(its)
        seen = b""
        try:
            while chunk := os.read(ours, 4096):
                seen += chunk
        except OSError:
            # Linux says so when the other side is closed.
            pass
        os.close(ours)
    assert process.returncode == 0
    return seen.decode()


#: Runs the real command; once the second content is saved, it says so and waits to be killed.
STOP_HALF_WAY = """
import sys, time
import django
django.setup()
from django.core.management import call_command
from cms.translation import handover
submit, submitted = handover.submit_import, []
def submit_and_stop(content, locale, *, by):
    submit(content, locale, by=by)
    submitted.append(content)
    if len(submitted) == 2:
        print("half way", flush=True)
        time.sleep(600)
handover.submit_import = submit_and_stop
call_command("import_translations", *sys.argv[1:])
"""


@pytest.mark.django_db(transaction=True)
def test_an_import_that_is_killed_half_way_leaves_nothing_half_done(tmp_path):
    pages = [factories.page(slug) for slug in ("chronic-pain", "epilepsy", "crps")]
    files = [agency.export(page, tmp_path, "ar") for page in pages]
    for file in files:
        agency.fill_in(file, {"summary": SUMMARY["ar"]})
    before = [agency.everything_of(page) for page in pages]

    kill_half_way(files)

    assert [agency.everything_of(page) for page in pages] == before
    assert not SegmentMark.objects.exists()
    assert agency.take_in(*files)[0].startswith("3 changed")
    assert set(LocaleWork.objects.filter(locale="ar", state="in_review").values_list("content_id", flat=True)) == {
        page.content_id for page in pages
    }


def kill_half_way(files):
    with subprocess.Popen(
        [sys.executable, "-c", STOP_HALF_WAY, *map(str, files)],
        cwd=ROOT,
        env=environment(),
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "half way\n"
        process.send_signal(signal.SIGKILL)
    assert process.returncode == -signal.SIGKILL
    if connection.vendor == "postgresql":
        wait_until_its_transaction_is_gone()


def wait_until_its_transaction_is_gone():
    """The server notices a moment later that nobody is at the other end."""
    deadline = time.monotonic() + PATIENCE_S
    others = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
    with connection.cursor() as cursor:
        while True:
            cursor.execute(others)
            if cursor.fetchone() == (0,):
                return
            assert time.monotonic() < deadline
            time.sleep(0.1)
