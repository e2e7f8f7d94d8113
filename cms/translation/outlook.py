"""What documents are built from: what is out now, or what would be if a draft or a coming moment were here.

A builder reads content and releases from the database and passes them through here. Nothing that is seen so is ever
saved: `cms.preview` alone makes outlooks, and the publishing side builds without one.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeVar

from cms.locales import SOURCE
from cms.translation.policy import policy_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from uuid import UUID

    from cms.translation.models import Release

Content = TypeVar("Content", bound=Any)


@dataclass(frozen=True)
class Outlook:
    """Content and current releases, by locale, that stand in for those of the database; by content id.

    `draft` is the content whose text is shown though it may not be complete, or though readers may not see the page.
    """

    contents: Mapping[UUID, Any] = field(default_factory=dict)
    releases: Mapping[UUID, Mapping[str, Release]] = field(default_factory=dict)
    draft: UUID | None = None

    def seen(self, content: Content) -> Content:
        found: Content = self.contents.get(content.content_id, content)
        return found

    def all_seen(self, contents: Iterable[Content]) -> list[Content]:
        return [self.seen(content) for content in contents]

    def is_draft(self, content: Any) -> bool:
        return self.draft is not None and bool(content.content_id == self.draft)

    def may_be_partial(self, content: Any, locale: str) -> bool:
        """Whether parts without a translation come from the chain."""
        return locale != SOURCE and (self.is_draft(content) or policy_of(locale).partial)


AS_IT_IS = Outlook()
