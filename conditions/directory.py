"""Where pages are found: which are out, what they are called and what their address is in each locale."""

from __future__ import annotations

from functools import cache, cached_property
from typing import TYPE_CHECKING, Any

from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Length, Substr
from wagtail.fields import StreamField
from wagtail.models import PageViewRestriction

from cms.locales import BY_TAG, SOURCE
from cms.medical_review import policy
from cms.medical_review.policy import OverduePolicy
from cms.medical_review.standing import Standings
from cms.publishing.addresses import api_url, web_url
from cms.publishing.rich_text import Link, Links
from cms.translation.outlook import AS_IT_IS
from cms.translation.texts import Texts
from conditions.models import ConditionIndexPage, ConditionPage

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime
    from uuid import UUID

    from wagtail.models import Page

    from cms.medical_review.standing import Standing
    from cms.translation.models import Release
    from cms.translation.outlook import Outlook
    from conditions.snippets import GlossaryTerm


class Directory:
    """Some pages with everything above them, which their addresses are made of."""

    def __init__(
        self, wanted: Q, *, now: datetime, page: ConditionPage | None = None, outlook: Outlook = AS_IT_IS
    ) -> None:
        """Loads the pages that are `wanted` and those above; `page` is already there. Two or three queries."""
        self.page = page
        self.now = now
        self.outlook = outlook
        own = Q(pk=page.pk) if page is not None else Q(pk__in=[])
        self.pages: dict[int, ConditionPage] = {}
        self._restricted: set[int] = set()
        self._add(wanted | own)
        if page is not None:
            self.pages[page.pk] = page
        self._load_what_is_above()
        index = outlook.all_seen(ConditionIndexPage.objects.all()) if self.pages else []
        self.index = {found.path: found for found in index}
        self.texts = Texts(())
        self._standings = Standings({page.content_id for page in self.pages.values()})

    def read_texts(
        self,
        others: Iterable[Any],
        *,
        whole: Iterable[Any] = (),
        rows: Mapping[UUID, Mapping[str, Sequence[Any]]] | None = None,
    ) -> Texts:
        """Reads the released texts of all pages here, and of the other content that goes with them; see Texts."""
        restricted = (page for page in self.pages.values() if self.is_restricted(page))
        hidden = {page.content_id for page in restricted if not self.outlook.is_draft(page)}
        contents = [*self.pages.values(), *self.index.values(), *others]
        withheld = self._is_withheld if policy.overdue_policy() == OverduePolicy.WITHDRAW else None
        self.texts = Texts(contents, whole=whole, rows=rows, hidden=hidden, withheld=withheld, outlook=self.outlook)
        return self.texts

    def get(self, page_id: int | None) -> ConditionPage | None:
        return self.pages.get(page_id) if page_id else None

    def is_out(self, page: ConditionPage) -> bool:
        return bool(page.live) and not self.is_restricted(page) and not self.is_overdue_for(page, SOURCE)

    def review(self, page: ConditionPage, locale: str) -> Standing:
        """How the medical review of one locale's text stands; asks the database once for all pages here."""
        release = self.texts.release(page, locale)
        return self._standings.of(page.content_id, locale, release_number=release.number if release else None)

    def is_overdue_for(self, page: ConditionPage, locale: str) -> bool:
        """Whether a locale is withdrawn because nobody has reviewed it in time, where that is the policy."""
        is_withdrawing = policy.overdue_policy() == OverduePolicy.WITHDRAW and not self.outlook.is_draft(page)
        return is_withdrawing and self.review(page, locale).is_withdrawn(self.now)

    def is_restricted(self, page: ConditionPage) -> bool:
        """Whether only some people may see the page; the API is open to all, so it is not delivered."""
        return page.pk in self._restricted

    def above(self, page: ConditionPage) -> list[ConditionPage]:
        """The condition pages above, out or not, the topmost first."""
        return [self._by_path[path] for path in paths_above(page) if path in self._by_path]

    def below(self, page: ConditionPage) -> list[ConditionPage]:
        """The children that are out, in the order of the tree."""
        found = (other for other in self.pages.values() if other.is_child_of(page) and self.is_out(other))
        return sorted(found, key=lambda other: other.path)

    def path(self, page: ConditionPage, locale: str) -> str:
        """The address in one locale; what is above without a text in the language is called by its slug."""
        index = [found for path, found in self.index.items() if page.path.startswith(path)]
        return "/" + "/".join(self.segment(part, locale) for part in [*index, *self.above(page), page])

    def segment(self, page: Page, locale: str) -> str:
        for tag in BY_TAG[locale].within_language:
            fields = self.texts.fields(page, tag)
            if fields is not None:
                return str(fields["path_segment"] or page.slug)
        return str(page.slug)

    def mention(self, page: ConditionPage, locale: str) -> dict[str, Any] | None:
        """Id, slug, and the name with its locale; None where nothing of the page is out."""
        nearest = self.texts.nearest(page, locale)
        if nearest is None:
            return None
        tag, fields = nearest
        return {"id": str(page.content_id), "slug": page.slug, "name": fields["name"], "locale": tag}

    def link_to(self, page: ConditionPage | None, locale: str) -> dict[str, Any] | None:
        """A mention with `url`: in the front end where its template is set, else in the API."""
        mention = self.mention(page, locale) if page is not None else None
        if page is None or mention is None:
            return None
        tag = mention["locale"]
        return {**mention, "url": web_url(self.path(page, tag), tag) or api_url("condition", page.slug, tag)}

    def links(self, locale: str, terms: Mapping[int, GlossaryTerm]) -> Links:
        """How links in rich text lead on for readers of one locale."""

        def to_page(page_id: int) -> Link | None:
            target = self.link_to(self.get(page_id), locale)
            return Link(url=target["url"], content_id=target["id"]) if target else None

        def to_term(term_id: int) -> str | None:
            term = terms.get(term_id)
            return term.slug if term is not None and term.live else None

        return Links(page=to_page, term=to_term)

    @cached_property
    def _by_path(self) -> dict[str, ConditionPage]:
        return {page.path: page for page in self.pages.values()}

    def content_ids(self) -> set[UUID]:
        return {page.content_id for page in (*self.pages.values(), *self.index.values())}

    def _is_withheld(self, content: Any, locale: str, release: Release | None) -> bool:
        number = release.number if release is not None else None
        standing = self._standings.of(content.content_id, locale, release_number=number)
        return standing.is_withdrawn(self.now) and not self.outlook.is_draft(content)

    def _add(self, wanted: Q) -> None:
        """Loads pages without their streams, which are most of a row and of no use beside another page."""
        found = ConditionPage.objects.filter(wanted).rewrite(mode=False).defer(*_stream_columns())
        for page in found.annotate(has_restriction=_HAS_RESTRICTION):
            self.pages[page.pk] = self.outlook.seen(page)
            if page.has_restriction:
                self._restricted.add(page.pk)

    def _load_what_is_above(self) -> None:
        wanted = {path for page in self.pages.values() for path in paths_above(page)}
        missing = wanted - {page.path for page in self.pages.values()}
        # The first two levels are Wagtail's root and the home page, the third is the index.
        if any(len(path) > _INDEX_LEVELS * ConditionPage.steplen for path in missing):
            self._add(Q(path__in=missing))


_INDEX_LEVELS = 3


#: Whether a page or any page above it is restricted.
_HAS_RESTRICTION = Exists(
    PageViewRestriction.objects.filter(page__path=Substr(OuterRef("path"), 1, Length("page__path")))
)


@cache
def _stream_columns() -> list[str]:
    return [field.name for field in ConditionPage._meta.get_fields() if isinstance(field, StreamField)]


def paths_above(page: Page) -> list[str]:
    """The tree paths of all ancestors."""
    return [page.path[:end] for end in range(page.steplen, len(page.path), page.steplen)]
