"""What a locale needs before it may go out, by the setting TRANSLATION_POLICY."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings


@dataclass(frozen=True)
class Policy:
    """`four_eyes`: the approver has not changed the text. `partial`: parts may come from the chain.

    `reviser`: a third person has read the translation beside the source (ISO 17100, 5.3.3). `clinical`: a clinician has
    signed it.
    """

    four_eyes: bool
    partial: bool
    reviser: bool
    clinical: bool


def policy_of(locale: str) -> Policy:
    """The locale's own values over the default's."""
    values = {**settings.TRANSLATION_POLICY.get("default", {}), **settings.TRANSLATION_POLICY.get(locale, {})}
    return Policy(
        four_eyes=values.get("approval", "four_eyes") != "single",
        partial=bool(values.get("partial", False)),
        reviser=bool(values.get("reviser", False)),
        clinical=bool(values.get("clinical", False)),
    )
