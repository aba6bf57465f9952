"""The questions nobody could answer: staff see them and answer once for all who asked."""

import re

from community import escalation, privacy, questions
from community.questions import Told, age
from core import personal
from core.phrases import say_day, shorten
from db import feedback, people, work
from db import questions as tables
from db.models import Question, QuestionKind, TicketState
from dialog import Context, Router
from handlers import answers, entries, validity

router = Router("questions")

SHOWN = 5
OFTEN = 2  # so often of no use, an answer is named to staff


@router.command(r"(问题|未答问题|没答的问题)[。?？]?", staff=True)
def listing(ctx: Context, _: object) -> str | None:
    """Show the open questions, each with the three nearest answers we have."""
    if not ctx.is_staff:
        return None
    heads = tables.open_heads(ctx.db, SHOWN)
    waiting = entries.waiting(ctx)
    if not heads:
        return "\n".join(["现在没有等人回答的问题。", *waiting])
    lines = [f"等人回答的问题（共{tables.open_count(ctx.db)}个）："]
    for head in heads:
        lines.append(_line(ctx, head))
        for number, entry in enumerate(_nearest(ctx, head.text), 1):
            lines.append(f"　用{number}：{shorten(entry, 30)}")
    first = heads[0].id
    lines.append(f"回答请写“答 {first} 内容”；用现成答案写“答 {first} 用 1”。")
    if any(head.kind is QuestionKind.RUMOR for head in heads):
        lines.append("标“核实”的是传言，请答“属实”或“假的，…”。")
    return "\n".join([*lines, *_useless(ctx), *waiting])


def _useless(ctx: Context) -> list[str]:
    """Name the answers of ours that people find of no use: they may be out of date."""
    counts = [(cited, n) for cited, n in feedback.useless_counts(ctx.db) if n >= OFTEN]
    named = "、".join(f"{cited} ×{n}" for cited, n in counts[:SHOWN])
    return [f"常被说“没用”的答案：{named}"] if named else []


def _line(ctx: Context, head: Question) -> str:
    """Say what is asked, by how many, how long they wait, and what was of no use to them."""
    crowd = tables.crowd(ctx.db, head.id)
    about = [f"{crowd.askers}人问", age(crowd.since, ctx.now)]
    if crowd.doubted:
        about.append(f"答非所问 ×{crowd.doubted}")
    if crowd.given:
        about.append(f"当时答的是{crowd.given}")
    mark = "〔核实〕" if head.kind is QuestionKind.RUMOR else ""
    return f"{head.id} {mark}{shorten(head.text, 60)}（{'，'.join(about)}）"


@router.command(r"答\s*[#＃第]?(?P<number>\d+)\s*号?[\s:：,，]*(?P<text>.+)", staff=True)
def answer(ctx: Context, found: re.Match[str]) -> str | None:
    """Take “答 12 可以的，带身份证就行”, “答 12 用 3” and “答 12 假的，没有这回事”."""
    if not ctx.is_staff:
        return None
    head = tables.find_open(ctx.db, int(found["number"]))
    if head is None:
        return _not_open(ctx, int(found["number"]))
    text = _text(ctx, head.text, found["text"].strip())
    if text is None:
        return f"没有这一条现成答案。回复“问题”看看，或写“答 {head.id} 内容”。"
    if private := personal.in_public(text):
        return f"答复里的“{private}”像是个人信息，会发给所有问过的人，请去掉再发。"
    text, until = validity.take(ctx, text)
    staff = people.get(ctx.db, ctx.caller.person_id or 0)
    told = questions.answer(ctx.db, head, text, staff, ctx.now, ctx.house.zone, until)
    _close_tickets(ctx, head)
    privacy.record(ctx.db, ctx.now, "answer", actor=staff.id, detail=f"question {head.id}")
    said = _told(told)
    if until is not None:
        said += f"到{say_day(until)}为止再有人问，也这样答。"
    choices = [("记成常见问答，以后都这样答", "keep_entry"), ("只答这一次", "thanks")]
    return ctx.offer(said, choices, question=head.id)


def _told(told: Told) -> str:
    if not told.people:
        return "已答复。问的人已经删除了自己的信息，没有人要通知。"
    said = f"已答复，正在告诉问过的{told.people}人。"
    if told.silent:
        said += f"其中{told.silent}人超过48小时没说过话，微信不一定发得到；发不到的会请网格员转告。"
    return said


def _not_open(ctx: Context, number: int) -> str:
    done = tables.find_answered(ctx.db, number)
    if done is None or done.answered_at is None:
        return f"没有编号{number}的问题。回复“问题”看还有哪些。"
    by = questions.signature(ctx.db, done.answered_by, done.answered_at, ctx.house.zone)
    return f"{number}号{by}已经答过了：“{shorten(done.answer or '', 60)}”。回复“问题”看还有哪些。"


def _close_tickets(ctx: Context, head: Question) -> None:
    """Whoever was asked to find out need not any more."""
    for number in tables.tickets(ctx.db, head.id):
        ticket = work.hold(ctx.db, number)
        if ticket.state is TicketState.OPEN:
            staff = people.get(ctx.db, ctx.caller.person_id or 0)
            escalation.acknowledge(ctx.db, ticket, staff, TicketState.ACKNOWLEDGED, ctx.now)


def _text(ctx: Context, asked: str, said: str) -> str | None:
    chosen = re.fullmatch(r"用\s*(\d)", said)
    if chosen is None:
        return said
    found = answers.near(ctx, asked, 3)
    number = int(chosen[1])
    return found[number - 1].text if 1 <= number <= len(found) else None


def _nearest(ctx: Context, text: str) -> list[str]:
    return [found.text.partition("\n")[0] for found in answers.near(ctx, text, 3)]
