"""What a page type gets that has checks: it goes out by the gate, whoever or whatever publishes it."""

from __future__ import annotations

from typing import Any

from cms.gate import admission


class Gated:
    """For a page type; it stands before the base that it publishes by."""

    def publish(self, revision: Any, *args: Any, **kwargs: Any) -> Any:
        """Raises PublishRefused."""
        with admission.admitted(revision, type(self)):
            return super().publish(revision, *args, **kwargs)  # type: ignore[misc]  # of Wagtail's Page
