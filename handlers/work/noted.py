"""“好的收到”, “收到，谢谢”, “嗯收到了，马上去”: what staff say for “收到”, in their own manner."""

import re

from community.people.access import STAFF
from dialog import Context, Router
from handlers.work import dealing
from handlers.work.numbers import NUMBERS

router = Router("noted")

_PAUSE = r"[\s,，.。、!！~～]"
_BESIDE = rf"(?:好[的滴嘞勒哒呀吧啊]?|嗯|哦|噢|行|中|[Oo][Kk]|明白了?|了解了?|知道了|谢谢[您你]?|感谢|辛苦[您你]?了?|已经?|我|都|{_PAUSE})"
_GOING = r"(?:马上|现在|这就|立刻|立马|一会儿?|等下|待会儿?|就)*(?:过?去(?:看看?|一趟)?|过来|到|处理|联系[他她TA]*|办|看看?|打电话|上门)(?:了|的)?"
SAID = rf"{_BESIDE}{{0,8}}收到(?:了|啦|咯|哈|吧|哦|的)?{_PAUSE}*(?:(?P<numbers>{NUMBERS})号?)?(?:收到了?|{_BESIDE}){{0,8}}(?:{_GOING})?{_PAUSE}*"


@router.command(SAID, may=STAFF)
def noted(ctx: Context, found: re.Match[str]) -> str | None:
    """Take up what waits, as the bare word does: an alert must not stay open for a “好的”."""
    if found["numbers"]:
        return dealing.take(ctx, found["numbers"])
    if found[0] == "收到" or not dealing.waits(ctx):
        return None  # the bare word may be for a notice, and so is what no work waits for
    return dealing.only_one(ctx, "收到")
