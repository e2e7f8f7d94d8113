"""Origins as people write them, and as browsers send them."""

from __future__ import annotations

import pytest

from cms.access import origins

pytestmark = pytest.mark.once


@pytest.mark.parametrize(
    ("given_", "canonical"),
    [
        ("https://app.example.org", "https://app.example.org"),
        ("https://App.Example.org/", "https://app.example.org"),
        ("HTTPS://app.example.org:443", "https://app.example.org"),
        ("http://localhost:5173", "http://localhost:5173"),
        ("http://[::1]:8000", "http://[::1]:8000"),
        ("https://clínica.example", "https://xn--clnica-4va.example"),
        ("https://例子.example", "https://xn--fsqu00a.example"),
        ("https://مثال.example", "https://xn--mgbh0fb.example"),
    ],
)
def test_an_origin_is_kept_as_browsers_send_it(given_: str, canonical: str) -> None:
    assert origins.canonical(given_) == canonical


@pytest.mark.parametrize(
    "given_",
    [
        "", "null", "*", "app.example.org", "https://", "ftp://example.org", "https://a.org/path", "https://a.org?x",
        "https://u:p@a.org", "https://a.org:x", "https://a.org:99999", "https://*.example.org", "https://a b.org",
        "https://" + "a" * 70 + ".org", "javascript:alert(1)",
    ],
)  # fmt: skip
def test_what_is_no_origin_is_told_apart(given_: str) -> None:
    with pytest.raises(ValueError):
        origins.canonical(given_)
