"""Words around a pasted notice that are no part of it: of whoever passes it on, asks about it, signs it."""

import re
from collections.abc import Sequence

from core.fragments import Fragment, FragmentKind, Stop
from core.ports import FragmentReader

LEFT = 1  # word nobody would call an addition
LONGEST_SIGNATURE = 20  # letters
LONGEST_NAME = 12

# Said around a text by whoever passes it on or asks about it.
_AROUND = re.compile(
    r"转发|转自?|扩散|收到|通知|公告|通告|提醒|温馨提示|提示|紧急|重要|最新|置顶|原文|内容|如下|各位|亲爱|尊敬|居民|业主|住户|邻居|朋友圈?|"
    r"家人|同志|大家|好|所有人|全体(?:成员)?|[@#]\w*|我?[们在]?[刚方]?[才刚]?(?:群里?|楼里|微信|社区|小区|物业)[里群上]*|看[到见]了?|听说|有人|别人|人家|"
    r"帮我?|麻烦|看[看一]?[看下]?|核[实对]|查|确认|一下|帮忙|互?相?转[告达]|互相|回复|注意|留意|知晓|周知|啦|[这那][个条段份]|消息|信息|说法|到底|是不是|是否|是|对不对|对|真的?|假的?|"
    r"可信|靠谱|属实|有没有|有这?回?事|还是|有效|请?问|想问?|问|您|你|我们?|谢谢?|多谢|感谢|辛苦|发了?|给|到|一|条|说|讲|知悉|特此|此致|敬礼|"
    r"[吗么呢嘛呀啊哦哈嗯的了吧]"
)
_SIGNED = re.compile(
    r"(?:社区|居委会?|村委会?|居民委员会|物业|服务中心|管理处|街道|办事处|网格[员站]?|防控办|指挥部|党支部|党委|工作站|"
    r"书记|主任|管家|业委会)[\u4e00-\u9fff]{0,4}$"
)
_OWN_QUESTION = re.compile(
    r"吗|呢|什么|怎么|咋|几点|几号|多久|多少|哪|谁|是不是|要不要|能不能|([\u4e00-\u9fff])不\1"
)
TURNS = re.compile(r"[不没无未勿别禁免除非仅只限莫]|必须|应当|一律|暂停|取消")
# What money is taken by; nobody says it only to pass a notice on.
LURES = re.compile(
    r"转账|转钱|扫码|二维码|付款|付钱|缴费|交钱|汇款|打款|加?微信|加?[qQ]{2}|验证码|银行卡|密码|点击|链接|网址|领取|红包"
)
PLAIN = frozenset({FragmentKind.WORD, FragmentKind.TO})
_OF_A_QUESTION = PLAIN | {
    FragmentKind.PLACE,
    FragmentKind.DATE,
    FragmentKind.TIME,
    FragmentKind.HALF,
}
_OF_A_SIGNATURE = frozenset({FragmentKind.WORD, FragmentKind.DATE, FragmentKind.YEAR})


def is_around(
    said: str, fragments: Sequence[Fragment], read: FragmentReader, *, is_last: bool
) -> bool:
    """Tell whether words before a notice, or behind it, add nothing to what it says."""
    if LURES.search(said):
        return False
    rest = _AROUND.sub(" ", said)
    left = read(rest)
    if len(left) <= LEFT and all(p.kind is FragmentKind.WORD for p in left):
        return not TURNS.search(rest)
    kinds = {p.kind for p in fragments}
    if is_last and kinds <= _OF_A_SIGNATURE and _is_signature(fragments):
        return True
    return kinds <= _OF_A_QUESTION and bool(_OWN_QUESTION.search(said))


def only_asks(said: str, read: FragmentReader) -> bool:
    """Tell whether words say nothing but that somebody passes on or asks."""
    return not LURES.search(said) and not read(_AROUND.sub(" ", said))


def is_name(said: str, fragments: Sequence[Fragment]) -> bool:
    """Tell whether words before a colon only say who speaks or whom they speak to."""
    all_words = all(p.kind is FragmentKind.WORD for p in fragments)
    return all_words and len(fragments) <= LONGEST_NAME and not TURNS.search(said)


def _is_signature(fragments: Sequence[Fragment]) -> bool:
    """Tell whether words behind a notice only say by whom it is, and of which day."""
    words = "".join(p.said for p in fragments if p.kind is FragmentKind.WORD)
    stands_apart = fragments[0].stop is not Stop.NONE
    return stands_apart and len(words) <= LONGEST_SIGNATURE and bool(_SIGNED.search(words))
