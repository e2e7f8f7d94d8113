"""Keeps the rows that publishing has written, so that the next test gets them in one go."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.management.color import no_style
from django.db import connection

from cms.publishing.models import Answer, AnswerFacet, Counter, Dependency, Document, Edition, Publication, Redirect
from search.models import Entry, Word

if TYPE_CHECKING:
    from django.db.models import Model

#: Each after those that it leads to.
MODELS: tuple[type[Model], ...] = (
    Edition,
    Document,
    Answer,
    AnswerFacet,
    Publication,
    Dependency,
    Redirect,
    Entry,
    Word,
)


class Shelf:
    """All that is published in a database in which nothing was published before."""

    def __init__(self) -> None:
        self._rows = {model: list(model._default_manager.all()) for model in MODELS}
        self._counters = list(Counter.objects.all())

    def put_back(self) -> None:
        for model, rows in self._rows.items():
            model._default_manager.bulk_create(rows)
        Counter.objects.all().delete()
        Counter.objects.bulk_create(self._counters)
        with connection.cursor() as cursor:
            for statement in connection.ops.sequence_reset_sql(no_style(), list(MODELS)):
                cursor.execute(statement)
