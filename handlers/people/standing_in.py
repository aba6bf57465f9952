"""Yes or no to what is asked of somebody: standing in, swapping, letting go; and naming another."""

import re
from collections.abc import Sequence

from community.people import finding, standing_in
from community.people.access import STAFF, Refused
from community.people.posts import EndedPost, keep, let_go
from community.people.standing_in import AskedOf, Matter
from community.work import talking
from dialog import Context, Reply, Router
from handlers.people import picking, posting
from handlers.people.leave import asking, say_refused

router = Router("standing_in")

MOST = 5
_SAID = r"(?:[，,\s]*(?P<name>(?![不没了得])[一-龥·]{2,6}))?[吧了啊呀的。!！~]*"
YES = (
    r"(?P<yes>(?:嗯+|同意|好的?|行|可以|没问题|愿意|答应|能)?[，,\s的啊呀]{0,3}我?来?(?:可以|愿意|能|同意)?"
    r"(?:替班|顶班|替(?:她|他|TA|您|你)?|换班|离岗|上岗|接岗))"
)
NO = r"(?P<no>不同意(?:替班|换班|离岗|上岗)|(?:我)?(?:不上岗|不接岗|上不了岗|接不了岗)|(?:我)?(?:替不了|不能替|没法替|不替|不想替|换不了|不换|不能换)班?)"
_YES = "同意|嗯嗯|嗯|好的|好|行|成|可以|没问题|愿意|答应|能"
_NO = "不同意|不行|不可以|不能|没空|没时间|不愿意|不方便|去不了|来不了|不好意思|对不起|抱歉"
_BETWEEN = r"[，,。、\s啊呀哦，我]{0,4}"
BARE = re.compile(
    rf"(?P<yes>(?:{_YES})(?:{_BETWEEN}(?:{_YES})){{0,2}})|(?P<no>(?:{_NO})(?:{_BETWEEN}(?:{_NO})){{0,2}})"
)
PLAIN = ("同意", "不同意")  # what gives or ends a post is said in so many words
IN_WORDS = (Matter.RESIGNATION, Matter.POST)
ABOUT = {
    "班": (Matter.STAND_IN, Matter.ACCEPT),
    "替": (Matter.STAND_IN, Matter.ACCEPT),
    "换": (Matter.SWAP,),
    "离岗": (Matter.RESIGNATION,),
    "岗": (Matter.POST,),
}
WHY_NOT = {
    "not_asked": "这件已经答复过，或者取消了。",
    "you_are_away": "您{about}自己也请了假，替不了。要替，先回复“取消请假”或“我回来了”。",
    "not_standing_in": "您现在没有答应替谁的班。",
    "no_leave": "没有查到要替的假。先说请假，比如“我明天请假，李梅替”。",
    "overlaps": "您那几天已经有安排（{about}），换不了。",
}
ELSE = "您说的是哪一件？"


def _refuse(refused: Refused) -> str:
    if refused.reason in WHY_NOT:
        return WHY_NOT[refused.reason].format(about=refused.about)
    return say_refused(refused)


@router.command(rf"(?:{NO}|{YES}){_SAID}", may=STAFF)
def answer_of_staff(ctx: Context, found: re.Match[str]) -> Reply | str | None:
    """Take “同意替班”, “我替”, “替不了”, “不换”, “同意离岗 刘芳”, whatever else stands open."""
    return _answer(ctx, found)


@router.command(rf"(?:{NO}|{YES}){_SAID}")
def answer(ctx: Context, found: re.Match[str]) -> Reply | str | None:
    """Take the same of a neighbour who was asked to stand in."""
    return _answer(ctx, found)


def _answer(ctx: Context, found: re.Match[str]) -> Reply | str | None:
    said, yes = found["yes"] or found["no"], bool(found["yes"])
    about = next((ABOUT[word] for word in ("离岗", "岗", "换", "班", "替") if word in said), ())
    asked = [one for one in _waiting(ctx) if one.matter in about]
    named = [one for one in asked if found["name"] and found["name"] in one.who]
    asked = named or asked
    if not asked:
        return None
    return _settle(ctx, asked[0], yes) if len(asked) == 1 else _offer(ctx, asked, yes)


@router.command(rf"(?:{BARE.pattern})[吧了啊呀的。!！~]*")
def short_answer(ctx: Context, found: re.Match[str]) -> Reply | str | None:
    """Take “同意”, “好”, “没空” where something was asked, and nothing else waits for a word."""
    plain = found[0].startswith(PLAIN)
    asked = [o for o in _waiting(ctx) if plain or o.matter not in IN_WORDS]
    if not asked:
        return None
    yes = bool(found["yes"])
    if len(asked) == 1 and not _may_mean_an_item(ctx, found[0]):
        return _settle(ctx, asked[0], yes)
    return _offer(ctx, asked, yes)


def _waiting(ctx: Context) -> list[AskedOf]:
    return standing_in.waiting(ctx.actor, ctx.db, ctx.now, ctx.house.zone)


def _may_mean_an_item(ctx: Context, word: str) -> bool:
    """Tell whether a word might be about something that was sent in."""
    board = talking.board(ctx.actor, ctx.db) if ctx.actor.is_staff else None
    if board is None or isinstance(board, Refused):
        return False
    return any(item.submission_id is not None for item in board.waiting)


_WHAT = {
    Matter.STAND_IN: "替{who}{span}的班",
    Matter.ACCEPT: "让别人替{who}{span}的班",
    Matter.SWAP: "和{who}换班（{span}）",
    Matter.RESIGNATION: "{who}离岗",
    Matter.POST: "您做{who}",
}


def _offer(ctx: Context, asked: Sequence[AskedOf], yes: bool) -> Reply:
    listed = asked[:MOST]
    choices = [
        (_WHAT[one.matter].format(who=one.who, span=one.span), f"asked_{at}")
        for at, one in enumerate(listed)
    ]
    kept = [[one.matter.value, one.number] for one in listed]
    return ctx.offer(ELSE, [*choices, ("别的事，我带上编号说", "thanks")], asked=kept, yes=yes)


_HOW = {
    Matter.STAND_IN: "回复“同意替班”或“替不了”",
    Matter.ACCEPT: "回复“同意替班”或“不同意替班”",
    Matter.SWAP: "回复“同意换班”或“不换”",
    Matter.RESIGNATION: "回复“同意离岗”或“不同意离岗”",
    Matter.POST: "回复“同意上岗”或“不上岗”",
}


def list_asked(ctx: Context) -> list[str]:
    """Return a line for each thing that waits for a yes or no of whoever speaks."""
    return [
        f"等您答复：{_WHAT[one.matter].format(who=one.who, span=one.span)}（{_HOW[one.matter]}）"
        for one in _waiting(ctx)
    ]


def _picked(ctx: Context, at: int) -> Reply | str:
    matter, number = ctx.known["asked"][at]
    asked = next((a for a in _waiting(ctx) if (a.matter, a.number) == (matter, number)), None)
    return WHY_NOT["not_asked"] if asked is None else _settle(ctx, asked, bool(ctx.known["yes"]))


for _at in range(MOST):
    router.action(f"asked_{_at}")(lambda ctx, at=_at: _picked(ctx, at))


def _settle(ctx: Context, asked: AskedOf, yes: bool) -> str:
    zone, announce = ctx.house.zone, ctx.house.announce
    if asked.matter is Matter.RESIGNATION:
        return _let_go(ctx, asked, yes)
    if asked.matter is Matter.POST:
        return posting.answer(ctx, asked.number, yes=yes)
    done = standing_in.answer(
        ctx.actor, ctx.db, asked.matter, asked.number, ctx.now, zone, announce, yes=yes
    )
    if isinstance(done, Refused):
        return _refuse(done)
    if not yes:
        return f"好的，已经告诉{_name(asked)}了。"
    if asked.matter is Matter.STAND_IN:
        when = "从现在起" if done.is_running else "到时候"
        return f"谢谢您！{asked.span}您替{asked.who}的班，{when}该由TA处理的事发给您。替不了了，回复“不替了”。"
    if asked.matter is Matter.SWAP:
        return f"好的，和{asked.who}的班换好了，已经告诉TA。"
    return "好的，这就去问替班的人。"


def _name(asked: AskedOf) -> str:
    return asked.who.partition("（")[0]


def _let_go(ctx: Context, asked: AskedOf, yes: bool) -> str:
    if not yes:
        keep(ctx.actor, ctx.db, asked.number, ctx.now)
        return f"好的，{asked.who}的岗位没有变，已经告诉TA您想请TA留下。"
    zone, announce = ctx.house.zone, ctx.house.announce
    done = let_go(ctx.actor, ctx.db, asked.number, ctx.now, zone, announce)
    if isinstance(done, EndedPost):
        return f"好的，{asked.who}的岗位结束了，手上的事已转给接手的人。新的人来了，请尽快登记。"
    return _refuse(done)


@router.command(r"(?:我)?(?:不能?再?替了|替不了了|不能替了|没法替了)[。!！]*")
def withdraw(ctx: Context, _: object) -> str | None:
    """Take “不替了”: whoever is away and the secretary hear so."""
    done = standing_in.withdraw(ctx.actor, ctx.db, ctx.now, ctx.house.zone)
    if isinstance(done, Refused):
        return _refuse(done) if ctx.actor.is_staff else None
    said = "、".join(f"{one.who}{one.span}" for one in done)
    return f"好的，您不替{said}的班了，已经告诉TA；没有人接，书记也会知道。"


@router.command(
    r"(?:[^，,。\n]{1,14}[，,])?(?:我)?(?P<who>[一-龥·]{2,6}?)?\s*(?:的班)?(?:换|改由|改成|换成|改让|改请)\s*(?P<name>[一-龥·]{2,6}?)(?:来)?(?:替|顶|代)(?:我|她|他|班)*[。!！]*",
    may=STAFF,
)
def another(ctx: Context, found: re.Match[str]) -> Reply | str | None:
    """Take “换张敏替”, and of whoever appoints “李梅换张敏替”."""
    who = ctx.actor.person_id
    zone = ctx.house.zone
    if found["who"] and "我" not in found["who"]:
        named = [
            o for o in finding.whom(ctx.actor, ctx.db, found["who"], ctx.now, zone) if o.is_staff
        ]
        if len(named) != 1:
            return picking.NOT_FOUND.format(said=found["who"])
        who = named[0].person_id
    people = finding.whom(ctx.actor, ctx.db, found["name"], ctx.now, zone)
    if not people:
        return picking.NOT_FOUND.format(said=found["name"])
    if len(people) > 1:
        return picking.ask(ctx, found["name"], people, "another", who=who)
    assert who is not None, "the staff are known"
    return _name_another(ctx, who, people[0].person_id)


picking.on_pick(router, "another", lambda ctx, by, asked: _name_another(ctx, asked["who"], by))


def _name_another(ctx: Context, who: int, by: int) -> str:
    done = standing_in.name_another(ctx.actor, ctx.db, who, by, ctx.now, ctx.house.zone)
    if isinstance(done, Refused):
        return _refuse(done)
    if done.matter is Matter.ACCEPT:
        return f"好的。{done.substitute}不是工作人员，先请书记点头，一有答复就告诉您。"
    return f"好的，{done.span}改请{done.substitute}替。{asking(ctx, by, done.substitute)}"
