"""What the settings of access must be like, told at the start."""

from __future__ import annotations

from typing import Any

import pytest

from cms.access import checks

pytestmark = pytest.mark.once

REDIS = {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": "redis://cache:6379"}
MEMORY = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}


@pytest.mark.parametrize("entry", ["10.0.0.0/8", "127.0.0.1", "2001:db8::/32", "unix"])
def test_networks_and_addresses_can_be_trusted(settings: Any, entry: str) -> None:
    settings.TRUSTED_PROXIES = [entry]

    assert checks.trusted_proxies_are_networks() == []


@pytest.mark.parametrize("entry", ["proxy", "10.0.0.0/33", "10.0.0.1/8", "", "*"])
def test_what_is_no_network_cannot_be_trusted(settings: Any, entry: str) -> None:
    settings.TRUSTED_PROXIES = ["10.0.0.0/8", entry]

    assert [message.id for message in checks.trusted_proxies_are_networks()] == ["access.E001"]


@pytest.mark.parametrize("rates", [{}, {"anonymous": 600, "key": 6000}, {"anonymous": None, "key": 0}])
def test_rates_are_numbers_or_off(settings: Any, rates: Any) -> None:
    settings.API_RATES = rates

    assert checks.rates_are_whole_numbers() == []


@pytest.mark.parametrize("rates", [{"anonymous": "600/min"}, {"key": -1}, {"partner": 600}, {"key": 1.5}])
def test_rates_that_make_no_sense_are_told(settings: Any, rates: Any) -> None:
    settings.API_RATES = rates

    assert [message.id for message in checks.rates_are_whole_numbers()] == ["access.E002"]


@pytest.mark.parametrize(
    ("alias", "ids"), [("", []), ("shared", []), ("default", ["access.E003"]), ("no", ["access.E003"])]
)
def test_rates_are_added_up_in_a_cache_only_if_processes_share_it(settings: Any, alias: str, ids: list[str]) -> None:
    settings.CACHES = {"default": MEMORY, "shared": REDIS}
    settings.API_RATES_CACHE = alias

    assert [message.id for message in checks.the_cache_for_rates_is_shared()] == ids
