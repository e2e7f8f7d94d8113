"""The moment of an export as it is written in files: ISO 8601 in UTC with microseconds."""

from __future__ import annotations

from datetime import UTC, datetime


def written(moment: datetime) -> str:
    """`2026-03-01T09:30:00.000001Z`. The moment knows its time zone."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


def read(text: str | None) -> datetime | None:
    """None for what is no moment, or one without a time zone: other programs may have changed it."""
    try:
        moment = datetime.fromisoformat(text or "")
        return moment.astimezone(UTC) if moment.tzinfo else None
    except (ValueError, OverflowError):
        return None
