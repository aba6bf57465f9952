"""Who has not reported today, who is ill, and what somebody reported these days, for staff."""

import re
from collections.abc import Sequence
from datetime import timedelta

from community.followup import for_another, rollcall
from community.followup.rollcall import RollCallEntry
from community.people import tree
from community.people.access import STAFF, Refused
from community.questions import feedback
from core.phrases import day_word, say_day
from dialog import Context, Reply, Router
from handlers.followup import sources
from handlers.people.refused import NOT_STAFF
from handlers.people.whom import WHY_NOT, about, on_pick, sought

router = Router("roll-call")

NONE_DUE = "{where}今天还没有到报体温的时候，或者没有人在监测。"
SUM = "{where}今天{part}应报{due}人，已报{told}人，还差{missing}人。"
ALL_TOLD = "{where}今天{part}{due}人都报了。"
MISSING, ILL = "没报的：", "发热或不舒服的："
NONE_ILL = "没有发热的。"
FEVERS = "今天发热或不舒服的{ill}人（按方案的发热线，不按您说的度数挑）：{lacks}"
LACK = "还有{missing}人没报。"
SHOWN = 15
DAYS = 7
LONGEST = 30
NO_REPORTS = "{name}这{days}天没有报过。"
LATELY = timedelta(minutes=30)
_OF_REPORTS = re.compile(r"到报体温的时候|今天.{0,4}应报\d+人|今天.{0,4}\d+人都报了")
_NOBODY_LACKS = re.compile(r"\d+人都报了|到报体温的时候")
ALL_IN = "现在没有要催的：都报了，或者还没到时候。"
URGED = (
    "没报的到点会自动提醒一次，我这里不另外再发。还不报的请打电话：回复“电话名单”看号码，"
    "打完写“1到2未到”，问到体温写“替 3-2-601 张三报 36.5”。"
)
UNTIL, NOT_WATCHED = "监测到{day}。", "现在没有在监测。"
_BUILDING = re.compile(r"(?P<number>\d{1,3})号楼")


@router.intent("staff_roll_call", may=STAFF)
def call(ctx: Context) -> str:
    """Take “今早谁没报”, “4号楼的体温还差哪几户”, “有几个发烧的”."""
    scope = _BUILDING.match(str((ctx.slots.get("scope") or [""])[0]))
    number = str((ctx.slots.get("address") or {}).get("building") or "")
    building = scope["number"] if scope else number
    found = rollcall.call(ctx.actor, ctx.db, ctx.house.watch, ctx.now, building)
    if isinstance(found, Refused):
        return NOT_STAFF
    where = f"{building}号楼" if building else ""
    if not found.due:
        return NONE_DUE.format(where=where)
    told = found.due - len(found.missing)
    said = SUM if found.missing else ALL_TOLD
    part = _label(ctx, found.part)
    first = said.format(
        where=where, part=part, due=found.due, told=told, missing=len(found.missing)
    )
    return "\n".join(
        [first, *_listed(MISSING, found.missing), *(_listed(ILL, found.ill) or [NONE_ILL])]
    )


_WHO_ALL = r"(?:谁|哪些人?|哪几[个户位]人?|几个人?|多少人|有没有人?)"
_ABOVE = r"(?:超过?|高于|大于|高过|过|达到)了?\s*(?:3[6-9]|4[0-2])(?:\s*[.点度]\s*\d{1,2})?\s*(?:度|℃)?(?:以上)?"
_FILLS = r"(?:今天|今早|今晚|现在|有|还有|都有|看看?|体温|烧|的|是){0,4}"


@router.command(
    rf"{_FILLS}(?:{_WHO_ALL}{_FILLS}{_ABOVE}|{_ABOVE}{_FILLS}{_WHO_ALL})(?:的|了|吗|呢|啊){{0,2}}[。?？]?",
    may=STAFF,
)
def above(ctx: Context, _: object) -> str:
    """Take “谁超过37.3”: who has a fever by the programme's line, among those who reported today."""
    found = rollcall.call(ctx.actor, ctx.db, ctx.house.watch, ctx.now, "")
    if isinstance(found, Refused):
        return NOT_STAFF
    if not found.due:
        return NONE_DUE.format(where="")
    lacks = LACK.format(missing=len(found.missing)) if found.missing else ""
    if not found.ill:
        return f"今天报过的里没有发热的。{lacks}"
    return "\n".join([FEVERS.format(ill=len(found.ill), lacks=lacks), *_listed("", found.ill)[1:]])


@router.command(
    r"(?:那|就|麻烦|请|你|您|帮我|帮忙|再|都)*(?:催|提醒)(?:一?[催下]|一遍|他们|她们|没报的){0,3}(?:吧|啊|呗)?[\s,，]*(?:辛苦|谢谢|麻烦)?[你您了]*[。!！]*",
    may=STAFF,
)
def urge(ctx: Context, _: object) -> str | None:
    """Take “催一下吧” after the list of who has not reported; after anything else it means a notice."""
    since = ctx.now - LATELY
    last = feedback.last_said(ctx.db, ctx.caller.contact_id, ctx.turn_id, since)
    if last is None or not _OF_REPORTS.search(last.answer):
        return None
    return ALL_IN if _NOBODY_LACKS.search(last.answer) else URGED


def _label(ctx: Context, name: str) -> str:
    parts = [part for each in ctx.house.watch.programmes.values() for part in each.parts]
    return next((part.label for part in parts if part.name == name), "")


def _listed(title: str, people: Sequence[RollCallEntry]) -> list[str]:
    if not people:
        return []
    lines = [f"・{each.door} {each.name}" for each in people[:SHOWN]]
    more = [f"还有{len(people) - SHOWN}人，加上楼号再问，比如“3号楼谁没报”。"]
    return [title, *lines, *(more if len(people) > SHOWN else [])]


# -- one person's days --------------------------------------------------------------------------


@router.intent("staff_history", may=STAFF)
def history(ctx: Context) -> Reply | str:
    """Take “何金花这几天体温”, “把3-2-601靳师傅一周的体温调出来”."""
    days = min(int(ctx.slots.get("duration_days") or DAYS), LONGEST)
    return about(ctx, sought(ctx, ""), "history_of", _tell, days=max(days, 1))


def _tell(ctx: Context, person_id: int) -> str:
    days, today = int(ctx.known["days"]), ctx.house.watch.today(ctx.now)
    since = today - timedelta(days=days - 1)
    found = rollcall.told_since(ctx.actor, ctx.db, person_id, since, ctx.now)
    if isinstance(found, Refused):
        return WHY_NOT["not_writer"]
    name, until = tree.call_of(ctx.db, person_id), _until(ctx, person_id)
    if not found:
        return NO_REPORTS.format(name=name, days=days) + until
    lines = []
    for each in found[-2 * LONGEST :]:
        what = "、".join([*([f"{each.value}℃"] if each.value else []), *(each.symptoms or [])])
        said = what or ("没量" if each.kind == "not_measured" else "一切正常")
        by = sources.said(each)
        lines.append(f"{day_word(each.day, today)}{_label(ctx, each.part)} {said}{by}")
    return "\n".join([f"{name}这{days}天报过：", *lines, *([until] if until else [])])


def _until(ctx: Context, person_id: int) -> str:
    """Say when somebody's watch ends, or that nobody watches over them."""
    watch, now = ctx.house.watch, ctx.sent_at
    one = for_another.running(ctx.actor, ctx.db, watch, [person_id], now).get(person_id)
    return UNTIL.format(day=say_day(one.ends_on)) if one is not None else NOT_WATCHED


on_pick(router, "history_of", _tell)
