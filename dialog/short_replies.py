"""Short replies that mean something to a conversation: yes, no, leave it, later, go on."""

import re

_BREAK = r"[\s，,、。.!！~…]*"
_DO = "填|登记|报备?|弄|办|写|搞|整|交|发"
_STOPS = (
    rf"取消(?:登记|发送|了)?|不(?:想|要|用)?(?:{_DO}|要|用)了|不(?:想|用)?(?:填|登记|报)|不想说了|"
    rf"别(?:{_DO})了|算了|退出|停(?:下|止)?|作废|不要了|不用了"
)
_CANCEL = re.compile(
    rf"我?(?:{_STOPS})(?:{_BREAK}(?:{_STOPS}|吧|了|啦|谢谢|太?麻烦了?|没意思))*{_BREAK}",
    re.IGNORECASE,
)
_WAIT = r"等我?一?下|等会儿?|等一会儿?|等等|稍等(?:一下)?|稍后|待会儿?|过会儿?|先不填|先放(?:放|着|一放|一下)"
_LATER = r"(?:等会儿?|待会儿?|过会儿?|一会儿?|回头|晚点儿?|晚上|明天|改天|有空|有时间)"
_TAKES_UP = r"(?:说|填|弄|来|报|写|办|登记|接着)"
_PAUSE = re.compile(
    rf"(?:我?先?(?:{_WAIT})(?:再?{_TAKES_UP})?(?:[\s，,。!！吧啊哈]+|(?=我|先))?[^?？]{{0,20}}|"
    rf"[^?？]{{0,20}}{_LATER}我?再?{_TAKES_UP}[。!！吧啊哈]*|"
    r"我?(?:现在|这会儿|正)?(?:没空|没时间|在忙|忙着呢?|走不开|不得空)[^?？]{0,10})"
)
_NO_PAUSE = re.compile(r"不是|不对|错|改|是|到(?!家|点)|号|点[半钟]")
_GO_ON = r"继续|接着|好了"
_RESUME = re.compile(
    rf"(?:我们?|那|来)?(?:{_GO_ON})(?:填|登记|来|弄|说|报|刚才的|上次的|吧|哈)*[。!！吧]*"
)
_BACK = re.compile(
    rf"(?:我|好|嗯|那)*{_BREAK}(?:(?:忙|弄|搞|接|吃|做|办)?[完好]了?|回来|来|到家|在|有空|可以|{_GO_ON})"
    rf"了?{_BREAK}(?:我们?|可以|现在)?(?:{_GO_ON})?(?:填|登记|来|弄|吧|了)*{_BREAK}"
)
_SURE = (
    r"是的?|是这样的?|就是这样的?|对[的哒]?|嗯|恩|好的?|行|可以|确[认任人]|确定|没有?错|没有?问题|没毛病|属实|"
    r"提交|同意|都[是对行]|全[是对]|都没错|正确|无误|真的|实际情况|交吧|发(?:出去|送|了)?吧?|ok|yes"
)
_YES = re.compile(
    rf"(?!对了)我?(?:{_SURE})(?:{_SURE}|[\s，,、。.!！~…]|吧|了|啦|啊|呀|哈|呢|谢谢|[您你]|麻烦|辛苦)*|1[。!！]?",
    re.IGNORECASE,
)
_DONE = re.compile(
    r"(?:填|弄|写|都)?(?:好|完)了|就这样吧?|就这些|没有?了|没(?:有)?(?:别的|其他的?|什么)了?"
)
_WRONG = r"不是|不对|错了?|有错|不太对|有误|有问题|不正确|要?改|改一下|修改"
_NO = re.compile(
    rf"不|先不|不同意|不愿意|(?:好像|有点|有地方|有一?个|地方|哪里|我|填|写|打|说|弄|报)*(?:{_WRONG})"
    rf"(?:{_WRONG}|[\s，,。!！~]|啊|呀|吧|了|的|我)*"
)
SHORT = 40  # characters; what is longer is no short reply
_MARKS = ("?", "？", "吗", "呢", "怎么", "什么", "多少", "几", "哪")


def _is(words: re.Pattern[str], text: str) -> bool:
    said = text.strip()
    return len(said) <= SHORT and bool(words.fullmatch(said))


def is_leaving(text: str) -> bool:
    return _is(_CANCEL, text)


def is_pausing(text: str) -> bool:
    """Tell “等一下 我先去接孩子” from “等一下，不是3号” and from an answer that speaks of later."""
    return _is(_PAUSE, text) and not _NO_PAUSE.search(text)


def is_resuming(text: str) -> bool:
    return _is(_RESUME, text)


def is_back(text: str) -> bool:
    """Tell whether somebody who had put something off is there again."""
    return is_resuming(text) or _is(_BACK, text)


def is_done(text: str) -> bool:
    """Tell whether nothing is left to say, where all has been asked."""
    return _is(_DONE, text.rstrip("。.!！"))


def is_yes(text: str) -> bool:
    return _is(_YES, text)


def is_no(text: str) -> bool:
    return _is(_NO, text)


def looks_asked(text: str) -> bool:
    return any(mark in text for mark in _MARKS)
