"""Why there is no preview."""

from __future__ import annotations

from typing import Any


class NoPreview(Exception):
    """Content of a type that readers get no document of."""

    def __init__(self, model: type[Any]) -> None:
        super().__init__(f"{model.__name__} has no document of its own.")
        self.model = model


class MayNotPreview(Exception):
    """Somebody without the right to edit the content, or any page for the whole site (None)."""

    def __init__(self, content: Any | None) -> None:
        super().__init__(f"No right to show {content or 'the site'} to others.")
        self.content = content
