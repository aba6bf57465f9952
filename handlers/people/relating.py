"""What somebody is to others of a household, as staff put it right: “孙朵朵其实是赵敏的侄女”."""

import re

from community.people import kinship, tree
from community.people.registering import Resident
from dialog import Context, Reply
from handlers.people import correcting, whom
from handlers.people.kin import FULL, RELATIONS
from handlers.people.template import P, SaidTemplate

NOT_TOGETHER = (
    "{one}住{door}，{other}住{other_door}，不是一户。住到一起了，先说“{one}搬到{other_door}”。"
)
KIN_UNCLEAR = "{name}和户主{head}是什么关系？比如“儿媳”“侄女”。"
_RELATION = re.compile(
    rf"(?P<one>{P})(?:其实|应该|实际上?|就|才)*(?:不是[^,，]{{0,8}}[,，\s]*)?(?:应该|其实)?(?:是|改成|改为|换成)\s*"
    rf"(?:(?P<other>{P})(?:家)?|户主|[她他])?的?(?P<kin>{RELATIONS})(?:[,，\s]*不是.{{0,8}})?"
)
_TO_HEAD = re.compile(
    rf"(?P<one>{P})(?:[和跟与](?:户主|(?P<other>{P})))?的?关系[^{P[1:-1]}]{{0,8}}?(?:是|改成|改为|换成)\s*(?P<kin>{RELATIONS})"
)


def read(ctx: Context, said: SaidTemplate) -> Reply | str | None:
    """Take “孙朵朵其实是赵敏的侄女”, “孙朵朵是侄女不是女儿”."""
    if re.search(r"[?？]|吗|谁|什么", said.text):
        return None
    found = _RELATION.fullmatch(said.text) or _TO_HEAD.fullmatch(said.text)
    return _change(ctx, said, found) if found else None


def _change(ctx: Context, said: SaidTemplate, found: re.Match[str]) -> Reply | str | None:
    one, other = said.mention(found["one"]), said.mention(found["other"])
    relation = FULL.get(found["kin"], found["kin"])
    if one is None:
        return None
    people = list(one.people)
    if other is not None:
        homes = {each.person.household_id: each for each in other.people}
        together = [each for each in people if each.person.household_id in homes]
        if not together:
            first, second = people[0], other.people[0]
            return NOT_TOGETHER.format(
                one=one.said, other=other.said, door=first.door, other_door=second.door
            )
        people = together
        if len(people) == 1:
            anchor = homes[people[0].person.household_id].person
            head = None if anchor.is_respondent else anchor.relation
            composed = kinship.composed(head, relation)
            if composed is None:
                return _ask_kin(ctx, people[0])
            relation = composed
    known = {"field": "relation", "value": relation}
    if relation == "户主":
        return None
    if len(people) > 1:
        return whom.pick(ctx, people, "register_change", **known)
    return correcting.show_change(ctx.derive(known=known), people[0].person.id)


def _ask_kin(ctx: Context, one: Resident) -> Reply:
    family = one.person.household.people if one.person.household else []
    head = next((tree.call(each) for each in family if each.is_respondent), "")
    said = KIN_UNCLEAR.format(name=tree.call(one.person), head=head)
    return ctx.ask(said, "value_given", field="relation", person=one.person.id)
