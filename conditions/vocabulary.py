"""The closed lists that conditions are described with, each with its source."""

from __future__ import annotations

import re

from django.db import models
from django.utils.translation import gettext_lazy as _


class SectionKey(models.TextChoices):
    """The sections of a page; the order is the usual one for readers."""

    OVERVIEW = "overview", _("Overview")
    WHO_IT_IS_FOR = "who_it_is_for", _("Who it is for")
    HOW_SESSIONS_WORK = "how_sessions_work", _("How sessions work")
    SAFETY = "safety", _("Safety")
    GETTING_HELP = "getting_help", _("When to get help")
    EVIDENCE = "evidence", _("What the evidence says")
    QUESTIONS = "questions", _("Questions people ask")


#: The heading that is put in where an editor leaves it empty: content, so it goes through translation and approval like
#: the rest.
USUAL_HEADINGS: dict[str, dict[str, str]] = {
    "en": {
        "overview": "Overview",
        "who_it_is_for": "Who it is for",
        "how_sessions_work": "How sessions work",
        "safety": "Safety",
        "getting_help": "When to get help",
        "evidence": "What the evidence says",
        "questions": "Questions people ask",
    },
    "es": {
        "overview": "Información general",
        "who_it_is_for": "Para quién es",
        "how_sessions_work": "Cómo son las sesiones",
        "safety": "Seguridad",
        "getting_help": "Cuándo pedir ayuda",
        "evidence": "Qué dicen los estudios",
        "questions": "Preguntas frecuentes",
    },
    "fr": {
        "overview": "Présentation",
        "who_it_is_for": "À qui s’adresse ce traitement",
        "how_sessions_work": "Comment se passent les séances",
        "safety": "Sécurité",
        "getting_help": "Quand demander de l’aide",
        "evidence": "Ce que disent les études",
        "questions": "Questions fréquentes",
    },
    "ar": {
        "overview": "نظرة عامة",
        "who_it_is_for": "لمن يُناسب",
        "how_sessions_work": "كيف تجري الجلسات",
        "safety": "السلامة",
        "getting_help": "متى تطلب المساعدة",
        "evidence": "ماذا تقول الأدلة",
        "questions": "أسئلة يطرحها الناس",
    },
    "zh-Hans": {
        "overview": "概述",
        "who_it_is_for": "适合哪些人",
        "how_sessions_work": "治疗如何进行",
        "safety": "安全性",
        "getting_help": "何时求助",
        "evidence": "证据说明了什么",
        "questions": "常见问题",
    },
}


class NameKind(models.TextChoices):
    SYNONYM = "synonym", _("Synonym")
    LAY = "lay", _("Lay term")
    ABBREVIATION = "abbreviation", _("Abbreviation")
    FORMER = "former", _("Former name")


class Urgency(models.TextChoices):
    """The care cards of the NHS service manual, and plain information."""

    INFORMATION = "information", _("Information")
    WARNING = "warning", _("Warning")
    URGENT = "urgent", _("Urgent")
    EMERGENCY = "emergency", _("Emergency")


class CodeSystem(models.TextChoices):
    ICD_10 = "icd-10", "ICD-10"
    ICD_10_CM = "icd-10-cm", "ICD-10-CM"
    ICD_11 = "icd-11", "ICD-11 MMS"
    MESH = "mesh", "MeSH"
    SNOMED_CT = "snomed-ct", "SNOMED CT"


#: The form of a code in each system, and an example for the message that refuses another form.
CODE_FORMS: dict[str, tuple[re.Pattern[str], str]] = {
    CodeSystem.ICD_10: (re.compile(r"[A-Z]\d{2}(\.\d{1,2})?"), "G90.5"),
    CodeSystem.ICD_10_CM: (re.compile(r"[A-Z]\d[0-9A-Z](\.[0-9A-Z]{1,4})?"), "G90.50"),
    CodeSystem.ICD_11: (re.compile(r"[0-9A-HJ-NP-Z][A-HJ-NP-Z]\d[0-9A-HJ-NP-Z](\.[0-9A-HJ-NP-Z]{1,2})?"), "MG30.04"),
    CodeSystem.MESH: (re.compile(r"[CD]\d{6,9}"), "D020918"),
    CodeSystem.SNOMED_CT: (re.compile(r"\d{6,18}"), "128200000"),
}


class CodeMatch(models.TextChoices):
    """How a code relates to the page's concept, after FHIR's ConceptMap relationships."""

    EXACT = "exact", _("Exact")
    BROADER = "broader", _("The code is broader")
    NARROWER = "narrower", _("The code is narrower")
    RELATED = "related", _("Related")


class Specialty(models.TextChoices):
    """Clinical specialties in words of SNOMED CT's practice setting value set, as used by FHIR."""

    ANESTHESIOLOGY = "anesthesiology", _("Anaesthesiology")
    PAIN_MEDICINE = "pain_medicine", _("Pain medicine")
    NEUROLOGY = "neurology", _("Neurology")
    PSYCHIATRY = "psychiatry", _("Psychiatry")
    GENERAL_PRACTICE = "general_practice", _("General practice")
    EMERGENCY_MEDICINE = "emergency_medicine", _("Emergency medicine")


class Audience(models.TextChoices):
    PATIENT = "patient", _("Patients and families")
    PROFESSIONAL = "professional", _("Health professionals")


class RegulatoryStatus(models.TextChoices):
    """Whether a regulator has approved the therapy for the condition."""

    APPROVED = "approved", _("Approved")
    OFF_LABEL = "off_label", _("Off-label")
    INVESTIGATIONAL = "investigational", _("Investigational")
    NOT_APPROVED = "not_approved", _("Not approved")


class EvidenceLevel(models.TextChoices):
    """GRADE's four levels of certainty, and two for evidence that can't be graded."""

    HIGH = "high", _("High")
    MODERATE = "moderate", _("Moderate")
    LOW = "low", _("Low")
    VERY_LOW = "very_low", _("Very low")
    MIXED = "mixed", _("Mixed results")
    INSUFFICIENT = "insufficient", _("Insufficient")


class CareSetting(models.TextChoices):
    OUTPATIENT = "outpatient", _("Outpatient")
    SUPERVISED_OUTPATIENT = "supervised_outpatient", _("Supervised outpatient")
    INPATIENT = "inpatient", _("Inpatient")
    EMERGENCY = "emergency", _("Emergency care")


class NoticeKind(models.TextChoices):
    EMERGENCY = "emergency", _("Emergency advice")
    DISCLAIMER = "disclaimer", _("Disclaimer")
    SAFETY = "safety", _("Safety notice")


class PersonRole(models.TextChoices):
    AUTHOR = "author", _("Author")
    CLINICAL_REVIEWER = "clinical_reviewer", _("Clinical reviewer")
    EDITOR = "editor", _("Editor")
