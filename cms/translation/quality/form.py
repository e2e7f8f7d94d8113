"""Checks the outer form of a translation: its length, its last mark, its spaces."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _, ngettext

from cms.translation.markup import TAG
from cms.translation.quality.findings import Finding, Severity
from cms.translation.quality.reading import language_of

if TYPE_CHECKING:
    from collections.abc import Iterator

#: A translation of as many characters as the source, times one of these, is unusually short or long.
_USUAL = (0.3, 2.5)
#: Chinese needs about a third of the characters.
_USUAL_IN = {"zh": (0.1, 0.85)}
_LONG_ENOUGH = 40

_CLOSING = re.compile(r"[\s\"'”’»›」』)）\]】]+$")
_MARKS = {
    **dict.fromkeys(".。．｡", "."),
    **dict.fromkeys("?؟？", "?"),
    **dict.fromkeys("!！", "!"),
    **dict.fromkeys(":：", ":"),
    **dict.fromkeys(";；؛", ";"),
    **dict.fromkeys(",，،、", ","),
    "…": "…",
}
_ELLIPSIS = re.compile(r"\.{3,}$|…+$|。{3,}$")
_PAIRS = {"?": "¿", "!": "¡"}
_URL = re.compile(r"https?://\S+|www\.\S+")

_SPACE = "[ \t\u00a0\u2000-\u200a\u202f\u3000]"
_DOUBLE = re.compile(rf"{_SPACE}{{2,}}")
_PARTS_LINES = re.compile(r"<br>|</?(?:p|ul|ol|li)>")


def check(source: str, target: str, *, locale: str, limit: int | None) -> Iterator[Finding]:
    plain_source, plain_target = TAG.sub("", source), TAG.sub("", target)
    yield from _length(plain_source, plain_target, language=language_of(locale), limit=limit)
    yield from _punctuation(plain_source, plain_target, language=language_of(locale))
    yield from _spaces(source, target)


def _length(source: str, target: str, *, language: str, limit: int | None) -> Iterator[Finding]:
    over = len(target) - limit if limit is not None else 0
    shortest, longest = _USUAL_IN.get(language, _USUAL)
    if over > 0:
        message = ngettext(
            "The translation is %(count)s character longer than the limit of %(limit)s. Shorten it.",
            "The translation is %(count)s characters longer than the limit of %(limit)s. Shorten it.",
            over,
        )
        yield Finding("length", Severity.ERROR, message % {"count": over, "limit": limit})
    elif len(source) >= _LONG_ENOUGH and len(target) > longest * len(source):
        message = _("The translation is unusually long: %(target)s characters for %(source)s. Was something added?")
        yield _ratio(message, source, target)
    elif len(source) >= _LONG_ENOUGH and len(target) < shortest * len(source):
        message = _("The translation is unusually short: %(target)s characters for %(source)s. Is something left out?")
        yield _ratio(message, source, target)


def _ratio(message: str, source: str, target: str) -> Finding:
    return Finding("length", Severity.WARNING, message % {"target": len(target), "source": len(source)})


def _punctuation(source: str, target: str, *, language: str) -> Iterator[Finding]:
    wanted, found = _last_mark(source), _last_mark(target)
    if _class_of(wanted) != _class_of(found):
        if not found:
            message = _("The English text ends in “%(wanted)s”, the translation in no such mark. Add it.")
        elif not wanted:
            message = _("The translation ends in “%(found)s”, the English text in no such mark. Take it out.")
        else:
            message = _("The English text ends in “%(wanted)s”, the translation in “%(found)s”. Use the same kind.")
        yield _on_mark(message % {"wanted": wanted, "found": found})
    if language == "es":
        text = _URL.sub("", target)
        for mark, opening in _PAIRS.items():
            if text.count(mark) != text.count(opening):
                message = _("“%(opening)s” and “%(mark)s” come in pairs in Spanish. Add the one that is missing.")
                yield _on_mark(message % {"opening": opening, "mark": mark})


def _on_mark(message: str) -> Finding:
    return Finding("punctuation", Severity.WARNING, message)


def _last_mark(text: str) -> str:
    """As it is written; empty where the text ends in a word."""
    end = _CLOSING.sub("", text)
    ellipsis = _ELLIPSIS.search(end)
    if ellipsis is not None:
        return "…"
    return end[-1:] if end[-1:] in _MARKS else ""


def _class_of(mark: str) -> str:
    return _MARKS.get(mark, "")


def _spaces(source: str, target: str) -> Iterator[Finding]:
    text = TAG.sub("", _PARTS_LINES.sub("\n", target)).strip()
    double = _DOUBLE.search(text)
    if double is not None:
        words = [*text[: double.start()].split()[-1:], *text[double.end() :].split()[:1]]
        message = _("There is more than one space between “%(words)s”. Take one out.")
        yield _on_spaces(message % {"words": " ".join(words)})
    if target[:1].isspace() and not source[:1].isspace():
        yield _on_spaces(_("The translation begins with a space. Take it out."))
    if target[-1:].isspace() and not source[-1:].isspace():
        yield _on_spaces(_("The translation ends with a space. Take it out."))


def _on_spaces(message: str) -> Finding:
    return Finding("spaces", Severity.WARNING, message)
