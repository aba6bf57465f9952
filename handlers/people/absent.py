"""Staff who cannot come, and who is away: “我感冒了今天来不了”, “马杰这周病了 谁顶”, “这周谁请假”."""

import re
from dataclasses import replace
from datetime import date, datetime, time, timedelta

from community.people import finding
from community.people import leave as leaves
from community.people.access import STAFF, Refused
from core.phrases import say_date
from dialog import Context, Reply, Router
from handlers.people import leave, leave_words

router = Router("absent")

NOBODY = "{span}没有人请假。"
LISTED = "{span}请假的："
ROW = "{name}（{titles}）{span}，{by}"
_DAYS = r"(?:今天|明天|后天|大后天|今晚|明晚|[这本下]个?(?:周|星期|礼拜|月)(?:[一二三四五六日天末])?|周[一二三四五六日天末]|最近|这两天|这几天|现在|目前|都|还|\d{1,2}月\d{1,2}[日号]?)"
_WHO_IS = re.compile(
    rf"(?:{_DAYS}|[\s,，]){{0,4}}(?:有)?(?:谁|哪些人|哪几个人?|几个人|哪个|有没有人|有人|谁都)(?:在|要|是|都|{_DAYS}){{0,3}}"
    rf"(?:请(?:了)?假|休假|休息|不在岗|没来|不来|来不了|不在|缺勤|调休|缺岗)(?:了|的|吗|呢|啊|呀)*[?？]?"
    rf"|(?:{_DAYS}){{0,2}}(?:的)?(?:请假|休假|缺勤)(?:的)?(?:人|人员)?(?:名单|情况|有谁|是谁|都有谁|有哪些人?|有几个|几个人)[?？]?"
)
_CANNOT = r"(?:来不了|不(?:能)?(?:来|过来|过去|去)(?:上班|值班|了|$)|上不了班|去不了|到不了|到不了岗|干不了|走不开|顶不住|歇(?:一|两|三|几|半)?(?:天|下)|休息(?:一|两|三|几|半)?(?:天|下))"
_WHY = r"感冒|发烧|发热|病|不舒服|难受|头疼|头晕|肚子|拉肚子|腰|受伤|摔|崴|骨折|住院|手术|家里|孩子|娃|老人|有事|急事|堵车|车坏|临时|喝多"
_ILL = re.compile(_WHY)
_COMES_NOT = re.compile(_CANNOT)
_OF_OTHERS = re.compile(r"[?？]|谁|居民|住户|隔离|体温|孩子学校")
_SICK = re.compile(
    rf"(?P<who>[一-龥·]{{2,4}}?)(?:{_DAYS}|[\s,，]){{0,3}}(?:说|又|家里)?(?:{_WHY}|请假|不在|没来|休息|来不了)(?:了|来不了|请假|[\s,，]){{0,4}}"
    r"(?:[^?？]{0,8}?)(?:谁|找谁|哪个|哪位)(?:来|能|可以|去)?(?:顶|替|代|接)(?:一下|班|她|他)*(?:啊|呢|呀)?[?？]?"
)


@router.command(_WHO_IS.pattern, may=STAFF)
def who_is_away(ctx: Context, _: object) -> str | None:
    """Take “这周谁请假”: a question, which asks for nobody's leave."""
    if ctx.parse.danger:
        return None
    first, last = _span(ctx)
    zone = ctx.house.zone
    begins = datetime.combine(first, time(), zone)
    ends = datetime.combine(last + timedelta(days=1), time(), zone)
    found = leaves.away_between(ctx.actor, ctx.db, begins, ends, ctx.now, zone)
    if isinstance(found, Refused):
        return None
    span = say_date(first) if first == last else f"{say_date(first)}到{say_date(last)}"
    if not found:
        return NOBODY.format(span=span)
    rows = [
        ROW.format(name=one.name, titles=one.titles, span=one.span, by=_by(one)) for one in found
    ]
    return "\n".join([LISTED.format(span=span), *rows])


def _by(one: leaves.AwayNow) -> str:
    if not one.substitute:
        return "没有人替，有事先告诉下一位负责人"
    return f"{one.substitute}替" if one.has_agreed else f"请了{one.substitute}替，还没答应"


def _span(ctx: Context) -> tuple[date, date]:
    dates, today = ctx.slots.get("dates", []), ctx.local_sent_at.date()
    if not dates:
        return today, today + timedelta(days=6 if re.search(r"最近|这几天|这两天", ctx.text) else 0)
    first = date.fromisoformat(str(dates[0]["start"])[:10])
    return first, date.fromisoformat(str(dates[-1].get("end") or dates[-1]["start"])[:10])


@router.command(rf"(?=.{{4,60}}\Z)(?:{_SICK.pattern})", may=STAFF)
def who_stands_in(ctx: Context, found: re.Match[str]) -> Reply | str | None:
    """Take “马杰这周病了 谁顶”: their leave, with those who could stand in to choose from."""
    zone = ctx.house.zone
    named = finding.whom(ctx.actor, ctx.db, found["who"], ctx.now, zone)
    if ctx.parse.danger or not any(one.is_staff for one in named):
        return None
    spoken = leave_words.spoken(ctx.text, ctx.slots.get("dates", []), ctx.now, zone)
    return leave.hear_spoken(ctx, replace(spoken, who=found["who"], substitute=""))


@router.command(r"(?=.{4,60}\Z).+", may=STAFF)
def cannot_come(ctx: Context, _: object) -> Reply | str | None:
    """Take “我感冒了今天来不了” of staff: leave, shown with who is told instead."""
    why, says = _ILL.search(ctx.text), _COMES_NOT.search(ctx.text)
    if why is None or says is None or why.start() > says.start() or ctx.parse.danger:
        return None
    if ctx.slots.get("temps") or _OF_OTHERS.search(ctx.text):
        return None
    if not re.search(r"我|今|明|后天", ctx.text):
        return None
    spoken = leave_words.spoken(ctx.text, ctx.slots.get("dates", []), ctx.now, ctx.house.zone)
    who = spoken.who if spoken.who and _is_staff(ctx, spoken.who) else ""
    return leave.hear_spoken(ctx, replace(spoken, who=who))


def _is_staff(ctx: Context, name: str) -> bool:
    found = finding.whom(ctx.actor, ctx.db, name, ctx.now, ctx.house.zone)
    return any(one.is_staff for one in found)
