"""Who may record a medical review, and who may see how reviews stand."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied

from cms.locales import SOURCE
from cms.translation import rights

PERMISSION = "medical_review.record_review"


class NoRightToRecord(PermissionDenied):
    """A person who may not record reviews, or not of this content."""

    def __init__(self, user: Any) -> None:
        super().__init__(f"{user} may not record medical reviews of this content.")
        self.user = user


def may_record(user: Any) -> bool:
    return bool(user.has_perm(PERMISSION))


def may_record_of(user: Any, content: Any) -> bool:
    return may_record(user) and rights.may_edit(user, content)


def may_see(user: Any) -> bool:
    """Those who record reviews, and authors."""
    return may_record(user) or rights.may_translate(user, SOURCE)
