"""Who keeps synonyms: reviewers those of their own languages, authors those of all."""

from __future__ import annotations

from typing import Any

from cms.locales import SOURCE
from cms.translation import rights


def may_keep(user: Any, locale: str) -> bool:
    """Whether the language is this person's; what may be done with synonyms at all, Django's permissions say."""
    return rights.may_translate(user, SOURCE) or rights.may_approve(user, locale)


def may(user: Any, act: str, locale: str) -> bool:
    """Whether this person may `add`, `change` or `delete` synonyms of the language."""
    return bool(user.has_perm(f"search.{act}_synonym")) and may_keep(user, locale)
