"""Answers that are none and do for one: no telephone, a day that is not settled yet."""

import re

NO_PHONE, UNSETTLED = "没有", "还说不准"
_PHONE = re.compile(
    r"(?:我|俺|老人|家里)?(?:的?(?:电话|手机号?码?|号码))?(?:都|也|现在|暂时)?(?:没有?|没得|无|冇|没带|没装|丢了|坏了|停机了?|不用|忘了?|忘记了?|不记得|记不[住得清]|不知道|不晓得|不方便|不想|不愿意?|不留|不给|不说|保密)"
    r"(?:说|给|留|填|讲|透露)?(?:了)?(?:电话|手机|座机|号码|号|这个)*(?:了|的|呢|啊|吧)?(?:不方便|没有)?[。.!！]*"
)
_OPEN = re.compile(
    r"(?:我|我们|时间|日子|票|车票|怎么走|怎么来)?(?:都|也|暂时|现在)?(?:还|还是)?(?:没有?(?:定|想好|决定|买票?|确定|准)|不(?:知道|清楚|晓得|确定|一定|好说)|说不(?:准|好|定|清)|定不下来?|看情况|再看看?|再说|到时候?再?(?:说|看|定)?|记不[清得])"
    r"(?:下来|票|呢|了|啊|吧|哪天|怎么来|怎么走|日子|时间|再说|再看)*[。.!！]*"
)
_BETWEEN = re.compile(r"[\s，,、。.!！]+")
_BY_READER = {
    "phone": (_PHONE, NO_PHONE),
    "date": (_OPEN, UNSETTLED),
    "period": (_OPEN, UNSETTLED),
    "transport": (_OPEN, UNSETTLED),
}
VALUES = {NO_PHONE, UNSETTLED}


def read(reader: str, text: str) -> str | None:
    """Return what is written down where somebody has, or knows, no answer; None for anything else."""
    known = _BY_READER.get(reader)
    pieces = [piece for piece in _BETWEEN.split(text.strip()) if piece]
    is_none = known is not None and pieces and all(map(known[0].fullmatch, pieces))
    return known[1] if known is not None and is_none else None
