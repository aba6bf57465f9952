"""What is to be said to many, without the words that only say to whom: “给5号楼发个通知，…”."""

import re

from nlp.normalize import Text
from nlp.slots import scopes

_SIGNS = ",:;。!?、 "
_SENDS = re.compile(
    r"通知|群发|发(?![烧热冷抖炎现生票展病作高低])|告诉|告知|提醒|通告|广播|推|喊|叫|让|[给跟向对和](?=\S{1,12}[说讲发带捎推]|\S{0,4}[楼栋幢户人])|把"
)
# How a clause that only says whom begins: what stands before it is no part of what is said.
_LEAD = re.compile(
    r"(?:你|您|请|麻烦|烦劳|劳烦|帮我?忙?|那个|同志|赶[紧快]|马上|快+|抓紧|立[刻即]|紧急|十万火急|急|就|再|等下|[,!。 ])*"
)
_TIME = re.compile(
    r"(?:今天|明天|后天|今晚|明晚|明早)?(?:上午|早上|早|下午|晚上|傍晚|中午)?\S{1,3}点(?:半|钟|整)?(?:准时)?(?=再?(?:给|通知|发|群发|向|跟))"
)
_WHOSE = re.compile(
    r"(?:和|跟|及|、|的)?(?:全体|所有)?(?:人们?|住户们?|居民们?|业主们?|邻居们?|老百姓|那几户|几栋|片区|们)?都?"
)
_TAIL = re.compile(
    r"(?:都|帮)?(?:说一?[声下遍]|说(?=[,:])|讲一?[下声]|带个?[信话]|捎个?[信话]|"
    r"推送|(?:群?发布?|写|拟|推)一?[个条份下遍]?(?:紧急)?(?:通知|消息|公告|信息|提醒)?(?:下去)?|"
    r"通知一?下?|公告一?下?|广播一?下?|知道)(?:下(?![午周个月面]))?[啊呀哈吧了]?"
)
_GLUE = re.compile(r"^(?:[,:;。!、\s]|就?说是?(?=\S)|一下|内容是?)+")


def read(text: Text) -> str | None:
    """Return the words to pass on; None if nothing is to be sent or nothing is left to say."""
    clean = text.clean
    sends = _SENDS.search(clean)
    if sends is None:
        return None
    start, end = _frame(text, sends.start())
    before = text.original(0, start)
    before = "" if _LEAD.fullmatch(clean[:start]) else before
    glue = _GLUE.match(clean[end:])
    after = text.original(end + (glue.end() if glue else 0), len(clean))
    said = "，".join(words for part in (before, after) if (words := part.strip(" ，,：:、!！。")))
    return said or None


def _frame(text: Text, verb: int) -> tuple[int, int]:
    """Return from where to where it only says that something is to be sent, and to whom."""
    clean = text.clean
    named = [span for span in scopes.spans(text) if span[0] >= _clause_start(clean, verb)]
    end = verb
    stop = _clause_end(clean, verb)
    for at, to, _ in named:
        if at > stop:
            break
        end = max(end, to)
    whose = _WHOSE.match(clean, end)
    end = whose.end() if whose and named else end
    if tail := _TAIL.match(clean, end) or _TAIL.search(clean, min(end, stop), stop):
        end = tail.end()
    elif end == verb:
        end = stop
    return _clause_start(clean, verb), end


def _clause_start(clean: str, at: int) -> int:
    start = max((clean.rfind(sign, 0, at) for sign in _SIGNS), default=-1) + 1
    lead = _LEAD.match(clean, start, at)
    time = _TIME.match(clean, lead.end() if lead else start)
    return start if lead and (lead.end() == at or time) else start


def _clause_end(clean: str, at: int) -> int:
    ends = [found for sign in _SIGNS if (found := clean.find(sign, at)) >= 0]
    return min(ends, default=len(clean))
