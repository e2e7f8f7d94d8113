"""Signed tokens: which link they are of and until when, told apart when they are altered or from elsewhere.

`<link, expiry and issuer in base64url>.<HMAC-SHA-256>`, 76 characters that need no escape in a URL. The issuer is a
fingerprint of the signing key: with it a token of another installation is told from one that was tampered with. The
signature alone opens nothing: the link is looked up as well, so that it can be revoked.
"""

from __future__ import annotations

from base64 import b64decode, urlsafe_b64encode
from dataclasses import dataclass
from struct import Struct
from typing import TYPE_CHECKING
from uuid import UUID

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.utils.crypto import salted_hmac

from cms.delivery.errors import PreviewRefused

if TYPE_CHECKING:
    from cms.preview.models import PreviewLink

_SALT = "cms.preview.link"
_FORM = Struct(">16sI4s")


@dataclass(frozen=True)
class Claims:
    """What a token says. `expires_at` is in seconds since 1970."""

    token_id: UUID
    expires_at: int
    issuer: bytes


def of(link: PreviewLink) -> str:
    packed = _FORM.pack(link.token_id.bytes, int(link.expires_at.timestamp()), _issuer(settings.SECRET_KEY))
    return _signer().sign(urlsafe_b64encode(packed).decode())


def read(token: str) -> Claims:
    """Raises PreviewRefused."""
    try:
        return _claims(_signer().unsign(token))
    except BadSignature:
        raise PreviewRefused(_why_not(token)) from None


def _signer() -> Signer:
    return Signer(salt=_SALT, sep=".")


def _why_not(token: str) -> str:
    """Nothing is believed of a token with a wrong signature but where it says that it comes from."""
    try:
        issuer = _claims(token.partition(".")[0]).issuer
    except ValueError:
        return "altered"
    ours = {_issuer(key) for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)}
    return "altered" if issuer in ours else "foreign"


def _claims(payload: str) -> Claims:
    """Raises ValueError."""
    packed = b64decode(payload, altchars=b"-_", validate=True)
    if len(packed) != _FORM.size:
        raise ValueError(payload)
    token_id, expires_at, issuer = _FORM.unpack(packed)
    return Claims(UUID(bytes=token_id), expires_at, issuer)


def _issuer(key: str | bytes) -> bytes:
    return salted_hmac(f"{_SALT}.issuer", "", secret=key, algorithm="sha256").digest()[:4]
