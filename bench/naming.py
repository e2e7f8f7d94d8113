"""Names for conditions and medicines that do not exist, in each content locale, built as real ones are.

Thirty organs, twelve ends and sixteen kinds make 5,760 names: enough for 3,000 pages that are called differently, with
words that some hundreds of names share and others that hold one name alone.
"""

from __future__ import annotations

import random
from dataclasses import dataclass

#: In English, Spanish, French, Arabic and Chinese.
_LANGUAGES = ("en", "es", "fr", "ar", "zh")
_ORGANS = """
gastr gastr gastr المعدة 胃; nephr nefr néphr الكلية 肾; hepat hepat hépat الكبد 肝
neur neur névr الأعصاب 神经; cardi cardi cardi القلب 心; arthr artr arthr المفاصل 关节
dermat dermat dermat الجلد 皮肤; myel miel myél النخاع 脊髓; my mi my العضلات 肌肉; oste oste osté العظام 骨
enter enter entér الأمعاء 肠; col col col القولون 结肠; bronch bronqu bronch القصبات 支气管
rhin rin rhin الأنف 鼻; ot ot ot الأذن 耳; pharyng faring pharyng البلعوم 咽
laryng laring laryng الحنجرة 喉; cyst cist cyst المثانة 膀胱; vascul vascul vascul الأوعية 血管
lymphaden linfaden lymphadén العقد 淋巴结; thyroid tiroid thyroïd الدرقية 甲状腺
pancreat pancreat pancréat البنكرياس 胰腺; splen esplen splén الطحال 脾; retin retin rétin الشبكية 视网膜
encephal encefal encéphal الدماغ 脑; mening mening méning السحايا 脑膜; tendin tendin tendin الأوتار 肌腱
chondr condr chondr الغضاريف 软骨; phleb fleb phléb الأوردة 静脉; blephar blefar bléphar الجفون 眼睑
"""
_ENDS = """
itis itis ite التهاب 炎; opathy opatía opathie اعتلال 病; algia algia algie ألم 痛; osis osis ose تنكس 变性
oma oma ome ورم 瘤; omalacia omalacia omalacie تلين 软化; osclerosis oesclerosis osclérose تصلب 硬化
orrhagia orragia orragie نزف 出血; oplegia oplejía oplégie شلل 麻痹; ospasm oespasmo ospasme تشنج 痉挛
odysplasia odisplasia odysplasie خلل 发育不良; ostenosis oestenosis osténose تضيق 狭窄
"""
_KINDS = """
acute agudo aigu حاد 急性; chronic crónico chronique مزمن 慢性; recurrent recurrente récurrent متكرر 复发性
juvenile juvenil juvénile شبابي 青少年; familial familiar familial عائلي 家族性
autoimmune autoinmune auto-immun مناعي 自身免疫性; diabetic diabético diabétique سكري 糖尿病性
traumatic traumático traumatique رضحي 创伤性; viral viral viral فيروسي 病毒性
congenital congénito congénital خلقي 先天性; postoperative posoperatorio postopératoire جراحي 术后
severe grave sévère شديد 重度; atypical atípico atypique غريب 非典型
secondary secundario secondaire ثانوي 继发性; progressive progresivo progressif مترق 进行性
allergic alérgico allergique أرجي 过敏性
"""
_COMPLAINTS = """
burning ardor brûlure حرقة 灼热; tingling hormigueo fourmillement وخز 刺痛
swelling hinchazón gonflement تورم 肿胀; stiffness rigidez raideur تيبس 僵硬
weakness debilidad faiblesse ضعف 无力; pain dolor douleur ألم 疼痛
numbness entumecimiento engourdissement خدر 麻木
"""
_PLACES = """
hand mano main اليد 手; foot pie pied القدم 脚; back espalda dos الظهر 背部; face cara visage الوجه 面部
chest pecho poitrine الصدر 胸部; leg pierna jambe الساق 腿; jaw mandíbula mâchoire الفك 下颌
stomach vientre ventre البطن 腹部
"""
_COMPLAINT_AT = {"en": "{} in the {}", "es": "{} en el {}", "fr": "{} dans le {}", "ar": "{} في {}", "zh": "{1}{0}"}
_DISEASE_OF = {"en": "{}’s disease", "es": "enfermedad de {}", "fr": "maladie de {}", "ar": "داء {}", "zh": "{}病"}
_SYLLABLES = (
    "bal", "cor", "dav", "el", "fen", "gar", "hol", "iv", "jor", "kel", "lun", "mar",
    "nor", "ost", "pel", "quin", "ros", "sal", "tor", "ul", "ver", "wen", "yar", "zel",
)  # fmt: skip
_OF_MEDICINES = ("amide", "avine", "erol", "icaine", "imab", "oxine", "umide", "zepine")

_Row = dict[str, str]


def _rows(table: str) -> list[_Row]:
    rows = [row.split() for line in table.strip().splitlines() for row in line.split(";")]
    return [dict(zip(_LANGUAGES, row, strict=True)) for row in rows]


_PARTS = tuple(_rows(table) for table in (_ORGANS, _ENDS, _KINDS))
_AT = tuple(_rows(table) for table in (_COMPLAINTS, _PLACES))
_MOST = len(_PARTS[0]) * len(_PARTS[1]) * len(_PARTS[2])


@dataclass(frozen=True)
class Naming:
    """What one condition is called in one language, its own name first; and its code in ICD-10's form."""

    name: str
    disease: str
    complaint: str
    abbreviation: str
    code: str


def naming(number: int, language: str) -> Naming:
    """The same for a number in every process; alike in all languages."""
    shuffled = number * 2_477 % _MOST  # no divisor in common with the number of names, so that none comes twice
    shuffled, organ = divmod(shuffled, len(_PARTS[0]))
    kind, end = divmod(shuffled, len(_PARTS[1]))
    chosen = random.Random(number)  # noqa: S311 -- names, no secrets
    complaint, place = (chosen.choice(table)[language] for table in _AT)
    person = _word(chosen, syllables=2).title()
    return Naming(
        name=_name(*(row[place] for row, place in zip(_PARTS, (organ, end, kind), strict=True)), language=language),
        disease=_DISEASE_OF[language].format(person),
        complaint=_COMPLAINT_AT[language].format(complaint, place),
        abbreviation="".join(chosen.choices("ABCDEFGHIJKLMNOPRSTV", k=4)),
        code=f"{chosen.choice('ABCDEGHIJKLMN')}{chosen.randrange(100):02}.{chosen.randrange(10)}",
    )


def medicine(number: int) -> str:
    """Alike in all languages, as the names of substances are."""
    chosen = random.Random(f"medicine {number}")  # noqa: S311 -- names, no secrets
    return _word(chosen, syllables=2) + chosen.choice(_OF_MEDICINES)


def _name(organ: _Row, end: _Row, kind: _Row, *, language: str) -> str:
    if language == "zh":
        return kind["zh"] + organ["zh"] + end["zh"]
    if language == "ar":
        return f"{end['ar']} {organ['ar']} {kind['ar']}"
    noun = organ[language] + end[language]
    return f"{kind['en']} {noun}".capitalize() if language == "en" else f"{noun} {kind[language]}".capitalize()


def _word(chosen: random.Random, *, syllables: int) -> str:
    return "".join(chosen.choices(_SYLLABLES, k=syllables))
