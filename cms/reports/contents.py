"""The contents that rows of a report are about: what they are called, and where the field that mends them is."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from wagtail.admin.admin_url_finder import AdminURLFinder

from cms.locales import SOURCE, TAGS, column, translations
from cms.publishing import registry
from cms.translation import rights, snapshots
from cms.translation.edit_urls import work_url
from cms.translation.models import TranslatedContent
from cms.translation.naming import name_of
from conditions.models import ConditionPage
from conditions.snippets import Reference

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from uuid import UUID

    from django.db.models import QuerySet

#: By which Wagtail's admin names a field or block of an edit form in an address.
_PATH = "#:w:contentpath="
_OF_REFERENCE = "reference."


@dataclass(frozen=True)
class Content:
    """`url` is empty for what this person may not edit, and for what is no more. `workbenches` are for the languages
    that this person does not write: the form does not show them.
    """

    name: str
    url: str = ""
    workbenches: Mapping[str, str] = field(default_factory=dict)

    def at(self, content_path: str, locale: str = SOURCE) -> str:
        """The edit form, opened at a field or block; else the workbench of the language."""
        return self.workbenches.get(locale) or (f"{self.url}{_PATH}{content_path}" if self.url else "")


class Contents:
    """What a report has found, as one person may see it. A query for each kind of content, however many there are."""

    def __init__(self, user: Any) -> None:
        self._finder = AdminURLFinder(user)
        self._not_written = [each.tag for each in translations() if not rights.may_translate(user, each.tag)]

    def published(self, ids_by_type: Mapping[str, Iterable[UUID]]) -> dict[UUID, Content]:
        """By content id, of types that are published."""
        found: dict[UUID, Content] = {}
        for kind in registry.kinds():
            if ids := set(ids_by_type.get(kind.type, ())):
                for content in light(kind.model).filter(content_id__in=ids):
                    found[content.content_id] = self.of(content)
        return found

    def pages(self, pks: Iterable[int]) -> dict[int, Content]:
        wanted = set(pks)
        return {page.pk: self.of(page) for page in light(ConditionPage).filter(pk__in=wanted)} if wanted else {}

    def of(self, content: Any) -> Content:
        url = self._finder.get_edit_url(content) or ""
        is_translated = isinstance(content, TranslatedContent)
        return Content(name_of(content), url, self._workbenches(content) if url and is_translated else {})

    def _workbenches(self, content: Any) -> dict[str, str]:
        return {tag: work_url(content, tag) for tag in self._not_written}

    def references(self, content_paths: Iterable[str]) -> dict[str, Content]:
        """By the path that a link has which is kept with a reference."""
        keys = {path.removeprefix(_OF_REFERENCE) for path in content_paths if path.startswith(_OF_REFERENCE)}
        found = Reference.objects.filter(key__in=keys) if keys else ()
        return {f"{_OF_REFERENCE}{reference.key}": self.of(reference) for reference in found}


def light(model: Any) -> QuerySet[Any]:
    """Without the streams of all languages, which are most of a row."""
    streams = [column(name, tag) for name in snapshots.stream_fields(model) for tag in TAGS]
    found: QuerySet[Any] = model._default_manager.rewrite(mode=False).defer(*streams)
    return found
