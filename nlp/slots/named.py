"""Whom staff speak of: 何桂兰, 段大爷, 小梁, a household's surname; and who stands in for whom."""

import re
from collections.abc import Callable, Iterator

from core.late import late
from nlp.normalize import Text
from nlp.slots.names import SURNAMES

_DOUBLE = "|".join(sorted((s for s in SURNAMES if len(s) > 1), key=len, reverse=True))
_SURNAME = rf"(?:{_DOUBLE}|[{''.join(s for s in SURNAMES if len(s) == 1)}])"
_TITLE = (
    "老爷子|老太太|老太|老人家|老奶奶|阿婆|婆婆|奶奶|爷爷|大爷|大妈|大娘|大叔|大姐|大哥|大嫂|大伯|老伯|伯伯|"
    "阿姨|叔叔|师傅|老师|医生|先生|女士|小姐|嫂子|婆|姨|叔|伯|姐|哥|嫂|爷|娘"
)
_CALLED = rf"{_SURNAME}(?:{_TITLE})|[小老阿]{_SURNAME}(?![\u4e00-\u9fff]?[区时师年板家百])"
# Words that begin like a name; whoever is called 楼 or 查 is asked for by the door.
_NOT_CALLED = re.compile(
    r"老师|小时|老房|小车|小米|小麦|小花|小路|老干|小单|老年|小门|小高层|老汉|家|"
    r"明[早晚天年后儿]|周[一二三四五六日末]|单[子元]|[查连边楼全蓝封应莫时]|原[样文来话]|干咳|桑拿|高[楼层烧温压]|"
    r"南[片区门边]|冷[死了]|门[口卫岗]|安[全排心]|方[便法]|成[功都]|车[位子]|水[管电表]"
)

_GIVEN = (
    r"[^\W\da-zA-Z_我你他她它是在有的住从到去回来要和与跟电联都就了也吗呢没不把被给让请问代替报]"
)
_BEFORE = (
    r"(?:^|(?<=那个)|(?<=这个)|(?<=一下)|(?<=问了)|(?<=量了)|(?<=[\s,。:;!?“”\"'、()0-9的给替帮跟和把叫查找问让对同与代回将那]))"
    r"(?:告诉|转告|告知|通知|监测|观察|解除|停止|结束|代报|登记|录入|新增|户主|叫|是|那个|这个|室|户|房|号)?\s*"
)
_AFTER = (
    r"(?=$|[\s,。:;!?“”\"'、()\d的]|这|那|昨|今|明|前|后|最|上|下|从|先|住|家|一|两|二|三|四|五|七|十|几|是|在|有|没|还|到|搬|换|去|回|报|说|讲|"
    r"电话|手机|微信|年龄|身份证|名字|常年|病|加|列|纳|延|再|期|满|出|核酸|抗原|监测|观察|体温|退|好|不|和|跟|与|她|他|改|被|门|要|也|每|提|给|刚|已|确|误|"
    r"做|管|转|离|过世|走|男|女|密接|隔离|发|了|吗|替|顶|代|接|值|什么|怎|多|早|晚|解|停|结|名|重|原|录|登|同意|让|为|量|烧|咳)"
)
_ENDS = r"(?=$|[\s,。:;!?“”\"'、()\d])"
# A name of three that ends with its clause is not cut to make room for a verb: 志刚, not 志.
# 谭永刚解除, 蒋德明下午: what may begin another word belongs to the name before these.
_LONGER = rf"{_SURNAME}{_GIVEN}[刚明](?=解除|上午|下午|早上|晚上|中午|[今昨]天|体温|发[个条一]|说一|在家|也|可以|到期|是不是|没|不)"
_FULL = re.compile(
    rf"{_BEFORE}(?P<name>{_SURNAME}{_GIVEN}{{1,2}}{_ENDS}|{_LONGER}|{_SURNAME}{_GIVEN}{{1,2}}?{_AFTER})"
)
_CALLS = re.compile(_CALLED)
_SURNAMED = re.compile(rf"姓(?P<name>{_SURNAME})(?!名)")
_ONE = re.compile(r"同一?个人|一个人(?!住|在)|合并|合一|重复|并一下|并了|别记两遍")
_SUBSTITUTE = late(
    r"(?:[跟和与找]\s*)(?P<one>{n})\s*(?:换|对调|调班?)|(?P<two>{n})\s*(?:替|顶|代班?|接班?|盯|帮我|值|来值|管)"
    r"|(?:替班|代班|顶班)(?:的?是?|改成)?\s*(?P<three>{n})".replace(
        "{n}", rf"(?:{_CALLED}|{_SURNAME}{_GIVEN}{{1,2}}?)"
    )
)

IsWord = Callable[[str], bool]


def spans(text: Text, is_word: IsWord) -> list[tuple[int, str]]:
    """Return everybody who is named, and where; `is_word` tells an ordinary word from a name."""
    return sorted(_all(text.clean, is_word))


def _all(clean: str, is_word: IsWord) -> Iterator[tuple[int, str]]:
    for called in _CALLS.finditer(clean):
        if not _NOT_CALLED.match(called[0]):
            yield called.start(), called[0]
    at = 0
    while (match := _FULL.search(clean, at)) is not None:
        name, at = match["name"], match.start("name") + 1
        begins = name if name[:2] in SURNAMES else name[:2]
        if not is_word(name) and not is_word(begins) and not _NOT_CALLED.match(name):
            yield match.start("name"), name
    for surname in _SURNAMED.finditer(clean):
        yield surname.start("name"), surname["name"]


def read_same(text: Text, is_word: IsWord) -> list[str]:
    """Return the names that are said to be one person's."""
    if not _ONE.search(text.clean):
        return []
    found: dict[int, str] = {}
    for at, name in spans(text, is_word):
        if not any(start <= at < start + len(kept) for start, kept in found.items()):
            found[at] = name
    names = list(dict.fromkeys(found.values()))
    return names if len(names) > 1 else []


def read_substitute(text: Text) -> str | None:
    """Return who stands in."""
    for match in _SUBSTITUTE.finditer(text.clean):
        name = match["one"] or match["two"] or match["three"]
        if name and not _NOT_CALLED.match(name):
            return name
    return None
