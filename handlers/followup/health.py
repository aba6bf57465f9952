"""Temperatures and symptoms from households under observation, and from everybody else."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from community import followup
from community.followup import alarms
from community.followup.observing import take_no_part
from community.followup.taking import Taken, take_reports
from community.people import family
from community.people.access import Refused
from dialog import Context, Reply, Router, Said
from dialog.meanings import Meanings
from dialog.reply import reply
from dialog.short_replies import looks_asked
from handlers.followup import homes, readings, triage, whose
from handlers.knowledge import hurry, unknown
from handlers.work import promises

router = Router("health")

NOT_SAVED = "您家没有在做健康监测，这次的情况我没有保存。"
UNKNOWN_FEVER = "有人发热，已告诉社区，请多喝水多休息，尽量单独一间；喘不上气马上打120。"
NOT_WATCHED_FINE = "体温正常，放心。您家没有在做健康监测，不用每天报，这次我也没有保存。"
NOT_WATCHED = "您家现在没有在做健康监测，不用再报体温了；不舒服随时找我。"
TOLD = "已告诉{who}，请他们联系您。"
IN_DANGER = "这样有危险，请马上拨打120，说清地址和症状；等的时候别让人独处。{told}"
OTHER_STANDS = (
    "这次比之前从另一部手机报的低，之前报的仍然算数，已请社区核实。不舒服随时说，急了打120。"
)
FEVER = 37.3
NOT_YOURS = (
    "这是{door}的体温，您不在那一家的登记里，我没有记。请TA家自己报，或请TA家的人把您登记为家人。"
)
NOT_YOURS_HOT = "{value}℃算发热。"
NOT_YOURS_ILL = "叫不醒、喘不上气马上打120。"
TOO_MANY = "您发了{many}个数，家里登记的是{people}位，我分不清是谁的，一个也没记。请写清谁是谁，比如“我36.5 老伴36.7 儿子36.6”。"
MILD = "先多喝水、多休息。加重了，或者发烧、喘不上气，马上告诉我；急了打120。"
NOT_CLEAR = (
    "身体不舒服要当心。请说说哪里不舒服、体温多少，比如“发烧38度，嗓子疼”。\n"
    "难受得厉害，或老人孩子没精神，别等我，直接去医院或打120。"
)


@router.intent("report_temperature", "report_symptom")
def report(ctx: Context) -> Said:
    """Take “36.8”, “体温37.6,有点咳”, “我36.5老伴37.4孩子没量”; rising water is no sign of illness."""
    if not (ctx.slots.get("temps") or ctx.slots.get("symptoms")) and hurry.haste(ctx.text):
        return unknown.pass_on(ctx)
    watched = ctx.reported
    if not watched:
        return advise(ctx)
    odd = readings.odd(ctx)
    if odd and len(odd) == len(ctx.slots.get("temps", [])):
        return _ask_about(ctx, odd[0])
    if (said := _too_many(ctx)) is not None:
        return said
    found = readings.match(ctx, watched)
    for value in found.unknown:
        _alert_of_unknown(ctx, max(readings.values(value)))
    pending = whose.pending(ctx, found)
    unclear = "\n".join([*found.unclear, *(() if pending else whose.unasked(found))])
    if not found.matched and not pending:
        return unclear or "请把体温数字发给我，比如“36.5”；几个人一起报：“我36.5 老伴36.7”。"
    said = take(ctx, found.matched, unclear) if found.matched else unclear
    warned = _warn_of_unknown(found.unknown) if pending else ""
    before = "\n".join(part for part in (said, warned) if part)
    return whose.ask(ctx, pending, before) if pending else said


def _too_many(ctx: Context) -> str | None:
    """More readings than people, and nobody named: nothing is stored, a fever among them is told on."""
    bare = [each for each in ctx.slots.get("temps", []) if not each.get("who")]
    people = len(family.members(ctx.resident, ctx.db, ctx.local_sent_at.date()))
    parts = {(each.get("day"), each.get("part")) for each in bare}
    if len(bare) <= max(people, 2) or len(parts) == len(bare):
        return None
    highest = max(max(readings.values(each), default=0.0) for each in bare)
    _alert_of_unknown(ctx, highest)
    warned = _warn_of_unknown(bare)
    said = TOO_MANY.format(many=len(bare), people=max(people, 1))
    return "\n".join(part for part in (said, warned) if part)


def _warn_of_unknown(unknown: Sequence[Mapping[str, Any]]) -> str:
    highest = max((max(readings.values(each)) for each in unknown), default=0.0)
    if highest >= 40:
        return f"{highest:.1f}℃很危险，请马上拨打120，说清地址和症状；已告诉社区。"
    return UNKNOWN_FEVER if highest >= 37.3 else ""


def take(ctx: Context, matched: readings.Matched, unclear: str = "") -> str:
    """Store what is known to be whose, and say so."""
    house = ctx.house
    taken = take_reports(
        ctx.resident, ctx.db, house.watch, matched, ctx.sent_at, ctx.now, house.desk, ctx.turn_id
    )
    return "\n".join(part for part in (taken.purpose, _say(ctx, taken), unclear) if part)


whose.on_answer(router, take)


@router.command(
    r"我?(们)?(不想|不愿意?|不)(再)?(报|量|测|监测)(体温)?了?[。!！]?|退出监测|不参加(监测)?了"
)
def no_more(ctx: Context, _: Any) -> Reply:
    """Taking part is voluntary: who does not want to any more need not, with one reply."""
    if not ctx.watched:
        return Reply(NOT_WATCHED)
    return ctx.offer(
        "好的，监测是自愿的，可以不报。",
        [("结束监测，不再提醒", "stop_watching"), ("先不结束", "thanks")],
    )


@router.action("stop_watching")
def stop_watching(ctx: Context) -> str:
    house = ctx.house
    item = take_no_part(
        ctx.resident, ctx.db, house.watch, ctx.watched, ctx.now, house.desk, ctx.turn_id
    )
    if isinstance(item, Refused):
        return NOT_WATCHED
    who = promises.who_hears(ctx, item)
    told = f"，已告诉{who}" if who else ""
    return f"已结束，不再提醒您报体温{told}。想删掉报过的，回复“删除我”；不舒服随时找我。"


@router.action("temperature")
def confirmed(ctx: Context) -> Said:
    """Take the value we asked about (“366是36.6吗”) once the person says yes."""
    meant = replace(ctx.parse, slots={"temps": [ctx.known["reading"]]})
    return report(ctx.derive(parse=meant))


@router.intercept
def reading(ctx: Context, meanings: Meanings) -> Reply | None:
    """What a watched household says of its health is stored whatever else the text may mean.

    A question beside it (“37.2算发烧吗”) is answered as well.
    """
    if not _speaks_of_health(ctx):
        return None
    if (others := _of_another_home(ctx)) is not None:
        return others
    if not ctx.reported:
        return reply(advise(ctx)).means("report_symptom") if _asks_with_a_fever(ctx) else None
    if ctx.parse.danger:  # they have heard what helps; nothing is asked, and nothing more advised
        return _note(ctx)
    meant = "report_temperature" if ctx.slots.get("temps") else "report_symptom"
    said = triage.before(ctx, reply(report(ctx)))
    if ctx.parse.intent.startswith(("ask_", "request_", "psych_")) and not ctx.parse.ask_back:
        also = meanings.by_intent(ctx.aside())
        return replace(also, has_begun=True).after(said.text, between="\n\n")
    return meanings.with_others(ctx, said.means(meant), meant)


def _of_another_home(ctx: Context) -> Reply | None:
    """Take nothing from a resident about a door that is not theirs; a fever there is passed on if they say so."""
    temps, is_hot = ctx.slots.get("temps", []), "发热" in ctx.slots.get("symptoms", [])
    if not (temps or is_hot) or ctx.parse.danger or not homes.is_another(ctx):
        return None
    address = ctx.slots["address"]
    door = "-".join(str(address[k]) for k in ("building", "unit", "room") if address.get(k))
    highest = max((max(readings.values(t), default=0.0) for t in temps), default=0.0)
    if highest < FEVER and not is_hot:
        return Reply(NOT_YOURS.format(door=door)).means("report_temperature")
    ill = NOT_YOURS_HOT.format(value=f"{highest:.1f}") if highest >= FEVER else ""
    said = f"{NOT_YOURS.format(door=door)}{ill}{NOT_YOURS_ILL}"
    choices = [("请社区联系那一家", "call_for_others"), ("不用了", "thanks")]
    return ctx.offer(said, choices).means("report_temperature")


@router.action("call_for_others")
def call_for_others(ctx: Context) -> str:
    """Staff hear of a fever behind another's door, in the words of whoever tells of it."""
    desk = ctx.house.desk
    item = alarms.call_doctor(
        ctx.resident, ctx.db, ctx.text, ctx.now, desk, ctx.turn_id, of_others=True
    )
    return promises.told(ctx, item, "好的，已请{who}去看看那一家。喘不上气、叫不醒先打120。")


def _asks_with_a_fever(ctx: Context) -> bool:
    """Tell whether somebody with a fever asks what to do: what helps them, not what a fever is."""
    highest = max(
        (max(readings.values(t), default=0.0) for t in ctx.slots.get("temps", [])), default=0.0
    )
    return highest >= 37.3 and ctx.parse.intent == "ask_symptom_care" and not ctx.parse.danger


def _note(ctx: Context) -> Reply | None:
    """Store a reading said in a cry for help, and say only that."""
    found = readings.match(ctx, ctx.reported)
    for value in found.unknown:
        _alert_of_unknown(ctx, max(readings.values(value)))
    return Reply(take(ctx, found.matched)) if found.matched else None


def _speaks_of_health(ctx: Context) -> bool:
    """Tell whether there is something to store; a general question about fevers holds none."""
    if ctx.slots.get("temps"):
        return True
    parse = ctx.parse
    asks = parse.intent.startswith("ask_") and not parse.ask_back
    if asks and parse.intent != "ask_symptom_care":
        return False
    told = ("symptoms",) if asks else ("symptoms", "missing", "normal")
    return any(ctx.slots.get(name) for name in told)


def _alert_of_unknown(ctx: Context, celsius: float) -> None:
    watch, desk = ctx.house.watch, ctx.house.desk
    at = ctx.sent_at, ctx.now
    alarms.alert_of_unknown(ctx.resident, ctx.db, watch, celsius, *at, desk, ctx.turn_id)


def _say(ctx: Context, taken: Taken) -> str:
    noted = taken.noted
    stored = followup.describe(noted, ctx.resident.person_id, ctx.house.watch.today(ctx.now))
    if any(each.stands for each in noted):
        return f"已记下：{stored}。\n{OTHER_STANDS}"
    verb = "改好了" if any(each.replaced for each in noted) else "已记下"
    if ctx.parse.danger:
        return f"{verb}：{stored}。"
    ill = sorted((each for each in noted if each.is_fever), key=lambda each: not each.is_danger)
    closing = noted[0].programme.normal
    if ill:
        told = promises.told(ctx, taken.alert, TOLD) if taken.alert else ""
        warning = IN_DANGER if ill[0].is_danger else ill[0].programme.warning
        closing = warning.replace("{told}", told)
    elif any(each.report.symptoms for each in noted):
        closing = MILD
    elif taken.before:
        closing = f"体温正常就好。前面说的{'、'.join(taken.before)}还在的话多休息，加重马上告诉我。"
    if all(each.report.not_measured for each in noted):
        closing = "什么时候量了，把数字发给我就行；不舒服马上说。"
    return f"{verb}：{stored}。\n{closing}"


def _ask_about(ctx: Context, reading: Mapping[str, Any]) -> Said:
    """A number that cannot be a temperature is asked about, never guessed at silently."""
    suggested, raw = reading.get("suggest_c"), reading.get("raw", "")
    if suggested is None:
        return f"“{raw}”看起来不像体温，我没有保存。请再看一眼体温计，把数字发给我，比如“36.5”。"
    kept = {key: reading[key] for key in ("who", "day", "part", "site") if key in reading}
    sure = {**kept, "c": suggested}
    sentence = f"您报的“{raw}”是{suggested}℃吗？我先没有保存。"
    choices = [(f"是，{suggested}℃", "temperature"), ("不是，我重新发", "say_again")]
    return ctx.offer(sentence, choices, reading=sure)


def advise(ctx: Context) -> Said:
    """Say what to do about a fever or a symptom that we do not follow up, and offer a doctor;
    a notice passed on is of nobody who is ill.

    Only who reports a number is told that nobody keeps it.
    """
    highest = max(
        (float(v) for t in ctx.slots.get("temps", []) for v in readings.values(t)), default=None
    )
    worried = (highest is not None and highest >= 37.3) or ctx.slots.get("symptoms")
    if not worried:
        return NOT_WATCHED_FINE if highest is not None else NOT_CLEAR
    if triage.is_for_all(ctx):
        return unknown.passed_on(ctx)
    found = triage.lines(ctx)
    said = triage.told(ctx, found)
    is_report = highest is not None and not looks_asked(ctx.text)
    kept_by_nobody = is_report and all(one.is_general for one in found)
    return said.then(NOT_SAVED, between="\n") if kept_by_nobody else said


@router.action("call_doctor")
def call_doctor(ctx: Context) -> str:
    desk = ctx.house.desk
    item = alarms.call_doctor(ctx.resident, ctx.db, ctx.text, ctx.now, desk, ctx.turn_id)
    said = "好的，已请{who}联系您，请留意电话和微信。加重了别等，直接打120。"
    return promises.told(ctx, item, said)


@router.action("rest")
def rest(ctx: Context) -> str:
    return "好的，好好休息，多喝水。有变化随时告诉我；喘不上气、胸痛、意识不清马上打120。"


@router.action("say_again")
def say_again(ctx: Context) -> str:
    return "好的，请把体温数字发给我，比如“36.5”。"
