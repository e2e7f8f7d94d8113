"""What a spreadsheet may be given: text that it takes for a formula is marked as text (OWASP, "CSV injection")."""

from __future__ import annotations

import re
from typing import Any

#: A cell that begins with one of these is calculated; tab and line breaks may precede it.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")

#: What no XML may hold, and with it no XLSX; such as the line break that comes along from a slide.
_NOT_IN_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")


def guarded(cell: Any) -> Any:
    """The value as it is, or with an apostrophe before text that would be calculated."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULA) else cell


class GuardedExport:
    """For views of Wagtail that write spreadsheets: what people typed is calculated by none, and spoils none.

    Wagtail marks text in XLSX as text by itself.
    """

    def preprocess_field_value(self, field: str, value: Any, export_format: str) -> Any:
        told = super().preprocess_field_value(field, value, export_format)  # type: ignore[misc]  # of the view
        if export_format == "csv":
            return guarded(told)
        return _NOT_IN_XML.sub(" ", told) if isinstance(told, str) else told
