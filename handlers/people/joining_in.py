"""Members of a household that is known: “赵敏家添了个女儿 孙朵朵 6岁”, “赵敏她老公叫孙建国 138…”."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from typing import Any

from community.people import households, kinship, seeking, tree
from community.people.access import Refused
from community.people.registering import Resident
from dialog import Context, Reply, Router
from handlers.people import correcting, entering, kin, whom
from handlers.people.kin import FULL, KIN, NamedMember
from handlers.people.template import D, P, SaidTemplate
from handlers.people.whom import refuse

router = Router("joining in")

HERE = "{name}已经登记在{door}了{about}。要改关系，写“{name}是{anchor}的儿子”这样。"
ELSEWHERE = "{name}已经登记在{door}。和这一位是同一个人吗？"
NAME = "{who}叫什么名字？回复姓名就行。"
KIN_UNCLEAR = "{name}和户主{head}是什么关系？比如“儿媳”“侄女”。"
MOST = 5

_AT = rf"[{P[1:-1]}{D[1:-1]}]"
_HOME = r"(?:她|他|她们|他们)?(?:一?家(?:里)?(?:面)?|户里|那户|这户|户|名下|户下)?"
_TIMES = (
    r"(?:(?:最近|昨天|今天|前天|上周|这个?月|上个?月|刚刚?|又|新|再|还|要|给|有|也|可以)\s*){0,4}"
)
_ADDS = (
    r"添|增加|新增|加|多|来|接来|接|请|雇|生|娶|领养|收养|抱养|住进|住|搬来|搬进|登记|登|录|补|上户"
)
_UNIT = r"(?:了|上|进|来|到|一?个|一口人|一位|口人|一人|个人|一名|名|一下|家人|成员|人口|[,，:：\s]){0,6}"
_NAME = r"[一-龥·]{2,6}"
# The household first: 赵敏家添了…, 给3-2-602加…, 赵敏生了…
_GIVES = re.compile(
    rf"(?:给|把|往|在)?\s*(?P<at>{_AT})\s*{_HOME}[,，\s]*{_TIMES}(?:{_ADDS})(?P<unit>{_UNIT})(?P<rest>[^{D[1:-1]}]{{1,70}})"
)
# Whose they are first: 赵敏她老公叫…, 赵敏的女儿叫…
_OF = re.compile(
    rf"(?P<at>{P})(?:她|他|家|家里)?(?:还有|有)?(?:一?个|位)?的?(?P<rest>(?:{KIN})(?:的?名字|姓名)?\s*(?:叫做?|是|为|[:：])\s*(?:{P}|{_NAME}).{{0,40}})"
)
# The new one first: 孙朵朵是赵敏的女儿, 把孙朵朵登记到赵敏家.
_IS = re.compile(
    rf"(?P<name>{_NAME}?)[,，\s]*(?:(?P<age>\d{{1,3}})岁[,，\s]*)?(?:其实|应该|就|也)?是(?P<at>{P})(?:她|他|家|家里)?的?(?P<kin>{KIN})(?P<rest>[^{P[1:-1]}{D[1:-1]}]{{0,30}})"
)
_INTO = re.compile(
    rf"(?:把|将)?(?P<rest>[^{P[1:-1]}{D[1:-1]}][^{D[1:-1]}]{{1,40}}?)[,，\s]*(?:也)?(?:登记|加|录|添|放|写|补|落|上户)(?:到|进|在|入|去|上)*(?P<at>{_AT})\s*{_HOME}(?:里|去|里面)?(?P<tail>[,，\s][^{P[1:-1]}{D[1:-1]}]{{1,40}})?"
)
_ALONE = re.compile(r"[一-龥·]{2,4}")
_VALUE = re.compile(r"\d{1,3}岁?|1\d{10}")
_NO_MEMBER = re.compile(
    r"[?？]|吗|多大|多高|谁|哪|多少|几口|几个|怎么|什么|电话换|体温|快递|通知|药|菜|作业|猫|狗|车"
)


def read(ctx: Context, said: SaidTemplate) -> Reply | str | None:
    if _NO_MEMBER.search(said.text):
        return None
    for shape in (_OF, _GIVES, _IS, _INTO):
        if (found := shape.fullmatch(said.text)) is None:
            continue
        told = _told(said, found)
        if told is not None:
            return _where(ctx, said, found["at"], told)
    return None


def _told(said: SaidTemplate, found: re.Match[str]) -> list[NamedMember] | None:
    """Return who is told of; None where nobody of a household is."""
    groups = found.groupdict()
    rest = said.plain((groups.get("rest") or "") + (groups.get("tail") or ""))
    if name := groups.get("name"):
        age = int(groups["age"]) if groups["age"] else None
        told = kin.read(f"{groups['kin']} {name} {rest}", name)
        return [replace(each, age=each.age or age) for each in told if each.name == name]
    named = [word for sign in re.findall(P, groups.get("rest") or "") if (word := said.plain(sign))]
    told = kin.read(_spaced(rest), named[0] if named else _leading(groups.get("unit"), rest), named)
    if told:
        return told
    relation = re.search(KIN, rest)
    return [NamedMember("", FULL.get(relation[0], relation[0]))] if relation else None


def _spaced(text: str) -> str:
    """Set a name apart that stands right behind a relation: 女儿孙朵朵6岁."""
    return re.sub(r"(?<=[一-龥])(?=\d{1,3}岁|\s1\d{10})", " ", text)


def _leading(unit: str | None, rest: str) -> str:
    """Return the name that stands alone where no relation is said: 给赵敏家加个人 吴小宝."""
    if re.search(KIN, rest) or (unit is not None and not re.search(r"[人员口]", unit)):
        return ""
    words = [word for word in re.split(r"[,，\s]+", rest) if word]
    names = [word.removeprefix("叫") for word in words if not _VALUE.fullmatch(word)]
    return names[0] if len(names) == 1 and _ALONE.fullmatch(names[0]) else ""


def _where(
    ctx: Context, said: SaidTemplate, sign: str, told: Sequence[NamedMember]
) -> Reply | str | None:
    """Find the household that is meant; several of the name are offered."""
    carried = {"people": [asdict(each) for each in told]}
    mention = said.mention(sign) if re.fullmatch(P, sign) else None
    if mention is None:
        address = said.door(sign)
        if not address.get("room"):
            return None
        found = seeking.seek(ctx.actor, ctx.db, seeking.Sought(address))
        if isinstance(found, Refused):
            return refuse(found)
        head = next((each for each in found if each.person.is_respondent), None)
        if head is None:
            return None  # nobody lives there yet: they are entered as those who moved in
        return _of(ctx.derive(known=carried), head.person.id)
    if len(mention.people) > 1:
        return whom.pick(ctx, mention.people, "member_of", **carried)
    return _of(ctx.derive(known=carried), mention.people[0].person.id)


def _of(ctx: Context, anchor_id: int) -> Reply | str:
    """Go on with the household somebody belongs to: one thing asked at a time, then shown."""
    anchor = seeking.known(ctx.db, anchor_id)
    told = [NamedMember.of(each) for each in ctx.known["people"]]
    carried: dict[str, Any] = {"anchor": anchor_id, "people": [asdict(each) for each in told]}
    if nameless := next((each for each in told if not each.name), None):
        who = f"{tree.call(anchor)}的{nameless.relation}"
        return ctx.ask(NAME.format(who=who), "member_named", **carried)
    if not ctx.known.get("is_new") and (known := _known(ctx, anchor, told)) is not None:
        return known
    head = None if anchor.is_respondent else anchor.relation
    people = []
    for each in told:
        relation = each.relation and kinship.composed(head, each.relation)
        if each.relation and relation is None:
            first = next((one for one in households.family_of(ctx.db, anchor)), anchor)
            said = KIN_UNCLEAR.format(name=each.name, head=tree.call(first))
            return ctx.ask(said, "member_kin", **carried)
        people.append(replace(each, relation=relation))
    return entering.show(ctx, households.address_of(anchor), people, None)


whom.on_pick(router, "member_of", _of)


@router.action("member_named")
def named(ctx: Context) -> Reply | str:
    """Take the name that was asked for."""
    name = str(ctx.slots.get("name") or "")
    if not name and re.fullmatch(r"(?:叫)?[一-龥·]{2,4}", ctx.text.strip()):
        name = ctx.text.strip().removeprefix("叫")
    if not name:
        return ""
    people = [NamedMember.of(each) for each in ctx.known["people"]]
    at = next(n for n, each in enumerate(people) if not each.name)
    people[at] = replace(people[at], name=name)
    return _of(ctx.derive(known={"people": [asdict(e) for e in people]}), ctx.known["anchor"])


@router.action("member_kin")
def kin_said(ctx: Context) -> Reply | str:
    """Take what somebody is to the head, where it could not be told."""
    word = re.search(kin.RELATIONS, ctx.text)
    if word is None:
        return ""
    anchor = seeking.known(ctx.db, ctx.known["anchor"])
    told = [NamedMember.of(each) for each in ctx.known["people"]]
    people = [replace(each, relation=word[0]) for each in told]
    return entering.show(ctx, households.address_of(anchor), people, None)


# -- whoever is written down already ----------------------------------------------------------------


def _known(ctx: Context, anchor: Any, told: Sequence[NamedMember]) -> Reply | str | None:
    """Say who of them is in the register: here already, or behind another door."""
    for each in told:
        found = seeking.seek(ctx.actor, ctx.db, seeking.Sought({}, each.name))
        if isinstance(found, Refused):
            continue
        same = [one for one in found if one.person.name == each.name]
        here = [one for one in same if one.person.household_id == anchor.household_id]
        if here:
            return _here(ctx, anchor, here[0], each)
        if same:
            return _elsewhere(ctx, anchor, same, told)
    return None


def _here(ctx: Context, anchor: Any, here: Resident, each: NamedMember) -> Reply | str:
    """Whoever lives there is entered once; another relation is offered as a change."""
    head = None if anchor.is_respondent else anchor.relation
    relation = each.relation and kinship.composed(head, each.relation)
    if (
        relation
        and not kinship.same(here.person.relation, relation)
        and not here.person.is_respondent
    ):
        known: Mapping[str, Any] = {"field": "relation", "value": relation}
        return correcting.show_change(ctx.derive(known=known), here.person.id)
    about = f"（{here.person.relation}）" if here.person.relation else ""
    return HERE.format(name=each.name, door=here.door, about=about, anchor=tree.call(anchor))


def _elsewhere(
    ctx: Context, anchor: Any, same: Sequence[Resident], told: Sequence[NamedMember]
) -> Reply:
    listed = same[:MOST]
    choices = [
        (f"是，{each.door}的{tree.call(each.person)}搬到这一户", f"member_moves_{at}")
        for at, each in enumerate(listed)
    ]
    choices.append(("不是，另外登记一位", "member_is_new"))
    said = ELSEWHERE.format(name=tree.call(same[0].person), door=same[0].door)
    return ctx.offer(
        said,
        choices,
        anchor=anchor.id,
        picks=[each.person.id for each in listed],
        people=[asdict(each) for each in told],
    )


@router.action("member_is_new")
def is_new(ctx: Context) -> Reply | str:
    known = {"people": ctx.known["people"], "is_new": True}
    return _of(ctx.derive(known=known), ctx.known["anchor"])


def _moves(ctx: Context, at: int) -> Reply | str:

    anchor = seeking.known(ctx.db, ctx.known["anchor"])
    known = {"address": households.address_of(anchor)}
    return correcting.show_move(ctx.derive(known=known), ctx.known["picks"][at])


for _at in range(MOST):
    router.action(f"member_moves_{_at}")(lambda ctx, at=_at: _moves(ctx, at))
