"""Needs, notes, where somebody lives, birth, card and name, as staff tell of them; shown before it is written."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from community.followup import for_another
from community.people import describing, seeking, tree
from community.people.access import Refused
from community.people.describing import Description
from community.people.registering import Resident
from core.numerals import to_int
from core.ports import Unreadable
from core.register import NEED_WORDS, Need
from dialog import Context, Reply, Router
from handlers.people import need_words, template, whom
from handlers.people.kin import RELATIONS
from handlers.people.template import CARD as CARD_SIGN
from handlers.people.template import SUBJECT, D, P, SaidTemplate
from handlers.people.whom import refuse

router = Router("describing")

SHOWN = "{who}\n{lines}\n对吗？"
ALREADY = "{who}已经是这样记着的：{what}。"
NOT_NOTED = "{who}没有记着{what}，不用改。"
DONE = "记好了：{name}，{what}。"
BORN = "生了孩子的话，再告诉我“{name}家添了个女儿 姓名”。"
WATCHED = "{name}现在在监测；不用报了，另说“结束观察 {door} {name}”。"
NOBODY_OF = "{who}还没有登记。要登记，写“{name}的{kin}叫某某”。"
WRONG_CARD = "这个身份证号不对（18位，校验不符），没有存。请看着证件再发一次。"
CARD = "身份证号尾号{tail}（{year}年生，{sex}）"

_ASKS = re.compile(
    r"[?？]|吗|谁|哪|多少|几[个位岁号户]|怎么|什么|是不是|有没有|能不能|可不可以|咋|嘛$|呢$"
)
_ABOUT = re.compile(rf"{SUBJECT}(?P<rest>[^{D[1:-1]}]{{2,60}})")
_AWAY = re.compile(
    r"人户分离|不(?:在|住)(?:在)?家(?:里)?(?:住)?了?"
    r"|(?:去|到|在|上)(?:了)?[^,，。]{0,10}?(?:打工|务工|上学|读书|上大学|念书|当兵|上班常住|定居|带孙子|带孩子|养老院|敬老院)"
    r"|(?:外出|出门|出去|出国)(?:打工|务工|上学|读书|定居)|住(?:校|学校|宿舍|养老院|敬老院)|常年在外|长期在外|(?:去|到|在)(?:了)?(?:外地|国外|部队)"
)
_BACK = re.compile(
    r"(?:搬)?(?:回来|回家)(?:住|常住|定居)(?:了)?|搬回(?:来|家)(?:住)?了|(?:打工|上学|读书|放假)回来了|现在住(?:在)?家(?:里)?了?"
)
_NOT_AWAY = re.compile(r"出差|旅游|住院|几天|一会|散步|买菜|上班去|隔离")
_AGE = re.compile(
    r"(?:今年|已经|现在|都|有|是|其实)*\s*(?P<age>\d{1,3}|[一二三四五六七八九十百零两]{1,5})(?:周)?岁了?"
)
_DAY = re.compile(
    r"(?:的)?(?:生日|出生(?:日期|年月|于)?|生于)?(?:是|为|改成|应该是|[:：\s])*"
    r"(?P<y>(?:19|20)\d\d)(?:年|[-./])(?:(?P<m>\d{1,2})(?:月|[-./])?(?:(?P<d>\d{1,2})[日号]?)?)?\s*(?:出生|生)?的?"
)
_CARD = re.compile(rf"[^{P[1:-1]}]{{0,16}}?(?P<card>{CARD_SIGN})[^{P[1:-1]}]{{0,10}}")
_NAME = re.compile(
    r"(?:的)?(?:名字|姓名|名)?(?:写错了?|登记错了?|打错了?|录错了?|错了)?[,，\s]*(?:应该(?:是|叫|为)|改成|改为|改叫|改名(?:叫|为|成)?|正确的是)(?:叫)?\s*(?P<name>[一-龥·]{2,6})(?:了)?"
)


_CALLED = re.compile(r"(?:叫|名叫|全名)(?P<name>[一-龥·]{2,4})(?=$|[\s,，。])")


def read(ctx: Context, said: SaidTemplate) -> Reply | str | None:
    """Take “赵敏怀孕了”, “钱桂芳没有手机”, “老王今年72岁”."""
    if _ASKS.search(said.text):
        return None
    found = _ABOUT.fullmatch(said.text)
    if found is None:
        return None
    wanted = _wanted(ctx, said, found)
    if wanted is None or isinstance(wanted, str):
        return wanted
    people = template.subject(ctx, said, found)
    if people is None:
        return None
    if isinstance(people, Refused):
        return refuse(people)
    called = _CALLED.search(said.text)  # “老吴叫吴德发 没手机” is of nobody with another name
    if called is not None:
        people = [each for each in people if each.person.name == called["name"]]
    return _of_one(ctx, people, wanted) if people else _nobody(said, found)


def _nobody(said: SaidTemplate, found: re.Match[str]) -> str | None:
    """Say that nobody of this relation is written down; a name that fits no door is left to others."""
    name = said.mention(found["who"])
    if not found["kin"] or name is None:
        return None
    who = template.called(said, found)
    return NOBODY_OF.format(who=who, name=name.said, kin=found["kin"])


def _wanted(ctx: Context, said: SaidTemplate, found: re.Match[str]) -> dict[str, Any] | str | None:
    """Return what is to be written of whoever is meant; None where nothing of the kind is said."""
    rest = found["rest"].strip()
    if card := _CARD.fullmatch(rest):
        try:
            number = ctx.house.readers["id_number"](said.card(card["card"]), ctx.sent_at)
        except Unreadable:
            return WRONG_CARD
        return {"id_number": number}
    if name := _NAME.fullmatch(rest):
        is_kin = re.fullmatch(RELATIONS, name["name"]) or seeking.is_kin(name["name"])
        return None if is_kin or "户主" in rest else {"name": name["name"]}
    if born := _born(ctx, rest):
        return {"birth": born}
    if _BACK.search(rest):
        return {"over": [Need.ELSEWHERE.value]}
    if _AWAY.search(rest) and not _NOT_AWAY.search(rest):
        return {"needs": [Need.ELSEWHERE.value]}
    heard = need_words.read(said.plain(rest))
    if not (heard.needs or heard.over or heard.note):
        return None
    return {
        "needs": [need.value for need in heard.needs],
        "over": [need.value for need in heard.over],
        "note": heard.note,
    }


def _born(ctx: Context, rest: str) -> str:
    if age := _AGE.fullmatch(rest):
        return str(ctx.local_sent_at.year - (to_int(age["age"]) or 0))
    day = _DAY.fullmatch(rest)
    if day is None or not re.search(r"生|年", rest):
        return ""
    parts = [day["y"], *(f"{int(day[key]):02d}" for key in "md" if day[key])]
    return "-".join(parts)


# -- shown, and written ------------------------------------------------------------------------


def _of_one(ctx: Context, people: Sequence[Resident], wanted: Mapping[str, Any]) -> Reply | str:
    if len(people) > 1:
        return whom.pick(ctx, people, "describe", wanted=dict(wanted))
    return _show(ctx.derive(known={"wanted": dict(wanted)}), people[0].person.id)


def _show(ctx: Context, person_id: int) -> Reply | str:
    wanted, person = ctx.known["wanted"], seeking.known(ctx.db, person_id)
    had = describing.needs_of(person)
    needs = [need for need in map(Need, wanted.get("needs", ())) if need not in had]
    over = [need for need in map(Need, wanted.get("over", ())) if need in had]
    who = f"{tree.door(person.household)}{tree.call(person)}" if person.household else ""
    lines = [f"记上：{_words(needs)}"] if needs else []
    lines += [f"去掉：{_words(over)}"] if over else []
    lines += [f"备注：{wanted['note']}"] if wanted.get("note") else []
    lines += _lines(person.birth, wanted)
    if not lines:
        named = _words(map(Need, [*wanted.get("needs", ()), *wanted.get("over", ())]))
        return (ALREADY if wanted.get("needs") else NOT_NOTED).format(who=who, what=named)
    kept = {**wanted, "needs": [each.value for each in needs], "over": [e.value for e in over]}
    choices = [("对", "describe_confirmed"), ("不是，不改", "thanks")]
    said = SHOWN.format(who=f"{who}：", lines="\n".join(lines))
    return ctx.offer(said, choices, person=person_id, wanted=kept)


whom.on_pick(router, "describe", _show)


def _lines(birth: str | None, wanted: Mapping[str, Any]) -> list[str]:
    lines = [f"姓名改成：{wanted['name']}"] if wanted.get("name") else []
    if wanted.get("birth"):
        was = f"（原来：{birth}）" if birth and birth != wanted["birth"] else ""
        lines.append(f"出生：{wanted['birth']}{was}")
    return lines + ([_card(wanted["id_number"])] if wanted.get("id_number") else [])


def _card(number: str) -> str:
    sex = "男" if int(number[16]) % 2 else "女"
    return CARD.format(tail=number[-4:], year=number[6:10], sex=sex)


def _words(needs: Any) -> str:
    return "、".join("不在家住" if n is Need.ELSEWHERE else NEED_WORDS[n] for n in needs)


@router.action("describe_confirmed")
def confirmed(ctx: Context) -> str:
    wanted, person_id = ctx.known["wanted"], ctx.known["person"]
    said = Description(
        needs=[Need(word) for word in wanted.get("needs", ())],
        over=[Need(word) for word in wanted.get("over", ())],
        note=wanted.get("note", ""),
        birth=wanted.get("birth", ""),
        id_number=wanted.get("id_number", ""),
        name=wanted.get("name", ""),
    )
    done = describing.describe(ctx.actor, ctx.db, person_id, said, ctx.now)
    if isinstance(done, Refused):
        return refuse(done)
    what = [_words(said.needs)] + [f"去掉了“{_words([need])}”" for need in said.over]
    what += ["备注" if said.note else "", "出生" if said.birth else "", "姓名" if said.name else ""]
    what += [f"身份证号尾号{said.id_number[-4:]}" if said.id_number else ""]
    name = tree.call(done)
    lines = [DONE.format(name=name, what="、".join(each for each in what if each))]
    if Need.PREGNANT in said.over:
        lines.append(BORN.format(name=name))
    if Need.ELSEWHERE in said.needs and _is_watched(ctx, person_id) and done.household:
        lines.append(WATCHED.format(name=name, door=tree.door(done.household)))
    return "\n".join(lines)


def _is_watched(ctx: Context, person_id: int) -> bool:
    house = ctx.house
    return bool(for_another.running(ctx.actor, ctx.db, house.watch, [person_id], ctx.sent_at))
