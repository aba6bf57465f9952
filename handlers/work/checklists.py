"""A list of people to be checked, pasted into the chat: laid beside the register, stored nowhere."""

import re
from collections.abc import Sequence

from community.people import mentioned
from community.people.access import STAFF
from community.people.registering import Resident
from dialog import Context, Router

router = Router("checklists")

MOST = 30
HEAD = "共{many}人，对了一遍登记簿（名单我没有存，核查结果请照原来的表记）："
KNOWN = "{at}. {name}：登记在{doors}"
UNKNOWN = "{at}. {name}：您负责的范围里没有登记{where}"
NO_DOOR = "，名单上也没有门牌，请先打电话问"
FOOT = "能办的：“查 {name}”看电话；要监测写“观察 3-2-601 {name} 7天”；没登记的写“登记住户 3-2-601 {name}”。"
_CHECKS = re.compile(r"核[一查实对]|核下|排查|推送|推过?[来的]|下发|摸排|协查")
_PHONE = re.compile(r"(?<!\d)1\d{10}(?!\d)")
_EACH = re.compile(r"[;；\n]+|(?<=\d)[。，,](?=\s*[一-龥]{2,4}[\s,，:：]*1\d{10})")
_NAME = re.compile(r"(?P<name>[一-龥·]{2,4})[\s,，:：]*(?=1\d{10})")
_DOOR = re.compile(r"\d{1,3}(?:号楼|栋|幢|单元)|\d{1,3}-\d{1,2}-?\d{0,4}")


@router.command(r"(?s:.{20,1200})", may=STAFF)
def pasted(ctx: Context, _: object) -> str | None:
    """Take “核一下 钱伟 139… 2号楼1单元401；冯洁 139…”: who of them is known, and where."""
    if len(_PHONE.findall(ctx.text)) < 2 or not _CHECKS.search(ctx.text):
        return None
    lines = [each for each in _EACH.split(ctx.text) if _PHONE.search(each)]
    rows = [(found["name"], line) for line in lines if (found := _NAME.search(line))]
    if len(rows) < 2:
        return None
    said = [_row(ctx, at, name, line) for at, (name, line) in enumerate(rows[:MOST], 1)]
    return "\n".join([HEAD.format(many=len(rows)), *said, FOOT.format(name=rows[0][0])])


def _row(ctx: Context, at: int, name: str, line: str) -> str:
    people = _called(ctx, name)
    if people:
        return KNOWN.format(at=at, name=name, doors="、".join(one.door for one in people[:3]))
    return UNKNOWN.format(at=at, name=name, where="" if _DOOR.search(line) else NO_DOOR)


def _called(ctx: Context, name: str) -> Sequence[Resident]:
    found = mentioned.mentioned(ctx.actor, ctx.db, name)
    return found[0].people if found and found[0].said == name else ()
