"""Follow-up begun and ended in staff's own words: shown first, done when they say so."""

from community.people.access import STAFF
from dialog import Context, Router, Said
from handlers.work import how

router = Router("spoken follow-up")

BEGIN = "要开始监测吗：{door} {name}{days}"
END = "要结束监测吗：{door} {name}"


@router.intent("staff_observe", may=STAFF)
def observe(ctx: Context) -> Said:
    """Show whom and how long; without a door and a name say how it is written."""
    door, name, days = (
        how.door(dict(ctx.slots)),
        ctx.slots.get("name"),
        ctx.slots.get("duration_days"),
    )
    if not door or not name or days == 0:
        return f"{how.say(ctx, 'staff_observe')}门牌、姓名、天数都写上。"
    for_days = f" {days}天" if days else ""
    said = BEGIN.format(door=door, name=name, days=for_days)
    return ctx.offer(said, [("开始", f"command:观察 {door} {name}{for_days}"), ("先不", "thanks")])


@router.intent("staff_release", may=STAFF)
def release(ctx: Context) -> Said:
    door, name = how.door(dict(ctx.slots)), ctx.slots.get("name")
    if not door or not name:
        return f"{how.say(ctx, 'staff_release')}门牌和姓名都写上。"
    said = END.format(door=door, name=name)
    return ctx.offer(said, [("结束", f"command:结束观察 {door} {name}"), ("先不", "thanks")])
