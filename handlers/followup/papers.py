"""隔离卡, 协议书, 告知书, 解除单 as text, sent to the household, signed or refused."""

import re

from community.followup import papers
from community.followup.papers import PaperKind
from community.people import homes, tree
from community.people.access import STAFF, Refused
from dialog import Context, Reply, Router
from handlers.followup import homes as doors

router = Router("papers")

_KINDS = {
    "隔离卡": PaperKind.CARD,
    "监测卡": PaperKind.CARD,
    "协议书": PaperKind.AGREEMENT,
    "承诺书": PaperKind.AGREEMENT,
    "告知书": PaperKind.NOTICE,
    "解除单": PaperKind.RELEASE,
    "解除证明": PaperKind.RELEASE,
}
_KIND = "|".join(_KINDS)
_SIGNS = "协议书|承诺书|告知书"
_EXPORTS = {
    PaperKind.CARD: "watch-card",
    PaperKind.AGREEMENT: "agreement",
    PaperKind.NOTICE: "notice",
    PaperKind.RELEASE: "release",
}
PRINT = "打印：请管理员运行 bot.py export {name} {short}"
HANDED = "{kind}已经发给{door}了；对方回复“签了{kind}”就记下签收。"
NOT_HANDED = "{door}没有人绑定微信，发不了。请打印送去：bot.py export {name} {short}"
PLEASE_SIGN = "看明白了、同意，请回复“签了{kind}”；不同意，回复“不签{kind}”。"
SIGNED = "好的，{kind}已签收，谢谢您。有疑问随时问。"
UNSIGNED = "好的，记下您没有签{kind}，不影响社区照样帮您。网格员会再和您说说。"
NOTED = "记下了：{door}的{kind}{how}。"
WHY_NOT = {
    "not_watched": "{about}现在没有人在监测，没有这份材料。",
    "not_released": "{about}没有已经结束的监测，还没有解除单。",
    "not_in_care": "这一户不归您管，请告诉那里的网格员。",
    "needs_witness": "拒签要有见证人。请写上是谁，比如“{short} {kind} 拒签 见证人 李四”。",
}


def _kind(said: str) -> PaperKind:
    return _KINDS[said]


@router.command(
    rf"(?P<send>发|送|给)?(?:看看?|打印|出)?(?P<kind>{_KIND})\s*(?:给|发给)?\s*(?P<rest>\S*\d.*)",
    may=STAFF,
    others="",
)
def of_door(ctx: Context, found: re.Match[str]) -> Reply | str | None:
    """Take “告知书 3-2-502”, “发协议书 3-2-502”; “… 签了” behind it is a receipt."""
    if _RECEIPT.search(found["rest"]):
        return _receipt(ctx, found["kind"], found["rest"])
    home = doors.named(ctx, found["rest"])
    if isinstance(home, str):
        return home
    kind = _kind(found["kind"])
    paper = papers.of_household(ctx.db, ctx.house.watch, home, kind, ctx.house.community, ctx.now)
    if isinstance(paper, Refused):
        return WHY_NOT[paper.reason].format(about=paper.about)
    short = tree.short_door(home)
    if not found["send"]:
        return f"{paper.text}\n\n{PRINT.format(name=_EXPORTS[kind], short=short)}"
    please = f"\n{PLEASE_SIGN.format(kind=found['kind'])}" if found["kind"] in _SIGNS else ""
    done = papers.hand(ctx.actor, ctx.db, home, kind, f"{paper.text}{please}", ctx.now)
    if isinstance(done, Refused):
        return WHY_NOT[done.reason]
    said = HANDED if done else NOT_HANDED
    return said.format(kind=found["kind"], door=tree.door(home), name=_EXPORTS[kind], short=short)


@router.command(rf"(?:看看?|我要|要|给我|查)?(?:我家?的?)?(?P<kind>{_KIND})[。.！!]?")
def own(ctx: Context, found: re.Match[str]) -> str | None:
    """Let a household read its own; whoever has none hears so only where staff would."""
    home = homes.of_person(ctx.db, ctx.caller.person_id)
    if home is None:
        return None
    paper = papers.of_household(
        ctx.db, ctx.house.watch, home, _kind(found["kind"]), ctx.house.community, ctx.now
    )
    if isinstance(paper, Refused):
        return WHY_NOT[paper.reason].format(about="您家")
    please = f"\n{PLEASE_SIGN.format(kind=found['kind'])}" if found["kind"] in _SIGNS else ""
    return f"{paper.text}{please}"


# -- receipts ---------------------------------------------------------------------------------------

_RECEIPT = re.compile(r"签了|已签|签收|签好|签字了|拒签|拒收|不肯签|没签|不签")
_REFUSED = re.compile(r"拒签|拒收|不肯签|没签|不签|不同意")
_WITNESS = re.compile(r"见证人?(?:是|：|:)?\s*(?P<name>[一-龥·]{2,6})")


@router.command(
    rf"(?:我们?家?|全家)?(?:已经|同意)?(?P<how>签了|签收了?|签好了?|同意签?|签字了|不签|拒签|不同意)(?P<kind>{_SIGNS})了?[。!！]?"
    rf"|(?P<kind2>{_SIGNS})(?:我们?)?(?:已经)?(?P<how2>签了|签收了?|签好了?|同意|签字了|不签|拒签|不同意)[。!！]?"
)
def own_receipt(ctx: Context, found: re.Match[str]) -> str | None:
    """Take “签了协议书”, “协议书我不签” from a household that is watched over."""
    home = homes.of_person(ctx.db, ctx.caller.person_id)
    if home is None:
        return None
    kind, how = found["kind"] or found["kind2"], found["how"] or found["how2"]
    is_signed = not _REFUSED.search(how)
    done = papers.receipt(
        ctx.resident, ctx.db, ctx.house.watch, home, _kind(kind), ctx.now, is_signed=is_signed
    )
    if isinstance(done, Refused):
        return WHY_NOT[done.reason].format(about="您家")
    return (SIGNED if is_signed else UNSIGNED).format(kind=kind)


@router.command(
    rf"(?=(?:(?!{_SIGNS})[^\n]){{0,40}}\d)(?P<rest>[^\n]{{1,60}}?)\s*的?(?P<kind>{_SIGNS})\s*(?P<how>(?:已经?)?(?:签|拒|不肯签|没签)[^\n]{{0,30}})",
    may=STAFF,
    others="",
)
def staff_receipt(ctx: Context, found: re.Match[str]) -> str:
    """Take “3-2-502 告知书签了”, “3-2-502 协议书 拒签 见证人 李四”."""
    return _receipt(ctx, found["kind"], f"{found['rest']} {found['how']}")


def _receipt(ctx: Context, kind: str, said: str) -> str:
    where = _WITNESS.sub("", said)
    home = doors.named(ctx, _RECEIPT.sub("", where))
    if isinstance(home, str):
        return home
    is_signed, found = not _REFUSED.search(said), _WITNESS.search(said)
    witness = found["name"] if found else ""
    done = papers.receipt(
        ctx.actor, ctx.db, ctx.house.watch, home, _kind(kind), ctx.now,
        is_signed=is_signed, witness=witness,
    )  # fmt: skip
    if isinstance(done, Refused):
        short = tree.short_door(home)
        return WHY_NOT[done.reason].format(about=done.about, short=short, kind=kind)
    how = "已签收" if is_signed else f"拒签，见证人{witness}"
    return NOTED.format(door=tree.door(home), kind=kind, how=how)
