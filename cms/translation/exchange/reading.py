"""Reads a file that came back from translators, whichever format it turns out to have."""

from __future__ import annotations

import codecs
import re
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from cms.translation.exchange import po, xliff
from cms.translation.exchange.characters import UTF_16_MARKS, not_utf_8
from cms.translation.exchange.files import UnreadableFile

if TYPE_CHECKING:
    from pathlib import Path

    from cms.translation.exchange.files import ReadFile

#: A whole site in one language is about a tenth of this.
MAX_BYTES = 50 * 1024 * 1024

#: The text of the office programs and of most translation packages is a ZIP inside.
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")

_PO_ENTRY = re.compile(rb'^[ \t]*msg(?:id|ctxt)[ \t]*"', re.MULTILINE)


def read_file(path_or_bytes: Path | bytes, *, name: str) -> ReadFile:
    """What the file says. `name` is what people call it: it stands in the report and decides nothing.

    Raises UnreadableFile for what is too large, broken, or neither XLIFF 2.0 nor PO.
    """
    data = _bytes(path_or_bytes, name=name)
    if not data or data.isspace():
        raise UnreadableFile(name, _("The file is empty. Export it again from your translation program."))
    if data.startswith(_ZIP):
        raise UnreadableFile(
            name,
            _("This is a ZIP archive or an office document. Send the XLIFF 2.0 or PO file that is in it."),
        )
    if _is_xml(data):
        return xliff.read(data, name=name)
    if data.startswith(UTF_16_MARKS):
        raise not_utf_8(name)
    if _PO_ENTRY.search(data):
        return po.read(data, name=name)
    raise UnreadableFile(name, _("This is neither XLIFF 2.0 nor PO. Export the translation in one of these formats."))


def _bytes(path_or_bytes: Path | bytes, *, name: str) -> bytes:
    """Never more than MAX_BYTES and one, not even of a file that grows or has no end."""
    if isinstance(path_or_bytes, bytes):
        data = path_or_bytes
    elif path_or_bytes.stat().st_size > MAX_BYTES:
        raise _too_large(name)
    else:
        with path_or_bytes.open("rb") as opened:
            data = opened.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        raise _too_large(name)
    return data


def _too_large(name: str) -> UnreadableFile:
    return UnreadableFile(
        name,
        _("The file is larger than %(size)d MB. Split it into several files.") % {"size": MAX_BYTES // 1024 // 1024},
    )


def _is_xml(data: bytes) -> bool:
    head = data[:1_000]
    if head.startswith(UTF_16_MARKS):
        return head.decode("utf-16", errors="replace").lstrip().startswith("<")
    return head.removeprefix(codecs.BOM_UTF8).lstrip().startswith(b"<")
