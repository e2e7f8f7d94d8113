"""Background work of publishing, run by `manage.py db_worker` beside the data that it belongs to."""

from __future__ import annotations

from django_tasks import task


@task()
def rebuild_stale_task() -> int:
    """Rebuilds all that waits; a second task that finds nothing left costs one query."""
    from cms.publishing import lifecycle

    return lifecycle.rebuild_stale()
