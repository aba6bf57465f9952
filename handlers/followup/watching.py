"""What households under observation ask about it: how long still, what they may do meanwhile."""

import re
from collections.abc import Sequence
from typing import Any

from community.followup import Watched, closing
from community.people import tree
from core.phrases import say_day
from dialog import Context, Reply, Router

router = Router("watching")

ABOUT_IT = {"ask_quarantine_duration", "ask_quarantine_rule", "ask_quarantine_type"}
LIKELY = 2  # so far down the likeliest meanings a household's own days are looked for
_GOING_OUT = re.compile(
    r"(能不能|可不可以|可以|能|让|许|想|要).{0,8}?(出门|下楼|出去|上班|上学|买菜|遛狗|遛弯|散步|垃圾|串门)"
)
_BY_OTHERS = re.compile(r"[帮替]|请(?!问)")  # who is to go is somebody else
_HOW_LONG = re.compile(
    r"(几天|多久|哪天|什么时候|啥时候|何时).{0,6}(结束|到期|解除|监测|隔离|到头)"
)
# Rules there are many of: what speaks of no staying in, no day and nobody near is about something else.
_OF_IT = re.compile(
    r"隔离|监测|观察|居家|在家|家里|家人|解除|到期|期间|管控|封控?|下?楼|[一同]起|接触|快递|外卖|[出回进]|哪?天|多久|量|报"
)
TOLD = "到期自动结束，我会告诉您；有变化也会说。"


@router.intercept
def my_days(ctx: Context, _: Any) -> Reply | None:
    """Answer from the household's own follow-up; a question about a place goes to the rules."""
    if ctx.slots.get("places") or _wants_help(ctx) or not _asks_about_it(ctx):
        return None
    today = ctx.house.watch.today(ctx.now)
    programmes = ctx.house.watch.programmes
    known = [each for each in ctx.watched if each.programme in programmes]
    running = [each for each in known if each.ends_on >= today]
    held = [each for each in known if each.is_held and each.ends_on < today]
    if not running and not held:
        return None
    may = dict.fromkeys(programmes[each.programme].meanwhile for each in [*running, *held])
    until = [TOLD] if running else []
    said = [*(_days(ctx, each) for each in running), *_held(ctx, held), *may, *until]
    return Reply("\n".join(said), meant="my_days")


def _held(ctx: Context, held: Sequence[Watched]) -> list[str]:
    """Say what an end still waits for: there is no number of days any more."""
    if not held:
        return []
    house = ctx.house
    return [closing.say_held(ctx.db, house.watch, held, ctx.resident.person_id, ctx.now)]


def _wants_help(ctx: Context) -> bool:
    plainly = ctx.parse.intent.startswith("request_") and not ctx.parse.ask_back
    return plainly or bool(_BY_OTHERS.search(ctx.text))


def _asks_about_it(ctx: Context) -> bool:
    likely = [c.intent for c in ctx.parse.candidates[: LIKELY if ctx.parse.ask_back else 1]]
    said = _GOING_OUT.search(ctx.text) or _HOW_LONG.search(ctx.text)
    return bool(said or (ABOUT_IT & set(likely) and _OF_IT.search(ctx.text)))


def _days(ctx: Context, episode: Watched) -> str:
    programme = ctx.house.watch.programmes[episode.programme]
    own = episode.person_id == ctx.resident.person_id
    who = "您" if own else tree.call(episode.person)
    left = (episode.ends_on - ctx.house.watch.today(ctx.now)).days
    when = f"还有{left}天" if left else "今天是最后一天"
    return f"{who}的{programme.title}到{say_day(episode.ends_on)}，{when}。"
