"""Two of the staff who swap: with whom and which days asked for, shown back, then asked of the other."""

import re
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from community.people import finding, swapping, tree
from community.people.access import STAFF, Refused
from community.people.leave import Wanted
from core.phrases import say_span
from dialog import Context, Reply, Router
from handlers.people import picking
from handlers.people.leave import asking, say_refused

router = Router("swapping")

WITH_WHOM = "和谁换班？回复名字就行。"
WHICH_DAYS = "您哪天换{name}哪天？两个日子都写上就行，比如“我12月1日换她12月3日”。"


def hear(ctx: Context) -> Reply | str:
    """Ask with whom, then which days, one thing at a time."""
    other = str(ctx.slots.get("substitute") or ctx.slots.get("name") or "")
    return _swap_with(ctx, other, _days(ctx))


def _swap_with(ctx: Context, other: str, days: list[str], asks: str = WHICH_DAYS) -> Reply | str:
    if not other:
        return ctx.ask(WITH_WHOM, "swap_whom", days=days)
    if len(days) != 2:
        return ctx.ask(asks.format(name=other), "swap_days", other=other)
    return _offer(ctx, other, date.fromisoformat(days[0]), date.fromisoformat(days[1]))


@router.action("swap_whom")
def swap_whom(ctx: Context) -> Reply | str:
    other = str(ctx.slots.get("substitute") or ctx.slots.get("name") or "")
    return _swap_with(ctx, other, ctx.known["days"]) if other else ""


@router.action("swap_days")
def swap_days(ctx: Context) -> Reply | str:
    days = _days(ctx)
    return _swap_with(ctx, ctx.known["other"], days) if days else ""


def _days(ctx: Context) -> list[str]:
    said: list[dict[str, Any]] = list(ctx.slots.get("dates", []))
    ends = [str(each["end"])[:10] for each in said if each.get("end")]
    return [str(each["start"])[:10] for each in said if each.get("start")] + ends


@router.command(
    r"(?=.{4,60}\Z).*?(?:[跟和与同找]\s*(?P<a>[一-龥·]{2,6}?)(?:商量好)?\s*[换调倒]一?[下个]?班|[换调倒]班\s*(?P<b>[一-龥·]{2,4})).*",
    may=STAFF,
)
def swap(ctx: Context, found: re.Match[str]) -> Reply | str | None:
    """Take “跟李梅换班，我12月1日换她12月3日”."""
    if re.search(r"[?？]|吗|怎么", ctx.text) or ctx.parse.danger:
        return None
    days, other = _days(ctx), found["a"] or found["b"]
    return _swap_with(ctx, other, days, say_refused(Refused("same_days")))


def _offer(ctx: Context, said: str, mine: date, theirs: date) -> Reply | str:
    """Show a swap with somebody of the staff; several of that name are offered."""
    people = finding.whom(ctx.actor, ctx.db, said, ctx.now, ctx.house.zone)
    carried = {"mine": mine.isoformat(), "theirs": theirs.isoformat()}
    if not people:
        return picking.NOT_FOUND.format(said=said)
    if len(people) > 1:
        return picking.ask(ctx, said, people, "swap_with", **carried)
    return _show_swap(ctx, people[0].person_id, carried)


picking.on_pick(router, "swap_with", lambda ctx, other, asked: _show_swap(ctx, other, asked))


def _halves(ctx: Context, other: int, asked: Mapping[str, Any]) -> tuple[Wanted, Wanted]:
    assert ctx.actor.person_id is not None, "the staff are known"
    me, mine, theirs = ctx.actor.person_id, _day(ctx, asked["mine"]), _day(ctx, asked["theirs"])
    return Wanted(me, *mine, other), Wanted(other, *theirs, me)


def _day(ctx: Context, said: str) -> tuple[datetime, datetime]:
    begins = datetime.fromisoformat(said).replace(tzinfo=ctx.house.zone)
    return begins, begins + timedelta(days=1)


def _show_swap(ctx: Context, other: int, asked: Mapping[str, Any]) -> Reply | str:
    mine, theirs = _halves(ctx, other, asked)
    planned = swapping.plan(ctx.actor, ctx.db, mine, theirs, ctx.now, ctx.house.zone)
    if isinstance(planned, Refused):
        return say_refused(planned)
    name, zone = tree.call(planned.theirs.person), ctx.house.zone
    said = (
        f"{say_span(mine.begins_at, mine.ends_at, zone)}由{name}替您，"
        f"{say_span(theirs.begins_at, theirs.ends_at, zone)}由您替{name}。对吗？反了请换过来再写一遍。"
    )
    choices = [("对", "swap_confirmed"), ("不换了", "thanks")]
    carried = {"mine": asked["mine"], "theirs": asked["theirs"], "other": other}
    return ctx.offer(said, choices, **carried)


@router.action("swap_confirmed")
def swap_confirmed(ctx: Context) -> str:
    mine, theirs = _halves(ctx, ctx.known["other"], ctx.known)
    done = swapping.ask(ctx.actor, ctx.db, mine, theirs, ctx.now, ctx.house.zone)
    if isinstance(done, Refused):
        return say_refused(done)
    name = tree.call(done.theirs.person)
    said = asking(ctx, done.theirs.person.id, name).replace("同意替班", "同意换班")
    return f"好的，{said}没答应以前，班次不变。"
