"""Whatever happens to a run, what was served before is served until something whole takes its place."""

from __future__ import annotations

import fcntl
import os
import resource
import signal
import subprocess
import sys
import time
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command

from cms.delivery.export import layout
from tests import databases
from tests.delivery.factories import NOW, Text, publish
from tests.delivery.library import CRPS, fill

#: What is tested here is files.
pytestmark = pytest.mark.once

PAIN = replace(CRPS, texts={**CRPS.texts, "ar": Text("ألم", "نص.", "ألم")})
LATER = NOW + timedelta(days=5)
PATIENCE_S = 60


@contextmanager
def no_file_longer_than(size):
    """What a full disk does: a write is refused half way."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def running(exported, *options):
    return subprocess.Popen(
        [sys.executable, "manage.py", "export_api", str(exported.root), *options],
        cwd=databases.ROOT,
        env=databases.environment(),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def assert_nothing_is_left_over(exported):
    names = {path.name for path in exported.root.iterdir()}
    assert names == {"current", "lock", "objects", "releases", "shelves"}
    assert len(list((exported.root / "releases").iterdir())) <= 2
    assert not list(exported.root.rglob(".new-*"))
    links = [link.resolve() for link in (exported.root / "shelves").glob("*/*")]
    assert all(link.is_dir() for link in links)
    entries = [link for link in links if link.parent.name != "shelves"]
    led_to = {str(entry).split("/objects/")[1].split("/=")[0] for entry in entries}
    assert led_to == {
        f"{item.parent.parent.name}/{item.parent.name}/{item.name}"
        for item in (exported.root / "objects").glob("*/*/*")
    }


@pytest.mark.django_db(transaction=True)
def test_a_run_that_is_killed_at_any_moment_leaves_the_old_tree_and_the_next_one_mends(exported):
    fill()
    exported.run()
    killed = 0
    for number in range(6):
        before, served = exported.content(), (exported.root / "current").readlink()
        publish(replace(PAIN, slug=f"crps-{number}", content_id=CRPS.id), at=LATER + timedelta(hours=number))
        with running(exported, "--full") as process:
            _wait_for(exported.root / "writing", process)
            time.sleep(0.03 * number)
            killed += process.poll() is None
            os.kill(process.pid, signal.SIGKILL)
        if (exported.root / "current").readlink() == served:
            assert exported.content() == before
        else:
            assert exported.get(f"/api/v1/conditions/crps-{number}/?locale=ar").status == 200

    assert killed
    exported.run()
    assert_nothing_is_left_over(exported)
    assert exported.get("/api/v1/conditions/crps-5/?locale=ar").json()["name"] == "ألم"


def _wait_for(file, process):
    until = time.monotonic() + PATIENCE_S
    while not file.exists() and process.poll() is None and time.monotonic() < until:
        time.sleep(0.005)


@pytest.mark.django_db
def test_a_run_that_fails_half_way_leaves_the_old_tree_and_nothing_else(exported, library):
    exported.run()
    before = exported.content()
    publish(PAIN, at=LATER)

    with (
        no_file_longer_than(2_000),
        pytest.raises(CommandError, match=r"can't be written: File too large. What was served"),
    ):
        call_command("export_api", str(exported.root))

    assert exported.content() == before
    assert_nothing_is_left_over(exported)
    exported.run()
    assert exported.get("/api/v1/conditions/crps/?locale=ar").json()["name"] == "ألم"


@pytest.mark.django_db
def test_a_folder_that_can_t_be_written_is_told_in_a_sentence(tmp_path):
    (tmp_path / "file").write_text("")

    with pytest.raises(CommandError, match=r"can't be written: Not a directory. What was served before still is."):
        call_command("export_api", str(tmp_path / "file" / "out"))


@pytest.mark.django_db
def test_a_second_run_at_the_same_time_is_refused(exported, library):
    exported.run()
    with (exported.root / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)

        with pytest.raises(CommandError, match=r"Another export into .* is running"):
            call_command("export_api", str(exported.root))


@pytest.mark.django_db
def test_a_tree_of_another_version_is_replaced_by_a_full_one(exported, library):
    exported.run()
    state = exported.root / "current/state.json"
    state.write_text(state.read_text().replace(f'"format": {layout.FORMAT}', '"format": 0'))

    report = exported.run()

    assert report.is_full
    assert_nothing_is_left_over(exported)


@pytest.mark.django_db
def test_what_is_served_is_one_link_that_leads_to_a_whole_release(exported, library):
    exported.run()
    publish(PAIN, at=LATER)
    exported.run()

    current = exported.root / "current"
    assert current.is_symlink()
    assert current.readlink().parent.name == "releases"
    assert (current / "state.json").exists()


@pytest.mark.django_db
def test_what_is_served_is_told_before_what_is_old_is_dropped(exported, library):
    for number in range(2):
        publish(replace(PAIN, slug=f"crps-{number}", content_id=CRPS.id), at=LATER + timedelta(hours=number))
        exported.run()
    publish(PAIN, at=LATER + timedelta(days=1))
    told = []

    exported.run(
        served=lambda report: told.append(
            (report.name, (exported.root / "current").readlink().name, len(list(exported.root.glob("releases/*"))))
        )
    )

    [(name, current, releases)] = told
    assert (name, releases) == (current, 3)
    assert_nothing_is_left_over(exported)


@pytest.mark.django_db
def test_what_a_run_did_not_come_to_drop_is_dropped_by_the_next_one(exported, library):
    exported.run()
    publish(PAIN, at=LATER)

    def killed(report):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        exported.run(served=killed)
    assert exported.get("/api/v1/conditions/crps/?locale=ar").json()["name"] == "ألم"
    assert not exported.run().is_written
    assert_nothing_is_left_over(exported)


@pytest.mark.django_db
def test_an_export_is_counted_for_nobody_and_never_refused(exported, library, settings, client):
    settings.API_RATES = rates = {"anonymous": 1}

    exported.run()

    assert settings.API_RATES is rates
    assert client.get("/api/v1/", REMOTE_ADDR="127.0.0.1").status_code == 200
    assert client.get("/api/v1/", REMOTE_ADDR="127.0.0.1").status_code == 429


@pytest.mark.django_db
def test_an_address_that_is_none_is_refused(exported):
    with pytest.raises(CommandError, match="--live takes an address"):
        call_command("export_api", str(exported.root), "--live", "127.0.0.1:8000")
