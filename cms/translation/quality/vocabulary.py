"""Number words of the languages of the content, as `reading` folds them: in lower case, without accents or vowels.

To add a language, add its words to the tables: what counts and is put together (“twenty”, “five”), what counts by
itself (“half an hour”), what has a value but takes no unit (“second”, “twice”), and what multiplies (“million”).
"""

from __future__ import annotations

from fractions import Fraction

Words = dict[str, tuple[Fraction, ...]]


def _row(first: int, words: str, *, step: int = 1) -> Words:
    """Words in the order of their values; those of one value are joined by a slash."""
    return {
        word: (Fraction(first + step * place),) for place, same in enumerate(words.split()) for word in same.split("/")
    }


def _values(**values: str) -> Words:
    """Words by what they may mean: `quarter="1/4"`, `segundo="2"`, `cuarto="4 1/4"`."""
    return {word: tuple(map(Fraction, meanings.split())) for word, meanings in values.items()}


#: Cardinal numbers. They are put together: “twenty-five”, “cent vingt”.
COUNTING: dict[str, Words] = {
    "en": {
        **_row(0, "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen"),
        **_row(16, "sixteen seventeen eighteen nineteen"),
        **_row(20, "twenty thirty forty fifty sixty seventy eighty ninety hundred", step=10),
        **_values(thousand="1000", million="1000000"),
    },
    "es": {
        **_row(0, "cero un/uno/una dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince"),
        **_row(16, "dieciseis diecisiete dieciocho diecinueve veinte veintiun/veintiuno/veintiuna veintidos"),
        **_row(23, "veintitres veinticuatro veinticinco veintiseis veintisiete veintiocho veintinueve"),
        **_row(30, "treinta cuarenta cincuenta sesenta setenta ochenta noventa cien/ciento", step=10),
        **_row(200, "doscientos/doscientas trescientos/trescientas cuatrocientos/cuatrocientas", step=100),
        **_row(500, "quinientos/quinientas seiscientos/seiscientas setecientos/setecientas", step=100),
        **_row(800, "ochocientos/ochocientas novecientos/novecientas mil", step=100),
    },
    "fr": {
        **_row(0, "zero un/une deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize"),
        **_row(20, "vingt/vingts trente quarante cinquante soixante septante huitante/octante nonante", step=10),
        **_values(cent="100", cents="100", mille="1000"),
        **{word: (Fraction(80),) for word in ("quatre-vingt", "quatre-vingts", "quatre vingt", "quatre vingts")},
    },
    "ar": {
        **_row(
            0,
            "صفر واحد/واحدة/احد/احدي/حادي/حادية اثنان/اثنين/اثنتان/اثنتين/اثنا/اثنتا/اثني/اثنتي ثلاث/ثلاثة اربع/اربعة",
        ),
        **_row(5, "خمس/خمسة ست/ستة سبع/سبعة ثمان/ثماني/ثمانية تسع/تسعة عشر/عشرة"),
        **_row(20, "عشرون/عشرين ثلاثون/ثلاثين اربعون/اربعين خمسون/خمسين ستون/ستين سبعون/سبعين", step=10),
        **_row(80, "ثمانون/ثمانين تسعون/تسعين مئة/مائة", step=10),
        **_row(200, "مئتان/مئتين/مائتان/مائتين ثلاثمئة/ثلاثمائة اربعمئة/اربعمائة خمسمئة/خمسمائة", step=100),
        **_row(1_000, "الف/الاف الفان/الفين", step=1_000),
        **_values(مليون="1000000"),
    },
}

#: Take a unit, but are not put together with what counts: “half an hour”, “une vingtaine d’heures”.
LONELY: dict[str, Words] = {
    "en": _values(a="1", an="1", half="1/2", quarter="1/4", dozen="12"),
    "es": _values(media="1/2", medio="1/2", cuarto="1/4 4", cuartos="3/4 1/4", docena="12", decena="10", veintena="20"),
    "fr": _values(demi="1/2", demie="1/2", quart="1/4", quarts="3/4 1/4", dizaine="10", douzaine="12", quinzaine="15")
    | _row(20, "vingtaine trentaine quarantaine cinquantaine soixantaine", step=10),
    "ar": _values(نصف="1/2", ربع="1/4"),
}

#: Ordinals, parts and multiples.
OTHER: dict[str, Words] = {
    "en": {
        **_row(
            1, "first/once/single/each/every/daily/weekly/monthly/yearly/hourly second/twice/double/both/pair/couple"
        ),
        **_row(3, "third/thrice/triple/treble fourth/quadruple fifth sixth seventh eighth ninth tenth/decade"),
        **_row(11, "eleventh twelfth/dozens thirteenth fourteenth/fortnight fifteenth sixteenth seventeenth"),
        **_row(18, "eighteenth nineteenth twentieth/twenties"),
        **_row(30, "thirties forties fifties sixties seventies eighties nineties", step=10),
        **_values(halves="1/2", thirds="1/3 2/3", quarters="1/4 3/4", midnight="0 24", noon="12"),
    },
    "es": {
        **_row(1, "primer/primero/primera/primeros/primeras segundo/segunda/doble/par/ambos/ambas"),
        **_row(3, "tercer/triple cuarta quinto/quinta sexto/sexta septimo/septima octavo/octava"),
        **_row(9, "noveno/novena decimo/decima/decada undecimo/undecima duodecimo/duodecima/docenas"),
        **_row(15, "quincena"),
        **_row(20, "vigesimo/vigesima"),
        **_values(mitad="1/2", tercio="1/3", tercios="1/3 2/3", tercera="3 1/3", terceras="1/3 2/3", tercero="3"),
        **_values(cuarta="4 1/4", cuartas="1/4 3/4", millon="1000000", millones="1000000"),
    },
    "fr": {
        **_row(
            1, "premier/premiere/premiers/premieres second/seconde/deuxieme/double/paire troisieme/triple quatrieme"
        ),
        **_row(5, "cinquieme sixieme septieme huitieme neuvieme dixieme/decennie onzieme douzieme"),
        **_row(13, "treizieme quatorzieme quinzieme seizieme dix-septieme dix-huitieme dix-neuvieme"),
        **_row(20, "vingtieme"),
        **_values(moitie="1/2", tiers="1/3 2/3 3", million="1000000", millions="1000000"),
    },
    "ar": {
        **_row(1, "اول/اولي/مرة ثان/ثاني/ثانية/مرتان/مرتين/ضعف/ضعفي/ضعفين/كلا/كلتا ثالث/ثالثة رابع/رابعة خامس/خامسة"),
        **_row(6, "سادس/سادسة سابع/سابعة ثامن/ثامنة تاسع/تاسعة عاشر/عاشرة/عقد"),
        **_row(20, "عشرينيات/عشرينات ثلاثينيات/ثلاثينات اربعينيات/اربعينات خمسينيات/خمسينات", step=10),
        **_row(60, "ستينيات/ستينات سبعينيات/سبعينات ثمانينيات/ثمانينات تسعينيات/تسعينات", step=10),
        **_values(ثلث="1/3", ثلثا="2/3", ثلثي="2/3", ثلثين="2/3", ارباع="3/4"),
    },
}

#: What multiplies a number in digits: “1.5 million”.
SCALES: dict[str, dict[str, int]] = {
    "en": {"thousand": 10**3, "million": 10**6, "billion": 10**9},
    "es": {"mil millones": 10**9, "mil": 10**3, "millon": 10**6, "millones": 10**6},
    "fr": {"mille": 10**3, "million": 10**6, "millions": 10**6, "milliard": 10**9, "milliards": 10**9},
    "ar": {"الف": 10**3, "الاف": 10**3, "مليون": 10**6, "ملايين": 10**6, "مليار": 10**9},
    "zh": {"千": 10**3, "万": 10**4, "百万": 10**6, "千万": 10**7, "亿": 10**8},
}
