"""Follow-up begun in staff's own words: whom and how long asked for where missing, shown, then done."""

import re
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from community.followup import moving
from community.followup.beginning import LONGEST
from community.followup.observing import Observed
from community.people import living, seeking
from community.people.access import STAFF, Refused
from community.people.registering import Resident
from community.people.seeking import Sought
from core.phrases import say_date
from dialog import Context, Reply, Router
from handlers.followup import for_another, lasting, lengthening, observing
from handlers.people import whom
from handlers.people.whom import door, refuse

router = Router("spoken follow-up")

BEGIN = "要开始监测吗：{door} {names} {days}天，今天开始，到{ends}。"
NEW = "{names}还没登记在这一户，确认后会先登记上。"
WHERE = "{about}住哪一户？回复门牌就行，比如“3-2-601”。"
WHO = "{door}的哪一位？回复姓名就行。"
WHICH = "{door}的哪一位？"
FULL_NAME = "“{said}”的姓名怎么写？回复全名就行。"
HOW_LONG = "监测几天？回复“7天”“两周”或“到12月1日”都行。"
WHOLE_DAYS = "天数要是整天，1到60天。监测几天？比如“7天”“两周”“到12月1日”。"
NOBODY_OF = "{door}还没有登记的人。{who}"
_ALL = re.compile(r"全家|一家|全部|都(?:要|纳入|加|监测|观察|盯)|家里人|老小|两口|一户")
MOST = 5


@router.intent("staff_observe", may=STAFF)
def observe(ctx: Context) -> Reply | str:
    """Take “把6-402新回来的丁磊纳入健康监测，7天”, “庞大爷延长三天”, “何二 何三 7天”."""
    long = _long(ctx)
    wanted = {
        "address": dict(ctx.slots.get("address") or {}),
        "names": _names(ctx),
        "all": bool(_ALL.search(ctx.text)),
        "days": long.days,
        "more": long.is_more,
        "less": long.is_less,
        "wrong": _is_wrong(long),
        "drill": "演练" in ctx.text,
        "note": observing.left_out(ctx, _names(ctx)),
    }
    return for_another.before_help(ctx, _go_on(ctx, wanted))


def begin_with(ctx: Context, people: Sequence[Observed]) -> Reply | str:
    """Go on with those who are meant; how long is read from the words, or asked for."""
    long = _long(ctx)
    wanted = {
        "address": {},
        "names": [],
        "all": False,
        "days": long.days,
        "more": long.is_more,
        "wrong": _is_wrong(long),
        "drill": "演练" in ctx.text,
        "people": _kept(people),
    }
    return _go_on(ctx, wanted)


def _long(ctx: Context) -> lasting.ObservationLength:
    return lasting.read(ctx.text, ctx.slots, ctx.local_sent_at.date())


def _is_wrong(long: lasting.ObservationLength) -> bool:
    return long.is_wrong or (long.days or 1) > LONGEST


def _names(ctx: Context) -> list[str]:
    named = ctx.slots.get("people") or [ctx.slots.get("name")]
    return [str(each) for each in named if each]


def _go_on(ctx: Context, wanted: Mapping[str, Any]) -> Reply | str:
    """Ask for one missing thing after the other; show all of it once it is complete."""
    if wanted["wrong"]:
        return _ask(ctx, WHOLE_DAYS, wanted)
    people = _people(ctx, wanted)
    if not isinstance(people, list):
        return people
    if wanted["days"] is None:
        return _ask(ctx, HOW_LONG, {**wanted, "people": _kept(people)})
    return _show(ctx, people, wanted)


def _ask(ctx: Context, question: str, wanted: Mapping[str, Any]) -> Reply:
    return ctx.ask(question, "observe_value", wanted=dict(wanted))


@router.action("observe_value")
def value(ctx: Context) -> Reply | str:
    """Take whichever value the words hold: a door, a name, a number of days."""
    wanted, long = dict(ctx.known["wanted"]), _long(ctx)
    address, names = ctx.slots.get("address") or {}, _names(ctx)
    bare = re.fullmatch(r"\s*(\d{1,3})\s*[。.]?\s*", ctx.text)
    if bare and not (wanted["address"] and not wanted["address"].get("room")):
        long = lasting.ObservationLength(int(bare[1]), is_wrong=bare[1].strip("0") == "")
    if not (address or names or long.days is not None or long.is_wrong):
        return ""
    if address:
        wanted["address"] = {**wanted["address"], **address}
    if names and not wanted.get("people"):
        wanted["names"] = names
    if long.days is not None or long.is_wrong:
        wanted |= {"days": long.days, "wrong": _is_wrong(long)}
    return _go_on(ctx, wanted)


# -- whom --------------------------------------------------------------------------------------


def _people(ctx: Context, wanted: Mapping[str, Any]) -> list[Observed] | Reply | str:
    """Return whom it is about, or what must be asked or said first."""
    if known := wanted.get("people"):
        return [Observed(each["address"], each["name"]) for each in known]
    names, address = wanted["names"], wanted["address"]
    who = Sought(address)
    if address.get("building"):
        homes = seeking.homes(ctx.actor, ctx.db, address)
        if isinstance(homes, Refused):
            return refuse(homes)
    if not who.has_door and not names:
        return _ask(ctx, whom.WHO, wanted)
    if not who.has_door:
        return _by_name(ctx, wanted)
    here = seeking.seek(ctx.actor, ctx.db, who)
    if isinstance(here, Refused):
        return refuse(here)
    return _at_door(ctx, wanted, here)


def _by_name(ctx: Context, wanted: Mapping[str, Any]) -> list[Observed] | Reply | str:
    """Find people by their names alone; who is in care but not found is asked for by the door."""
    found: list[Resident] = []
    for name in wanted["names"]:
        fits = seeking.seek(ctx.actor, ctx.db, Sought({}, name))
        if isinstance(fits, Refused):
            return refuse(fits)
        if not fits:
            return _ask(ctx, WHERE.format(about=name), wanted)
        if len(fits) > 1:
            return _pick(ctx, fits, wanted, whom.WHICH)
        found += fits
    return [Observed.of(each.person) for each in found]


def _at_door(
    ctx: Context, wanted: Mapping[str, Any], here: Sequence[Resident]
) -> list[Observed] | Reply | str:
    address, names = observing.with_entrance(ctx, wanted["address"]), wanted["names"]
    if wanted["all"] and (home := [each for each in here if not living.is_elsewhere(each.person)]):
        return [Observed.of(each.person) for each in home]
    if not names:
        return _whoever(ctx, wanted, here)
    found = []
    for name in names:
        fits = seeking.seek(ctx.actor, ctx.db, Sought(wanted["address"], name))
        if isinstance(fits, Refused):
            return refuse(fits)
        if len(fits) > 1:
            return _pick(ctx, fits, wanted, WHICH.format(door=door(address)))
        if not fits and seeking.surname(name):
            return _ask(ctx, FULL_NAME.format(said=name), {**wanted, "names": []})
        found.append(Observed.of(fits[0].person) if fits else Observed(address, name))
    return found


def _whoever(
    ctx: Context, wanted: Mapping[str, Any], here: Sequence[Resident]
) -> list[Observed] | Reply | str:
    where = door(observing.with_entrance(ctx, wanted["address"]))
    if len(here) == 1:
        return [Observed.of(here[0].person)]
    if here:
        return _pick(ctx, here, wanted, WHICH.format(door=where))
    return _ask(ctx, NOBODY_OF.format(door=where, who=WHO.format(door=where)), wanted)


def _pick(
    ctx: Context, found: Sequence[Resident], wanted: Mapping[str, Any], question: str
) -> Reply:
    listed = [each for each in found if each.person.name][:MOST]
    choices = [(whom.row(each), f"observe_who_{at}") for at, each in enumerate(listed)]
    picks = _kept([Observed.of(each.person) for each in listed])
    return ctx.offer(question, choices, picks=picks, wanted=dict(wanted))


def _picked(ctx: Context, at: int) -> Reply | str:
    return _go_on(ctx, {**ctx.known["wanted"], "people": [ctx.known["picks"][at]]})


for _at in range(MOST):
    router.action(f"observe_who_{_at}")(lambda ctx, at=_at: _picked(ctx, at))


def _kept(people: Sequence[Observed]) -> list[dict[str, Any]]:
    return [{"address": dict(each.address), "name": each.name} for each in people]


# -- shown, and done -----------------------------------------------------------------------------


def _show(ctx: Context, people: Sequence[Observed], wanted: Mapping[str, Any]) -> Reply | str:
    running = _running(ctx, people)
    if len(running) == len(people):
        return lengthening.show(ctx, running, wanted)
    days = int(wanted["days"])
    if days > LONGEST:
        return _ask(ctx, WHOLE_DAYS, {**wanted, "people": _kept(people), "more": False})
    names = "、".join(each.name for each in people)
    ends = say_date(ctx.local_sent_at.date() + timedelta(days=days))
    note = str(wanted.get("note") or "")
    said = BEGIN.format(door=_short(people[0].address), names=names, days=days, ends=ends)
    fresh = [each.name for each in people if not _is_known(ctx, each)]
    also = NEW.format(names="、".join(fresh)) if fresh else ""
    carried = {"people": _kept(people), "days": days, "drill": wanted["drill"]}
    choices = [("开始", "observe_begun"), ("先不", "thanks")]
    return ctx.offer("\n".join(part for part in (said, also, note) if part), choices, **carried)


def _running(ctx: Context, people: Sequence[Observed]) -> list[int]:
    """Return who of these is watched over already."""
    found = [seeking.seek(ctx.actor, ctx.db, Sought(each.address, each.name)) for each in people]
    ids = [one.person.id for some in found if not isinstance(some, Refused) for one in some]
    return [one.person_id for one in moving.running(ctx.actor, ctx.db, ids)]


def _short(address: Mapping[str, Any]) -> str:
    return "-".join(
        str(address[part]) for part in ("building", "unit", "room") if address.get(part)
    )


def _is_known(ctx: Context, whom_: Observed) -> bool:
    found = seeking.seek(ctx.actor, ctx.db, Sought(whom_.address, whom_.name))
    return not isinstance(found, Refused) and bool(found)


@router.action("observe_begun")
def begun(ctx: Context) -> str:
    known = ctx.known
    people = [Observed(each["address"], each["name"]) for each in known["people"]]
    return observing.begin(ctx, people, known["days"], drill=known["drill"])
