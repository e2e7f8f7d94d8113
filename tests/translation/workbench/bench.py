"""A person at the workbench, and content to work on."""

from __future__ import annotations

import json
from typing import Any

from cms.translation import desk, drafts
from cms.translation.models import (
    LocaleWork,
    Origin,
)
from tests import factories

DUMMY = {"PROVIDER": "cms.translation.machine.dummy.Dummy"}
WORDS = factories.PAGES["chronic-pain"]


class Workbench:
    """One person at the workbench of one locale."""

    def __init__(self, client: Any, content: Any, tag: str, *, user: Any) -> None:
        self.client, self.content, self.tag, self.user = client, content, tag, user
        self.url = f"/admin/translation/{content._meta.label_lower}/{content.pk}/{tag}/workbench/"

    def get(self, query: str = "") -> Any:
        self.client.force_login(self.user)
        return self.client.get(self.url + query)

    def html(self, query: str = "") -> str:
        return self.get(query).content.decode()

    def paths(self, query: str = "") -> list[str]:
        return [segment.path for segment in self.get(query).context["found"].segments]

    def post(self, what: str, body: object) -> Any:
        self.client.force_login(self.user)
        return self.client.post(f"{self.url}{what}/", json.dumps(body), content_type="application/json")

    def save(self, path: str, text: str, **others: Any) -> Any:
        return self.post("save", {"edits": [{"path": path, "text": text, "seen": self.seen(path), **others}]})

    def hand_over(self, action: str, **data: str) -> Any:
        self.client.force_login(self.user)
        return self.client.post(f"{self.url}hand-over/", {"action": action, **data}, follow=True)

    def segment(self, path: str) -> Any:
        return desk.open_sheet(drafts.latest(self.content), self.tag).by_path[path]

    def seen(self, path: str) -> str:
        return str(self.segment(path).digest)

    def state(self) -> str:
        return LocaleWork.objects.get(content_id=self.content.content_id, locale=self.tag).state


def outdated(*locales):
    """Out in these locales, of which the source's summary has moved on since."""
    page = factories.page(locales=("en", *locales))
    return factories.publish(factories.write(factories.latest(page), "en", summary="Pain for more than six months."))


def long_page(count, *, tag="es"):
    page = factories.draft("long", locales=("en",))
    blocks = [factories.paragraph(f"Rest for {i} days.", block=factories.block_id("long", i)) for i in range(count)]
    fresh = factories.write(factories.latest(page), "en", sections=[factories.section("overview", *blocks, of="long")])
    factories.write(fresh, tag, name="Descanso")
    return factories.publish(fresh)


def machine_draft(page, tag, path="name", text="Dolor"):
    """A text that a machine wrote and nobody has read."""
    desk.save(page, tag, [desk.Edit(path, text, origin=Origin.MACHINE)], by=None)
