"""An answer worth keeping: offered after it was given, agreed to by a second person where it restricts."""

import re

from community import questions
from community.people.access import STAFF, Refused
from community.questions import Lasting, listing, say_duration
from core.phrases import shorten
from dialog import Context, Router

router = Router("entries")

NOBODY = "这里还没有第二位能同意的人，请联系街道；在那之前不会这样答居民。"
NO_POST = "这要由在岗的工作人员来办，这次没有办。要是弄错了，请告诉社区书记；有别的事直接说就行。"
REFUSED = {
    "not_staff": NO_POST,
    "gone": "这条答复已经不在了，没有记成问答。",
    "not_waiting": "没有等人同意的问答{number}。",
    "own": "这条是您写的，要另一位同意。",
    "not_agreer": "这条要社区书记、值班员或街道来同意。",
    "not_in_use": "没有在用的问答{number}。",
}


@router.action("keep_entry")
def keep(ctx: Context) -> str:
    """Make the answer just given known to all who will ask the same."""
    done = questions.make(
        ctx.actor,
        ctx.db,
        int(ctx.known["question"]),
        ctx.house.community,
        ctx.now,
        ctx.house.zone,
    )
    if isinstance(done, Refused):
        return REFUSED[done.reason]
    if not done.in_force:
        return _waits(done)
    return (
        f"已记成问答{done.number}（依据：{done.issuer}，{say_duration(done.span)}）。"
        f"以后再有人问就这样答；不要了回复“撤下问答 {done.number}”。"
    )


def _waits(entry: Lasting) -> str:
    asked = f"已请{'、'.join(entry.asked)}看，同意后生效。" if entry.asked else NOBODY
    return f"这条对居民有要求，要第二个人同意（问答{entry.number}）。{asked}"


def waiting(ctx: Context) -> list[str]:
    """Say which answers wait for a second person, to staff who look at the questions."""
    return [
        f"待同意的问答{number}：{shorten(answer, 40)}（回复“同意问答 {number}”）"
        for number, answer in listing.waiting_for_second(ctx.db)
    ]


@router.command(r"(?P<no>不)?同意问答\s*[#＃第]?(?P<number>\d{1,9})\s*号?[。!！]?", may=STAFF)
def agree(ctx: Context, found: re.Match[str]) -> str:
    """Take “同意问答 3”; whoever wrote it cannot agree to it."""
    number, agreed = int(found["number"]), not found["no"]
    done = questions.decide(ctx.actor, ctx.db, number, ctx.now, agreed=agreed)
    if isinstance(done, Refused):
        return REFUSED[done.reason].format(number=found["number"])
    return f"好的，问答{done.number}{'已生效' if done.agreed else '不采用'}，已告诉写的人。"


@router.command(r"(撤下|撤回|取消|删除)问答\s*[#＃第]?(?P<number>\d{1,9})\s*号?[。!！]?", may=STAFF)
def take_down(ctx: Context, found: re.Match[str]) -> str:
    """An answer that no longer holds is given to nobody any more, and whoever heard it is told."""
    number = int(found["number"])
    done = questions.take_down(ctx.actor, ctx.db, number, ctx.now)
    if isinstance(done, Refused):
        return REFUSED[done.reason].format(number=number)
    return f"问答{number}已撤下，以后不再这样答。听过它的人，我会告诉他们。"
