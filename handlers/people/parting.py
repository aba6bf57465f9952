"""Whoever moved away or died, in staff's own words; a whole household at once."""

from collections.abc import Sequence

from community.people import registering, seeking, tree
from community.people.access import Gone, Refused
from community.people.registering import Resident
from community.people.seeking import Sought
from dialog import Context, Reply, Router
from handlers.people import register, whom
from handlers.people.whom import door, refuse, sought

router = Router("parting")

GONE_HOW = "{about}是搬走了，还是去世了？"
WHOLE = "全家{many}位（{names}）都搬走了"


def died(ctx: Context) -> Reply | str:
    return whom.about(ctx, sought(ctx, ""), "register_died", register.show_died)


def gone_how(ctx: Context) -> Reply | str:
    """“走了” may be either: which it was is asked before anything else."""
    who = sought(ctx, "")
    about = who.name or who.relation or (door(who.address) if who.has_door else "这一位")
    held = {"address": dict(who.address), "name": who.name, "relation": who.relation}
    choices = [("搬走了", "gone_moved"), ("去世了", "gone_died"), ("都不是", "thanks")]
    return ctx.offer(GONE_HOW.format(about=about), choices, gone=held)


@router.action("gone_moved")
def gone_moved(ctx: Context) -> Reply | str:
    return _left(ctx, Sought(**ctx.known["gone"]))


@router.action("gone_died")
def gone_died(ctx: Context) -> Reply | str:
    who = Sought(**ctx.known["gone"])
    return whom.about(ctx, who, "register_died", register.show_died)


def left(ctx: Context) -> Reply | str:
    """One moved away, or all who live behind a door."""
    return _left(ctx, sought(ctx, ""))


def _left(ctx: Context, who: Sought) -> Reply | str:
    if not (who.name or who.relation) and who.has_door:
        found = seeking.seek(ctx.actor, ctx.db, who)
        if not isinstance(found, Refused) and len(found) > 1:
            return several(ctx, found)
    return whom.about(ctx, who, "register_left", register.show_left)


def several(ctx: Context, found: Sequence[Resident]) -> Reply | str:
    """Let it be said whether all of a household moved away or one of them; each is named."""
    if len(found) == 1:
        return register.show_left(ctx, found[0].person.id)
    names = "、".join(tree.call(each.person) for each in found)
    choices = [(WHOLE.format(many=len(found), names=names), "left_all")]
    choices += [
        (f"只是{whom.call(each)}", f"register_left_{at}")
        for at, each in enumerate(found[: whom.MOST])
    ]
    picks = [each.person.id for each in found]
    return ctx.offer(f"{found[0].door}搬走的是：", choices, picks=picks)


@router.action("left_all")
def left_all(ctx: Context) -> str:
    """Everybody of the household is asked and counted no more; who holds a post stays and is named."""
    zone, announce = ctx.house.zone, ctx.house.announce
    done = [
        registering.gone(ctx.actor, ctx.db, number, Gone.MOVED, ctx.now, zone, announce)
        for number in ctx.known["picks"]
    ]
    names = "、".join(tree.call(each) for each in done if not isinstance(each, Refused))
    first = [f"记下了，{names}已搬走，不再提醒和统计。"] if names else []
    why_not = dict.fromkeys(refuse(each) for each in done if isinstance(each, Refused))
    return "\n".join([*first, *why_not])
