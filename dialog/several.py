"""“三件事 1 门禁坏了 2 401要人送饭 3 明天大扫除喊一声”: each thing of one message is heard by itself."""

import re
from collections.abc import Callable
from dataclasses import replace

from dialog.context import Context
from dialog.reply import Reply
from dialog.spoken_of import as_if

LONGEST = 300
MOST = 6
CHOICES_OF = "下面的数字是第{at}件的。"
BY_ITSELF = "（这件要您选，请把这一句单独再发一次。）"
# Words that say outright that several things follow; a list inside a notice is no such thing.
_LEAD = re.compile(
    r"^\s*(?:(?:有|说|跟你说|报告|汇报|记一?下)?(?:几|两|二|三|四|五|[2-6])(?:[件个样](?:事情?)|件)(?:啊|哈|吧|呀)?)[\s,，:：。]*"
)
_MARK = r"(?:^|(?<=[\s,，;；。]))第?(?:{0}|{1})(?:件|是)?[、.．:：)）\s]\s*"
_NUMBERS = (("1", "一"), ("2", "二"), ("3", "三"), ("4", "四"), ("5", "五"), ("6", "六"))
_BUILDING = re.compile(r"(?<![\d.])\d{1,3}(?:号楼|栋|幢)")
_LACKS_BUILDING = re.compile(r"(?<![号楼栋幢\d])\d{1,2}单元")


def read(text: str) -> list[str]:
    """Return the things a message lists; fewer than two where it lists none."""
    lead = _LEAD.match(text)
    if lead is None or len(text) > LONGEST:
        return []
    rest = text[lead.end() :]
    marks = []
    at = 0
    for digit, han in _NUMBERS[:MOST]:
        found = re.compile(_MARK.format(digit, han)).search(rest, at)
        if found is None:
            break
        marks.append(found.span())
        at = found.end()
    if len(marks) < 2:
        return []
    ends = [start for start, _ in marks[1:]] + [len(rest)]
    parts = [rest[end:stop].strip(" ,，;；。") for (_, end), stop in zip(marks, ends, strict=True)]
    buildings = set(_BUILDING.findall(text))
    return [_placed(part, buildings) for part in parts if part]


def _placed(part: str, buildings: set[str]) -> str:
    """Name the building of “2单元401” where the whole message speaks of one."""
    lacks = _LACKS_BUILDING.search(part)
    if lacks is None or len(buildings) != 1 or _BUILDING.search(part):
        return part
    return f"{part[: lacks.start()]}{next(iter(buildings))}{part[lacks.start() :]}"


def answer(ctx: Context, hear: Callable[[Context], Reply]) -> Reply | None:
    """Answer each thing of a message of staff in its order; numbers stay for the first that has any."""
    if not ctx.caller.may_work or not ctx.actor.is_staff or ctx.message.in_group:
        return None
    parts = read(ctx.text)
    if len(parts) < 2:
        return None
    said = [hear(as_if(ctx.at(None), part)) for part in parts]
    kept = next((one for one in said if one.choices or one.awaits), said[-1])
    lines = [
        f"{at}. {one.text}" if one is kept else _line(at, one) for at, one in enumerate(said, 1)
    ]
    which = next(at for at, one in enumerate(said, 1) if one is kept)
    if (kept.choices or kept.awaits) and which < len(said):
        lines.append(CHOICES_OF.format(at=which))
    return replace(kept, text="\n".join(lines))


def _line(at: int, said: Reply) -> str:
    waits = BY_ITSELF if said.choices or said.awaits else ""
    return f"{at}. {said.text}{waits}"
