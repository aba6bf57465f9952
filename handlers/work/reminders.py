"""“晚上八点提醒我吃药”: what nobody here does is said, and what does it."""

import re

from dialog import Context, Reply, Router
from dialog.places import is_in_form

router = Router("reminders")

LONGEST = 30  # characters
OWN_ALARM = (
    "我不会按钟点提醒您办事、吃药，怕误了您：请在手机里设个闹钟，写上要做什么；不会设的，回复“转人工”请网格员教您。"
    "体温监测期间量体温，我会照定好的时间提醒。"
)
_REMIND = re.compile(
    r"提醒(?:一?下)?(?:我|俺|咱)(?!们?社区|的人)[^，,。?？]{0,4}(?:吃|打|量|喝|起|关|拿|去|换|交|取|复查|一下|一声|$)"
    r"|(?:到时候?|到点|每天|晚上|早上|明[早天]|[\d一二三四五六七八九十]点)[^，,。?？]{0,6}(?:提醒|[叫喊]我(?:起|吃|打|量|喝))"
)
_NOT_OF_US = re.compile(r"[他她]|医生|老师|群里|公告|通知|别|不要|不用|停|体温|怎么|为什么")


@router.intercept
def asked(ctx: Context, _: object) -> Reply | None:
    """Say that no alarm of one's own is kept here."""
    is_other = is_in_form(ctx) or ctx.message.in_group or ctx.actor.is_staff or ctx.parse.danger
    if is_other or len(ctx.text) > LONGEST or _NOT_OF_US.search(ctx.text):
        return None
    return Reply(OWN_ALARM, meant="reminder") if _REMIND.search(ctx.text) else None
