"""Why a reader can't have what was asked for; `problems.py` alone turns these into answers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from cms.locales import TAGS
from cms.publishing.document import REVIEW_OVERDUE

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

#: How much of what a reader sent is quoted back.
_QUOTED = 60


#: Unlike other things that are gone, this one is expected back.
_OVERDUE = (
    "This has been withdrawn because its medical review is overdue. Do not show your copies to anybody. It comes back "
    "here, at the same address, when it has been reviewed."
)


class Refusal(Exception):
    """A request that can't be answered. `detail` says what to do about it, `facts` are further keys of the problem."""

    slug: ClassVar[str]

    def __init__(self, detail: str, **facts: Any) -> None:
        super().__init__(detail)
        self.detail = detail
        self.facts = facts


class UnknownParameter(Refusal):
    slug = "unknown-parameter"

    def __init__(self, name: str, *, known: Iterable[str]) -> None:
        names = ", ".join(f"`{other}`" for other in known)
        instead = f"It takes {names}." if names else "It takes none."
        super().__init__(f"This address has no parameter `{quoted(name)}`. {instead}", parameter=quoted(name))


class InvalidParameter(Refusal):
    slug = "invalid-parameter"

    def __init__(self, name: str, reason: str) -> None:
        super().__init__(f"The parameter `{name}` {reason}.", parameter=name)


class InvalidCursor(Refusal):
    slug = "invalid-cursor"

    def __init__(
        self,
        detail: str = "The cursor is not one of this list with this order, these filters and this locale. Start again "
        "without it, and follow `next` and `previous` as they are.",
    ) -> None:
        super().__init__(detail, parameter="cursor")


class FeedReset(Refusal):
    slug = "feed-reset"

    def __init__(self) -> None:
        super().__init__(
            "What this cursor has seen was lost when the publisher restored a backup. Start again without `cursor`; "
            "when `has_more` is false, drop everything that you hold and were not told again."
        )


class UnknownLocale(Refusal):
    slug = "unknown-locale"

    def __init__(self, tag: str, *, without: str = "and send Accept-Language") -> None:
        super().__init__(
            f"There is no content locale `{quoted(tag)}`. Ask for one of {', '.join(TAGS)}, or leave `locale` out "
            f"{without}.",
            parameter="locale",
            locales=list(TAGS),
        )


class NotFound(Refusal):
    slug = "not-found"


class NotTranslated(Refusal):
    slug = "not-translated"

    def __init__(self, requested: str, *, available: Sequence[str]) -> None:
        there = f"It is there in {', '.join(available)}" if available else "It is there in no other locale"
        super().__init__(
            f"This is not given in {requested} as strictly as it was asked for. {there}: ask for one of these, "
            "or allow others to stand in with `fallback=chain`.",
            available_locales=list(available),
        )


class Gone(Refusal):
    slug = "gone"

    def __init__(self, *, gone_at: datetime, reason: str) -> None:
        super().__init__(
            _OVERDUE
            if reason == REVIEW_OVERDUE
            else "This has been withdrawn. Remove your copies and the links to it.",
            gone_at=gone_at.strftime("%Y-%m-%dT%H:%M:%SZ"),
            reason=reason or None,
        )


class Moved(Refusal):
    slug = "moved"

    def __init__(self, location: str) -> None:
        super().__init__("This has another address now. Follow `location` and keep it.", location=location)


class PreviewRefused(Refusal):
    """A preview's token that is good for nothing here: `expired`, `altered`, `foreign` or `revoked`."""

    slug = "forbidden"

    def __init__(self, reason: str, *, detail: str = "") -> None:
        super().__init__(detail or _REFUSED[reason], reason=reason)
        self.reason = reason


_REFUSED = {
    "expired": "This preview link has expired. Ask the editor for another one.",
    "altered": "This is no token as it was given out: it was cut off or altered. Copy the whole link again.",
    "foreign": "This token is not one of this site. Use it at the address that it was given out with.",
    "revoked": "This preview link was revoked. Ask the editor for another one.",
}


class NotAcceptable(Refusal):
    slug = "not-acceptable"

    def __init__(self, media_types: Sequence[str]) -> None:
        super().__init__(
            f"This address answers with {', '.join(media_types)}. Send an Accept header that allows it, or none."
        )


def quoted(text: str) -> str:
    """The beginning of what a reader sent, printable."""
    shown = "".join(
        character if character.isprintable() else "\N{REPLACEMENT CHARACTER}" for character in text[:_QUOTED]
    )
    return shown + ("…" if len(text) > _QUOTED else "")
