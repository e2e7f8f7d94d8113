"""What readers get of a page, as the store keeps it."""

from __future__ import annotations

from cms.publishing.models import Answer


def as_stored(page):
    """Every answer with the fields that headers are made of."""
    columns = ("requested_locale", "body", "card", "etag", "last_modified", "updated_at", "sequence", "surrogate_keys")
    rows = Answer.objects.filter(content_id=page.content_id).order_by("requested_locale").values_list(*columns)
    return [tuple(bytes(value) if isinstance(value, memoryview) else value for value in row) for row in rows]
