"""Origins as browsers send them."""

from __future__ import annotations

from urllib.parse import urlsplit

_DEFAULT_PORTS = {"http": 80, "https": 443}


def canonical(text: str) -> str:
    """`https://App.Example.org:443/` as `https://app.example.org`. Raises ValueError for what is no origin."""
    url = urlsplit(text.strip())
    has_more = url.path not in ("", "/") or url.query or url.fragment or url.username or url.password
    if url.scheme not in _DEFAULT_PORTS or not url.hostname or has_more:
        raise ValueError(text)
    host = _host(url.hostname)
    port = "" if url.port in (None, _DEFAULT_PORTS[url.scheme]) else f":{url.port}"
    return f"{url.scheme}://{host}{port}"


def _host(name: str) -> str:
    """Names in other scripts are sent in ASCII; an IPv6 address in brackets."""
    if ":" in name:
        return f"[{name}]"
    host = name.encode("idna").decode()
    if not all(character.isalnum() or character in "-." for character in host):
        raise ValueError(name)
    return host
