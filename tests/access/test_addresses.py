"""Whose request it is: with proxies, without, and with what clients make up."""

from __future__ import annotations

import tracemalloc
from time import process_time
from typing import Any

import pytest
from hypothesis import given, strategies as st

from cms.access import addresses

pytestmark = pytest.mark.once

PROXY = "10.0.0.5"
CLIENT = "203.0.113.7"


@pytest.fixture(autouse=True)
def trusted(settings: Any) -> None:
    settings.TRUSTED_PROXIES = ["10.0.0.0/8", "2001:db8:ffff::/48"]


def of(remote: str | None, forwarded_for: str | None = None, forwarded: str | None = None) -> str:
    given_ = {"REMOTE_ADDR": remote, "HTTP_X_FORWARDED_FOR": forwarded_for, "HTTP_FORWARDED": forwarded}
    return addresses.of({name: value for name, value in given_.items() if value is not None})


@pytest.mark.parametrize(
    ("remote", "subject"),
    [
        ("203.0.113.7", "203.0.113.7"),
        ("::ffff:203.0.113.7", "203.0.113.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2::1", "2001:db8:1:2::/64"),
        ("2001:db8:1:3::1", "2001:db8:1:3::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        ("", "unknown"),
        (None, "unknown"),
        ("unix:", "unknown"),
        ("203.0.113", "unknown"),
    ],
)
def test_without_a_proxy_the_peer_is_the_client(remote: str | None, subject: str) -> None:
    assert of(remote) == subject


def test_what_a_stranger_says_of_addresses_is_not_believed() -> None:
    assert of(CLIENT, "198.51.100.1", "for=198.51.100.1") == CLIENT


def test_no_proxy_is_trusted_unless_it_is_named(settings: Any) -> None:
    settings.TRUSTED_PROXIES = []

    assert of("127.0.0.1", "198.51.100.1") == "127.0.0.1"


@pytest.mark.parametrize(
    ("header", "subject"),
    [
        (CLIENT, CLIENT),
        (f" {CLIENT} ", CLIENT),
        (f"{CLIENT}:4711", CLIENT),
        (f"{CLIENT}, 10.0.0.9", CLIENT),
        (f"{CLIENT}, 10.0.0.9, 10.2.3.4", CLIENT),
        (f"198.51.100.1, {CLIENT}", CLIENT),
        (f"198.51.100.1, {CLIENT}, 10.0.0.9", CLIENT),
        (f"127.0.0.1,{CLIENT}", CLIENT),
        (f"::ffff:{CLIENT}", CLIENT),
        ("2001:db8:1:2::1", "2001:db8:1:2::/64"),
        ("[2001:db8:1:2::1]:443", "2001:db8:1:2::/64"),
        (f"{CLIENT}, 2001:db8:ffff::1", CLIENT),
        ("10.0.0.7, 10.0.0.8", "10.0.0.7"),
    ],
)
def test_behind_a_proxy_the_rightmost_stranger_is_the_client(header: str, subject: str) -> None:
    assert of(PROXY, header) == subject


@pytest.mark.parametrize(
    "header",
    [
        "",
        ",",
        "unknown",
        "_hidden",
        "203.0.113.7x",
        "203.0.113.999",
        "203.0.113.007",
        "localhost",
        "1",
        "203.0.113.7:port",
        "203.0.113.7 198.51.100.1",
        "[203.0.113.7",
        "٢٠٣.٠.١١٣.٧",
        "203.0.113.7\n",
        "fe80::1%eth0",
    ],
)
def test_a_malformed_entry_leaves_the_proxy_as_the_client(header: str) -> None:
    assert of(PROXY, header) == PROXY


def test_what_is_left_of_a_malformed_entry_is_not_believed() -> None:
    assert of(PROXY, f"{CLIENT}, nonsense, 10.0.0.9") == "10.0.0.9"


@pytest.mark.parametrize(
    ("header", "subject"),
    [
        (f"for={CLIENT}", CLIENT),
        (f"For={CLIENT};proto=https;by=10.0.0.5", CLIENT),
        (f"proto=https; for={CLIENT} ", CLIENT),
        (f'for="{CLIENT}:4711"', CLIENT),
        ('for="[2001:db8:1:2::1]:4711"', "2001:db8:1:2::/64"),
        (f"for=198.51.100.1, for={CLIENT}, for=10.0.0.9", CLIENT),
        (f'by="a,b";for={CLIENT}', CLIENT),
        ("for=unknown", PROXY),
        ("for=_secret", PROXY),
        (f"by={CLIENT}", PROXY),
        (f"for={CLIENT};for=198.51.100.1", PROXY),
        (f'for="{CLIENT}', PROXY),
        (f"xfor={CLIENT}", PROXY),
        ("", PROXY),
    ],
)
def test_the_standard_header_is_read_as_well(header: str, subject: str) -> None:
    assert of(PROXY, forwarded=header) == subject


def test_where_both_headers_agree_they_are_believed() -> None:
    assert of(PROXY, CLIENT, f"for={CLIENT}") == CLIENT


def test_where_the_headers_disagree_one_is_made_up_and_neither_is_believed() -> None:
    assert of(PROXY, CLIENT, "for=198.51.100.1") == PROXY
    assert of(PROXY, "198.51.100.1", f"for={CLIENT}") == PROXY


def test_a_chain_without_an_end_is_not_followed_for_ever() -> None:
    assert of(PROXY, ", ".join([CLIENT, *["10.0.0.9"] * 30])) == "10.0.0.9"


@pytest.mark.parametrize("remote", [PROXY, CLIENT])
@pytest.mark.parametrize("headers", [(f"{CLIENT}, " * 500, None), (None, f"for={CLIENT}, " * 500)])
def test_a_header_that_no_chain_of_proxies_makes_is_not_read(
    remote: str, headers: tuple[str | None, str | None]
) -> None:
    assert of(remote, *headers) == remote


def test_what_readers_make_up_is_not_kept_in_memory(settings: Any) -> None:
    tracemalloc.start()
    for number in range(500):
        of(CLIENT, f"{number}{'a' * 8_000}", f"{number}{'b' * 8_000}")
    kept, _most = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert kept < 500_000


def test_quotes_without_an_end_cost_no_time() -> None:
    began = process_time()
    for number in range(30):
        assert of(PROXY, None, f'for={number}"' + '\\"' * 950) == PROXY

    assert process_time() - began < 5


def test_a_socket_in_the_file_system_is_trusted_when_that_is_said(settings: Any) -> None:
    settings.TRUSTED_PROXIES = ["unix"]

    assert of("", CLIENT) == CLIENT
    assert of(None, CLIENT) == CLIENT
    assert of("", "nonsense") == "unknown"
    assert of(CLIENT, "198.51.100.1") == CLIENT


@pytest.mark.parametrize(
    ("remote", "is_from_proxy"), [(PROXY, True), ("::ffff:10.0.0.5", True), (CLIENT, False), ("", False)]
)
def test_whether_a_request_comes_from_a_proxy_can_be_asked(remote: str, is_from_proxy: bool) -> None:
    assert addresses.is_from_proxy({"REMOTE_ADDR": remote}) is is_from_proxy


@given(header=st.text() | st.text(alphabet='0123456789abcdef:.,;="[]for% \t\\'))
def test_no_header_can_break_it_or_make_the_peer_anybody_but_an_address(header: str) -> None:
    for found in (of(PROXY, header), of(PROXY, forwarded=header), of(PROXY, header, header)):
        assert found != "unknown"
        assert set(found) <= set("0123456789abcdef:./")


@given(header=st.text())
def test_no_header_of_a_stranger_changes_anything(header: str) -> None:
    assert of(CLIENT, header, header) == CLIENT
