"""Whoever is unwell hears first what fits who they are, what they have and where they were."""

import re
from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import timedelta

from community.knowledge import facts
from community.people import counting
from community.questions.feedback import last_said, said_lately
from core.triage import Haste, TriageLine, Unwell, any_of
from dialog import Context, Reply, Router
from dialog.meanings import Meanings
from dialog.reply import reply
from handlers.followup import homes, readings, recalled
from handlers.followup.recalled import ToldBefore
from handlers.knowledge import local_facts

router = Router("triage")

CLINIC = "fever_clinic"
FEVER, UNWELL = "发烧", "不舒服"  # signs of the packs that the general advice is for
DRUG, ASKS = "问退烧药", "问吃药"  # … and of who asks what may be taken
SIGNS = "signs"  # among what is known: those told before
MOST = 2  # lines; a third would be scrolled past
LONGEST = 160  # characters; what is longer was written by somebody else, for everybody
LATELY = timedelta(minutes=30)
AN_ANSWER = 40  # characters; who it is takes no more
WHO = "是孕妇、老人、小宝宝，有老毛病，或刚从外地、水里回来的，跟我说一声，办法不一样。"
NOBODY_AT_RISK = (
    "好的，那就照刚才说的：歇着、多喝水，三天不退、没精神就去看。喘不上气、叫不醒打120。"
)
A_DOUBT = 50
LOOKED_AT = 4  # turns
TO_BRING = "er01"  # what to take along to a hospital
_BRINGS = re.compile(r"[带拿](?:点|些)?(?:什么|啥|哪些|么子)|准备(?:点|些)?(?:什么|啥|哪些)")
GO = "别等，照刚才说的去；怕传染就戴好口罩，别挨着人坐。"
_WAITS = re.compile(
    r"等.{0,6}(?:明天|下午|晚上|天亮|再说|等看|行[吗不]|可以吗)|在家(?:里)?(?:等|扛|观察|养)|明[天早]再|过[两几]天|再看看|睡一觉|听谁的|不想去|不去(?:行|医院|可以)|[要用]不[要用]去|(?:一定|非)[要得]去|医院.{0,10}(?:感染|传染|人多|远|贵)|没钱去|扛一扛|挺一挺"
)
DOCTOR = [("请社区医生联系我", "call_doctor"), ("不用，我先休息", "rest")]
_OTHERS_WORDS = re.compile(r"\s*(?:【|转发?[:：]|各位|尊敬的|亲爱的)")
_NONE_OF_THESE = re.compile(
    r"(?:都|我|家里|这些|也|就是|他|她|以上|，|,|\s)*"
    r"(?:(?:都)?不是|没有?这些|没有|没怀孕?|没(?:有)?(?:老)?毛?病|年轻人?|大人|成年人?)(?:的|了|啊|呀|，|,|\s|都)*[。.!！]?"
)
# What is asked of a body is answered by what it has; of anything else, besides.
_OF_A_BODY = ("ask_symptom_care", "ask_disease_knowledge", "ask_test_result", "ask_protection")
_WISHES = ("ask_", "complain_")
_HEARSAY = re.compile("听说|听人说|网上|都说|有人说|群里|朋友圈|真的|真假|谣|传言|可信|视频")
_CALLS = re.compile("帮|请|买|代|送|接我|来人|来个人|派|麻烦|能不能来|有没有人|没人管|转人工")


def lines(ctx: Context) -> list[TriageLine]:
    """Return what is to be said of whoever is unwell in these words, the most urgent first."""
    triage, told = ctx.house.library.triage, _told(ctx)
    before = recalled.of(ctx) if _is_of_a_body(ctx, told) else ToldBefore()
    told = replace(told, text=recalled.in_words(ctx, before))
    more = replace(told, known={*told.known, *before.signs})
    if not before.is_other:
        own = triage.lines(_registered(ctx, told)) if triage.lines(told) else []
        more = _registered(ctx, more)
    else:
        own = triage.lines(told)
    now = triage.signs(told)
    return [one for one in triage.lines(more) if one in own or _goes_on(one, now, own, before)]


def _is_of_a_body(ctx: Context, told: Unwell) -> bool:
    """Tell whether these words say of anybody how or how old they are, or ask for a medicine."""
    return bool(ctx.house.library.triage.signs(told)) or recalled.is_an_age(ctx.text)


def _goes_on(
    line: TriageLine, now: Collection[str], own: Sequence[TriageLine], before: ToldBefore
) -> bool:
    """Tell whether a line is for what was told before together with these words, and not said yet.

    A reading, or what may be taken, is never answered with less than was said before.
    """
    is_asked = ASKS in now or DRUG in now
    touched = {*now, *((FEVER, DRUG) if is_asked else ())}
    if not before.signs or not any(touched & {*any_of(one)} for one in line.when):
        return False
    return bool(own) or (not line.is_general and (is_asked or line.says not in before.said))


def near(ctx: Context) -> list[TriageLine]:
    """Return the lines that are for just such a person; none where only the general advice fits."""
    return [one for one in lines(ctx) if not one.is_general]


def advice(ctx: Context, found: Sequence[TriageLine] = ()) -> str:
    """Say the most urgent first, and below it what helps on the way; never less than the general advice."""
    found = found or lines(ctx) or ctx.house.library.triage.of_signs([UNWELL])
    said = [one.says for one in _chosen(found)]
    asks = found[0].when == [FEVER]  # of a child, or beside a vaccine, it is plain who
    return "\n".join([*said, *_clinic(ctx, found), *([WHO] if asks else [])])


def _chosen(found: Sequence[TriageLine]) -> Sequence[TriageLine]:
    """Return the first, and the next that is about something else and no general advice."""
    first = found[0]
    others = [one for one in found[1:] if not one.is_general and one.when[0] != first.when[0]]
    return [first, *others[: MOST - 1]]


def _clinic(ctx: Context, found: Sequence[TriageLine]) -> list[str]:
    """Say where the fever clinic is; that nobody wrote it down helps only who has time to ask."""
    if not any("发热门诊" in one.says for one in _chosen(found)):
        return []
    if found[0].urgency is Haste.SOON or CLINIC in facts.known(ctx.db, ctx.path):
        return local_facts.said(ctx, CLINIC)
    return []


def _told(ctx: Context) -> Unwell:
    """Gather what they say and what was understood of it."""
    slots = ctx.slots
    return Unwell(
        ctx.text,
        celsius=[value for one in slots.get("temps", []) for value in readings.values(one)],
        symptoms=slots.get("symptoms", ()),
        known=ctx.known.get(SIGNS, ()),
    )


def _registered(ctx: Context, told: Unwell) -> Unwell:
    """Add what the register knows of who speaks, where nobody else is spoken of."""
    slots = ctx.slots
    whom = {*(slots.get("symptoms_of") or {}), slots.get("who")}
    whom |= {one.get("who") for one in slots.get("temps", [])}
    body = ctx.body if whom <= {"本人", None} else None
    if body is None:
        return told
    years = counting.age_of(body.birth, body.id_number, ctx.local_sent_at.date())
    return replace(told, needs=body.needs, years=years)


@router.intercept
def at_risk(ctx: Context, meanings: Meanings) -> Reply | None:
    """Say what fits such a person before any answer that is for everybody.

    A household that is watched has it said below what is written down.  What they want besides
    is seen to below it.
    """
    if ctx.parse.danger or is_for_all(ctx):
        return None
    is_told = ctx.slots.get("temps") or ctx.slots.get("symptoms")
    if is_told and homes.is_another(ctx):  # how others are is passed on
        return None
    found = near(ctx)
    if not found:
        return _after_asking(ctx) or _hesitates(ctx) or _sets_out(ctx)
    if ctx.reported and (ctx.slots.get("temps") or ctx.slots.get("symptoms")):
        return None
    said = told(ctx, found)
    if ctx.is_aside or not _wants_more(ctx):
        return said
    also = meanings.by_intent(ctx.aside())
    return said.then(also.text) if also.text and also.meant != "limits" else said


def told(ctx: Context, found: Sequence[TriageLine] = ()) -> Reply:
    """Return the advice with a doctor offered below it."""
    words = advice(ctx, found)
    if ctx.is_aside:
        return Reply(words, meant="report_symptom")
    return ctx.offer(words, DOCTOR).means("report_symptom")


def before(ctx: Context, said: Reply) -> Reply:
    """Put what fits just such a person before what was written down."""
    found = [] if is_for_all(ctx) else near(ctx)
    return reply(said).after(advice(ctx, found)) if found else said


def _wants_more(ctx: Context) -> bool:
    """Tell whether something is asked or wanted that is not of the illness itself."""
    intent = ctx.parse.intent
    if ctx.parse.ask_back or intent in _OF_A_BODY:
        return False
    if intent.startswith("request_"):  # whoever names a medicine has not asked us to buy it
        return _CALLS.search(ctx.text) is not None
    return intent.startswith(_WISHES)


def is_for_all(ctx: Context) -> bool:
    """Tell a notice or a story passed on, and a rumour that is asked about."""
    is_long = len(ctx.text) > LONGEST or _OTHERS_WORDS.match(ctx.text) is not None
    is_rumour = ctx.parse.intent == "verify_rumor" and _HEARSAY.search(ctx.text) is not None
    return is_long or ctx.message.in_group or is_rumour


def _after_asking(ctx: Context) -> Reply | None:
    """Hear who it is, from somebody who has just been asked after a fever was told."""
    if len(ctx.text) > AN_ANSWER or ctx.slots.get("temps"):
        return None
    found = near(ctx.derive(known={**ctx.known, SIGNS: [FEVER, UNWELL]}))
    is_nobody = not found and _NONE_OF_THESE.fullmatch(ctx.text.strip())
    if not (found or is_nobody) or not _was_asked(ctx):
        return None
    return told(ctx, found) if found else Reply(NOBODY_AT_RISK, meant="report_symptom")


def _hesitates(ctx: Context) -> Reply | None:
    """Say once more when to be seen, to whoever would rather wait for it than go."""
    if ctx.actor.is_staff or not _WAITS.search(ctx.text) or len(ctx.text) > A_DOUBT:
        return None
    asked = last_said(ctx.db, ctx.caller.contact_id, ctx.turn_id, ctx.now - LATELY)
    line = ctx.house.library.triage.said_in(asked.answer) if asked is not None else None
    if line is None or line.urgency is Haste.SOON:
        return None
    return ctx.offer(f"{GO}{line.says}", DOCTOR).means("report_symptom")


def _sets_out(ctx: Context) -> Reply | None:
    """Say what to take along, to whoever was just told to go and asks it."""
    if ctx.actor.is_staff or not _BRINGS.search(ctx.text) or len(ctx.text) > A_DOUBT:
        return None
    triage, since = ctx.house.library.triage, ctx.now - LATELY
    said = said_lately(ctx.db, ctx.caller.contact_id, ctx.turn_id, since)[:LOOKED_AT]
    told = (triage.said_in(one.answer) for one in said)
    is_sent = any(one is not None and one.urgency is not Haste.SOON for one in told)
    found = ctx.knowledge.chosen(TO_BRING, ctx.now) if is_sent else None
    return ctx.answer(found, found.text).means("known") if found is not None else None


def _was_asked(ctx: Context) -> bool:
    asked = last_said(ctx.db, ctx.caller.contact_id, ctx.turn_id, ctx.now - LATELY)
    return asked is not None and WHO in asked.answer
