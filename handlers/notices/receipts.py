"""Answers to notices in any words: what was put down of which, or which is meant."""

import re
from dataclasses import replace
from typing import Any

from community.notices import Notice, receipts
from community.notices.receipts import NoticeAnswer, ReceiptAnswer, Received, WhichNotice
from community.people.access import Refused
from core.phrases import shorten
from dialog import Context, Reply, Router, Said
from dialog.unstored import PHONES
from handlers.notices import receipt_words
from handlers.work import promises

router = Router("receipts")

AT_ONCE = {ReceiptAnswer.RECEIVED, ReceiptAnswer.DONE}
SURE = 0.8
_OF_THEIR_OWN = ("request_", "report_", "ask_", "psych_", "complain_", "volunteer_")
GIST = 24  # characters of a notice that are quoted
NOT_TO_YOU = "通知 {code} 不是发给您这里的，没有记。收到的是哪一条，回复“通知”看一看。"
WHICH = "您说的是哪一条通知？"
SAID = {
    ReceiptAnswer.RECEIVED: "收到",
    ReceiptAnswer.DONE: "已办好",
    ReceiptAnswer.LATER: "晚些再办",
    ReceiptAnswer.AWAY: "现在不在这里",
}
HELPED = "记下了：通知 {code}“{gist}”，您这边有困难。已告诉{{who}}，请他们马上联系您。有生命危险别等，直接打119、120。"
HELPED_ANYWAY = "通知 {code} 不是发给您这里的，没有记到那一条；您这边有困难，已告诉{{who}}，请他们马上联系您。有生命危险别等，直接打119、120。"
WHERE = "请把几号楼几单元几室和电话也发给我。"
TO_DO = "办好了回复“已办”；有困难直接说，比如“走不动要人背”。"
STILL = "办好了再回复“已办”。"
STAYING = "家里还有人在，请告诉他们；人数有变也回一句。"


@router.command(r".*[Nn]\s*-?\d{1,9}.*", others="")
def coded(ctx: Context, _: re.Match[str]) -> Said | None:
    """Take “收到 N12”, “N12 我家3口人已到”."""
    said = receipt_words.read(ctx.text)
    return _answer(ctx, said) if said is not None and said.about else None


@router.command(r"[^?？]{1,40}")
def at_once(ctx: Context, _: re.Match[str]) -> Said | None:
    """Take “收到” before it is heard as anything else, if a notice waits for it."""
    if ctx.place is not None:  # in the middle of a form it answers the form
        return None
    said = receipt_words.read(ctx.text)
    if said is None or said.answer not in AT_ONCE or _is_other(ctx):
        return None
    return _answer(ctx, said)


@router.intercept
def in_any_words(ctx: Context, _: Any) -> Said | None:
    """Hear whatever people answer to a notice that lately reached them."""
    said = None if ctx.is_aside else receipt_words.read(ctx.text)
    if said is None or _is_other(ctx):
        return None
    return _answer(ctx, said, means_else=_means_else(ctx, said))


def _means_else(ctx: Context, said: NoticeAnswer) -> bool:
    """Tell whether the words are plainly a wish of their own: 帮我买药 answers no cut of water."""
    parse = ctx.parse
    is_clear = not parse.ask_back and parse.score >= SURE and parse.intent.startswith(_OF_THEIR_OWN)
    return is_clear and not said.about and said.answer is not ReceiptAnswer.DONE


def _is_other(ctx: Context) -> bool:
    """Tell whether the words report how somebody is: that is heard as a report."""
    return bool(ctx.slots.get("temps") or ctx.slots.get("symptoms"))


def _answer(ctx: Context, said: NoticeAnswer, *, means_else: bool = False) -> Said | None:
    found = receipts.find(ctx.resident, ctx.db, said, ctx.turn_id, ctx.now, ctx.house.desk)
    is_nobodys = isinstance(found, Refused) or (found is None and said.about)
    if is_nobodys and said.answer is ReceiptAnswer.PROBLEM:
        return _helped(ctx, said)
    if isinstance(found, Refused):
        return NOT_TO_YOU.format(code=found.about)
    if isinstance(found, WhichNotice):
        if means_else:
            return None
        return ctx.offer(
            WHICH,
            [(_gist(one), f"command:{one.code} {said.text}") for one in found.notices[:6]],
        )
    if found is None or (means_else and not (found.asks_answer or receipts.is_pressing(found))):
        return None
    return _put_down(ctx, found, said)


def _helped(ctx: Context, said: NoticeAnswer) -> Said:
    """Whoever cannot do it is helped, whatever notice they name."""
    item = receipts.ask_for_help(
        ctx.resident, ctx.db, said, ctx.speaker, ctx.calls, ctx.subject, ctx.now, ctx.house.desk
    )
    where = "" if ctx.is_at_home else WHERE
    told = promises.told(ctx, item, f"{HELPED_ANYWAY.format(code=said.about)}{where}")
    return Reply(told, meant="receipt")


def _put_down(ctx: Context, notice: Notice, said: NoticeAnswer) -> Said:
    done = receipts.receive(
        ctx.resident, ctx.db, notice, replace(said, about=notice.code or ""), ctx.speaker,
        ctx.calls, ctx.subject, ctx.now, ctx.house.desk,
    )  # fmt: skip
    if isinstance(done, Refused):
        return NOT_TO_YOU.format(code=done.about)
    return Reply(_worded(ctx, done), meant="receipt")


def _worded(ctx: Context, done: Received) -> str:
    """Quote what was put down, and say what is left to do where something is."""
    code, gist = done.notice.code, shorten(done.notice.text, GIST)
    if done.item is not None:
        return promises.told(ctx, done.item, HELPED.format(code=code, gist=gist))
    heads = f"，{done.people}人" if done.people is not None else ""
    begins = "已经记过了" if done.is_again else "记下了"
    drill = "（演练）" if done.notice.is_exercise else ""
    line = f"{begins}{drill}：通知 {code}“{gist}”，{SAID[done.answer]}{heads}。"
    return "\n".join(part for part in (line, _next(done)) if part)


def _next(done: Received) -> str:
    if done.answer is ReceiptAnswer.AWAY:
        return STAYING
    if not (done.notice.asks_answer or receipts.is_pressing(done.notice)):
        return ""
    if done.answer is ReceiptAnswer.RECEIVED:
        return TO_DO
    if done.answer is ReceiptAnswer.LATER:
        urgent = f"这条很急，别等。{PHONES}" if receipts.is_pressing(done.notice) else ""
        return urgent or STILL
    return ""


def _gist(notice: Notice) -> str:
    return f"{notice.code} {shorten(notice.text, GIST)}"
