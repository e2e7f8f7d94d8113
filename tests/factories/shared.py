"""Shared content in several languages: therapies, terms, notices, references, people, the site, images."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.cache import cache
from django.core.files.base import ContentFile
from wagtail.models import Site

from cms.images.models import CreditedImage
from cms.locales import SOURCE
from cms.medical_review import acts
from cms.medical_review.models import Review
from conditions.models import ConditionPage
from conditions.sample import drawings
from conditions.snippets import GlossaryTerm, Notice, Person, Reference, Therapy
from home.models import SiteProfile
from tests.factories.pages import publish, release, reload
from tests.factories.people import clinical_reviewer
from tests.factories.published import days_from_now
from tests.factories.streams import write

if TYPE_CHECKING:
    from collections.abc import Iterable


def therapy(*, locales: Iterable[str] = (SOURCE,), slug: str = "ketamine-infusion") -> Therapy:
    words = {
        "en": ("Ketamine infusion therapy", "A slow drip of ketamine into a vein."),
        "es": ("Terapia de infusión de ketamina", "Administración lenta de ketamina por una vena."),
        "ar": ("العلاج بتسريب الكيتامين", "تسريب بطيء للكيتامين في الوريد."),
        "zh-Hans": ("氯胺酮输注治疗", "将氯胺酮缓慢滴入静脉。"),
    }
    fresh = Therapy(slug=slug, live=False)
    for tag in locales:
        write(fresh, tag, name=words[tag][0], summary=words[tag][1], description=f"<p>{words[tag][1]}</p>")
    return _out(fresh, locales)


def glossary_term(*, locales: Iterable[str] = (SOURCE,), slug: str = "off-label") -> GlossaryTerm:
    words = {
        "en": ("off-label", "Used for something that the licence does not name."),
        "es": ("uso fuera de la indicación", "Empleado para algo que la autorización no nombra."),
        "ar": ("خارج نطاق الترخيص", "استعمال لا يذكره الترخيص."),
        "zh-Hans": ("超说明书用药", "用于说明书未列出的用途。"),
    }
    fresh = GlossaryTerm(slug=slug, live=False)
    for tag in locales:
        write(fresh, tag, name=words[tag][0], definition=words[tag][1])
    return _out(fresh, locales)


def notice(*, locales: Iterable[str] = (SOURCE,), everywhere: bool = True, **fields: Any) -> Notice:
    words = {
        "en": "In an emergency, call 911.",
        "es": "En caso de emergencia, llame al 911.",
        "ar": "في حالة الطوارئ اتصل بالرقم 911.",
        "zh-Hans": "紧急情况请拨打911。",
    }
    fresh = Notice(
        **{
            "title": "Emergency, US",
            "kind": "emergency",
            "jurisdiction": "US",
            "everywhere": everywhere,
            "live": False,
            **fields,
        }
    )
    for tag in locales:
        write(fresh, tag, text=words[tag])
    return _out(fresh, locales)


def reference(key: str = "asra-2018", **fields: Any) -> Reference:
    return Reference.objects.create(
        key=key,
        **{
            "title": "Guidelines on intravenous ketamine infusions for chronic pain",
            "authors": "Cohen SP\nBhatia A",
            "published": "2018-07",
            "doi": "10.1097/AAP.0000000000000808",
            **fields,
        },
    )


def person(name: str = "A. Sample", **fields: Any) -> Person:
    return Person.objects.create(name=name, **{"credentials": "FRCA", "role": "clinical_reviewer", **fields})


def review(
    page: ConditionPage, *, days_ago: int = 10, due_in: int = 300, locale: str = "", by: Any = None, reader: Any = None
) -> Review:
    """A review of the page, or of a locale's release, recorded as clinicians do it."""
    return acts.record(
        page,
        people=[reader or Person.objects.first() or person()],
        reviewed_on=days_from_now(-days_ago),
        due_on=days_from_now(due_in),
        by=by or clinical_reviewer(),
        locale=locale,
    )


def profile(*, locales: Iterable[str] = (SOURCE,)) -> SiteProfile:
    """The settings of the default site, out in these locales."""
    words = {
        "en": ("Sample Health", "Sample content, not medical advice."),
        "es": ("Salud de Muestra", "Contenido de muestra, no es consejo médico."),
        "ar": ("صحة نموذجية", "محتوى نموذجي وليس نصيحة طبية."),
        "zh-Hans": ("样本健康", "示例内容，不构成医疗建议。"),
    }
    fresh = SiteProfile(site=Site.objects.get(is_default_site=True), phone="+1 555 0100", license="CC-BY-4.0")
    for tag in locales:
        write(fresh, tag, publisher=words[tag][0], attribution_text=words[tag][1])
    fresh.save()
    release(fresh, *(tag for tag in locales if tag != SOURCE))
    return reload(fresh)


def image(title: str = "Soft waves", *, drawing: str = "chronic-pain", **fields: Any) -> Any:
    """An image without its further files."""
    # Wagtail remembers an image's files by its primary key, which comes again in the next test.
    cache.clear()
    file = ContentFile(drawings.draw(drawing), name=f"{drawing}.jpg")
    rights = {"credit": "Drawn by A. Sample", "license": "CC-BY-4.0"}
    return CreditedImage.objects.create(title=title, **{"file": file, **rights, **fields})


def _out(fresh: Any, locales: Iterable[str]) -> Any:
    fresh.save()
    stored = publish(fresh)
    release(stored, *(tag for tag in locales if tag != SOURCE))
    return reload(stored)
