"""Imports of the admin, run by the worker: a whole language takes half a minute, and no request should wait for that.

A person's locks and rights are asked for as they are when the worker comes to it.
"""

from __future__ import annotations

from typing import Any

from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils.translation import override
from django_tasks import task

from cms.translation.exchange import importing, reports, uploads
from cms.translation.exchange.files import UnreadableFile

#: Somebody waits for it; what is built in the background does not mind.
_PRIORITY = 50


@task(priority=_PRIORITY)
def check_import(keys: list[int], user_key: int, language: str) -> dict[str, Any]:
    """What the files would change; `language` is the one that the person reads the admin in."""
    return _run(keys, user_key, language, is_applied=False)


@task(priority=_PRIORITY)
def apply_import(keys: list[int], user_key: int, language: str) -> dict[str, Any]:
    """Checks the files anew, and takes over what can be: all in one transaction, after which they are gone."""
    return _run(keys, user_key, language, is_applied=True)


def _run(keys: list[int], user_key: int, language: str, *, is_applied: bool) -> dict[str, Any]:
    by = get_user_model()._default_manager.get(pk=user_key, is_active=True)
    with override(language):
        try:
            files = uploads.read(keys, by=by)
            prepared = importing.prepare(files, by=by)
            report = _write(prepared, keys, by=by) if is_applied else prepared.report
        except UnreadableFile as error:
            return reports.of_unreadable(error)
        except uploads.NotKept:
            return reports.of_nothing()
        return reports.of(prepared, report, is_applied=is_applied)


def _write(prepared: importing.Prepared, keys: list[int], *, by: Any) -> importing.Report:
    with transaction.atomic():
        uploads.take_away(keys, by=by)
        return importing.write(prepared, by=by)
