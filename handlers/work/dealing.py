"""What waits for staff: listed, taken, decided, asked back about, answered, done."""

import re
from collections.abc import Callable

from community.people import vacancies
from community.people.access import STAFF, Refused
from community.work import life, talking
from community.work.escalation.speaking import headline
from community.work.life import Became, Dealt, WorkItem
from core.phrases import say_day, say_moment, shorten
from dialog import Context, Router, asked
from handlers.knowledge import approval
from handlers.people import standing_in
from handlers.people.refused import NOT_STAFF
from handlers.people.vacancies import on_board
from handlers.work import numbers, promises
from handlers.work.numbers import NUMBERS

router = Router("dealing")

LINE = 100  # so much of an item is shown in a list; taking it shows all
SHOWN = 10
RESTORED = (
    "【注意】系统{when}从备份恢复，{until}以后的事这里都没有：请想一想那以后接过、办过什么，"
    "没列出来的请重新登记。"
)
HOW = (
    "处理请回复“收到 编号”（几件一起：“收到 2 3”“收到 2到5”），办完写“办结 编号 结果”；"
    "要决定的回复“同意 编号”或“不同意 编号 原因”；问对方写“问 编号 …”。"
)
SEEN = {"收到", "知道了", "已收到", "接", "我来", "我接", "接手"}  # no decision
_DECIDES = {"通过", "不通过", "属实", "不属实", "拒绝"}
WHY_NOT = {
    "not_staff": NOT_STAFF,
    "unknown": "没有编号{number}的事等您处理。",
    "needs_decision": "这件要您决定：回复“同意 {number}”或“不同意 {number} 原因”。",
    "needs_reason": "请写上原因，对方会看到：“不同意 {number} 原因”。",
    "nothing_to_decide": "编号{number}不是要审核的登记。由您处理请回复“收到 {number}”。",
    "yours": "编号{number}已经在您手上了，办完写“办结 {number} 结果”。",
    "place_held": (
        "这个位置已有人绑定：{about}。当面见过本人，回复“同意 {number} 见过本人”；只回复“同意 {number}”，"
        "原来的手机同意前，新手机只能报体温。"
    ),
    "holder_says_no": (
        "原来绑定的手机回复“不是我”，先别通过。请上门或打电话核对；当面见过本人，回复“同意 {number} 见过本人”，"
        "不是本人回复“不同意 {number}”。"
    ),
    "needs_result": "请写上结果，比如“办结 {number} 已送医院”“办结 {number} 打过电话，退了”。",
    "nobody_to_tell": "编号{number}没有可以回话的人。",
}


def why_not(refused: Refused, number: int) -> str:
    """Say why nothing was done about an item."""
    if refused.reason == "over":
        who = refused.about
        return f"编号{number}{f'已由{who}处理' if who else '已经处理过了'}。"
    return WHY_NOT[refused.reason].format(number=number, about=refused.about)


@router.command(
    r"(收到|知道了|已收到|我来|我接|接手|接|同意|通过|属实|确认|不同意|不通过|不属实|拒绝|是|好)"
    rf"\s*(?P<numbers>{NUMBERS})?\s*号?[。!！]?(?:[\s,，:：]+(?P<reason>.+))?"
)
def decide(ctx: Context, found: re.Match[str]) -> str | None:
    """Take “同意 12”, “收到 2 3 4”, “不同意 12 人太多”, or just “收到” when it is clear what is meant."""
    word, reason = found[1], (found["reason"] or "").strip()
    named = numbers.read(found["numbers"] or "")
    if reason and not named:
        return None  # “好 明天见” is talk
    if not ctx.actor.is_staff:
        return NOT_STAFF if named else None
    if not named:
        return only_one(ctx, word)
    return _each(ctx, found["numbers"], named, lambda number: _deal(ctx, word, number, reason))


def take(ctx: Context, said: str) -> str:
    """See to what is named, as “收到 12” and “收到 2到5” do."""
    return _each(ctx, said, numbers.read(said), lambda number: _deal(ctx, "收到", number, ""))


def _deal(ctx: Context, word: str, number: int, reason: str) -> Dealt | Refused:
    forms, announce = ctx.house.library.forms, ctx.house.announce
    if word.startswith(("不", "拒")):
        return life.decline(ctx.actor, ctx.db, number, reason, forms, ctx.now, announce)
    only_seen = word in SEEN
    return life.accept(
        ctx.actor, ctx.db, number, reason, forms, ctx.now, announce, only_seen=only_seen
    )


def waits(ctx: Context) -> bool:
    """Tell whether anything waits for whoever speaks."""
    board = talking.board(ctx.actor, ctx.db)
    return not isinstance(board, Refused) and bool(board.waiting)


def only_one(ctx: Context, word: str) -> str | None:
    """A word without a number is meant for the one thing that waits, if it is one."""
    board = talking.board(ctx.actor, ctx.db)
    waiting = [] if isinstance(board, Refused) else board.waiting
    if "同意" in word or word in _DECIDES:
        waiting = [item for item in waiting if item.submission_id is not None]
    if len(waiting) > 1:
        listed = "\n".join(_line(ctx, item) for item in waiting[:8])
        first = waiting[0].id
        return f"有{len(waiting)}件等您处理，请带上编号，比如“收到 {first}”：\n{listed}"
    if not waiting:
        return None if word in {"是", "好"} else "好的，现在没有等您处理的事。"
    return _say(waiting[0].id, _deal(ctx, word, waiting[0].id, ""))


@router.command(
    r"(?:我?已?经?)?(?:办结|办完了?|办好了?|处理完了?|完成了?)\s*"
    rf"(?P<numbers>{NUMBERS})?\s*号?[。!！]?(?:[\s,，:：]+(?P<result>.+))?",
    may=STAFF,
)
def finish(ctx: Context, found: re.Match[str]) -> str | None:
    """Take “办结 12 药送到了”: it is done, and whoever waits for it hears so.

    Without a number it is the one thing in hand, if it is one.
    """
    result, forms = (found["result"] or "").strip(), ctx.house.library.forms
    named = numbers.read(found["numbers"] or "")
    if not named:
        board = talking.board(ctx.actor, ctx.db)
        mine = [] if isinstance(board, Refused) else board.in_hand
        if len(mine) != 1:
            listed = "\n".join(line_of(ctx, item) for item in mine[:8])
            return (
                f"您手上有{len(mine)}件，请带上编号，比如“办结 {mine[0].id}”：\n{listed}"
                if mine
                else None
            )
        named = [mine[0].id]
    return _each(
        ctx,
        found["numbers"] or "",
        named,
        lambda number: life.finish(ctx.actor, ctx.db, number, result, forms, ctx.now),
    )


def finish_said(ctx: Context, words: str) -> str:
    """Do “办结 12 药送到了” as it was shown and agreed to."""
    number, _, result = words.removeprefix("办结").strip().partition(" ")
    done = life.finish(
        ctx.actor, ctx.db, int(number), result.strip(), ctx.house.library.forms, ctx.now
    )
    return _say(int(number), done)


@router.command(
    rf"(?:我?已经?(?:上门|到场|到现场|到家)了?|(?:上门|到场|到现场|到家)了)\s*(?P<numbers>{NUMBERS})\s*号?[。!！]?",
    may=STAFF,
)
def arrived(ctx: Context, found: re.Match[str]) -> str:
    """Take “已上门 12”: whoever waits hears that somebody is at the door."""
    forms = ctx.house.library.forms
    return _each(
        ctx,
        found["numbers"],
        numbers.read(found["numbers"]),
        lambda number: life.arrive(ctx.actor, ctx.db, number, forms, ctx.now),
    )


def _each(ctx: Context, said: str, named: list[int], deal: Callable[[int], Dealt | Refused]) -> str:
    """Deal with each number and say what each became; of a range only what is there is said."""
    dealt = [(number, deal(number)) for number in named]
    if len(dealt) == 1:
        return _say(*dealt[0])
    alone = numbers.alone(said)
    there = [(n, one) for n, one in dealt if not _is_unknown(one) or n in alone]
    if not there:
        return f"编号{named[0]}到{named[-1]}里没有等您处理的事。"
    return "\n".join(_say(number, one, brief=True) for number, one in there)


def _is_unknown(one: Dealt | Refused) -> bool:
    return isinstance(one, Refused) and one.reason == "unknown"


def _say(number: int, dealt: Dealt | Refused, *, brief: bool = False) -> str:
    if isinstance(dealt, Refused):
        return why_not(dealt, number)
    begins = "" if brief else "好的，"
    if dealt.became is Became.DONE:
        told = "，已告诉对方" if dealt.has_address else ""
        return f"{begins}编号{number}办结了{told}。"
    if dealt.became is Became.ARRIVED:
        return f"{begins}编号{number}记下已上门，办完写“办结 {number} 结果”。"
    if dealt.title is not None:
        told = "，已告诉对方" if dealt.has_address else "，对方凭回执号能查到"
        return f"{begins}编号{number}（{dealt.title}）{_BECAME[dealt.became]}{told}。"
    if brief:
        return f"编号{number}由您处理，不再往上报。"
    relay = f"\n要给对方回话，写“回 {number} 我马上到”。" if dealt.has_address else ""
    return f"好的，编号{number}由您处理，不再往上报：\n{dealt.text}{relay}"


_BECAME = {
    Became.TAKEN: "由您去办",
    Became.SEEN: "记为已看到",
    Became.AGREED: "已通过",
    Became.DECLINED: "已退回",
}


@router.command(
    r"(回|回复|答复|转告)\s*[#＃第]?(?P<number>\d+)\s*号?[\s:：,，]+(?P<said>.+)", may=STAFF
)
def relay(ctx: Context, found: re.Match[str]) -> str:
    """Take “回 4 我马上到”: words for whoever an item is about, who may have left no number."""
    number = int(found["number"])
    passed = talking.pass_on(ctx.actor, ctx.db, number, found["said"].strip(), ctx.now)
    if isinstance(passed, Refused):
        known = {"unknown": WHY_NOT["nobody_to_tell"]}
        return known.get(passed.reason, WHY_NOT[passed.reason]).format(number=number)
    return promises.passed_on(ctx, passed.contact_id, "已转告对方。")


@router.command(r"问\s*[#＃第]?(?P<number>\d+)\s*号?[\s:：,，]*(?P<said>.+)", may=STAFF)
def ask_back(ctx: Context, found: re.Match[str]) -> str:
    """Take “问 12 您几点到？”: whoever sent the form in hears it, and their next words answer it."""
    number, forms = int(found["number"]), ctx.house.library.forms

    def expect(contact_id: int, item: int) -> bool:
        return asked.expect(ctx.db, contact_id, item, ctx.now)

    question = found["said"].strip()
    put = talking.ask_back(ctx.actor, ctx.db, number, question, forms, ctx.now, expect)
    if isinstance(put, Refused):
        if put.reason == "unknown":
            return f"没有编号{number}的登记等您处理。"
        return why_not(put, number)
    return "已经问对方了，有回答马上告诉您。" if put.is_told else "记下了，对方查回执时会看到。"


def _line(ctx: Context, item: WorkItem) -> str:
    first, *more = item.text.split("\n")
    newest = f"\n　{shorten(more[-1], LINE)}" if more else ""
    return f"{item.id} {_due(ctx, item)}{headline(item)}{shorten(first, LINE)}{newest}"


def line_of(ctx: Context, item: WorkItem) -> str:
    """Name an item in one line, for one of several numbers."""
    return _line(ctx, item).partition("\n")[0]


def _due(ctx: Context, item: WorkItem) -> str:
    if item.due_at is None:
        return ""
    late = "，已超时" if item.due_at <= ctx.now else ""
    return f"〔{say_moment(item.due_at, ctx.house.zone)}前{late}〕"


@router.command(r"(待办|待处理|我的待办)[。?？]?")
def waiting(ctx: Context, _: object) -> str | None:
    """List what waits for an answer, and what they have taken on and not finished."""
    board = talking.board(ctx.actor, ctx.db)
    if isinstance(board, Refused):
        return None
    lines = [_line(ctx, item) for item in board.waiting[:SHOWN]]
    said = [f"有{len(board.waiting)}件等您处理：", *lines] if lines else ["现在没有等您处理的事。"]
    if board.in_hand:
        said += [f"您手上有{len(board.in_hand)}件，办完写“办结 编号 结果”："]
        said += [line_of(ctx, item) for item in board.in_hand[:SHOWN]]
    said += standing_in.list_asked(ctx)
    if rules := approval.on_board(ctx):
        said.append(rules)
    gaps = vacancies.find(ctx.actor, ctx.db, ctx.now, ctx.house.zone, ctx.house.most_homes)
    if not isinstance(gaps, Refused) and (missing := on_board(gaps)):
        said.append(missing)
    return "\n".join([*_since_restore(ctx, board), *said, *([HOW] if lines else [])])


def _since_restore(ctx: Context, board: talking.Board) -> list[str]:
    """Say what staff must know while the database has just come back from a copy."""
    if board.restored is None:
        return []
    when = say_day(board.restored.opened_at.astimezone(ctx.house.zone).date())
    until = say_moment(board.restored.copied_at, ctx.house.zone)
    return [RESTORED.format(when=when, until=until)]
