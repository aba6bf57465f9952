"""Full names beside a reading: 刘浩然, 王有福, 上官云珠; and what only begins like a surname."""

import re
from functools import cache
from importlib import resources

import marisa_trie

from nlp.slots.names import BARE, SURNAMES
from nlp.slots.temperature import given

_NO_NAME = re.compile(
    rf"(?!{given.LIKE_A_DAY}|周天[佑宇翔赐龙昊恩爱阳泽])周[一二三四五六日末天]|高[烧热温压低于达过到]|左[右边侧耳手腋面]|房[东间屋客]|时[间候刻]|温[度水热]|常[常见温]|单[元位]|司机|安好|安全|康复|常规|方[便才]|万幸|高兴|于是|乐观|路上|牛奶|平静|和好|[一-龥][以之][前后来内]|钟[点头]|周(?:早产|岁)|[一-龥]{1, 2}工$"
)
_NO_GIVEN = re.compile(
    r"[咳嗽痛疼吐泻晕烧温度量测热午晚早次时点在是有到了说上下约最概部该家的都体来人候日低高多正常然后今昨样我你他她后内外前会也还就又再出入左右氏内室房均区]|(?:[今昨前明后当每白整一两二三四五六七八九十几半多]|星期|礼拜)天"
)
# What a word before a reading is made of, and many a given name too: 有福, 家豪, 来娣, 浩然, 会英.
_GIVEN_TOO = frozenset("有家来人日高多正常然前会时晚早出约也上大中后外内在左样才后度候")
# Surnames that begin many a word before a reading: 曾有, 时常, 于是, 全家.
_BEGIN_WORDS = frozenset(
    "时于常应温平安全连单简易方满明和路文向边左白黄金花牛包房水冷成华盛曾万原管许莫严毕商尚郁强谢楼车门党师官干年别都古初"
)
# Those that are words by themselves before a verb.
_HOW = frozenset("时于常应连单简和路向边后都全将曾原车水冷花包牛房门班")
# 林晚38.6 is of somebody; 周晚 and 当晚 are not.
_EARLY_OR_LATE = re.compile(r"[^周时成单当每][早晚]")


def is_full_name(word: str) -> bool:
    """Tell whether a word is somebody's surname and given name."""
    if given.is_word(word) or _NO_NAME.match(word) or not BARE.fullmatch(word):
        return False
    if word[0] in _BEGIN_WORDS and given.is_doing(word):
        return False  # 连续, 曾经
    rest = word[2:] if word[:2] in SURNAMES else word[1:]  # 上官敏
    if _EARLY_OR_LATE.fullmatch(word) or given.is_doubled(rest):
        return True  # 林晚, 钱多多
    return not _NO_GIVEN.search(rest) or _is_chosen(word, rest)


def _is_chosen(word: str, rest: str) -> bool:
    """Tell 刘浩然, 王有福 and 李正 from 时常有 and 高会有."""
    begins_word = word[0] in _BEGIN_WORDS
    if begins_word and (len(rest) < 2 or _begins_like_word(word)):
        return False  # 时常有; and 包文正 is somebody
    if word[0] in _HOW and (given.is_doing(rest) or not all(given.is_chosen(ch) for ch in rest)):
        return False  # 曾高烧, 常上班; and 于浩然 is somebody
    if is_in_dictionary(word):
        return False
    if not all(ch in _GIVEN_TOO or not _NO_GIVEN.match(ch) for ch in rest):
        return False
    return len(rest) == 1 or any(not _NO_GIVEN.match(ch) for ch in rest)


def _begins_like_word(word: str) -> bool:
    """Tell 白天里 and 黄家里 from 黄家豪."""
    if word[1] == "家":
        return word[2] in "里中人都有"
    return given.is_common(word[:2])


def may_be_full_name(word: str) -> bool:
    """Tell what nobody reads as a name but begins like one, and is no word: whose it is, is asked."""
    if len(word) == 2 and word[1] == "家":
        return word[0] not in _BEGIN_WORDS  # 王家38.1
    return (
        BARE.fullmatch(word) is not None
        and word[0] not in _BEGIN_WORDS
        and word[0] != "高"  # 高到39.5
        and not (given.is_word(word) or _NO_NAME.match(word) or is_in_dictionary(word))
        and not is_in_dictionary(word[:2])
    )


# Surnames that begin what is paid, done for somebody or told of a year: 付建军, 代小红.
_SURNAMES_TOO = frozenset("付代惠年")
# Characters that stand in names and in hardly a word.
_IN_NAMES = re.compile(
    r"[娜婷莉娟娅妮萍倩雯莹颖媛嫣婧妍璐瑶琪琳玥玺轩昊睿萱娥淑茹蓉薇蕊菲芸彪斌鑫淼钰铭钊炜烨煜炳泓宸磊嵩骏鹏麒麟莎妞琛璇瑾珊珂玮翔烊]"
)
_NEVER_IN_NAMES = re.compile(
    r"[的了是在我你他她它们和跟与没不吃喝睡起床量测烧退吐咳疼痛晕药针饭班学校医院]"
)


def sounds_like_name(word: str) -> bool:
    """Tell a word that can only be somebody's name, whoever it is: 易烊千玺, 乌日娜."""
    begins_deed = word[0] in _SURNAMES_TOO and all(
        given.is_chosen(ch) or ch == "小" for ch in word[1:]
    )
    return bool(begins_deed or _IN_NAMES.search(word)) and not (
        _NEVER_IN_NAMES.search(word) or given.is_common(word)
    )


@cache
def _begun_like_names() -> marisa_trie.Trie:
    """Return the words of a dictionary that begin with a surname and are nobody's name."""
    words = set()
    with resources.files("jieba").joinpath("dict.txt").open(encoding="utf-8") as lines:
        for line in lines:
            if line[0] in SURNAMES and " " in line[2:4]:
                word, _, kind = line.split()
                if kind[:2] != "nr":
                    words.add(word)
    return marisa_trie.Trie(list(words))


def is_in_dictionary(word: str) -> bool:
    """Tell whether a word of two or three characters stands in a dictionary, not as a name."""
    return word in _begun_like_names()
