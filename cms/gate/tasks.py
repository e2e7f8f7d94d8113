"""Background work of the gate, run by the worker."""

from __future__ import annotations

from django_tasks import task


@task()
def send_letters_task() -> int:
    """Sends all that waits; a second task that finds nothing left costs one query."""
    from cms.gate import mail

    return mail.send_waiting()
