"""Staff tell of a household's temperatures: whose each is found or asked, then stored like any report."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from community import followup
from community.followup import Report, Watched, for_another
from community.people import seeking, tree
from community.people.access import STAFF, Refused
from community.people.registering import Resident
from community.people.seeking import Sought
from dialog import Context, Reply, Router
from dialog.reply import reply
from handlers.followup import by_line, left_over, readings, sources
from handlers.people import whom
from handlers.people.whom import address_in, refuse
from handlers.work import promises

router = Router("for another")

FEVER = 37.3
WHOSE = "是谁的体温？回复门牌和姓名就行，比如“3-2-601 张三”。"
WHICH = "{value}是哪一位的？"
NOT_FOUND = (
    "您负责的范围里没有找到{about}，{value}先留着没有记。住哪一户？回复门牌就行，比如“3-2-601”。"
)
MISSPELT = "{door}没有登记{about}，{value}先留着没有记。这一户是这几位，是哪一位？"
NONE_FOUND = "您负责的范围里没有找到{names}，都没有记。一人一行写上门牌再发，比如“3-2-601 张三 36.5”；没登记的先写“登记住户 3-2-601 张三”。"
ODD = "“{raw}”看起来不像体温，没有记。请看一眼体温计再发，比如“替 3-1-101 何奶奶报 36.8”。"
TOO_MANY = (
    "报了{many}个数，不知道是谁的，一个也没记。请写清谁是谁，一人一行，比如：\n"
    "2-1-101 何金花 36.5\n2-1-101 何建国 36.7"
)
CHECKED = "两个人报的差得多，已请{who}当面再量一次。"
NO_VALUE = "体温多少？回复数字就行，比如“36.8”；没量就回复“没量”。"
NOTED = "已替{door}记下：{stored}。{closing}"
FINE = "记错了，再报一次就改过来。"
ILL = "{told}请再上门看看；喘不上气、叫不醒马上打120。"
TOLD = "已告诉{who}。"
NOT_WATCHED = "{who}没有在做健康监测，没有记。要开始，写“观察 {door} {name} 7天”。"
ILL_UNWATCHED = "{value}算发热，喘不上气、叫不醒马上打120。"
URGENT = "到了发热：请马上告诉社区医生，喘不上气、叫不醒马上打120。"
MOST = 5
_ALL = {"全家", "大家"}


@dataclass(frozen=True, slots=True)
class Heard:
    """What was said of one person: how they were called, and what of their health."""

    called: str
    reading: Mapping[str, Any] | None = None
    missing: bool = False

    @property
    def highest(self) -> float:
        return max(readings.values(self.reading), default=0.0) if self.reading else 0.0


@router.intent("staff_report_for", may=STAFF)
def hear(ctx: Context) -> Reply | str:
    """Take “替 3-1-101 何奶奶报 36.8”, “11号楼602一家三口都是36.6”, “… 没量 人不在家”."""
    if (rows := by_line.rows(ctx)) is not None:
        return by_line.each(ctx, rows, hear)
    odd = readings.odd(ctx)
    if odd:
        return ODD.format(raw=odd[0].get("raw", ""))
    heard = _heard(ctx)
    if (many := _unnamed(heard)) > 1:
        return _before_help(ctx, heard, TOO_MANY.format(many=many))
    named = address_in(ctx) or any(each.called and each.called not in _ALL for each in heard)
    if not named:
        return _before_help(
            ctx, heard, ctx.ask(WHOSE, "told_for_whom", slots=_kept(ctx), text=ctx.text)
        )
    if not heard:
        return ctx.ask(NO_VALUE, "told_for_value", slots=_kept(ctx), text=ctx.text)
    return reply(_take(ctx, heard)).then(left_over.say(ctx.text), between="\n")


def told_of(ctx: Context, one: Resident) -> Reply | str:
    """Store what is told of one who is known."""
    heard = _heard(ctx) or [Heard(tree.call(one.person))]
    return _store(ctx, [(heard[0], one)], [])


def _kept(ctx: Context) -> dict[str, Any]:
    kept = ("temps", "symptoms", "missing", "normal", "address", "name", "who", "persons")
    return {key: ctx.slots[key] for key in kept if ctx.slots.get(key)}


def _heard(ctx: Context) -> list[Heard]:
    """Return what is said of whom; a name beside a single reading is whose it is."""
    slots, name = ctx.slots, str(ctx.slots.get("name") or "")
    temps = [each for each in slots.get("temps", []) if readings.values(each)]
    alone = len(temps) == 1
    heard = [Heard(_called(each, name if alone else "", ctx), each) for each in temps]
    missing = slots.get("missing", [])
    heard += [Heard(name or str(who), missing=True) for who in missing[:1] if not temps]
    if not heard and (slots.get("normal") or slots.get("symptoms")):
        heard = [Heard(name or str(slots.get("who") or ""))]
    return heard


def _unnamed(heard: Sequence[Heard]) -> int:
    """Count the readings of which nobody can know whose they are; two parts of a day are one person's."""
    bare = [each.reading for each in heard if each.reading and not each.called]
    slots = {(one.get("day"), one.get("part")) for one in bare}
    return len(bare) if len(slots) < len(bare) else 1


def _called(reading: Mapping[str, Any], name: str, ctx: Context) -> str:
    who = str(reading.get("who") or "")
    if name and who not in _ALL:
        return name
    return "" if who == "本人" else who


@router.action("told_for_whom")
def whom_given(ctx: Context) -> Reply | str:
    """Take the door, the name or both, for what was told before."""
    more = {key: ctx.slots[key] for key in ("address", "name", "who") if ctx.slots.get(key)}
    return _again(ctx, more) if more else ""


@router.action("told_for_value")
def value_given(ctx: Context) -> Reply | str:
    told = ("temps", "missing", "normal", "symptoms")
    more = {key: ctx.slots[key] for key in told if ctx.slots.get(key)}
    return _again(ctx, more) if more else ""


def _again(ctx: Context, more: Mapping[str, Any]) -> Reply | str:
    slots = {**ctx.known["slots"], **more}
    message = replace(ctx.message, text=f"{ctx.known['text']} {ctx.text}")
    parse = replace(ctx.parse, slots=slots)
    return hear(ctx.derive(message=message, parse=parse, known={}))


# -- whose it is -----------------------------------------------------------------------------


def _take(ctx: Context, heard: Sequence[Heard]) -> Reply | str:
    """Find everybody; whoever may be several is asked about, and nothing is stored before that."""
    address = address_in(ctx) or {}
    people: list[tuple[Heard, Resident]] = []
    unknown: list[Heard] = []
    for each in heard:
        found = _find(ctx, each, address)
        if isinstance(found, Refused):
            return _before_help(ctx, heard, refuse(found))
        if len(found) > 1 and each.called not in _ALL:
            return _before_help(ctx, heard, _which(ctx, each, found))
        people += [(each, one) for one in found]
        unknown += [] if found else [each]
    if len(heard) == 1 and unknown and (asked := _misspelt(ctx, unknown[0], address)):
        return _before_help(ctx, heard, asked)
    return _store(ctx, people, unknown)


def _misspelt(ctx: Context, each: Heard, address: Mapping[str, Any]) -> Reply | None:
    """Nobody is called so: what was told is kept, and who is meant is picked or asked by the door."""
    about, value = each.called or "这个人", f"{each.highest:.1f}℃" if each.highest else "这句"
    if not address:
        said = NOT_FOUND.format(about=about, value=value)
        return ctx.ask(said, "told_for_whom", slots=_kept(ctx), text=ctx.text)
    here = seeking.seek(ctx.actor, ctx.db, Sought(address))
    if isinstance(here, Refused) or not here:
        return None
    said = MISSPELT.format(door=whom.door(address), about=about, value=value)
    return _which(ctx, each, here, said)


def _find(ctx: Context, each: Heard, address: Mapping[str, Any]) -> list[Resident] | Refused:
    is_kin = seeking.is_kin(each.called) or each.called in _ALL or not each.called
    name, relation = ("", each.called) if is_kin else (each.called, "")
    relation = "" if relation in _ALL else relation
    found = seeking.seek(ctx.actor, ctx.db, Sought(address, name, relation))
    if isinstance(found, Refused) or name or not address or each.called in _ALL:
        return found
    watched = _running(ctx, found)
    return [one for one in found if one.person.id in watched] or found


def _running(ctx: Context, found: Sequence[Resident]) -> Mapping[int, Watched]:
    ids = [one.person.id for one in found]
    return for_another.running(ctx.actor, ctx.db, ctx.house.watch, ids, ctx.sent_at)


def _which(ctx: Context, each: Heard, found: Sequence[Resident], question: str = "") -> Reply:
    listed = found[:MOST]
    value = f"{each.highest:.1f}℃" if each.highest else "这"
    choices = [(whom.row(one), f"told_of_{at}") for at, one in enumerate(listed)]
    picks = [one.person.id for one in listed]
    said = question or WHICH.format(value=value)
    choices += [("都不是，先不记", "thanks")] if question else []
    return ctx.offer(
        said, choices, picks=picks, called=each.called, slots=_kept(ctx), text=ctx.text
    )


def _picked(ctx: Context, at: int) -> Reply | str:
    """Take what was told for whom was picked."""
    known = ctx.known
    message = replace(ctx.message, text=known["text"])
    told = ctx.derive(message=message, parse=replace(ctx.parse, slots=known["slots"]), known={})
    person = seeking.known(ctx.db, known["picks"][at])
    mine = [each for each in _heard(told) if each.called == known["called"]]
    if person.household is None:
        return whom.WHY_NOT["gone"].format(about=tree.call(person))
    resident = Resident(person, tree.door(person.household))
    return _store(told, [(each, resident) for each in mine], [])


for _at in range(MOST):
    router.action(f"told_of_{_at}")(lambda ctx, at=_at: _picked(ctx, at))


def before_help(ctx: Context, said: Reply | str) -> Reply | str:
    """Put what helps first where a fever stands in what was said."""
    return _before_help(ctx, _heard(ctx), said)


def _before_help(ctx: Context, heard: Sequence[Heard], said: Reply | str) -> Reply | str:
    """A fever is never only put off by a question."""
    if max((each.highest for each in heard), default=0.0) < FEVER:
        return said
    return said.after(URGENT) if isinstance(said, Reply) else f"{URGENT}\n{said}"


# -- stored ----------------------------------------------------------------------------------


def _store(
    ctx: Context, people: Sequence[tuple[Heard, Resident]], unknown: Sequence[Heard]
) -> Reply | str:
    running = _running(ctx, [one for _, one in people])
    matched = [
        (report, running[one.person.id])
        for each, one in people
        if one.person.id in running
        for report in _reports(ctx, each, running[one.person.id], alone=len(people) == 1)
    ]
    lines = [noted(ctx, matched, people[0][1].door)] if matched else []
    lines += _unknowns(ctx, unknown)
    beside = [(each, one) for each, one in people if one.person.id not in running]
    lines += [_not_watched(each, one) for each, one in beside]
    said = "\n".join(lines)
    ill = [(each, one) for each, one in beside if each.highest >= FEVER]
    return _offer_doctor(ctx, said, ill[0][1]) if ill else said


def _reports(ctx: Context, each: Heard, watched: Watched, *, alone: bool) -> list[Report]:
    """Return the reading and, where only one person is spoken of, what ails them."""
    found = []
    source = sources.of(ctx)
    if each.reading is not None:
        found.append(readings.report_of(watched.person, each.reading, ctx.text))
    symptoms = list(ctx.slots.get("symptoms", [])) if alone else []
    if symptoms:
        found.append(Report(watched.person, symptoms=symptoms, raw=ctx.text))
    if not found:
        found.append(Report(watched.person, raw=ctx.text, not_measured=each.missing))
    return [replace(one, way=source.way, measured_by=source.measured_by) for one in found]


def noted(ctx: Context, matched: Sequence[tuple[Report, Watched]], door: str) -> str:
    """Store what was told of a household, and say what of it, and who was alerted."""
    house = ctx.house
    at = ctx.sent_at, ctx.now
    done = for_another.report(ctx.actor, ctx.db, house.watch, matched, *at, house.desk, ctx.turn_id)
    if isinstance(done, Refused):
        return whom.WHY_NOT["not_writer"]
    stored = followup.describe(done.noted, None, house.watch.today(ctx.now))
    told = promises.told(ctx, done.alert, TOLD) if done.alert else ""
    is_ill = any(each.is_fever for each in done.noted)
    closing = ILL.format(told=told) if is_ill else FINE
    if done.checked is not None and not is_ill:
        closing = promises.told(ctx, done.checked, CHECKED)
    return NOTED.format(door=door, stored=stored.replace("\n", "；"), closing=closing)


def _unknowns(ctx: Context, unknown: Sequence[Heard]) -> list[str]:
    """Say of several whom nobody can be found for in one line; nothing of theirs is stored."""
    if len(unknown) < 2 or address_in(ctx) is not None:
        return [_unknown(ctx, each) for each in unknown]
    names = "、".join(dict.fromkeys(each.called or "没说名字的" for each in unknown))
    said = NONE_FOUND.format(names=names)
    is_ill = any(each.highest >= FEVER for each in unknown)
    return [f"{URGENT}\n{said}" if is_ill else said]


def _unknown(ctx: Context, each: Heard) -> str:
    address = address_in(ctx)
    about = each.called or "这个人"
    said = whom.NOBODY.format(about=about)
    if address is not None:
        said = whom.NOT_THERE.format(door=whom.door(address), about=about)
    return f"{URGENT}\n{said}" if each.highest >= FEVER else said


def _not_watched(each: Heard, one: Resident) -> str:
    name = tree.call(one.person)
    said = NOT_WATCHED.format(who=f"{one.door} {name}", door=one.door, name=name)
    ill = each.highest >= FEVER
    return f"{ILL_UNWATCHED.format(value=f'{each.highest:.1f}℃')}\n{said}" if ill else said


def _offer_doctor(ctx: Context, said: str, one: Resident) -> Reply:
    choices = [("请社区医生联系这家", "doctor_for"), ("不用，我来处理", "thanks")]
    return ctx.offer(said, choices, person=one.person.id, text=ctx.text)


@router.action("doctor_for")
def doctor_for(ctx: Context) -> str:
    desk = ctx.house.desk
    item = for_another.ask_for_doctor(
        ctx.actor, ctx.db, ctx.known["person"], ctx.known["text"], ctx.now, desk, ctx.turn_id
    )
    if isinstance(item, Refused):
        return whom.WHY_NOT["not_writer"]
    return promises.told(ctx, item, "好的，已请{who}联系这家。加重了别等，直接打120。")
