"""What somebody tells or fears may be a known question: its answer goes before what suits anybody."""

import re
from dataclasses import replace

from community.knowledge.nearness import NEAR
from community.knowledge.wording import VERDICTS, Answer
from core.library import Entry
from dialog import Context, Reply, Router
from handlers.knowledge import answers, local_facts, story, unknown
from handlers.knowledge.matters import DOCTOR

router = Router("beside")

HEART = "心里话"  # the topic of what weighs on people
MEDICINE = "用药"  # the topic of what may be taken, and what not together
PLAIN = 0.95  # so near a long story is this very thing
SURELY = 0.6  # so near, what is told is this very thing
PARTLY = 0.55  # so near, a part of what is told is this thing
A_PART = 8  # characters; less names nothing
_ILL = {"report_symptom", "report_temperature"}
UNWELL = re.compile(
    r"热得|发?烧|晕|昏|摔|(?<!心)(?<!心里)[疼痛]|喘|不(?:说话|吃|喝|动|认人)|叫不|吐|断[粮药]|没(?:吃|药|米)|饿"
)
_FEVER = re.compile("烧|发热")
_WHAT_TO_DO = re.compile(
    "怎么办|咋[办整个]|怎么弄|如何是好|[要用]不[要用]?.{0,2}(?:去|看|上).{0,2}(?:医院|医生|卫生院|门诊)|报体温"
)
# What is past its use is not taken for a fever either.
_STALE = re.compile(
    r"(?:药|片|丸|布洛芬|美林|泰诺)[^。]{0,10}过期|过期[^。]{0,10}(?:药|片|丸|布洛芬|美林|泰诺)"
)
A_STALE_ONE = "过期的药还能吃吗"
WITHOUT = "手上没药：少穿、多喝水、温水擦身。三天不退、没精神，去看医生；喘不上气、叫不醒打120。"
PRESSURE = "血压多少算正常"
_PRESSURE = re.compile(r"(?<!\d)(?:1[3-9]\d|2\d\d)\s*[/／比]\s*(?:[6-9]\d|1[0-4]\d)(?!\d)")
_CALLED = {"request_errand", "request_human"}
_ACCUSES = re.compile(
    r"举报|投诉|反映|有人|他们?|她们?|谁|偷|乱|故意|居然|竟然|邻居|隔壁|老板|物业|养殖场|厂"
)


def known(ctx: Context) -> Answer | None:
    """Return the answer to what is told, where a known question is near or ahead of all others."""
    if len(ctx.text) < answers.A_QUESTION:
        return None
    found = ctx.knowledge.known(ctx.text, ctx.now, least=SURELY)
    found = found or ctx.knowledge.guess(ctx.text, ctx.now)
    if found is not None and _is_verdict(found) and not unknown.asks(ctx.text):
        return None  # nothing was said that is true or not
    return local_facts.beside(ctx, found)


def _surely(ctx: Context) -> Answer | None:
    """Return the answer to what is told, where it is just this that is known."""
    found = ctx.knowledge.known(ctx.text, ctx.now, least=SURELY)
    return None if found is None or _is_verdict(found) else found


def surely_asked(ctx: Context) -> Answer | None:
    """Return the answer to what is asked, whatever else the words may be."""
    if not unknown.asks(ctx.text):
        return None
    return local_facts.beside(ctx, _surely(ctx))


# “可以用吧”, “没事吧”: leave is asked for.
_LEAVE = re.compile(r"(?:可以|能|行|没事|不要紧|没关系|不会)[^，,。]{0,6}吧(?:[，,。?？!！]|$)")


def surely_told(ctx: Context) -> Answer | None:
    """Return what helps with a trouble that is told, where it is just this that is known."""
    return None if len(ctx.text) < answers.A_QUESTION else local_facts.beside(ctx, _surely(ctx))


def told_in_part(ctx: Context) -> Answer | None:
    """Return what helps with a trouble that part of what is told names plainly."""
    if (whole := surely_told(ctx)) is not None:
        return whole
    parts = [one for one in _JOINTS.split(ctx.text) if len(one) >= A_PART]
    looked = (ctx.knowledge.known(one, ctx.now, least=PARTLY) for one in parts)
    found = next((one for one in looked if one is not None and not _is_verdict(one)), None)
    return local_facts.beside(ctx, found)


def asked_in_danger(ctx: Context) -> Answer | None:
    """Return the answer to what is asked where something only sounds like danger."""
    if not unknown.asks(ctx.text) and not _LEAVE.search(ctx.text):
        return None
    if ctx.slots.get("temps"):
        return None  # what counts as a fever helps nobody who sees black
    is_long = len(ctx.text) > story.LONG * 3  # many things sound like some part of it
    whole = ctx.knowledge.known(ctx.text, ctx.now, least=PLAIN if is_long else SURELY)
    whole = None if whole is None or _is_verdict(whole) else whole
    return local_facts.beside(ctx, whole) or story.asked_in(ctx)


def likely_asked(ctx: Context) -> Answer | None:
    """Return the answer most likely asked for: whoever asks is not given a receipt alone."""
    if not unknown.asks(ctx.text) or len(ctx.text) < answers.A_QUESTION:
        return None
    found = ctx.knowledge.guess(ctx.text, ctx.now)
    return None if found is None or _is_verdict(found) else local_facts.beside(ctx, found)


_JOINTS = re.compile(r"[，,。.!！;；\s]+|(?<=[?？])")


def part_asked(ctx: Context) -> Answer | None:
    """Return the answer to the part that asks, in a text that tells something first.

    “我阳了，孩子能上学不” asks of what stands in its other half.
    """
    parts = [one for one in _JOINTS.split(ctx.text) if one and one != ctx.text]
    things = [one for one in ctx.knowledge.things.named(ctx.text) if one.kind == "illness"]
    for part in parts:
        if not unknown.asks(part) or len(part) < answers.A_QUESTION:
            continue
        named = "" if ctx.knowledge.things.named(part) or len(things) != 1 else things[0].name
        found = ctx.knowledge.known(f"{named}{part}", ctx.now, least=SURELY)
        if found is not None:
            return local_facts.beside(ctx, found)
    return None


def _of_fever(found: Answer) -> bool:
    piece = found.held.piece
    return isinstance(piece, Entry) and any(_FEVER.search(one) for one in piece.questions)


def _is_verdict(found: Answer) -> bool:
    piece = found.held.piece
    return isinstance(piece, Entry) and piece.topic == VERDICTS


def _of_pressure(ctx: Context) -> Answer | None:
    """Return what is known of a blood pressure that is told as two numbers: “168/98，有些头胀”."""
    if not _PRESSURE.search(ctx.text):
        return None
    return local_facts.beside(ctx, ctx.knowledge.known(PRESSURE, ctx.now, least=SURELY))


@router.intercept
def of_an_illness(ctx: Context, _: object) -> Reply | None:
    """Say what is known of just this illness; what is said to whoever is unwell comes where nothing is."""
    if ctx.parse.intent not in _ILL or ctx.parse.danger or ctx.reported or ctx.is_aside:
        return None
    if ctx.slots.get("temps"):
        return None  # a reading is a report, whatever else is near
    found = _of_pressure(ctx) or known(ctx)
    if found is None or (_FEVER.search(ctx.text) and not _of_fever(found)):
        return None  # what is known of a sore throat is not all that is said of a fever
    told = replace(answers.say(ctx, found), choices=(), carries={})
    if ctx.parse.intent == "report_temperature":
        return told.means("known")  # the heat of a day, and nobody is ill
    offered = ctx.offer(told.text, DOCTOR)
    return replace(told, choices=offered.choices, origin=offered.origin).means(ctx.parse.intent)


@router.intercept
def of_a_fever(ctx: Context, _: object) -> Reply | None:
    """Answer what is asked with a reading that nobody writes down, where it is just this that is known."""
    if not ctx.slots.get("temps") or ctx.reported or ctx.parse.danger or ctx.is_aside:
        return None
    if _WHAT_TO_DO.search(ctx.text):
        return None  # what helps with a fever is said to them, and a doctor offered
    if _STALE.search(ctx.text) and unknown.asks(ctx.text):
        stale = ctx.knowledge.known(A_STALE_ONE, ctx.now, least=SURELY)
        if stale is not None:
            told = answers.say(ctx, local_facts.beside(ctx, stale) or stale)
            return told.then(WITHOUT, between="\n").means("known")
    found = surely_asked(ctx)
    if found is None or not (_of_fever(found) or found.held.piece.topic == MEDICINE):
        return None
    return answers.say(ctx, found).means("known")


@router.intercept
def of_a_trouble(ctx: Context, _: object) -> Reply | None:
    """Say what to do about a trouble that is known, where nobody is asked to come for it."""
    is_nobodys = ctx.parse.intent == "report_violation" and not _ACCUSES.search(ctx.text)
    if not (ctx.parse.intent in _CALLED or is_nobodys) or unknown.calls(ctx.text):
        return None
    found = ctx.knowledge.known(ctx.text, ctx.now, least=SURELY)
    if found is None:
        return None
    return answers.say(ctx, local_facts.beside(ctx, found) or found).means("known")


def of_the_heart(ctx: Context) -> Reply | None:
    """Say what is known to help with what weighs on somebody: a neighbour's words cite no law."""
    if len(ctx.text) < answers.A_QUESTION:
        return None
    found = ctx.knowledge.known(ctx.text, ctx.now, least=SURELY)
    found = found or ctx.knowledge.guess(ctx.text, ctx.now, least=NEAR)
    piece = found.held.piece if found is not None else None
    if found is None or not isinstance(piece, Entry) or piece.topic != HEART:
        return None
    return ctx.answer(found, found.said).means("psych_support")


# Who says that it is to be reported is asked whether by name; who asks how safe it is, or whose matter it is, is not.
_REPORTS = re.compile("举报|反映|匿名|投诉|检举|告发")
_OF_REPORTING = re.compile(
    r"(?:知道|晓得|查到|猜到|看到|发现).{0,4}(?:是我|谁)|(?:被|让).{0,6}(?:知道|晓得|发现|查到)|保密|泄[露漏]|报复|有用|有没有用|归谁|谁.{0,2}[管理]|边[个個].{0,2}[管理]|哪个?部门|实名|不露名"
    r"|(?:投诉|反映|举报|检举)(?:给)?(?:谁|哪)|(?:找|跟|向)(?:谁|哪[里儿个]?).{0,2}(?:投诉|反映|举报)"
)


SECRECY = "举报保密"  # the topic of whether who reports stays unknown
_STAYS_UNKNOWN = re.compile(
    r"(?:知道|晓得|查到|猜到|发现)[^,，。]{0,4}(?:是我|谁)|(?:被|让)[^,，。]{0,6}(?:知道|晓得|发现|查到)|保密|泄[露漏]"
)


@router.intercept
def of_secrecy(ctx: Context, _: object) -> Reply | None:
    """Say whether who reports stays unknown to whoever asks just that; nothing is reported by asking."""
    is_asked = _REPORTS.search(ctx.text) and _STAYS_UNKNOWN.search(ctx.text)
    if not is_asked or not unknown.asks(ctx.text) or ctx.message.in_group or ctx.parse.danger:
        return None
    held = next(iter(ctx.knowledge.all_of(SECRECY, ctx.now)), None)
    found = ctx.knowledge.chosen(held.piece.id, ctx.now) if held is not None else None
    return answers.say(ctx, found).means("known") if found is not None else None


@router.intercept
def of_a_nuisance(ctx: Context, _: object) -> Reply | None:
    """Say what to do about a neighbour's doing that is known; to report it is one digit away."""
    if ctx.parse.intent != "report_violation" or ctx.parse.danger or ctx.is_aside:
        return None
    is_asked = unknown.asks(ctx.text) and bool(_OF_REPORTING.search(ctx.text))
    if ctx.message.in_group or (_REPORTS.search(ctx.text) and not is_asked):
        return None
    found = local_facts.beside(ctx, known(ctx) if is_asked else _surely(ctx))
    if found is None:
        return None
    return replace(ctx.answer(found, found.text), leads_to="form:tip").means("report_violation")


def worry(
    ctx: Context, before: str = "", after: str = "", *, is_told: bool = False
) -> Reply | None:
    """Answer what somebody asks or tells of in a worry, between two sentences; None if it is not known."""
    is_more = is_told or unknown.asks(ctx.text) or UNWELL.search(ctx.text)
    found = known(ctx) if is_more else local_facts.beside(ctx, _surely(ctx))
    if found is None:
        return None
    said = answers.say(ctx, found)
    said = said.then(after, between="\n") if after else said
    return said.after(before) if before else said
