"""What a spreadsheet may be given: text that it takes for a formula is marked as text (OWASP, "CSV injection")."""

from __future__ import annotations

from typing import Any

#: A cell that begins with one of these is calculated; tab and line breaks may precede it.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def guarded(cell: Any) -> Any:
    """The value as it is, or with an apostrophe before text that would be calculated."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULA) else cell


class GuardedExport:
    """For views of Wagtail that write CSV: what people typed into a row is calculated by nobody's spreadsheet."""

    def preprocess_field_value(self, field: str, value: Any, export_format: str) -> Any:
        told = super().preprocess_field_value(field, value, export_format)  # type: ignore[misc]  # of the view
        return guarded(told) if export_format == "csv" else told
