"""What a readability score means, in a sentence, and what to aim at."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from cms.plain_language.readability import MIN_CHARACTERS, MIN_WORDS, Formula, Level, level
from cms.plain_language.sentences import is_counted_by_characters, language_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from cms.plain_language.readability import Readability


@dataclass(frozen=True)
class Score:
    """`level` is empty where no score is known to be good."""

    formula: str
    figure: str
    meaning: str
    aim: str
    level: str

    @property
    def verdict(self) -> str:
        words = {Level.EASY: _("Easy to read"), Level.FAIR: _("Fair"), Level.HARD: _("Hard to read")}
        return words[Level(self.level)] if self.level else ""


def explained(readability: Readability) -> Score:
    formula = Formula(readability.formula)
    name, meaning, aim = _WORDS[formula](readability)
    return Score(name, _figure(readability.score), meaning, aim, level(readability) or "")


def too_little(locale: str) -> str:
    """For a text that is not measured yet."""
    if is_counted_by_characters(language_of(locale)):
        return _("Readability is measured from %(count)s characters on.") % {"count": MIN_CHARACTERS}
    return _("Readability is measured from %(count)s words on.") % {"count": MIN_WORDS}


def _flesch_kincaid(readability: Readability) -> tuple[str, str, str]:
    grade = readability.grade or 0
    # A child starts the first grade at six.
    age = max(6, int(grade) + 5)
    meaning = _("Readers of about %(age)s to %(next)s years follow it (grade %(grade)s).") % {
        "age": age,
        "next": age + 1,
        "grade": _figure(grade),
    }
    return "Flesch-Kincaid", meaning, _("The NHS asks for a reading age of 9 to 11.")


def _inflesz(readability: Readability) -> tuple[str, str, str]:
    bands = ((80, _("Very easy.")), (65, _("Rather easy.")), (55, _("Normal.")), (40, _("Rather hard.")))
    meaning = next((words for least, words in bands if readability.score >= least), _("Very hard."))
    return "INFLESZ (Szigriszt-Pazos)", meaning, _("Texts for patients should reach 55 or more; a high score is easy.")


def _kandel_moles(readability: Readability) -> tuple[str, str, str]:
    bands = ((80, _("Very easy.")), (70, _("Rather easy.")), (60, _("Normal.")), (50, _("Rather hard.")))
    meaning = next((words for least, words in bands if readability.score >= least), _("Hard."))
    return "Kandel-Moles", meaning, _("Plain texts reach 60 or more; a high score is easy.")


def _lix(readability: Readability) -> tuple[str, str, str]:
    return "LIX", _("A low score is easy."), _("No score is agreed on for Arabic: compare with your other pages.")


def _characters(readability: Readability) -> tuple[str, str, str]:
    meaning = _("On average %(count)s characters stand between two marks.") % {"count": _figure(readability.score)}
    aim = _("A low score is easy. No score is agreed on for Chinese: compare with your other pages.")
    return _("Characters per clause"), meaning, aim


def _figure(number: float) -> str:
    return str(number_format(number, decimal_pos=1))


_WORDS: dict[Formula, Callable[[Readability], tuple[str, str, str]]] = {
    Formula.FLESCH_KINCAID: _flesch_kincaid,
    Formula.INFLESZ: _inflesz,
    Formula.KANDEL_MOLES: _kandel_moles,
    Formula.LIX: _lix,
    Formula.CHARACTERS_PER_CLAUSE: _characters,
}
