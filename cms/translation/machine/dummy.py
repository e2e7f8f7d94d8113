"""A machine that works offline and translates nothing: for tests, and to show where drafts come in."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

# In a whole rich text the words begin within its first paragraph or item.
_OPENING_BLOCKS = re.compile(r"(?:\s|<(?:p|ul|ol|li)>)*")


class Dummy:
    """Puts the target locale in brackets before each text, so that nobody takes it for a translation: `[es] Asthma`."""

    name = "Dummy"

    def __init__(self, **options: object) -> None:
        """Takes the options of any machine and needs none."""

    def translate(self, texts: Sequence[str], *, source: str, target: str) -> list[str]:
        return [_draft(text, target) if text.strip() else text for text in texts]

    def can_translate(self, *, source: str, target: str) -> bool:
        return source != target


def _draft(text: str, target: str) -> str:
    return _OPENING_BLOCKS.sub(lambda opening: f"{opening[0]}[{target}] ", text, count=1)
