"""Why a reader is not let in; `cms.delivery` turns these into problems."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

if TYPE_CHECKING:
    from cms.access.rates import Verdict

REALM = "delivery API"


class Refused(Exception):
    """`detail` says what to do about it, in ASCII; `facts` are keys of the problem, `headers` go with the answer."""

    slug: ClassVar[str]
    status: ClassVar[int]

    def __init__(self, detail: str, *, headers: dict[str, str] | None = None, **facts: Any) -> None:
        super().__init__(detail)
        self.detail = detail
        self.headers = headers or {}
        self.facts = facts


class InvalidKey(Refused):
    """Nothing good was sent where a key is wanted. RFC 6750, 3.1: what isn't a bearer token gets no error code."""

    slug = "invalid-key"
    status = 401

    def __init__(self, detail: str, *, is_bearer: bool = True) -> None:
        challenge = f'Bearer realm="{REALM}"'
        if is_bearer:
            challenge += f', error="invalid_token", error_description="{detail}"'
        super().__init__(detail, headers={"WWW-Authenticate": challenge})


class OriginNotAllowed(Refused):
    slug = "forbidden"
    status = 403

    def __init__(self) -> None:
        super().__init__(
            "This key is for web pages of certain origins, and the request does not come from one of them. "
            "On a server, use a key that is not bound to origins.",
            scope=None,
        )


class ScopeMissing(Refused):
    slug = "forbidden"
    status = 403

    def __init__(self, scope: str) -> None:
        challenge = f'Bearer realm="{REALM}", error="insufficient_scope", scope="{scope}"'
        super().__init__(
            f"This key lacks the scope `{scope}`. Ask the publisher for it.",
            headers={"WWW-Authenticate": challenge},
            scope=scope,
        )


class TooManyRequests(Refused):
    slug = "rate-limited"
    status = 429

    def __init__(self, verdict: Verdict, *, has_key: bool) -> None:
        advice = "" if has_key else " A key allows more."
        super().__init__(
            f"More than {verdict.limit} requests in a minute. Try again in {verdict.reset_s} s.{advice}",
            headers={**verdict.headers(), "Retry-After": str(verdict.reset_s)},
            limit=verdict.limit,
            retry_after_s=verdict.reset_s,
        )
        self.verdict = verdict


class KeyIsRevoked(Exception):
    """A key that was revoked gets no new secret; make another key."""

    def __init__(self, prefix: str) -> None:
        super().__init__(f"{prefix} was revoked")
        self.prefix = prefix
