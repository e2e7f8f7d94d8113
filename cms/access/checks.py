"""The rules of access that Django can check at the start."""

from __future__ import annotations

from ipaddress import ip_network
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register

from cms.access.addresses import UNIX


@register()
def trusted_proxies_are_networks(**kwargs: Any) -> list[CheckMessage]:
    return [
        Error(
            f"TRUSTED_PROXIES holds {entry!r}, which is no address and no network.",
            hint=f"Write 10.0.0.0/8, 2001:db8::/32, 127.0.0.1, or {UNIX} for a socket in the file system.",
            id="access.E001",
        )
        for entry in settings.TRUSTED_PROXIES
        if entry != UNIX and not _is_network(entry)
    ]


@register()
def rates_are_whole_numbers(**kwargs: Any) -> list[CheckMessage]:
    return [
        Error(
            f"API_RATES has {rate!r} for {kind!r}.",
            hint="It takes `anonymous` and `key`, each a number of requests a minute; 0 or None for no limit.",
            id="access.E002",
        )
        for kind, rate in settings.API_RATES.items()
        if kind not in ("anonymous", "key") or not (rate is None or (isinstance(rate, int) and rate >= 0))
    ]


@register()
def the_cache_for_rates_is_shared(**kwargs: Any) -> list[CheckMessage]:
    alias = settings.API_RATES_CACHE
    backend = settings.CACHES.get(alias, {}).get("BACKEND", "")
    if not alias or not (not backend or backend.endswith((".LocMemCache", ".DummyCache", ".FileBasedCache"))):
        return []
    return [
        Error(
            f"API_RATES_CACHE is {alias!r}, which is no cache that processes share.",
            hint="Name one of CACHES that is kept by Redis, Valkey or Memcached, or leave it empty for the database.",
            id="access.E003",
        )
    ]


def _is_network(entry: object) -> bool:
    try:
        ip_network(str(entry))
    except ValueError:
        return False
    return True
