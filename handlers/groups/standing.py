"""Which groups have a notice, asked in whatever words, and sending it into those that lack it."""

import re
from collections.abc import Sequence

from community.groups import posting
from community.groups.posting import GroupStanding
from community.notices import PUBLISHERS, issuing
from community.people.access import Refused
from core.phrases import listed
from dialog import Context, Router
from handlers.groups.posting import GROUP, NONE, NOT_FOR, WHY_NOT, all_groups, into

router = Router("group_standing")

STATES = {"sent": "平台已接收", "waiting": "在排队", "never": "没发过", "failed": "没发成（{why}）"}
WHICH_NOTICE = "您还没有发过通知。要问哪一条，写上编号，比如“哪些群没收到 N12”。"
_CODE = re.compile(r"[NnＮｎ]\s?\d{1,9}")
_SENT = r"(?:发(?:了|完|过|没|到|出去|成|全|齐|群)|收到|接到|漏|转到|看到|没发|进群|进了|还?[差缺]|发[吗么]?[?？。]*$)"
_ASKS = r"(?:哪|吗|[没么][?？。]*$|了没|没有?|完|几个|多少|[?？])"
# What is said in a group, what is ordered, and groups nobody of us writes into.
_NOT_THIS = r"(?:撤|错|规矩|群文|(?:业主|微信|居民)群|群里?问|有人[说问讲]|真的|假|谣|链接|体温|发[烧热现霉]|怎么办)"


@router.command(
    rf"(?=.{{3,30}}$)(?!.*{_NOT_THIS})(?=.*{GROUP})(?=.*{_SENT})(?=.*{_ASKS})(?!.*(?:补发|再发|也发|再推|都发一下)).*",
    may=PUBLISHERS,
)
def missing(ctx: Context, _: re.Match[str]) -> str:
    """Take “哪些群没收到 N12”, “群里都发了吗”; without a number it is the last notice of one's own."""
    code = _asked(ctx)
    if code.endswith("。"):
        return code
    seen = posting.standings(ctx.actor, ctx.db, code, all_groups(ctx), ctx.now, ctx.house.zone)
    if isinstance(seen, Refused):
        return WHY_NOT[seen.reason].format(about=seen.about)
    if asked := [name for name in all_groups(ctx) if name in ctx.text]:
        return _of_some(ctx, code, asked, seen)
    return f"{code}：{_say(ctx, seen)}"


@router.command(
    rf"(?=.{{4,30}}$)(?!.*{_NOT_THIS})(?=.*(?:没发|没收到|没进|漏|剩下|其他|其它|别的|没有).{{0,4}}{GROUP})(?=.*(?:补发|再发|也发|再推|补一下|发一下|都发)).*",
    may=PUBLISHERS,
)
def send_on(ctx: Context, _: re.Match[str]) -> str:
    """Take “没发的群补发一下”: whoever has it is not sent it twice."""
    code = _asked(ctx)
    return code if code.endswith("。") else into(ctx, "所有群", code)


def _asked(ctx: Context) -> str:
    """Return the code of the notice that is meant, or a sentence that says why none is."""
    if not all_groups(ctx):
        return NONE
    if written := _CODE.search(ctx.text):
        return written[0]
    last = issuing.find_own(ctx.actor, ctx.db, None, ctx.now)
    return WHICH_NOTICE if isinstance(last, Refused) or not last.code else str(last.code)


def _of_some(ctx: Context, code: str, names: Sequence[str], seen: Sequence[GroupStanding]) -> str:
    """Say how it stands with the groups somebody named."""
    found = {one.name: one for one in seen}
    lines = [f"{code}：{_line(ctx, found[name])}" for name in names if name in found]
    if apart := [name for name in names if name not in found]:
        lines.append(NOT_FOR.format(code=code, names=listed(apart)))
    return "\n".join(lines)


def _line(ctx: Context, one: GroupStanding) -> str:
    return f"{one.name}：{STATES[one.state].format(why=ctx.house.say_reason(one.reason))}"


def _say(ctx: Context, seen: Sequence[GroupStanding]) -> str:
    if not seen:
        return "现在的群里没有一个在这条通知的范围里。"
    without = [one for one in seen if one.state != "sent"]
    if not without:
        return f"{len(seen)}个群平台都接收了。"
    lines = [f"· {_line(ctx, one)}" for one in without]
    return "\n".join([f"{len(seen)}个群里有{len(without)}个还没收到：", *lines])
