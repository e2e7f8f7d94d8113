"""Small pages and snippets in several languages, made and sent out the way editors and reviewers do it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any
from uuid import NAMESPACE_URL, uuid4, uuid5

import orjson
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.forms import BooleanField
from django.urls import reverse
from wagtail.admin.rich_text.editors.draftail import DraftailRichTextArea
from wagtail.blocks import RichTextBlock, StreamBlock, StructBlock
from wagtail.models import Site
from wagtail.test.utils.form_data import rich_text

from cms.gate.groups import CLINICAL_REVIEWERS
from cms.images.models import CreditedImage
from cms.locales import BY_TAG, SOURCE, TAGS, column, translations
from cms.medical_review import acts
from cms.medical_review.models import Review
from cms.publishing.content import decompress
from cms.publishing.models import Answer, Document, Edition
from cms.translation import groups, releases, snapshots
from conditions.models import ConditionCode, ConditionEvidence, ConditionIndexPage, ConditionPage
from conditions.sample import drawings
from conditions.snippets import GlossaryTerm, Notice, Person, Reference, Therapy
from home.models import HomePage, SiteProfile

if TYPE_CHECKING:
    from collections.abc import Iterable
    from uuid import UUID

    from cms.translation.models import Release

PASSWORD = "for the tests only"


@dataclass(frozen=True)
class Words:
    """What a page says in one locale."""

    name: str
    segment: str
    summary: str
    overview: str
    safety: str


INDEX = {
    "en": ("Conditions", "conditions"),
    "es": ("Afecciones", "afecciones"),
    "fr": ("Affections", "affections"),
    "ar": ("الحالات", "الحالات"),
    "zh-Hans": ("病症", "病症"),
}

PAGES: dict[str, dict[str, Words]] = {
    "chronic-pain": {
        "en": Words(
            "Chronic pain",
            "chronic-pain",
            "Pain that lasts longer than three months.",
            "Chronic pain can stay after an injury has healed.",
            "Tell the team about every medicine you take.",
        ),
        "es": Words(
            "Dolor crónico",
            "dolor-cronico",
            "Dolor que dura más de tres meses.",
            "El dolor crónico puede seguir cuando la lesión ya ha sanado.",
            "Informe al equipo de todos los medicamentos que toma.",
        ),
        "fr": Words(
            "Douleur chronique",
            "douleur-chronique",
            "Une douleur qui dure plus de trois mois.",
            "La douleur chronique peut persister après la guérison d’une blessure.",
            "Signalez à l’équipe tous les médicaments que vous prenez.",
        ),
        "ar": Words(
            "الألم المزمن",
            "الألم-المزمن",
            "ألم يستمر أكثر من ثلاثة أشهر.",
            "قد يستمر الألم المزمن بعد شفاء الإصابة.",
            "أخبر الفريق بكل دواء تتناوله.",
        ),
        "zh-Hans": Words(
            "慢性疼痛",
            "慢性疼痛",
            "持续超过三个月的疼痛。",
            "损伤愈合后，慢性疼痛仍可能存在。",
            "请告诉医护人员您正在服用的所有药物。",
        ),
    },
    "crps": {
        "en": Words(
            "Complex regional pain syndrome",
            "complex-regional-pain-syndrome",
            "Strong, lasting pain, most often in an arm or leg.",
            "It often starts after an injury or an operation.",
            "Have somebody take you home after a session.",
        ),
        "es": Words(
            "Síndrome de dolor regional complejo",
            "sindrome-de-dolor-regional-complejo",
            "Dolor intenso y duradero, casi siempre en un brazo o una pierna.",
            "Suele empezar después de una lesión o una operación.",
            "Pida a alguien que le acompañe a casa después de una sesión.",
        ),
        "fr": Words(
            "Syndrome douloureux régional complexe",
            "syndrome-douloureux-regional-complexe",
            "Une douleur forte et durable, le plus souvent dans un bras ou une jambe.",
            "Il commence souvent après une blessure ou une opération.",
            "Faites-vous raccompagner après une séance.",
        ),
        "ar": Words(
            "متلازمة الألم الناحي المركب",
            "متلازمة-الألم-الناحي-المركب",
            "ألم شديد ومستمر في أحد الأطراف.",
            "تبدأ غالبًا بعد إصابة أو عملية.",
            "اطلب من أحد أن يرافقك إلى المنزل بعد الجلسة.",
        ),
        "zh-Hans": Words(
            "复杂性区域疼痛综合征",
            "复杂性区域疼痛综合征",
            "手臂或腿部强烈而持久的疼痛。",
            "它常在受伤或手术后开始。",
            "治疗结束后请让人陪您回家。",
        ),
    },
    "epilepsy": {
        "en": Words(
            "Epilepsy",
            "epilepsy",
            "A tendency to have seizures.",
            "Epilepsy affects the electrical activity of the brain.",
            "Call an ambulance when a seizure lasts longer than five minutes.",
        ),
        "es": Words(
            "Epilepsia",
            "epilepsia",
            "Una tendencia a tener crisis.",
            "La epilepsia afecta la actividad eléctrica del cerebro.",
            "Llame a una ambulancia si una crisis dura más de cinco minutos.",
        ),
        "fr": Words(
            "Épilepsie",
            "epilepsie",
            "Une tendance à faire des crises.",
            "L’épilepsie touche l’activité électrique du cerveau.",
            "Appelez une ambulance si une crise dure plus de cinq minutes.",
        ),
        "ar": Words(
            "الصرع",
            "الصرع",
            "ميل إلى حدوث نوبات.",
            "يؤثر الصرع في النشاط الكهربائي للدماغ.",
            "اطلب الإسعاف إذا استمرت النوبة أكثر من خمس دقائق.",
        ),
        "zh-Hans": Words("癫痫", "癫痫", "反复发作的倾向。", "癫痫影响大脑的电活动。", "发作超过五分钟时请叫救护车。"),
    },
}

#: Locales that hold a whole text, with an untranslated one left over: what a rule about language is tried in.
WHOLE = ("es", "ar", "zh-Hans")


# People


def user(name: str, *group_names: str) -> Any:
    """An account in these groups, with PASSWORD."""
    account = get_user_model().objects.create_user(username=name, password=PASSWORD, first_name=name.capitalize())
    account.groups.set(Group.objects.filter(name__in=group_names))
    return account


def administrator() -> Any:
    return get_user_model().objects.create_superuser(username=f"admin-{uuid4().hex[:8]}", password=PASSWORD)


def translator(locale: str) -> Any:
    return user(f"translator-{locale}-{uuid4().hex[:8]}", groups.translators(BY_TAG[locale]))


def approver(*locales: str) -> Any:
    """A reviewer of these locales, of all when none is named."""
    wanted = locales or tuple(locale.tag for locale in translations())
    return user(f"approver-{uuid4().hex[:8]}", *(groups.reviewers(BY_TAG[tag]) for tag in wanted))


def clinical_reviewer() -> Any:
    return user(f"clinician-{uuid4().hex[:8]}", CLINICAL_REVIEWERS)


# Streams


def block_id(*names: object) -> str:
    return str(uuid5(NAMESPACE_URL, "/".join(map(str, names))))


def paragraph(text: str, *, block: str) -> dict[str, Any]:
    return {"type": "paragraph", "id": block, "value": text if text.startswith("<") else f"<p>{text}</p>"}


def callout(text: str, *, block: str, title: str = "", urgency: str = "warning") -> dict[str, Any]:
    return {
        "type": "callout",
        "id": block,
        "value": {"urgency": urgency, "title": title or text[:40], "text": f"<p>{text}</p>"},
    }


def section(key: str, *blocks: dict[str, Any], of: str, heading: str = "") -> dict[str, Any]:
    return {"type": key, "id": block_id(of, key), "value": {"heading": heading, "blocks": list(blocks)}}


def sections_of(slug: str, words: Words) -> list[dict[str, Any]]:
    return [
        section("overview", paragraph(words.overview, block=block_id(slug, "overview", 0)), of=slug),
        section("safety", callout(words.safety, block=block_id(slug, "safety", 0)), of=slug),
    ]


def write(content: Any, locale: str, /, **fields: Any) -> Any:
    """Sets the columns of one locale; streams are given raw. Nothing is saved."""
    streams = snapshots.stream_fields(type(content))
    for name, value in fields.items():
        field = content._meta.get_field(column(name, locale))
        setattr(content, field.name, field.stream_block.to_python(value) if name in streams else value)
    return content


def read(content: Any, name: str, locale: str) -> Any:
    return getattr(content, column(name, locale))


# Pages


def home() -> HomePage:
    return HomePage.objects.get()


def index(*, locales: Iterable[str] = TAGS) -> ConditionIndexPage:
    """The page above all topics, made once, out in each of these locales that there are words for."""
    found = ConditionIndexPage.objects.first()
    if found is not None:
        return found
    page = ConditionIndexPage(slug="conditions", title="Conditions", live=False)
    wanted = [tag for tag in locales if tag in INDEX]
    for tag in wanted:
        name, segment = INDEX[tag]
        write(page, tag, name=name, path_segment=segment)
    home().add_child(instance=page)
    page = publish(page)
    release(page, *(tag for tag in wanted if tag != SOURCE))
    return page


def draft(
    slug: str = "chronic-pain", *, under: Any = None, locales: Iterable[str] = (SOURCE,), **fields: Any
) -> ConditionPage:
    """A page with words in these locales, saved as a draft. A slug that is not in PAGES says what chronic pain says."""
    parent = under if under is not None else index(locales=(SOURCE,))
    known = slug in PAGES
    page = ConditionPage(slug=slug, title=slug, live=False, **fields)
    for tag in locales:
        words = PAGES[slug if known else "chronic-pain"][tag]
        name, segment = (words.name, words.segment) if known else (f"{words.name} {slug}", f"{words.segment}-{slug}")
        write(
            page,
            tag,
            name=name,
            path_segment=segment,
            summary=words.summary,
            sections=sections_of(slug, words),
        )
    parent = type(parent)._default_manager.get(pk=parent.pk)
    parent.add_child(instance=page)
    page.save_revision()
    return page


def page(
    slug: str = "chronic-pain", *, under: Any = None, locales: Iterable[str] = (SOURCE,), **fields: Any
) -> ConditionPage:
    """A page that is out in these locales."""
    wanted = tuple(locales)
    fresh = publish(draft(slug, under=under, locales=dict.fromkeys((SOURCE, *wanted)), **fields))
    release(fresh, *(tag for tag in wanted if tag != SOURCE))
    return reload(fresh)


def publish(content: Any, *, kind: str = "content", note: str = "", by: Any = None) -> Any:
    """Publishes what the object holds, and returns it as it is stored then."""
    content.change_kind = kind
    content.change_note = note
    content.save_revision(user=by).publish(user=by)
    return reload(content)


def release(content: Any, *locales: str, by: Any = None) -> list[Release]:
    if not locales:
        return []
    person = by or approver(*locales)
    return [releases.approve(content, tag, by=person) for tag in locales]


def reload(content: Any) -> Any:
    return type(content)._default_manager.get(pk=content.pk)


def latest(content: Any) -> Any:
    """The content as its newest revision has it: what an editor opens."""
    return reload(content).get_latest_revision_as_object()


def overlay(content: Any, **fields: Any) -> Any:
    """Saves a draft in which Mexican Spanish holds these fields."""
    fresh = latest(content)
    write(fresh, "es-MX", **fields)
    fresh.save_revision()
    return reload(content)


def add_code(content: ConditionPage, system: str = "icd-10", value: str = "R52.2", code_release: str = "2019") -> None:
    content.codes.add(ConditionCode(system=system, value=value, release=code_release))


def add_evidence(
    content: ConditionPage,
    therapy: Therapy,
    *references: Reference,
    statements: dict[str, str] | None = None,
    **facts: Any,
) -> ConditionEvidence:
    """An entry in the page's draft; nothing is saved."""
    entry = ConditionEvidence(
        therapy=therapy,
        **{
            "regulatory_status": "off_label",
            "jurisdiction": "US",
            "level": "moderate",
            "care_setting": "outpatient",
            **facts,
        },
    )
    entry.references = [("reference", reference) for reference in references]
    for tag, text in (statements or {SOURCE: "Some people had less pain for some weeks."}).items():
        setattr(entry, column("statement", tag), text)
    content.evidence.add(entry)
    return entry


# Shared content


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


# The edit form


def form_of(client: Any, content: Any) -> dict[str, Any]:
    """What the edit form of a page holds for who is logged in, as a browser would post it back unchanged."""
    answer = client.get(reverse("wagtailadmin_pages:edit", args=[content.pk]))
    return posted(answer.context["form"])


def posted(form: Any) -> dict[str, Any]:
    data: dict[str, Any] = {}
    for bound in form:
        data |= _posted_field(bound)
    for formset in getattr(form, "formsets", {}).values():
        data |= {f"{formset.prefix}-{name}": str(value) for name, value in formset.management_form.initial.items()}
        for row in formset.initial_forms:
            data |= posted(row)
    return data


def _posted_field(bound: Any) -> dict[str, Any]:
    value = bound.value()
    if hasattr(value, "stream_block"):
        return _posted_stream(bound.html_name, value)
    if isinstance(bound.field, BooleanField) and not value:
        return {}
    if isinstance(bound.field.widget, DraftailRichTextArea):
        return {bound.html_name: rich_text(value or "", features=bound.field.widget.features)}
    return {bound.html_name: "" if value is None else getattr(value, "pk", value)}


def _posted_stream(name: str, value: Any) -> dict[str, Any]:
    return streamfield_data(name, value.stream_block, value)


def streamfield_data(prefix: str, block: Any, value: Any) -> dict[str, Any]:
    """A block's value under the names of the inputs that the editor makes for it."""
    if isinstance(block, StreamBlock):
        data: dict[str, Any] = {f"{prefix}-count": str(len(value))}
        for position, child in enumerate(value):
            at = f"{prefix}-{position}"
            data |= {
                f"{at}-deleted": "",
                f"{at}-order": str(position),
                f"{at}-type": child.block_type,
                f"{at}-id": child.id or "",
            }
            data |= streamfield_data(f"{at}-value", child.block, child.value)
        return data
    if isinstance(block, StructBlock):
        return {
            key: item
            for name, child in block.child_blocks.items()
            for key, item in streamfield_data(f"{prefix}-{name}", child, value.get(name)).items()
        }
    if isinstance(block, RichTextBlock):
        return {prefix: rich_text(value.source if value is not None else "", features=block.features)}
    stored = block.get_prep_value(value)
    return {prefix: "" if stored is None else stored}


# What is out


def document(content: Any, locale: str = SOURCE) -> Document:
    return Document.objects.get(content_id=_id(content), locale=locale)


def is_out(content: Any, locale: str = SOURCE) -> bool:
    return Document.objects.filter(content_id=_id(content), locale=locale, state="live").exists()


def locales_out(content: Any) -> list[str]:
    out = Document.objects.filter(content_id=_id(content), state="live").values_list("locale", flat=True)
    return [tag for tag in TAGS if tag in set(out)]


def answer_row(content: Any, locale: str = SOURCE) -> Answer:
    return Answer.objects.get(content_id=_id(content), requested_locale=locale)


def answer(content: Any, locale: str = SOURCE) -> dict[str, Any]:
    """What a reader of the locale is given."""
    return dict(orjson.loads(bytes(answer_row(content, locale).body)))


def section_text(content: Any, key: str, locale: str = SOURCE) -> str:
    found = next(item for item in answer(content, locale)["sections"] if item["key"] == key)
    return str(found["plain_text"])


def editions(content: Any, locale: str | None = None) -> list[Edition]:
    """All of a content id, oldest first."""
    found = Edition.objects.filter(content_id=_id(content)).order_by("sequence")
    return list(found if locale is None else found.filter(locale=locale))


def told(edition: Edition) -> dict[str, Any]:
    return decompress(edition.content)


def days_from_now(days: int) -> date:
    return date.fromordinal(date.today().toordinal() + days)


def _id(content: Any) -> UUID:
    found: UUID = getattr(content, "content_id", content)
    return found
