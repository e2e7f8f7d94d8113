"""Who is let in, what it counts for, and what the answer says of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings as hypothesis_settings, strategies as st

from cms.access import door, issuing
from cms.access.errors import InvalidKey, OriginNotAllowed, Refused, ScopeMissing, TooManyRequests

if TYPE_CHECKING:
    from collections.abc import Callable

    from cms.access.issuing import Issued

    MakeKey = Callable[..., Issued]

CACHED = "public, max-age=60, s-maxage=300, stale-while-revalidate=60, stale-if-error=3600"
ORIGIN = "https://app.example.org"

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def rates(settings: Any) -> None:
    settings.API_RATES = {"anonymous": 10, "key": 20}
    settings.TRUSTED_PROXIES = ["10.0.0.0/8"]


def environ(secret: str = "", *, address: str = "203.0.113.7", **headers: str) -> dict[str, str]:
    authorization = {"HTTP_AUTHORIZATION": f"Bearer {secret}"} if secret else {}
    return {"REMOTE_ADDR": address, **authorization, **headers}


def admitted(times: int, *arguments: Any, **headers: Any) -> int:
    """How many of so many requests get in."""
    count = 0
    for _ in range(times):
        try:
            door.admit(environ(*arguments, **headers))
            count += 1
        except TooManyRequests:
            pass
    return count


def test_the_anonymous_are_counted_by_address() -> None:
    assert admitted(15) == 10
    assert admitted(15, address="203.0.113.8") == 10


def test_addresses_of_one_ipv6_line_are_counted_as_one() -> None:
    assert admitted(8, address="2001:db8:1:2::1") + admitted(8, address="2001:db8:1:2:ffff::1") == 10


def test_behind_a_proxy_each_client_has_a_count_of_its_own() -> None:
    first = {"address": "10.0.0.5", "HTTP_X_FORWARDED_FOR": "203.0.113.7"}
    second = {"address": "10.0.0.5", "HTTP_X_FORWARDED_FOR": "203.0.113.8"}

    assert admitted(15, **first) == 10
    assert admitted(15, **second) == 10


def test_a_stranger_gets_no_more_by_making_up_addresses() -> None:
    counts = [admitted(1, HTTP_X_FORWARDED_FOR=f"198.51.100.{number}") for number in range(15)]

    assert sum(counts) == 10


def test_a_key_has_a_rate_of_its_own_wherever_it_is_used(make_key: MakeKey) -> None:
    secret = make_key().secret

    assert admitted(15, secret) + admitted(15, secret, address="203.0.113.8") == 20
    assert admitted(1) == 1


def test_a_rate_that_was_set_for_a_key_counts_instead_of_the_usual(make_key: MakeKey) -> None:
    assert admitted(15, make_key(rate=3).secret) == 3
    assert admitted(35, make_key(rate=30).secret) == 30


def test_both_secrets_of_a_key_spend_one_rate(make_key: MakeKey) -> None:
    first = make_key()
    second = issuing.rotate(first.key, overlap=issuing.OVERLAPS[1])

    assert admitted(15, first.secret) + admitted(15, second.secret) == 20


@pytest.mark.parametrize("off", [None, 0])
def test_a_rate_that_is_off_counts_nothing(settings: Any, make_key: MakeKey, off: int | None) -> None:
    settings.API_RATES = {"anonymous": off, "key": off}

    assert admitted(50) == 50
    assert admitted(50, make_key().secret) == 50
    assert door.admit(environ()).verdict is None
    assert door.admit(environ(make_key().secret)).verdict is None
    assert admitted(50, make_key(rate=5).secret) == 5


def test_a_bad_key_is_never_treated_as_anonymous(make_key: MakeKey) -> None:
    issued = make_key()
    issuing.revoke(issued.key)

    for header in (f"Bearer {issued.secret}", "Bearer nonsense", "Basic dXNlcjpwYXNzd29yZA==", ""):
        with pytest.raises(InvalidKey):
            door.admit(environ(HTTP_AUTHORIZATION=header))


def test_who_guesses_keys_is_held_up_at_the_address() -> None:
    refused = []
    for number in range(15):
        with pytest.raises(Refused) as error:
            door.admit(environ(f"hck_ab12cd34_{number:032}"))
        refused.append(error.value.status)

    assert refused == [401] * 10 + [429] * 5


def test_a_key_for_web_pages_is_for_their_origins_only(make_key: MakeKey) -> None:
    secret = make_key(allowed_origins=[ORIGIN]).secret

    assert door.admit(environ(secret, HTTP_ORIGIN=ORIGIN)).reader is not None
    for headers in ({"HTTP_ORIGIN": "https://elsewhere.example"}, {"HTTP_ORIGIN": "null"}, {"HTTP_ORIGIN": ""}, {}):
        with pytest.raises(OriginNotAllowed):
            door.admit(environ(secret, **headers))


def test_a_key_without_origins_is_good_from_anywhere(make_key: MakeKey) -> None:
    secret = make_key().secret

    assert door.admit(environ(secret, HTTP_ORIGIN="https://elsewhere.example")).reader is not None
    assert door.admit(environ(secret)).reader is not None


def test_a_stolen_web_key_uses_up_nothing_of_its_owners(make_key: MakeKey) -> None:
    secret = make_key(allowed_origins=[ORIGIN], rate=5).secret
    for _ in range(8):
        with pytest.raises(OriginNotAllowed):
            door.admit(environ(secret, address="198.51.100.9", HTTP_ORIGIN="https://elsewhere.example"))

    assert admitted(10, secret, HTTP_ORIGIN=ORIGIN) == 5


def test_a_scope_that_a_key_lacks_is_named(make_key: MakeKey) -> None:
    secret = make_key(scopes=["read"]).secret

    with pytest.raises(ScopeMissing) as refused:
        door.admit(environ(secret), scope=door.DRAFTS)

    assert refused.value.facts == {"scope": "drafts"}
    assert 'error="insufficient_scope", scope="drafts"' in refused.value.headers["WWW-Authenticate"]


def test_a_key_for_drafts_alone_does_not_read_what_is_published(make_key: MakeKey) -> None:
    secret = make_key(scopes=["drafts"]).secret

    assert door.admit(environ(secret), scope=door.DRAFTS).reader is not None
    with pytest.raises(ScopeMissing):
        door.admit(environ(secret))


def test_what_wants_a_key_says_so_to_the_anonymous() -> None:
    with pytest.raises(InvalidKey) as refused:
        door.admit(environ(), scope=door.DRAFTS)

    assert refused.value.headers["WWW-Authenticate"] == 'Bearer realm="delivery API"'


def test_who_asks_too_much_is_told_when_to_come_back(make_key: MakeKey) -> None:
    secret = make_key(rate=1).secret
    door.admit(environ(secret))

    with pytest.raises(TooManyRequests) as refused:
        door.admit(environ(secret))

    reset_s = refused.value.verdict.reset_s
    assert refused.value.headers == {
        "RateLimit-Policy": '"default";q=1;w=60',
        "RateLimit": f'"default";r=0;t={reset_s}',
        "Retry-After": str(reset_s),
    }
    assert refused.value.facts == {"limit": 1, "retry_after_s": reset_s}
    assert 1 <= reset_s <= 60


def test_an_answer_to_a_key_is_private_and_tells_the_rate(make_key: MakeKey) -> None:
    admission = door.admit(environ(make_key(rate=100).secret))

    headers = admission.headers(CACHED)

    assert headers["Cache-Control"] == "private, max-age=60, stale-while-revalidate=60, stale-if-error=3600"
    assert headers["Vary"] == "Authorization"
    assert headers["RateLimit-Policy"] == '"default";q=100;w=60'
    assert headers["RateLimit"].startswith('"default";r=99;t=')


def test_an_answer_to_the_anonymous_stays_as_public_as_it_was() -> None:
    assert door.admit(environ()).headers(CACHED) == {}


@pytest.mark.once
@pytest.mark.parametrize("cache_control", ["no-store", "no-store, max-age=0"])
def test_what_no_cache_keeps_is_not_made_private(cache_control: str) -> None:
    assert door.private(cache_control) == cache_control


@hypothesis_settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    headers=st.fixed_dictionaries(
        {},
        optional={
            "REMOTE_ADDR": st.text() | st.ip_addresses().map(str) | st.just("10.0.0.5"),
            "HTTP_AUTHORIZATION": st.text() | st.builds("Bearer {}".format, st.text()),
            "HTTP_ORIGIN": st.text(),
            "HTTP_X_FORWARDED_FOR": st.text() | st.lists(st.ip_addresses().map(str)).map(", ".join),
            "HTTP_FORWARDED": st.text() | st.builds("for={}".format, st.text()),
        },
    )
)
def test_whatever_headers_say_a_reader_is_let_in_or_refused(headers: dict[str, str]) -> None:
    assert _status(headers) in (200, 401, 429)


def _status(headers: dict[str, str]) -> int:
    try:
        door.admit(headers)
    except Refused as refused:
        return refused.status
    return 200
