"""Writes contents as a gettext PO file and reads what came back.

The context of an entry is `<content id>:<path>`, its text is marked text. What the file is about stands in the
header. Written with polib; read with a reader of our own, see `_entries`.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import polib
from django.utils.translation import gettext as _

from cms.translation.exchange import characters, moments
from cms.translation.exchange.files import (
    MAX_SEGMENTS,
    ExchangedContent,
    ExchangedSegment,
    TooManySegments,
    UnreadableFile,
    languages_of,
)
from cms.translation.exchange.findings import Findings

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from re import Match

    from cms.translation.exchange.files import ReadFile

_SOURCE = "X-Source-Language"
_CONTENT = "X-Content-"

#: A flag that translation platforms know too.
_LIMIT = "max-length:"

#: Characters of a line of flags that are read; nobody sets as many.
_FLAGS = 1_000

#: A file with more lines was made to take our time.
_MAX_LINES = 20 * MAX_SEGMENTS

_DECLARED = re.compile(rb"charset=([\w.:-]+)")
_STRING = re.compile(r'(?:(msgctxt|msgid_plural|msgid|msgstr(?:\[[0-9]{1,2}\])?)[ \t]*)?"((?:[^"\\]++|\\.)*+)"')
_FIRST = ("msgctxt", "msgid")
_ESCAPE = re.compile(r"\\(.)")
_UNESCAPED = {"n": "\n", "t": "\t", "r": "\r", "a": "\a", "b": "\b", "f": "\f", "v": "\v", "\\": "\\", '"': '"'}


@dataclass
class _Entry:
    """One entry as it stands in the file: its strings by keyword, the line of the first one."""

    line: int = 0
    comments: list[str] = field(default_factory=list)
    flags: set[str] = field(default_factory=set)
    strings: dict[str, list[str]] = field(default_factory=dict)

    @property
    def is_whole(self) -> bool:
        return any(keyword.startswith("msgstr") for keyword in self.strings)

    def string(self, keyword: str) -> str:
        return "".join(self.strings.get(keyword, ()))

    def add(self, keyword: str | None, written: str, *, line: int) -> None:
        """A string, or without a keyword the next line of the last one. Raises ValueError out of order."""
        if keyword in self.strings or (not self.strings and keyword not in _FIRST):
            raise ValueError
        self.line = self.line or line
        self.strings.setdefault(keyword or [*self.strings][-1], []).append(_ESCAPE.sub(_unescaped, written))

    def remark(self, line: str) -> None:
        """A comment: what is said to or by translators, and flags; the other kinds are for programs."""
        sign, said = line[:2], line[2:].strip()
        if sign in {"#.", "# "} and said:
            self.comments.append(said)
        elif sign == "#,":
            self.flags.update(flag.strip() for flag in said[:_FLAGS].split(","))


def write(contents: Sequence[ExchangedContent]) -> bytes:
    """The contents, at least one and all in the same two languages, as one PO file in UTF-8.

    PO knows two states: what is translated, and `fuzzy`, which a translation in state `initial` becomes.
    """
    source, target = languages_of(contents)
    file = polib.POFile(wrapwidth=0)
    file.metadata = {
        "Language": target.replace("-", "_"),
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        _SOURCE: source,
        **{f"{_CONTENT}{number}": _header(content) for number, content in enumerate(contents, start=1)},
    }
    file.extend(_entry(content, segment) for content in contents for segment in content.segments)
    return str(file).encode("utf-8")


def read(data: bytes, *, name: str) -> ReadFile:
    """What a PO file says; translated entries have the state `translated`.

    Raises UnreadableFile; a single entry that makes no sense, or is marked fuzzy, is only refused.
    """
    entries = _entries(_text(data, name=name), file=name)
    first = next(entries, None)
    if first is None or first.string("msgid") or "msgctxt" in first.strings:
        raise UnreadableFile(name, _("The PO file does not begin with its header. Export it again."))
    header = _fields(first.string("msgstr"))
    begun = _begun(header)
    found = Findings(name)
    for content in begun.values():
        found.begin(content)
    for entry in entries:
        _read_entry(entry, header, begun, found)
    return found.read_file()


def _header(content: ExchangedContent) -> str:
    """JSON in ASCII, so that no program finds anything in it to change."""
    moment = content.exported_at and moments.written(content.exported_at)
    return json.dumps({"id": content.content_id, "kind": content.kind, "name": content.name, "exported_at": moment})


def _entry(content: ExchangedContent, segment: ExchangedSegment) -> polib.POEntry:
    lines = [content.name, *segment.note.splitlines()]
    flags = ["fuzzy"] if segment.target and segment.state == "initial" else []
    if segment.limit is not None:
        lines.append(_("At most %(limit)d characters.") % {"limit": segment.limit})
        flags.append(f"{_LIMIT}{segment.limit}")
    return polib.POEntry(
        msgctxt=f"{content.content_id}:{segment.path}",
        msgid=characters.shown(segment.source),
        msgstr=characters.shown(segment.target),
        comment="\n".join(filter(None, map(_comment, lines))),
        flags=flags,
    )


def _comment(line: str) -> str:
    """A comment has no end but that of its line, and blanks at its ends are lost."""
    return characters.shown(" ".join(line.split()))


def _text(data: bytes, *, name: str) -> str:
    if data.startswith(characters.UTF_16_MARKS):
        raise characters.not_utf_8(name)
    if data.count(b"\n") > _MAX_LINES:
        raise TooManySegments(name)
    try:
        return characters.utf_8(data, declared=_DECLARED, file=name).decode("utf-8")
    except UnicodeDecodeError:
        raise characters.not_utf_8(name) from None


def _entries(text: str, *, file: str) -> Iterator[_Entry]:
    """The entries that are not obsolete. Raises UnreadableFile.

    polib would open a file if the text were its name, take the last letter of a string whose quote is missing, break
    lines at U+2028, and need hours for a string of a million lines.
    """
    entry, number = _Entry(), 0
    for number, written in enumerate(text.split("\n"), start=1):
        line = written.strip(" \t\r")
        is_remark = line.startswith("#")
        if entry.is_whole and (is_remark or line.startswith(_FIRST)) and not line.startswith("msgid_plural"):
            yield entry
            entry = _Entry()
        if is_remark:
            entry.remark(line)
        elif line:
            _add_string(entry, line, number=number, file=file)
    if entry.is_whole:
        yield entry
    elif entry.strings:
        raise _damaged(number, file=file)


def _add_string(entry: _Entry, line: str, *, number: int, file: str) -> None:
    string = _STRING.fullmatch(line)
    if string is None:
        raise _damaged(number, file=file)
    try:
        entry.add(string[1], string[2], line=number)
    except ValueError:
        raise _damaged(number, file=file) from None


def _damaged(line: int, *, file: str) -> UnreadableFile:
    return UnreadableFile(
        file, _("The file is damaged or incomplete: line %(line)d is not PO. Export it again.") % {"line": line}
    )


def _unescaped(match: Match[str]) -> str:
    return _UNESCAPED.get(match[1], match[0])


def _fields(header: str) -> dict[str, str]:
    fields = (line.partition(":") for line in header.split("\n"))
    return {name.strip(): value.strip() for name, colon, value in fields if colon}


def _begun(fields: Mapping[str, str]) -> dict[str, ExchangedContent]:
    """The contents that the header tells of, in their order, by content id."""
    numbers = [name.removeprefix(_CONTENT) for name in fields if re.fullmatch(_CONTENT + "[0-9]{1,5}", name)]
    told = (_facts(fields[_CONTENT + number]) for number in sorted(numbers, key=int))
    return {facts["id"]: _content(facts["id"], fields, facts) for facts in told if "id" in facts}


def _facts(written: str) -> dict[str, str]:
    """Empty if a program has made something else of it."""
    try:
        facts = json.loads(written)
    except (ValueError, RecursionError):
        return {}
    if not isinstance(facts, dict):
        return {}
    return {key: fact for key, fact in facts.items() if isinstance(fact, str) and characters.is_storable(fact)}


def _content(content_id: str, fields: Mapping[str, str], facts: Mapping[str, str]) -> ExchangedContent:
    return ExchangedContent(
        content_id=content_id,
        kind=facts.get("kind", ""),
        name=facts.get("name", ""),
        source_locale=fields.get(_SOURCE, ""),
        target_locale=fields.get("Language", "").replace("_", "-"),
        exported_at=moments.read(facts.get("exported_at")),
        segments=(),
    )


def _read_entry(
    entry: _Entry, fields: Mapping[str, str], begun: Mapping[str, ExchangedContent], found: Findings
) -> None:
    content_id, _colon, path = entry.string("msgctxt").partition(":")
    reason = _refusal(entry, path)
    if reason:
        found.refuse(reason, path=path, line=entry.line)
        return
    content = begun.get(content_id) or _content(content_id, fields, {})
    found.begin(content)
    found.add(content_id, _segment(entry, path, content), line=entry.line)


def _refusal(entry: _Entry, path: str) -> str:
    """Why an entry can't be taken over, empty if it can."""
    if not path:
        return _("Its context does not say which text it is. Keep the contexts (msgctxt) as they were exported.")
    if "msgid_plural" in entry.strings:
        return _("It has plural forms, which no text here has.")
    if "fuzzy" in entry.flags and entry.string("msgstr"):
        return _("It is marked fuzzy. Check the translation and remove the mark.")
    return ""


def _segment(entry: _Entry, path: str, content: ExchangedContent) -> ExchangedSegment:
    target = characters.restored(entry.string("msgstr"))
    limits = [flag.removeprefix(_LIMIT) for flag in entry.flags if re.fullmatch(_LIMIT + "[0-9]{1,9}", flag)]
    return ExchangedSegment(
        path=path,
        source=characters.restored(entry.string("msgid")),
        target=target,
        state="translated",
        note=_note(entry.comments, name=content.name, limit=limits[0] if limits else ""),
        limit=int(limits[0]) if limits else None,
    )


def _note(comments: Sequence[str], *, name: str, limit: str) -> str:
    """The comments without what `write` has put before and after them."""
    lines = list(comments)
    if lines and lines[0] == _comment(name):
        del lines[0]
    if limit and lines and limit in lines[-1]:
        del lines[-1]
    return characters.restored("\n".join(lines))
