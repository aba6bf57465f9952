"""The questions nobody could answer: staff see them and answer once for all who asked."""

import re

from community import questions
from community.people import privacy
from community.people.access import STAFF
from community.questions import Told, Words, age
from community.work import escalation
from core import personal
from core.phrases import say_day, shorten
from db import feedback
from db import questions as tables
from db.knowledge import entries as entry_tables
from db.models import ItemState, Question, QuestionKind
from db.people import persons
from db.work import items
from dialog import Context, Router, Said
from handlers.knowledge import answers
from handlers.notices import validity
from handlers.questions import lasting

router = Router("questions")

SHOWN = 5
CORRECTED = "已改。听过原来答复的人，我会告诉他们变化，并告诉您谁没收到。"
OFTEN = 2  # so often of no use, an answer is named to staff


@router.command(r"(问题|未答问题|没答的问题)[。?？]?", may=STAFF)
def listing(ctx: Context, _: object) -> str | None:
    """Show the open questions, each with the three nearest answers we have."""
    heads = tables.open_heads(ctx.db, SHOWN)
    waiting = lasting.waiting(ctx)
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


@router.command(
    r"(?P<what>改?答|更正)\s*[#＃第]?(?P<number>\d+)\s*号?[\s:：,，]*(?P<text>.+)", may=STAFF
)
def answer(ctx: Context, found: re.Match[str]) -> Said | None:
    """Take “答 12 可以的，带身份证就行”, “答 12 用 3” and “答 12 假的，没有这回事”.

    “改答 12 …” says something else to a question that was answered already.
    """
    number, said = int(found["number"]), found["text"].strip()
    head = tables.find_open(ctx.db, number)
    if head is None:
        return _answered_already(ctx, number, said, at_once=found["what"] != "答")
    words = _words(ctx, head, said)
    if isinstance(words, str):
        return words
    told = questions.answer(ctx.db, head, words, ctx.now, ctx.house.zone)
    _close_tickets(ctx, head)
    privacy.record(ctx.db, ctx.now, "answer", actor=words.by.id, detail=f"question {head.id}")
    return _and_lasting(ctx, head, _told(told), words)


def _words(ctx: Context, question: Question, said: str) -> Words | str:
    """Return what staff answer, or why it cannot be given."""
    text = _text(ctx, question.text, said)
    if text is None:
        return f"没有这一条现成答案。回复“问题”看看，或写“答 {question.id} 内容”。"
    if private := personal.in_public(text):
        return f"答复里的“{private}”像是个人信息，会发给所有问过的人，请去掉再发。"
    text, until = validity.take(ctx, text)
    by = persons.get(ctx.db, ctx.caller.person_id or 0)
    return Words(text, by, ctx.house.community, until)


def _and_lasting(ctx: Context, question: Question, said: str, words: Words) -> Said:
    """Say what was done, and offer to make it lasting."""
    if words.until is not None:
        said += f"到{say_day(words.until)}为止再有人问，也这样答。"
    choices = [("记成常见问答，以后都这样答", "keep_entry"), ("只答这一次", "thanks")]
    return ctx.offer(said, choices, question=question.id)


# -- saying something else ---------------------------------------------------------------


def _answered_already(ctx: Context, number: int, said: str, *, at_once: bool) -> Said:
    """Say who has answered what; whoever knows better may say so to all who heard it."""
    done = tables.find_answered(ctx.db, number)
    given = entry_tables.of_question(ctx.db, done) if done is not None else None
    if done is None or given is None:
        return f"没有编号{number}的问题。回复“问题”看还有哪些。"
    if at_once:
        return _correct(ctx, done, said)
    by = questions.signature(ctx.db, given.author_id, given.created_at, ctx.house.zone)
    was = shorten(questions.piece_of(given).answer, 60)
    return ctx.offer(
        f"{number}号{by}已经答过了：“{was}”。要改成您写的，并告诉听过的人吗？",
        [("改成新的答复", "correct_answer"), ("不改", "thanks")],
        question=number,
        said=said,
    )


@router.action("correct_answer")
def correct_answer(ctx: Context) -> Said:
    done = tables.find_answered(ctx.db, int(ctx.known["question"]))
    if not ctx.actor.is_staff or done is None:
        return "这个问题已经不在了，没有改。"
    return _correct(ctx, done, str(ctx.known["said"]))


def _correct(ctx: Context, question: Question, said: str) -> Said:
    words = _words(ctx, question, said)
    if isinstance(words, str):
        return words
    if questions.correct(ctx.db, question, words, ctx.now, ctx.house.zone) is None:
        return f"没有编号{question.id}的答复可以改。"
    privacy.record(
        ctx.db, ctx.now, "answer_corrected", actor=words.by.id, detail=f"question {question.id}"
    )
    return _and_lasting(ctx, question, CORRECTED, words)


@router.command(
    r"(撤回|撤下|取消|删除)(?:答复|回答)\s*[#＃第]?(?P<number>\d{1,9})\s*号?[。!！]?", may=STAFF
)
def take_back(ctx: Context, found: re.Match[str]) -> str | None:
    """Take “撤回答复 12”: it is given to nobody any more, and whoever heard it is told."""
    number = int(found["number"])
    done = tables.find_answered(ctx.db, number)
    given = entry_tables.of_question(ctx.db, done) if done is not None else None
    if given is None or given.number is None:
        return f"没有编号{number}的答复。"
    if not questions.take_down(ctx.db, given.number, ctx.now):
        return f"{number}号的答复已经撤回了。"
    detail = f"question {number}"
    privacy.record(ctx.db, ctx.now, "answer_withdrawn", actor=ctx.caller.person_id, detail=detail)
    return f"{number}号的答复已撤回，以后不再这样答。听过它的人，我会告诉他们；要另答请写“改答 {number} 内容”。"


def _told(told: Told) -> str:
    if not told.people:
        return "已答复。问的人已经删除了自己的信息，没有人要通知。"
    said = f"已答复，正在告诉问过的{told.people}人。"
    if told.silent:
        said += f"其中{told.silent}人超过48小时没说过话，微信不一定发得到；发不到的会请网格员转告。"
    return said


def _close_tickets(ctx: Context, head: Question) -> None:
    """Whoever was asked to find out need not any more."""
    for number in tables.tickets(ctx.db, head.id):
        item = items.hold(ctx.db, number)
        if item.state is ItemState.OPEN:
            staff = persons.get(ctx.db, ctx.caller.person_id or 0)
            escalation.settle(ctx.db, item, ItemState.DONE, ctx.now)
            item.owner_id = staff.id


def _text(ctx: Context, asked: str, said: str) -> str | None:
    chosen = re.fullmatch(r"用\s*(\d)", said)
    if chosen is None:
        return said
    found = answers.near(ctx, asked, 3)
    number = int(chosen[1])
    return found[number - 1].text if 1 <= number <= len(found) else None


def _nearest(ctx: Context, text: str) -> list[str]:
    return [found.text.partition("\n")[0] for found in answers.near(ctx, text, 3)]
