"""“我儿子不在家住，在学校”: a member who is not expected to report, shown and confirmed first."""

import re
from typing import Any

from community.followup import observing
from community.people import family, living
from community.people.access import Refused
from dialog import Context, Reply, Router
from handlers.people.household import WHY_NOT
from handlers.people.kin import FULL, KIN
from handlers.work import promises

router = Router("living")

MOST = 5
SHOWN = "{name}不在家住{where}：不用报体温，也不再提醒。对吗？"
DONE = "记下了，{name}不在家住，不用报体温。{told}回来住了，告诉我“{said}回来住了”。"
TOLD = "已告诉{who}。"
BACK = "{name}回来住了，对吗？"
AT_HOME = "记下了，{name}住在家里。要监测的时候，社区会告诉您。"
NOBODY = "您家登记的人里没有{said}，不会提醒报体温，不用改。要登记家里人，写“我家还有{said}+姓名”。"
NOT_FAMILY = "这一位现在不在您家的登记里，没有改。"
_WHO = (
    rf"(?:我们?家?|俺家?|咱家?)?的?(?:(?P<who>{KIN})\s*(?P<name>(?![现目平已最常一都也不没住在])[一-龥]{{2,3}}?)?"
    r"|(?P<only>[一-龥]{2,4}?))"
)
_NOW = r"(?:现在|目前|平时|已经|最近|常年|一直|都|也|，|,|\s)*"
_AWAY = (
    r"(?:不在家里?住|不住在?(?:家里?|这里?|这儿|一起)|没(?:有)?住在?家里?|不跟我们?住|住校|住宿舍"
    r"|住在?(?P<at>学校|宿舍|外地|单位|老家|外面|国外|部队))了?"
)


@router.command(rf"{_WHO}{_NOW}{_AWAY}(?P<rest>[，,。\s]*(?:[^?？吗怎]{{0,20}}?))[。!！]*")
def away(ctx: Context, found: re.Match[str]) -> Reply | str | None:
    """Take “我儿子不在家住,在学校”, “我女儿住校”: who is meant is found among the household."""
    if ctx.parse.danger or ctx.slots.get("temps") or ctx.slots.get("symptoms"):
        return None
    where = re.sub(r"^[，,。\s]*(?:他|她)?(?:现在)?(?:住)?在?|[。!！\s]*$", "", found["rest"] or "")
    return _whom(
        ctx, found["who"] or found["only"], found["name"], "away", where or found["at"] or ""
    )


@router.command(rf"{_WHO}{_NOW}(?:搬?回来住|回家住|住回来|搬回家)了?[。!！]*")
def back(ctx: Context, found: re.Match[str]) -> Reply | str | None:
    """Take “我儿子回来住了”."""
    if ctx.parse.danger:
        return None
    return _whom(ctx, found["who"] or found["only"], found["name"], "back", "")


def _whom(ctx: Context, word: str, name: str | None, what: str, where: str) -> Reply | str | None:
    said = FULL.get(word, word)
    day = ctx.local_sent_at.date()
    if not ctx.is_at_home and not re.fullmatch(KIN, word):
        return None
    if not ctx.is_at_home:
        return WHY_NOT["no_home"].replace("再邀请家里人", "再说家里人的事")
    carried = {"where": where, "said": word}
    person = family.whom(ctx.resident, ctx.db, name or said, name or said, day)
    if person is not None:
        return _show(ctx, person.id, what, carried)
    others = [
        each
        for each in family.members(ctx.resident, ctx.db, day)
        if each.id != ctx.resident.person_id and each.name != name
    ]
    alike = [each for each in others if not name and _may_be(each.relation, said)]
    if not alike and not re.fullmatch(KIN, word):
        return None
    if not alike:
        return NOBODY.format(said=word)
    choices = [
        (family.label(ctx.db, each.id), f"living_{what}_{at}")
        for at, each in enumerate(alike[:MOST])
    ]
    picks = [each.id for each in alike[:MOST]]
    return ctx.offer("说的是哪一位？", choices, picks=picks, **carried)


def _may_be(relation: str | None, said: str) -> bool:
    children = {"孩子", "儿子", "女儿", "子女"}
    return relation == said or {relation, said} <= children


def _show(ctx: Context, person_id: int, what: str, carried: dict[str, Any]) -> Reply:
    name = family.label(ctx.db, person_id)
    if what == "back":
        choices = [("对", "lives_at_home"), ("不是", "thanks")]
        return ctx.offer(BACK.format(name=name), choices, person=person_id, **carried)
    where = f"（{carried['where']}）" if carried["where"] else ""
    choices = [("对，不用报", "lives_elsewhere"), ("不是", "thanks")]
    return ctx.offer(SHOWN.format(name=name, where=where), choices, person=person_id, **carried)


for _what in ("away", "back"):
    for _at in range(MOST):
        router.action(f"living_{_what}_{_at}")(
            lambda ctx, what=_what, at=_at: _show(
                ctx,
                ctx.known["picks"][at],
                what,
                {key: ctx.known[key] for key in ("where", "said")},
            )
        )


@router.action("lives_elsewhere")
def confirmed(ctx: Context) -> str:
    """Write it down; a monitoring that is voluntary ends for them, and staff hear so."""
    known, house = ctx.known, ctx.house
    done = living.set_elsewhere(ctx.resident, ctx.db, known["person"], ctx.now, elsewhere=True)
    if isinstance(done, Refused):
        return NOT_FAMILY
    item = observing.leave_out(
        ctx.resident, ctx.db, house.watch, done.id, known["where"], ctx.now, house.desk, ctx.turn_id
    )
    told = promises.told(ctx, item, TOLD) if item is not None else ""
    return DONE.format(name=family.label(ctx.db, done.id), told=told, said=f"我{known['said']}")


@router.action("lives_at_home")
def at_home(ctx: Context) -> str:
    done = living.set_elsewhere(ctx.resident, ctx.db, ctx.known["person"], ctx.now, elsewhere=False)
    return (
        NOT_FAMILY
        if isinstance(done, Refused)
        else AT_HOME.format(name=family.label(ctx.db, done.id))
    )
