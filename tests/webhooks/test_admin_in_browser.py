"""The pages of webhooks in a real browser: axe finds nothing, and a phone shows all of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.test import Client

from cms.webhooks import fanout
from cms.webhooks.worker import Worker
from tests import factories
from tests.delivery.factories import publish
from tests.webhooks.acting import MIGRAINE
from tests.webhooks.receiver import refuse

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import BrowserContext, Page

    from cms.webhooks.models import Endpoint
    from tests.webhooks.receiver import Receiver

pytestmark = [pytest.mark.browser, pytest.mark.once]

PHONE = {"width": 390, "height": 844}


@pytest.fixture
def endpoint(live_server: Any, receiver: Receiver, endpoint_at: Callable[..., Endpoint]) -> Endpoint:
    """One delivery has failed, the others wait."""
    endpoint = endpoint_at(receiver.url, description="Ward app of the sample clinic", locales=["ar", "zh-Hans"])
    receiver.answer = refuse(500, "<p>خارج الخدمة</p>".encode())
    publish(MIGRAINE)
    Worker().run_once()
    fanout.fan_out(endpoint)
    return endpoint


@pytest.fixture
def phone(new_context: Callable[..., BrowserContext], live_server: Any) -> Page:
    client = Client()
    client.force_login(factories.administrator())
    context = new_context(viewport=PHONE)
    context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}])
    # A closed window would say so to a server whose database is being put back.
    context.add_init_script("navigator.sendBeacon = () => true")
    return context.new_page()


def test_every_page_can_be_used_on_a_phone_and_by_everybody(endpoint: Endpoint, phone: Page) -> None:
    delivery = endpoint.deliveries.all()[0]
    paths = ["", "new/", f"edit/{endpoint.pk}/", f"inspect/{endpoint.pk}/", f"{endpoint.pk}/replay/"]
    faults = []
    for path in [*paths, f"{endpoint.pk}/log/", f"{endpoint.pk}/log/{delivery.pk}/"]:
        phone.goto(f"/admin/webhooks/{path}")
        faults += [f"{path}: {fault}" for fault in _faults(phone)]

    assert faults == []


def test_a_test_is_sent_and_its_answer_read_on_a_phone(endpoint: Endpoint, phone: Page) -> None:
    phone.goto(f"/admin/webhooks/inspect/{endpoint.pk}/")
    phone.get_by_role("button", name="Send a test").click()

    phone.get_by_text("The test failed.").wait_for()
    phone.get_by_text("<p>خارج الخدمة</p>").wait_for()
    assert _faults(phone) == []


def _faults(page: Page) -> list[str]:
    found = Axe().run(page, context="main").response["violations"]
    hidden = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    faults = [f"{fault['id']}: {node['html'][:120]}" for fault in found for node in fault["nodes"]]
    return faults + ([f"{hidden} px are hidden at the side"] if hidden > 0 else [])
