"""Background work of conditions, run by the worker."""

from __future__ import annotations

from django_tasks import task


@task()
def make_renditions_task(image_id: int) -> bool:
    """Makes an image's missing files, then has the documents that use it built again."""
    from cms.publishing import lifecycle
    from conditions.images import make_renditions
    from conditions.keys import image_key

    made = make_renditions(image_id)
    if made:
        lifecycle.touched({image_key(image_id)})
    return made
