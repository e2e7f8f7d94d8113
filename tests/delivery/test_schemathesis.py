"""Requests that the API's own description gives rise to, right and wrong: no crash, and nothing but what it says."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
import schemathesis
from django.core.handlers.wsgi import WSGIHandler
from hypothesis import HealthCheck, given, settings
from schemathesis import GenerationMode

from cms.access import issuing, keys
from cms.access.models import ApiKey
from cms.delivery.endpoints import BASE_PATH, ENDPOINTS

if TYPE_CHECKING:
    from schemathesis import Case

pytestmark = [pytest.mark.once, pytest.mark.usefixtures("one_connection")]

#: Of each kind, for each address that takes parameters, with a key and without: some 1,900 requests in all.
EXAMPLES = 30

#: An address without parameters can't be asked wrongly.
WAYS = [
    (BASE_PATH + endpoint.path.replace("<str:", "{").replace(">", "}"), mode)
    for endpoint in ENDPOINTS
    for mode in (GenerationMode if endpoint.parameters else [GenerationMode.POSITIVE])
]

#: What no schema can say, our own tests do: parameters that rule each other out, cursors, moments to come.
UNSAYABLE = [schemathesis.checks.positive_data_acceptance]


@pytest.fixture
def description(library: None) -> Any:
    return schemathesis.openapi.from_wsgi("/api/v1/openapi.json", WSGIHandler())


@pytest.fixture
def secret(library: None) -> str:
    keys.forget()
    return issuing.make(ApiKey(name="App", owner="Clinic")).secret


@pytest.mark.parametrize("has_key", [False, True], ids=["anonymous", "with-a-key"])
@pytest.mark.parametrize(("path", "mode"), WAYS)
def test_every_request_gets_what_the_description_says(
    description: Any, secret: str, path: str, mode: GenerationMode, *, has_key: bool
) -> None:
    headers = {"Accept-Encoding": "identity", **({"Authorization": f"Bearer {secret}"} if has_key else {})}
    requests = description[path]["GET"].as_strategy(generation_mode=mode)

    @settings(max_examples=EXAMPLES, database=None, suppress_health_check=list(HealthCheck))
    @given(case=requests)
    def ask(case: Case[Any]) -> None:
        case.call_and_validate(headers=headers, excluded_checks=UNSAYABLE)

    ask()
