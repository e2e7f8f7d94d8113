"""Files that are uploaded in the admin, and what is told of them."""

from __future__ import annotations

import re

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

IMPORT = "translation_import"
EXPORT = "translation_export"


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
