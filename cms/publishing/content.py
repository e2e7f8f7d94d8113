"""Writes documents as bytes and takes their digests: the one place that knows how."""

from __future__ import annotations

import hashlib
import zlib
from typing import TYPE_CHECKING, Any

import orjson

from cms.publishing.document import CIRCUMSTANCES

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime


def encode(value: Any) -> bytes:
    """JSON in UTF-8, keys in the order they are given."""
    return orjson.dumps(value)


def digest_of(value: Any) -> str:
    """32 hexadecimal characters of any JSON value, whatever the order of its keys."""
    return digest_of_bytes(orjson.dumps(value, option=orjson.OPT_SORT_KEYS))


def digest_of_words(value: Any) -> str:
    """The digest of any JSON value without the times at which the documents in it were last touched."""
    return digest_of(_without_update_times(value))


def digest_of_bytes(content: bytes) -> str:
    return hashlib.blake2b(content, digest_size=16).hexdigest()


def digest_of_body(body: Mapping[str, Any]) -> str:
    """The digest of what a document says, without when and in which run it was made."""
    said = {key: _without_update_times(value) for key, value in body.items() if key not in CIRCUMSTANCES}
    return digest_of(said)


def compress(content: bytes) -> bytes:
    return zlib.compress(content, 6)


def decompress(content: bytes | memoryview) -> dict[str, Any]:
    """The document of an edition."""
    return dict(orjson.loads(zlib.decompress(bytes(content))))


def timestamp(moment: datetime) -> str:
    """ISO 8601 in UTC to the second, ending in Z; the moment has to be aware of its zone and in UTC."""
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def _without_update_times(value: Any) -> Any:
    """A card inside another document tells when its own document changed; that is no change of the one it stands in."""
    if isinstance(value, dict):
        return {key: _without_update_times(item) for key, item in value.items() if key != "updated_at"}
    if isinstance(value, list):
        return [_without_update_times(item) for item in value]
    return value
