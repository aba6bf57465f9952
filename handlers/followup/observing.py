"""What staff do by chat about follow-up: begin it, end it, and who may."""

import re

from community import followup
from community.people import homes, privacy, tree
from community.people.access import STAFF
from core.library import Programme
from db.followup import episodes
from db.models import DeliveryKind, Household, Person, Unit
from db.people import persons, units
from dialog import Context, Router
from handlers.people.names import name_in
from handlers.people.refused import NOT_STAFF
from outbox import queue

router = Router("staff")

_DAYS = dict(zip("一两二三四五六七十", (1, 2, 2, 3, 4, 5, 6, 7, 10), strict=True)) | {"十四": 14}


@router.command(r"(开始)?(观察|监测|健康监测)\s+(?P<rest>.+)", may=STAFF, others=NOT_STAFF)
def observe(ctx: Context, found: re.Match[str]) -> str | None:
    """Take “观察 3-2-601 张三 7天”; the household hears how it works and why."""
    target = _target(ctx, found["rest"])
    if isinstance(target, str):
        return target
    household, name = target
    programme = _programme(ctx, found["rest"])
    days = _days(found["rest"]) or programme.days
    if not 1 <= days <= 60:
        return "天数请写1到60天，比如“观察 3-2-601 张三 7天”。"
    person = _person(ctx, household, name)
    watch = ctx.house.watch
    episode = followup.open_episode(
        ctx.db, watch, person, programme, days, ctx.now, by=ctx.caller.person_id
    )
    privacy.record(
        ctx.db,
        ctx.now,
        "observe",
        actor=ctx.caller.person_id,
        subject=person.id,
        detail=programme.id,
    )
    contact = followup.whom_to_ask(ctx.db, person)
    ends = f"{episode.ends_on.month}月{episode.ends_on.day}日"
    said = f"已开始：{tree.door(household)} {name}，{programme.title}，到{ends}。"
    if contact is None:
        return f"{said}\n注意：这家没有人绑定微信，提醒会转给您打电话或上门。"
    queue(
        ctx.db,
        DeliveryKind.INFO,
        followup.welcome(
            programme, "您" if contact.person_id == person.id else name, episode.ends_on
        ),
        ctx.now,
        person_id=contact.person_id,
        contact_id=contact.id,
        fields={"what": "健康监测开始", "text": "每天早晚回复体温"},
    )
    return f"{said}已告诉对方怎么报。"


@router.command(r"(结束|停止|解除)(观察|监测|健康监测)\s+(?P<rest>.+)", may=STAFF, others=NOT_STAFF)
def stop(ctx: Context, found: re.Match[str]) -> str | None:
    target = _target(ctx, found["rest"])
    if isinstance(target, str):
        return target
    household, name = target
    for person in persons.named(ctx.db, name, household.id):
        episode = episodes.active_of_person(ctx.db, person.id, ctx.house.watch.today(ctx.now))
        if episode is not None:
            followup.end_episode(ctx.db, episode, ctx.now)
            privacy.record(ctx.db, ctx.now, "stop", actor=ctx.caller.person_id, subject=person.id)
            told = "已告诉对方" if _tell_end(ctx, person) else "这家没有人绑定微信，请您转告"
            return f"{tree.door(household)} {name}的健康监测已结束，{told}。"
    return f"{tree.door(household)} {name}现在没有在监测。"


def _tell_end(ctx: Context, person: Person) -> bool:
    contact = followup.whom_to_ask(ctx.db, person)
    if contact is None:
        return False
    named = "您" if contact.person_id == person.id else tree.call(person)
    text = f"{named}的健康监测已经结束，不用再报体温了，谢谢配合，保重身体。"
    queue(ctx.db, DeliveryKind.INFO, text, ctx.now, person_id=person.id, contact_id=contact.id)
    return True


def _target(ctx: Context, rest: str) -> tuple[Household, str] | str:
    """Return the household and the name somebody of the staff wrote, or what is missing."""
    address, name = ctx.slots.get("address") or {}, name_in(ctx, rest)
    if not address.get("building") or not address.get("room") or not name:
        return "请写门牌和姓名，比如“观察 3-2-601 张三 7天”。"
    seat = tree.seat_of(ctx.db, ctx.caller.person_id or 0, ctx.now, ctx.house.zone)
    building = _building(ctx, str(address["building"]), seat)
    if building is None:
        return f"您负责的范围里没有{address['building']}号楼，请核对。"
    return homes.household_at(ctx.db, building, address), str(name)


def _building(ctx: Context, number: str, seat: Unit | None) -> Unit | None:
    found = units.buildings(ctx.db, number, seat) if seat else []
    return found[0] if found else None


def _days(rest: str) -> int | None:
    found = re.search(r"(\d{1,3}|十四|[一两二三四五六七十])\s*[天日]", rest)
    if found is None:
        return None
    return int(found[1]) if found[1].isdigit() else _DAYS[found[1]]


def _programme(ctx: Context, rest: str) -> Programme:
    """The live programme, or the exercise if it is named."""
    programmes = ctx.house.watch.programmes.values()
    drill = "演练" in rest
    fitting = [p for p in programmes if p.exercise is drill]
    return fitting[0] if fitting else next(iter(programmes))


def _person(ctx: Context, household: Household, name: str) -> Person:
    known = persons.named(ctx.db, name, household.id)
    return known[0] if known else persons.add(ctx.db, ctx.now, name=name, household_id=household.id)
