"""What changed between two marked texts, word by word: to be read by a person rather than to be the shortest."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import groupby
from typing import TYPE_CHECKING, Literal

from django.utils.html import format_html, format_html_join
from rapidfuzz.distance import Indel

from cms.translation.markup import TAG

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from django.utils.safestring import SafeString

Kind = Literal["equal", "insert", "delete"]

# With fewer words in common, old and new are easier to read one after the other; unless one text contains the other.
_SHARED_ENOUGH = 0.35
_CONTAINED_ENOUGH = 0.8
_SHORT_WORD = 3

_CHINESE = r"\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
# Accents and Arabic vowels that stand by themselves belong to the word.
_LETTER = rf"(?:(?![{_CHINESE}])[\w\u0300-\u036f\u0610-\u061a\u064b-\u065f\u0670])"
# With the spaces before it: a tag, a number, a word, a Chinese character, another mark, the end.
_TOKEN = re.compile(rf"(\s*)({TAG.pattern}|\d+(?:[.,٫٬]\d+)+|{_LETTER}+(?:['’]{_LETTER}+)*|\S|\Z)")

_ELEMENT: dict[Kind, str] = {"equal": "{}", "insert": "<ins>{}</ins>", "delete": "<del>{}</del>"}


@dataclass(frozen=True)
class Change:
    kind: Kind
    text: str


@dataclass(frozen=True)
class _Token:
    spaces: str
    text: str

    @property
    def is_word(self) -> bool:
        return self.text[:1].isalnum()


@dataclass(frozen=True)
class _Run:
    """Tokens that stay, of which only the spaces may differ; or tokens that are replaced by others."""

    stays: bool
    before: Sequence[_Token]
    after: Sequence[_Token]

    @property
    def words(self) -> list[str]:
        return [token.text for token in self.before if token.is_word]

    @property
    def is_island(self) -> bool:
        """Too little to stop the eye between two changes."""
        words = self.words
        return self.stays and (not words or (len(words) == 1 and len(words[0]) <= _SHORT_WORD))


def words(before: str, after: str) -> list[Change]:
    """`equal` and `delete` together are `before`, `equal` and `insert` together are `after`.

    Neighbours differ in kind; what is replaced is a delete and then an insert. Chinese is compared by character, a tag
    is one word. Two texts with little in common are one delete and one insert.
    """
    old, new = _tokens(before), _tokens(after)
    runs = list(_joined(_without_islands(_runs(old, new))))
    if not _have_enough_in_common(runs, old, new):
        runs = [_Run(stays=False, before=old, after=new)]
    return list(_merged(change for run in runs for change in _changes(run)))


def as_html(changes: Iterable[Change]) -> SafeString:
    """`<ins>` and `<del>`; the tags of a marked text are shown, as text in a `<span class="workbench-tag">`."""
    shown = ((format_html(_ELEMENT[change.kind], _with_tags_shown(change.text)),) for change in changes)
    return format_html_join("", "{}", shown)


def plain(text: str) -> SafeString:
    """A marked text by itself, as `as_html` shows one; empty for none."""
    return as_html([Change("equal", text)] if text else [])


def _tokens(text: str) -> list[_Token]:
    return [_Token(match[1], match[2]) for match in _TOKEN.finditer(text) if match[0]]


def _runs(old: Sequence[_Token], new: Sequence[_Token]) -> Iterator[_Run]:
    number_of: dict[str, int] = {}
    old_numbers, new_numbers = (
        [number_of.setdefault(token.text, len(number_of)) for token in tokens] for tokens in (old, new)
    )
    for act in Indel.opcodes(old_numbers, new_numbers):
        yield _Run(act.tag == "equal", old[act.src_start : act.src_end], new[act.dest_start : act.dest_end])


def _without_islands(runs: Iterable[_Run]) -> Iterator[_Run]:
    """The first and the last run lie at a shore."""
    every = list(runs)
    for place, run in enumerate(every):
        is_between = 0 < place < len(every) - 1
        yield replace(run, stays=False) if is_between and run.is_island else run


def _joined(runs: Iterable[_Run]) -> Iterator[_Run]:
    for stays, same in groupby(runs, key=lambda run: run.stays):
        group = list(same)
        yield _Run(
            stays, [token for run in group for token in run.before], [token for run in group for token in run.after]
        )


def _have_enough_in_common(runs: Sequence[_Run], old: Sequence[_Token], new: Sequence[_Token]) -> bool:
    shared = sum(len(run.words) for run in runs if run.stays)
    shorter, longer = sorted(sum(token.is_word for token in tokens) for tokens in (old, new))
    return shared >= _SHARED_ENOUGH * longer or shared >= _CONTAINED_ENOUGH * shorter


def _changes(run: _Run) -> Iterator[Change]:
    if not run.stays:
        yield from _replacement(_text(run.before), _text(run.after))
        return
    for old, new in zip(run.before, run.after, strict=True):
        if old.spaces == new.spaces:
            yield Change("equal", old.spaces + old.text)
        else:
            yield Change("delete", old.spaces)
            yield Change("insert", new.spaces)
            yield Change("equal", old.text)


def _replacement(old: str, new: str) -> Iterator[Change]:
    """The spaces before a word that is replaced stay."""
    spaces = old[: len(old) - len(old.lstrip())] if old.strip() and new.strip() else ""
    if not new.startswith(spaces) or new[len(spaces) :][:1].isspace():
        spaces = ""
    yield Change("equal", spaces)
    yield Change("delete", old[len(spaces) :])
    yield Change("insert", new[len(spaces) :])


def _merged(changes: Iterable[Change]) -> Iterator[Change]:
    kinds: tuple[Kind, ...] = ("equal", "delete", "insert")
    filled = (change for change in changes if change.text)
    for _stays, same in groupby(filled, key=lambda change: change.kind == "equal"):
        group = list(same)
        for kind in kinds:
            text = "".join(change.text for change in group if change.kind == kind)
            if text:
                yield Change(kind, text)


def _text(tokens: Iterable[_Token]) -> str:
    return "".join(token.spaces + token.text for token in tokens)


def _with_tags_shown(text: str) -> SafeString:
    tags = [*TAG.findall(text), ""]
    pieces = zip(TAG.split(text), tags, strict=True)
    return format_html_join(
        "",
        "{}{}",
        ((piece, format_html('<span class="workbench-tag">{}</span>', tag) if tag else "") for piece, tag in pieces),
    )
