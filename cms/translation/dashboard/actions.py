"""What can be done with the content that is ticked in the list. Apps register it when they are ready."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


@dataclass(frozen=True)
class Action:
    """The view of the name `view_name` gets a POST with `content` (content ids, any number) and `locale` (a tag)."""

    name: str
    label: str | _StrPromise
    view_name: str


class AlreadyRegistered(Exception):
    """An action of this name is there already."""

    def __init__(self, action: Action) -> None:
        super().__init__(f"There is an action {action.name!r} already.")
        self.action = action


_actions: dict[str, Action] = {}


def register(action: Action) -> None:
    """Raises AlreadyRegistered."""
    if action.name in _actions:
        raise AlreadyRegistered(action)
    _actions[action.name] = action


def actions() -> tuple[Action, ...]:
    return tuple(_actions.values())
