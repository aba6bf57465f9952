"""Whether a fever nobody is named for may be somebody else's: then it is asked whose it is."""

import re

from core.late import late
from nlp.slots.people import Mention
from nlp.slots.temperature import given
from nlp.slots.temperature.fullnames import is_full_name
from nlp.slots.temperature.meant import TENDING

_NOT_SOMEBODY_ELSE = ("本人", "全家", "其他人")
_OF_ME = r"们?[家妈爸爷奶婆公老孩娃儿女姐妹哥弟岳丈叔舅姑姨嫂侄孙外表堂妻夫]"
# 邻居帮我量的, 老婆让我去医院: who speaks is the one it is done to.
_DONE_TO_ME = re.compile(
    rf"[帮给替跟陪带送接对](?<![发传转报说打寄]给)(?:我|俺|咱)(?!{_OF_ME}|[^,。;!?]{{0,3}}[报登填记发问说])"
    rf"|(?:让|叫|喊|催|逼|劝)(?:我|俺|咱)(?!{_OF_ME}|[^,。;!?]{{0,5}}[报登填发说问记])"
)
# 先生昨天回来的: one's husband, where 先生,… and 阿姨您好 are spoken to.
_AT_HOME = re.compile(
    r"(?:^|(?<=[,。;!?\s帮给替]))(?:我妻|先生|姑娘|阿姨)(?![\s,:。!?您你们]|好|$)"
)
# 楼上王阿姨 is somebody, 王阿姨,… and 王阿姨您好 are spoken to.
_TITLED = late(
    rf"(?<!谢谢)(?<!麻烦){given.TITLED}(?![\s,:。!?您你]|好|$)(?<![医护][生士])(?<!书记)(?<!主任)(?<!经理)(?<!店长)(?<!队长)"
)
_NAMED = late(
    rf"(?:^|(?<=[,。;!?\s]))(?P<name>{given.A_SURNAME}[一-龥]{{1,2}}?)(?=从|去|来|刚|昨|今|前天|发[烧热高低]|头|咳|嗓|一直|这[两几]|没[来有去精]|已经?|也|还|说|喊|不舒服|浑身|烧|回)"
)


def may_be_anothers(text: str, people: list[Mention]) -> bool:
    """Tell whether somebody else is named and nothing ties what was measured to whoever speaks."""
    if any(_is_me(text, m) for m in people) or _DONE_TO_ME.search(text):
        return False
    if any(m.who not in _NOT_SOMEBODY_ELSE for m in people) or _AT_HOME.search(text):
        return True
    return _TITLED.search(text) is not None or _is_named(text)


def titled_before(text: str, end: int) -> str | None:
    """Return the one with a title who is told of before a reading: 张阿婆自己量不来,…37.9."""
    found = {match[0] for match in _TITLED.finditer(text, 0, end)}
    return found.pop() if len(found) == 1 else None


def _is_me(text: str, mention: Mention) -> bool:
    """Tell 我, who may be ill, from 我 who tends somebody, and from 我妻."""
    return mention.who == "本人" and not (
        TENDING.match(text, mention.end) or text.startswith(("妻", "夫"), mention.end)
    )


def _is_named(text: str) -> bool:
    names = (match["name"] for match in _NAMED.finditer(text))
    return any(is_full_name(name) and not given.is_common(name[:2]) for name in names)
