"""Whose readings are that nobody was named for before: whom the end of the message names."""

import re
from dataclasses import replace

from nlp.slots.relations import CANONICAL
from nlp.slots.temperature import named
from nlp.slots.temperature.reading import SOMEBODY, Reading

_OURS = r"(?:(?:我们?|俺们?|咱们?|阿拉)?(?:家里?|屋里)?的?)"
# What may stand between the number and whom it is of: 度, (早), 哦对了, 那个, 人.
_LEAD = r"(?:\([^)\d]{1,6}\)|度|[^一-龥\d]|哎呀?|唉|诶|又(?=是)|哦|噢|啊|嗯|呃|对了?(?=[,\s是])|忘了?说|[那这]个?(?:数字?|体温)?(?=是|就|也|都)|人(?=是)|其实|就(?=是)|也(?=就?是))*"
_OF = r"(?:(?:今[天早晚]|昨[天晚]|刚才)?的(?:体温|温度|数据?|数字|度数|读数|记录|结果)?|[量测]的)"
_SO = r"[)啊呀哦哈呢嘛\s~]*(?=$|[,。;!?]|不是)"
_HOW_MANY = r"(?:(?:这|那|前)?(?:[两二三四五六七几\d]|好几)(?:天|次|回|个|遍|条|组)(?:数字?|体温)?|[俩仨]|全部|通通|统统|以上|上面|上述|早晚|早中晚|这些)"
# 都是女儿一个人的, 两天都是我妈的, 一天量三次,都是我姐.
_ALL_OF = re.compile(
    rf"{_LEAD}(?:[^,。;!?\d我俺]{{1,8}}[,;\s]+|[^,。;!?我俺]{{0,4}}[量测]了?[^,。;!?我俺]{{1,3}}[次遍回][,;\s]+)?{_HOW_MANY}*(?:(?:都|全部?|均|皆|统统|通通)+(?:是|属于)?|[量测报说指]的是?)(?:{_OURS})(?P<who>(?!的)[一-龥]{{1,6}}?)"
    rf"(?:[她他]?(?:一个人|自己|本人))?{_OF}?{_SO}"
)
_IT_IS_OF = re.compile(rf"{_LEAD}是{_OURS}((?!的)[一-龥]{{1,6}}?){_OF}{_SO}")
_IT_IS = re.compile(
    rf"{_LEAD}(?:[量测报烧说指]的|发烧的|[量测]的谁)?[,?\s]*是{_OURS}(?P<who>(?!的)[一-龥]{{1,4}}?){_SO}"
)
_AND_IS_OF = re.compile(
    rf"{_LEAD}(?:[那这]?[位人]|可怜|心疼|属于|[是归给刚量测])*{_OURS}([一-龥]{{1,5}}?)(?:[他她]老人家)?的?(?:[\s,]*(?:刚才?|刚刚)?(?:[量测]的|[发传报说]给我的|[发传报]来?的|报一?下))?[哈啊呀哦呢嘛\s。!~]*$"
)  # 38.1,我老公
_ENDS_WITH = re.compile(
    r"[^\d]{0,14}[呀啊吧呢吗了嘛,。!?\s](?:(?:这个?)?是)?(?:我们?家?|俺们?家?)的?([一-龥]{1,4}?)(?:刚才?|刚刚|今早|早上|自己)?(?:[量测][的了出]|的体温|的)?[呀啊\s。!~]*$"
)  # 38.8了怎么办呀我家孩子
# 39.2!!爸爸!!怎么办
_CALLED_OUT = re.compile(
    rf"{_LEAD}{_OURS}([一-龥]{{1,5}}?)[!。\s]+(?:怎么|咋|急|救|快|求|要不要|该)"
)
_OF_AGE = re.compile(
    rf"{_LEAD}{_OURS}([一-龥]{{1,4}}?)(?:才|还|刚|今年|都|现在)*\s*[\d一二三四五六七八九十两半]{{1,3}}\s*(?:个多?月|周?岁)"
)  # 38.5!宝宝才六个月
# 39.4,孩子烧糊涂了; 三十八度四孙女刚从学校接回来额头就烫
_BEGINS_BEHIND = re.compile(rf"{_LEAD}(?:了[\s,。!]*)?{_OURS}")
_IS_ILL = re.compile(
    r"[^。;!?\d我俺]{0,16}?(?:烧|烫|哭|吐|咳|闹|蔫|没精神|不吃|难受|没劲|没力气|不舒服|发抖|哆嗦|迷糊|[起下]不来|叫不醒|退[了下]|降[了下]|脸通?红|[疼痛晕]|[喊说]冷)"
)
# 分别是我、老婆、丈母娘; 从左到右:我,儿子,老公; 36.6/38.1 我/妈
_IN_ORDER = re.compile(
    r"[^一-龥\d]*(?:度[^一-龥\d]*)?(?:人|[那这]?(?:从[左上前早][往到至]?[右下后晚]|(?:依次|分别)(?:属于|归)?|按序|挨个|顺序|按?照?(?:先后|这个|上面)?(?:的)?(?:顺序|次序)|对应(?:的)?|前后|先后)(?:的?是|就?是|为|[:\s,])*)*"
)
# 前一个是我,后一个是我媳妇
_ONE_BY_ONE = re.compile(
    rf"(?:前|后|第[一二三四五]|头|另|最后|中间)(?:面|边)?[那一]?(?:个|条|次|组)?(?:数|体温)?的?(?:就|才|应该)?是{_OURS}(?P<who>(?!的)[一-龥]{{1,6}}?)(?:的(?:体温)?)?(?=$|[\s,。;!?]|第[二三四五])"
)
_SIGN = re.compile(r"[、,/|\s+&]+|[和跟与](?=.)")
_TELLS = re.compile(r"[一-龥](?<!度)")
_I_FOR_SOMEBODY = re.compile(r"我(?!们)[^,。;!?\d]{0,4}[给帮替喂带抱送哄][他她]")
_FOR_SOMEBODY = re.compile(r"[给帮替喂][他她]")
LONGEST = 6  # characters of a word for kin


def closed(text: str, readings: list[Reading]) -> list[Reading]:
    """Give what nobody was named for to whom the end of the message names, or to 他 who was cared for."""
    if _is_named_last(text, readings):
        return [replace(r, who=readings[-1].who) for r in readings]
    if not readings or any(r.who for r in readings):
        return readings
    last = readings[-1].end
    if dealt := _in_order(text[last:], len(readings)) or _one_by_one(text, last, len(readings)):
        return [replace(r, who=who) for r, who in zip(readings, dealt, strict=True)]
    who = _of_all(text, readings) if len(readings) > 1 else _of_one(text, last)
    return [replace(r, who=who) for r in readings] if who and _may_be(who, readings) else readings


def _may_be(who: str, readings: list[Reading]) -> bool:
    return len(readings) == 1 or who not in ("全家", "其他人")


def _is_told(text: str, readings: list[Reading]) -> bool:
    """Tell a story, with words between its numbers, from a bare row of them."""
    pairs = zip(readings, readings[1:], strict=False)
    return all(_TELLS.search(text, one.end, other.start) for one, other in pairs)


def _is_named_last(text: str, readings: list[Reading]) -> bool:
    """Tell 19日37.9 20日38.3 21日36.9(儿子), where the last says whose they all are."""
    if len(readings) < 2 or any(r.who for r in readings[:-1]):
        return False
    last = readings[-1]
    if not last.who or last.named_at >= 0:
        return False
    if len({r.day for r in readings}) == len(readings):
        return True  # and 吃药前38.8吃药后37.6,这是我老婆的
    return text[last.end :].lstrip("度° ")[:1] in tuple(",;。") and _is_told(text, readings)


def _in_order(tail: str, count: int) -> list[str]:
    """Return the people listed behind as many readings, each of whom has one."""
    if count < 2:
        return []
    lead = _IN_ORDER.match(tail)
    rest = re.split(r"[。;!?)\d]", tail[lead.end() if lead else 0 :])[0]
    words = [re.sub(r"[的啊呀哈~]+$", "", word) for word in _SIGN.split(rest) if word]
    said = [_who(word) for word in words] if len(words) <= count else []
    people = [who for one in said for who in (one or "").split(",")]
    return people if len(people) == count and all(people) else []


def _one_by_one(text: str, last: int, count: int) -> list[str]:
    """Return who has the first, who the second and so on: 前一个是我,后一个是我媳妇."""
    people = [_who(match["who"]) for match in _ONE_BY_ONE.finditer(text, last)]
    return [who for who in people if who] if len(people) == count > 1 and all(people) else []


def _who(word: str) -> str | None:
    """Return whom a word means by itself: 我家老大, 丈母娘, 李梅."""
    known = CANONICAL.get(word) or CANONICAL.get(re.sub(rf"^{_OURS}", "", word))
    return known or (named.called(word) if len(word) > 1 or word in "他她" else None)


def _of_all(text: str, readings: list[Reading]) -> str | None:
    """Return whose all these readings are said to be: 都是我妈的; …昨天37.4,今早36.7,是我老公."""
    last = readings[-1].end
    if said := _ALL_OF.match(text, last):
        return _who(said["who"])
    if not _is_told(text, readings):
        return None  # 36.5,37.2,38.1,是我老公: the last of them, or all
    said = _IT_IS.match(text, last)
    if said and not text[said.end() :].strip(" 。!~)"):
        return _who(said["who"])
    said = _AND_IS_OF.match(text, last)
    return (CANONICAL.get(said[1]) if said else None) or _who_is_ill(text, last)


def _of_one(text: str, last: int) -> str | None:
    behind = _ALL_OF.match(text, last) or _IT_IS_OF.match(text, last)
    if who := _who(behind[1]) if behind else None:
        return who
    told = (
        pattern.match(text, last)
        for pattern in (_IT_IS, _AND_IS_OF, _CALLED_OUT, _OF_AGE, _ENDS_WITH)
    )
    named_last = (CANONICAL.get(match[1]) for match in told if match)
    who = _who_is_ill(text, last) or next((who for who in named_last if who), None)
    return who or (SOMEBODY if _of_somebody(text, last) else None)


def _who_is_ill(text: str, last: int) -> str | None:
    """Return who begins what follows, where it tells of their illness."""
    begin = _BEGINS_BEHIND.match(text, last)
    at = begin.end() if begin else last
    for end in range(min(len(text), at + LONGEST), at, -1):
        who = CANONICAL.get(text[at:end])
        if who is not None:
            return who if who != "本人" and _IS_ILL.match(text, end) else None
    return None


def _of_somebody(text: str, end: int) -> bool:
    """Tell whether a message without anybody else in it speaks of him or her: 她不肯量,硬量的38.0."""
    if _I_FOR_SOMEBODY.search(text, end):
        return True  # 到37.8我就给他贴了
    return "我" not in text and bool(
        _FOR_SOMEBODY.search(text) or re.search(r"(?<![其吉])[他她]", text[:end])
    )
