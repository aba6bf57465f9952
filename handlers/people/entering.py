"""Whoever moved in, in staff's own words: read, asked about where something is missing, shown, written."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from typing import Any

from community.people import registering, seeking
from community.people.access import STAFF, Refused
from community.people.seeking import Sought
from dialog import Context, Reply, Router
from handlers.people import kin
from handlers.people.kin import NamedMember
from handlers.people.whom import address_in, called, door, refuse

router = Router("entering")

WHERE = "登记到哪一户？回复门牌就行，比如“3-2-601”。"
ENTRANCE = "{building}号楼有{entrances}，{room}是几单元？"
NAME = "户主叫什么名字？回复姓名就行。"
FULL_NAME = "“{said}”的姓名怎么写？回复全名就行。"
SHOWN = "登记到{door}：\n{people}\n{there}对吗？"
ONE_BY_ONE = (
    "一次请只登记一户，这几户都还没有记。一户发一条，比如“登记住户 3-2-601 张三 13800000000”。"
)
_DOORS = re.compile(
    r"\d{1,3}\s*(?:号楼|栋|幢)\s*(?:\d{1,2}\s*单元)?\s*\d{3,4}|\d{1,3}-\d{1,2}-\d{3,4}"
)
NOTE = "说的是{count}口人，还有{left}位没说名字，之后可以补：“登记成员 {door} 姓名 关系”。"


@router.intent("staff_register", may=STAFF)
def hear(ctx: Context) -> Reply | str:
    """Take “3号楼2单元601新搬来一家三口，户主刘伟，老婆张丽，孩子刘小宝5岁，电话138…”."""
    if len(set(_DOORS.findall(ctx.text))) > 1:
        return ONE_BY_ONE
    name = str(ctx.slots.get("name") or "")
    people = _surnamed(kin.read(_bare(ctx.text), name, ctx.slots.get("people") or ()))
    wanted = {
        "address": dict(address_in(ctx) or {}),
        "people": [asdict(told) for told in people],
        "count": (ctx.slots.get("persons") or {}).get("count"),
    }
    return _go_on(ctx, wanted)


def _surnamed(people: Sequence[NamedMember]) -> list[NamedMember]:
    """Take “姓贺” for somebody of that surname, who is one and the same as “贺”."""
    found: dict[str, NamedMember] = {}
    for told in people:
        said = told.name.removeprefix("姓") if len(told.name) == 2 else told.name
        old = found.get(said, told)
        found[said] = replace(
            told, name=said, relation=told.relation or old.relation, phone=told.phone or old.phone
        )
    return list(found.values())


def _bare(text: str) -> str:
    """Leave out the door, which reads like part of a name."""
    return re.sub(r"\d{1,3}\s*(?:号楼|栋|幢|[-－—/])[\d\s号楼栋单元室\-－—/]*", "，", text)


def _go_on(ctx: Context, wanted: Mapping[str, Any]) -> Reply | str:
    """Ask for what is missing, one thing at a time; show all of it once it is complete."""
    address, people = wanted["address"], [NamedMember.of(each) for each in wanted["people"]]
    if not address:
        return ctx.ask(WHERE, "entry_where", wanted=wanted)
    homes = seeking.homes(ctx.actor, ctx.db, address)
    if isinstance(homes, Refused):
        return refuse(homes)
    if not address.get("unit"):
        if len(homes) == 1 and homes[0].entrance:
            return _go_on(ctx, {**wanted, "address": {**address, "unit": homes[0].entrance}})
        entrances = seeking.entrances(ctx.actor, ctx.db, address)
        if entrances and not homes:
            listed = "、".join(f"{one}单元" for one in entrances)
            asked = ENTRANCE.format(entrances=listed, **address)
            return ctx.ask(asked, "entry_entrance", wanted=wanted)
    if not people:
        return ctx.ask(NAME, "entry_name", wanted=wanted)
    if (part := next((told for told in people if seeking.surname(told.name)), None)) is not None:
        return ctx.ask(FULL_NAME.format(said=part.name), "entry_name", wanted=wanted)
    return show(ctx, address, people, wanted["count"])


@router.action("entry_where")
def where(ctx: Context) -> Reply | str:
    address = address_in(ctx)
    return _go_on(ctx, {**ctx.known["wanted"], "address": dict(address)}) if address else ""


@router.action("entry_entrance")
def entrance(ctx: Context) -> Reply | str:
    said = re.fullmatch(r"\s*(?P<n>\d{1,2}|[一二三四五六七八九])\s*(?:单元)?[。.]?\s*", ctx.text)
    if said is None:
        return ""
    wanted = ctx.known["wanted"]
    number = (
        str("一二三四五六七八九".find(said["n"]) + 1) if not said["n"].isdecimal() else said["n"]
    )
    return _go_on(ctx, {**wanted, "address": {**wanted["address"], "unit": number}})


@router.action("entry_name")
def name(ctx: Context) -> Reply | str:
    """Take the name of the head, or the full one of whoever was only called."""
    said = str(ctx.slots.get("name") or "")
    if not said or seeking.surname(said):
        return ""
    wanted = ctx.known["wanted"]
    people = [NamedMember.of(each) for each in wanted["people"]]
    phone = next((str(each) for each in ctx.slots.get("phones") or ()), None)
    at = next((n for n, told in enumerate(people) if seeking.surname(told.name)), None)
    if at is None:
        people = [NamedMember(said, phone=phone)]
    else:
        old = people[at]
        people[at] = NamedMember(said, old.relation, old.age, phone or old.phone)
    return _go_on(ctx, {**wanted, "people": [asdict(told) for told in people]})


def show(
    ctx: Context, address: Mapping[str, Any], people: Sequence[NamedMember], count: int | None
) -> Reply | str:
    there = seeking.seek(ctx.actor, ctx.db, Sought(address))
    if isinstance(there, Refused):
        return refuse(there)
    listed = "、".join(called(each.person) for each in there)
    now = f"这一户现在有：{listed}。" if listed else "这一户现在还没有登记的人。"
    said = SHOWN.format(
        door=door(address), people="\n".join(f"・{told.shown()}" for told in people), there=now
    )
    left = (count or 0) - len(people)
    note = NOTE.format(count=count, left=left, door=_short(address)) if left > 0 else ""
    carried = {"address": dict(address), "people": [asdict(told) for told in people]}
    choices = [("对，登记", "entry_confirmed"), ("不登记了", "thanks")]
    return ctx.offer(said, choices, below=note, **carried)


def _short(address: Mapping[str, Any]) -> str:
    return "-".join(
        str(address[part]) for part in ("building", "unit", "room") if address.get(part)
    )


@router.action("entry_confirmed")
def confirmed(ctx: Context) -> str:
    """Write down each; whoever is there already is said to be."""
    address, said = ctx.known["address"], []
    for told in map(NamedMember.of, ctx.known["people"]):
        birth = str(ctx.local_sent_at.year - told.age) if told.age is not None else None
        done = registering.enter(
            ctx.actor, ctx.db, address, told.name, ctx.now,
            phone=told.phone, relation=told.relation, birth=birth,
        )  # fmt: skip
        if isinstance(done, Refused) and done.reason != "there_already":
            return refuse(done)
        said.append(refuse(done) if isinstance(done, Refused) else called(done.person))
    written = "、".join(each for each in said if "已经登记" not in each)
    known = [each for each in said if "已经登记" in each]
    first = [f"登记好了：{door(address)} {written}。"] if written else []
    return "\n".join([*first, *known])
