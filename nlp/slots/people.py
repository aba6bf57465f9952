"""Who a message is about: relations in their canonical form, names, and how many people."""

import re
from dataclasses import dataclass
from typing import Any

from core.numerals import to_int
from nlp.normalize import Text
from nlp.slots.names import BARE

RELATIONS = {
    "老婆": "老婆 媳妇 媳妇儿 妻子 太太 俺媳妇 我妻 内人 孩子妈 孩子他妈 孩子她妈 孩子妈妈 孩子他妈妈 婆姨 屋里头的 娃妈 娃他妈 娃儿妈 宝妈 老婆子",
    "老公": "老公 丈夫 先生 孩子爸 孩子他爸 孩子她爸 孩子爸爸 孩子他爸爸 娃爸 娃他爸 娃儿爸 宝爸 俺男人 我男人 当家的",
    "爱人": "爱人 对象 配偶",
    "老伴": "老伴 老伴儿 老头子 老头 老太婆",
    "爸爸": "爸爸 爸 父亲 老爸 爹 老爹 我爹 俺爹 咱爹 老汉儿 阿爸 老父亲",
    "妈妈": "妈妈 妈 母亲 老妈 俺娘 我娘 咱娘 老娘 阿妈 老母亲",
    "爷爷": "爷爷 阿公 祖父",
    "奶奶": "奶奶 阿婆 祖母 阿嬷 阿嫲",
    "姥姥": "姥姥",
    "外婆": "外婆 外祖母",
    "姥爷": "姥爷",
    "外公": "外公 外祖父",
    "婆婆": "婆婆 婆母",
    "公公": "公公",
    "岳母": "岳母 丈母娘",
    "岳父": "岳父 老丈人 丈人",
    "儿子": "儿子 男孩 小子",
    "女儿": "女儿 闺女 姑娘 丫头 囡囡 妮子 妹儿",
    "孩子": "孩子 小孩 小孩子 小孩儿 娃 娃儿 娃娃 娃子 宝宝 宝贝 宝 小朋友 小家伙 细路 伢 伢子 崽 崽崽 小宝宝 婴儿",
    "大宝": "大宝 老大 大娃 大孩子 大的",
    "二宝": "二宝 老二 二娃 小宝 二孩 小的",
    "三宝": "三宝 老三 三娃",
    "哥哥": "哥哥 我哥 大哥 俺哥",
    "姐姐": "姐姐 我姐 大姐 俺姐",
    "弟弟": "弟弟 我弟 俺弟",
    "妹妹": "妹妹 我妹 俺妹",
    "孙子": "孙子 孙儿 外孙",
    "孙女": "孙女 外孙女 孙女儿",
    "老人": "老人 老人家 家里老人 老太太 老爷子 老太",
    "室友": "室友 舍友 合租的",
    "同事": "同事",
    "邻居": "邻居",
    "亲戚": "亲戚",
    "朋友": "朋友",
    "保姆": "保姆 阿姨",
    "侄子": "侄子 侄儿",
    "侄女": "侄女 侄女儿",
    "外甥": "外甥",
    "外甥女": "外甥女",
    "女婿": "女婿",
    "儿媳": "儿媳 儿媳妇",
    "嫂子": "嫂子",
    "姑姑": "姑姑 姑妈",
    "舅舅": "舅舅",
    "叔叔": "叔叔",
    "全家": "全家 全家人 一家人 一家子 一家老小 家里人 家人 大家 我们一家 我们全家 家里都 我们家都 我们家 我俩 俺俩 咱俩 我们俩 我们两个",
    "本人": "本人 我本人 自己 我自己 我 俺 咱 额自己 偶 阿拉",
}  # fmt: skip
CANONICAL = {word: name for name, words in RELATIONS.items() for word in words.split()}
CANONICAL |= {
    "爸妈": "爸爸,妈妈",
    "父母": "爸爸,妈妈",
    "爸爸妈妈": "爸爸,妈妈",
    "公公婆婆": "公公,婆婆",
    "婆婆公公": "婆婆,公公",
    "岳父岳母": "岳父,岳母",
    "儿子女儿": "儿子,女儿",
    "儿子儿媳": "儿子,儿媳",
    "爷爷奶奶": "爷爷,奶奶",
    "公婆": "公公,婆婆",
}
CANONICAL |= {"姥姥姥爷": "姥姥,姥爷", "外公外婆": "外公,外婆", "两口子": "全家"}

_WORDS = "|".join(sorted(map(re.escape, CANONICAL), key=len, reverse=True))
_OWNER = r"(?:我们家里?|我家里?|咱家里?|俺家里?|我们|我|俺|咱们?|家里|你)?的?"
_NOT_AFTER = r"(?![们]?(?:院|节|学|科|园|房|票|卡|保|社区))"
# 我们, 大家好, 自己家, 老大爷, 宝鸡 … only look like a relation.
_MENTION = re.compile(
    rf"(?P<owner>{_OWNER})(?P<word>{_WORDS})(?![鸡塔]|们好|医生|鸡市|爷|娘家|妈群|爸群){_NOT_AFTER}"
)
_NOT_SELF_AFTER = re.compile(
    r"们|家|这里|这边|的天|要|想问|问|帮|给|带|替|很?担心|怕|好怕|着急|急|慌|觉得|该|陪|不知道|打电话|楼|社区|小区|国|省|市|县"
)


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
        word = match["word"]
        if CANONICAL[word] == "本人" and (
            _NOT_SELF_AFTER.match(text.clean, match.end())
            or text.clean[: match.start()].endswith(_NOT_SELF_BEFORE)
        ):
            continue
        if word in ("大家", "先生", "阿姨", "姑娘") and _is_address(text.clean, match):
            continue
        found += [Mention(who, match.start(), match.end()) for who in CANONICAL[word].split(",")]
    return found


def _is_address(text: str, match: re.Match[str]) -> bool:
    """Tell 张先生 and 大家好 from somebody who is spoken about."""
    after = text[match.end() : match.end() + 2]
    return after.startswith(("好", "们", "您", "你", "請", "请")) or not match["owner"]


def read_who(text: Text) -> str | None:
    """Name the one the message is about: a relative before the speaker."""
    people = [mention.who for mention in mentions(text)]
    others = [who for who in people if who != "本人"]
    return others[0] if others else (people[0] if people else None)


_NUMBER = r"(?<![A-Za-z\d.])(\d{1,3}|[一二两俩三仨四五六七八九十]{1,3})"
_HEADS = r"(?:口人|口子|口(?!罩|腔|服|味|气|水)|个大人|个人|位老人|名成员|人(?!民|员|工|都|家))"
_BIG_SMALL = re.compile(r"([一二两三四1-4])(?:个)?大([一二两三四1-4])(?:个)?小")
_SPAN = re.compile(rf"{_NUMBER}\s*[-~到至、]\s*{_NUMBER}\s*{_HEADS}")
_LOOSE = re.compile(rf"([一二两三四五六七八九])([二三四五六七八九])\s*{_HEADS}")
_DOZENS = re.compile(r"(十|二十|三十|[一二三四五六七八九]十|\d0)(?:几|多)\s*(?:口人|口|个人|人)")
_FAMILY = re.compile(
    r"(?:一家|全家|我们|咱们?|我家|家里|家中|一共|总共|共|同行|俺家|俺们)(?:人|有|是|就|一共|总共|共)*$"
)
_EXACT = re.compile(rf"{_NUMBER}\s*{_HEADS}")


def read_persons(text: Text) -> dict[str, Any] | None:
    """Count the people: 一家三口, 两大一小, 五六个人, 3-4人."""
    clean = text.clean
    if match := _BIG_SMALL.search(clean):
        return {"count": (to_int(match[1]) or 0) + (to_int(match[2]) or 0)}
    if match := _SPAN.search(clean):
        low, high = to_int(match[1]), to_int(match[2])
        return {"count_min": low, "count_max": high}
    if match := _LOOSE.search(clean):
        return {"count_min": to_int(match[1]), "count_max": to_int(match[2])}
    if match := _DOZENS.search(clean):
        base = to_int(match[1]) or 10
        return {"count_min": base, "count_max": base + 9}
    for match in _EXACT.finditer(clean):
        count = to_int(match[1])
        if count and (match[0].strip()[-1] != "人" or _counts_people(clean, match)):
            return {"count": count}
    return None


def _counts_people(text: str, match: re.Match[str]) -> bool:
    if "个人" in match[0] and match[1] in ("一", "1"):
        return bool(re.search(r"就我|只有我|我$|独居|自己$", text[: match.start()]))
    return "个" in match[0] or bool(_FAMILY.search(text[: match.start()]))


def is_name(word: str) -> bool:
    """Tell whether a word could be somebody's full name."""
    return bool(BARE.fullmatch(word)) and word not in CANONICAL
