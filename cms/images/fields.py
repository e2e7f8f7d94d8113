"""An address that somebody may type without its scheme."""

from __future__ import annotations

from typing import Any

from django.db import models


class AddressField(models.URLField):  # type: ignore[type-arg]  # generic in the stubs only
    """`example.org` is taken for `https://example.org`, as from Django 6.0 on everywhere."""

    def formfield(self, **kwargs: Any) -> Any:
        return super().formfield(**{"assume_scheme": "https", **kwargs})
