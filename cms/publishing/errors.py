"""What can go wrong on the way from a page to a document."""

from __future__ import annotations


class NoBuilder(LookupError):
    """A type of content that nothing was registered for."""

    def __init__(self, model: type) -> None:
        super().__init__(f"No builder is registered for {model.__name__}; register one in its app's ready().")
        self.model = model


class AlreadyRegistered(ValueError):
    """A second builder for one type of content."""

    def __init__(self, model: type) -> None:
        super().__init__(f"{model.__name__} has a builder already.")
        self.model = model
