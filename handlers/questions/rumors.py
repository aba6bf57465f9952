"""Rumours: a verdict with its source if there is one; else somebody finds out, and all who asked hear."""

import re
from datetime import timedelta
from typing import Any

from community import questions
from community.knowledge.wording import VERDICTS, Answer
from community.people.access import Refused
from community.questions import QuestionKind
from community.questions.feedback import last_said
from community.work.escalation import Subject
from core import personal
from core.library import Entry
from core.phrases import shorten
from dialog import Context, Reply, Router, Said
from dialog.reply import reply
from handlers.knowledge import answers, beside, unknown
from handlers.notices import board
from handlers.work import promises

router = Router("rumors")

JUST_NOW = timedelta(minutes=30)  # “是真的吗” is about what was forwarded not longer ago
AN_ASSERTION = 4  # characters; less says nothing that could be true
GENERAL = "谣言"  # the topic of what we know about rumours in general
ALARMS = "险情传言"  # the topic of what to do on a rumour of danger, true or not
LONGEST = 400  # characters of a assertion that are kept; the rest repeats itself
FORWARDED = 20  # characters from which a text may be a forwarded notice

WHAT = "您想核实哪条消息？把原文转给我，或写“听说…是真的吗”。没核实前请先别转发。"
UNSURE = "这个说法还不确定，{told}没核实前请先别转发。"
ALREADY = "这个说法已经有人问过，{told}没核实前请先别转发。"
NOT_OURS = "邻报里没有这条通知，不是本社区在这里发的。先别转发，也别照着做。{told}"
TO_PUBLISH = "邻报里没有发过这条。要发给居民，请写“发通知 全体 …”。"
PRIVATE = "这说的是别人家的事。病情和住址是隐私，我不打听也不核实，也请您别转发。要是担心自己接触过，把情况告诉我，或回复“转人工”。"

_POLITE = r"(?:请问|我想问一?下|想问一?下|求证|求辟谣|麻烦核实|核实一?下)[:：,，]?"
_HEARSAY = (
    r"(?:听说|听人说|听讲|据说|网传|网上[说传]|"
    r"(?:楼[上下]|隔壁|对门|邻居|亲戚|朋友|同事|老乡|群友)[^,，。说讲是]{0,5}[说讲]|"
    r"群里[都在]*[说传]|有人[说讲]|朋友圈[都在]*[说传]|抖音上?[说讲]|邻居说|大家都?[说在传]+)[:：,，]?"
)
_DOUBT = (
    r"[,，。;；\s]{0,3}(?:[这那](?:个|条|事|话|种说法|消息)*)?(?:到底)?"
    r"(?:是不是(?:真的|谣言|假的)|是(?:真的?|假的?)(?:吗|还是假的|不)?|真的假的|真的吗|"
    r"真?有(?:这|此)(?:回)?事[吗么没]?|有没有(?:这|此)(?:回)?事|属实[吗么]|属不属实|是否属实|"
    r"靠谱[吗么不]|可信[吗么不]|能信[吗么不]|谣言[吗么吧])[?？!！。\s]{0,5}"
)
_ASKS = re.compile(f"{_POLITE}|{_HEARSAY}|{_DOUBT}")
_DOUBTED = re.compile(f"{_DOUBT}$")
_HEARD = re.compile(f"^(?:{_POLITE})?{_HEARSAY}")
_CLAUSE = re.compile(r"[,，。;；!！?？\s]+")
_REMEDY = re.compile(
    r"[喝吃熏抹泡含贴涂洗喷捂刮].{0,12}(?:治|防|杀|管用|见效|退烧|好得快|排毒)|偏方|神药"
)
TAKE_NOTHING = "没核实前别照着吃、照着做，该看的病、该吃的药别停。"
_ONLY_ASKS = (
    r"(?:[这那]|上面|刚才|刚刚|上条|前面)*(?:个|条|段)?(?:消息|通知|说法|视频|截图|转发的?|发的?)?的?(?:是|到底)*"
    r"(?:真的假的|真的[吗么]?|真假|真[吗么]|真实[吗么]|不是真的|谣言[吗么吧]?|假的[吗么吧]?|属实[吗么]?|靠谱[吗么]?|可信[吗么]?|能信[吗么]?|有这回事[吗么]|是不是真的|是不是谣言)[?？!！。\s]*"
)
# A notice has a heading or addresses everybody; whoever asks about one asks.
_HEADED = re.compile(
    r"^\s*(?:转发?[:：]?\s*)?(?:[^\n]{0,30}(?:通知|公告|通告|告知书|倡议书|告居民书|温馨提示|紧急提醒)|"
    r"(?:各位|尊敬的|亲爱的|全体)(?:社区|小区)?(?:居民|业主|村民|邻居|家长))"
)
_TITLED = re.compile(r"^\s*【[^】]{0,20}(?:通知|公告|通告|告知书|倡议书|提醒)[^】]{0,10}】")
_SIGNED = re.compile(r"社区|居委会?|村委会?|物业|街道|网格|防控办|指挥部|镇政府|乡政府|业委会")
_ASKED = re.compile(
    r"请问|想问|问一?下|问问|我想|[吗呢?？]|怎么|哪里|在哪|几点|为什么|能不能|可不可以"
)
_TO_SPREAD = re.compile(
    r"互相转告|相互转告|扩散|速转|请转发|转发给|转给(?:家人|身边|亲友|大家)|告诉(?:家人|身边|大家)|内部消息|内部通知"
)


@router.intent("verify_rumor")
def verify(ctx: Context) -> Said:
    """Take “听说明天全市停水，是真的吗”."""
    assertion = _assertion_in(ctx.text)
    return _check(ctx, assertion) if len(assertion) >= AN_ASSERTION else _of_last(ctx)


@router.command(_ONLY_ASKS)
def is_it_true(ctx: Context, _: object) -> Said | None:
    """Take “是真的吗” after something was forwarded."""
    return _of_last(ctx)


def _of_last(ctx: Context) -> Said:
    since = ctx.now - JUST_NOW
    last = last_said(ctx.db, ctx.caller.contact_id, ctx.turn_id, since)
    assertion = _assertion_in(last.text) if last else ""
    if len(assertion) < AN_ASSERTION:
        return WHAT
    return _check(ctx, assertion)


@router.intercept
def doubted(ctx: Context, _: Any) -> Reply | None:
    """“…靠谱吗” is a rumour too where the meaning is not clear, or where they say they heard it."""
    unclear = ctx.parse.intent == "oos" or ctx.parse.ask_back
    asks = _DOUBTED.search(ctx.text) and (unclear or _HEARD.search(ctx.text))
    if not asks or len(_assertion_in(ctx.text)) < AN_ASSERTION or ctx.slots.get("temps"):
        return None
    return reply(verify(ctx)).means("verify_rumor")


@router.intercept
def forwarded(ctx: Context, _: Any) -> Said | None:
    """A text that looks like a notice of ours and is none, or that wants to be spread."""
    text = ctx.text
    if len(text) < FORWARDED:
        return None
    if not _TITLED.search(text) and (_ASKED.search(text) or board.needs_something(ctx)):
        return None
    looks_ours = _HEADED.search(text) and (_SIGNED.search(text) or ctx.house.community in text)
    if not looks_ours and not _TO_SPREAD.search(text):
        return None
    if ctx.actor.is_staff:
        return TO_PUBLISH if looks_ours else None
    said = _check(ctx, _assertion_in(text), NOT_OURS if looks_ours else UNSURE)
    return reply(said).means("verify_rumor")


def _assertion_in(text: str) -> str:
    """Return what is asserted, without the words that ask whether it is true."""
    return shorten(_ASKS.sub(" ", text[: 2 * LONGEST]).strip(' \n,，。:：“”"?？!！'), LONGEST)


def _check(ctx: Context, assertion: str, unsure: str = UNSURE) -> Said:
    """Say what is known of a assertion: from our notices, from staff, from what we know, or not yet."""
    said = board.recognised(ctx, assertion) or board.told_in_notice(ctx, assertion)
    if said is not None:
        return said
    if _is_about_somebody(assertion):
        return _known(ctx, assertion, only_verdicts=True) or PRIVATE
    return _told(ctx, assertion) or _known(ctx, assertion) or _find_out(ctx, assertion, unsure)


def _is_about_somebody(assertion: str) -> bool:
    plain = personal.without(assertion)
    return any(mark in plain and mark not in assertion for mark in ("〔姓名〕", "〔门牌〕"))


def _told(ctx: Context, assertion: str) -> Reply | None:
    """Return what staff have found out about the same assertion."""
    found = answers.recalled(ctx, assertion, {QuestionKind.RUMOR})
    return ctx.answer(found, found.text) if found is not None else None


def _known(ctx: Context, assertion: str, *, only_verdicts: bool = False) -> Reply | None:
    """Return what we know about it with its source; how to tell rumours in general is no verdict."""
    claim = _CLAUSE.split(assertion)[0]  # what is told of oneself comes behind what was heard
    found = _verdict(ctx, claim) or answers.known_answer(ctx, assertion, VERDICTS)
    if only_verdicts and (found is None or found.held.piece.topic != VERDICTS):
        return None
    entry = found.held.piece if found else None
    if not isinstance(entry, Entry) or entry.topic == GENERAL:
        found = _ruled(ctx)
    if found is None or _is_of_a_day(ctx, found):
        return None
    if found.held.piece.topic == ALARMS:  # what keeps them safe is known, whether it is true is not
        return ctx.answer(found, f"{found.text}\n{_told_of(ctx, assertion)[1]}")
    if found.held.piece.topic != VERDICTS:  # a fact that was asked for, no rumour
        return ctx.answer(found, found.text)
    return ctx.answer(found, f"{found.text}\n没核实过的消息请别转发。")


def _verdict(ctx: Context, claim: str) -> Answer | None:
    """Return the verdict on what was heard, without what was said beside it."""
    found = answers.known_answer(ctx, claim, VERDICTS) if len(claim) >= AN_ASSERTION else None
    return found if found is not None and found.held.piece.topic == VERDICTS else None


def _is_of_a_day(ctx: Context, found: Answer) -> bool:
    """Tell whether something of a place on a day is asserted: what names whom to ask cannot tell of it."""
    piece = found.held.piece
    names = isinstance(piece, Entry) and bool(piece.facts) and piece.topic != VERDICTS
    return names and bool(ctx.slots.get("dates"))


def _ruled(ctx: Context) -> Answer | None:
    """“听说回来要隔离” is answered by the rule in force."""
    if len(ctx.parse.intents) < 2:  # nothing is asked but whether it is true
        return None
    found = answers.find(ctx)
    is_rule = found is not None and found.cited.rule and not found.cited.entry
    return found if is_rule else None


def _find_out(ctx: Context, assertion: str, unsure: str) -> Said:
    """The secretary is asked to find out, once for everybody who asks."""
    is_new, told = _told_of(ctx, assertion)
    if is_new is None:
        return f"{told}没核实前请先别转发。"
    if is_new and not ctx.is_aside and (found := beside.likely_asked(ctx)) is not None:
        return answers.say(ctx, found).then(told, between="\n")
    said = (unsure if is_new else ALREADY).replace("{told}", told)
    caution = TAKE_NOTHING if _REMEDY.search(assertion) else ""
    return "\n".join(part for part in (unknown.haste(assertion), said, caution) if part)


def _told_of(ctx: Context, assertion: str) -> tuple[bool | None, str]:
    """Have somebody find out; return whether nobody had asked before (None: too much was asked), and who hears."""
    asked = unknown.as_asked(ctx, assertion)
    subject = Subject(unit=ctx.spot, turn_id=ctx.turn_id)
    found = questions.find_out(ctx.actor, ctx.db, asked, subject, ctx.now, ctx.house.desk)
    if isinstance(found, Refused):
        return None, promises.ENOUGH
    return found.is_new, promises.told(ctx, found.item, "已请{who}核实，有结果告诉您。")
