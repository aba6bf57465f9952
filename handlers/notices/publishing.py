"""A secretary's notice: who and how many, “确认”, then who was not reached and why."""

import re
from collections.abc import Mapping
from datetime import date, datetime

from community.notices import PUBLISHERS, issuing, proposing, reasons, reporting
from community.notices.audience import Addressees, Places
from community.notices.issuing import AwaitsSecond, Instead, Published
from community.notices.kinds import NoticeColour
from community.notices.proposing import Draft
from community.people.access import STAFF, Refused
from core.phrases import say_moment, shorten
from dialog import Context, Router, Said
from handlers.notices import (
    against_rules,
    audience_words,
    dating,
    kinds,
    left_out_words,
    proposal,
    sending_time,
    validity,
)
from handlers.people.refused import NOT_STAFF

router = Router("notices")

SHAPE = "请写“发通知 范围 内容”，比如“发通知 3号楼 明天9点停水”；全社区写“发通知 全体 …”。"
REFUSED = {
    "not_publisher": "发通知、撤通知要由书记、网格员或街道来办，请把内容告诉他们。",
    "post_over": "您这个岗位已经到期或交接了，这次没有发送、也没有撤回任何通知。还需要发的话，请联系社区书记。",
    "moved": "要发的地方现在不在您负责的范围里，没有发送。",
    "private": "通知是公开的，里面的“{about}”像是个人信息，请去掉后再发。",
    "private_reason": "原因会告诉收到过通知的人，“{about}”像是个人信息，请去掉后再发。",
    "no_building": "您负责的范围里没有{about}，没有发送。",
    "which_building": "{about}是哪栋楼的？请写上楼号，比如“发通知 3号楼{about} …”，没有发送。",
    "no_place": f"没有找到“{{about}}”。{SHAPE}",
    "no_notice": "没有编号{about}的通知。回复“通知”看现在有效的。",
    "no_notice_about": "没有找到您发过的、说“{about}”的通知。请写编号，比如“N12没回的”。",
    "not_yours": "通知 {about} 不在您负责的范围里。",
    "withdrawn": "通知 {about} 已经撤回了。",
    "replaced": "通知 {old} 已由 {about} 代替，请改 {about}。",
    "published": "通知 {about} 已经发出了。要撤回请写“撤回 {about}”。",
    "dropped": "这条通知已经取消，没有发送。要发请再写一遍。",
    "none_of_yours": "没有找到您发的通知。",
    "no_words": "只有表情或标点，看不出要说什么，没有发送。请写清楚是什么事。",
    "too_long": "内容有{about}个字，一条微信放不下（最多约600字），没有发送。请精简，或分成两条。",
    "private_matter": "通知是公开的，里面有“{about}”和住处、情况，不能这样发。请去掉姓名，或单独打电话。",
    "figures": "里面的“{about}”是统计数字，请写上来源和日期再发，比如“据区疾控中心11月20日通报，……”。",
    "nobody": "这样选下来，{about}里没有一户要发，没有发送。请换个范围。",
    "nobody_tonight": "今晚还没有排值班的人，没有发送。排班写“今晚值班 张敏”；现在在岗的写“发通知 值班的人 …”。",
    "past": "有效期{about}已经过了，没有发送。请改成以后的日子。",
    "stale_draft": "这条是一天以前写的，没有发送。还要发的话请再写一遍。",
    "no_draft": "没有等着确认的 {about} 号通知。",
    "own_second": "这条是您写的，要另一个人来确认。",
    "needs_no_second": "{about} 号通知不用第二个人确认。",
    "draft": "这条还没有确认，没有发出。",
    "not_yours_to_lend": "{about}不在您自己的岗位范围里，不能授权别人发。",
    "lent_too_long": "授权最多7天，请改短一些。",
    "sending_over": "{about}已经过了，没有发送。要现在就发，请去掉时间再写一遍。",
    "sending_missed": "定的发送时间已经过了，没有发送。还要发的话请再写一遍。",
    "too_far": "{about}太远了，最多能定到60天以后，没有发送。请核对日期。",
    "red_now": "红色预警不能定时，没有发送。请去掉时间，确认后马上发。",
    "replaces_now": "代替旧通知的不能定时：改了就要马上让大家知道。请去掉时间再写。",
    "over_by_then": "内容只管到{about}，等到那以后再发就晚了，没有发送。请换个时间。",
    "not_running": "通知 {about} 已经发完了，停不了；要收回请写“撤回 {about} 原因”。",
    "not_paused": "通知 {about} 没有暂停。",
}
NOT_OUT = "“{text}”还没有发出，等您确认：照预览最后一行回复就发；不发了回复“不发了”。"
RED = "红色预警夜里也马上发；要第二个人确认，危及生命的先发、再告诉第二个人。"
ASKED_SECOND = "红色预警要第二个人确认，已请{who}回复“同意发 {number}”，同意了马上发。情况危及生命的，请在内容里写明（转移、撤离……），会先发再告诉。"
OVER = "注意：里面写的日子（{day}）已经过了，请核对。"
PAGE = 25


def refused(why: Refused, written: str = "") -> str:
    """Put into words why it was not done; `written` is the code of the notice it was about."""
    old = f"N{written.lstrip('Nn')}"
    return REFUSED[why.reason].format(about=why.about, old=old)


@router.command(
    rf"{sending_time.BEFORE}(?:发|发布|群发|发出|下)(?:个|一个|一条|一份|一则)?(?P<head>(?:紧急|加急|演练|演习|[蓝黄橙红]色?)*(?:{kinds.KIND_WORDS}))"
    r"(?:给|到)?[:：,，\s]*(?P<rest>.*)",
    may=STAFF,
    others=NOT_STAFF,
)
def write(ctx: Context, found: re.Match[str]) -> Said | None:
    """Take “发通知 3号楼 明天9点停水”, “发红色预警 1到9号楼、12号楼 …”, and show it first.

    Where no place stands at its beginning it is heard as free words.
    """
    timed = sending_time.taken(found["when"], found["rest"], ctx.local_sent_at)
    if timed.at is not None and timed.at <= ctx.now:
        return sending_time.PAST.format(when=timed.words)
    rest, old = _instead_of(timed.rest.strip())
    split = _split(rest, programmes(ctx))
    if split is None:
        return None if rest else SHAPE
    wanted, text = split
    return propose(ctx, wanted, text, old, head=found["head"], send_at=timed.at)


def _instead_of(rest: str) -> tuple[str, str | None]:
    """Take “替换N12” out of what is to be published."""
    found = re.search(r"[\s,，]{0,9}替换(通知)?\s*(?P<code>[Nn]\d{1,9})[\s:：,，]*", rest)
    if found is None:
        return rest, None
    return f"{rest[: found.start()]} {rest[found.end() :]}".strip(), found["code"]


def programmes(ctx: Context) -> Mapping[str, str]:
    """Return the programmes that run, by title their ids."""
    return {each.title: each.id for each in ctx.house.watch.programmes.values()}


def _split(rest: str, programmes: Mapping[str, str]) -> tuple[Addressees, str] | None:
    """Return to whom and what: whom words name first, else a unit's name that stands apart."""
    rest = rest.removeprefix("给").removeprefix("到").strip()
    named = audience_words.take(rest, programmes)
    if named is not None:
        text = rest[named.end :].lstrip(" ,，:：;；。、\n\t　")
        return (named.wanted, text) if text else None
    apart = re.match(r"(\S{2,20}?)[\s:：,，]+(.+)", rest, re.DOTALL)
    if apart is None or not apart[2].strip():
        return None
    return Addressees(Places(names=(apart[1],))), apart[2].strip()


def propose(
    ctx: Context,
    wanted: Addressees | None,
    said: str,
    old: str | None,
    *,
    head: str = "通知",
    urgent: bool = False,
    send_at: datetime | None = None,
) -> Said:
    """Say whom a notice would reach and until when it holds, before anything is sent."""
    if sending_time.is_in_turns(said):
        return sending_time.IN_TURNS
    if wanted is not None:
        wanted, said = left_out_words.take(wanted, said)
    kind, bare = kinds.read(head, said)
    text, until = validity.take(ctx, bare)
    dated = dating.write_out(text, ctx.local_sent_at)
    guessed = None if until else validity.seen_from(ctx, text)
    last = until or (dated.ends.date() if dated.ends else guessed)
    forecast = ctx.house.forecast
    assert forecast is not None, "whoever sends notices has roads"
    urgent = urgent or "急" in head or kind.colour is NoticeColour.RED
    send_at, later = proposal.awake(ctx, send_at, urgent=urgent)
    draft = Draft(
        dated.text, wanted, last, old, None if until else dated.ends, kind.form, kind.colour,
        kind.is_exercise, kind.asks_answer, send_at,
    )  # fmt: skip
    made = proposing.propose(
        ctx.actor, ctx.db, draft, ctx.now, ctx.house.zone, forecast, ctx.beforehand
    )
    if isinstance(made, Refused):
        nobody = wanted is not None and made.reason == "nobody"
        return refused(made, old or "") + "".join(
            proposal.seen_from(wanted.traits if wanted and nobody else ())
        )
    notes = later + _notes(kind, dated, last, is_said=bool(until))
    if over := dating.all_over(dated.text, ctx.local_sent_at.date()):
        notes.append(OVER.format(day=over))
    notes += against_rules.notes(ctx, dated.text)
    notes += proposal.seen_from(made.traits)
    return proposal.show(ctx, made, notes, urgent=urgent)


def _notes(
    kind: kinds.NoticeKind, dated: dating.Dated, last: date | None, *, is_said: bool
) -> list[str]:
    """Say what will stand in it, of what kind it is and until when it holds."""
    lines = [f"内容：{dated.text}"]
    if kind.is_exercise:
        lines.append("这是演练：开头会写“演练”，回复不算进真的统计。")
    if kind.colour is not None:
        why = "（内容里写了，不是的话请改内容）" if kind.is_guessed else ""
        lines.append(f"等级：{proposal.COLOURS[kind.colour]}预警{why}")
    if kind.colour is NoticeColour.RED and not kind.is_exercise:
        lines.append(RED)
    if kind.asks_answer:
        lines.append("会请大家回复“收到”“已办”或有什么困难。")
    if dated.ends is not None and not is_said:
        lines.append(f"有效：到{dated.ends.month}月{dated.ends.day}日早上{dated.ends.hour}点")
    elif last is not None:
        lines.append(proposal.holds(last, guessed=not is_said))
    return lines


@router.command(
    r"确认(?:发给|发送给|发送|发)?(?:全体|全社区|全村|所有人|大家|\d{1,6}户)(?:居民|人)?[。!！]?",
    may=STAFF,
)
def confirm_everybody(ctx: Context, _: object) -> str | None:
    """Take the typed confirmation, without which nothing goes to everybody."""
    draft = issuing.last_draft(ctx.actor, ctx.db, ctx.now)
    if draft is None:
        return None
    return _publish(ctx, draft.id, urgent=draft.colour is NoticeColour.RED)


@router.command(
    r"(?P<no>不)?(?:同意|确认)发(?:送|出)?\s*[Nn]?(?P<number>\d{1,9})\s*号?[。!！]?", may=STAFF
)
def second(ctx: Context, found: re.Match[str]) -> str:
    """Take “同意发 12” and “不同意发 12” of whoever was asked to look at a red one."""
    number = int(found["number"])
    if found["no"]:
        why = issuing.decline(ctx.actor, ctx.db, number, ctx.now)
        return refused(why) if why else "好的，没有发送，已告诉写的人。"
    zone, announce = ctx.house.zone, ctx.house.announce
    done = issuing.second(ctx.actor, ctx.db, number, ctx.now, zone, announce)
    return refused(done) if isinstance(done, Refused) else _going(ctx, done, None)


@router.action("publish")
def publish(ctx: Context) -> str:
    return _publish(ctx, int(ctx.known["notice"]), urgent=bool(ctx.known.get("urgent")))


def _publish(ctx: Context, number: int, *, urgent: bool) -> str:
    awake = None if urgent else ctx.house.quiet.end(ctx.now)
    zone, announce = ctx.house.zone, ctx.house.announce
    done = issuing.publish(
        ctx.actor, ctx.db, number, ctx.now, zone, announce, urgent=urgent, not_before=awake
    )
    if isinstance(done, Refused):
        return refused(done)
    if isinstance(done, AwaitsSecond):
        return ASKED_SECOND.format(who="、".join(done.names), number=done.number)
    return _going(ctx, done, awake)


def _going(ctx: Context, done: Published, awake: datetime | None) -> str:
    instead = _instead(done.instead) if done.instead else ""
    after = f"{instead}发完我告诉您谁没收到、为什么；随时可以回复“通知情况”“谁没回”“催一下”；要贴到微信群，回复“群文”。"
    fewer = ""
    if done.confirmed_for is not None and done.people < done.confirmed_for:
        fewer = f"注意：确认的时候是{done.confirmed_for}人，现在只能发给{done.people}人。\n"
    if done.at is not None:
        return proposal.say_set(ctx, done.code, done.people, done.at)
    told = f"情况紧急，没有等第二个人；已告诉{'、'.join(done.seconds)}。\n" if done.seconds else ""
    if awake is None:
        return f"通知 {done.code} 正在发给{done.people}人。{fewer}{told}{after}"
    when = say_moment(awake, ctx.house.zone)
    urgently = "要现在就发，请写“发紧急通知 …”。"
    return f"通知 {done.code} 夜里不打扰，{when}发给{done.people}人；{urgently}\n{fewer}{after}"


@router.action("all_unreachable")
def all_unreachable(ctx: Context) -> Said:
    """Show all who cannot be reached, page by page; the draft still waits."""
    number, first = int(ctx.known["notice"]), int(ctx.known["shown"])
    found = proposing.not_reached(
        ctx.actor, ctx.db, number, first, PAGE + 1, ctx.now, ctx.house.zone, ctx.beforehand
    )
    if isinstance(found, Refused):
        return refused(found)
    page = found[:PAGE]
    lines = [f"{first + i}. {door}：{reasons.say(why)}" for i, (door, why) in enumerate(page, 1)]
    choices = [("确认发送", "publish"), ("取消", "drop_notice")]
    if len(found) > PAGE:
        choices.append(("看下一页", "all_unreachable"))
    return ctx.offer(
        "\n".join(lines), choices, notice=number, urgent=bool(ctx.known.get("urgent")),
        shown=first + PAGE,
    )  # fmt: skip


def _instead(old: Instead) -> str:
    if old.told is None:
        return f"{old.code} 此前已撤回。"
    others = f"，另外告诉收到过旧通知的{old.told}人" if old.told else ""
    return f"{old.code} 已由它代替{others}。"


@router.action("drop_notice")
def drop(ctx: Context) -> str:
    why = proposing.drop(ctx.actor, ctx.db, int(ctx.known["notice"]))
    return refused(why) if why else "好的，没有发送。"


@router.command(r"(通知情况|送达情况|通知进度)\s*(?P<code>N\d+)?[。?？]?", may=PUBLISHERS)
def progress(ctx: Context, found: re.Match[str]) -> str:
    """Say how far one's own notice came."""
    return outcome(ctx, found["code"])


def outcome(ctx: Context, code: str | None) -> str:
    """Say how far one's own notice came, by default the last."""
    notice = issuing.find_own(ctx.actor, ctx.db, code, ctx.now)
    if isinstance(notice, Refused):
        waits = issuing.last_draft(ctx.actor, ctx.db, ctx.now) if code is None else None
        return refused(notice) if waits is None else NOT_OUT.format(text=shorten(waits.text, 20))
    return reporting.outcome(ctx.db, notice, ctx.now, ctx.house.zone)
