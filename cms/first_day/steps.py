"""The steps from an empty installation to content that apps receive, each with its link, for the rights of a person."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.contrib.auth import get_user_model
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from wagtail.models import Page, Site
from wagtail.users.models import UserProfile

from cms.first_day import sample
from cms.locales import SOURCE, TAGS, column
from cms.medical_review.models import Review
from cms.medical_review.rights import may_record_of
from cms.medical_review.urls import record_url
from cms.operations.accounts import sample_accounts
from cms.reports.contents import light
from cms.translation import rights
from cms.translation.models import Release
from conditions.models import ConditionIndexPage, ConditionPage
from conditions.sample.loader import APPROVER
from conditions.snippets import Person
from home.models import HomePage, SiteProfile

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

#: What only the person can tell to be done: it is done when they have followed the link.
PREVIEW, API = "preview", "api"
_SEEN = "first-day-seen-"


@dataclass(frozen=True)
class Step:
    """`url` is empty where an earlier step has to come first."""

    key: str
    title: str
    explained: str
    is_done: bool
    url: str = ""


class Situation:
    """What there is by now, without the sample content; asked only as far as the steps of a person need it."""

    def __init__(self, user: Any) -> None:
        self.user = user

    @cached_property
    def site(self) -> Site | None:
        return Site.objects.filter(is_default_site=True).first()

    @cached_property
    def has_profile(self) -> bool:
        own = SiteProfile.objects.rewrite(mode=False).exclude(pk__in=sample.profile().values("pk"))
        return any(own.values_list(column("publisher", SOURCE), flat=True))

    @cached_property
    def has_colleagues(self) -> bool:
        made = [APPROVER, *(account.username for account in sample_accounts())]
        others = get_user_model().objects.filter(is_active=True).exclude(pk=self.user.pk)
        return others.exclude(username__in=made).exists()

    @cached_property
    def has_people(self) -> bool:
        return Person.objects.exclude(content_id__in=sample.person_ids()).exists()

    @cached_property
    def home(self) -> HomePage | None:
        return HomePage.objects.first()

    @cached_property
    def index(self) -> ConditionIndexPage | None:
        return ConditionIndexPage.objects.first()

    @cached_property
    def pages(self) -> list[Any]:
        """Own pages, topics first; more than a few need no first day."""
        own = light(ConditionPage).exclude(content_id__in=sample.page_ids())
        return list(own.order_by("depth", "path")[:50])

    @property
    def topics(self) -> list[Any]:
        return [page for page in self.pages if self.index and page.depth == self.index.depth + 1]

    @property
    def conditions(self) -> list[Any]:
        return [page for page in self.pages if page not in self.topics]

    @property
    def example(self) -> Any | None:
        """What the later steps are tried with."""
        return next(iter([*self.conditions, *self.topics]), None)

    @cached_property
    def has_translation(self) -> bool:
        return Release.objects.filter(content_id__in=[page.content_id for page in self.pages]).exists()

    @cached_property
    def has_review(self) -> bool:
        return Review.objects.filter(content_id__in=[page.content_id for page in self.pages]).exists()

    def has_seen(self, key: str) -> bool:
        return bool(seen(self.user).get(f"{_SEEN}{key}"))


def steps(user: Any) -> list[Step]:
    """In their order; those that this person may not take are left out."""
    found = Situation(user)
    return [step for take in _STEPS for step in take(found)]


def seen(user: Any) -> dict[str, Any]:
    """What this person has put away or looked at, where Wagtail keeps it."""
    profile = getattr(user, "wagtail_userprofile", None)
    return dict(profile.dismissibles) if profile else {}


def note_seen(user: Any, key: str) -> None:
    profile = UserProfile.get_for_user(user)
    profile.dismissibles[f"{_SEEN}{key}"] = True
    profile.save(update_fields=["dismissibles"])


def place_to_look(user: Any, key: str) -> str | None:
    """Where the link of a step leads that is done by looking; None for any other step."""
    if key == API:
        return reverse("api:docs")
    example = Situation(user).example
    return reverse("wagtailadmin_pages:edit", args=[example.pk]) if key == PREVIEW and example else None


def _profile(found: Situation) -> Iterator[Step]:
    if found.site is not None and found.user.has_perm("home.change_siteprofile"):
        yield Step(
            "profile",
            _("Say who publishes"),
            _("Name, address, telephone and licence go out with every document."),
            found.has_profile,
            reverse("wagtailsettings:edit", args=["home", "siteprofile", found.site.pk]),
        )


def _colleagues(found: Situation) -> Iterator[Step]:
    if found.user.has_perm("auth.add_user"):
        yield Step(
            "accounts",
            _("Invite your colleagues"),
            _("Authors, and for each language translators and reviewers: the groups are there, choose one for each."),
            found.has_colleagues,
            reverse("wagtailusers_users:add"),
        )


def _people(found: Situation) -> Iterator[Step]:
    if found.user.has_perm("conditions.add_person"):
        yield Step(
            "people",
            _("Name who writes and who reviews"),
            _("Readers see who answers for a page, and with which credentials."),
            found.has_people,
            reverse("wagtailsnippets_conditions_person:add"),
        )


def _index(found: Situation) -> Iterator[Step]:
    if found.home is not None and _writes(found):
        yield Step(
            "index",
            _("Make the list of conditions"),
            _("The page that all topics stand below; its path begins every address."),
            found.index is not None,
            _add(ConditionIndexPage, found.home),
        )


def _topic(found: Situation) -> Iterator[Step]:
    if _writes(found):
        yield Step(
            "topic",
            _("Write the first topic"),
            _("A topic gathers conditions, such as chronic pain or mental health."),
            bool(found.topics),
            _add(ConditionPage, found.index) if found.index else "",
        )


def _condition(found: Situation) -> Iterator[Step]:
    if _writes(found):
        yield Step(
            "condition",
            _("Write the first condition"),
            _("It stands below its topic: a name, a summary, and sections."),
            bool(found.conditions),
            _add(ConditionPage, found.topics[0]) if found.topics else "",
        )


def _preview(found: Situation) -> Iterator[Step]:
    if _writes(found):
        yield Step(
            PREVIEW,
            _("Look at it as readers will"),
            _("Open the preview beside the form, in each language and for a phone."),
            found.has_seen(PREVIEW),
            reverse("first_day_look", args=[PREVIEW]) if found.example else "",
        )


def _review(found: Situation) -> Iterator[Step]:
    if _writes(found):
        example = found.example
        yield Step(
            "review",
            _("Have it reviewed"),
            _("Readers see who has reviewed a page and when the next review is due."),
            found.has_review,
            record_url(example) if example and may_record_of(found.user, example) else _edit(example, tab="review"),
        )


def _publish(found: Situation) -> Iterator[Step]:
    if _writes(found):
        example = found.example
        yield Step(
            "publish",
            _("Publish it"),
            _("From that moment on apps and partner sites receive it."),
            any(page.live for page in found.pages),
            _edit(example),
        )


def _translation(found: Situation) -> Iterator[Step]:
    if rights.may_translate(found.user, SOURCE) or any(rights.may_work(found.user, tag) for tag in TAGS):
        yield Step(
            "translation",
            _("Release the first translation"),
            _("Translate side by side with the English text, have it approved, and it goes out."),
            found.has_translation,
            reverse("translation_dashboard") if found.example else "",
        )


def _api(found: Situation) -> Iterator[Step]:
    yield Step(
        API,
        _("See what apps receive"),
        _("The description of the API, to try out; give its address to those who build apps."),
        found.has_seen(API),
        reverse("first_day_look", args=[API]),
    )


#: In the order in which one needs the other.
_STEPS: tuple[Callable[[Situation], Iterator[Step]], ...] = (
    _profile, _colleagues, _people, _index, _topic, _condition, _preview, _review, _publish, _translation, _api,
)  # fmt: skip


def _writes(found: Situation) -> bool:
    above = found.index or found.home
    return above is not None and _may_add(found.user, above)


def _may_add(user: Any, page: Page) -> bool:
    return bool(page.permissions_for_user(user).can_add_subpage())


def _edit(page: Any | None, *, tab: str = "") -> str:
    url = reverse("wagtailadmin_pages:edit", args=[page.pk]) if page else ""
    return f"{url}#tab-{tab}" if url and tab else url


def _add(model: Any, parent: Page) -> str:
    return reverse("wagtailadmin_pages:add", args=[model._meta.app_label, model._meta.model_name, parent.pk])
