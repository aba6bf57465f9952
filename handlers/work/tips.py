"""What is told without a name: a receipt is the only way back to it."""

import re
import secrets
from datetime import datetime

from community.work import casework
from db import turns
from db.models import Submission, SubmissionState, Ticket
from db.work import submissions
from dialog import Context, Reply, Router
from handlers.work import promises

router = Router("tips")

_LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # none that is easily taken for another
LENGTH = 8
STATES = {
    SubmissionState.WAITING: "已交给社区，还在核实",
    SubmissionState.ASKED: "社区想再问一句",
    SubmissionState.CONFIRMED: "已核实处理",
    SubmissionState.DECLINED: "核实过了，没有处理",
    SubmissionState.OVERDUE: "还没有核实完，已经往上催",
}
UNKNOWN = "没有找到这个回执号，请核对一下（8位字母和数字）。太久以前的已经按规定删掉了。"


def new_receipt() -> str:
    return "".join(secrets.choice(_LETTERS) for _ in range(LENGTH))


def blurred(now: datetime) -> datetime:
    """Return the moment an unseen form is stored under: the hour, not the minute."""
    return turns.blur(now)


@router.command(
    r"(查询?|看看?)?(一下)?(举报|回执|反映)(进度|结果|情况|号|编号)?[\s:：,，]*(?P<receipt>[A-Za-z0-9]{4}[\s-]?[A-Za-z0-9]{4})[。?？]?"
)
def look_up(ctx: Context, found: re.Match[str]) -> Reply:
    """Take “查举报 R7K2ABCD”; whoever has the receipt may know what became of it."""
    return Reply(_state(ctx, found["receipt"]), is_unseen=True)


def _state(ctx: Context, receipt: str) -> str:
    own = _find(ctx, receipt)
    if own is None:
        return UNKNOWN
    _, sent = own
    lines = [f"回执{_plain(receipt)}：{STATES.get(sent.state, '已结束')}。"]
    asked = submissions.last_question(ctx.db, sent)
    if sent.state is SubmissionState.ASKED and asked is not None:
        lines.append(f"社区问：{asked.text}\n回答请写“补充举报 {_plain(receipt)} 您的话”。")
    decided = [e.text for e in submissions.history(ctx.db, sent) if e.act.value == sent.state.value]
    if decided and decided[-1]:
        lines.append(f"说明：{decided[-1]}")
    return "\n".join(lines)


@router.command(
    r"补充(举报|反映)?[\s:：,，]*(?P<receipt>[A-Za-z0-9]{4}[\s-]?[A-Za-z0-9]{4})[\s:：,，]+(?P<said>.+)"
)
def add(ctx: Context, found: re.Match[str]) -> Reply:
    """Take “补充举报 R7K2ABCD 在三楼”: still nobody knows who says it."""
    return Reply(_add(ctx, found["receipt"], found["said"].strip()), is_unseen=True)


def _add(ctx: Context, receipt: str, text: str) -> str:
    own = _find(ctx, receipt)
    if own is None:
        return UNKNOWN
    ticket, sent = own
    if not sent.state.is_open:
        return f"回执{_plain(receipt)}：{STATES.get(sent.state, '已结束')}，不能再补充了。"
    casework.reply(ctx.db, ticket, text, f"匿名举报人补充：“{text}”", blurred(ctx.now))
    said = "补充的话已经转给{who}，同样不留您的名字。"
    return promises.told(ctx, ticket, said)


def _find(ctx: Context, receipt: str) -> tuple[Ticket, Submission] | None:
    return submissions.by_receipt(ctx.db, _plain(receipt))


def _plain(receipt: str) -> str:
    return re.sub(r"[\s-]", "", receipt).upper()
