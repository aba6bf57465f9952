"""Notices as knowledge: a code, a pasted text, or a question a notice in force answers."""

from datetime import date
from typing import Any

from community.knowledge.finding import BY_RULE
from community.knowledge.wording import Cited
from community.notices import Notice, board
from community.notices.board import Code, NoticeStanding, Seen
from core.phrases import say_day, say_moment, shorten
from dialog import Context, Reply, Router, Said
from handlers.notices import altered
from handlers.people import guessing

router = Router("noticeboard")

PASTED = 12  # characters from which a text may be a pasted notice
HOW = "想核对一条通知，把编号（比如 N12）或原文发给我就行。"
ELSE = "没说到您想问的，回复“没用”，我转给社区的人。"
NOT_OURS = (
    "没有编号{code}的通知，不是本社区在这里发的。把原文发给我，我请社区核实；没核实前先别照着做。"
)
LOST = (
    "编号{code}的通知我这里没有原文了：系统从备份恢复过，{when}以后发的通知没有留下。"
    "是不是社区发的，请问网格员；把原文发给我，我请社区核实。"
)
_NEEDS = ("request_", "report_", "psych_", "complain_")
WORDS = "(?:是什么|说的?(?:是|了)?(?:什么|啥)|什么意思|还?有效吗|过期了?吗|是真的吗|内容)?[?？。]*"


@router.command(
    r"(?P<code>(?:通知|规定|编号){0,4}\s*[#＃:：]?\s*[NRnrＮＲｎｒ]?\s*[-－#.]?\s*\d{1,9}\s*号?)\s*"
    + WORDS
)
def by_code(ctx: Context, found: Any) -> Said | None:
    """Take “N12”, “通知12”, “n12还有效吗”; a bare number is none of ours to answer."""
    code = board.read_code(found["code"])
    if code is None:
        return None
    if pause := guessing.pause(ctx):
        return pause
    notice = board.find(ctx.db, code)
    if notice is not None:
        return _describe(ctx, notice)
    guessing.missed(ctx)
    return _unknown(ctx, code)


def _unknown(ctx: Context, code: Code) -> str:
    if code.letter == "R":
        return f"没有编号{code}的规定。直接说您想问的事，比如“从外地回来要报备吗”。"
    if (lost := board.lost_in(ctx.db, code)) is not None:
        when = say_moment(lost.copied_at, ctx.house.zone)
        return LOST.format(code=code, when=when)
    return NOT_OURS.format(code=code)


@router.command(
    r"(通知|规定)(编号)?\s*[:：]?\s*[A-Za-z][A-Za-z0-9_-]{2,30}号?[?？。]*"
    r"|(通知|规定|文件)?[一-龥]{0,10}[〔\[［(（]\s*20\d\d\s*[〕\]］)）]\s*\d{1,4}\s*号[?？。]*"
)
def by_name(ctx: Context, found: Any) -> str | None:
    """Take “通知XQ-2026-015” and “规定covid_yiguan”: the first is in no form of ours."""
    rule = ctx.house.library.rules.get(ctx.text.strip().removeprefix("规定").strip().lower())
    if rule is None:
        name = ctx.text.strip()
        return f"“{shorten(name, 30)}”不是本社区的编号格式（我们的是 N 加数字）。{HOW}"
    held = ctx.knowledge.shelf.rules.get(rule.id, ctx.now)
    state = "现在有效" if held is not None else "现在不在有效期内，请别照着做"
    end = f"到{say_day(rule.effective.to)}" if rule.effective.to else ""
    return f"规定“{rule.title}”（{rule.issuer}发布{end}）：{state}。\n{(held.piece if held else rule).answer}"


@router.command(
    r"(最近|现在|今天)?(有?什么|有哪些|有没有|查看?)?(新|有效)?(的)?通知(列表)?(吗)?[。?？]?"
)
def listing(ctx: Context, _: object) -> str | None:
    """Show what holds now for whoever asks."""
    path = ctx.path
    found = board.live(ctx.db, path, ctx.now, ctx.house.zone, ctx.person) if path else []
    if not found:
        return f"现在没有发给您这里的通知。{HOW}"
    lines = [f"{notice.code} {shorten(notice.text, 60)}{_until(notice)}" for notice in found]
    return "\n".join(["现在有效的通知：", *lines, "回复编号看全文。"])


@router.intercept
def pasted(ctx: Context, _: Any) -> Reply | None:
    """The text of one of our notices, old or changed, is known again."""
    seen = _recognise(ctx, ctx.text)
    if seen is None or (seen.is_added_to and needs_something(ctx)):
        return None
    return _describe(ctx, seen.notice, seen)


def recognised(ctx: Context, text: str) -> Reply | None:
    """Say what a text is if it comes from a notice of ours."""
    seen = _recognise(ctx, text)
    return _describe(ctx, seen.notice, seen) if seen is not None else None


def _recognise(ctx: Context, text: str) -> Seen | None:
    if len(text) < PASTED:
        return None
    return board.recognise(ctx.db, text, ctx.house.fragments, ctx.now, ctx.house.zone)


def needs_something(ctx: Context) -> bool:
    """Whoever asks for help or reports something is heard, whatever notice they quote."""
    parse = ctx.parse
    return not parse.ask_back and parse.intent.startswith(_NEEDS)


@router.intercept
def asked(ctx: Context, _: Any) -> Reply | None:
    """“明天停水吗” is answered from the notices in force for whoever asks, and no others."""
    told = ctx.slots.get("temps") or ctx.slots.get("symptoms")
    if told or ctx.parse.intent in BY_RULE or not _asks(ctx):
        return None
    return told_in_notice(ctx, ctx.text)


def told_in_notice(ctx: Context, text: str) -> Reply | None:
    """Return what a notice in force for whoever asks says of an event."""
    if not board.asks_about_event(text) or not (path := ctx.path):
        return None
    notice = board.about(ctx.db, text, path, ctx.now, ctx.house.zone, ctx.person)
    if notice is None:
        return None
    otherwise = altered.asked_otherwise(ctx, notice, text)
    said = f"{otherwise}{_head(ctx, notice)}{notice.text}{_until(notice)}\n{ELSE}"
    return _cited(ctx, notice, said)


def _asks(ctx: Context) -> bool:
    intent = ctx.parse.intent
    return intent in {"oos", "verify_rumor"} or ctx.parse.ask_back or intent.startswith("ask_")


def _describe(ctx: Context, notice: Notice, seen: Seen | None = None) -> Reply:
    """Say what a notice is and whether it holds, with its code and day."""
    today = ctx.house.watch.today(ctx.now)
    standing = board.standing(ctx.db, notice, today, ctx.now)
    lines = [_head(ctx, notice) + _standing(ctx, notice, standing)]
    shows = standing is NoticeStanding.VALID or seen is None
    if shows and _may_read(ctx, notice):
        lines.append(f"原文：{notice.text}{_until(notice)}")
    if standing is NoticeStanding.REPLACED:
        newer = board.latest(ctx.db, notice)
        lines.append(_newer(ctx, newer, today))
    if seen is not None and seen.differences:
        warned = altered.warning(seen, may_read=_may_read(ctx, notice))
        lines[0] = f"{warned}\n原来的{lines[0]}"
    return _cited(ctx, notice, "\n".join(lines))


def _head(ctx: Context, notice: Notice) -> str:
    day = notice.published_at or notice.created_at
    when = say_day(day.astimezone(ctx.house.zone).date())
    return f"通知 {notice.code}（{when}发给{board.place_of(ctx.db, notice)}）："


def _standing(ctx: Context, notice: Notice, standing: NoticeStanding) -> str:
    if standing is NoticeStanding.VALID:
        elsewhere = not board.concerns(ctx.db, notice, ctx.path, ctx.person)
        return "是本社区发的，现在有效。" + ("不是发给您这里的。" if elsewhere else "")
    if standing is NoticeStanding.EXPIRED and notice.valid_until is not None:
        return f"是本社区发的，{say_day(notice.valid_until)}已过期，不用再照着做。"
    if standing is NoticeStanding.WITHDRAWN and notice.withdrawn_at is not None:
        day = say_day(notice.withdrawn_at.astimezone(ctx.house.zone).date())
        return f"{day}已撤回，请不要照着做。"
    return "已有新通知代替，请不要再照旧的做。"


def _newer(ctx: Context, newer: Notice, today: date) -> str:
    standing = board.standing(ctx.db, newer, today, ctx.now)
    if standing is not NoticeStanding.VALID or not _may_read(ctx, newer):
        return f"{_head(ctx, newer)}{_standing(ctx, newer, standing)}"
    return f"新的是 {_head(ctx, newer)}{newer.text}{_until(newer)}"


def _may_read(ctx: Context, notice: Notice) -> bool:
    """What was told to one building is not passed on to another."""
    if board.concerns(ctx.db, notice, ctx.path, ctx.person):
        return True
    return board.is_in_charge(ctx.actor, ctx.db, notice)


def _until(notice: Notice) -> str:
    return f"（到{say_day(notice.valid_until)}有效）" if notice.valid_until else ""


def _cited(ctx: Context, notice: Notice, text: str) -> Reply:
    since = (notice.published_at or notice.created_at).astimezone(ctx.house.zone).date()
    cited = Cited(f"notice:{notice.code}", None, since.isoformat(), ctx.house.community)
    return Reply(text, meant="notice", cited=cited)
