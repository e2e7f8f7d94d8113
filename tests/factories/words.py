"""What sample pages of the tests say, in several languages."""

from __future__ import annotations

from dataclasses import dataclass


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
