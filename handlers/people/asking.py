"""What staff ask of the register in any order of words: a telephone, a door, a family, how many, which of them."""

import re
from collections.abc import Sequence
from typing import Any

from community.people import counting, describing, households, registering, tree
from community.people.access import STAFF, Refused
from community.people.counting import PAGE, Criterion, HomesListed, Listed
from community.people.registering import Resident
from core.register import NEED_WORDS
from dialog import Context, Reply, Router
from handlers.people import criteria, register, template, twice, vacancies, whom
from handlers.people.kin import KIN
from handlers.people.template import SUBJECT, D, P, SaidTemplate

router = Router("asking")

MANY = "{place}的人太多，请说楼号，比如“3号楼独居老人名单”。"
COUNTED = "{place}登记了{homes}户、{people}人（不在家住的也算）。{unbound}户还没有人绑定微信。"
LISTED = "{place}{what}共{total}人"
NONE = "{place}的登记里没有{what}。没登记过的我数不到，知道了就告诉我，比如“王芳怀孕了”。"
UNBOUND = "{place}没有人绑定微信的共{total}户"
ALL_BOUND = "{place}每户都有人绑定了微信。"
HOMES = "{place}登记了{total}户"
NO_HOMES = "{place}还没有登记的住户。登记写“3-2-601新搬来一户 姓名 电话”。"
UNKNOWN = "没登记过的门牌我不知道，要照房号核一遍；登记写“3-2-601新搬来一户 姓名 电话”。"
AGE = "{who}，{age}岁。"
NO_AGE = "{who}，没有登记出生年月。写“{name}今年72岁”就记上。"

_FILLS = r"来着|里面|里|都|多少|几号|号是|什么|知道|告诉|怎么|联系|一下|看看|查查|帮忙|给|把|我|发|查|找|看|帮|要|说|呢|啊|的|是|了|有|吗|打|他|她|家|这|那|个|请问|请|麻烦|您|你|报|来|现在|下|[\s,，。?？:：!！]"
# Why it is asked, said beside it: “…有哪些独居老人 天热我去看看”.
_BESIDE = re.compile(
    r"(?<=[\s,，。])(?:(?:今|明|这|下)[天两周几][天]?|最近)?(?:天气?[热冷]了?|高温|降温|下[雨雪]了?|台风)?(?:我|我们)?(?:要|想|好|得|准备|再|先)*(?:去|挨个|上门|打|摸|走|问|看|统计|慰问){1,2}[^?？\d]{0,8}$"
)
_PHONE = re.compile(r"电话(?:号码?)?|手机(?:号码?|号)?|联系方式|号码|微信号?|联系")
_LIVES = re.compile(
    r"住址|地址|门牌号?|房号|住在?|哪里|哪儿|哪一?户|哪一?家|哪栋楼?|哪个?(?:单元|楼|门)|几号楼|几栋|几单元|几楼|哪|在"
)
_FAMILY = re.compile(
    r"(?:都|还|一共)?(?:有)?(?:谁|哪些人|什么人|几口人?|几个人|多少人|几位)|家里人|家庭成员|一家人?|成员"
)
_AGED = re.compile(
    r"多大|几岁|多少岁|年龄|岁数|年纪|什么时候(?:出)?生|哪年(?:出)?生|生日|出生(?:年月日?|日期)?|身份证|属"
)
_ALL = re.compile(r"情况|信息|资料|档案|详细|详情|备注|是谁|什么人")
_WHOSE = re.compile(rf"{P}|{D}|{KIN}|{_FILLS}|都")
_PERSON = re.compile(rf"[^{P[1:-1]}{D[1:-1]}]*?{SUBJECT}[^{P[1:-1]}{D[1:-1]}]*")


@router.command(r"(?s:(?=.{2,40}\Z).+)", may=STAFF)
def hear(ctx: Context, _: object) -> Reply | str | None:
    """Take “赵敏电话多少”, “电话多少赵敏”, “3号楼一共多少人”, “有多少独居老人”, “我管哪些户”."""
    if ctx.parse.danger:
        return None
    if (wanted := criteria.read(ctx.text) or criteria.read(_BESIDE.sub("", ctx.text))) is not None:
        return _answer(ctx, wanted, 0)
    if not any(shape.search(ctx.text) for shape in (_PHONE, _LIVES, _FAMILY, _AGED, _ALL)):
        return None
    said = template.read(ctx)
    return _of_person(ctx, said) if len(said.people) == 1 else None


# -- of somebody ---------------------------------------------------------------------------------


def _of_person(ctx: Context, said: SaidTemplate) -> Reply | str | None:
    found = _PERSON.fullmatch(said.text)
    if found is None:
        return None
    people = template.subject(ctx, said, found)
    if people is None or isinstance(people, Refused) or not people:
        return None
    for shape, tell in (
        (_FAMILY, _family),
        (_AGED, _age),
        (_PHONE, _rows),
        (_LIVES, _rows),
        (_ALL, _all),
    ):
        if shape.search(said.text) and not _WHOSE.sub("", shape.sub("", _LIVES.sub("", said.text))):
            return tell(ctx, people)
    return None


def _rows(ctx: Context, people: Sequence[Resident]) -> Reply | str:
    return twice.listed(ctx, "\n".join(register.lines_of(ctx, people)), people)


def _family(ctx: Context, people: Sequence[Resident]) -> Reply | str:
    if len({each.person.household_id for each in people}) > 1:
        return _rows(ctx, people)
    members = households.family_of(ctx.db, people[0].person)
    rows = register.lines_of(ctx, [Resident(each, people[0].door) for each in members])
    return "\n".join([f"共{len(members)}人：", *rows])


def _age(ctx: Context, people: Sequence[Resident]) -> Reply | str:
    return "\n".join(_aged(ctx, each) for each in people[:PAGE])


def _aged(ctx: Context, each: Resident) -> str:
    registering.read(ctx.actor, ctx.db, each.person, ctx.now)
    day = ctx.local_sent_at.date()
    age = counting.age_of(each.person.birth, each.person.id_number, day)
    if age is None:
        return NO_AGE.format(who=whom.row(each), name=tree.call(each.person))
    born = f"（{each.person.birth}生）" if each.person.birth else ""
    return AGE.format(who=whom.row(each), age=f"{age}").removesuffix("。") + f"{born}。"


def _all(ctx: Context, people: Sequence[Resident]) -> Reply | str:
    """Tell all that is written down of somebody; of the ID number only how it ends."""
    lines = []
    for each, row in zip(people, register.lines_of(ctx, people), strict=False):
        person, day = each.person, ctx.local_sent_at.date()
        needs = "、".join(NEED_WORDS[need] for need in sorted(describing.needs_of(person)))
        age = counting.age_of(person.birth, person.id_number, day)
        about = [needs, f"{age}岁" if age is not None else "", person.notes or ""]
        about += [f"身份证尾号{person.id_number[-4:]}" if person.id_number else ""]
        told = "；".join(part for part in about if part)
        lines.append(f"{row}\n{told}" if told else row)
    return twice.listed(ctx, "\n".join(lines), people)


# -- how many, and who --------------------------------------------------------------------------------


def _answer(ctx: Context, wanted: criteria.RegisterQuestion, page: int) -> Reply | str:
    if wanted.what == "count":
        return _count(ctx, wanted.building)
    if wanted.what in ("homes", "unbound"):
        return _homes(ctx, wanted, page)
    if wanted.what in vacancies.KINDS:
        return vacancies.listed(ctx, wanted.what)
    if wanted.what == "unregistered":
        done = counting.count(ctx.actor, ctx.db, wanted.building)
        if isinstance(done, Refused):
            return _refuse(done)
        return f"{COUNTED.format(**_fields(done))}\n{UNKNOWN}"
    return _people(ctx, wanted, page)


def _fields(done: counting.HeadCount) -> dict[str, Any]:
    return {
        "place": done.place,
        "homes": done.homes,
        "people": done.people,
        "unbound": done.unbound,
    }


def _count(ctx: Context, building: str) -> str:
    done = counting.count(ctx.actor, ctx.db, building)
    return _refuse(done) if isinstance(done, Refused) else COUNTED.format(**_fields(done))


def _refuse(refused: Refused) -> str:
    if refused.reason == "too_many":
        return MANY.format(place=refused.about)
    return whom.refuse(refused)


def _people(ctx: Context, wanted: criteria.RegisterQuestion, page: int) -> Reply | str:
    criterion = Criterion(**wanted.criterion)
    day = ctx.local_sent_at.date()
    done = counting.who(ctx.actor, ctx.db, criterion, wanted.building, page, ctx.now, day)
    if isinstance(done, Refused):
        return _refuse(done)
    if not done.total:
        return NONE.format(place=done.place, what=wanted.title)
    rows = [_row(ctx, each) for each in done.rows]
    return _page(
        ctx,
        wanted,
        page,
        LISTED.format(place=done.place, what=wanted.title, total=done.total),
        rows,
        done,
    )


def _row(ctx: Context, each: Resident) -> str:
    age = counting.age_of(each.person.birth, each.person.id_number, ctx.local_sent_at.date())
    old = f" {age}岁" if age is not None else ""
    return f"{each.door} {whom.call(each)}{old} {each.person.phone or '没有电话'}"


def _homes(ctx: Context, wanted: criteria.RegisterQuestion, page: int) -> Reply | str:
    unbound = wanted.what == "unbound"
    done = counting.homes(ctx.actor, ctx.db, wanted.building, page, ctx.now, unbound=unbound)
    if isinstance(done, Refused):
        return _refuse(done)
    if not done.total:
        return (ALL_BOUND if unbound else NO_HOMES).format(place=done.place)
    rows = []
    for home in done.rows:
        head = home.people[0]
        ring = next((each.phone for each in home.people if each.phone), None)
        rows.append(
            f"{home.door} {tree.call(head)}{f'等{len(home.people)}人' if len(home.people) > 1 else ''} {ring or '没有电话'}"
        )
    return _page(
        ctx,
        wanted,
        page,
        (UNBOUND if unbound else HOMES).format(place=done.place, total=done.total),
        rows,
        done,
    )


def _page(
    ctx: Context,
    wanted: criteria.RegisterQuestion,
    page: int,
    title: str,
    rows: Sequence[str],
    done: Listed | HomesListed,
) -> Reply | str:
    """Say a page; where there is more, a number leads on."""
    first = page * PAGE
    span = f"（第{first + 1}到{first + len(rows)}位）" if done.total > PAGE else ""
    text = "\n".join([f"{title}{span}：", *rows])
    if first + len(rows) >= done.total:
        return text
    return ctx.offer(text, [("看后面的", "asking_next")], wanted=wanted.kept(), page=page + 1)


@router.action("asking_next")
def next_page(ctx: Context) -> Reply | str:
    return _answer(ctx, criteria.RegisterQuestion.of(ctx.known["wanted"]), int(ctx.known["page"]))
