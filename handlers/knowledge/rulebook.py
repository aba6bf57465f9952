"""The rules as staff and residents look them up: “规定”, “规定 R12”, “待核对”, “已核对 E7”."""

import re
from datetime import datetime
from typing import Any

from community.knowledge import checking, looking
from community.knowledge.looking import ENTRY, RULE, Coded, Validity
from community.knowledge.shelf import Held
from community.people.access import STAFF, Refused
from core.library import Effective, Rule
from core.phrases import say_moment, shorten
from dialog import Context, Router
from handlers.notices.board import WORDS

router = Router("rulebook")

SHOWN = 12
PERSONS = {"elderly": "老人", "pregnant": "孕妇", "chronic": "有慢性病的人", "child": "孩子"}
VALIDITY = {
    Validity.WITHDRAWN: "已撤回，不再有效",
    Validity.DRAFT: "还没批准",
    Validity.COMING: "{moment}起生效",
    Validity.OVER: "{moment}已失效",
    Validity.VALID: "现在有效",
    Validity.REPLACED: "已被{instead}代替",
}
REFUSED = {
    "not_staff": "核对由在岗的工作人员来做，这条没有记。弄错了请告诉社区书记。",
    "not_to_check": "没有等核对的{code}。",
}
CHECKS = "对照官方原文，没错回复“已核对 编号”；有错请写“改规定 …”或重新答复。"


def _dates(span: Effective) -> str:
    """Say the same with the year, in a list that goes back for years."""
    edges = [
        f"{at:%Y-%m-%d %H:%M}" if isinstance(at, datetime) else f"{at}"
        for at in (span.from_, span.to)
    ]
    return f"{edges[0]}起" + (f"，到{edges[1]}" if span.to else "") if span.from_ else "一直"


def whom(ctx: Context, rule: Rule) -> str:
    """Say whom a rule is for; places by the names just spoken, else by their codes."""
    names = {str(p.get("code")): p for p in ctx.slots.get("places", [])}
    said = []
    for code in rule.who.origin:
        place = next((p for full, p in names.items() if full.startswith(code)), None)
        said.append("国外" if code == "abroad" else _name(place) or f"代码{code}的地方")
    whom = [f"从{'、'.join(said)}来的人"] if said else []
    whom += [PERSONS[kind] for kind in rule.who.person]
    return "、".join(whom) or "所有人"


def _name(place: Any) -> str:
    spelled = (place or {}).get("district") or (place or {}).get("city")
    return str(spelled or (place or {}).get("province") or "")


@router.command(r"(看|查|查看)?(所有|现行|有哪些)?规定(列表|有哪些)?[。?？]?", may=STAFF)
def listing(ctx: Context, _: object) -> str:
    """List what is in force, what is to come, and what waits for somebody to approve it."""
    rules = ctx.knowledge.shelf.rules
    lines = [_line(ctx, one) for one in list(rules.at(ctx.now))[:SHOWN]]
    coming = [_line(ctx, one) for one in rules.coming(ctx.now)]
    waiting = [f"{code} {answer}" for code, answer in looking.drafts(ctx.db)]
    parts = ["现行规定：", *(lines or ["（没有）"])]
    parts += ["将要生效：", *coming] if coming else []
    parts += ["等人批准（回复“批准 编号”）：", *waiting] if waiting else []
    if unchecked := checking.to_check(ctx.db, SHOWN):
        parts.append(f"有{len(unchecked)}条答复等核对，回复“待核对”。")
    return "\n".join([*parts, "看一条写“规定 R编号”；“新规定 …”“改规定 R编号 …”“撤回规定 R编号”。"])


def _line(ctx: Context, one: Held[Rule]) -> str:
    return f"{one.code} {one.piece.title}｜第{one.version}版｜{_dates(one.piece.effective)}｜{_by(ctx, one)}"


def _by(ctx: Context, one: Held[Rule]) -> str:
    made = looking.makers(ctx.db, one)
    if made is None:
        return f"{one.piece.issuer}（内容包）"
    return f"{one.piece.issuer}，起草{made.author or '未记'}，批准{made.approver or '还没有'}"


@router.command(
    r"(?:(?:规定|查|编号)*\s*(?P<kind>[RrEeＲｒ])|(?:规定|规定编号)\s*[#＃:：]?)\s*[-－]?\s*(?P<number>\d{1,6})\s*号?\s*"
    + WORDS
)
def one(ctx: Context, found: re.Match[str]) -> str:
    """Say of a code whether it holds, is to come, was replaced, or is none of ours."""
    letter = "E" if (found["kind"] or "R").upper() == "E" else "R"
    kind = ENTRY if letter == "E" else RULE
    number = int(found["number"])
    seen = looking.look_up(ctx.actor, ctx.db, ctx.knowledge, kind, number, ctx.now)
    if seen is None:
        return f"没有编号{letter}{found['number']}的规定，不是我们发的，请别转发。直接说您想问的事也行。"
    return f"{seen.code}（{_standing(ctx, seen)}）{seen.title}：{seen.answer}"


def _standing(ctx: Context, seen: Coded) -> str:
    moment = say_moment(seen.moment, ctx.house.zone) if seen.moment else ""
    return VALIDITY[seen.validity].format(moment=moment, instead=seen.instead)


# -- comparing with the official text ----------------------------------------------------------


@router.command(r"(待核对|等核对|核对)[。?？]?", may=STAFF)
def to_check(ctx: Context, _: object) -> str:
    """List what residents were told before anybody compared it with the official text."""
    rows = checking.to_check(ctx.db, SHOWN)
    if not rows:
        return "现在没有等核对的答复。"
    lines = [f"{code} {shorten(answer, 60)}" for code, answer in rows]
    return "\n".join(["这些答复还没有和官方原文核对过：", *lines, CHECKS])


@router.command(r"已核对\s*(?P<kind>[RrEe])(?P<number>\d+)号?[。!！]?", may=STAFF)
def checked(ctx: Context, found: re.Match[str]) -> str:
    """Take “已核对 E7”: from now on it is given without the warning."""
    letter, number = found["kind"].upper(), int(found["number"])
    kind = ENTRY if letter == "E" else RULE
    done = checking.check(ctx.actor, ctx.db, kind, number, ctx.now, ctx.house.zone)
    if isinstance(done, Refused):
        return REFUSED[done.reason].format(code=f"{letter}{found['number']}")
    return f"好的，{done.code}记为已核对（现在是{done.now}）。"
