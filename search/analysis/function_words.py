"""The words of a query that say little: articles, pronouns, question words, and what people put around the thing."""

from __future__ import annotations

#: Folded, as `plain` folds them.
_BY_LANGUAGE: dict[str, frozenset[str]] = {
    language: frozenset(words.split())
    for language, words in {
        "en": """
            a an the this that these those some any
            i im ive me my myself you your he him his she her it its we us our they them their
            am is are was were be been being do does did dont doesnt have has had having
            can cant cannot could will would should may might must
            what whats which who why how when where whether if
            and or but not no so than then there as
            of in on at to for from by with without about into after before during
            wont isnt wasnt since between over up out off while
            get gets got getting go going goes please tell know
            icd icd10 icd11 code
        """,
        "es": """
            el la los las lo un una unos unas este esta estos estas esto ese esa eso
            yo me mi mis tu tus te ti se su sus nos nuestro nuestra le les
            es son soy era ser estar estoy estan fue hay he ha han haber tengo tiene tienen tener
            que cual cuales quien como cuando donde cuanto por porque si no ni
            de del al a en con sin para sobre entre desde hasta y e o u pero mas muy tan
            ya cada puedo puede pueden poder debo debe hacer hago hace ando traigo
            cie cie10 cie11 codigo
        """,
        "fr": """
            le la les l un une des du de d au aux ce cet cette ces
            je j me m moi mon ma mes tu te t ton ta tes il elle on nous vous ils elles se s
            sa son ses notre votre leur leurs
            est sont suis etait etre ai as a ont avoir avez y en
            que qu quoi quel quelle quels quelles qui comment quand ou pourquoi combien si ne n pas ni
            et mais donc or car dans sur sous par pour avec sans chez entre vers apres avant plus tres
            puis peut peux peuvent pouvoir dois doit faire fait c cest
            cim cim10 cim11 code
        """,
        "ar": """
            ما ماذا ماهو ماهي من هل كيف متي اين لماذا لما كم اي ايه مين ليش شو وش ازاي
            هو هي هم هن انا انت نحن هذا هذه هولا ذلك تلك الذي التي الذين
            في علي عن الي مع بين عند حول بعد قبل خلال حتي منذ بدون لدي عندي
            و او ام ثم لكن ان لا لم لن ليس قد كل بعض غير
            كان كانت يكون تكون يمكن ممكن يجب اريد
            لي لك له لها فيه منه عنه اذا معني افعل
        """,
        # Also where runs of characters are split. Only such as are hardly ever part of a medical word: 后 is not here
        # for 产后, nor 有 for 有氧.
        "zh": """
            怎么办 怎么回事 会怎么样 怎么样 怎么 怎样 什么是 是什么 为什么 什么 如何 是否 是不是 能不能 可不可以 可以
            会不会 要不要 有没有 有哪些 哪些 有什么 多久 老是 请问 关于 以及 或者 还是 如果 因为 应该 我们 你们 他们
            吗 呢 吧 啊 的 了 和 与 或 及 是 我 你 您 他 她
        """,
    }.items()
}

CHINESE = _BY_LANGUAGE["zh"]


def says_little(word: str, language: str) -> bool:
    """Whether a folded word is a function word of the language."""
    return word in _BY_LANGUAGE.get(language, frozenset())
