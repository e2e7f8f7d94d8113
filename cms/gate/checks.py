"""The rules of the gate that Django can check at the start."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register

from cms.gate import registry


@register()
def each_policy_is_known(**kwargs: Any) -> list[CheckMessage]:
    unknown = sorted(frozenset(settings.PUBLISH_GATE) - registry.policies())
    return [
        Error(
            f"PUBLISH_GATE names a policy that nothing checks: {policy!r}.",
            hint=f"The policies are {', '.join(sorted(registry.policies()))}.",
            id="gate.E001",
        )
        for policy in unknown
    ]
