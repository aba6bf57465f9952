"""Who a message is about: relations in their canonical form, and names."""

import re
from dataclasses import dataclass, replace

from core.late import late
from nlp.normalize import Text
from nlp.slots.names import BARE
from nlp.slots.relations import CANONICAL

# 三妹 is no part of 周三妹夫.
WORDS = "|".join(
    (r"(?<![周期拜第十月度点零])" if word[0] in "一二三四五六七八九十" else "") + re.escape(word)
    for word in sorted(CANONICAL, key=len, reverse=True)
)
_OWNER = r"(?:我们家里?|我家里?|咱家里?|俺家里?|我们屋里?头?|我屋里?头?|俺屋|我们|我|俺|咱们?|偶|阮|伲|吾|家里|阿拉|屋头|你|(?:我|(?<![一-龥]))个(?=[仔女囡孙]))?的?"
_FIRST = "".join(sorted({word[0] for word in CANONICAL} | set("个我咱俺偶阮伲吾家阿屋你的")))
_NOT_AFTER = r"(?![们]?(?:院|节|学|科|园|房|票|卡|保|社区))"
# 我们, 大家好, 自己家, 老大爷, 宝鸡 … only look like a relation.
_MENTION = late(
    rf"(?=[{_FIRST}])(?P<owner>{_OWNER})(?P<word>{WORDS})(?![鸡塔]|们好|医生|鸡市|爷|娘家|妈群|爸群){_NOT_AFTER}"
)
_ADDRESSES = frozenset(("大家", "先生", "阿姨", "姑娘"))
_NOT_SELF_AFTER = re.compile(
    r"们|家|旁边|身边|这里|这边|的天|要|想问|问|帮|给|带|替|很?担心|怕|好怕|[看打报写记说发弄搞填][错反岔混成串]|着急|急|慌|觉得|该|陪|不知道|打电话|楼|社区|小区|国|省|市|县"
)


# One character is a person only where a reading follows: 哥36.9, but not 兄弟 or 牛奶.
_LONE = frozenset("爷奶哥姐弟妹姑舅姨叔婶")
_LONE_BEFORE = re.compile(
    r"(?:^|[^一-龥A-Za-z]|度|[昨今前]天|[昨今前][早晚]|早上|上午|中午|下午|晚上|周[一二三四五六日]|现在)$"
)
_LONE_AFTER = re.compile(
    r"(?:的|是|也|都|还|又|就|才|刚|早上|上午|中午|下午|晚上|夜里|现在|[昨前今]天|[今昨][早晚]|一直|体温|发烧|烧到?|到|最高|量了?|测了?)*[\s:,]*[三\d]"
)
# 我儿36.9, and never 女,38岁.
_LONE_OF_US = frozenset("儿女仔囡")
# 我妹前晚值完夜班37.6; and 我哥们, 我姐妹, 我奶粉 are no brother, sister or grandmother.
_OURS = ("我", "俺", "咱", "我家", "俺家", "咱家", "我们家", "家里", "我的")
_WORD_GOES_ON = re.compile(
    r"们|[兄弟]|妹(?=们|俩|都)|[姐妹]妹|姊|粉|茶|瓶|牙|嘴|水|糖|站|且|息|侄|嫂|夫|丈|父|父母|公|婆"
)
# 哥昨天刚到家38.2: a day or an hour is told of them, and the number in the same clause.
_THEN_TOLD = re.compile(
    r"(?:[今昨前大]+[天日晚早夜儿]|刚|现在|这会|早上|早晨|上午|中午|下午|傍晚|晚上|夜里|半夜|凌晨|(?:上个?)?(?:周|礼拜|星期)[一二三四五六日末天]|\d{1,2}[号日])[^,。;!?\d三]{1,14}?[三\d]"
)
# A row of a form: 妻37.0, 女:38.2.
_IN_A_FORM = re.compile(r"(?:^|[^一-龥A-Za-z])$")
_FORMAL = frozenset("妻夫子女儿父母孙媳婿")
_AT_ONCE = re.compile(r":?[三\d]")
_ALL_OF_THEM = re.compile(r"都|全(?:都|没)|也都")
_TOGETHER = re.compile(r"都|分别|[三\d]")  # 对象跟我都36.7
_NOT_SELF_BEFORE = ("帮", "给", "替", "让", "请", "跟", "问", "麻烦")


@dataclass(frozen=True)
class Mention:
    """One person the message speaks of, and where."""

    who: str
    start: int
    end: int


def mentions(text: Text) -> list[Mention]:
    """List relations in the order they are mentioned; 我老婆 is one person, not two."""
    found: list[Mention] = []
    for match in _MENTION.finditer(text.clean):
        if _is_somebody(text.clean, match):
            names = CANONICAL[match["word"]].split(",")
            found += [Mention(who, match.start(), match.end()) for who in names]
    return _counted(text.clean, found)


def _is_somebody(text: str, match: re.Match[str]) -> bool:
    """Tell a person who is spoken of from a word that only looks like one."""
    word, before = match["word"], text[: match.start()]
    if CANONICAL[word] == "本人":
        return not (_NOT_SELF_AFTER.match(text, match.end()) or _is_helped(text, match))
    if word == "宝":  # and not 支付宝, 浴室宝
        return bool(match["owner"] or _LONE_BEFORE.search(before))
    if word in _FORMAL and _IN_A_FORM.search(before) and _AT_ONCE.match(text, match.end()):
        return True
    if word in _FORMAL | _LONE_OF_US and match["owner"] not in ("我", "俺", "我家", "我个", "个"):
        return False
    if word in _LONE | _FORMAL | _LONE_OF_US and not _is_lone(text, match):
        return False
    return not (word in _ADDRESSES and _is_address(text, match))


def _is_helped(text: str, match: re.Match[str]) -> bool:
    """Tell 跟我说 and 帮我 from 对象跟我都36.7."""
    asked = text[: match.start()].endswith(_NOT_SELF_BEFORE)
    return asked and not _TOGETHER.match(text, match.end())


def _counted(text: str, found: list[Mention]) -> list[Mention]:
    """Keep 大姑 and 二姑 apart where both are spoken of; alone either is 姑姑."""
    called: dict[str, set[str]] = {}
    for mention in found:
        called.setdefault(mention.who, set()).add(text[mention.start : mention.end])
    several = {who for who, words in called.items() if len({_nth(w) for w in words} - {None}) > 1}
    return [
        replace(m, who=text[m.end - 2 : m.end])
        if m.who in several and _nth(text[m.start : m.end])
        else m
        for m in found
    ]


def _nth(word: str) -> str | None:
    return word[-2] if len(word) > 1 and word[-2] in "大二三四五六小" else None


def _is_lone(text: str, match: re.Match[str]) -> bool:
    named = match["owner"] or _LONE_BEFORE.search(text[: match.start()])
    if match["word"] in _LONE and match["owner"] in _OURS:
        return _WORD_GOES_ON.match(text, match.end()) is None
    if match["word"] in _LONE and named and _THEN_TOLD.match(text, match.end()):
        return True
    joined = match["owner"] and text[match.end() : match.end() + 1] in tuple("和跟与、的")
    return bool(named and (joined or _LONE_AFTER.match(text, match.end())))


def _is_address(text: str, match: re.Match[str]) -> bool:
    """Tell 张先生 and 大家好 from somebody who is spoken about."""
    if _LONE_AFTER.match(text, match.end()) or _ALL_OF_THEM.match(text, match.end()):
        return False  # 先生38.4, 大家都没量
    after = text[match.end() : match.end() + 2]
    return after.startswith(("好", "们", "您", "你", "請", "请")) or not match["owner"]


def read_who(text: Text) -> str | None:
    """Name the one the message is about: a relative before the speaker."""
    people = [mention.who for mention in mentions(text)]
    others = [who for who in people if who != "本人"]
    return others[0] if others else (people[0] if people else None)


def is_name(word: str) -> bool:
    """Tell whether a word could be somebody's full name."""
    return bool(BARE.fullmatch(word)) and word not in CANONICAL
