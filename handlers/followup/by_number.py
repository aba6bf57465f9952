"""“3 36.8”: a temperature typed back from the call list, by the number of the household on it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from community.followup import Report, Watched, calling, numbered
from community.followup.calling import CallResult
from community.followup.watch import HowTold
from community.people import tree
from community.people.access import STAFF, Refused
from dialog import Context, Reply, Router
from handlers.followup import for_another
from handlers.followup.calling import UNKNOWN
from handlers.followup.calling import WHY_NOT as NO_LIST

router = Router("by number")

BOUNDS = 34.0, 43.0  # °C: beyond them it was not a thermometer that was read
ODD = "{number}号的{value}看起来不像体温，没有记，请看一眼再发。"
WHOSE = (
    "{number}号要报的是{names}，{many}个数对不上，没有记。请写上姓名，比如“{number} {first} 36.8”。"
)
NOT_THERE = "{number}号没有叫{name}的在做监测，没有记；那一户是{names}。"
NOBODY = "{number}号那户现在没有在做监测的人，没有记。"
_VALUE = r"\d{2}\.\d{1,2}(?:度|℃)?"
_NAME = r"[一-鿿·]{2,6}?"
_ONE = rf"第?\d{{1,3}}(?:\s{{0,3}}[号户])?[\s:：、,，]+(?:{_NAME}[\s:：,，]*)?{_VALUE}(?:[\s,，、/和]+{_VALUE})*"
_EACH = re.compile(
    rf"第?(?P<number>\d{{1,3}})(?:\s{{0,3}}[号户])?[\s:：、,，]+(?:(?P<name>{_NAME})[\s:：,，]*)?"
    rf"(?P<values>{_VALUE}(?:[\s,，、/和]+{_VALUE})*)"
)
_DIGITS = re.compile(r"\d{2}\.\d{1,2}")


@dataclass(frozen=True, slots=True)
class NumberedValues:
    """One household's number, whose it is if that was written, and the values in their order."""

    number: int
    name: str
    values: tuple[float, ...]


@router.command(rf"(?:体温|结果)?[:：\s]*{_ONE}(?:[\s,，;；、]+{_ONE})*[。]?", may=STAFF)
def typed(ctx: Context, found: re.Match[str]) -> Reply | str | None:
    """Take “3 36.8”, “3号 何金花 37.6”, “1 36.5 36.7，2 36.6”; what is not clear is not stored."""
    rows = [
        NumberedValues(int(one["number"]), one["name"] or "", _values(one["values"]))
        for one in _EACH.finditer(found[0])
    ]
    watch, numbers = ctx.house.watch, [row.number for row in rows]
    there = numbered.missing_at(ctx.actor, ctx.db, watch, numbers, ctx.now)
    if isinstance(there, Refused):
        return NO_LIST[there.reason] if there.reason == "several_lists" else None
    matched: list[tuple[Report, Watched]] = []
    told, unclear = [], []
    for row in rows:
        if row.number not in there:
            unclear.append(UNKNOWN.format(numbers=row.number))
            continue
        one = _match(ctx, row, there[row.number])
        if isinstance(one, str):
            unclear.append(one)
            continue
        matched += one
        told.append(row.number)
    return "\n".join([*_stored(ctx, matched, told), *unclear])


def _values(said: str) -> tuple[float, ...]:
    return tuple(float(value) for value in _DIGITS.findall(said))


def _match(
    ctx: Context, row: NumberedValues, members: Sequence[Watched]
) -> list[tuple[Report, Watched]] | str:
    """Return whose each value is, or why nobody can know."""
    odd = [value for value in row.values if not BOUNDS[0] <= value <= BOUNDS[1]]
    if odd:
        return ODD.format(number=row.number, value=f"{odd[0]:g}")
    if not members:
        return NOBODY.format(number=row.number)
    called = [tree.call(each.person) for each in members]
    meant = [one for one, name in zip(members, called, strict=True) if row.name in (name, "")]
    said = {"number": row.number, "names": "、".join(called)}
    if not meant:
        return NOT_THERE.format(name=row.name, **said)
    if len(meant) != len(row.values):
        return WHOSE.format(many=len(row.values), first=called[0], **said)
    return [
        (Report(each.person, celsius=value, raw=ctx.text, way=HowTold.PHONE), each)
        for value, each in zip(row.values, meant, strict=True)
    ]


def _stored(ctx: Context, matched: list[tuple[Report, Watched]], numbers: list[int]) -> list[str]:
    """Store them; whoever told a temperature was reached."""
    if not matched:
        return []
    doors = "、".join(f"{number}号" for number in numbers)
    said = for_another.noted(ctx, matched, doors)
    results = [(number, CallResult.REACHED) for number in numbers]
    house = ctx.house
    calling.type_back(ctx.actor, ctx.db, house.watch, results, house.library.forms, ctx.now)
    return [said]
