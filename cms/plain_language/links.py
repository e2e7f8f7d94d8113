"""Looks at the texts of links: each says where it leads, also when it is read out alone."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from cms.plain_language.hints import Code, Hint, Kind, Role

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cms.plain_language.hints import Text

_ADDRESS = re.compile(r"^(?:https?://|www\.)\S+$", re.IGNORECASE)
_ADDRESS_IN_TEXT = re.compile(r"(?:https?://|www\.)[^\s<>]+", re.IGNORECASE)
_EDGES = re.compile(r"^[\W_]+|[\W_]+$")

_VAGUE = {
    "en": {
        "click here", "here", "click", "more", "read more", "learn more", "find out more", "see more", "more info",
        "more information", "this", "this page", "this link", "link", "details", "continue", "go", "see here",
    },
    "es": {
        "aquí", "haga clic aquí", "haz clic aquí", "clic aquí", "pinche aquí", "pulse aquí", "más", "leer más",
        "ver más", "saber más", "más información", "este enlace", "enlace", "esta página", "detalles", "continuar",
        "siga leyendo",
    },
    "fr": {
        "ici", "cliquez ici", "cliquer ici", "plus", "lire plus", "lire la suite", "en savoir plus", "voir plus",
        "plus d'informations", "plus d'information", "ce lien", "lien", "cette page", "détails", "suite",
    },
    "ar": {
        "هنا", "اضغط هنا", "انقر هنا", "المزيد", "اقرأ المزيد", "للمزيد", "لمعرفة المزيد", "اعرف المزيد", "هذا الرابط",
        "الرابط", "رابط", "هذه الصفحة", "التفاصيل",
    },
    "zh": {
        "点击这里", "点击此处", "点这里", "请点击这里", "这里", "此处", "更多", "了解更多", "阅读更多", "查看更多",
        "详情", "查看详情", "更多信息", "链接", "此链接", "本页",
    },
}  # fmt: skip


def check(text: Text) -> Iterator[Hint]:
    targets: dict[str, str] = {}
    for place, words, target in _links(text):
        folded = _EDGES.sub("", words.lower().replace("’", "'"))
        if folded in _VAGUE.get(text.language, ()):
            yield Hint(Kind.LINKS, Code.VAGUE_LINK, place, words)
        elif _ADDRESS.match(words):
            yield Hint(Kind.LINKS, Code.BARE_ADDRESS, place, words)
        elif folded and targets.setdefault(folded, target) != target:
            yield Hint(Kind.LINKS, Code.SAME_LINK_TEXT, place, words)
    yield from _addresses(text)


def _links(text: Text) -> Iterator[tuple[str, str, str]]:
    for passage in text.passages:
        if passage.role is Role.LINK:
            yield passage.place, passage.text.strip(), passage.target
        for link in passage.rich.links:
            yield passage.place, link.text, link.target


def _addresses(text: Text) -> Iterator[Hint]:
    """An address that stands in the text without being a link."""
    for passage in text.passages:
        linked = {link.text for link in passage.rich.links}
        for line in passage.paragraphs if passage.role is not Role.LINK else ():
            for match in _ADDRESS_IN_TEXT.finditer(line):
                address = match[0].rstrip(".,;:)")
                if not any(address in words for words in linked):
                    yield Hint(Kind.LINKS, Code.BARE_ADDRESS, passage.place, address)
