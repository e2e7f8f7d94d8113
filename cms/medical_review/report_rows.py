"""How reviews stand, as rows for people: one for each page, and one for each locale whose own review counts.

The database works out the same as `standing.combined`, so that lists of any length can be filtered and sorted.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db.models import Case, Count, Exists, F, OuterRef, Q, Subquery, When
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from wagtail.permissions import policy_registry

from cms.locales import BY_TAG, SOURCE
from cms.medical_review import policy, subjects
from cms.medical_review.models import Review, in_full
from cms.medical_review.policy import DUE_SOON, OverduePolicy, ReviewStatus
from cms.medical_review.standing import Standing, Standings
from cms.medical_review.urls import record_url_of
from cms.publishing.document import REVIEW_OVERDUE
from cms.publishing.models import Document, DocumentState
from cms.translation.models import Release, TranslatedItem
from cms.translation.naming import name_of

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from django.db.models import QuerySet

#: A filter beside the statuses that readers are told.
WITHDRAWN = "withdrawn"


@dataclass(frozen=True)
class Row:
    """A page, or with a `locale` other than the source the release of its text that was reviewed by itself.

    `model` is the label of the page's model, in lower case.
    """

    name: str
    model: str
    pk: int
    locale: str
    standing: Standing
    today: date

    @property
    def language(self) -> str:
        return _("All languages") if self.locale == SOURCE else BY_TAG[self.locale].own_name

    @property
    def last(self) -> date | None:
        return self.standing.last

    @property
    def due(self) -> date | None:
        return self.standing.due

    @property
    def days_left(self) -> int | None:
        """Below zero when it is overdue; None where there never was a review."""
        return (self.standing.due - self.today).days if self.standing.due is not None else None

    @property
    def reviewers(self) -> str:
        return "; ".join(in_full(person) for person in self.standing.reviewers)

    @cached_property
    def status(self) -> ReviewStatus:
        return policy.status_on(self.today, due=self.due)

    @property
    def label(self) -> str:
        return str(self.status.label)

    @property
    def consequence(self) -> str:
        """What the policy means for readers, and from when."""
        if self.due is None:
            return _("Readers are told that nobody has reviewed it")
        withdrawn_on = policy.withdrawn_on(self.due)
        if withdrawn_on is None:
            day = self.due + timedelta(days=1)
            text = _("Marked as overdue since %(day)s") if self.today >= day else _("Marked as overdue from %(day)s on")
        else:
            day = withdrawn_on
            text = _("Withdrawn since %(day)s") if self.today >= day else _("Withdrawn from %(day)s on")
        return text % {"day": date_format(day)}

    @property
    def edit_url(self) -> str:
        return reverse("wagtailadmin_pages:edit", args=(self.pk,))

    def record_url(self, *, back: str) -> str:
        return record_url_of(self.model, self.pk, locale="" if self.locale == SOURCE else self.locale, back=back)


def rows_of(page: Any) -> list[Row]:
    """The page first, then the locales whose own review counts; two queries."""
    numbers = dict(
        Release.objects.filter(content_id=page.content_id, is_current=True, withdrawn_at=None).values_list(
            "locale", "number"
        )
    )
    standings, today, name = Standings({page.content_id}), timezone.now().date(), name_of(page)
    found = {SOURCE: standings.of(page.content_id, SOURCE)}
    for tag in BY_TAG:
        if tag in numbers:
            standing = standings.of(page.content_id, tag, release_number=numbers[tag])
            found |= {tag: standing} if standing.is_own else {}
    model = page._meta.label_lower
    return [Row(name, model, page.pk, tag, standing, today) for tag, standing in found.items()]


def listed(user: Any) -> QuerySet[Any]:
    """What is out, or would be if it was reviewed, of the pages that a person may edit; with `name`, `last`, `due`."""
    reviews = Review.objects.filter(content_id=OuterRef("content_id")).order_by("-pk")
    of_page = reviews.filter(locale="")
    own = reviews.filter(locale=OuterRef("locale"), release_number=OuterRef("number"))
    releases = Release.objects.filter(content_id=OuterRef("content_id"), locale=OuterRef("locale"), is_current=True)
    items = TranslatedItem.objects.filter(content_id=OuterRef("content_id"), is_live=True)
    is_out = Q(state=DocumentState.LIVE) | Q(edition__gone_reason=REVIEW_OVERDUE)
    own_counts = Q(own_on__isnull=False) & (Q(page_on=None) | Q(own_on__gte=F("page_on")))
    own_is_earlier = own_counts & (Q(page_due=None) | Q(own_due__lt=F("page_due")))
    return (
        Document.objects.filter(_of_pages_of(user), is_out, Exists(items))
        .annotate(number=Subquery(releases.values("number")[:1]), name=Subquery(items.values("name")[:1]))
        .annotate(
            page_on=Subquery(of_page.values("reviewed_on")[:1]),
            page_due=Subquery(of_page.values("due_on")[:1]),
            own_on=Subquery(own.values("reviewed_on")[:1]),
            own_due=Subquery(own.values("due_on")[:1]),
        )
        .filter(Q(locale=SOURCE) | own_counts)
        .annotate(
            last=Case(When(own_counts, then=F("own_on")), default=F("page_on")),
            due=Case(When(own_is_earlier, then=F("own_due")), default=F("page_due")),
        )
    )


def _of_pages_of(user: Any) -> Q:
    found = Q(pk__in=[])
    for subject in subjects.subjects():
        pages = policy_registry.get_by_type(subject.model).instances_user_has_permission_for(user, "change")
        content_ids = subject.model._default_manager.filter(pk__in=pages.values("pk")).values("content_id")
        found |= Q(type=subject.type, content_id__in=content_ids)
    return found


def rows(documents: Iterable[Any]) -> list[Row]:
    """The rows of some of `listed`, in their order; two queries and one for each type of page."""
    shown = list(documents)
    content_ids = {document.content_id for document in shown}
    pages = {
        content_id: (subject.model._meta.label_lower, pk)
        for subject in subjects.subjects()
        for content_id, pk in subject.model._default_manager.filter(content_id__in=content_ids).values_list(
            "content_id", "pk"
        )
    }
    standings, today = Standings(content_ids), timezone.now().date()
    return [
        Row(
            document.name,
            *pages[document.content_id],
            document.locale,
            standings.of(document.content_id, document.locale, release_number=document.number),
            today,
        )
        for document in shown
        if document.content_id in pages
    ]


def condition(status: str, today: date) -> Q:
    """On `listed`, by a status or WITHDRAWN. What is withdrawn is overdue, too."""
    if status == WITHDRAWN:
        if policy.overdue_policy() != OverduePolicy.WITHDRAW:
            return Q(pk__in=[])
        return Q(due__lt=today - timedelta(days=settings.REVIEW_WITHDRAW_AFTER_DAYS))
    soon = today + DUE_SOON
    return {
        ReviewStatus.NEVER: Q(due=None),
        ReviewStatus.OVERDUE: Q(due__lt=today),
        ReviewStatus.DUE: Q(due__gte=today, due__lte=soon),
        ReviewStatus.CURRENT: Q(due__gt=soon),
    }[ReviewStatus(status)]


def statuses() -> list[tuple[str, str]]:
    """As filters offer them, the most urgent first."""
    found = [(WITHDRAWN, _("Withdrawn"))] if policy.overdue_policy() == OverduePolicy.WITHDRAW else []
    order = (ReviewStatus.OVERDUE, ReviewStatus.DUE, ReviewStatus.NEVER, ReviewStatus.CURRENT)
    return [*found, *((str(status.value), str(status.label)) for status in order)]


def counts(user: Any) -> dict[str, int]:
    """How many of the rows that are listed for a person there are of each of `statuses`."""
    today = timezone.now().date()
    # An aggregate may not be called like a field that it counts by.
    wanted = {f"of_{status}": Count("pk", filter=condition(status, today)) for status, _label in statuses()}
    return {name.removeprefix("of_"): number for name, number in listed(user).aggregate(**wanted).items()}
