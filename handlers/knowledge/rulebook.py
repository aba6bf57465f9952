"""The rules as staff and residents look them up: “规定”, “规定 R12”, “待核对”, “已核对 E7”."""

import re
from datetime import date, datetime, timedelta
from typing import Any

from community.knowledge import library
from community.knowledge.corrections import code_of, title_of
from community.knowledge.shelf import Held
from community.people import privacy, tree
from community.people.access import STAFF
from core.library import Entry, Rule, Span
from core.phrases import say_day, say_moment, shorten
from db.knowledge import versions
from db.models import EntryVersion, Origin, Standing, Version
from db.people import persons
from dialog import Context, Router
from handlers.notices.board import WORDS

router = Router("rulebook")

SHOWN = 12
WINDOW = timedelta(days=30)
PERSONS = {"elderly": "老人", "pregnant": "孕妇", "chronic": "有慢性病的人", "child": "孩子"}
CHECKS = "对照官方原文，没错回复“已核对 编号”；有错请写“改规定 …”或重新答复。"


def when(span: Span) -> str:
    return (
        f"{_day(span.from_)}起" + (f"，到{_day(span.to)}" if span.to else "")
        if span.from_
        else "一直"
    )


def _day(at: date | None) -> str:
    if isinstance(at, datetime):
        return f"{say_day(at.date())}{at:%H:%M}"
    return say_day(at) if at else ""


def _dates(span: Span) -> str:
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
def listing(ctx: Context, _: object) -> str | None:
    """List what is in force, what is to come, and what waits for somebody to approve it."""
    rules = ctx.knowledge.shelf.rules
    lines = [_line(ctx, one) for one in list(rules.at(ctx.now))[:SHOWN]]
    coming = [_line(ctx, one) for one in rules.coming(ctx.now)]
    waiting = [f"R{row.id} {row.content['answer']}" for row in versions.drafts(ctx.db)]
    parts = ["现行规定：", *(lines or ["（没有）"])]
    parts += ["将要生效：", *coming] if coming else []
    parts += ["等人批准（回复“批准 编号”）：", *waiting] if waiting else []
    if unchecked := versions.to_check(ctx.db, SHOWN):
        parts.append(f"有{len(unchecked)}条答复等核对，回复“待核对”。")
    return "\n".join([*parts, "看一条写“规定 R编号”；“新规定 …”“改规定 R编号 …”“撤回规定 R编号”。"])


def _line(ctx: Context, one: Held[Rule]) -> str:
    return f"{one.code} {one.piece.title}｜第{one.version}版｜{_dates(one.piece.effective)}｜{_by(ctx, one)}"


def _by(ctx: Context, one: Held[Rule]) -> str:
    row = versions.get(ctx.db, versions.RULE, one.id)
    if row is None or row.origin is Origin.PACK:
        return f"{one.piece.issuer}（内容包）"
    return f"{one.piece.issuer}，{_names(ctx, row)}"


def _names(ctx: Context, row: Version) -> str:
    author = tree.call(persons.get(ctx.db, row.author_id)) if row.author_id else "未记"
    approver = tree.call(persons.get(ctx.db, row.approver_id)) if row.approver_id else "还没有"
    return f"起草{author}，批准{approver}"


@router.command(
    r"(?:(?:规定|查|编号)*\s*(?P<kind>[RrEeＲｒ])|(?:规定|规定编号)\s*[#＃:：]?)\s*[-－]?\s*(?P<number>\d{1,6})\s*号?\s*"
    + WORDS
)
def one(ctx: Context, found: re.Match[str]) -> str:
    """Say of a code whether it holds, is to come, was replaced, or is none of ours."""
    letter = "E" if (found["kind"] or "R").upper() == "E" else "R"
    kind = versions.ENTRY if letter == "E" else versions.RULE
    row = versions.get(ctx.db, kind, int(found["number"]))
    if row is None or not _may_see(ctx, row):
        return f"没有编号{letter}{found['number']}的规定，不是我们发的，请别转发。直接说您想问的事也行。"
    code, text = code_of(kind, row.id), f"{title_of(row)}：{row.content['answer']}"
    return f"{code}（{_standing(ctx, kind, row)}）{text}"


def _may_see(ctx: Context, row: Version) -> bool:
    """Tell whether a code means anything to whoever speaks; an answer to one question has none."""
    if row.origin is Origin.QUESTION:
        return False
    if isinstance(row, EntryVersion) and row.number is not None and row.approved_at is None:
        return False
    return ctx.actor.is_staff or row.state is not Standing.DRAFT


def _standing(ctx: Context, kind: str, row: Version) -> str:
    zone = ctx.house.zone
    if row.state is Standing.WITHDRAWN:
        return "已撤回，不再有效"
    if row.state is Standing.DRAFT:
        return "还没批准"
    if row.from_at is not None and row.from_at > ctx.now:
        return f"{say_moment(row.from_at, zone)}起生效"
    if row.until_at is not None and row.until_at <= ctx.now:
        return f"{say_moment(row.until_at, zone)}已失效"
    shelf = ctx.knowledge.shelf
    held = (shelf.rules if kind == versions.RULE else shelf.entries).get(row.key, ctx.now)
    return "现在有效" if held is None or held.id == row.id else f"已被{held.code}代替"


# -- comparing with the official text ----------------------------------------------------------


@router.command(r"(待核对|等核对|核对)[。?？]?", may=STAFF)
def to_check(ctx: Context, _: object) -> str | None:
    """List what residents were told before anybody compared it with the official text."""
    rows = versions.to_check(ctx.db, SHOWN)
    if not rows:
        return "现在没有等核对的答复。"
    lines = [
        f"{code_of(_kind(row), row.id)} {shorten(str(row.content['answer']), 60)}" for row in rows
    ]
    return "\n".join(["这些答复还没有和官方原文核对过：", *lines, CHECKS])


def _kind(row: Version) -> str:
    return next(kind for kind, table in versions.TABLES.items() if isinstance(row, table))


@router.command(r"已核对\s*(?P<kind>[RrEe])(?P<number>\d+)号?[。!！]?", may=STAFF)
def checked(ctx: Context, found: re.Match[str]) -> str | None:
    """Take “已核对 E7”: from now on it is given without the warning."""
    kind = versions.ENTRY if found["kind"].upper() == "E" else versions.RULE
    row = versions.get(ctx.db, kind, int(found["number"]))
    if row is None or row.check_since is None or not row.body.get("verify"):
        return f"没有等核对的{found['kind'].upper()}{found['number']}。"
    shape: type[Entry] | type[Rule] = Entry if kind == versions.ENTRY else Rule
    piece = shape.model_validate({**row.body, "verify": False})
    person = persons.get(ctx.db, ctx.caller.person_id or 0)
    new = library.add_version(
        ctx.db, piece, ctx.now, ctx.house.zone, author=person, supersedes=row.id
    )
    library.approve(ctx.db, new, person, ctx.now)
    row.check_since = None
    privacy.record(ctx.db, ctx.now, "checked", actor=person.id, detail=code_of(kind, row.id))
    return f"好的，{code_of(kind, row.id)}记为已核对（现在是{code_of(kind, new.id)}）。"
