"""The units of measure that health texts use, by what they are called in each language of the content.

Names are regular expressions over the text as `reading` folds it; those under `all` are understood everywhere. Where
one name begins another (毫米汞柱, 毫米), the longer one's unit comes first.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True)
class Measure:
    """`size` is in the base unit of the `kind`. `adjectives` never follow a number: “daily”."""

    key: str
    kind: str
    size: Fraction
    names: dict[str, str]
    adjectives: dict[str, str]


def _measure(
    key: str, kind: str, size: str | int, *, adjectives: dict[str, str] | None = None, **names: str
) -> Measure:
    return Measure(key, kind, Fraction(size), names, adjectives or {})


_GRAM_AR = "(?:غرام|جرام|قرام)(?:ا|ات)?"
_SMALL_AR = "م(?:ل|لي|يل|يلي|للي) ?"
_LITRE_AR = "لي?تر(?:ا|ات)?"

#: A month has no fixed number of weeks, so months are not of one kind with them.
MEASURES = (
    _measure(
        "mg",
        "mass",
        "1/1000",
        all="mg",
        en="milligram(?:me)?s?|mgs",
        es="miligramos?|mgs",
        fr="milligrammes?",
        ar=f"{_SMALL_AR}(?:{_GRAM_AR}|غم|جم|غ|ج)|مغ|مجم|مج",
        zh="毫克",
    ),
    _measure(
        "µg",
        "mass",
        "1/1000000",
        all="μg|mcg|ug",
        en="micrograms?|microgrammes?",
        es="microgramos?",
        fr="microgrammes?",
        ar=f"م(?:ي|اي)كرو ?(?:{_GRAM_AR}|غم|جم|غ|ج)|مكغم?|مكجم?",
        zh="微克",
    ),
    _measure("ng", "mass", "1/1000000000", all="ng", en="nanograms?", es="nanogramos?", fr="nanogrammes?", zh="纳克"),
    _measure(
        "kg",
        "mass",
        1000,
        all="kgs?",
        en="kilograms?|kilogrammes?|kilos?",
        es="kilogramos?|kilos?",
        fr="kilogrammes?|kilos?",
        ar=f"كيلو ?(?:{_GRAM_AR}|غم|جم)|كيلو|كغم?|كجم?|كلغم?",
        zh="公斤|千克",
    ),
    _measure(
        "g", "mass", 1, all="g|gr", en="grams?|grammes?", es="gramos?", fr="grammes?", ar=f"{_GRAM_AR}|غم?|جم?", zh="克"
    ),
    _measure(
        "ml",
        "volume",
        "1/1000",
        all="ml|cc",
        en="millilit(?:re|er)s?|mls",
        es="mililitros?",
        fr="millilitres?",
        ar=f"{_SMALL_AR}{_LITRE_AR}|مل",
        zh="毫升",
    ),
    _measure("dl", "volume", "1/10", all="dl", en="decilit(?:re|er)s?", es="decilitros?", fr="decilitres?", ar="دل"),
    _measure(
        "l", "volume", 1, all="l(?!')", en="lit(?:re|er)s?", es="litros?", fr="litres?", ar=f"{_LITRE_AR}|ل", zh="升"
    ),
    _measure("mmol", "amount", "1/1000", all="mmol", en="millimoles?", es="milimol(?:es)?", ar="ملي ?مول", zh="毫摩尔"),
    _measure("mEq", "equivalent", "1/1000", all="meq", zh="毫当量"),
    _measure(
        "IU",
        "activity",
        1,
        all="iu|i\\.u\\.|ui|u\\.i\\.",
        en="international units?",
        es="unidad(?:es)? internacional(?:es)?",
        fr="unites? internationales?",
        ar="وحد(?:ة|ات) دولية|و\\.? ?د",
        zh="国际单位",
    ),
    _measure("unit", "units", 1, en="units?", es="unidad(?:es)?", fr="unites?", ar="وحد(?:ة|ات|تان|تين)", zh="单位"),
    _measure(
        "%",
        "share",
        1,
        all="%",
        en="percent|per cent",
        es="por ciento",
        fr="pour cent|p\\.? ?100",
        ar="(?:في |ب)?ال?م(?:ئ|ائ|ي)ة",
    ),
    _measure(
        "°C",
        "temperature",
        1,
        all="[°º] ?c",
        en="degrees? (?:celsius|centigrade)",
        es="grados? (?:celsius|centigrados?)",
        fr="degres? (?:celsius|centigrades?)",
        ar="درج(?:ة|ات) مئوية|° ?م",
        zh="摄氏度|度",
    ),
    _measure(
        "mmHg",
        "pressure",
        1,
        all="mm ?hg",
        en="millimet(?:re|er)s? of mercury",
        es="milimetros? de mercurio",
        fr="millimetres? de mercure",
        ar="(?:مم|ملم|ملي ?مترا?) ?(?:من )?(?:ال)?زئبقي?",
        zh="毫米汞柱",
    ),
    _measure(
        "°F", "fahrenheit", 1, all="[°º] ?f", en="degrees? fahrenheit", es="grados? fahrenheit", fr="degres? fahrenheit"
    ),
    _measure("lb", "pounds", 1, all="lbs?", en="pounds?", es="libras?", fr="livres?", ar="ارطال|رطلا?", zh="磅"),
    _measure("oz", "ounces", 1, all="oz", en="ounces?", es="onzas?", fr="onces?", zh="盎司"),
    _measure("foot", "feet", 1, all="ft", en="foot|feet", es="pies?", fr="pieds?", ar="اقدام|قدما?", zh="英尺"),
    _measure("inch", "inches", 1, en="inch|inches", es="pulgadas?", fr="pouces?", ar="بوص(?:ة|ات)", zh="英寸"),
    _measure(
        "m²",
        "area",
        1,
        all="m\\^?2",
        en="square met(?:re|er)s?",
        es="metros? cuadrados?",
        fr="metres? carres?",
        ar="مترا? مربع|م\\^?2",
        zh="平方米",
    ),
    _measure("cm", "length", "1/100", all="cm", en="centimet(?:re|er)s?", es="centimetros?", ar="سم", zh="厘米"),
    _measure(
        "mm", "length", "1/1000", all="mm(?! ?hg)", en="millimet(?:re|er)s?", es="milimetros?", ar="مم", zh="毫米"
    ),
    _measure(
        "second",
        "time",
        1,
        en="seconds?|secs?",
        es="segundos?|s|seg",
        fr="secondes?|s",
        ar="ثاني(?:ة|تان|تين)|ثوان(?:ي)?",
        zh="秒钟?",
    ),
    _measure(
        "minute",
        "time",
        60,
        all="min",
        en="minutes?|mins?",
        es="minutos?|mins?",
        fr="minutes?|mn",
        ar="دقيق(?:ة|تان|تين)|دقائق|دقايق",
        zh="分钟",
    ),
    _measure(
        "hour",
        "time",
        3_600,
        all="h|hrs?",
        en="hours?|hourly",
        es="horas?|hs",
        fr="heures?",
        ar="ساع(?:ة|ات|تان|تين)",
        zh="小时|钟头",
    ),
    _measure("quarter of an hour", "time", 900, zh="刻钟"),
    _measure(
        "day",
        "time",
        86_400,
        en="days?",
        es="dias?",
        fr="jours?|journees?|j",
        ar="يوم(?:ا|ان|ين)?|ايام",
        zh="天|(?<!星期)日",
        adjectives={
            "en": "daily|nightly",
            "es": "diari[oa]s?|diariamente",
            "fr": "quotidien(?:ne)?s?|quotidiennement|journaliers?|journalieres?",
            "ar": "يوميا?|يومية",
        },
    ),
    _measure(
        "week",
        "time",
        604_800,
        en="weeks?|wks?",
        es="semanas?",
        fr="semaines?|sem",
        ar="اسبوع(?:ا|ان|ين)?|اسابيع",
        zh="周(?!岁)|星期|礼拜",
        adjectives={"en": "weekly", "es": "semanal(?:es)?", "fr": "hebdomadaires?", "ar": "اسبوعيا?|اسبوعية"},
    ),
    _measure(
        "month",
        "months",
        1,
        en="months?",
        es="mes|meses",
        fr="mois",
        ar="شهر(?:ا|ان|ين)?|اشهر|شهور",
        zh="(?<=[个半])月",
        adjectives={
            "en": "monthly",
            "es": "mensual(?:es)?",
            "fr": "mensuel(?:le)?s?",
            "ar": "شهريا?|شهرية",
            "zh": "(?<=每)月",
        },
    ),
    _measure(
        "year",
        "months",
        12,
        en="years?|yrs?",
        es="años?",
        fr="ans?|annees?",
        ar="سن(?:ة|وات|تان|تين|ين)|سنوات|عام(?:ا|ان|ين)?|اعوام",
        zh="年(?!代)|周?岁",
        adjectives={"en": "yearly|annual(?:ly)?", "es": "anual(?:es)?", "fr": "annuel(?:le)?s?", "ar": "سنويا?|سنوية"},
    ),
)
