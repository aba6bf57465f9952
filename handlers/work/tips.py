"""What is told without a name: a receipt is the only way back to it."""

import re
import secrets

from community.work import casework
from community.work.casework import ItemState, Submission, WorkItem
from core.phrases import quoted
from dialog import Context, Reply, Router
from handlers.people import guessing
from handlers.work import promises

router = Router("tips")

_LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # none that is easily taken for another
LENGTH = 8
LONGEST = 1000  # characters of what is added
STATES = {
    ItemState.TAKEN: "有人在核实",
    ItemState.DONE: "已核实处理",
    ItemState.DECLINED: "核实过了，没有处理",
}
UNKNOWN = "没有找到这个回执号，请核对一下（8位字母和数字）。太久以前的已经按规定删掉了。"


def new_receipt() -> str:
    return "".join(secrets.choice(_LETTERS) for _ in range(LENGTH))


@router.command(
    r"(查询?|看看?)?(一下)?(举报|回执|反映)(进度|结果|情况|号|编号)?[\s:：,，]*(?P<receipt>[A-Za-z0-9]{4}[\s-]?[A-Za-z0-9]{4})[。?？]?"
)
def look_up(ctx: Context, found: re.Match[str]) -> Reply:
    """Take “查举报 R7K2ABCD”; whoever has the receipt may know what became of it."""
    return Reply(_state(ctx, found["receipt"]), is_anonymous=True)


def _state(ctx: Context, receipt: str) -> str:
    own = _find(ctx, receipt)
    if isinstance(own, str):
        return own
    item, _ = own
    lines = [f"回执{_plain(receipt)}：{_said_of(item)}。"]
    asked = casework.question_about(ctx.db, item)
    if item.asked_at is not None and asked is not None:
        lines.append(f"社区问：{asked}\n回答请写“补充举报 {_plain(receipt)} 您的话”。")
    if item.result:
        lines.append(f"说明：{item.result}")
    return "\n".join(lines)


@router.command(
    r"补充(举报|反映)?[\s:：,，]*(?P<receipt>[A-Za-z0-9]{4}[\s-]?[A-Za-z0-9]{4})[\s:：,，]+(?P<said>.+)"
)
def add(ctx: Context, found: re.Match[str]) -> Reply:
    """Take “补充举报 R7K2ABCD 在三楼”: still nobody knows who says it."""
    return Reply(_add(ctx, found["receipt"], found["said"].strip()), is_anonymous=True)


def _add(ctx: Context, receipt: str, text: str) -> str:
    own = _find(ctx, receipt)
    if isinstance(own, str):
        return own
    item, _ = own
    if item.state is not ItemState.OPEN:
        return f"回执{_plain(receipt)}：{_said_of(item)}，不能再补充了。"
    casework.reply(
        ctx.db, item, text, f"匿名举报人补充：“{quoted(text, LONGEST)}”", casework.blurred(ctx.now)
    )
    said = "补充的话已经转给{who}，同样不留您的名字。"
    return promises.told(ctx, item, said)


def _said_of(item: WorkItem) -> str:
    if item.state is not ItemState.OPEN:
        return STATES.get(item.state, "已结束")
    if item.late_at is not None:
        return "还没有核实完，已经往上催"
    return "社区想再问一句" if item.asked_at is not None else "已交给社区，还在核实"


def _find(ctx: Context, receipt: str) -> tuple[WorkItem, Submission] | str:
    """Return what a receipt stands for, or what to say: nobody finds one by trying them all."""
    if pause := guessing.pause_of_receipts(ctx):
        return pause
    own = casework.by_receipt(ctx.db, _plain(receipt))
    if own is None:
        guessing.missed_receipt(ctx)
        return UNKNOWN
    return own


def _plain(receipt: str) -> str:
    return re.sub(r"[\s-]", "", receipt).upper()
