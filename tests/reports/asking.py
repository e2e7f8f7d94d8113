"""The reports as an author sees them, and content with the faults that they look for."""

from __future__ import annotations

import csv
from io import StringIO
from typing import Any

import orjson
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import ReferenceIndex

from cms.reports import scanning
from tests import factories


def report(client: Any, key: str, **asked: str) -> Any:
    return client.get(reverse(f"content_reports:{key}"), asked)


def rows(client: Any, key: str, **asked: str) -> list[Any]:
    answer = report(client, key, **asked)
    assert answer.status_code == 200
    return list(answer.context["table"].data)


def queries(client: Any, key: str) -> int:
    report(client, key)
    with CaptureQueriesContext(connection) as captured:
        report(client, key)
    return len(captured)


def lines(client: Any, key: str) -> list[dict[str, str]]:
    """The report as a spreadsheet."""
    return list(csv.DictReader(StringIO(report(client, key, export="csv").getvalue().decode())))


def catch_up() -> None:
    """As the scheduler does."""
    while scanning.catch_up():
        pass


def index_references(*contents: Any) -> None:
    """As the worker does when content was saved."""
    for content in contents:
        ReferenceIndex.create_or_update_for_object(factories.reload(content))


def measured(content: Any, locale: str, formula: str, score: float, grade: float | None = None) -> None:
    """Has the published text say how hard it is to read."""
    answer = factories.answer_row(content, locale)
    body = orjson.loads(bytes(answer.body))
    answer.body = orjson.dumps({**body, "readability": {"formula": formula, "score": score, "grade": grade}})
    answer.save()


def with_evidence(slug: str, *references: Any, therapy: Any, under: Any = None, **facts: Any) -> Any:
    """A published page with one statement that rests on these references."""
    page = factories.draft(slug, under=under)
    factories.add_evidence(page, therapy, *references, **facts)
    return factories.publish(page)


def linking(slug: str, target: Any, *locales: str) -> Any:
    """A page whose overview has a link to the target in each of its languages."""
    page = factories.draft(slug, locales=dict.fromkeys(("en", *locales)))
    for tag in dict.fromkeys(("en", *locales)):
        add_link(page, tag, f'<a linktype="page" id="{target.pk}">{WORDS[tag]}</a>')
    page = factories.publish(page)
    factories.release(page, *(tag for tag in locales if tag != "en"))
    return factories.reload(page)


def add_link(page: Any, locale: str, link: str) -> None:
    """Puts a paragraph with it at the end of the overview; nothing is saved."""
    sections = page.sections_raw(locale)
    block = factories.paragraph(f"<p>{link}</p>", block=block_of(page))
    sections[0]["value"]["blocks"].append(block)
    factories.write(page, locale, sections=sections)


def block_of(page: Any) -> str:
    return factories.block_id(page.slug, "link")


#: What links stand on.
WORDS = {
    "en": "mental health",
    "es": "salud mental",
    "es-MX": "salud mental en México",
    "fr": "santé mentale",
    "ar": "الصحة النفسية",
    "zh-Hans": "心理健康",
}
