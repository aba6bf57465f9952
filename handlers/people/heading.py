"""Who stands at the head of a household: “户主换成孙建国”, “3-2-602的户主应该是赵敏的老公”."""

import re

from community.people import households, kinship, seeking, tree
from community.people.access import Refused
from community.people.registering import Resident
from dialog import Context, Reply, Router
from handlers.people import whom
from handlers.people.kin import FULL, KIN
from handlers.people.template import D, P, SaidTemplate
from handlers.people.whom import refuse

router = Router("heading")

SHOWN = "把{door}的户主换成{name}（现在是{was}），对吗？"
DONE = "改好了：{door}的户主是{name}。"
UNCLEAR = "{names}和新户主的关系我说不准，请补一下，比如“{one}是{name}的儿子”。"
ALREADY = "{about}已经是户主了。"
WHO = "{door}的户主换成谁？回复这一户里的姓名就行：{names}。"
NOT_THERE = "{door}没有登记{said}。这一户现在有：{names}。先登记，再换户主。"
_SAYS = re.compile(
    rf"(?:把|给)?(?:(?P<home>[{P[1:-1]}{D[1:-1]}])\s*)?(?:一?家里?|这户|那户|这一户|那一户|户)?(?:的)?户主"
    rf"(?:不是.{{1,5}}[,，\s]*|(?:写|登记|录|弄)?错了?[,，\s]*)?(?:应该|现在)?(?:换成|换|换为|改成|改为|变成|变更为|写成|成了|是|换了|为|变更|改)?了?\s*"
    rf"(?:户主)?(?:是)?(?P<who>{P})?(?:的|[她他])?(?P<kin>{KIN})?(?:了)?"
)
_MAKES = re.compile(
    rf"(?:以后|现在|让|由)?(?P<who>{P})(?:来|现在)?(?:当|做|是|成了|成为|为|改成|改为)户主(?:了)?"
)
_UNKNOWN = re.compile(
    rf"(?:把|给)?(?P<home>[{P[1:-1]}{D[1:-1]}])\s*(?:一?家里?|这户|那户|户)?(?:的)?户主(?:应该|现在)?(?:换成|改成|改为|变成|应该是|是|换)了?\s*(?P<name>[一-龥·]{{2,4}})"
)
_HOW = re.compile(r"换|改|变|应该|成了|不是|让|由|当|做|成为|现在|以后")


def read(ctx: Context, said: SaidTemplate) -> Reply | str | None:
    if "户主" not in said.text or re.search(r"[?？]|谁|吗|什么", said.text):
        return None
    if unknown := _UNKNOWN.fullmatch(said.text):
        return _not_there(ctx, said, unknown)
    found = _MAKES.fullmatch(said.text) or _SAYS.fullmatch(said.text)
    if found is None or not _HOW.search(said.text):
        return None
    family = _family(ctx, said, found)
    if family is None or isinstance(family, Refused):
        return refuse(family) if isinstance(family, Refused) else None
    return _new_head(ctx, said, found, family)


def _not_there(ctx: Context, said: SaidTemplate, found: re.Match[str]) -> str | None:
    """Say of a head whom nobody has entered yet that they come first."""
    if re.fullmatch(KIN, found["name"]):
        return None
    family = _family(ctx, said, found)
    if not family or isinstance(family, Refused):
        return None
    names = "、".join(tree.call(each.person) for each in family)
    return NOT_THERE.format(door=family[0].door, said=found["name"], names=names)


def _family(
    ctx: Context, said: SaidTemplate, found: re.Match[str]
) -> list[Resident] | Refused | None:
    """Return whose household it is: the door's, or that of whoever is named."""
    sign = found.groupdict().get("home") or found.groupdict().get("who")
    if sign is None:
        return None
    if re.fullmatch(D, sign):
        return seeking.seek(ctx.actor, ctx.db, seeking.Sought(said.door(sign)))
    mention = said.mention(sign)
    if mention is None or len({each.person.household_id for each in mention.people}) != 1:
        return list(mention.people) if mention is not None else None
    one = mention.people[0]
    return [Resident(each, one.door) for each in households.family_of(ctx.db, one.person)]


def _new_head(
    ctx: Context, said: SaidTemplate, found: re.Match[str], family: list[Resident]
) -> Reply | str | None:
    if not family:
        return None
    mention, kin = said.mention(found["who"]), found.groupdict().get("kin")
    names = "、".join(tree.call(each.person) for each in family)
    if mention is None and not kin:
        carried = {"family": [each.person.id for each in family]}
        return ctx.ask(WHO.format(door=family[0].door, names=names), "head_named", **carried)
    people = family
    if mention is not None:
        people = [each for each in family if each.person.name == mention.said] or [
            each for each in mention.people if len(mention.people) == 1
        ]
    if kin:
        word = FULL.get(kin, kin)
        anchor = people[0].person if mention is not None and people else family[0].person
        ids = {each.id for each in kinship.related(anchor, word, [e.person for e in family])}
        people = [each for each in family if each.person.id in ids]
    if not people:
        about = kin or (mention.said if mention else "")
        return NOT_THERE.format(door=family[0].door, said=about, names=names)
    if len(people) > 1:
        return whom.pick(ctx, people, "head_of")
    return _show(ctx, people[0].person.id)


@router.action("head_named")
def named(ctx: Context) -> Reply | str:
    people = [seeking.known(ctx.db, number) for number in ctx.known["family"]]
    meant = [each for each in people if each.name and each.name in ctx.text]
    return _show(ctx, meant[0].id) if len(meant) == 1 else ""


def _show(ctx: Context, person_id: int) -> Reply | str:
    person = seeking.known(ctx.db, person_id)
    if person.is_respondent:
        return ALREADY.format(about=tree.call(person))
    family = households.family_of(ctx.db, person)
    was = next((tree.call(each) for each in family if each.is_respondent), "没有登记")
    door = tree.door(person.household) if person.household else ""
    choices = [("对", "head_confirmed"), ("不换了", "thanks")]
    said = SHOWN.format(door=door, name=tree.call(person), was=was)
    return ctx.offer(said, choices, person=person_id)


whom.on_pick(router, "head_of", _show)


@router.action("head_confirmed")
def confirmed(ctx: Context) -> str:
    done = households.lead(ctx.actor, ctx.db, ctx.known["person"], ctx.now)
    if isinstance(done, Refused):
        return ALREADY.format(about=done.about) if done.reason == "head_already" else refuse(done)
    name = tree.call(done.head)
    lines = [DONE.format(door=done.door, name=name)]
    if done.unclear:
        names = "、".join(tree.call(each) for each in done.unclear)
        lines.append(UNCLEAR.format(names=names, one=tree.call(done.unclear[0]), name=name))
    return "\n".join(lines)
