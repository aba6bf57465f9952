"""Saying an invitation's code: “加入 K7Q2-9MFX-T3AB”; asked who one is, and told what one can do now."""

import re
from collections.abc import Sequence

from community.people import accepting
from community.people.accepting import Invitee, Joined
from community.people.access import Refused, Role
from dialog import Context, Reply, Router

router = Router("accepting")

WHY_NOT = {
    "wait": "邀请码错了好几次，为防别人乱试，请过1小时再发。请让邀请您的人再核对一遍码。",
    "no_code": "没有这个邀请码。请照着原文再发一遍（没有数字0、1和字母O、I、L），或请邀请您的人核对。",
    "used": "这个邀请码已经用过了，一个码只能用一次。不是您用的，请马上告诉社区书记。",
    "used_by_you": "您已经加入了，不用再发。回复“帮助”看能做什么。",
    "withdrawn": "这个邀请码已经作废了。请让邀请您的人再发一个。",
    "expired": "这个邀请码过期了（7天内有效）。请让邀请您的人再发一个。",
    "held": "这个岗位现在由{about}担任，没有换。请联系邀请您的人，先办交接。",
    "other_home": "这个微信绑定的是{about}，不能再加入这一家。请用本人的微信发，或者先回复“解绑”。",
    "member_bound": "{about}已经有手机绑定了。换了手机，请发“我是×号楼×单元×室 姓名”，社区核对后就能用。",
    "other_name": "这个微信绑定的是{about}，不是受邀请的人，没有上岗。请用本人的微信发，或联系邀请您的人。",
}
WELCOME_HOME = (
    "{name}您好，您加入这个家了。\n1. 报体温直接写“36.5”，也能帮家里人报：“老伴36.7”。\n"
    "2. 报备、求助、问规定都可以直接跟我说。\n3. 回复“我的信息”看我们记了您什么，“解绑”就退出。"
)
NOT_ME = "好的，没有加入，您放心，已告诉邀请的人。这个码请不要转给别人。"
_ROLE_HELP: dict[Role, Sequence[str]] = {
    Role.GRID_WORKER: (
        "1. 有事会发给您，回复“收到 编号”接下，“办结 编号”办完；“待办”看全部。",
        "2. 居民登记来了，回复“同意 编号”；“观察 3-2-601 张三 7天”开始监测。",
        "3. 请假说“我明天请假，李梅替”。",
    ),
    Role.SECRETARY: (
        "1. 回复“邀请 网格员 第1网格 李梅”请工作人员进来；“待办”看要办的事。",
        "2. 发通知写“发通知 3号楼 明天9点停水”。",
        "3. 排夜班写“今晚值班 张敏”；规定变了写“新规定 …”。",
    ),
    Role.DOCTOR: (
        "1. 有人发热会马上告诉您，回复“收到 编号”接下，“办结 编号”办完。",
        "2. 回复“待办”看全部。",
        "3. 请假说“我明天请假，李梅替”。",
    ),
    Role.DUTY: (
        "1. 夜里的急事先告诉您，回复“收到 编号”接下，“办结 编号”办完。",
        "2. 回复“待办”看全部，“谁值班”看排班。",
        "3. 值不了，说“我明天请假，李梅替”。",
    ),
    Role.TOWNSHIP: (
        "1. 回复“邀请 书记 梧桐里社区 李梅”请社区书记进来（换成您的社区）。",
        "2. 社区没人应的事会告诉您，回复“收到 编号”接下；“待办”看全部。",
        "3. 发通知写“发通知 3号楼 明天9点停水”。",
    ),
}
_OTHERS = (
    "1. 有事会发给您，回复“收到 编号”接下，“办结 编号”办完。",
    "2. 回复“待办”看全部。",
    "3. 请假说“我明天请假，李梅替”。",
)
_SIGN = r"[0-9A-Za-z０-９Ａ-Ｚａ-ｚ]"
_CODE = rf"{_SIGN}{{4}}(?:\s*[-－—–_ ]?\s*{_SIGN}{{4}}){{2}}"


@router.command(
    rf"[“\"「]?(?:我要?)?(?:加入|邀请码|接受邀请)(?:是|为)?\s*[:：]?\s*(?P<a>{_SIGN}[\s0-9A-Za-z０-９Ａ-Ｚａ-ｚ\-－—–_]{{3,30}})[”\"」。.!！]*"
    rf"|[“\"「]?(?P<b>{_SIGN}{{4}}[-－—–]{_SIGN}{{4}}[-－—–]{_SIGN}{{4}})[”\"」。.!！]*"
)
def join(ctx: Context, found: re.Match[str]) -> Reply | str | None:
    """Take “加入 K7Q2-9MFX-T3AB”, or the code alone."""
    return by_code(ctx, found["a"] or found["b"])


def by_code(ctx: Context, code: str) -> Reply | str:
    """Ask whoever says a code, or scans it, whether they are who was meant."""
    meant = accepting.look(ctx.resident, ctx.db, code, ctx.now, ctx.house.zone)
    if isinstance(meant, Refused):
        return refuse(meant)
    if meant.name is None:
        return _accept(ctx, meant.invitation_id)
    return _ask(ctx, meant, meant.name)


def refuse(refused: Refused) -> str:
    return WHY_NOT[refused.reason].format(about=refused.about)


def _ask(ctx: Context, meant: Invitee, name: str) -> Reply:
    said = f"这是给{name}的邀请（{meant.post}）。您是{name}吗？"
    action = "home_joined" if meant.is_home else "invitation_accepted"
    choices = [(f"我是{name}", action), ("不是我", "invitation_declined")]
    return ctx.offer(said, choices, invitation=meant.invitation_id)


@router.action("invitation_accepted")
def accepted(ctx: Context) -> str:
    return _accept(ctx, ctx.known["invitation"])


@router.action("home_joined")
def joined_home(ctx: Context) -> str:
    done = accepting.accept_home(ctx.resident, ctx.db, ctx.known["invitation"], ctx.now)
    return refuse(done) if isinstance(done, Refused) else WELCOME_HOME.format(name=done.name)


@router.action("invitation_declined")
def declined(ctx: Context) -> str:
    accepting.decline(ctx.resident, ctx.db, ctx.known["invitation"], ctx.now)
    return NOT_ME


def _accept(ctx: Context, invitation_id: int) -> str:
    zone, announce = ctx.house.zone, ctx.house.announce
    done = accepting.accept(ctx.resident, ctx.db, invitation_id, ctx.now, zone, announce)
    return refuse(done) if isinstance(done, Refused) else welcome(done)


def welcome(done: Joined) -> str:
    """Say what somebody is now, and what they can do as that."""
    hello = f"{done.name}您好，" if done.name else ""
    unnamed = [] if done.name else ["请告诉我您的姓名，回复“我叫 王芳”这样就行。"]
    lines = [f"{hello}您现在是{done.post}了。", *_ROLE_HELP.get(done.role, _OTHERS), *unnamed]
    return "\n".join(lines)


@router.command(
    r"我(?:叫|是|的名字是|姓名是?)\s*(?P<name>[一-龥]{1,6}·[一-龥]{1,6}|[一-龥]{2,4})[。!！]?"
)
def name_oneself(ctx: Context, found: re.Match[str]) -> str | None:
    """Take “我叫 王芳” of somebody who came in without a name."""
    if not ctx.actor.is_staff or not accepting.name_oneself(ctx.resident, ctx.db, found["name"]):
        return None
    return f"记下了，{found['name']}。"
