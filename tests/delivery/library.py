"""A small library: a topic and conditions in several scripts; one overlaid, one partial, one gone, one renamed."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from django.conf import settings

from cms.publishing.models import Edition
from tests.delivery.factories import NOW, Content, Text, publish, remove
from tests.delivery.shelf import Shelf

CHRONIC_PAIN = Content(
    slug="chronic-pain",
    texts={
        "en": Text("Chronic pain", "Pain that lasts longer than three months.", "chronic-pain"),
        "es": Text("Dolor crónico", "Dolor que dura más de tres meses.", "dolor-cronico"),
        "ar": Text("الألم المزمن", "ألم يستمر أكثر من ثلاثة أشهر.", "الألم-المزمن"),
    },
    specialties=("pain_medicine",),
)
CRPS = Content(
    slug="crps",
    texts={
        "en": Text(
            "Complex regional pain syndrome",
            "Strong, lasting pain, most often in an arm or leg after an injury.",
            "complex-regional-pain-syndrome",
        ),
        "es": Text(
            "Síndrome de dolor regional complejo",
            "Dolor intenso y duradero, casi siempre en un brazo o una pierna tras una lesión.",
            "sindrome-de-dolor-regional-complejo",
        ),
        "es-MX": Text(
            "Síndrome doloroso regional complejo",
            "Dolor intenso y duradero, casi siempre en un brazo o una pierna después de una lesión.",
            "sindrome-doloroso-regional-complejo",
        ),
        "ar": Text(
            "متلازمة الألم الناحي المركّب", "ألم شديد ومستمر في أحد الأطراف بعد إصابة.", "متلازمة-الألم-الناحي-المركب"
        ),
        "zh-Hans": Text("复杂性区域疼痛综合征", "受伤后手臂或腿部出现的强烈、持久的疼痛。", "复杂性区域疼痛综合征"),
    },
    topic=CHRONIC_PAIN,
    codes=(("icd-10", "G90.5"), ("mesh", "D020918")),
    specialties=("anesthesiology", "pain_medicine"),
)
POSTHERPETIC_NEURALGIA = Content(
    slug="postherpetic-neuralgia",
    texts={
        "en": Text("Postherpetic neuralgia", "Nerve pain that stays after shingles.", "postherpetic-neuralgia"),
        "es": Text(
            "Neuralgia posherpética",
            "Dolor de los nervios que persiste tras el herpes zóster.",
            "neuralgia-posherpetica",
            "outdated",
        ),
    },
    topic=CHRONIC_PAIN,
    codes=(("icd-10", "B02.2"),),
    specialties=("neurology",),
    review_status="overdue",
)
EPILEPSY = Content(
    slug="epilepsy",
    texts={
        "en": Text("Epilepsy", "A tendency to have seizures.", "epilepsy"),
        "ar": Text("الصرع", "ميل إلى حدوث نوبات.", "الصرع", english_parts=frozenset({"safety"})),
    },
    codes=(("icd-10", "G40"),),
    specialties=("neurology",),
    review_status="never",
    withdrawn=frozenset({"es"}),
)
SHINGLES = Content(
    slug="shingles",
    texts={"en": Text("Shingles", "A painful rash caused by the chickenpox virus.", "shingles")},
)
KETAMINE_INFUSION = Content(
    slug="ketamine-infusion",
    type="therapy",
    texts={
        "en": Text("Ketamine infusion therapy", "A slow drip of ketamine into a vein.", "ketamine-infusion-therapy"),
        "es": Text(
            "Terapia de infusión de ketamina", "Administración lenta de ketamina por una vena.", "infusion-de-ketamina"
        ),
    },
)
OFF_LABEL = Content(
    slug="off-label",
    type="glossary-term",
    texts={
        "en": Text("off-label", "Using a medicine for a purpose that it has not been approved for."),
        "es": Text("uso fuera de la indicación", "Uso de un medicamento para un fin para el que no ha sido aprobado."),
        "ar": Text("استعمال خارج نطاق الترخيص", "استخدام دواء لغرض لم يُعتمد من أجله."),
    },
)
INFUSION = Content(
    slug="infusion",
    type="glossary-term",
    texts={"en": Text("infusion", "A way of giving a medicine slowly into a vein, often called a drip.")},
)
SITE = Content(
    slug="site",
    type="site",
    texts={
        "en": Text("Health library", "Plain words about health."),
        "es": Text("Biblioteca de salud", "Palabras sencillas sobre la salud."),
    },
)


#: By the origin that its addresses begin with.
_shelves: dict[tuple[str, str], Shelf] = {}


def fill() -> None:
    """Publishes everything, once in each process; from then on the rows of that time are put back."""
    key = (settings.PUBLIC_ORIGIN, settings.WEB_URL_TEMPLATE)
    if Edition.objects.exists():
        _publish()
    elif key in _shelves:
        _shelves[key].put_back()
    else:
        _publish()
        _shelves[key] = Shelf()


def _publish() -> None:
    """The newest on the second day."""
    publish(SITE)
    publish(CHRONIC_PAIN)
    publish(replace(CRPS, slug="rsd", content_id=CRPS.id))
    publish(replace(CRPS, content_id=CRPS.id), at=NOW + timedelta(hours=1))
    publish(POSTHERPETIC_NEURALGIA)
    spanish_epilepsy = Text("Epilepsia", "Tendencia a tener convulsiones.", "epilepsia")
    publish(replace(EPILEPSY, texts={**EPILEPSY.texts, "es": spanish_epilepsy}))
    publish(EPILEPSY, at=NOW + timedelta(days=1))
    publish(SHINGLES)
    remove(SHINGLES, reason="expired", at=NOW + timedelta(days=1))
    publish(KETAMINE_INFUSION)
    publish(OFF_LABEL)
    publish(INFUSION)
