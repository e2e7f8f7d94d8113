"""Which fields of conditions have a column per locale; modeltranslation finds this module by its name."""

from __future__ import annotations

from typing import ClassVar

from modeltranslation.translator import register

from cms.locales import SOURCE
from cms.translation.columns import Columns
from conditions.models import ConditionEvidence, ConditionIndexPage, ConditionPage
from conditions.snippets import GlossaryTerm, Notice, Therapy

_REQUIRED = (SOURCE.lower(),)


@register(ConditionIndexPage)
class ConditionIndexPageTranslation(Columns):
    fields = ("name", "path_segment", "summary")
    required_languages: ClassVar = _REQUIRED


@register(ConditionPage)
class ConditionPageTranslation(Columns):
    fields = (
        "name",
        "path_segment",
        "summary",
        "other_names",
        "sections",
        "image_alt",
        "meta_title",
        "meta_description",
    )
    required_languages: ClassVar = _REQUIRED


@register(ConditionEvidence)
class ConditionEvidenceTranslation(Columns):
    fields = ("statement",)
    required_languages: ClassVar = _REQUIRED


@register(Therapy)
class TherapyTranslation(Columns):
    fields = ("name", "path_segment", "summary", "description", "other_names")
    required_languages: ClassVar = _REQUIRED


@register(Notice)
class NoticeTranslation(Columns):
    fields = ("text",)
    required_languages: ClassVar = _REQUIRED


@register(GlossaryTerm)
class GlossaryTermTranslation(Columns):
    fields = ("name", "definition")
    required_languages: ClassVar = _REQUIRED
