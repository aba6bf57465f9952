"""A secretary's notice: who and how many, “确认”, then who was not reached and why."""

import re

from community.notices import PUBLISHERS, issuing, proposing, reporting, withdrawal
from community.notices.issuing import Instead
from community.notices.proposing import Draft, Proposed
from community.notices.rights import EVERYBODY
from community.people.access import Refused
from core.phrases import say_day, say_moment
from dialog import Context, Router, Said
from handlers.notices import validity
from handlers.people.refused import NOT_STAFF

router = Router("notices")

SHAPE = "请写“发通知 范围 内容”，比如“发通知 3号楼 明天9点停水”；全社区写“发通知 全体 …”。"
REFUSED = {
    "not_publisher": NOT_STAFF,
    "post_over": "您这个岗位已经到期或交接了，这次没有发送、也没有撤回任何通知。还需要发的话，请联系社区书记。",
    "moved": "要发的地方现在不在您负责的范围里，没有发送。",
    "private": "通知是公开的，里面的“{about}”像是个人信息，请去掉后再发。",
    "private_reason": "原因会告诉收到过通知的人，“{about}”像是个人信息，请去掉后再发。",
    "no_building": "您负责的范围里没有{about}，没有发送。",
    "no_place": f"没有找到“{{about}}”。{SHAPE}",
    "no_notice": "没有编号{about}的通知。回复“通知”看现在有效的。",
    "not_yours": "通知 {about} 不在您负责的范围里。",
    "withdrawn": "通知 {about} 已经撤回了。",
    "replaced": "通知 {old} 已由 {about} 代替，请改 {about}。",
    "published": "通知 {about} 已经发出了。要撤回请写“撤回 {about}”。",
    "dropped": "这条通知已经取消，没有发送。要发请再写一遍。",
    "none_of_yours": "没有找到您发的通知。",
}
EVERYWHERE = {"全体", "全社区", "全村", "所有人"}


def refused(why: Refused, written: str = "") -> str:
    """Put into words why it was not done; `written` is the code of the notice it was about."""
    old = f"N{written.lstrip('Nn')}"
    return REFUSED[why.reason].format(about=why.about, old=old)


@router.command(
    r"(发|发布|群发)(个|一个|一条)?(?P<urgent>紧急)?通知[:：,，\s]*(?P<rest>.*)",
    may=PUBLISHERS,
    others=NOT_STAFF,
)
def write(ctx: Context, found: re.Match[str]) -> Said | None:
    """Take “发通知 3号楼 明天9点停水” and say whom it would reach before anything is sent.

    Where no place stands apart it is heard as free words.
    """
    rest, old = _instead_of(found["rest"].strip())
    split = _split(rest)
    if split is None:
        return None if rest else SHAPE
    return propose(ctx, *split, old, urgent=bool(found["urgent"]))


@router.command(
    r"替换(通知)?\s*(?P<code>[Nn]?\d{1,9})\s*号?[\s:：,，]*(?P<text>.+)",
    may=PUBLISHERS,
    others=NOT_STAFF,
)
def replace(ctx: Context, found: re.Match[str]) -> Said:
    """Take “替换 N12 明天改到10点停水”: to the same people, in the old one's place."""
    return propose(ctx, None, found["text"].strip(), found["code"])


def _instead_of(rest: str) -> tuple[str, str | None]:
    """Take “替换N12” out of what is to be published."""
    found = re.search(r"[\s,，]*替换(通知)?\s*(?P<code>[Nn]\d{1,9})[\s:：,，]*", rest)
    if found is None:
        return rest, None
    return f"{rest[: found.start()]} {rest[found.end() :]}".strip(), found["code"]


def _split(rest: str) -> tuple[str, str] | None:
    """Return where to and what."""
    rest = rest.removeprefix("给").removeprefix("到")
    found = re.match(
        r"(全体|全社区|全村|所有人|\d+\s*(?:号楼|栋|幢|楼)|\S+?)[\s:：,，]+(.+)", rest, re.DOTALL
    )
    glued = re.match(r"(全体|全社区|全村|\d+\s*(?:号楼|栋|幢))(?=\D)(.+)", rest, re.DOTALL)
    found = found or glued
    if found is None or not found[2].strip():
        return None
    where = found[1].strip()
    return EVERYBODY if where in EVERYWHERE else where, found[2].strip()


def propose(
    ctx: Context, where: str | None, said: str, old: str | None, *, urgent: bool = False
) -> Said:
    """Say whom a notice would reach and until when it holds, before anything is sent."""
    text, until = validity.take(ctx, said)
    last = until or validity.seen_from(ctx, text)
    made = proposing.propose(ctx.actor, ctx.db, Draft(text, where, last, old), ctx.now)
    if isinstance(made, Refused):
        return refused(made, old or "")
    lines = [*_reaches(made), f"内容：{text}"]
    if last is not None:
        guessed = "" if until else "（从内容里看的，不对请写“到×月×日有效”）"
        lines.append(f"有效：到{say_day(last)}{guessed}")
    if made.old is not None:
        lines.append(f"代替：通知 {made.old.code}“{made.old.text}”")
    if made.reach.without:
        lines.append(f"收不到的{made.reach.without}户：{made.reach.doors}（没有人关注公众号）")
    choices = [("确认发送" if not urgent else "确认紧急发送", "publish"), ("取消", "drop_notice")]
    return ctx.offer("\n".join(lines), choices, notice=made.notice_id, urgent=urgent)


def _reaches(made: Proposed) -> list[str]:
    check = made.reach
    return [
        f"发给{made.unit}：共{check.households}户，{check.reached_households}户能收到"
        f"（{check.contacts}人）。"
    ]


@router.action("publish")
def publish(ctx: Context) -> str:
    urgent = bool(ctx.known.get("urgent"))
    awake = None if urgent else ctx.house.quiet.end(ctx.now)
    number = int(ctx.known["notice"])
    done = issuing.publish(ctx.actor, ctx.db, number, ctx.now, urgent=urgent, not_before=awake)
    if isinstance(done, Refused):
        return refused(done)
    instead = _instead(done.instead) if done.instead else ""
    after = f"{instead}发完我告诉您谁没收到、为什么；随时可以回复“通知情况”。"
    if awake is None:
        return f"通知 {done.code} 正在发给{done.people}人。{after}"
    when = say_moment(awake, ctx.house.zone)
    urgently = "要现在就发，请写“发紧急通知 …”。"
    return f"通知 {done.code} 夜里不打扰，{when}发给{done.people}人；{urgently}\n{after}"


def _instead(old: Instead) -> str:
    if old.told is None:
        return f"{old.code} 此前已撤回。"
    others = f"，另外告诉收到过旧通知的{old.told}人" if old.told else ""
    return f"{old.code} 已由它代替{others}。"


@router.command(
    r"(撤回|撤销|作废|取消)(通知)?\s*(?P<code>[Nn]\d{1,9})\s*号?[\s:：,，]*(?P<because>.*)",
    may=PUBLISHERS,
    others=NOT_STAFF,
)
def take_back(ctx: Context, found: re.Match[str]) -> Said:
    """Take “撤回 N12 水管已修好”; whoever got it hears it after “确认”."""
    return offer_to_withdraw(ctx, found["code"], found["because"].strip())


def offer_to_withdraw(ctx: Context, code: str, because: str = "") -> Said:
    """Say what would be taken back, and from how many, before it is."""
    notice = withdrawal.look(ctx.actor, ctx.db, code, because)
    if isinstance(notice, Refused):
        return refused(notice, code)
    return ctx.offer(
        f"撤回通知 {notice.code}：{notice.text}\n"
        f"收到过的{notice.reached}人会收到撤回的消息，还没发出的不再发。",
        [("确认撤回", "withdraw"), ("不撤回", "thanks")],
        notice=notice.notice_id,
        code=notice.code,
        because=because,
    )


@router.action("withdraw")
def withdraw(ctx: Context) -> str:
    number, because = int(ctx.known["notice"]), str(ctx.known["because"])
    awake = ctx.house.quiet.end(ctx.now)
    done = withdrawal.withdraw(ctx.actor, ctx.db, number, because, ctx.now, awake)
    if isinstance(done, Refused):
        return refused(done, str(ctx.known.get("code", "")))
    return f"通知 {done.code} 已撤回，正在告诉收到过的{done.told}人；还没发出的不再发了。"


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
        return refused(notice)
    return reporting.outcome(ctx.db, notice, ctx.now, ctx.house.zone)
