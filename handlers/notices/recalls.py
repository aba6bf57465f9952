"""What is said of messages taken back from screens: how many, and which the platform leaves."""

import re

from community.notices import PUBLISHERS, recalling
from community.notices.recalling import Recalled, RecallStanding
from community.people.access import Refused
from dialog import Context, Router
from handlers.people.refused import NOT_STAFF

router = Router("recalls")

WHY_NOT = {
    "no_notice": "没有编号{about}的通知。回复“通知”看现在有效的。",
    "not_yours": "通知 {about} 不在您负责的范围里。",
    "in_force": "通知 {about} 没有撤回，还有效。要撤回请写“撤回 {about} 原因”。",
}
ASKED = "企业微信里发出的{many}条正在从对方屏幕上收回；结果回复“撤回情况 {code}”。"
TOO_OLD = "企业微信里有{many}条发出已超过24小时，平台不让收回。"
OTHERS = "公众号和群里已经发出的平台收不回，靠上面说的告诉。"
NONE = "通知 {code} 没有能从屏幕上收回的：收回只有企业微信应用、24小时以内才行。收到过的人都另外告诉了。"


def say(code: str, recalled: Recalled) -> str:
    """Say what leaves screens; "" where nothing was sent by a road that takes anything back."""
    said = []
    if recalled.asked:
        said.append(ASKED.format(many=recalled.asked, code=code))
    if recalled.too_old:
        said.append(TOO_OLD.format(many=recalled.too_old))
    return "\n" + "".join([*said, OTHERS]) if said else ""


@router.command(
    r"(?:撤回|收回)(?:得|的)?(?:情况|结果|进度|怎么样了?|了?多少(?:条)?)\s*(?P<code>[NnＮｎ]\s?\d{1,9})[?？。]?"
    r"|(?P<code2>[NnＮｎ]\s?\d{1,9})\s*(?:撤回|收回)(?:得|的)?(?:情况|结果|进度|怎么样了?|了?多少(?:条)?)[?？。]?",
    may=PUBLISHERS,
    others=NOT_STAFF,
)
def progress(ctx: Context, found: re.Match[str]) -> str:
    """Take “撤回情况 N12”."""
    code = (found["code"] or found["code2"]).replace("Ｎ", "N").replace("ｎ", "N").replace(" ", "")
    seen = recalling.standing(ctx.actor, ctx.db, code, ctx.now)
    if isinstance(seen, Refused):
        return WHY_NOT[seen.reason].format(about=seen.about)
    return _words(ctx, seen)


def _words(ctx: Context, seen: RecallStanding) -> str:
    parts = [f"收回了{seen.back}条"] if seen.back else []
    if seen.waiting:
        parts.append(f"{seen.waiting}条还在收")
    if seen.unsure:
        parts.append(f"{seen.unsure}条平台没有回音，不确定收没收回")
    why = ctx.house.say_reason
    parts += [f"{many}条没收回（{why(reason)}）" for reason, many in seen.refused.items()]
    if not parts:
        return NONE.format(code=seen.code)
    return f"通知 {seen.code}，企业微信里：{'，'.join(parts)}。\n{OTHERS}"
