"""The rules of translation that Django can check at the start."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register
from django.core.exceptions import ImproperlyConfigured

from cms.translation.machine import Provider, provider


@register()
def the_machine_for_drafts_can_be_used(**kwargs: Any) -> list[CheckMessage]:
    path = settings.MACHINE_TRANSLATION.get("PROVIDER", "")
    try:
        machine = _made()
    except ImportError as error:
        return [
            Error(
                f"The machine for drafts, {path!r}, cannot be imported: {error}.",
                hint="Set PROVIDER in MACHINE_TRANSLATION to the dotted path of a class, or to nothing for no machine.",
                id="translation.E001",
            )
        ]
    except (ImproperlyConfigured, TypeError, ValueError) as error:
        return [
            Error(
                f"The machine for drafts, {path!r}, cannot be made: {error}.",
                hint="Look at the options in MACHINE_TRANSLATION; the class is given them as keyword arguments.",
                id="translation.E002",
            )
        ]
    if machine is None or isinstance(machine, Provider):
        return []
    return [
        Error(
            f"{path!r} is no machine for drafts.",
            hint="It needs what cms.translation.machine.Provider names: name, translate and can_translate.",
            id="translation.E003",
        )
    ]


def _made() -> object:
    """The machine as whatever the setting makes of it."""
    return provider()
