"""What a token opens, what it never opens, and how each refusal is told."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
import time_machine
from django.utils import timezone

from cms.access import issuing
from cms.access.models import ApiKey
from cms.preview import links, tokens
from cms.preview.errors import MayNotPreview
from cms.preview.models import PreviewLink
from tests import factories
from tests.delivery.test_endpoints import validate

if TYPE_CHECKING:
    from django.test import Client
    from pytest_django import Settings

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft() -> Any:
    return factories.draft("crps", locales=("en", "ar"))


@pytest.fixture
def link(draft: Any) -> PreviewLink:
    return links.make(draft, "ar", by=factories.administrator(), days=7)


def address(link: PreviewLink, below: str = "") -> str:
    return f"/api/v1/preview/{tokens.of(link)}/{below}"


def refusal(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 403
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.headers["Cache-Control"] == "no-store"
    body = answer.json()
    validate(body, "Problem")
    assert body["type"].endswith("/problems/forbidden/")
    return str(body["reason"])


def test_a_token_opens_the_draft_and_nothing_keeps_it(client: Client, link: PreviewLink) -> None:
    answer = client.get(address(link))

    validate(answer.json(), "Condition")
    assert answer.json()["name"] == factories.PAGES["crps"]["ar"].name
    assert "origin.invalid" not in answer.content.decode()
    headers = dict(answer.headers)
    assert headers["Cache-Control"] == "private, no-store"
    assert headers["Content-Language"] == "ar"
    assert headers["X-Robots-Tag"] == "noindex, nofollow"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert not {"ETag", "Last-Modified", "Surrogate-Key"} & set(headers)


def test_a_reader_with_a_key_gets_a_draft_that_nothing_keeps_either(client: Client, link: PreviewLink) -> None:
    secret = issuing.make(ApiKey(name="App", owner="Clinic")).secret

    answer = client.get(address(link), headers={"Authorization": f"Bearer {secret}"})

    assert answer.status_code == 200
    assert "no-store" in answer.headers["Cache-Control"]
    assert "public" not in answer.headers["Cache-Control"]


def test_the_latest_draft_moves_on_and_a_revision_stays(client: Client, draft: Any) -> None:
    person = factories.administrator()
    latest = links.make(draft, "en", by=person, days=1)
    once = links.make(draft, "en", by=person, days=1, revision=draft.latest_revision_id)
    changed = factories.latest(draft)
    factories.write(changed, "en", summary="Pain that does not go away.")
    changed.save_revision()

    assert client.get(address(latest)).json()["summary"] == "Pain that does not go away."
    assert client.get(address(once)).json()["summary"] == factories.PAGES["crps"]["en"].summary


@pytest.mark.parametrize("days", [-1, 0, 30])
def test_an_expired_token_says_so_whatever_its_record_says_since(client: Client, link: PreviewLink, days: int) -> None:
    path = address(link)
    PreviewLink.objects.update(expires_at=link.expires_at + timedelta(days=days))

    with time_machine.travel(link.expires_at):
        assert refusal(client, path) == "expired"


def test_a_revoked_token_says_so(client: Client, link: PreviewLink) -> None:
    links.revoke(link, by=factories.administrator())

    assert refusal(client, address(link)) == "revoked"


@pytest.mark.parametrize("change", ["cut", "swapped", "lengthened", "of another content"])
def test_an_altered_token_says_so(client: Client, link: PreviewLink, change: str) -> None:
    token = tokens.of(link)
    payload, _dot, signature = token.partition(".")
    other = links.make(factories.draft("epilepsy"), "en", by=factories.administrator(), days=1)
    altered = {
        "cut": token[:-1],
        "swapped": f"{payload}.{signature[::-1]}",
        "lengthened": f"{token}A",
        "of another content": f"{tokens.of(other).partition('.')[0]}.{signature}",
    }[change]

    assert refusal(client, f"/api/v1/preview/{altered}/") == "altered"


def test_a_token_of_another_installation_is_foreign(client: Client, link: PreviewLink, settings: Settings) -> None:
    ours = settings.SECRET_KEY
    settings.SECRET_KEY = "of another installation, and long enough to be accepted"
    theirs = tokens.of(link)
    settings.SECRET_KEY = ours

    assert refusal(client, f"/api/v1/preview/{theirs}/") == "foreign"


def test_a_token_that_is_in_no_record_is_foreign(client: Client, link: PreviewLink) -> None:
    path = address(link)
    PreviewLink.objects.all().delete()

    assert refusal(client, path) == "foreign"


def test_a_token_is_good_after_the_signing_key_was_rotated(
    client: Client, link: PreviewLink, settings: Settings
) -> None:
    path = address(link)
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "the key after the rotation, which is long enough to be accepted"

    assert client.get(path).status_code == 200


@pytest.mark.parametrize("below", ["conditions/", "conditions/crps/"])
def test_a_token_of_a_draft_opens_nothing_else(client: Client, link: PreviewLink, below: str) -> None:
    assert refusal(client, address(link, below)) == "foreign"


def test_a_token_of_the_site_opens_no_draft(client: Client, draft: Any) -> None:
    moment = timezone.now() + timedelta(days=1)
    link = links.make_for_site(moment, "en", by=factories.administrator(), days=1)

    assert refusal(client, address(link)) == "foreign"


def test_the_form_can_be_chosen_as_of_the_published_document(client: Client, link: PreviewLink) -> None:
    parts = client.get(f"{address(link)}?fields=name,sections.safety&rich_text=plain").json()
    linked = client.get(f"{address(link)}?format=jsonld").json()
    wrong = client.get(f"{address(link)}?fields=definition")

    validate(parts, "PreviewedDocumentExcerpt")
    assert set(parts) == {"id", "type", "locale", "name", "sections"}
    assert [section["key"] for section in parts["sections"]] == ["safety"]
    assert "<p>" not in str(parts["sections"])
    validate(linked, "LinkedData")
    assert (wrong.status_code, wrong.json()["parameter"]) == (400, "fields")


def test_only_those_who_may_edit_a_page_make_links(draft: Any) -> None:
    with pytest.raises(MayNotPreview):
        links.make(draft, "ar", by=factories.user("reader"), days=1)

    assert not PreviewLink.objects.exists()


def test_a_draft_leaves_no_trace_in_what_is_published(client: Client, link: PreviewLink) -> None:
    client.get(address(link))

    assert client.get("/api/v1/changes/").json()["changes"] == []
    assert client.get("/api/v1/conditions/").json()["results"] == []
    assert client.get("/api/v1/search/?q=pain").json()["results"] == []


@pytest.mark.parametrize("start", ["/api/v1/preview", "/preview"])
def test_the_log_of_refused_requests_does_not_tell_a_token_that_is_good(
    client: Client, caplog: pytest.LogCaptureFixture, start: str
) -> None:
    moment = timezone.now() + timedelta(days=1)
    token = tokens.of(links.make_for_site(moment, "en", by=factories.administrator(), days=1))

    client.get(f"{start}/{token}/conditions/gout/")

    assert f"Not Found: {start}/…/conditions/gout/" in caplog.text
    assert token not in caplog.text


def test_what_a_link_led_to_may_have_been_deleted(client: Client, draft: Any, link: PreviewLink) -> None:
    path = address(link)
    draft.delete()

    assert client.get(path).status_code == 404
