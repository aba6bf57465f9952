"""Temperatures and symptoms from households under observation, and from everybody else."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from community import followup
from community.followup import alarms
from community.followup.observing import take_no_part
from community.followup.taking import Taken, take_reports
from community.people.access import Refused
from dialog import Context, Reply, Router, Said
from dialog.meanings import Meanings
from dialog.reply import reply
from handlers.followup import readings, whose
from handlers.work import promises

router = Router("health")

NOT_SAVED = "您家没有在做健康监测，这次的情况我没有保存。"
UNKNOWN_FEVER = "有人发热，已告诉社区，请多喝水多休息，尽量单独一间；喘不上气马上打120。"
NOT_WATCHED_FEVER = (
    "37.3℃及以上算发热：戴好口罩，多喝水多休息，尽量单独一间。"
    "高烧不退、老人孩子没精神，尽快去发热门诊；喘不上气马上打120。\n"
    f"{NOT_SAVED}"
)
NOT_WATCHED_FINE = "体温正常，放心。您家没有在做健康监测，不用每天报，这次我也没有保存。"
NOT_WATCHED_SYMPTOM = (
    "先在家休息、多喝水，出门戴口罩。"
    "发烧超过38.5℃或两三天不见好，去发热门诊看看；喘不上气马上打120。\n"
    f"{NOT_SAVED}"
)
NOT_WATCHED = "您家现在没有在做健康监测，不用再报体温了；不舒服随时找我。"
TOLD = "已告诉{who}，请他们联系您。"
IN_DANGER = "这样有危险，请马上拨打120，说清地址和症状；等的时候别让人独处。{told}"
OTHER_STANDS = (
    "这次比之前从另一部手机报的低，之前报的仍然算数，已请社区核实。不舒服随时说，急了打120。"
)
MILD = "先多喝水、多休息。加重了，或者发烧、喘不上气，马上告诉我；急了打120。"
NOT_CLEAR = (
    "身体不舒服要当心。请说说哪里不舒服、体温多少，比如“发烧38度，嗓子疼”。\n"
    "难受得厉害，或老人孩子没精神，别等我，直接去医院或打120。"
)


@router.intent("report_temperature", "report_symptom")
def report(ctx: Context) -> Said:
    """Take “36.8”, “体温37.6,有点咳”, “我36.5老伴37.4孩子没量”."""
    watched = ctx.reported
    if not watched:
        return advise(ctx)
    odd = readings.odd(ctx)
    if odd and len(odd) == len(ctx.slots.get("temps", [])):
        return _ask_about(ctx, odd[0])
    matched, unclear, unknown = readings.match(ctx, watched)
    for value in unknown:
        _alert_of_unknown(ctx, max(readings.values(value)))
    pending = _pending(ctx, unknown)
    if not matched and not pending:
        return unclear or "请把体温数字发给我，比如“36.5”；几个人一起报：“我36.5 老伴36.7”。"
    said = take(ctx, matched, unclear) if matched else unclear
    warned = _warn_of_unknown(unknown) if pending else ""
    before = "\n".join(part for part in (said, warned) if part)
    return whose.ask(ctx, pending, before) if pending else said


def _pending(ctx: Context, unknown: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Return what is to be asked about of the readings nobody can be found for."""
    if not ctx.resident.person_id:
        return []
    return [
        {
            "word": readings.word_of(ctx, each),
            "who": str(each["who"]),
            "value": f"{readings.values(each)[0]:.1f}℃",
            "text": ctx.text,
            "reading": dict(each),
        }
        for each in unknown
        if each.get("who") not in readings.SELF
    ]


def _warn_of_unknown(unknown: Sequence[Mapping[str, Any]]) -> str:
    highest = max(max(readings.values(each)) for each in unknown)
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
def no_more(ctx: Context, _: Any) -> Reply | None:
    """Taking part is voluntary: who does not want to any more need not, with one reply."""
    if not ctx.watched:
        return None
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
    if not _speaks_of_health(ctx) or not ctx.reported:
        return None
    meant = "report_temperature" if ctx.slots.get("temps") else "report_symptom"
    said = reply(report(ctx))
    if ctx.parse.intent.startswith(("ask_", "request_", "psych_")) and not ctx.parse.ask_back:
        also = meanings.by_intent(ctx.aside())
        return replace(also, has_begun=True).after(said.text, between="\n\n")
    return said.means(meant)


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
    who = reading.get("who")
    sure = {"who": who, "c": suggested}
    sentence = f"您报的“{raw}”是{suggested}℃吗？我先没有保存。"
    choices = [(f"是，{suggested}℃", "temperature"), ("不是，我重新发", "say_again")]
    return ctx.offer(sentence, choices, reading=sure)


def advise(ctx: Context) -> Said:
    """Say what to do about a fever or a symptom that we do not follow up, and offer a doctor."""
    highest = max(
        (float(v) for t in ctx.slots.get("temps", []) for v in readings.values(t)), default=None
    )
    worried = (highest is not None and highest >= 37.3) or ctx.slots.get("symptoms")
    if not worried:
        return NOT_WATCHED_FINE if highest is not None else NOT_CLEAR
    advice = NOT_WATCHED_FEVER if highest and highest >= 37.3 else NOT_WATCHED_SYMPTOM
    return ctx.offer(advice, [("请社区医生联系我", "call_doctor"), ("不用，我先休息", "rest")])


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
