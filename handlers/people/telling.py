"""What staff tell of somebody the register knows, in their own words: a name in it is enough, no door is needed.

Each reader below takes a sentence with whom it names put aside (`template`), and answers, or leaves it.
"""

import re
from collections.abc import Callable, Sequence

from community.people.access import STAFF
from dialog import Context, Reply, Router
from handlers.people import describing, heading, joining_in, moving, relating, template, twice
from handlers.people.template import SaidTemplate

router = Router("telling")

Reads = Callable[[Context, SaidTemplate], Reply | str | None]
# In the order of asking: the surer the sign, the earlier.
READERS: Sequence[Reads] = (
    twice.read,
    moving.read,
    heading.read,
    relating.read,
    joining_in.read,
    describing.read,
)
_WORK = re.compile(
    r"\s*(?:发(?:紧急|个)?通知|紧急通知|通知|撤回|替换|回复?\s*\d|答复?\s*\d|转告|问\s*\d|办结|收到|不?同意|新规定|改规定|批准|待办|代报|替|"
    r"观察|监测|结束|停止|解除|邀请|取消|值班)"
)


@router.command(r"(?s:(?=.{3,120}\Z).+)", may=STAFF)
def hear(ctx: Context, _: object) -> Reply | str | None:
    """Take “赵敏家添了个女儿 孙朵朵 6岁”, “赵敏怀孕了”, “赵敏一家搬到3-2-603了”."""
    if _WORK.match(ctx.text) or ctx.slots.get("temps") or _in_danger(ctx):
        return None
    said = template.read(ctx)
    if not said.people and not any(door.get("room") for door in said.doors):
        return None
    return next((heard for reads in READERS if (heard := reads(ctx, said))), None)


def _in_danger(ctx: Context) -> bool:
    return bool(ctx.parse.danger and ctx.at_work().parse.danger)
