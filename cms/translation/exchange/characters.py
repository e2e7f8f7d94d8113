"""Which bytes are text that we can read, and how characters travel that a file, or our database, can't hold."""

from __future__ import annotations

import codecs
import re
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from cms.translation.exchange.files import UnreadableFile

if TYPE_CHECKING:
    from re import Match, Pattern

UTF_16_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)

#: What may be declared of bytes that are read as UTF-8; `charset` is what gettext's template leaves to be filled in.
_UTF_8_NAMES = {b"utf-8", b"utf8", b"utf-16", b"us-ascii", b"ascii", b"charset"}

#: PostgreSQL stores neither, and half a surrogate pair can't be written as UTF-8.
_NOT_STORABLE = re.compile("[\0\ud800-\udfff]")

#: Controls, and what most programs take for the end of a line: between quotes in a PO file they would break it.
_NOT_SHOWABLE = re.compile("⟦(?=U\\+)|[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
_SHOWN = re.compile("⟦U\\+([0-9A-F]{4})⟧")


def utf_8(data: bytes, *, declared: Pattern[bytes], file: str) -> bytes:
    """The bytes of a text without a byte order mark. `declared` finds the encoding that the file itself names.

    They are not proven to be UTF-8 yet: whoever parses them finds out. Raises UnreadableFile.
    """
    if data.startswith(UTF_16_MARKS):
        try:
            data = data.decode("utf-16").encode("utf-8")
        except UnicodeError:
            raise not_utf_8(file) from None
    data = data.removeprefix(codecs.BOM_UTF8)
    if b"\0" in data:
        raise UnreadableFile(file, _("This is not a text file. Send the XLIFF 2.0 or PO file itself."))
    named = declared.search(data, 0, 10_000)
    if named and named[1].lower() not in _UTF_8_NAMES:
        raise not_utf_8(file)
    return data


def not_utf_8(file: str) -> UnreadableFile:
    return UnreadableFile(file, _("The file is not in UTF-8. Save it with the encoding UTF-8 and send it again."))


def is_storable(text: str) -> bool:
    return not _NOT_STORABLE.search(text)


def shown(text: str) -> str:
    """The text with a visible name for each character that can't stand in a PO file: `⟦U+2028⟧`."""
    return _NOT_SHOWABLE.sub(lambda match: f"⟦U+{ord(match[0]):04X}⟧", text)


def restored(text: str) -> str:
    """The text that `shown` was given."""
    return _SHOWN.sub(_character, text)


def _character(match: Match[str]) -> str:
    return chr(int(match[1], 16))
