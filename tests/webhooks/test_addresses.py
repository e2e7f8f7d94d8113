"""Webhooks go to the public internet only, whatever an address is written as and whatever a name becomes."""

from __future__ import annotations

import socket
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, strategies as st

from cms.webhooks import addresses
from cms.webhooks.addresses import Refused, is_public, resolve
from cms.webhooks.models import Failure

if TYPE_CHECKING:
    from pytest_django import Settings

pytestmark = pytest.mark.once


@pytest.fixture
def nothing_listed(settings: Settings) -> None:
    settings.WEBHOOK_ALLOWED_NETWORKS = []


def name_is(monkeypatch: pytest.MonkeyPatch, *found: str) -> None:
    def getaddrinfo(host: str, port: int, **_: Any) -> list[Any]:
        families = [socket.AF_INET6 if ":" in each else socket.AF_INET for each in found]
        return [(family, socket.SOCK_STREAM, 6, "", (each, port)) for family, each in zip(families, found, strict=True)]

    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)


@pytest.mark.parametrize(
    "refused",
    [
        "127.0.0.1",
        "127.8.9.10",
        "0.0.0.0",  # noqa: S104 -- an address that is refused
        "10.1.2.3",
        "172.31.255.255",
        "192.168.0.1",
        "100.64.0.1",
        "100.100.100.200",
        "169.254.169.254",
        "168.63.129.16",
        "192.0.0.192",
        "198.18.0.1",
        "224.0.0.1",
        "240.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "fe80::1%eth0",
        "fc00::1",
        "fd00:ec2::254",
        "ff02::1",
        "2001:db8::1",
        "::ffff:127.0.0.1",
        "::ffff:8.8.8.8",
        "::127.0.0.1",
        "64:ff9b::a9fe:a9fe",
        "64:ff9b:1::1",
        "2002:7f00:1::",
        "2001:0:7f00:1::",
        "fec0::1",
    ],
)
def test_an_address_of_the_inside_is_refused(refused: str) -> None:
    assert not is_public(ip_address(refused))


@pytest.mark.parametrize("public", ["8.8.8.8", "93.184.216.34", "172.32.0.1", "2606:4700::1111", "2a00:1450::1"])
def test_an_address_of_the_internet_is_taken(public: str) -> None:
    assert is_public(ip_address(public))


@given(st.ip_addresses(v=4))
def test_what_the_standard_library_takes_for_private_is_never_public(address: IPv4Address) -> None:
    if address.is_private or address.is_multicast or address.is_reserved or address.is_link_local:
        assert not is_public(address)


@given(st.ip_addresses(v=4), st.sampled_from(["::ffff:0:0/96", "::/96", "64:ff9b::/96", "2002::/16"]))
def test_no_form_of_ipv6_hides_an_address(hidden: IPv4Address, form: str) -> None:
    network = ip_network(form)
    shift = 80 if network.prefixlen == 16 else 0

    assert not is_public(IPv6Address(int(network.network_address) | int(hidden) << shift))


@given(st.ip_addresses(v=6))
def test_outside_of_what_is_given_out_nothing_is_public(address: IPv6Address) -> None:
    if address not in ip_network("2000::/3") or address.is_private:
        assert not is_public(address)


@given(st.text(max_size=40), st.sampled_from(["", "https://", "http://", "https:", "//", "https://a@", "https://["]))
def test_whatever_is_written_is_an_address_or_refused(text: str, start: str) -> None:
    parts = _parts_or_none(start + text)

    if parts is not None:
        is_secure, host, port, path = parts
        assert host
        assert 0 <= port < 65_536
        assert path.isascii()
        assert path.startswith("/")
        assert not set(path) & set(" \r\n\t")
        assert is_secure == (start + text).lower().lstrip().startswith("https")


def _parts_or_none(url: str) -> tuple[bool, str, int, str] | None:
    try:
        return addresses._parts(url)
    except Refused:
        return None


@pytest.mark.parametrize(
    "url",
    [
        "https://127.0.0.1/",
        "https://localhost/",
        "https://127.1/",
        "https://2130706433/",
        "https://0x7f.0.0.1/",
        "https://[::1]/",
        "https://[::ffff:127.0.0.1]/",
        "https://169.254.169.254/latest/meta-data/",
    ],
)
def test_however_the_inside_is_written_it_is_refused(nothing_listed: None, url: str) -> None:
    with pytest.raises(Refused) as refusal:
        resolve(url)

    assert refusal.value.why == Failure.ADDRESS


@pytest.mark.parametrize("url", ["ftp://example.org/", "https://", "https://user:password@example.org/", "file:///etc"])
def test_what_is_no_address_of_a_web_server_is_refused(url: str) -> None:
    with pytest.raises(Refused):
        resolve(url)


def test_one_private_address_among_public_ones_is_enough(nothing_listed: None, monkeypatch: pytest.MonkeyPatch) -> None:
    name_is(monkeypatch, "93.184.216.34", "10.0.0.7")

    with pytest.raises(Refused):
        resolve("https://hooks.example.org/")


def test_plain_http_is_for_listed_networks_only(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.WEBHOOK_ALLOWED_NETWORKS = ["10.0.0.0/8", "64:ff9b::/96"]
    name_is(monkeypatch, "10.0.0.7")
    listed = resolve("http://hooks.intranet:8080/a?b=é")
    name_is(monkeypatch, "93.184.216.34")

    assert (listed.authority, listed.path) == ("hooks.intranet:8080", "/a?b=%C3%A9")
    with pytest.raises(Refused):
        resolve("http://hooks.example.org/")
    assert resolve("https://hooks.example.org/").places == ((socket.AF_INET, ("93.184.216.34", 443)),)


def test_a_name_in_another_script_is_looked_up_by_its_ascii_form(monkeypatch: pytest.MonkeyPatch) -> None:
    name_is(monkeypatch, "93.184.216.34")

    assert resolve("https://مثال.example/مسار").host == "xn--mgbh0fb.example"
