"""Whose request it is: the client's address, told by proxies that are trusted and by nobody else."""

from __future__ import annotations

import re
from functools import lru_cache
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address, ip_network
from typing import TYPE_CHECKING, Any

from django.conf import settings

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from ipaddress import IPv4Network

    Address = IPv4Address | IPv6Address
    Network = IPv4Network | IPv6Network

#: Stands in TRUSTED_PROXIES for a server that listens on a socket in the file system, whose peers have no address.
UNIX = "unix"

#: The subject of all whose address can't be told.
UNKNOWN = "unknown"

#: A chain of proxies is no longer than this, and what it says of itself is not either.
_MOST_HOPS = 20
_LONGEST = 2_000

_PORT = r"(?::\d{1,5})?"
_NODE = re.compile(rf"\[([0-9a-f:.]+)\]{_PORT}|(\d{{1,3}}(?:\.\d{{1,3}}){{3}}){_PORT}|([0-9a-f:.]+)", re.I | re.A)
_QUOTED = r'"(?:[^"\\]|\\.)*+"'
_ELEMENT = re.compile(rf'(?:[^,"]|{_QUOTED})++')
_LIST = re.compile(rf"{_ELEMENT.pattern}(?:,{_ELEMENT.pattern})*+")
_FOR = re.compile(rf"(?:^|;)[ \t]*for=({_QUOTED}|[^\s;\"]+)[ \t]*(?=;|$)", re.I)


def of(environ: Mapping[str, Any]) -> str:
    """Whom an anonymous request counts for: an address, a /64 where it is IPv6 (one line has that many), or `unknown`.

    `X-Forwarded-For` and `Forwarded` (RFC 7239) are read where the connection comes from a trusted proxy: the rightmost
    hop that is not one is the client. What is left of it, or of a malformed entry, could be anybody's invention. Where
    both headers are there and disagree, one came from the client, and neither counts.
    """
    forwarded_for, forwarded = environ.get("HTTP_X_FORWARDED_FOR"), environ.get("HTTP_FORWARDED")
    trusted = tuple(settings.TRUSTED_PROXIES)
    return _subject(environ.get("REMOTE_ADDR") or "", _readable(forwarded_for), _readable(forwarded), trusted)


def is_from_proxy(environ: Mapping[str, Any]) -> bool:
    """Whether what the request says of itself by `X-Forwarded-…` may be believed."""
    return _is_trusted(_address(environ.get("REMOTE_ADDR") or ""), tuple(settings.TRUSTED_PROXIES))


def _readable(header: str | None) -> str | None:
    """The header, empty where it is too long for one of a chain's: it is neither read nor remembered."""
    return header if header is None or len(header) <= _LONGEST else ""


@lru_cache(maxsize=1024)
def _subject(remote: str, forwarded_for: str | None, forwarded: str | None, trusted: tuple[str, ...]) -> str:
    peer = _address(remote)
    client = peer
    if _is_trusted(peer, trusted):
        ways = [_hops_of_x(forwarded_for)] if forwarded_for is not None else []
        ways += [_hops_of_rfc(forwarded)] if forwarded is not None else []
        told = {_client(peer, hops, trusted) for hops in ways}
        client = told.pop() if len(told) == 1 else peer
    return _as_subject(client)


def _client(peer: Address | None, hops: Iterable[Address | None], trusted: tuple[str, ...]) -> Address | None:
    """Along the hops, nearest first, to the first that is not one of ours; what can't be read ends the way."""
    client = peer
    for hop in hops:
        if hop is None:
            break
        client = hop
        if not _is_trusted(hop, trusted):
            break
    return client


def _hops_of_x(header: str) -> list[Address | None]:
    return [_node(entry.strip(" \t")) for entry in reversed(header.rsplit(",", _MOST_HOPS)[-_MOST_HOPS:])]


def _hops_of_rfc(header: str) -> list[Address | None]:
    if _LIST.fullmatch(header) is None:
        return []
    elements = _ELEMENT.findall(header)
    return [_node(_for(element)) for element in reversed(elements[-_MOST_HOPS:])]


def _for(element: str) -> str:
    found = _FOR.findall(element)
    return found[0].strip('"') if len(found) == 1 else ""


def _node(text: str) -> Address | None:
    match = _NODE.fullmatch(text)
    return _address(match[1] or match[2] or match[3]) if match else None


def _address(text: str) -> Address | None:
    """None for what is no address; IPv4 that came mapped into IPv6 is IPv4."""
    try:
        address = ip_address(text.partition("%")[0])
    except ValueError:
        return None
    mapped = address.ipv4_mapped if isinstance(address, IPv6Address) else None
    return mapped or address


def _as_subject(address: Address | None) -> str:
    if address is None:
        return UNKNOWN
    if isinstance(address, IPv4Address):
        return str(address)
    return str(IPv6Network((int(address) >> 64 << 64, 64)))


def _is_trusted(address: Address | None, trusted: tuple[str, ...]) -> bool:
    if address is None:
        return UNIX in trusted
    return any(address in network for network in _networks(trusted))


@lru_cache(maxsize=8)
def _networks(trusted: tuple[str, ...]) -> tuple[Network, ...]:
    return tuple(ip_network(entry) for entry in trusted if entry != UNIX)
