"""Where the admin keeps medical reviews."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

REPORT, RESULTS, RECORD = "medical_reviews", "medical_reviews_results", "medical_review_record"


def report_url(**wanted: str) -> str:
    """The report with these filters."""
    return reverse(REPORT) + (f"?{urlencode(wanted)}" if wanted else "")


def record_url(content: Any, *, locale: str = "", back: str = "") -> str:
    """Where a review is recorded, of the page or of a locale's release; `back` is where it leads afterwards."""
    query = {name: value for name, value in (("locale", locale), ("next", back)) if value}
    url = reverse(RECORD, args=(content._meta.label_lower, content.pk))
    return url + (f"?{urlencode(query)}" if query else "")
