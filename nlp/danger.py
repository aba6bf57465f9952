"""Words that say a life is in danger, whatever else the message says."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal, cast

from nlp.normalize import simplify

Kind = Literal["body", "mind", "rescue"]

SIGNS = Path(__file__).with_name("dangers.txt")

# No message of the platform has more than 2,048 bytes (680 characters): all of it is read; of a longer
# text from elsewhere the beginning and the end, where a cry for help stands.
HEAD, TAIL = 700, 300
NEARBY = 60

_SENTENCE = re.compile(r"(?<=[。!?;\n])")
_SIGNS_BETWEEN = re.compile(r"[^\w,。!?;]|_")

# Said right before a sign, these deny it …
_DENIED = re.compile(
    r"((?<!是)不(是|会|觉得|感到|存在|至于|怎么|太)?|(?<![有还])没(有)?(再)?(出现|过|什么|任何|觉得|感到|感觉|发生|啥)?|"
    r"[无未冇](出现|见|任何|明显)?|并非|否认|从不|从没|别|不要|也不|都不)"
    r"(明显|任何|再|发热|发烧|咳嗽|胸闷|气短|头痛|头晕|乏力|恶心|呕吐|呼吸困难|胸痛|心慌|抽搐|昏迷|和|或者?|及|与|、|,|也|没|不|有|的|过|是|太|很|什么|或)*$"
)
# … these make it a thought about what might be, unless it has happened …
_SUPPOSED = re.compile(
    r"(如果|假如|要是|万一|若|一旦|假设|会不会|(?<!怎么)会(?!儿)|可能|怕|担心|导致|引起|造成|引发|预防|防止|避免|出现|发生|提示|属于|算|当)[^,。!?;]{0,9}$"
)
# Long over, or a matter of the mask.
_PAST = re.compile(r"^(病?史|后遗症|过[一两二三几]?[次回]|术后|恢复期|三年|多年)")
_MASK = re.compile(r"戴[^,。!?;]{0,4}(口罩|n95)[^。!?;]{0,5}$")
_HAPPENED = re.compile(r"^[^,。!?;]{0,4}了(?!怎么办|咋办|该|的话|会|能|要)")
# … and these ask what is generally so.
_GENERAL = re.compile(
    r"症状|表现|征兆|信号|体征|前兆|什么是|是什么(意思|病|情况|症)|哪些|区别|概率|几率|风险|多久|后遗症|副作用|不良反应|并发症|预防|避免|防止|"
    r"真的(吗|假)|听说|网传|据说|谣言|辟谣|流程|政策|规定|医保|报销|补贴|收费|多少钱|(如何|怎么|怎样|咋)(识别|判断|分辨|辨别|预防|避免|防)|"
    r"为什么(会|有些|有的)|什么(时候|情况)(下)?(需要|要|该|应该|才)|应?该?如何|知识|科普|讲座|培训|新闻|电视|宣传|演练|小说|叫什么|"
    r"(正常|常见|严重)(吗|么)|指什么|属于|热线|电话是|应急|培训|急救(方法|措施|步骤|培训|知识)|怎么回事|有没有|处置|人员|患者|病例|市民|群众"
)
_OWN = re.compile(
    r"我(?!们?(想(问|了解|知道|咨询)|听|看(到|见)|应|是否|需|该|可以|能))|俺|咱|家里|老伴|老公|老婆|媳妇|[爸妈爷奶姥爹娘]|孩子|宝宝|娃|老人|儿子|女儿|邻居|楼[上下]|隔壁|室友|"
    r"同事|[他她]|有人|现在|刚才|刚刚|突然|忽然|昨晚|今早|快[来点叫打]|赶紧|救护车|\d(岁|床|栋|楼|号|单元)|已经|半天|受不了|救[命救我]"
)


@dataclass(frozen=True, slots=True)
class Sign:
    """One danger: its name, whose help it takes, and how people say it."""

    name: str
    kind: Kind
    pattern: re.Pattern[str]


@cache
def _signs() -> tuple[Sign, ...]:
    lines = [line.split("\t") for line in SIGNS.read_text("utf-8").splitlines()]
    return tuple(
        Sign(line[0], cast(Kind, line[1]), re.compile(line[2])) for line in lines if len(line) == 3
    )


@cache
def _any() -> re.Pattern[str]:
    return re.compile("|".join(sign.pattern.pattern for sign in _signs()))


def find(text: str) -> str | None:
    """Return the name of the danger a message speaks of, if it does."""
    cut = text if len(text) <= HEAD + TAIL else f"{text[:HEAD]}。{text[-TAIL:]}"
    sentences = _plain(cut)
    whole = "".join(sentences)
    if not _any().search(whole):
        return None
    own = bool(_OWN.search(whole))
    for sentence in sentences:
        for sign, match in _found(sentence):
            if not _harmless(sentence, match, own):
                return sign.name
    return None


def kind(word: str) -> Kind:
    """Tell whether a danger wants an ambulance, somebody to talk to, or to be got out."""
    return next(sign.kind for sign in _signs() if sign.name == word)


def _plain(text: str) -> list[str]:
    """Return the sentences without the spaces and signs that people put between characters."""
    simple = simplify(text).lower().replace("，", ",")
    return [_SIGNS_BETWEEN.sub("", part) for part in _SENTENCE.split(simple) if part.strip()]


def _found(sentence: str) -> Iterator[tuple[Sign, re.Match[str]]]:
    for sign in _signs():
        for match in sign.pattern.finditer(sentence):
            yield sign, match


def _harmless(sentence: str, match: re.Match[str], own: bool) -> bool:
    # What is said far from the sign does not change it, and looking for it takes time.
    before = sentence[max(0, match.start() - NEARBY) : match.start()]
    after = sentence[match.end() : match.end() + NEARBY]
    if _DENIED.search(before) or _PAST.search(after) or _MASK.search(before):
        return True
    if _SUPPOSED.search(before) and not _HAPPENED.search(after):
        return True
    return not own and bool(_GENERAL.search(sentence))
