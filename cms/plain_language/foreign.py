"""Finds words of another language that nothing marks as such: a screen reader would speak them in the wrong voice.

Another script tells itself. Between languages in Latin letters the small words tell, and only in a sentence that has
enough of them.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from cms.plain_language import sentences
from cms.plain_language.hints import Code, Hint, Kind, Role

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cms.plain_language.hints import Text

#: One that is a word of the text's language too ("as", "dos", "que") tells nothing of another: the languages that pages
#: are written in hold those of the others that are theirs as well.
_SMALL_WORDS = {
    "en": "the and of to is that for with are this it you your have from they will can by not or be was "
    "as do die plus per",
    "es": "el los las y del que para con por una es se su más como pero sus o esta cuando muy hay está puede "
    "dos da os e les une sur par si",
    "fr": "le les et des du dans est une pour qui sur pas au vous ou avec plus sont ne ce votre être par cette aux "
    "que se es si y non mais",
    "de": "der die das und ist nicht mit für auf von sie ein eine wird werden oder auch bei nach zur",
    "it": "il gli che di e della per con non sono una è dei nel alla anche più si questo",
    "pt": "o os as e do da que para com não uma é dos das em ao mais são pelo você",
}
_WORDS = {language: frozenset(words.split()) for language, words in _SMALL_WORDS.items()}
#: Words in a sentence that can be told; small words of the other language in it, and so many times the own ones.
_LEAST = 8
_LEAST_SMALL = 3
_TIMES = 2

_ARABIC_WORD = rf"[ء-يٮ-ۓ][ء-يٮ-ۓ{sentences.MARKS}]*"
_ARABIC = re.compile(rf"{_ARABIC_WORD}(?:[\s،]+{_ARABIC_WORD})*")
_HAN = re.compile(r"[\u3400-\u9fff][\u3400-\u9fff，。、]*")
#: Words on end; names of medicines, people and bodies are shorter.
_LATIN = re.compile(r"(?<![A-Za-zÀ-ÿ'’-])[A-Za-zÀ-ÿ][A-Za-zÀ-ÿ'’-]*(?:[ ,]+[A-Za-zÀ-ÿ][A-Za-zÀ-ÿ'’-]*){3,}")
_PLAIN_WORD = re.compile(r"(?<!\S)[a-zà-ÿ]{2,}\b")

_SCRIPTS = {"ar": (_HAN, _LATIN), "zh": (_ARABIC, _LATIN)}


def check(text: Text) -> Iterator[Hint]:
    for passage in text.passages:
        if passage.role is Role.LINK:
            continue  # the name of a page in another language is rightly in that language
        for block in passage.rich.blocks:
            for words in _of_another_script(block.untagged, text.language):
                yield Hint(Kind.LANGUAGE, Code.FOREIGN, passage.place, words)
            if text.language in _WORDS:
                yield from _of_another_language(block.untagged, text.language, passage.place)


def _of_another_script(line: str, language: str) -> Iterator[str]:
    for script in _SCRIPTS.get(language, (_ARABIC, _HAN)):
        for match in script.finditer(line):
            if script is not _LATIN or len(_PLAIN_WORD.findall(match[0])) > 1:
                yield match[0].strip()


def _of_another_language(line: str, language: str, place: str) -> Iterator[Hint]:
    for sentence in sentences.split(line, language):
        words = [word.lower() for word in sentences.words(sentence)]
        if len(words) < _LEAST:
            continue
        other, count = _most_like(words, language)
        own = sum(word in _WORDS[language] for word in words)
        if count >= _LEAST_SMALL and count > _TIMES * own:
            yield Hint(Kind.LANGUAGE, Code.FOREIGN, place, sentence, {"language": other})


def _most_like(words: list[str], language: str) -> tuple[str, int]:
    counts = {
        other: sum(word in small for word in words if word not in _WORDS[language])
        for other, small in _WORDS.items()
        if other != language
    }
    best = max(counts, key=lambda other: counts[other])
    return best, counts[best]
