"""Where the admin keeps medical reviews."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

REPORT, RESULTS, RECORD = "medical_reviews", "medical_reviews_results", "medical_review_record"


def report_url(**wanted: str) -> str:
    """The report with these filters."""
    return reverse(REPORT) + (f"?{urlencode(wanted)}" if wanted else "")


def record_url(page: Any, *, locale: str = "", back: str = "") -> str:
    """Where a review of a page is recorded; see `record_url_of`."""
    return record_url_of(page._meta.label_lower, page.pk, locale=locale, back=back)


def record_url_of(model: str, pk: Any, *, locale: str = "", back: str = "") -> str:
    """The same for a page that is known by its model's label, in lower case, and key. With `locale` it is of that
    locale's release; `back` is where it leads afterwards.
    """
    query = {name: value for name, value in (("locale", locale), ("next", back)) if value}
    return reverse(RECORD, args=(model, pk)) + (f"?{urlencode(query)}" if query else "")
