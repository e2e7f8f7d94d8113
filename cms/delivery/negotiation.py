"""What a reader's headers ask for: a locale by Accept-Language, a form by Accept."""

from __future__ import annotations

import re
from functools import lru_cache

from django.utils.translation.trans_real import parse_accept_lang_header

from cms.locales import BY_TAG, SOURCE, ContentLocale, best_match

_RANGE = re.compile(r"\s*([\w!#$&^.+*-]+)/([\w!#$&^.+*-]+)\s*((?:;[^;]*)*)\Z", re.ASCII)
_QUALITY = re.compile(r";\s*q\s*=\s*([01](?:\.\d{0,3})?)\s*(?:;|\Z)", re.ASCII | re.IGNORECASE)

#: Headers that are remembered of each kind: they may be 8 KB long, and anybody makes up as many as they like.
_MOST = 256


@lru_cache(maxsize=_MOST)
def preferred_locale(accept_language: str) -> ContentLocale:
    """The content locale of the most wanted language that has one, else the source; `*` and `q=0` choose nothing."""
    wanted = parse_accept_lang_header(accept_language)
    refused = {best_match(tag) for tag, quality in wanted if quality == 0 and tag != "*"}
    for tag, quality in wanted:
        match = best_match(tag) if quality > 0 and tag != "*" else None
        if match is not None and match not in refused:
            return match
    return BY_TAG[SOURCE]


@lru_cache(maxsize=_MOST)
def accepts(accept: str, media_types: tuple[str, ...]) -> bool:
    """Whether an Accept header allows one of the media types; the closest range decides (RFC 9110, 12.5.1)."""
    ranges = _ranges(accept)
    return not ranges or any(_quality(media_type, ranges) > 0 for media_type in media_types)


@lru_cache(maxsize=_MOST)
def preferred_media_type(accept: str, media_types: tuple[str, ...]) -> str:
    """The media type that an Accept header wants most; of those that it wants alike, and where it wants none, the
    first.
    """
    ranges = _ranges(accept)
    return max(media_types, key=lambda media_type: _quality(media_type, ranges)) if ranges else media_types[0]


def _ranges(accept: str) -> list[tuple[str, float]]:
    return [parsed for item in accept.split(",") if (parsed := _parsed(item)) is not None]


def _parsed(item: str) -> tuple[str, float] | None:
    match = _RANGE.match(item)
    if match is None:
        return None
    quality = _QUALITY.search(match[3])
    return f"{match[1]}/{match[2]}".lower(), float(quality[1]) if quality else 1.0


def _quality(media_type: str, ranges: list[tuple[str, float]]) -> float:
    for named in (media_type, f"{media_type.partition('/')[0]}/*", "*/*"):
        qualities = [quality for range_, quality in ranges if range_ == named]
        if qualities:
            return max(qualities)
    return 0.0
