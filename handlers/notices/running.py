"""While a notice is being sent: 暂停, 继续发, 停止发送; and who may send for a day."""

import re
from datetime import datetime, time, timedelta

from community.notices import PUBLISHERS, rights, running
from community.notices.audience import find
from community.notices.running import Halted
from community.people import finding, tree
from community.people.access import STAFF, Refused
from core.phrases import say_moment
from dialog import Context, Router, Said
from handlers.notices import audience_words, publishing, sending_time

router = Router("running notices")

_CODE = r"(?:通知)?\s*(?P<code>[Nn]\d{1,9})?\s*号?(?:通知|那条)?"
_FIRST = r"[把将]?(?:通知)?\s*(?P<code>[Nn]\d{1,9})\s*号?(?:通知|那条)?\s*"
PAUSED = "通知 {code} 先停下了：已经发给{sent}人，还有{left}人没发。接着发请回复“继续发 {code}”，不再发请回复“停止 {code}”。"
RESUMED = "通知 {code} 接着发：还有{left}人。"
STOPPED = "通知 {code} 不再往下发了：已经发给{sent}人（仍然有效），{left}人没发。要告诉收到的人作废，请写“撤回 {code} 原因”。"
LENT = "好的，{name}到{until}可以给{unit}发通知，发的都记在{name}名下。要收回，回复“收回{name}发通知的权”。"
TOLD = "{who}请您帮忙：到{until}您可以给{unit}发通知，写“发通知 {unit} …”就行。"
WHO = "没有找到叫“{name}”的工作人员，没有授权。"
WHICH = "叫“{name}”的有几位：{about}。请写全名。"
NOT_LENT = "{name}现在没有别人给的发通知的权。"
PUT_OFF = "好的，{codes}先停下，{when}接着发。{others}要早点接着发，回复“继续发 {first}”。"
GOES_ON = "{codes}是紧急的，照常发；也要停请回复“暂停 {first}”。"
OVER_BY_THEN = "注意：{codes}到那时就过期了，不会再发；要发请现在回复“继续发 {first}”。"
NOTHING_OFF = "现在没有您正在发或定好要发的通知。{others}"
RESTS = "（那时是夜里，不打扰大家，{when}发）"
NO_MORE = "好的，{name}不能再发了。"


@router.command(
    rf"(?:(?:这|那|刚才那|上一)[条个](?:通知)?|通知)?(?:先)?(?:暂停|停一下|停一停|先停(?:一下)?|先别发了?|缓一缓)(?:发送|发)?\s*{_CODE}[。!！]?",
    may=STAFF,
)
@router.command(
    rf"{_FIRST}(?:先)?(?:暂停|停一下|停一停|停下|先停|别发|缓一缓|缓发|等等再发)(?:发送)?一?下?了?[。!！]?",
    may=STAFF,
)
def pause(ctx: Context, found: re.Match[str]) -> str | None:
    done = running.pause(ctx.actor, ctx.db, _code(found), ctx.now, ctx.beforehand)
    return _say(done, PAUSED)


@router.command(rf"(?:继续发?|接着发|恢复)(?:送)?\s*{_CODE}[。!！]?", may=STAFF)
@router.command(
    rf"{_FIRST}(?:可以)?(?:再)?(?:继续|接着|恢复)(?:发送?|送)?了?吧?[。!！]?", may=STAFF
)
def resume(ctx: Context, found: re.Match[str]) -> str | None:
    awake = ctx.house.quiet.end(ctx.now)
    done = running.resume(ctx.actor, ctx.db, _code(found), ctx.now, awake, ctx.beforehand)
    return _say(done, RESUMED)


@router.command(rf"(?:停止|终止|别再?|不要再?)(?:发送|发)?了?\s*{_CODE}了?[。!！]?", may=STAFF)
@router.command(
    rf"{_FIRST}(?:停止|终止|别再发?|不要再?发|不用再?发|不发|停发)(?:送|发)?了?吧?[。!！]?",
    may=STAFF,
)
def stop(ctx: Context, found: re.Match[str]) -> str | None:
    done = running.halt(ctx.actor, ctx.db, _code(found), ctx.now, ctx.beforehand)
    return _say(done, STOPPED)


_ALL = r"(?:所有的?|全部的?|一[律切]|我的)?(?:通知|消息)?"
_NOTHING = r"(?:都|全|全都|全部|一律|统统|先|暂时){1,3}(?:给我)?(?:别|不要|不|停止|停|暂停|先别|缓)(?:再|往外|往下)?(?:群?发|停)?(?:送|出去)?(?:通知|消息)?了?"
_UNTIL = rf"(?:到|等到?|在)?(?P<when>{sending_time.TIME})(?:之?前|以前|再说|才发)?"


@router.command(rf"{_UNTIL}[,，\s]*{_ALL}{_NOTHING}[。!！]?", may=STAFF)
@router.command(
    rf"{_ALL}{_NOTHING}[,，\s]*(?:到|等到?|过了?){_UNTIL}(?:再发?|再说|以?后再发|接着发)?[。!！]?",
    may=STAFF,
)
def put_off(ctx: Context, found: re.Match[str]) -> str | None:
    """Take “今晚12点前都别发了”: all that somebody has under way waits, but for what presses."""
    until = sending_time.read(found["when"], ctx.local_sent_at)
    if until is None or until <= ctx.now:
        return None
    goes = ctx.house.quiet.end(until) or until
    day = goes.astimezone(ctx.house.zone).date()
    done = running.put_off(ctx.actor, ctx.db, until, ctx.now, day)
    if isinstance(done, Refused):
        return None
    urgent = done.going_on
    others = GOES_ON.format(codes="、".join(urgent), first=urgent[0]) if urgent else ""
    if not done.waiting:
        return NOTHING_OFF.format(others=others)
    when = say_moment(until, ctx.house.zone)
    if goes != until:
        when += RESTS.format(when=say_moment(goes, ctx.house.zone))
    if done.over:
        over = "、".join(done.over)
        others = OVER_BY_THEN.format(codes=over, first=done.over[0]) + others
    codes, first = "、".join(done.waiting), done.waiting[0]
    return PUT_OFF.format(codes=codes, when=when, others=others, first=first)


def _code(found: re.Match[str]) -> str | None:
    return found["code"].upper() if found["code"] else None


def _say(done: Halted | Refused, sentence: str) -> str | None:
    if not isinstance(done, Refused):
        return sentence.format(code=done.code, sent=done.sent, left=done.left)
    # Without a notice under way the words may be about something else.
    is_else = done.reason in {"none_of_yours", "not_publisher"}
    return None if is_else else publishing.refused(done)


# -- who may send for a day --------------------------------------------------------------

_NAME = r"(?P<name>[\u4e00-\u9fff]{2,4}?)"
_DAY = r"(?P<day>(?:从?今天)?到(?:明[天晚]|后天)(?:(?:晚上)?\d{1,2}点)?|今明两天|今[天晚]|明天|这?两天|三天|这几天|本周|一天)?[,，\s]*"
_THEN = _DAY.replace("?P<day>", "?P<then>")
_MAY = r"(?:可以|能|来|替我|代我|帮我|帮忙|代)+"
_WHAT = r"(?:(?:往|给|向)?(?:群?发)(?P<where>.{0,30}?)(?:的)?(?:通知|消息)|(?:往|给|向)(?P<whom>.{1,30}?)(?:群?发)(?:通知|消息))了?[。!！]?"


@router.command(
    rf"(?:让|请|同意)?{_DAY}(?:让|授权|允许)?{_NAME}{_THEN}{_MAY}{_WHAT}", may=PUBLISHERS
)
@router.command(rf"(?:授权|允许|委托){_DAY}{_NAME}{_THEN}(?:{_MAY})?{_WHAT}", may=PUBLISHERS)
def lend(ctx: Context, found: re.Match[str]) -> Said | None:
    """Take “今天小李可以发3号楼的通知”, “授权小李到明晚8点给3号楼发通知”."""
    name = _whom(ctx, found["name"])
    if isinstance(name, str):
        return name
    named = audience_words.take((found["whom"] or found["where"] or "").strip() or "全体")
    if named is None:
        return None
    mine = ctx.actor.seats(PUBLISHERS)
    audience = find(ctx.actor, ctx.db, named.wanted, mine, ctx.now)
    if isinstance(audience, Refused):
        return publishing.refused(audience)
    until = _until(ctx.local_sent_at, found["day"] or found["then"] or "今天")
    person, called = name
    when = say_moment(until, ctx.house.zone)
    said = []
    for unit_id in dict.fromkeys(unit for unit, _ in audience.places):
        unit = tree.unit(ctx.db, unit_id)
        done = rights.lend(ctx.actor, ctx.db, person, unit, until, ctx.now)
        if isinstance(done, Refused):
            return publishing.refused(done)
        said.append(unit.name)
    where = "、".join(said)
    ctx.tell(person, TOLD.format(who=ctx.introduction, until=when, unit=where))
    return LENT.format(name=called, until=when, unit=where)


@router.command(
    rf"(?:收回|取消|撤销|停掉)(?:给)?{_NAME}(?:的)?(?:发(?:送)?通知)(?:的)?(?:权限?|授权|资格)?[。!！]?|"
    rf"{_NAME.replace('?P<name>', '?P<name2>')}(?:不能|不可以|不用)(?:再)?(?:替我|代我)?发通知了?[。!！]?",
    may=PUBLISHERS,
)
def revoke(ctx: Context, found: re.Match[str]) -> str | None:
    """Take “收回小李发通知的权”, “小李不能发通知了”."""
    name = _whom(ctx, found["name"] or found["name2"])
    if isinstance(name, str):
        return name
    person, called = name
    words = NO_MORE if rights.revoke(ctx.actor, ctx.db, person, ctx.now) else NOT_LENT
    return words.format(name=called)


def _whom(ctx: Context, name: str) -> tuple[int, str] | str:
    """Return who is meant, and how they are called; or what is to be said instead."""
    found = [
        one
        for one in finding.whom(ctx.actor, ctx.db, name, ctx.now, ctx.house.zone)
        if one.is_staff
    ]
    if not found:
        return WHO.format(name=name)
    if len(found) > 1:
        about = "；".join(f"{one.name}（{one.about}）" for one in found)
        return WHICH.format(name=name, about=about)
    return found[0].person_id, found[0].name


_DAYS = {
    "明天": 1, "明晚": 1, "两天": 1, "后天": 2, "三天": 2, "几天": 2, "周": 6,
}  # fmt: skip
_HOUR = re.compile(r"(晚上?)?(\d{1,2})点")


def _until(at: datetime, said: str) -> datetime:
    """Return the end of the last day that is meant, or the hour that is named."""
    days = next((many for word, many in _DAYS.items() if word in said), 0)
    day = at.date() + timedelta(days=days)
    if (hour := _HOUR.search(said)) is not None and int(hour[2]) < 24:
        is_evening = "晚" in said and int(hour[2]) < 12
        return datetime.combine(day, time(int(hour[2]) + 12 * is_evening), at.tzinfo)
    return datetime.combine(day + timedelta(days=1), time(0), at.tzinfo)
