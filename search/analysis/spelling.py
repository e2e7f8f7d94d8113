"""British and American spelling read as one, whichever of the two a page or its reader prefers."""

from __future__ import annotations

import re
from functools import lru_cache

from search.analysis.letters import LONGEST

#: Applied in this order. Each maps one spelling on the other wherever the letters stand that way, also in words that
#: have no twin (`size` reads as `sise`), as long as no two different words become one.
_RULES: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), replacement)
    for pattern, replacement in (
        (r"manoeuvre", "maneuver"),
        # anaesthesia, paediatric, leukaemia; not the plural of vertebra, which is written so by all
        (r"ae(?=[a-z])", "e"),
        # oesophagus, lymphoedema, foetus, coeliac, diarrhoea, apnoea; not toe, does, poem
        (r"oe(?=sophag|dem[ai]|strog|strus)", "e"),
        (r"(?<=rrh)oe|(?<=pn)oe|^oe(?=[a-z])|(?<=^f)oe(?=t)|(?<=^c)oe(?=l)|(?<=^am)oe(?=b)|(?<=hom)oe(?=o)", "e"),
        # tumour, behaviour; not four, hour, tourniquet
        (r"(tum|behavi|col|lab|od|hum|fav|rig|vap|neighb|hon|flav|harb|sav|vig|rum|arm|endeav)our", r"\1or"),
        # generalized, catheterization, paralyzed; not seizure
        (r"iz(?=e|ing|ation|able)", "is"),
        (r"yz(?=e|ing)", "ys"),
        (r"(fib|cent|lit|met|tit|goit|theat|calib|meag|somb)re(?=[sd]?$)", r"\1er"),
        (r"(couns|trav|lab|mod|sign|canc|lev|fu|di|pan|enro)(e|a|)ll(?=ed|ing|ors?$|ers?$)", r"\1\2l"),
        (r"programme(?=s?$)", "program"),
        (r"(?<=[a-z]{2})logue(?=s?$)", "log"),
        (r"^sulph", "sulf"),
        (r"^ageing$", "aging"),
        (r"^grey", "gray"),
        (r"^mould", "mold"),
        (r"^sceptic", "skeptic"),
        (r"^(licen|defen|offen)ce", r"\1se"),
        (r"^practis", "practic"),
        (r"^disk", "disc"),
        (r"^judgement", "judgment"),
        (r"^neurone(?=s?$)", "neuron"),
        (r"^leuco", "leuko"),
        (r"^pyjama", "pajama"),
    )
)


@lru_cache(maxsize=65_536)
def one_spelling(word: str) -> str:
    """A folded English word in the one spelling that stands for both; what is read again stays as it is."""
    before, word = "", word[:LONGEST]
    while word != before:
        before = word
        for pattern, replacement in _RULES:
            word = pattern.sub(replacement, word)
    return word
