"""Chinese without spaces: runs of characters are read as single characters and pairs, and split at function words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from search.analysis.function_words import CHINESE
from search.analysis.letters import plain

if TYPE_CHECKING:
    from collections.abc import Iterator

#: Traditional characters of the names of complaints, each with the simplified one it is read as.
_TRADITIONAL_SIMPLIFIED = """
    憂忧 鬱郁 癲癫 癇痫 創创 傷伤 強强 壓压 礙碍 慮虑 緒绪 腦脑 頭头 經经 癥症 狀状 證证 驗验 診诊 斷断
    療疗 藥药 醫医 師师 護护 檢检 預预 發发 熱热 風风 濕湿 關关 節节 腫肿 脹胀 癢痒 無无 覺觉 識识 癱瘫
    瘓痪 異异 應应 後后 複复 雜杂 區区 帶带 皰疱 專专 慣惯 綜综 減减 輕轻 緩缓 體体 運运 動动 飲饮 臉脸
    頸颈 與与 個个 嗎吗 麼么 樣样 為为 這这 說说 問问 題题 還还 會会 沒没 點点 腸肠 氣气 養养 種种 類类
    瘡疮 膚肤 潰溃 瘍疡 內内 臟脏 聽听 視视 導导 時时 間间 過过 繼继 續续 長长 鎮镇 靜静 劑剂 顫颤 夢梦
    懼惧 緊紧 張张 癮瘾 顱颅 損损 傳传 遺遗 質质 輸输 盤盘 頻频 暈晕 嘔呕 瀉泻 險险 雙双 極极 懷怀 嬰婴
    兒儿 婦妇 產产 認认 記记 憶忆 隱隐 週周 圍围 纖纤 維维 腎肾 膽胆 貧贫 壞坏 燒烧 戰战 離离 親亲
"""
_TRADITIONAL = str.maketrans({pair[0]: pair[1] for pair in _TRADITIONAL_SIMPLIFIED.split()})

#: 吗啡 is morphine, and no question.
_FUNCTION_WORD = re.compile("|".join(sorted(CHINESE, key=len, reverse=True)).replace("吗", "吗(?!啡)"))

#: Words that are asked for with many a complaint: what stands beside one belongs to another word.
_GENERAL = re.compile(
    "治疗|症状|原因|病因|方法|药物|诊断|预防|检查|患者|病人|手术|皮肤|肿胀|发作|失眠|疼痛|偏?头痛"
    "|综合[征症]|障碍|(?:带状)?疱疹|癫痫症?|抑郁症?|焦虑症?|强迫症?"
)

#: Characters between two words that writers leave out as easily: 疱疹后神经痛 and 疱疹神经痛.
_LEFT_OUT = frozenset("后的性之")
_AFTER, _KIND = "后", "性"

#: One character that says by itself what the pair says: 神经痛 is found for 神经疼痛.
_SHORT = {"疼痛": "痛"}


@dataclass(frozen=True, slots=True)
class Piece:
    """Some characters of a run: `text` as they are read, `first` and `last` their places in the run, both included."""

    text: str
    first: int
    last: int
    is_function_word: bool = False


def simplified(text: str) -> str:
    return text.translate(_TRADITIONAL)


def characters(run: str, language: str) -> tuple[str, list[int]]:
    """The characters of a run as they are read, and the place of each in what was written."""
    read = [(plain(character), place) for place, character in enumerate(run)]
    text = "".join(character for character, _ in read)
    return simplified(text) if language == "zh" else text, [place for character, place in read if character]


def found_by(text: str) -> Iterator[Piece]:
    """All that a run is found by: single characters, pairs, pairs around what may be left out, function words."""
    for piece in _split(text, _FUNCTION_WORD):
        if piece.is_function_word and len(piece.text) > 1:
            yield piece
    for place, character in enumerate(text):
        yield Piece(character, place, place)
    for segment in _split(text, _FUNCTION_WORD):
        if not segment.is_function_word:
            for place in range(segment.first, segment.last):
                yield Piece(text[place : place + 2], place, place + 1)
    for place in range(1, len(text) - 1):
        if text[place] in _LEFT_OUT:
            yield Piece(text[place - 1] + text[place + 1], place - 1, place + 1)


def asked_by(text: str) -> Iterator[tuple[str, tuple[tuple[str, ...], ...], bool]]:
    """The words of a run in a query: as written, their readings, and whether it is a function word."""
    for segment in _split(text, _FUNCTION_WORD):
        if segment.is_function_word:
            yield segment.text, ((segment.text,),), True
            continue
        for word in _split(segment.text, _GENERAL):
            yield from _pairs(word.text)


def _pairs(text: str) -> Iterator[tuple[str, tuple[tuple[str, ...], ...], bool]]:
    if len(text) == 1:
        yield text, ((text,),), text in _LEFT_OUT
    for place, (left, right) in enumerate(pairwise(text)):
        pair = left + right
        readings = [(pair,)]
        if pair in _SHORT:
            readings.append((_SHORT[pair],))
        elif left == _AFTER:
            readings.append((right,))
        elif (right == _AFTER and place + 2 < len(text)) or (right == _KIND and place > 0):
            readings.append((left,))  # 产后抑郁, 神经性; but 产后 and 慢性 are words
        yield pair, tuple(readings), False


def _split(text: str, pattern: re.Pattern[str]) -> Iterator[Piece]:
    """The text in order, in what matches the pattern and what is between."""
    end = 0
    for match in pattern.finditer(text):
        if match.start() > end:
            yield Piece(text[end : match.start()], end, match.start() - 1)
        end = match.end()
        yield Piece(match.group(), match.start(), end - 1, is_function_word=True)
    if end < len(text):
        yield Piece(text[end:], end, len(text) - 1)
