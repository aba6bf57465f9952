"""The operator lets the first people in: a one-time code for a post."""

import argparse
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from community.people import invitations
from community.people.access import Refused
from community.people.invitations import LASTS
from core.ports import ChannelError
from core.trouble import Trouble
from ops import account, places
from ops.ports import OperatedBot
from ops.posters import ONLY_SERVICE
from ops.setup import ready, show

ROLES = "secretary、grid_worker、doctor、duty、township，或书记、网格员、医生、值班员、街道"
WHY_NOT = {
    "no_unit": "没有叫“{about}”的单位；单位写登记里的名字，例如 梧桐里社区、第1网格",
    "many_units": "叫“{about}”的单位不止一个；请给要邀请的那个改一个不同的名字，或者从上级开始邀请",
    "held": "这个岗位现在由{about}担任；要换人，先由上级在微信里回复“结束{about}的岗位”，再邀请",
}
ARGUMENTS: list[tuple[tuple[str, ...], dict[str, Any]]] = [
    (("role",), {"metavar": "岗位", "help": ROLES}),
    (("unit",), {"metavar": "单位", "help": "单位的名字，例如 第1网格"}),
    (("name",), {"nargs": "?", "metavar": "姓名", "help": "给谁的；写了会先问“您是…吗”"}),
]


def invite(bot: OperatedBot, args: argparse.Namespace) -> int:
    """Print a code for a post: `{"code", "url", "expires"}`; `url` is what its QR code holds."""
    ready(bot)
    role = invitations.role_called(args.role)
    if role is None:
        raise Trouble(f"没有“{args.role}”这个岗位；可以写 {ROLES}")
    now, zone = bot.clock.now(), bot.config.community.zone
    name = (args.name or "").strip() or None

    def work(db: Session) -> invitations.Invited | Refused:
        unit = invitations.unit_called(db, args.unit)
        if isinstance(unit, Refused):
            return unit
        return invitations.invite(None, db, role, unit, now, zone, name=name)

    done = bot.database.write(work)
    if isinstance(done, Refused):
        raise Trouble(WHY_NOT[done.reason].format(about=done.about))
    whom = f"请{name}" if name else "请本人"
    print(f"{whom}关注公众号，发送：加入 {done.code}", flush=True)
    print(f"之后就是{done.post}。7天内有效，只能用一次；这个码不会再显示。", flush=True)
    if done.replaced:
        print("以前给这个岗位、还没用的邀请码作废了。", flush=True)
    url, said = _picture(bot, done)
    print(said, flush=True)
    show({"code": done.code, "url": url, "expires": _iso(done.expires_at, bot)})
    return 0


def _picture(bot: OperatedBot, done: invitations.Invited) -> tuple[str | None, str]:
    """Draw the code to be scanned instead of said; the words alone do where there is none."""
    why = account.why_not_asked(bot)
    if why is None and bot.config.wechat.official.kind == "subscription":
        why = ONLY_SERVICE
    if why is not None:
        return None, f"没有二维码，请发上面的文字：{why}"
    try:
        url = bot.platform.passing_code(invitations.scene_of(done.code), int(LASTS.total_seconds()))
    except ChannelError as error:
        return None, f"没有二维码，请发上面的文字：{account.refused(error, ONLY_SERVICE)}"
    target = bot.config.data / "exports" / f"邀请-{places.file_name(done.post)}.png"
    target.parent.mkdir(parents=True, exist_ok=True)
    target.unlink(missing_ok=True)
    target.touch(mode=0o600)  # whoever scans it holds the post
    target.write_bytes(bot.prints.code(url))
    return url, f"也可以请他扫码，和发码一样：{target}"


def _iso(moment: datetime, bot: OperatedBot) -> str:
    return moment.astimezone(bot.config.community.zone).isoformat(timespec="seconds")
