"""Which words of a page readability is measured on, told by the app that builds its documents."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping


class RunningText(Protocol):
    """Gives the plain text of a page from its fields in one locale, the same that its document is measured on."""

    def __call__(self, fields: Mapping[str, Any]) -> str: ...


_texts: dict[Any, RunningText] = {}


def register(model: Any, running_text: RunningText) -> None:
    """Raises ValueError for a second registration of a model."""
    if model in _texts:
        message = f"{model!r} has told its running text already."
        raise ValueError(message)
    _texts[model] = running_text


def running_text(model: Any, fields: Mapping[str, Any]) -> str | None:
    """None for a model without running text: a definition of two sentences is not measured."""
    tell = _texts.get(model)
    return tell(fields) if tell else None
