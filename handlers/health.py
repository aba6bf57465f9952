"""Temperatures and symptoms from households under observation, and from everybody else."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from community import escalation, followup, privacy, tree
from community.escalation import Subject
from community.followup import Noted, Report
from db import followup as tables
from db import people, work
from db.models import Episode, Grade, Person, TicketKind
from dialog import Context, Router

router = Router("health")

SELF = {None, "本人", "我"}
NOT_WATCHED_FEVER = (
    "您没有在健康监测里，我没有保存。\n"
    "37.3℃及以上算发热：戴好口罩，多喝水多休息，尽量单独一间；高烧不退、喘不上气或老人孩子精神差，尽快去发热门诊或打120。"
)
NOT_WATCHED_FINE = "听起来体温正常。您没有在健康监测里，不用每天报，我也没有保存。"
NOT_WATCHED_SYMPTOM = (
    "您没有在健康监测里，我没有保存。\n"
    "先在家休息、多喝水，出门戴口罩；发烧超过38.5℃、喘气费劲或两三天不好，去发热门诊看看。"
)


@router.intent("report_temperature", "report_symptom")
def report(ctx: Context) -> str:
    """Take “36.8”, “体温37.6,有点咳”, “我36.5老伴37.4孩子没量”."""
    watched = _watched(ctx)
    if not watched:
        return _not_watched(ctx)
    odd = [t for t in ctx.slots.get("temps", []) if not _has_value(t)]
    if odd and len(odd) == len(ctx.slots.get("temps", [])):
        return _ask_about(ctx, odd[0])
    reports, unclear = _reports(ctx, watched)
    if not reports:
        return unclear or "请把体温数字发给我，比如“36.5”；几个人一起报：“我36.5 老伴36.7”。"
    preface = _purpose(ctx, watched)
    noted = [_note(ctx, item, episode) for item, episode in reports]
    _alert_of_fevers(ctx, noted)
    return "\n".join(part for part in (preface, _say(ctx, noted), unclear) if part)


@router.action("temperature")
def confirmed(ctx: Context) -> str:
    """Take the value we asked about (“366是36.6吗”) once the person says yes."""
    ctx.parse = replace(ctx.parse, slots={"temps": [ctx.known["reading"]]})
    return report(ctx)


@router.claim
def reading(ctx: Context, answering: Any) -> str | None:
    """A number from a watched household is stored whatever else the text may mean.

    A question beside it (“37.2算发烧吗”) is answered as well.
    """
    if not ctx.slots.get("temps") or not _watched(ctx):
        return None
    ctx.meant = "report_temperature"
    said = report(ctx)
    if ctx.parse.intent.startswith(("ask_", "request_", "psych_")) and not ctx.parse.ask_back:
        ctx.is_aside = True
        return f"{said}\n\n{answering.by_intent(ctx)}"
    return said


def _watched(ctx: Context) -> Sequence[Episode]:
    person = ctx.person
    if person is None:
        return []
    today = ctx.house.watch.today(ctx.now)
    if person.household_id is not None:
        return tables.active_of_household(ctx.db, person.household_id, today)
    own = tables.active_of_person(ctx.db, person.id, today)
    return [own] if own else []


def _has_value(reading: Mapping[str, Any]) -> bool:
    return reading.get("plausible", True) and (_low(reading) is not None)


def _low(reading: Mapping[str, Any]) -> float | None:
    for key in ("c", "c_min", "c_max", "approx_c"):
        if reading.get(key) is not None:
            return float(reading[key])
    return None


def _reports(ctx: Context, watched: Sequence[Episode]) -> tuple[list[tuple[Report, Episode]], str]:
    """Match what was said to the people of the household; what stays unclear is asked."""
    found: list[tuple[Report, Episode]] = []
    symptoms = list(ctx.slots.get("symptoms", []))
    readings = [t for t in ctx.slots.get("temps", []) if _has_value(t)]
    unclear: list[str] = []
    for reading in readings:
        episode = _whose(ctx, watched, reading.get("who"), len(readings))
        if episode is None:
            unclear.append(
                f"{_low(reading):.1f}是谁的？请写上称呼，比如“老伴{_low(reading):.1f}”。"
            )
            _fever_of_unknown(ctx, reading)
            continue
        found.append((_reading(episode.person, reading, ctx.text), episode))
    whose_symptoms = _whose(ctx, watched, ctx.slots.get("who"), 1)
    if symptoms and whose_symptoms is not None:
        found.append(
            (Report(whose_symptoms.person, symptoms=symptoms, raw=ctx.text), whose_symptoms)
        )
    if not found and not unclear and ctx.slots.get("normal"):
        found += [(Report(e.person, raw=ctx.text), e) for e in watched]
        unclear.append("方便的话量一下，把数字也发给我。")
    odd = [t for t in ctx.slots.get("temps", []) if not _has_value(t)]
    unclear += [f"“{t.get('raw', '')}”我没看懂，请再发一次。" for t in odd]
    return found, "\n".join(unclear)


def _reading(person: Person, reading: Mapping[str, Any], raw: str) -> Report:
    low, high = _low(reading), reading.get("c_max")
    return Report(
        person,
        celsius=low,
        celsius_to=float(high) if high is not None and high != low else None,
        raw=raw,
        site=reading.get("site"),
        part=reading.get("part"),
    )


def _whose(
    ctx: Context, watched: Sequence[Episode], who: str | None, readings: int
) -> Episode | None:
    """Find whom a reading is about: by name, by relation, or the only one it can be."""
    if who in SELF:
        if who is None and readings > 1:
            return None
        own = next((e for e in watched if e.person_id == ctx.caller.person_id), None)
        return own or (watched[0] if len(watched) == 1 else None)
    named = [e for e in watched if who in {e.person.name, e.person.relation}]
    if named:
        return named[0]
    others = [e for e in watched if e.person_id != ctx.caller.person_id]
    if len(others) == 1 and others[0].person.relation is None:
        return others[0]
    return _begin_for_relative(ctx, watched[0], str(who))


def _begin_for_relative(ctx: Context, like: Episode, relation: str) -> Episode:
    """A member of the household nobody had written down is watched over like the others."""
    home = people.get(ctx.db, like.person_id).household_id
    for person in people.in_household(ctx.db, home) if home else []:
        if relation in {person.name, person.relation}:
            break
    else:
        person = people.add(ctx.db, ctx.now, name=None, household_id=home, relation=relation)
    programme = ctx.house.watch.programmes[like.programme]
    days = (like.ends_on - ctx.house.watch.today(ctx.now)).days
    return followup.open_episode(ctx.db, ctx.house.watch, person, programme, days, ctx.now)


def _note(ctx: Context, report: Report, episode: Episode) -> Noted:
    return followup.note(
        ctx.db,
        ctx.house.watch,
        episode,
        report,
        ctx.now,
        told_by=ctx.caller.person_id,
        turn_id=ctx.turn_id,
    )


def _alert_of_fevers(ctx: Context, noted: Sequence[Noted]) -> None:
    """One alert for each person who is not well, with everything said about them."""
    for person_id in dict.fromkeys(n.report.person.id for n in noted if n.grade is Grade.FEVER):
        _alert(ctx, person_id, [n for n in noted if n.report.person.id == person_id])


def _alert(ctx: Context, person_id: int, noted: Sequence[Noted]) -> None:
    """The responsible people hear of a fever at once; of a change of it too."""
    person = people.get(ctx.db, person_id)
    what = followup.describe(noted, None).partition("今天")[2]
    text = f"{tree.introduce(person)}今天{what}。请尽快电话了解情况，需要时安排就医。"
    ticket = work.open_about(ctx.db, person.id, TicketKind.FEVER)
    if ticket is not None:
        escalation.tell_again(ctx.db, ticket, text, ctx.now)
        return
    subject = Subject(person, ctx.caller.contact_id, ctx.place_of(person), ctx.turn_id)
    escalation.raise_ticket(ctx.db, TicketKind.FEVER, text, subject, ctx.now, ctx.house.zone)


def _fever_of_unknown(ctx: Context, reading: Mapping[str, Any]) -> None:
    """A fever is told on even while we still ask whose it is."""
    highest = max(float(v) for v in (reading.get("c_max"), _low(reading)) if v is not None)
    programmes = ctx.house.watch.programmes.values()
    if highest < min(programme.fever_ge for programme in programmes):
        return
    if work.open_from(ctx.db, ctx.caller.contact_id, TicketKind.FEVER) is None:
        text = f"{tree.introduce(ctx.person)}家里有人{highest:.1f}℃，还没说清是谁。请尽快电话了解。"
        subject = Subject(ctx.person, ctx.caller.contact_id, ctx.place_of(), ctx.turn_id)
        escalation.raise_ticket(ctx.db, TicketKind.FEVER, text, subject, ctx.now, ctx.house.zone)


def _say(ctx: Context, noted: Sequence[Noted]) -> str:
    stored = followup.describe(noted, ctx.caller.person_id)
    verb = "改好了" if any(item.replaced for item in noted) else "已记下"
    worst = next((n for n in noted if n.grade is Grade.FEVER), None)
    programme = (worst or noted[0]).programme
    closing = programme.warning if worst else programme.normal
    return f"{verb}：{stored}。\n{closing}"


def _purpose(ctx: Context, watched: Sequence[Episode]) -> str:
    """Before the first health value is kept: why, who reads it, how long."""
    person = ctx.person
    if person is None or privacy.agreed(ctx.db, person.id, privacy.HEALTH):
        return ""
    wording = ctx.house.watch.programmes[watched[0].programme].purpose
    privacy.record_consent(ctx.db, person.id, privacy.HEALTH, wording, ctx.now)
    return wording


def _ask_about(ctx: Context, reading: Mapping[str, Any]) -> str:
    """A number that cannot be a temperature is asked about, never guessed at silently."""
    suggested, raw = reading.get("suggest_c"), reading.get("raw", "")
    if suggested is None:
        return f"“{raw}”看起来不像体温，我没有保存。请再看一眼体温计，把数字发给我，比如“36.5”。"
    who = reading.get("who")
    sure = {"who": who, "c": suggested}
    sentence = f"您报的“{raw}”是{suggested}℃吗？我先没有保存。"
    choices = [(f"是，{suggested}℃", "temperature"), ("不是，我重新发", "say_again")]
    return ctx.offer(sentence, choices, reading=sure)


def _not_watched(ctx: Context) -> str:
    highest = max((float(v) for t in ctx.slots.get("temps", []) for v in _values(t)), default=None)
    worried = (highest is not None and highest >= 37.3) or ctx.slots.get("symptoms")
    if not worried:
        return (
            NOT_WATCHED_FINE
            if highest is not None
            else "有什么不舒服吗？可以说说，比如“我发烧38度，嗓子疼”。"
        )
    advice = NOT_WATCHED_FEVER if highest and highest >= 37.3 else NOT_WATCHED_SYMPTOM
    return ctx.offer(advice, [("请社区医生联系我", "call_doctor"), ("不用，我先休息", "rest")])


def _values(reading: Mapping[str, Any]) -> list[float]:
    return [reading[k] for k in ("c", "c_min", "c_max", "approx_c") if reading.get(k) is not None]


@router.action("call_doctor")
def call_doctor(ctx: Context) -> str:
    subject = Subject(ctx.person, ctx.caller.contact_id, ctx.place_of(), ctx.turn_id)
    text = f"{tree.introduce(ctx.person, ctx.contact)}发热或身体不舒服，希望医生联系。"
    escalation.raise_ticket(ctx.db, TicketKind.FEVER, text, subject, ctx.now, ctx.house.zone)
    return "已请社区医生联系您。加重了别等，直接打120。"


@router.action("rest")
def rest(ctx: Context) -> str:
    return "好的，好好休息，多喝水。有变化随时告诉我；喘不上气、胸痛、意识不清马上打120。"


@router.action("say_again")
def say_again(ctx: Context) -> str:
    return "好的，请把体温数字发给我，比如“36.5”。"
