"""The files that readers get: when they are made, how others come in their place, what a worker leaves that died."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
import time_machine
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.db import connection
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from cms.images import files
from cms.images.models import CreditedImage, Rendition
from cms.images.pixels import PlainOperation
from cms.images.tasks import make_files_task
from cms.operations import schedule
from cms.publishing import lifecycle
from home.models import HomePage
from tests import factories
from tests.images import pictures

pytestmark = pytest.mark.django_db


def run_tasks(path="cms.images.tasks.make_files_task"):
    """What the worker would do by now."""
    for waiting in DBTaskResult.objects.ready().filter(task_path=path):
        waiting.task.func(*waiting.args_kwargs["args"])
        waiting.delete()


def shown(page):
    lifecycle.rebuild_stale()
    return [file["url"] for file in factories.answer(page)["image"]["renditions"]]


@pytest.fixture
def image():
    return factories.image(file=pictures.file())


@pytest.fixture
def condition(image):
    page = factories.draft()
    page.image = image
    page = factories.publish(page)
    lifecycle.rebuild_stale()
    return page


def replace(image, name="others.jpg"):
    image.refresh_from_db()
    image.file = pictures.file(name, (800, 600))
    image.save()


def test_publishing_makes_no_file_and_the_worker_makes_four(image, condition):
    assert shown(condition) == []

    run_tasks()

    assert len(shown(condition)) == len(files.RECIPES) == 4
    assert not files.lacking().exists()
    assert not files.make_files(image.pk)


def test_a_request_of_a_reader_makes_no_file(client, condition):
    client.get("/api/v1/conditions/chronic-pain/")

    assert not Rendition.objects.exists()


def test_another_file_has_other_addresses_and_the_former_ones_lead_somewhere_until_caches_have_forgotten_them(
    image, condition, django_capture_on_commit_callbacks
):
    run_tasks()
    former = shown(condition)

    replace(image)
    assert shown(condition) == former
    run_tasks()
    assert not files.drop_former(image.pk)
    current = shown(condition)

    assert set(current).isdisjoint(former)
    assert image.renditions.count() == 8
    [drop] = DBTaskResult.objects.filter(task_path="cms.images.tasks.drop_former_task")
    assert drop.run_after - timezone.now() > files.time_in_caches() * 0.99
    with django_capture_on_commit_callbacks(execute=True), time_machine.travel(drop.run_after, tick=False):
        run_tasks(drop.task_path)
    assert shown(condition) == current
    assert image.renditions.count() == 4
    run_tasks("wagtail.tasks.delete_file_from_storage_task")
    assert not any(default_storage.exists(f"images/{url.rpartition('/')[2]}") for url in former)
    assert all(default_storage.exists(f"images/{url.rpartition('/')[2]}") for url in current)


def test_another_focal_point_is_told_and_makes_no_other_file(image, condition):
    run_tasks()
    before = shown(condition)

    image.refresh_from_db()
    image.focal_point_x, image.focal_point_y, image.focal_point_width, image.focal_point_height = 160, 270, 20, 20
    image.save()

    assert shown(condition) == before
    assert factories.answer(condition)["image"]["focal_point"] == {"x": 0.25, "y": 0.75}


def test_a_worker_that_died_over_an_image_is_asked_again_and_less_often_each_time(image):
    DBTaskResult.objects.all().delete()

    assert files.ask_again() == 0
    with time_machine.travel(timezone.now() + files._FIRST_WAIT, tick=False):
        assert schedule.tick() == 0
        assert DBTaskResult.objects.filter(task_path=make_files_task.module_path).count() == 1
        assert CreditedImage.objects.get().files_due_at == timezone.now() + 2 * files._FIRST_WAIT

    run_tasks()
    assert CreditedImage.objects.get().files_due_at is None


def test_a_file_that_is_not_there_stops_no_other(image):
    other = factories.image(file=pictures.file())
    default_storage.delete(image.file.name)

    with pytest.raises(OSError, match="waves"):
        make_files_task.func(image.pk)
    make_files_task.func(other.pk)

    assert list(files.lacking()) == [image]


def test_files_that_were_lost_are_made_again(image, capsys):
    run_tasks()
    former = {rendition.file.name for rendition in image.renditions.all()}
    for name in former:
        default_storage.delete(name)

    call_command("image_files", dry_run=True)
    call_command("image_files")
    run_tasks()
    call_command("image_files")

    told = capsys.readouterr().out
    assert told.splitlines() == [
        "4 files are listed and not there; 0 images lack files.",
        "Nothing was changed.",
        "4 files are listed and not there; 1 images lack files.",
        "The worker makes them.",
        "No image lacks files.",
    ]
    assert {rendition.file.name for rendition in image.renditions.all()} == former
    assert all(default_storage.exists(name) for name in former)


def test_what_two_workers_make_at_once_is_there_once(image, monkeypatch):
    made = files._made

    def overtaken(*args):
        monkeypatch.setattr(files, "_made", made)
        files.make_files(image.pk)
        return made(*args)

    monkeypatch.setattr(files, "_made", overtaken)
    files.make_files(image.pk)

    kept = {rendition.file.name for rendition in image.renditions.all()}
    assert kept == {f"images/{name}" for name in default_storage.listdir("images")[1]}


def test_an_image_that_is_deleted_while_its_files_are_made_leaves_none(image, monkeypatch):
    made = files._made

    def deleted_meanwhile(*args):
        found = made(*args)
        CreditedImage.objects.filter(pk=image.pk).delete()
        return found

    monkeypatch.setattr(files, "_made", deleted_meanwhile)
    files.make_files(image.pk)

    assert default_storage.listdir("images") == ([], [])
    assert not make_files_task.func(image.pk)


@pytest.mark.django_db(transaction=True)
def test_others_save_while_pixels_are_worked_on(image, monkeypatch):
    worked = PlainOperation.run
    saved = []

    def save():
        try:
            saved.append(HomePage.objects.update(seo_title="Saved meanwhile"))
        finally:
            connection.close()

    def run(self, *args):
        assert not connection.in_atomic_block
        with ThreadPoolExecutor(1) as another_editor:
            another_editor.submit(save).result(timeout=5)
        return worked(self, *args)

    monkeypatch.setattr(PlainOperation, "run", run)
    files.make_files(image.pk)

    assert saved == [1] * len(files.RECIPES)
