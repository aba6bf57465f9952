"""An answer worth keeping: offered after it was given, agreed to by a second person where it restricts."""

import re
from collections.abc import Sequence

from community import questions
from community.knowledge import library
from community.people import privacy, tree
from community.people.access import STAFF
from core.phrases import say_day, shorten
from db import questions as asked
from db.knowledge import entries, versions
from db.models import EntryVersion, Person, Role, Standing
from db.people import persons
from dialog import Context, Router

router = Router("entries")

MAY_AGREE = (Role.SECRETARY, Role.DUTY, Role.TOWNSHIP, Role.LEADER)
NOBODY = "这里还没有第二位能同意的人，请联系街道；在那之前不会这样答居民。"


@router.action("keep_entry")
def keep(ctx: Context) -> str:
    """Make the answer just given known to all who will ask the same."""
    head = asked.get(ctx.db, int(ctx.known["question"]))
    author = persons.get(ctx.db, ctx.caller.person_id or 0)
    entry = questions.make(ctx.db, head, ctx.house.community, author, ctx.now, ctx.house.zone)
    if entry is None:
        return "这条答复已经不在了，没有记成问答。"
    privacy.record(ctx.db, ctx.now, "entry", actor=author.id, detail=f"staff entry {entry.number}")
    if entry.state is Standing.DRAFT:
        return _ask_second(ctx, entry)
    issuer = questions.piece_of(entry).sources[0].publisher
    return (
        f"已记成问答{entry.number}（依据：{issuer}，{_span(entry)}）。"
        f"以后再有人问就这样答；不要了回复“撤下问答 {entry.number}”。"
    )


def _ask_second(ctx: Context, entry: EntryVersion) -> str:
    piece = questions.piece_of(entry)
    text = (
        f"【请同意】这条答复对居民有要求，要第二个人同意才记成常见问答：\n"
        f"问：{shorten(piece.questions[0], 60)}\n答：{piece.answer}\n{_span(entry)}。\n"
        f"回复“同意问答 {entry.number}”或“不同意问答 {entry.number}”。"
    )
    seconds = _second_people(ctx, entry)
    for person in seconds:
        ctx.tell(person.id, text)
    names = "、".join(tree.call(person) for person in seconds)
    asked_whom = f"已请{names}看，同意后生效。" if seconds else NOBODY
    return f"这条对居民有要求，要第二个人同意（问答{entry.number}）。{asked_whom}"


def _second_people(ctx: Context, entry: EntryVersion) -> Sequence[Person]:
    seat = tree.seat_of(ctx.db, entry.author_id or 0, ctx.now, ctx.house.zone)
    found = tree.responsible(ctx.db, seat, MAY_AGREE, ctx.now, ctx.house.zone) if seat else []
    return [person for person in found if person.id != entry.author_id]


def _span(entry: EntryVersion) -> str:
    span = questions.piece_of(entry).effective
    end = f"到{say_day(span.to)}" if span.to else "一直有效"
    return f"{say_day(span.from_)}起，{end}" if span.from_ else end


def waiting(ctx: Context) -> list[str]:
    """Say which answers wait for a second person, to staff who look at the questions."""
    return [
        f"待同意的问答{entry.number}：{shorten(questions.piece_of(entry).answer, 40)}"
        f"（回复“同意问答 {entry.number}”）"
        for entry in entries.waiting(ctx.db)
    ]


@router.command(r"(?P<no>不)?同意问答\s*[#＃第]?(?P<number>\d{1,9})\s*号?[。!！]?", may=STAFF)
def agree(ctx: Context, found: re.Match[str]) -> str | None:
    """Take “同意问答 3”; whoever wrote it cannot agree to it."""
    held = ctx.actor.roles
    if not held:
        return None
    versions.wait_for_turn(ctx.db)
    entry = entries.lasting(ctx.db, int(found["number"]))
    if entry is None or entry.state is not Standing.DRAFT:
        return f"没有等人同意的问答{found['number']}。"
    if entry.author_id == ctx.caller.person_id:
        return "这条是您写的，要另一位同意。"
    if not held & set(MAY_AGREE):
        return "这条要社区书记、值班员或街道来同意。"
    return _decided(ctx, entry, agreed=not found["no"])


def _decided(ctx: Context, entry: EntryVersion, *, agreed: bool) -> str:
    by, number = persons.get(ctx.db, ctx.caller.person_id or 0), entry.number
    if agreed:
        library.approve(ctx.db, entry, by, ctx.now, is_news=False)
    else:
        library.withdraw(ctx.db, entry, ctx.now)
    action = "entry_live" if agreed else "entry_declined"
    privacy.record(ctx.db, ctx.now, action, actor=by.id, detail=f"staff entry {number}")
    what = "同意了，今后就这样答" if agreed else "没有同意，不会这样答"
    answer = shorten(questions.piece_of(entry).answer, 40)
    if entry.author_id is not None:
        ctx.tell(entry.author_id, f"问答{number}，{tree.call(by)}{what}：{answer}")
    return f"好的，问答{number}{'已生效' if agreed else '不采用'}，已告诉写的人。"


@router.command(r"(撤下|撤回|取消|删除)问答\s*[#＃第]?(?P<number>\d{1,9})\s*号?[。!！]?", may=STAFF)
def take_down(ctx: Context, found: re.Match[str]) -> str | None:
    """An answer that no longer holds is given to nobody any more, and whoever heard it is told."""
    number = int(found["number"])
    if not questions.take_down(ctx.db, number, ctx.now):
        return f"没有在用的问答{number}。"
    by = persons.get(ctx.db, ctx.caller.person_id or 0)
    privacy.record(ctx.db, ctx.now, "entry_withdrawn", actor=by.id, detail=f"staff entry {number}")
    return f"问答{number}已撤下，以后不再这样答。听过它的人，我会告诉他们。"
