"""The questions nobody could answer: staff see them and answer once for all who asked."""

import re

from community import privacy, questions
from core.phrases import shorten
from db import people
from db import questions as tables
from dialog import Context, Router

router = Router("questions")

SHOWN = 5


@router.command(r"(问题|未答问题|没答的问题)[。?？]?", staff=True)
def listing(ctx: Context, _: object) -> str | None:
    """Show the open questions, each with the three nearest answers we have."""
    if not ctx.is_staff:
        return None
    heads = tables.open_heads(ctx.db, SHOWN)
    if not heads:
        return "现在没有等人回答的问题。"
    lines = [f"等人回答的问题（共{tables.open_count(ctx.db)}个）："]
    for head in heads:
        asked = len(tables.group(ctx.db, head.id))
        lines.append(f"{head.id} {shorten(head.text, 60)}（{asked}人问）")
        for number, entry in enumerate(_nearest(ctx, head.text), 1):
            lines.append(f"　用{number}：{shorten(entry, 30)}")
    first = heads[-1].id
    lines.append(f"回答请写“答 {first} 内容”；用现成答案写“答 {first} 用 1”。")
    return "\n".join(lines)


@router.command(r"答\s*[#＃第]?(?P<number>\d+)\s*号?[\s:：,，]*(?P<text>.+)", staff=True)
def answer(ctx: Context, found: re.Match[str]) -> str | None:
    """Take “答 12 可以的，带身份证就行” and “答 12 用 3”."""
    if not ctx.is_staff:
        return None
    head = tables.find_open(ctx.db, int(found["number"]))
    if head is None:
        return f"没有编号{found['number']}的问题，或者已经答过了。回复“问题”看还有哪些。"
    text = _text(ctx, head.text, found["text"].strip())
    if text is None:
        return f"没有这一条现成答案。回复“问题”看看，或写“答 {head.id} 内容”。"
    if questions.without_personal(text) != text:
        return "答复里像是有个人信息（电话、证件号或门牌），会发给所有问过的人，请去掉再发。"
    staff = people.get(ctx.db, ctx.caller.person_id or 0)
    told = questions.answer(ctx.db, head, text, staff, ctx.now, ctx.house.zone)
    privacy.record(ctx.db, ctx.now, "answer", actor=staff.id, detail=f"question {head.id}")
    return f"已答复，正在告诉问过的{told}人。"


def _text(ctx: Context, asked: str, said: str) -> str | None:
    chosen = re.fullmatch(r"用\s*(\d)", said)
    if chosen is None:
        return said
    found = ctx.knowledge.near(asked, ctx.now, 3)
    number = int(chosen[1])
    return found[number - 1].text if 1 <= number <= len(found) else None


def _nearest(ctx: Context, text: str) -> list[str]:
    return [found.text.partition("\n")[0] for found in ctx.knowledge.near(text, ctx.now, 3)]
