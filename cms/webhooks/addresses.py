"""Where webhooks may be sent: to the public internet, and to networks that a deployment has listed.

Whoever sets an address could otherwise have this server knock at doors that only it can reach. A name is looked up
once, every address it has must be allowed, and the connection goes to one of these very addresses: a name that points
elsewhere a moment later gains nothing. Ports are free, since whatever is on the public internet can be reached anyhow.
"""

from __future__ import annotations

import socket
from dataclasses import dataclass
from functools import lru_cache
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlsplit

from django.conf import settings

from cms.webhooks.models import Failure

if TYPE_CHECKING:
    from collections.abc import Sequence

_Address = IPv4Address | IPv6Address
_Network = IPv4Network | IPv6Network

#: What is not public although it is, or once was, an address like any other. The rest of the registries' special
#: addresses the standard library knows, each version some more: these do not depend on its version.
_REFUSED = tuple(
    ip_network(network)
    for network in (
        "0.0.0.0/8",
        "10.0.0.0/8",
        "100.64.0.0/10",  # carriers' networks; Alibaba's metadata
        "127.0.0.0/8",
        "168.63.129.16/32",  # Azure's metadata
        "169.254.0.0/16",  # link-local; the metadata of AWS, Google, Azure
        "172.16.0.0/12",
        "192.0.0.0/24",  # protocol assignments; Oracle's metadata
        "192.0.2.0/24",
        "192.88.99.0/24",  # relays of 6to4
        "192.168.0.0/16",
        "198.18.0.0/15",
        "198.51.100.0/24",
        "203.0.113.0/24",
        "224.0.0.0/4",
        "240.0.0.0/4",
        "2001::/23",  # protocol assignments, Teredo among them
        "2001:db8::/32",
        "2002::/16",  # 6to4: holds any IPv4 address
        "3fff::/20",
    )
)
#: All that is given out of IPv6. Outside are loopback, unique local, link-local and multicast addresses, and the forms
#: that hold an IPv4 address: mapped, compatible, NAT64. A network that needs NAT64 lists its prefix.
_GLOBAL_UNICAST = ip_network("2000::/3")


class Refused(Exception):
    """The address is not one that webhooks are sent to, or leads nowhere; `why` says it, `detail` names the fact."""

    def __init__(self, why: Failure, detail: str = "") -> None:
        super().__init__(f"{why.value}: {detail}")
        self.why = why
        self.detail = detail


@dataclass(frozen=True)
class Target:
    """Where a message goes: `places` are checked addresses with their families, as a socket takes them."""

    is_secure: bool
    host: str
    port: int
    path: str
    places: tuple[tuple[int, Any], ...]

    @property
    def authority(self) -> str:
        """The Host header."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == (443 if self.is_secure else 80) else f"{host}:{self.port}"


def resolve(url: str) -> Target:
    """Looks the name up, once. Plain HTTP goes to listed networks only. Raises Refused."""
    is_secure, host, port, path = _parts(url)
    places = _looked_up(host, port)
    for _family, place in places:
        address = ip_address(str(place[0]))
        is_listed = _is_listed(address)
        if not is_listed and not is_public(address):
            raise Refused(Failure.ADDRESS, f"{host}: {address}")
        if not is_listed and not is_secure:
            raise Refused(Failure.ADDRESS, f"{host}: http")
    return Target(is_secure, host, port, path, places)


def resolve_public(url: str) -> Target:
    """As `resolve`, of an address that everybody's browser could open: by HTTP too, and in no listed network.
    Raises Refused.
    """
    is_secure, host, port, path = _parts(url)
    places = _looked_up(host, port)
    for _family, place in places:
        if not is_public(ip_address(str(place[0]))):
            raise Refused(Failure.ADDRESS, f"{host}: {place[0]}")
    return Target(is_secure, host, port, path, places)


def is_public(address: _Address) -> bool:
    """Whether an address is one that everybody can reach, and in no form that hides another one."""
    if isinstance(address, IPv6Address) and address not in _GLOBAL_UNICAST:
        return False
    if any(address in network for network in _REFUSED):
        return False
    return address.is_global and not (address.is_multicast or address.is_reserved or address.is_unspecified)


def _parts(url: str) -> tuple[bool, str, int, str]:
    """Raises Refused for what is no address of a web server, or holds a password."""
    try:
        parts = urlsplit(url)
        port = parts.port or (443 if parts.scheme == "https" else 80)
        host = (parts.hostname or "").encode("idna").decode() if not _is_ip(parts.hostname) else parts.hostname or ""
    except ValueError:  # IDNA's errors are among these
        raise Refused(Failure.ADDRESS, "not an address") from None
    if parts.scheme not in ("https", "http") or not host or parts.username is not None or parts.password is not None:
        raise Refused(Failure.ADDRESS, "not an address of a web server")
    path = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~-._")
    query = quote(parts.query, safe="/%:@!$&'()*+,;=~-._?")
    return parts.scheme == "https", host, port, f"{path}?{query}" if query else path


def _is_ip(host: str | None) -> bool:
    try:
        ip_address(host or "")
    except ValueError:
        return False
    return True


def _looked_up(host: str, port: int) -> tuple[tuple[int, Any], ...]:
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise Refused(Failure.NAME, f"{host}: {error}") from None
    places: dict[tuple[int, Any], None] = {(family, place): None for family, _kind, _protocol, _name, place in found}
    if not places:
        raise Refused(Failure.NAME, host)
    return tuple(places)


def _is_listed(address: _Address) -> bool:
    listed = _networks(tuple(settings.WEBHOOK_ALLOWED_NETWORKS))
    return any(address in network for network in listed)


@lru_cache(maxsize=8)
def _networks(listed: Sequence[str]) -> tuple[_Network, ...]:
    return tuple(ip_network(network) for network in listed)
