"""Short replies that mean something to a conversation: yes, no, leave it, later, go on."""

import re

_CANCEL = re.compile(
    r"我?(取消(登记|发送)?|不想?(填|登记|报备?|弄|发|要)了|不想(填|登记)|算了|退出)[吧了。!！]*"
)
_PAUSE = re.compile(r"(等一下|等会儿?|稍等|待会儿?再?填?|晚点再?填?|先不填)[。!！吧]*")
_RESUME = re.compile(r"(继续|接着填?|继续填|好了|继续登记)[。!！吧]*")
_YES = re.compile(
    r"(是|是的|对|对的|好|好的|嗯+|确认|没错|属实|提交|同意|可以|行|都是|ok|OK|1)[。!！~]*"
)
_NO = re.compile(r"(不是|不对|错了|有错|不|不同意|不愿意|要改|改一下|修改|改|不正确)[。!！~]*")
_MARKS = ("?", "？", "吗", "呢", "怎么", "什么", "多少", "几", "哪")


def is_leaving(text: str) -> bool:
    return bool(_CANCEL.fullmatch(text.strip()))


def is_pausing(text: str) -> bool:
    return bool(_PAUSE.fullmatch(text.strip()))


def is_resuming(text: str) -> bool:
    return bool(_RESUME.fullmatch(text.strip()))


def is_yes(text: str) -> bool:
    return bool(_YES.fullmatch(text.strip()))


def is_no(text: str) -> bool:
    return bool(_NO.fullmatch(text.strip()))


def looks_asked(text: str) -> bool:
    return any(mark in text for mark in _MARKS)
