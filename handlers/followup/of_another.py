"""What staff tell of somebody else’s health or journey never begins a registration of their own.

“赵敏从北京回来，在家隔离7天” offers to watch over 赵敏; whoever is not in the register is entered first.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from community.followup import for_another as another
from community.followup.observing import Observed
from community.people import households, kinship, living, mentioned, seeking, tree
from community.people.access import STAFF, Refused
from community.people.registering import Resident
from dialog import Context, Reply, Router, spoken_of
from handlers.followup import for_another, spoken
from handlers.people import template, whom
from handlers.people.template import SUBJECT, D, P
from handlers.people.whom import refuse
from handlers.work import promises

router = Router("of another")

WHAT = "说的是{who}。要做什么？"
UNKNOWN = "{name}还没有登记，我没有替您自己登记行程或症状。要怎么办？"
DANGER_TOO = "喘不上气、叫不醒、胸口疼，马上打120。"
DOCTOR = "好的，已请{who}联系这家。加重了别等，直接打120。"
MOST = 5
_TRAVEL = re.compile(
    r"从[^,，。]{1,12}?(?:回来|回到|回|过来|返乡|返回|来)|(?:外地|外省|国外|出差|旅游|打工|上学|疫区|高风险)[^,，。]{0,6}?(?:回来|回|返)|(?:刚|昨天|今天|前天|昨晚|今早|上周)[^,，。]{0,4}(?:回来|返乡)|去过|到过|途经|返乡"
)
_ILL = re.compile(
    r"发烧|发热|高烧|低烧|咳嗽|咳得|嗓子|阳了|阳性|确诊|密接|次密接|不舒服|头疼|头痛|拉肚子|呕吐|出疹|起疹|浑身|没精神|流鼻涕|登革热"
)
_WATCH = re.compile(
    r"隔离|观察|监测|居家|(?:每天|天天|这几天|早晚|按时)[^,，。]{0,6}(?:量|测|报)(?:个|一下|下)?(?:体温|温度)|(?:量|测|报)(?:\d{1,2}|[一二两三四五六七八九十半]{1,3})[天周]"
)
_NO_WATCH = re.compile(r"解除|结束|解封|解隔|不用|取消|停止|满了|到期|出来了|放行")
_ASKS = re.compile(r"[?？]|吗|谁|哪|多少|怎么|什么|是不是|要不要|能不能|几天$")
_ABOUT = re.compile(
    rf"{SUBJECT}(?P<whole>一家(?:人|[一二三四五六]口)?|全家|他们家|两口子)?(?P<rest>[^{P[1:-1]}{D[1:-1]}]{{2,60}})"
)
_MINE = re.compile(r"我|俺|咱|本人")


@router.command(r"(?s:(?=.{4,120}\Z).+)", may=STAFF)
def hear(ctx: Context, _: object) -> Reply | str | None:
    """Take “赵敏从北京回来，在家隔离7天”, “王奶奶的儿子发烧了”: whom it is about is in the register."""
    if ctx.parse.danger or ctx.slots.get("temps"):
        return None
    tells = _TRAVEL.search(ctx.text) or _ILL.search(ctx.text)
    if not tells or _ASKS.search(ctx.text) or _NO_WATCH.search(ctx.text):
        return None
    said = template.read(ctx)
    found = _ABOUT.fullmatch(said.text)
    if found is None:
        return None
    people = template.subject(ctx, said, found)
    if isinstance(people, Refused):
        return refuse(people)
    others = [each for each in people or () if each.person.id != ctx.actor.person_id]
    if found["whole"] == "两口子" and others:
        one = others[0]
        couple = kinship.related(one.person, "老伴", households.family_of(ctx.db, one.person))
        return _of(ctx, [one, *(Resident(each, one.door) for each in couple)])
    return _go_on(ctx, others, whole=bool(found["whole"])) if others else None


def _go_on(ctx: Context, people: Sequence[Resident], *, whole: bool) -> Reply | str:
    if whole:
        one = people[0]
        family = households.family_of(ctx.db, one.person)
        at_home = [each for each in family if not living.is_elsewhere(each)]
        people = [Resident(each, one.door) for each in at_home]
    elif len(people) > 1:
        return whom.pick(ctx, people, "of_another", text=ctx.text)
    return _of(ctx, people)


def _picked(ctx: Context, person_id: int) -> Reply | str:
    person = seeking.known(ctx.db, person_id)
    if person.household is None:
        return whom.WHY_NOT["gone"].format(about=tree.call(person))
    return _of(ctx, [Resident(person, tree.door(person.household))])


whom.on_pick(router, "of_another", _picked)


def _of(ctx: Context, people: Sequence[Resident]) -> Reply | str:
    """Begin to watch where that was said; else ask what is wanted."""
    watched = [Observed.of(each.person) for each in people]
    if _WATCH.search(ctx.text):
        return spoken.begin_with(ctx.at_work(), watched)
    is_ill = bool(_ILL.search(ctx.text))
    if is_ill and len(people) == 1 and _is_watched(ctx, people[0]):
        return for_another.told_of(ctx.at_work(), people[0])
    who = "、".join(whom.row(each) for each in people)
    choices = [("开始健康监测", "another_watched")]
    choices += [("请社区医生联系", "another_doctor")] if is_ill else []
    choices.append(("不用", "thanks"))
    said = WHAT.format(who=who) + (DANGER_TOO if is_ill else "")
    return ctx.offer(said, choices, people=[each.person.id for each in people])


def _is_watched(ctx: Context, one: Resident) -> bool:
    house = ctx.house
    return bool(another.running(ctx.actor, ctx.db, house.watch, [one.person.id], ctx.sent_at))


@router.action("another_watched")
def watched(ctx: Context) -> Reply | str:
    people = [seeking.known(ctx.db, number) for number in ctx.known["people"]]
    return spoken.begin_with(ctx.at_work(), [Observed.of(each) for each in people])


@router.action("another_doctor")
def doctor(ctx: Context) -> str:
    house, number = ctx.house, ctx.known["people"][0]
    item = another.ask_for_doctor(
        ctx.actor, ctx.db, number, ctx.text, ctx.now, house.desk, ctx.turn_id
    )
    return (
        whom.WHY_NOT["not_writer"]
        if isinstance(item, Refused)
        else promises.told(ctx, item, DOCTOR)
    )


def _reading_of_theirs(ctx: Context) -> Reply | str | None:
    """Hear a bare reading right after somebody else's as theirs: “37.1 退了” is nobody's own then."""
    if not ctx.slots.get("temps") or ctx.watched or _MINE.search(ctx.text):
        return None
    before = spoken_of.told_before(ctx)[:2]
    about = next(
        (
            slots
            for _, slots in before
            if slots.get("name") or (slots.get("address") or {}).get("room")
        ),
        None,
    )
    if about is None or (ctx.person is not None and about.get("name") == ctx.person.name):
        return None
    whose = {key: about[key] for key in ("name", "address") if about.get(key)}
    if len(about.get("temps") or ()) > 1:
        whose.pop("name", None)  # of several nobody knows who is meant
    heard = ctx.derive(parse=replace(ctx.parse, slots={**ctx.slots, **whose}))
    return for_another.hear(heard)


# -- of somebody the register does not know --------------------------------------------------------


@router.action("staff_of_another")
def unknown(ctx: Context) -> Reply | str:
    """Offer to enter whoever is named first; "" where the words are of whoever speaks."""
    if (said := _reading_of_theirs(ctx)) is not None:
        return said
    name = str(ctx.slots.get("name") or "")
    if known := [
        one for each in mentioned.mentioned(ctx.actor, ctx.db, ctx.text) for one in each.people
    ]:
        others = [each for each in known if each.person.id != ctx.actor.person_id]
        return _go_on(ctx, others, whole=False) if others and not _MINE.search(ctx.text) else ""
    begins = ctx.text.strip().startswith(name) if name else False
    own = ctx.person.name if ctx.person is not None else None
    if not begins or name == own or _MINE.search(ctx.text):
        return ""
    choices = [
        ("登记这一位", "intent:staff_register"),
        ("开始健康监测", "intent:staff_observe"),
        ("是我自己的事", f"intent:{ctx.parse.intent}"),
    ]
    return ctx.offer(UNKNOWN.format(name=name), choices)
