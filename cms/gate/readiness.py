"""What of the setting PUBLISH_GATE a draft lacks."""

from __future__ import annotations

from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any

from django.conf import settings

from cms.gate import registry
from cms.gate.errors import PublishRefused

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from cms.gate.registry import Check, Missing

#: The policy that a person meets by signing, rather than by writing.
CLINICAL_SIGN_OFF = "clinical_sign_off"

_leaving: ContextVar[frozenset[int]] = ContextVar("pages that leave together", default=frozenset())


def policies(model: type[Any]) -> dict[str, Check]:
    """The checks that this installation asks for; an alias of a page is checked where it is written."""
    wanted = frozenset(settings.PUBLISH_GATE)
    return {policy: check for policy, check in registry.checks_of(model).items() if policy in wanted}


def missing(draft: Any, *, besides: frozenset[str] = frozenset()) -> list[Missing]:
    """In the order of the policies; empty where the draft may go out. A few queries for each policy."""
    if draft.alias_of_id is not None:
        return []
    wanted = {policy: check for policy, check in policies(type(draft)).items() if policy not in besides}
    if not wanted:
        return []
    with draft.read_once():
        return [item for check in wanted.values() for item in check(draft)]


def require(draft: Any, *, besides: frozenset[str] = frozenset()) -> None:
    """Raises PublishRefused."""
    found = missing(draft, besides=besides)
    if found:
        raise PublishRefused(draft, found)


@contextmanager
def leaving_together(pages: Iterable[int]) -> Iterator[None]:
    """Inside, a link to one of these pages is a link to a page that is being published."""
    token = _leaving.set(_leaving.get() | frozenset(pages))
    try:
        yield
    finally:
        _leaving.reset(token)


def leaves_too(page_id: int) -> bool:
    return page_id in _leaving.get()
