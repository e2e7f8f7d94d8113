"""One row of the report: what was typed, what it finds by now, and what it may mean."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from cms.locales import BY_TAG
from cms.publishing import store
from search.admin import asking, proposals, urls
from search.admin.rights import may

if TYPE_CHECKING:
    from collections.abc import Iterable

    from cms.locales import ContentLocale
    from search.admin.asking import Finds
    from search.models import Miss


@dataclass(frozen=True)
class Row:
    """A miss as an editor reads it; search is asked when it is shown."""

    miss: Miss
    user: Any
    state_version: int | None

    @classmethod
    def of(cls, misses: Iterable[Miss], user: Any) -> list[Row]:
        """All of them as search answers at one moment."""
        version = store.state_version()
        return [cls(miss, user, version) for miss in misses]

    @property
    def locale(self) -> ContentLocale:
        return BY_TAG[self.miss.locale]

    @property
    def language(self) -> str:
        return self.locale.own_name

    @cached_property
    def finds(self) -> Finds:
        return asking.finds(self.miss.text, locale=self.miss.locale, state_version=self.state_version)

    @property
    def today(self) -> str:
        if self.finds.is_nothing:
            return _("Still finds nothing")
        return _("Mended: finds %(name)s") % {"name": self.finds.names[0]}

    @property
    def may_add(self) -> bool:
        return may(self.user, "add", self.miss.locale)

    @property
    def proposals(self) -> list[str]:
        return proposals.near(self.miss.text, locale=self.miss.locale, state_version=self.state_version)

    @property
    def add_url(self) -> str:
        return urls.of_new_synonym(locale=self.miss.locale, words=self.miss.text)
