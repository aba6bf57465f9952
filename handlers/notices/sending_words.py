"""Whether words ask at all for something to be sent: what staff say of themselves is no notice."""

import re

SENDS_NOTHING = "这句我没当成通知，没有发给任何人。要发通知，写成“发通知 3号楼 明天停水”这样。"
KEEP = (("原话先记成一件事", "words_kept"), ("不用记", "thanks"))
# “给我再提醒下” is asked of us for whoever writes, and sends nothing to others.
_TO_ME = re.compile(
    r"(?:给|跟|和|向|对)(?:我|俺|咱)(?!们)[^,，。;；\s]{0,4}?(?:提醒|发|说|讲|通知)|(?:提醒|通知|告诉|告知|发给?|叫|喊)(?:一下)?(?:我|俺)(?!们)"
)
_SENDS = re.compile(
    r"发(?!烧|热|现|生|炎|病|作|愁|呆|火|抖|麻|闷|紧|觉|票|酵|电|育)|通知|公告|通告|提示|倡议|广播|播|喇叭|推送|告诉|告知|转告|提醒|预警|演练|演习|点名|群里|贴出|"
    r"喊(?!哑|累|破)|叫(?:上|大|全|各|所|他们|居|住|业)|[跟给向对].{1,10}?(?:说|讲)|讲一[声下]|说一[声下]|带[个句]话|"
    r"大家|大伙|各位|全体|所有|居民|业主|住户|邻居|乡亲|街坊|村民|同志们|请(?!假|问|教|客|示)|务必|切勿|注意"
)


def is_missing(text: str) -> bool:
    """Tell whether nothing in words sends them to anybody, or only to whoever wrote them."""
    return not _SENDS.search(_TO_ME.sub(" ", text))
