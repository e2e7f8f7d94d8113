"""What was scheduled and did not happen, for those who can see to it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import gettext as _

from cms.digest.parts import Line, Part
from cms.locales import BY_TAG
from cms.scheduling import missed
from cms.translation.edit_urls import edit_url, release_url
from cms.translation.moments import in_words
from cms.translation.naming import name_of

if TYPE_CHECKING:
    from cms.scheduling.models import Missed

#: The admin's first page has more of them.
NAMED = 10


def part(person: Any) -> Part | None:
    """The newest first."""
    found = missed.standing(person, most=NAMED)
    if not found:
        return None
    lines = tuple(_line(one) for one in found)
    return Part(_("Scheduled, but it did not happen"), lines, reverse("wagtailadmin_home"))


def _line(one: Missed) -> Line:
    act = str(one.get_act_display())
    told = {
        "name": name_of(one.content),
        "act": f"{act} ({BY_TAG[one.locale].own_name})" if one.locale in BY_TAG else act,
        "moment": in_words(one.moment),
    }
    url = release_url(one.content, one.locale) if one.locale else edit_url(one.content)
    return Line(_("%(name)s: %(act)s, %(moment)s") % told, url or "")
