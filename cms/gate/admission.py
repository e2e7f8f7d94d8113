"""Lets a revision out, or not: the one door that every way of publishing goes through."""

from __future__ import annotations

from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from wagtail.log_actions import log

from cms.gate import alarms, readiness

if TYPE_CHECKING:
    from collections.abc import Iterator

WAIVED = "gate.waive"


@dataclass(frozen=True)
class Waiver:
    """Why the gate stands open, and as which act the log says so."""

    reason: str
    action: str
    by: Any | None


_waiver: ContextVar[Waiver | None] = ContextVar("why the gate stands open", default=None)
_admitted: ContextVar[frozenset[int]] = ContextVar("revisions that have been let out", default=frozenset())


@contextmanager
def waived(reason: str, *, action: str = WAIVED, by: Any | None = None) -> Iterator[None]:
    """Inside, pages go out whatever they lack; the log of each says what that was, and the reason."""
    token = _waiver.set(Waiver(reason, action, by))
    try:
        yield
    finally:
        _waiver.reset(token)


@contextmanager
def admitted(revision: Any, model: type[Any]) -> Iterator[None]:
    """Inside, this revision of a page may go out. Raises PublishRefused where it lacks what nobody has waived."""
    if readiness.policies(model):
        _check(revision.as_object(), revision)
    token = _admitted.set(_admitted.get() | {revision.pk})
    try:
        yield
    finally:
        _admitted.reset(token)


def went_out(page: Any, revision: Any) -> None:
    """The last look, in the transaction of the publish: Wagtail's edit form and API ask no page before they publish.

    Raises PublishRefused.
    """
    if not readiness.policies(type(page)) or page.alias_of_id is not None or not page.live:
        return
    if revision is None or revision.pk not in _admitted.get():
        _check(page, revision)
    if _waiver.get() is None:
        alarms.settle(page.content_id)


def _check(draft: Any, revision: Any) -> None:
    waiver = _waiver.get()
    if waiver is None:
        readiness.require(draft)
        return
    lacking = readiness.missing(draft)
    if lacking:
        data = {"reason": waiver.reason, "missing": [item.sentence for item in lacking]}
        log(instance=draft, action=waiver.action, user=waiver.by, data=data, revision=revision)
