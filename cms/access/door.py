"""The door to the API: who asks, and whether there is still room for them in this minute."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.conf import settings

from cms.access import addresses, keys, rates
from cms.access.errors import InvalidKey, OriginNotAllowed, Refused, ScopeMissing, TooManyRequests
from cms.access.models import Scope

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cms.access.keys import Reader
    from cms.access.rates import Verdict

READ = str(Scope.READ)
DRAFTS = str(Scope.DRAFTS)


@dataclass(frozen=True, slots=True)
class Admission:
    """`reader` is None for the anonymous, `verdict` where nothing is counted."""

    reader: Reader | None
    verdict: Verdict | None

    def headers(self, cache_control: str) -> dict[str, str]:
        """What an answer to a key carries, over its usual headers; nothing for the anonymous.

        `Vary` is to be joined with what the answer varies by already.
        """
        if self.reader is None:
            return {}
        told = self.verdict.headers() if self.verdict else {}
        return {"Cache-Control": private(cache_control), "Vary": "Authorization", **told}


_UNCOUNTED = Admission(None, None)

#: No header of a request becomes a key like this one, and no text is this value.
_OWN, _IS_OWN = "cms.access.own", object()


def own(environ: Mapping[str, Any]) -> dict[str, Any]:
    """The environ of a request that the installation makes of itself: nobody is asking, so nothing is counted.
    It opens no more than any other request without a key does.
    """
    return {**environ, _OWN: _IS_OWN}


def admit(environ: Mapping[str, Any], *, scope: str = READ) -> Admission:
    """Counts one request by its WSGI environ. What is refused for its key counts for the address that it comes from:
    guessing is limited too, and a key that leaked uses up nothing of its owner's where it is not allowed.

    Raises InvalidKey, OriginNotAllowed, ScopeMissing, TooManyRequests.
    """
    authorization = environ.get("HTTP_AUTHORIZATION")
    if authorization is None:
        return _admit_anonymous(environ, scope)
    try:
        reader = keys.reader_of(authorization)
        _check(reader, origin=environ.get("HTTP_ORIGIN"), scope=scope)
    except Refused:
        _count_address(environ)
        raise
    return Admission(reader, _count(f"key:{reader.key}", reader.rate or _limit("key"), has_key=True))


def private(cache_control: str) -> str:
    """The same lifetime, for the reader's own cache only."""
    directives = [directive.strip() for directive in cache_control.split(",")]
    if "no-store" in directives:
        return cache_control
    kept = [part for part in directives if part not in ("public", "private") and not part.startswith("s-maxage")]
    return ", ".join(["private", *kept])


def _admit_anonymous(environ: Mapping[str, Any], scope: str) -> Admission:
    verdict = _count_address(environ)
    if scope != READ:
        raise InvalidKey("This is for readers with a key. Send it as Authorization: Bearer <key>.", is_bearer=False)
    return Admission(None, verdict) if verdict else _UNCOUNTED


def _check(reader: Reader, *, origin: str | None, scope: str) -> None:
    if reader.origins and origin not in reader.origins:
        raise OriginNotAllowed
    if scope not in reader.scopes:
        raise ScopeMissing(scope)


def _count_address(environ: Mapping[str, Any]) -> Verdict | None:
    if environ.get(_OWN) is _IS_OWN:
        return None
    limit = _limit("anonymous")
    return _count(f"ip:{addresses.of(environ)}", limit, has_key=False) if limit else None


def _count(subject: str, limit: int, *, has_key: bool) -> Verdict | None:
    """Raises TooManyRequests."""
    if not limit:
        return None
    verdict = rates.take(subject, limit)
    if not verdict.is_allowed:
        raise TooManyRequests(verdict, has_key=has_key)
    return verdict


def _limit(kind: str) -> int:
    """Requests a minute; 0 for no limit."""
    return settings.API_RATES.get(kind) or 0
