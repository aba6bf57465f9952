"""Shows a notice before it is sent: to whom, by which road, exactly what they read, who not and why."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from community.notices import aged, floors, reasons
from community.notices.kinds import NoticeColour
from community.notices.preflight import ByRoad, Preflight
from community.notices.proposing import Proposed
from core.phrases import say_day, say_doors, say_moment, shorten
from dialog import Context, Said

ROADS = {
    "official.custom": "微信消息", "official.template": "模板消息", "work.app": "企业微信",
}  # fmt: skip
SHOWN = 15  # doors in one message; the others are one reply away
TYPED = "这是发给全体的，回复数字不算。核对好以后，请打字回复“确认发给全体”。"
COLOURS = {
    NoticeColour.BLUE: "蓝色", NoticeColour.YELLOW: "黄色", NoticeColour.ORANGE: "橙色",
    NoticeColour.RED: "红色",
}  # fmt: skip

NOT_YET = (
    "发送时间：{when}，到点自动发（现在确认了也不会马上发）。要改时间，回复比如“改到9点再发”。"
)
AWAKE = "（您说的时间是夜里，不打扰大家，顺延到这时候；夜里也要发请写“发紧急通知 …”）"
SET = "通知 {code} 定好了：{when}发给{people}人，重启、断电也照发。改时间写“{code} 改到9点发”；现在就发写“现在就发 {code}”；不发了写“取消定时 {code}”。"

OF_AGE = "年龄按登记的出生日期或身份证算；没有登记的不知道多大，不在里面。"
OF_FLOOR = "楼层按门牌号看（102是1楼），看不出楼层的不在里面；要发整栋楼，请写“3号楼”。"


def show(ctx: Context, made: Proposed, notes: Sequence[str], *, urgent: bool) -> Said:
    """Say all that is to be known before “确认”, and let it be confirmed."""
    reach = made.reach
    lines = [_reaches(made), *notes, *_roads(reach)]
    if made.old is not None:
        lines.append(f"代替：通知 {made.old.code}“{shorten(made.old.text, 40)}”")
    for one in made.like:
        lines.append(
            f"注意：通知 {one.code} 现在还有效，说的像是同一件事：“{shorten(one.text, 50)}”"
        )
    lines += _cannot(reach)
    word = "确认紧急发送" if urgent else "确认发送"
    if made.is_everybody:
        lines.append(TYPED)
        choices = [("不发了", "drop_notice")]
    else:
        choices = [(word, "publish"), ("取消", "drop_notice")]
    if reach.without > len(reach.first_without):
        choices.append(("看收不到的全部名单", "all_unreachable"))
    return ctx.offer("\n".join(lines), choices, notice=made.notice_id, urgent=urgent, shown=0)


def _reaches(made: Proposed) -> str:
    check = made.reach
    if made.posts:
        who = f"{made.where}的{'、'.join(made.posts)}"
        return f"发给{who}：共{check.households}人，{check.people}人能收到。"
    exempt = f"，除开{check.exempt}户" if check.exempt else ""
    kinds = "或".join(f"“{'且'.join(traits)}”" for traits in made.traits)
    only = f"里{kinds}的" if kinds else ""
    return (
        f"发给{made.where}{only}：共{check.households}户{exempt}，{check.reached_households}户能收到"
        f"（{check.people}人）。"
    )


def _roads(reach: Preflight) -> list[str]:
    """Say by road how many, and what they read where that is less than the whole."""
    if not reach.by_road:
        return ["现在没有一条路能发出去。"] if reach.people else []
    parts = [f"{ROADS.get(one.road, one.road)}{one.people}人{_left(one)}" for one in reach.by_road]
    lines = [f"走：{'、'.join(parts)}"]
    for one in reach.by_road:
        if one.is_cut:
            shown = one.text.replace("\n", "；")
            lines.append(f"{ROADS.get(one.road, one.road)}上只显示：{shown}")
    if reach.closed:
        lines.append(
            f"关注了、但现在没有路可发的{reach.closed}人（超过48小时没发过消息，又没有模板消息）"
        )
    if reach.closing:
        lines.append(f"到最后一天晚上，{reach.closing}人的48小时会过，要补发请早")
    return lines


def _left(one: ByRoad) -> str:
    return f"（今天还剩{one.left_today}条）" if one.left_today is not None else ""


def _cannot(reach: Preflight) -> list[str]:
    lines = []
    if reach.without:
        first = say_doors(door for door, _ in reach.first_without)
        rest = f"等，共{reach.without}户" if reach.without > len(reach.first_without) else ""
        why = "、".join(dict.fromkeys(map(reasons.say, reach.why_without)))
        lines.append(f"收不到的{reach.without}户：{first}{rest}（{why}）")
    if reach.nobody_responsible:
        lines.append(
            f"没有网格员管的：{'、'.join(reach.nobody_responsible[:SHOWN])}，收不到的请您安排人上门"
        )
    return lines


def holds(last: date, *, guessed: bool) -> str:
    """Say until when it holds."""
    note = "（从内容里看的，不对请写“到×月×日有效”）" if guessed else ""
    return f"有效：到{say_day(last)}{note}"


def awake(ctx: Context, at: datetime | None, *, urgent: bool) -> tuple[datetime | None, list[str]]:
    """Return when something really goes out (nobody is woken for it), and what its author reads of that."""
    if at is None:
        return None, []
    later = None if urgent else ctx.house.quiet.end(at)
    when = later or at
    note = NOT_YET.format(when=say_moment(when, ctx.house.zone))
    return when, [note + AWAKE if later else note]


def say_set(ctx: Context, code: str, people: int, at: datetime) -> str:
    """Say that something was agreed to and waits for its time."""
    return SET.format(code=code, when=say_moment(at, ctx.house.zone), people=people)


def seen_from(traits: Iterable[Iterable[str]]) -> list[str]:
    """Say from what it is seen who is of an age, or lives on a floor, where that is asked for."""
    named = [trait for each in traits for trait in each]
    ways = ((aged.span, OF_AGE), (floors.span, OF_FLOOR))
    return [words for span, words in ways if any(span(trait) is not None for trait in named)]
