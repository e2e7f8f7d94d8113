"""What a machine that makes drafts has to offer, and which one this installation has."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, runtime_checkable

from django.conf import settings
from django.utils.module_loading import import_string

if TYPE_CHECKING:
    from collections.abc import Sequence


class MachineUnavailable(Exception):
    """The machine gave no translation; `str()` says why and what to do, to the person who asked for one."""


@runtime_checkable
class Provider(Protocol):
    """A machine that translates. It is made with the options of the setting as keyword arguments, `URL` as `url`.

    `name` is what people are shown. Locales are BCP 47 tags, texts are marked texts.
    """

    name: str

    def translate(self, texts: Sequence[str], *, source: str, target: str) -> list[str]:
        """One translation for each text, in the same order; a blank text stays as it is. No tag is in a translation
        that is not in its text, and every tag has its other half. Raises MachineUnavailable.
        """
        ...

    def can_translate(self, *, source: str, target: str) -> bool:
        """Whether asking is worth the while. True where it can't be known: `translate` then says what is wrong."""
        ...


def provider() -> Provider | None:
    """The machine of the setting MACHINE_TRANSLATION: the dotted path of its class as `PROVIDER`, and its options.

    None where none is set up. Raises what importing or making it raises; a system check finds that at the start.
    """
    options = dict(settings.MACHINE_TRANSLATION)
    path = options.pop("PROVIDER", "")
    if not path:
        return None
    machine: Provider = import_string(path)(**{name.lower(): value for name, value in options.items()})
    return machine
