"""Looks at alternative texts: there, saying what the picture tells, and no longer than one can listen to."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from cms.plain_language.hints import Code, Hint, Kind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cms.plain_language.hints import Picture, Text

#: Characters; a screen reader reads it out in one go. Chinese says as much in a third.
_LIMIT = {"zh": 60}
_USUAL_LIMIT = 150

_FILE_NAME = re.compile(
    r"^\S+\.(?:jpe?g|png|gif|webp|avif|svg)$|^(?:IMG|DSC|DSCF|DCIM|image|photo)[_-]?\d+$", re.IGNORECASE
)
_SAYS_IMAGE = {
    "en": re.compile(r"^(?:an? |the )?(?:image|picture|photo(?:graph)?|graphic|drawing|illustration) (?:of|showing)\b"),
    "es": re.compile(
        r"^(?:una? |la |el )?(?:imagen|foto(?:grafía)?|gráfico|dibujo|ilustración) (?:del?|que muestra)\b"
    ),
    "fr": re.compile(
        r"^(?:une? |l['’]|la |le )?(?:image|photo(?:graphie)?|graphique|dessin|illustration) (?:de |d.|du |des |montr)"
    ),
    "ar": re.compile(r"^(?:ال)?(?:صورة|رسم|صورة فوتوغرافية) "),
    "zh": re.compile(r"^(?:这是)?(?:一张|一幅).{0,20}(?:图片|照片|图像|插图)$|^(?:图片|照片|图像|插图)[:：]?"),
}


def check(text: Text) -> Iterator[Hint]:
    for picture in text.pictures:
        if not picture.is_decorative:
            code = _fault(picture, text.language)
            if code is not None:
                limit = _LIMIT.get(text.language, _USUAL_LIMIT)
                yield Hint(Kind.IMAGES, code, picture.place, picture.alt, {"limit": limit, "count": len(picture.alt)})


def _fault(picture: Picture, language: str) -> Code | None:
    """The gravest fault; one hint for a text is enough."""
    alt = picture.alt.strip()
    if not alt:
        return Code.ALT_MISSING
    if _FILE_NAME.match(alt) or _folded(alt) in {_folded(picture.file_name), _folded(_stem(picture.file_name))}:
        return Code.ALT_IS_FILE_NAME
    if picture.caption and _folded(alt) == _folded(picture.caption):
        return Code.ALT_IS_CAPTION
    if language in _SAYS_IMAGE and _SAYS_IMAGE[language].match(alt.lower()):
        return Code.ALT_SAYS_IMAGE
    return Code.ALT_LONG if len(alt) > _LIMIT.get(language, _USUAL_LIMIT) else None


def _stem(file_name: str) -> str:
    return file_name.rpartition(".")[0]


def _folded(text: str) -> str:
    return re.sub(r"[\s_.\-。]+", " ", text).strip().lower()
