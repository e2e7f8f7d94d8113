"""The Review tab of the edit form: how the medical review stands; nothing can be typed in it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from wagtail.admin.panels import Panel

from cms.translation.rights import AUTHOR_PERMISSION

if TYPE_CHECKING:
    from django.http import HttpRequest

#: Of the reviews of a page, how many are listed; all of them are in its history.
SHOWN = 20


class ReviewPanel(Panel):
    """Reviews change by the act of reviewing alone, so the form only tells of them and leads there."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "medical_review/panel.html"
        request: HttpRequest
        instance: Any

        def is_shown(self) -> bool:
            """To those who write the page, and those who review it."""
            from cms.medical_review import rights

            person = self.request.user
            return person.has_perm(AUTHOR_PERMISSION) or (
                self.instance.pk is not None and rights.may_record_of(person, self.instance)
            )

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            context: dict[str, Any] = super().get_context_data(parent_context)
            if self.instance.pk is None:
                return {**context, "is_new": True}
            from cms.medical_review import rights
            from cms.medical_review.models import Review
            from cms.medical_review.report_rows import rows_of
            from cms.medical_review.urls import record_url

            return {
                **context,
                "rows": rows_of(self.instance),
                "reviews": Review.objects.filter(content_id=self.instance.content_id).order_by("-pk")[:SHOWN],
                "record_url": record_url(self.instance, back=self.request.path)
                if rights.may_record_of(self.request.user, self.instance)
                else "",
            }
