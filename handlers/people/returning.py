"""Coming back early, calling leave off, swapping, and leaving a post for good."""

import re
from datetime import date

from community.people import finding, posts, returning, tree
from community.people.access import STAFF, Refused
from community.people.posts import APPOINTERS
from core.phrases import say_date
from dialog import Context, Reply, Router
from handlers.people import posting
from handlers.people.leave import say_refused

router = Router("returning")

WHY_NOT = {
    "not_away": "现在没有在请假。",
    "no_leave": "没有查到还没开始的假。",
    "no_post": "没有查到岗位。",
    "resigned_already": "您已经说过要离岗了，还在等书记答复。",
    "not_appointer": "结束别人的岗位，要由社区书记来。",
    "over": "这个岗位已经结束了。",
}
WHOSE_POST = "要结束谁的岗位？请写姓名，比如“李梅离岗”“李梅12月10日离岗”；权限跟着岗位一起停。"
_LEAVES = re.compile(r"不干了|不想干了|辞职|离职|退岗|不当(?:网格员|书记|医生|值班员|楼栋长)了")
_OWN = re.compile(r"我|俺|本人")
# “原来管10号楼那个小吴不干了”: somebody is spoken of, known to us or not.
_OF_ANOTHER = re.compile(
    r"[他她]|那个|原来|原先|以前|小[一-龥]|老[一-龥]|[一-龥]{2,3}(?:想|要|说)?(?:不干了|辞职|离职|退岗)"
)
_BACK = r"(?:我)?(?:提前)?(?:回来(?:上班)?了?|销假|回岗了?|到岗了?|上班了|返岗了?)[。!！~]*"
_OFF = r"(?:我)?(?:取消请假|请假取消|不请假?了|假不请了|不休了)(?:了)?[。!！]*"


def _refuse(refused: Refused) -> str:
    said = WHY_NOT.get(refused.reason)
    return said if said is not None else say_refused(refused)


@router.command(_BACK, may=STAFF)
def back(ctx: Context, found: re.Match[str]) -> str | None:
    """Take “我回来了”, “提前销假”; back from a journey is something else."""
    assert ctx.actor.person_id is not None, "the staff are known"
    said = _come_back(ctx, ctx.actor.person_id)
    if isinstance(said, Refused):
        return _refuse(said) if re.search(r"销假|岗", found[0]) else None
    return said


def come_back(ctx: Context) -> str:
    """End their own leave, or say that there is none."""
    assert ctx.actor.person_id is not None, "the staff are known"
    said = _come_back(ctx, ctx.actor.person_id)
    return _refuse(said) if isinstance(said, Refused) else said


@router.command(rf"(?P<who>[一-龥·]{{2,6}}?){_BACK}", may=APPOINTERS)
def back_by_secretary(ctx: Context, found: re.Match[str]) -> str | None:
    """Take “李梅回来了” of whoever appoints."""
    who = _one_of_staff(ctx, found["who"])
    said = _come_back(ctx, who) if who is not None else None
    return None if said is None or isinstance(said, Refused) else said


def _come_back(ctx: Context, person_id: int) -> str | Refused:
    zone, announce = ctx.house.zone, ctx.house.announce
    done = returning.come_back(ctx.actor, ctx.db, person_id, ctx.now, zone, announce)
    if isinstance(done, Refused):
        return done
    own = person_id == ctx.actor.person_id
    return f"{'欢迎回来，您' if own else '好的，'}{done.span}的假到现在为止，替班的人也会知道。"


@router.command(_OFF, may=STAFF)
def call_off(ctx: Context, _: object) -> str | None:
    """Take “取消请假”: what has not begun is off, what runs ends."""
    assert ctx.actor.person_id is not None, "the staff are known"
    return _call_off(ctx, ctx.actor.person_id)


@router.command(
    rf"(?:取消(?P<of>[一-龥·]{{2,6}}?)的?(?:请假|假)|(?P<who>[一-龥·]{{2,6}}?){_OFF})",
    may=APPOINTERS,
)
def call_off_of(ctx: Context, found: re.Match[str]) -> str | None:
    """Take “李梅不请假了”, “取消李梅的请假” of whoever appoints."""
    who = _one_of_staff(ctx, found["of"] or found["who"])
    return _call_off(ctx, who) if who is not None else None


def _call_off(ctx: Context, person_id: int) -> str:
    done = returning.call_off(ctx.actor, ctx.db, person_id, ctx.now, ctx.house.zone)
    if isinstance(done, Refused):
        said = _come_back(ctx, person_id)
        return _refuse(done) if isinstance(said, Refused) else said
    return f"好的，{done.span}的请假取消了，替班的人也会知道。"


def _one_of_staff(ctx: Context, said: str) -> int | None:
    named = finding.whom(ctx.actor, ctx.db, said, ctx.now, ctx.house.zone)
    staff = [one.person_id for one in named if one.is_staff]
    return staff[0] if len(staff) == 1 else None


# -- leaving for good ------------------------------------------------------------------------


@router.command(
    r"(?=.{2,40}\Z)(?:我|俺|本人)?.{0,12}?(?:不干了|不想干了|辞职|辞去|要辞|离职|退岗|不当(?:网格员|书记|医生|值班员|楼栋长)了).{0,12}",
    may=STAFF,
)
def resign(ctx: Context, found: re.Match[str]) -> Reply | str | None:
    """Take “我不干了，想辞职”: their own wish; of somebody else only whoever appoints speaks."""
    if re.search(r"[?？]|吗|怎么", ctx.text) or ctx.parse.danger:
        return None
    other = _spoken_of(ctx)
    if other is not None and other != ctx.actor.person_id:
        return _show_end(ctx, other)
    if other is None and _OF_ANOTHER.search(ctx.text) and not _OWN.search(ctx.text):
        return WHOSE_POST if ctx.actor.holds(APPOINTERS) else WHY_NOT["not_appointer"]
    mine = posts.own_posts(ctx.actor)
    if not mine:
        return None
    said = f"您想辞去{posts.titles(mine)}，我转告书记，书记同意以前岗位还是您的。确定吗？"
    return ctx.offer(said, [("确定", "resigned"), ("再想想", "thanks")])


def _spoken_of(ctx: Context) -> int | None:
    """Return who of the staff is said to leave: the name right before the word, whatever stands before it."""
    said = _LEAVES.search(ctx.text)
    if said is None or _OWN.search(ctx.text[: said.start()]):
        return None
    name = ctx.text[: said.start()].rstrip(" 他她想要说都已经也")
    for many in (4, 3, 2):
        tail = name[-many:]
        if len(tail) == many and (who := _one_of_staff(ctx, tail)) is not None:
            return who
    return None


@router.command(
    r"(?:把|将)?(?P<who>[一-龥·]{2,4}?)的?(?:权限|岗位|职务|账号)(?:给我?)?(?:去掉|取消|收回|停了?|停用|关了?|撤了?|删了?|解除|收了)(?:吧|了)?[。!！]*"
    r"|(?:去掉|取消|收回|停用|停掉|关掉|撤掉|撤销|解除)(?P<of>[一-龥·]{2,4}?)的?(?:权限|岗位|职务|账号)(?:吧|了)?[。!！]*",
    may=APPOINTERS,
)
def rights_off(ctx: Context, found: re.Match[str]) -> Reply | str | None:
    """Take “把小吴的权限去掉”: what somebody may do comes with their post."""
    who = _one_of_staff(ctx, found["who"] or found["of"])
    return _show_end(ctx, who) if who is not None else WHOSE_POST


@router.action("resigned")
def resigned(ctx: Context) -> str:
    done = posts.resign(ctx.actor, ctx.db, ctx.now, ctx.house.zone)
    if isinstance(done, Refused):
        return _refuse(done)
    if not done.asked:
        return "记下了。可是现在没有能批准的书记，请直接联系街道。"
    return f"好的，已经告诉{done.asked}了，有答复马上告诉您。在那以前请照常处理。"


@router.command(
    r"(?:结束|停止)(?P<a>[一-龥·]{2,6}?)的?岗位?.{0,16}|(?P<b>[一-龥·]{2,6}?)(?=\s|从|到|做|今|明|后|下|本|这|\d|离|调|不当)\s*(?:从|到|做到)?.{0,12}?(?:离岗|调走了?|不当.{1,4}了)[。!！]*",
    may=APPOINTERS,
)
def end_of(ctx: Context, found: re.Match[str]) -> Reply | str | None:
    """Take “李梅12月10日离岗” of whoever appoints."""
    said = re.sub(r"^(?:同意|不同意)", "", found["a"] or found["b"])
    who = _one_of_staff(ctx, said)
    return _show_end(ctx, who) if who is not None else None


def _show_end(ctx: Context, who: int) -> Reply | str:
    if not ctx.actor.holds(APPOINTERS):
        return WHY_NOT["not_appointer"]
    days = ctx.slots.get("dates", [])
    last = date.fromisoformat(str(days[0]["start"])[:10]) if days else None
    ahead = last is not None and last >= ctx.local_sent_at.date()
    until = f"做到{say_date(last)}" if ahead and last else "从今天起结束"
    name = _called(ctx, who)
    said = f"{name}的岗位{until}，手上的事转给接手的人。确定吗？"
    choices = [("确定", "post_ended"), ("不结束", "thanks")]
    return ctx.offer(said, choices, who=who, last=last.isoformat() if ahead and last else "")


def _called(ctx: Context, who: int) -> str:
    return tree.call_of(ctx.db, who)


@router.action("post_ended")
def post_ended(ctx: Context) -> str:
    known, zone, announce = ctx.known, ctx.house.zone, ctx.house.announce
    last = date.fromisoformat(known["last"]) if known["last"] else None
    done = posts.let_go(ctx.actor, ctx.db, known["who"], ctx.now, zone, announce, last)
    if isinstance(done, Refused):
        return _refuse(done)
    if last is not None:
        return f"好的，{_called(ctx, known['who'])}做到{say_date(last)}。还没人接，提前一天我会再提醒您。"
    left = posting.after_end(ctx, known["who"])
    handed = left or "手上的事已转给接手的人。"
    return f"好的，{_called(ctx, known['who'])}的岗位结束了。{handed}"
