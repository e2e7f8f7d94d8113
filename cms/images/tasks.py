"""Background work on images, run by the worker."""

from __future__ import annotations

from django.utils import timezone
from django_tasks import task


@task()
def make_files_task(image_id: int) -> bool:
    """Makes an image's missing files; the documents that use it list them as soon as they are built again."""
    from cms.images import files

    made = files.make_files(image_id)
    if made and files.has_former(image_id):
        _drop_later(image_id)
    return made


@task()
def drop_former_task(image_id: int) -> bool:
    """Drops files that no answer lists any more; where one still may, it looks again later."""
    from cms.images import files

    done = files.drop_former(image_id)
    if not done:
        _drop_later(image_id)
    return done


def _drop_later(image_id: int) -> None:
    from cms.images import files

    drop_former_task.using(run_after=timezone.now() + files.time_in_caches()).enqueue(image_id)
