"""Leave and rosters in staff's own words, where no fixed form of them was written."""

import re
from datetime import timedelta

from community.people import roster
from community.people.access import STAFF
from core.phrases import say_day
from dialog import Context, Reply, Router
from handlers.people import duty, leave, leave_words, returning, swapping
from handlers.work import spoken as unclear

router = Router("spoken people")

AHEAD = timedelta(days=31)
NIGHTS_ONLY = "我这里只有夜班表；别的岗怎么排，请问书记。"
MINE = "您接下来的夜班：{days}。"
NONE_OF_MINE = "往后一个月没有排您的夜班。"
TAKES_OVER = (
    "替别人的班，由请假的那位说“我明天请假，某某替”，或由书记登记；"
    "我会来问您，您回复“同意替班”就行。"
)
HANDS_OVER = "交接岗位请书记来：书记说“某某12月10日离岗”，再邀请新的人。您要离开，回复“我想辞职”。"
_SWAP = re.compile(r"换(?:一下|个|下)?班|[跟和与找同].{1,6}?(?:换|对调|调班|倒班|对换)|换个.班")
_WANTS_SWAP = re.compile(r"(?:我|想|要).{0,6}换(?:个|一下)?班(?!时)(?!.*[?？几谁])")
# “算了我下午有事 给小贺吧”, “周日还没定”: who asks for leave says that they are away, or who stands in.
_OF_LEAVE = re.compile(
    r"假|请|半天|歇|晚到|早退|休|病|班|岗|[替顶代]|来不了|去不了|不来|不去|不能来|走不开|不在|住院|手术|动不了|生孩子|出差|回老家|上不了|缺勤|值"
)
_BACK = re.compile(r"销假|回来了|回岗|到岗|假期结束|恢复上班|上班了")
_OFF = re.compile(r"取消.{0,4}(?:请假|假)|不请(?:假)?了|不休了")
_ENDS = re.compile(r"离职|辞职|不干了|调走")
_OVER = re.compile(r"交接|接我的网格|换成|接手")
_FOR_THEM = re.compile(r"^我(?:来)?[替代顶接]|我代[她他]|我管$")
_ASKS_OF_SELF = re.compile(r"我(?:下|这|明|后|今|哪|的|这周|下周)?.{0,6}(?:班|值)|轮我|轮到我")
_OTHER_POST = re.compile(r"卡[口点]|门岗|核酸|疫苗|大堤|门卫|白班|上午|下午|升旗|大门")


# -- leave -----------------------------------------------------------------------------------


@router.intent("staff_leave", may=STAFF)
def hear(ctx: Context) -> Reply | str:
    """Take “我病了来不了”, “今晚夜班跟老柴换一下”, “假期结束，我回来了”."""
    text = ctx.text
    if _OFF.search(text):
        return returning.call_off(ctx, None) or ""
    if _BACK.search(text):
        return returning.come_back(ctx)
    if _SWAP.search(text):
        return swapping.hear(ctx)
    if _ENDS.search(text) or _OVER.search(text):
        return HANDS_OVER
    if _FOR_THEM.search(text):
        return TAKES_OVER
    if not _OF_LEAVE.search(text):
        return unclear.unclear(ctx)
    return leave.hear_spoken(ctx, _with_substitute(ctx))


def _with_substitute(ctx: Context) -> leave_words.SpokenLeave:
    """Read a leave; who was understood to stand in counts where the wording was not known."""
    dates = ctx.slots.get("dates", [])
    read = leave_words.spoken(ctx.text, dates, ctx.now, ctx.house.zone)
    by = str(ctx.slots.get("substitute") or "")
    return read if read.substitute or not by else leave_words.replaced_by(read, by)


# -- rosters ---------------------------------------------------------------------------------


@router.intent("staff_roster", may=STAFF)
def who_is_on(ctx: Context) -> Reply | str:
    """Take “半夜有急事找谁”, “我下次班什么时候”, “明天卡口上午是哪两个人”."""
    if _WANTS_SWAP.search(ctx.text):
        return swapping.hear(ctx)
    if _ASKS_OF_SELF.search(ctx.text):
        return _mine(ctx)
    said = duty.who(ctx, None)
    return f"{NIGHTS_ONLY}\n{said}" if _OTHER_POST.search(ctx.text) else said


def _mine(ctx: Context) -> str:
    unit = roster.community_of(ctx.db, ctx.actor)
    if unit is None:
        return NONE_OF_MINE
    zone, first = ctx.house.zone, roster.tonight(ctx.now, ctx.house.zone)
    nights = roster.nights(ctx.db, unit, first, first + AHEAD, ctx.now, zone)
    own = [each for each in nights if each.person and each.person.id == ctx.actor.person_id]
    if not own:
        return f"{NONE_OF_MINE}{NIGHTS_ONLY}"
    return MINE.format(days="、".join(say_day(each.day) for each in own))
