"""What a secret looks like, how one is made, and the digest by which it is known."""

from __future__ import annotations

import hashlib
import re
import secrets
import string

#: `hck` for “health content key”: who finds one in a log or a repository can tell what it is, and scanners can too.
BRAND = "hck"

_PREFIX_ALPHABET = string.ascii_lowercase + string.digits
_ALPHABET = string.ascii_letters + string.digits
_PREFIX_CHARACTERS = 8
_CHARACTERS = 32  # of 62: 190 bits

PATTERN = re.compile(rf"{BRAND}_[a-z0-9]{{{_PREFIX_CHARACTERS}}}_[A-Za-z0-9]{{{_CHARACTERS}}}", re.ASCII)


def new_prefix() -> str:
    """The part that is no secret, such as `hck_ab12cd34`."""
    return f"{BRAND}_{_random(_PREFIX_ALPHABET, _PREFIX_CHARACTERS)}"


def new_secret(prefix: str) -> str:
    """The whole of what a reader sends, such as `hck_ab12cd34_…`."""
    return f"{prefix}_{_random(_ALPHABET, _CHARACTERS)}"


def digest(secret: str) -> str:
    """SHA-256 in hexadecimal. Who can time a look-up by it learns about the digest, from which no secret follows."""
    return hashlib.sha256(secret.encode()).hexdigest()


def _random(alphabet: str, length: int) -> str:
    return "".join(secrets.choice(alphabet) for _ in range(length))
