"""Checks that tags and placeholders are the same, and that tags fit into each other."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from cms.translation.markup import TAG
from cms.translation.quality.findings import Finding, Severity

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

# {name}, {0}, {}; %(name)s; %s and %d, but not the percent sign of “50 %d’entre eux”.
_PLACEHOLDER = re.compile(r"\{(?:[A-Za-z_][\w.]*|\d*)\}|%\(\w+\)[sd]|(?<!\d)(?<!\d\s)%[sd](?![A-Za-zÀ-ÿ])")
_EMPHASIS = frozenset({"<b>", "</b>", "<i>", "</i>"})
_EMPTY = re.compile(r"<(\w+)>\s*</\1>")


def check(source: str, target: str, *, is_overlay: bool) -> Iterator[Finding]:
    yield from _tags(source, target, is_overlay=is_overlay)
    yield from _placeholders(source, target)


def _tags(source: str, target: str, *, is_overlay: bool) -> Iterator[Finding]:
    missing, extra = _differences(TAG.findall(source), TAG.findall(target))
    if missing.pop("<br>", 0) or extra.pop("<br>", 0):
        yield _finding(_("The line breaks (<br>) are not those of the English text. Check them."), Severity.WARNING)
    severity = _severity([*missing, *extra], target, is_overlay=is_overlay)
    if missing:
        message = _("The translation lacks %(tags)s. Put the same tags around the words that they belong to.")
        yield _finding(message % {"tags": _listed(missing)}, severity)
    if extra:
        message = _("The translation has %(tags)s, which the English text has not. Take out what is too much.")
        yield _finding(message % {"tags": _listed(extra)}, severity)
    if not missing and not extra:
        yield from _faults(source, target)


def _severity(differing: Iterable[str], target: str, *, is_overlay: bool) -> Severity:
    """A text of one region may name one country where its source names three, each in bold."""
    is_harmless = is_overlay and _EMPHASIS.issuperset(differing) and _misplaced(target) is None
    return Severity.WARNING if is_harmless else Severity.ERROR


def _faults(source: str, target: str) -> Iterator[Finding]:
    misplaced = _misplaced(target)
    if misplaced is not None and _misplaced(source) is None:
        message = _("The tags do not fit into each other at %(tag)s. Close first what was opened last.")
        yield _finding(message % {"tag": misplaced}, Severity.ERROR)
    empty = _EMPTY.search(target)
    if empty is not None and _EMPTY.search(source) is None:
        message = _("There are no words in %(tags)s. Put the tags around the words that they belong to.")
        yield _finding(message % {"tags": empty[0]}, Severity.ERROR)


def _misplaced(text: str) -> str | None:
    """The first tag that closes what was not opened last, or opens what is open already (a link in a link too)."""
    open_names: list[str] = []
    for tag in TAG.findall(text):
        name = tag.strip("</>")
        if tag.startswith("</"):
            if not open_names or open_names.pop() != name:
                return str(tag)
        elif name != "br":
            if _kind(name) in map(_kind, open_names) and name not in {"ul", "ol", "li"}:
                return str(tag)
            open_names.append(name)
    return f"<{open_names[-1]}>" if open_names else None


def _kind(name: str) -> str:
    return name.rstrip("0123456789")


def _placeholders(source: str, target: str) -> Iterator[Finding]:
    missing, extra = _differences(_PLACEHOLDER.findall(source), _PLACEHOLDER.findall(target))
    if missing:
        message = _("The translation lacks %(names)s. Copy it as it is: something is put in its place later.")
        yield Finding("placeholders", Severity.ERROR, message % {"names": ", ".join(missing.elements())})
    if extra:
        message = _("The translation has %(names)s, which the English text has not. Take it out.")
        yield Finding("placeholders", Severity.ERROR, message % {"names": ", ".join(extra.elements())})


def _differences(before: list[str], after: list[str]) -> tuple[Counter[str], Counter[str]]:
    """What is missing, and what is too much."""
    return Counter(before) - Counter(after), Counter(after) - Counter(before)


def _listed(tags: Counter[str]) -> str:
    """`<b>` and `</b>` as the pair that they are, and how many."""
    listed = []
    for tag, count in tags.items():
        opening, closing = tag.replace("</", "<"), tag.replace("</", "<").replace("<", "</")
        if tag == closing and tags[opening] == count:
            continue
        shown = f"{opening}…{closing}" if tags[opening] == tags[closing] else tag
        listed.append(shown if count == 1 else f"{count} × {shown}")
    return ", ".join(listed)


def _finding(message: str, severity: Severity) -> Finding:
    return Finding("tags", severity, message)
