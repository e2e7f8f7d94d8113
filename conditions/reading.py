"""Everything that the documents of one page are built from, loaded at once for all locales.

Costs about a dozen queries whatever the number of locales, sections or links; nothing is read later.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.db.models import Q
from wagtail.blocks import PageChooserBlock
from wagtail.images.blocks import ImageChooserBlock

from cms.images.keys import image_key
from cms.locales import SOURCE, TAGS
from cms.publishing.document import REVIEW_OVERDUE, content_key
from cms.publishing.rich_text import Links, clean_html
from cms.translation import current
from cms.translation.outlook import AS_IT_IS
from conditions.directory import Directory, paths_above
from conditions.images import Images
from conditions.keys import EVERYWHERE_KEY, children_key
from conditions.models import ConditionPage
from conditions.notices import notices_for
from conditions.snippets import GlossaryTerm, Reference, Therapy
from conditions.targets import Targets
from home.models import SiteProfile

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from cms.translation.outlook import Outlook


class ConditionReading:
    """One page with its surroundings. `reads` are the keys of what was looked at."""

    def __init__(self, page: ConditionPage, *, now: datetime, outlook: Outlook = AS_IT_IS) -> None:
        self.page = page
        self.now = now
        self.outlook = outlook
        self.codes = page.rows("codes")
        self.evidence = page.rows("evidence")
        self.targets = Targets(ConditionPage, _streams_that_may_go_out(page, outlook))
        self.directory = Directory(self._surroundings(), now=now, page=page, outlook=outlook)
        self.profile = SiteProfile.objects.filter(site__is_default_site=True).first()
        self.therapies = self._seen_in_bulk(Therapy, {row.therapy_id for row in self.evidence})
        self.notices = notices_for([item["value"] for item in page.notices.get_prep_value()], outlook=outlook)
        others = [*self.therapies.values(), *self.notices, *([self.profile] if self.profile else [])]
        self.texts = self.directory.read_texts(others, whole=[page])
        self.terms = self._seen_in_bulk(GlossaryTerm, self.targets.terms)
        self.images = Images(self._image_ids)
        self.references = _in_bulk(Reference, {pk for row in self.evidence for pk in row.reference_ids()})

    @cached_property
    def gone_reason(self) -> str:
        if self.page.expired:
            return "expired"
        return REVIEW_OVERDUE if self.page.live and self.directory.is_overdue_for(self.page, SOURCE) else "unpublished"

    @cached_property
    def gone_reasons(self) -> dict[str, str]:
        """Of the locales whose time is over, or that nobody has reviewed in time."""
        overdue = {tag: REVIEW_OVERDUE for tag in TAGS if self.directory.is_overdue_for(self.page, tag)}
        return {**self.texts.reasons_gone(self.page), **overdue}

    @cached_property
    def ancestors(self) -> list[ConditionPage]:
        """The pages above that are delivered, the topic first."""
        return [page for page in self.directory.above(self.page) if self.directory.is_out(page)]

    @cached_property
    def related(self) -> list[ConditionPage]:
        found = (self.directory.get(page_id) for page_id in self._related_ids)
        return [page for page in found if page is not None and self.directory.is_out(page)]

    def fields(self, locale: str) -> Mapping[str, Any]:
        """The page's own text in a locale that it is out in."""
        fields = self.texts.fields(self.page, locale)
        assert fields is not None  # noqa: S101 -- only called for locales that are out
        return fields

    @cached_property
    def reads(self) -> frozenset[str]:
        """The keys of everything whose change can change these documents."""
        contents = [*self.therapies.values(), *self.notices, *self.terms.values(), *self.references.values()]
        contents += [self.profile] if self.profile else []
        ids = {content.content_id for content in contents} | self.directory.content_ids()
        keys = {content_key(content_id) for content_id in ids - {self.page.content_id}}
        keys |= {image_key(image_id) for image_id in self._image_ids}
        return frozenset(keys | {children_key(self.page.content_id), EVERYWHERE_KEY})

    @cached_property
    def _related_ids(self) -> list[int]:
        return [item["value"] for item in self.page.related.get_prep_value()]

    @cached_property
    def _image_ids(self) -> set[int]:
        of_pages = {page.image_id for page in self.directory.pages.values() if page.image_id}
        return of_pages | self.targets.chosen(ImageChooserBlock)

    def _seen_in_bulk(self, model: Any, ids: set[int]) -> dict[int, Any]:
        return {pk: self.outlook.seen(content) for pk, content in _in_bulk(model, ids).items()}

    def _surroundings(self) -> Q:
        """What stands above, right below, is related or linked to."""
        linked = self.targets.pages | self.targets.chosen(PageChooserBlock) | set(self._related_ids)
        children = Q(path__startswith=self.page.path, depth=self.page.depth + 1)
        return Q(path__in=paths_above(self.page)) | children | Q(pk__in=linked)


@dataclass(frozen=True)
class LocaleReading:
    """A reading as one locale's blocks see it."""

    reading: ConditionReading
    locale: str
    links: Links

    def rich_text(self, stored: str) -> str:
        return clean_html(stored, links=self.links)

    def image(self, image_id: int | None) -> dict[str, Any] | None:
        return self.reading.images.of(image_id)

    def page_link(self, page_id: int | None) -> dict[str, Any] | None:
        return self.reading.directory.link_to(self.reading.directory.get(page_id), self.locale)


def _streams_that_may_go_out(page: ConditionPage, outlook: Outlook) -> list[list[dict[str, Any]]]:
    own = outlook.releases.get(page.content_id)
    if own is None:
        own = current.current_of(page)
    snapshots = [release.snapshot["fields"].get("sections") or [] for release in own.values()]
    return [page.sections_raw(SOURCE), *snapshots]


def _in_bulk(model: Any, ids: set[int]) -> dict[int, Any]:
    return dict(model.objects.in_bulk(ids)) if ids else {}
