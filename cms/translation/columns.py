"""How translated fields become columns: what is left empty in a form is stored as nothing, not as an empty text."""

from __future__ import annotations

from typing import ClassVar

from modeltranslation.translator import TranslationOptions


class Columns(TranslationOptions):
    """NULL inherits in a regional overlay and an empty string does not, so a form must not make one of the other.

    Django's form field does so by itself for a CharField, but not for a TextField.
    """

    empty_values: ClassVar = None
