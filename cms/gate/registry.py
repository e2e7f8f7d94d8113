"""What is checked before a page of a type may go out; page types register from above, so the gate never looks up."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from cms.gate.errors import AlreadyRegistered

if TYPE_CHECKING:
    from collections.abc import Iterable


@dataclass(frozen=True)
class Missing:
    """One thing that is missing, in a sentence for people.

    `at` is the place in the edit form: names of fields and ids of blocks, joined by full stops (`image_alt_en`,
    `sections_en.<block id>.blocks.<block id>.alt`), and for a row its number (`evidence.0.references`). Empty where
    no field can mend it; `url` is where it is done then.
    """

    policy: str
    sentence: str
    at: str = ""
    url: str = ""


class Check(Protocol):
    """Reads the draft that is about to go out; changes nothing."""

    def __call__(self, draft: Any, /) -> Iterable[Missing]: ...


_checks: dict[type[Any], dict[str, Check]] = {}


def register(model: type[Any], policy: str, check: Check) -> None:
    """Raises AlreadyRegistered for a second check of a policy."""
    of_model = _checks.setdefault(model, {})
    if policy in of_model:
        raise AlreadyRegistered(model, policy)
    of_model[policy] = check


def is_gated(model: type[Any]) -> bool:
    return model in _checks


def checks_of(model: type[Any]) -> dict[str, Check]:
    """By policy, in the order in which people are told."""
    return dict(_checks.get(model, {}))


def policies() -> frozenset[str]:
    """Every policy that some page type has a check for."""
    return frozenset(policy for of_model in _checks.values() for policy in of_model)
