"""The sample content: whether it is there, and how it goes when a publisher has looked around enough.

What own content uses stays, and so do the site's settings once they name another publisher. So does what is true beside
any content: the notices on where to get help in an emergency, what readers' words mean, the words of the home page, and
accounts.
"""

from __future__ import annotations

from collections import Counter
from functools import cache
from typing import TYPE_CHECKING, Any

from django.db import transaction
from wagtail.images import get_image_model
from wagtail.models import ReferenceIndex

from cms.locales import SOURCE, column
from cms.publishing import lifecycle, statistics
from cms.reports.usage import idle, unused
from conditions.models import ConditionPage
from conditions.sample import drawings
from conditions.sample.editor import content_id
from conditions.sample.files import HERE, read
from conditions.snippets import GlossaryTerm, Person, Reference, Therapy
from home.models import SiteProfile

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from uuid import UUID

    from django.db.models import QuerySet


@cache
def page_ids() -> frozenset[UUID]:
    """The content ids of all sample pages; each file is named for its page."""
    return frozenset(content_id("condition", file.stem) for file in (HERE / "pages").glob("*.yaml"))


@cache
def person_ids() -> frozenset[UUID]:
    return frozenset(content_id("person", row["key"]) for row in read().people)


def profile() -> QuerySet[SiteProfile]:
    """The settings that say who publishes, while that is the sample's clinic: own ones are written over them."""
    found: QuerySet[SiteProfile] = SiteProfile.objects.rewrite(mode=False)
    return found.filter(content_id=content_id("site", "default"), **{column("publisher", SOURCE): _publisher()})


@cache
def _publisher() -> str:
    return str(read().site["settings"]["locales"][SOURCE]["publisher"])


def is_there() -> bool:
    return ConditionPage.objects.filter(content_id__in=page_ids()).exists()


@transaction.atomic
def remove(*, tell: Callable[[str], object], dry_run: bool = False) -> Counter[str]:
    """Returns how many of each kind went; tells of each, and of what stays because own content needs it."""
    gone: Counter[str] = Counter()
    for kind, found in _in_order(tell):
        for content in found:
            tell(f"{kind}: {content}")
            gone[kind] += 1
            content.delete()
    lifecycle.rebuild_stale()
    if dry_run:
        transaction.set_rollback(True)
    else:
        statistics.refresh()
    return gone


def _in_order(tell: Callable[[str], object]) -> Iterable[tuple[str, Iterable[Any]]]:
    """What goes first no longer holds what goes after it; each is asked for when its turn comes."""
    yield "condition", _pages(tell)
    _index_own_pages()
    files = read()
    for kind, model, rows in (
        ("therapy", Therapy, files.therapies),
        ("glossary term", GlossaryTerm, files.glossary),
        ("reference", Reference, files.references),
        ("person", Person, files.people),
    ):
        ids = [content_id(kind, row["key"]) for row in rows]
        yield kind, idle(model._default_manager.filter(content_id__in=ids))
    titles = [f"Sample drawing: {slug}" for slug in drawings.SLUGS]
    images = get_image_model().objects.annotate(is_unused=unused(get_image_model(), "image:", "pk"))
    yield "image", images.filter(is_unused=True, title__in=titles)
    yield "site settings", profile()


def _pages(tell: Callable[[str], object]) -> Iterable[ConditionPage]:
    """Those below first; one with own pages below it stays, for these would go along with it."""
    for found in ConditionPage.objects.filter(content_id__in=page_ids()).order_by("-depth", "-path"):
        page = ConditionPage.objects.get(pk=found.pk)
        if page.get_children().exists():
            tell(f"stays, for it has other pages below it: {page}")
        else:
            yield page


def _index_own_pages() -> None:
    """What uses what is noted by the worker, which may be behind: nothing that own pages use may go."""
    for page in ConditionPage.objects.all():
        ReferenceIndex.create_or_update_for_object(page)
