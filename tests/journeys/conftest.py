"""People at their browsers, and readers at the API, all of one installation that really runs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest

from tests import factories
from tests.journeys.admin import Admin

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    from playwright.sync_api import APIRequestContext, BrowserContext, Playwright


@pytest.fixture(autouse=True)
def rows_of_migrations(live_server: Any) -> None:
    """Every journey commits, and starts from the database as the migrations leave it."""


@pytest.fixture
def person(new_context: Callable[..., BrowserContext], tmp_path: Path) -> Callable[..., Admin]:
    """`person("ana", "Authors")` makes an account in these groups, signs it in by the form, and gives its browser."""

    def sign_in(name: str, *groups: str, language: str = "", **settings: Any) -> Admin:
        account = factories.user(name, *groups)
        if language:
            _prefer(account, language)
        context = new_context(**settings)
        # A closed window would say so to a server whose database is being put back.
        context.add_init_script("navigator.sendBeacon = () => true")
        admin = Admin(context.new_page(), account, pictures=tmp_path)
        admin.sign_in(password=factories.PASSWORD)
        return admin

    return sign_in


@pytest.fixture
def readers(playwright: Playwright, live_server: Any) -> Iterator[Readers]:
    requests = playwright.request.new_context(base_url=live_server.url)
    yield Readers(requests)
    requests.dispose()


@dataclass(frozen=True)
class Answer:
    status: int
    headers: Mapping[str, str]
    body: dict[str, Any]

    @property
    def text(self) -> str:
        """The words of all sections."""
        return "\n".join(section["plain_text"] for section in self.body["sections"])

    @property
    def statuses(self) -> dict[str, str]:
        """How each locale stands, as the answer says it."""
        return {item["locale"]: item["status"] for item in self.body["alternates"]}


class Readers:
    """They ask the API and never sign in."""

    def __init__(self, requests: APIRequestContext) -> None:
        self._requests = requests

    def get(self, key: str, **parameters: str | float | bool) -> Answer:
        answer = self._requests.get(f"/api/v1/conditions/{key}/", params=parameters)
        return Answer(answer.status, answer.headers, answer.json())


def _prefer(account: Any, language: str) -> None:
    from wagtail.users.models import UserProfile

    UserProfile.objects.update_or_create(user=account, defaults={"preferred_language": language})
