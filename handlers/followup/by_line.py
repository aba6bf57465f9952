"""Ten reports at once, one a line: each is heard alone, and what could not be stored is said by its line."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from community.people import seeking
from community.people.access import Refused
from community.people.seeking import Sought
from dialog import Context, Reply

MOST = 30
MORE = "一次最多{most}行，后面{left}行没有看，请再发一次。"
NOT_ALL = "有{many}行没有记，请照提示单独再发。"
FINE = "记错了，再报一次就改过来。"

Hear = Callable[[Context], Reply | str]


def rows(ctx: Context) -> list[Context] | None:
    """Return each line as a message of its own; None where the text is one report."""
    lines = [line.strip(" ，,;；。") for line in ctx.text.replace("；", "\n").splitlines()]
    lines = [line for line in lines if line]
    if len(lines) < 2:
        return None
    found = [_heard(ctx, line) for line in lines]
    told = [row for row in found if _tells(row)]
    doors = {str(row.slots["address"]) for row in told if row.slots.get("address")}
    names = {str(row.slots["name"]) for row in told if row.slots.get("name")}
    return told if len(told) > 1 and (len(doors) > 1 or len(names) > 1) else None


def _heard(ctx: Context, line: str) -> Context:
    return ctx.aside().derive(message=replace(ctx.message, text=line)).at_work()


def _tells(row: Context) -> bool:
    told = any(row.slots.get(key) for key in ("temps", "missing", "normal", "symptoms"))
    called = any(each.get("who") not in (None, "本人") for each in row.slots.get("temps", []))
    return told and bool(row.slots.get("address") or row.slots.get("name") or called)


def each(ctx: Context, found: Sequence[Context], hear: Hear) -> str:
    """Hear line after line; whoever stands below a door without one of their own lives there."""
    said, unstored = [], 0
    door: dict[str, Any] = {}
    for row in found[:MOST]:
        own = row.slots.get("address")
        row = row if own or not door or _is_known(row) else _at(row, door)
        door = own or door
        answer = hear(row)
        text = answer.text if isinstance(answer, Reply) else answer
        unstored += "记下：" not in text
        said.append(f"・{text.replace(FINE, '').replace(chr(10), ' ')}")
    left = len(found) - MOST
    more = [MORE.format(most=MOST, left=left)] if left > 0 else []
    return "\n".join([*said, *more, NOT_ALL.format(many=unstored) if unstored else FINE])


def _is_known(row: Context) -> bool:
    """Tell whether a name alone says who is meant."""
    here = seeking.seek(row.actor, row.db, Sought({}, str(row.slots.get("name") or "")))
    return not isinstance(here, Refused) and len(here) == 1


def _at(row: Context, door: dict[str, Any]) -> Context:
    return row.derive(parse=replace(row.parse, slots={**row.parse.slots, "address": door}))
