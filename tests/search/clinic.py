"""What a pain clinic publishes, in many words and languages: what the order of results is tried with."""

from __future__ import annotations

from django.conf import settings

from tests.delivery.factories import Content, Text, publish
from tests.delivery.shelf import Shelf


def text(name: str, summary: str, overview: str = "", **other_names: str) -> Text:
    """Other names by kind, several with a slash between them."""
    others = tuple((kind, name) for kind, names in other_names.items() for name in names.split(" / "))
    return Text(name, summary, other_names=others, overview=overview)


CONTENTS = (
    Content(
        "crps",
        {
            "en": text(
                "Complex regional pain syndrome",
                "Strong, lasting pain in an arm or leg.",
                "It often begins after a broken bone.",
                abbreviation="CRPS",
                former="Reflex sympathetic dystrophy / RSD",
            ),
            "es": text(
                "Síndrome de dolor regional complejo",
                "Dolor intenso y duradero en un brazo o una pierna.",
                abbreviation="SDRC",
                former="Distrofia simpática refleja",
            ),
            "es-MX": text(
                "Síndrome doloroso regional complejo",
                "Dolor intenso y duradero en un brazo o una pierna.",
                abbreviation="SDRC",
            ),
            "fr": text(
                "Syndrome douloureux régional complexe",
                "Une douleur forte et durable dans un bras ou une jambe.",
                abbreviation="SDRC",
                former="Algodystrophie",
            ),
            "ar": text("متلازمة الألم الناحي المركّب", "ألم شديد ومستمر في الذراع أو الساق."),
            "zh-Hans": text("复杂性区域疼痛综合征", "手臂或腿部强烈而持久的疼痛。", former="反射性交感神经营养不良"),
        },
        codes=(("icd-10", "G90.5"), ("icd-11", "8D8A.0"), ("mesh", "D020918")),
    ),
    Content(
        "postherpetic-neuralgia",
        {
            "en": text(
                "Postherpetic neuralgia",
                "Pain that stays when the rash has healed.",
                "The virus has harmed nerves of the skin.",
                lay="Nerve pain after shingles",
                abbreviation="PHN",
            ),
            "es": text(
                "Neuralgia posherpética",
                "Dolor que persiste cuando la erupción ha sanado.",
                lay="Dolor después de la culebrilla",
                abbreviation="NPH",
            ),
            "fr": text("Névralgie post-zostérienne", "Une douleur qui reste après le zona.", abbreviation="NPZ"),
            "ar": text("الألم العصبي التالي للهربس", "ألم يبقى بعد شفاء الطفح الجلدي."),
            "zh-Hans": text("带状疱疹后神经痛", "皮疹愈合后仍然存在的疼痛。"),
        },
        codes=(("icd-10", "B02.2"), ("icd-10-cm", "B02.29")),
    ),
    Content(
        "shingles",
        {
            "en": text("Shingles", "A painful rash caused by the chickenpox virus.", synonym="Herpes zoster"),
            "es": text("Herpes zóster", "Una erupción dolorosa.", lay="Culebrilla"),
            "fr": text("Zona", "Une éruption douloureuse."),
            "ar": text("الهربس النطاقي", "طفح جلدي مؤلم.", lay="الحزام الناري"),
            "zh-Hans": text("带状疱疹", "由水痘病毒引起的疼痛性皮疹。", lay="缠腰龙"),
        },
        codes=(("icd-10", "B02"),),
    ),
    Content(
        "neuropathic-pain",
        {
            "en": text("Neuropathic pain", "Burning or shooting pain from harmed nerves.", lay="Nerve pain"),
            "es": text("Dolor neuropático", "Dolor que arde, de nervios dañados."),
            "fr": text("Douleur neuropathique", "Une brûlure qui vient des nerfs."),
            "ar": text("الألم العصبي", "ألم حارق من الأعصاب."),
            "zh-Hans": text("神经病理性疼痛", "神经受损引起的灼痛。"),
        },
    ),
    Content(
        "chronic-pain",
        {
            "en": text("Chronic pain", "Pain for more than three months.", synonym="Persistent pain / Long-term pain"),
            "es": text("Dolor crónico", "Dolor durante más de tres meses."),
            "fr": text("Douleur chronique", "Une douleur de plus de trois mois."),
            "ar": text("الألم المزمن", "ألم لأكثر من ثلاثة أشهر."),
            "zh-Hans": text("慢性疼痛", "持续超过三个月的疼痛。"),
        },
        codes=(("icd-10", "R52.2"),),
    ),
    Content(
        "migraine",
        {
            "en": text("Migraine", "Attacks of headache on one side.", lay="Sick headache"),
            "es": text("Migraña", "Ataques de dolor de cabeza de un lado.", lay="Jaqueca"),
            "fr": text("Migraine", "Des crises de mal de tête d’un côté."),
            "ar": text("الشقيقة", "نوبات من الصداع في جانب واحد.", synonym="الصداع النصفي"),
            "zh-Hans": text("偏头痛", "一侧头痛反复发作。"),
        },
        codes=(("icd-10", "G43"),),
    ),
    Content(
        "epilepsy",
        {
            "en": text("Epilepsy", "A tendency to have seizures.", "Seizures differ. Most seizures end by themselves."),
            "es": text("Epilepsia", "Una tendencia a tener crisis convulsivas."),
            "fr": text("Épilepsie", "Une tendance à faire des crises."),
            "ar": text("الصرع", "ميل إلى حدوث نوبات."),
            "zh-Hans": text("癫痫", "反复发作的倾向。"),
        },
        codes=(("icd-10", "G40"),),
    ),
    Content(
        "seizure-disorder",
        {
            "en": text("Seizure disorder", "More than one seizure."),
            "es": text("Trastorno convulsivo", "Más de una convulsión."),
        },
    ),
    Content(
        "ptsd",
        {
            "en": text(
                "Post-traumatic stress disorder",
                "Memories of a terrible event that come back.",
                abbreviation="PTSD",
                former="Shell shock",
            ),
            "es": text("Trastorno de estrés postraumático", "Recuerdos que vuelven.", abbreviation="TEPT"),
            "fr": text("Trouble de stress post-traumatique", "Des souvenirs qui reviennent.", abbreviation="TSPT"),
            "ar": text("اضطراب الكرب التالي للصدمة", "ذكريات تعود."),
            "zh-Hans": text("创伤后应激障碍", "可怕的回忆反复出现。"),
        },
        codes=(("icd-10", "F43.1"),),
    ),
    Content(
        "depression",
        {
            "en": text("Depression", "Low mood for weeks.", "Depression can come with chronic pain, stress or fear."),
            "es": text("Depresión", "Ánimo bajo durante semanas."),
            "fr": text("Dépression", "Humeur basse pendant des semaines."),
            "ar": text("الاكتئاب", "مزاج منخفض لأسابيع."),
            "zh-Hans": text("抑郁症", "持续数周的情绪低落。"),
        },
    ),
    Content(
        "nerve-block",
        {
            "en": text("Nerve block", "An injection near a nerve that stops pain."),
            "es": text("Bloqueo nervioso", "Una inyección cerca de un nervio."),
        },
        type="therapy",
    ),
    Content(
        "ketamine-infusion",
        {
            "en": text("Ketamine infusion", "A slow drip into a vein, for pain or depression."),
            "es": text("Infusión de ketamina", "Un goteo lento en una vena."),
            "zh-Hans": text("氯胺酮输注", "缓慢滴入静脉。"),
        },
        type="therapy",
    ),
    Content("infusion", {"en": text("infusion", "A medicine that runs slowly into a vein.")}, type="glossary-term"),
)

_shelves: dict[str, Shelf] = {}


def fill() -> None:
    """Publishes everything, once in each process; from then on the rows of that time are put back."""
    if settings.PUBLIC_ORIGIN in _shelves:
        _shelves[settings.PUBLIC_ORIGIN].put_back()
        return
    for content in CONTENTS:
        publish(content)
    _shelves[settings.PUBLIC_ORIGIN] = Shelf()
