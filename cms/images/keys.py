"""The key under which documents note that they read an image."""

from __future__ import annotations


def image_key(image_id: int | str) -> str:
    """Announced when an image or its files change."""
    return f"image:{image_id}"
