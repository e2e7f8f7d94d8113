"""Publishing several pages at once: what the gate refuses stays, with the reasons, and the others go out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.db import transaction
from wagtail.admin import messages as wagtail_messages
from wagtail.admin.views.pages.bulk_actions.publish import PublishBulkAction
from wagtail.models import Page

from cms.gate import readiness, refusals
from cms.gate.errors import PublishRefused

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence


class PublishByTheGate(PublishBulkAction):
    """Wagtail's act, page by page."""

    template_name = "gate/confirm_bulk_publish.html"

    def __init__(self, request: Any, model: Any) -> None:
        super().__init__(request, model)
        self.refused: list[PublishRefused] = []
        self.together: Collection[int] = ()

    def annotate_items(self, items: Sequence[Page]) -> Sequence[Page]:
        if self.cleaned_form is None:
            self.together = _that_will_go_out(items)
        return items

    def object_context(self, obj: Any) -> dict[str, Any]:
        context = super().object_context(obj)
        draft = obj.specific.get_latest_revision_as_object()
        with readiness.leaving_together(self.together):
            lacking = readiness.missing(draft)
        return {**context, "missing": refusals.as_html(lacking, draft) if lacking else ""}

    def get_execution_context(self) -> dict[str, Any]:
        return {**super().get_execution_context(), "refused": self.refused}

    @classmethod
    def execute_action(
        cls,
        objects: Sequence[Page],
        include_descendants: bool = False,  # noqa: FBT001, FBT002 -- Wagtail's signature
        user: Any = None,
        refused: list[PublishRefused] | None = None,
        **kwargs: Any,
    ) -> tuple[int, int]:
        below = list(_drafts_below(objects, user)) if include_descendants else []
        with readiness.leaving_together(_that_will_go_out([*objects, *below])):
            out = [sum(_is_out(page, user, refused) for page in pages) for pages in (objects, below)]
        return out[0], out[1]

    def get_success_message(self, num_parent_objects: int, num_child_objects: int) -> str | None:
        for refusal in self.refused:
            detail = refusals.as_html(refusal.missing, refusal.page)
            messages.error(self.request, wagtail_messages.render(refusal.heading, None, detail), extra_tags="gate")
        if not num_parent_objects + num_child_objects:
            return None
        said: str = super().get_success_message(num_parent_objects, num_child_objects)
        return said


def _that_will_go_out(pages: Sequence[Page]) -> Collection[int]:
    """The keys of those that the gate lets out together: what links to one that it holds back stays, too."""
    drafts = {page.pk: page.specific.get_latest_revision_as_object() for page in pages}
    while True:
        with readiness.leaving_together(drafts):
            held = [key for key, draft in drafts.items() if readiness.missing(draft)]
        if not held:
            return drafts.keys()
        for key in held:
            del drafts[key]


def _drafts_below(pages: Sequence[Page], user: Any) -> Iterator[Page]:
    """Each once, though it may be below two of the pages."""
    seen = {page.pk for page in pages}
    for page in pages:
        for below in page.get_descendants().not_live().exclude(pk__in=seen).specific():
            if user is None or below.permissions_for_user(user).can_publish():
                seen.add(below.pk)
                yield below


def _is_out(page: Page, user: Any, refused: list[PublishRefused] | None) -> bool:
    """Raises PublishRefused where nobody collects refusals."""
    try:
        with transaction.atomic():
            revision = page.get_latest_revision() or page.specific.save_revision(user=user)
            revision.publish(user=user)
    except PublishRefused as refusal:
        if refused is None:
            raise
        refused.append(refusal)
        return False
    return True
