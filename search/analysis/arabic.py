"""Arabic words without what is written together with them: article, and, with, for; and the commonest endings."""

from __future__ import annotations

import re

#: With the article: the, and the, with the, like the, so the, for the.
_ARTICLE = re.compile(r"^(?:وبال|وكال|ولل|وال|بال|كال|فال|لل|ال)(?=.{3})")
_AND = re.compile(r"^و+(?=.{3})")
#: With, for or like, and no article after it: often a part of the word itself, so that it is only a second reading.
_PREPOSITION = re.compile(r"^[بلك](?=.{3})")

#: Feminine, plural, adjective and their like, longest first; what remains has three letters or more.
_ENDING = re.compile(r"(?<=.{3})(?:يات|يون|يين|يه|ات|ون|ين|ها|هم|ه|ي)$")

#: Plurals that change the word within, and words that look as if they began with the article: folded, as `plain` does.
IRREGULAR = {
    "الام": "الم",
    "لالام": "الم",
    "بالم": "الم",
    "اوجاع": "وجع",
    "اعراض": "عرض",
    "اعصاب": "عصب",
    "امراض": "مرض",
    "مرضي": "مريض",
    "ادويه": "دوا",
    "ادوي": "دوا",
    "صحيه": "صحه",
    "صحي": "صحه",
    "صحت": "صحه",
    "مشاكل": "مشكله",
    "اسباب": "سبب",
    "اطفال": "طفل",
    "اطبا": "طبيب",
    "افكار": "فكر",
    "فكره": "فكر",
    "حبوب": "حب",
    "حبه": "حب",
    "جروح": "جرح",
    "حروق": "حرق",
    "ضغوط": "ضغط",
    "مخاوف": "خوف",
    "كوابيس": "كابوس",
    "اورام": "ورم",
    "عظام": "عظم",
    "مفاصل": "مفصل",
    "مشاعر": "شعور",
    "نسا": "امراه",
}


def bare(word: str) -> str:
    """A folded word without its article, prefixes and ending; never fewer than three letters of a longer word."""
    if word in IRREGULAR:
        return IRREGULAR[word]
    # Both are taken away one after the other, so that الوصمه and وصمه meet although the و belongs to the word.
    inner = _AND.sub("", _ARTICLE.sub("", _AND.sub("", word)))
    return IRREGULAR.get(inner) or _ENDING.sub("", inner)


def without_preposition(word: str) -> str:
    """A folded word without the one-letter preposition it may begin with: لعلاج is علاج, and لسان stays a word too."""
    return _PREPOSITION.sub("", _AND.sub("", word))
