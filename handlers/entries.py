"""An answer worth keeping: offered after it was given, agreed to by a second person where it restricts."""

import re
from collections.abc import Sequence

from community import library, privacy, questions, tree
from core.library import ANSWER_CHARACTERS, Entry
from core.phrases import say_day, shorten
from db import knowing, people
from db import questions as asked
from db import staff_entries as tables
from db.models import Person, Role, StaffEntry, StaffEntryState
from dialog import Context, Router
from handlers import staff

router = Router("entries")

MAY_AGREE = (Role.SECRETARY, Role.DUTY, Role.TOWNSHIP, Role.LEADER)
NOBODY = "这里还没有第二位能同意的人，请联系街道；在那之前不会这样答居民。"


@router.action("keep_entry")
def keep(ctx: Context) -> str:
    """Make the answer just given known to all who will ask the same."""
    head = asked.get(ctx.db, int(ctx.known["question"]))
    author = people.get(ctx.db, ctx.caller.person_id or 0)
    entry = questions.make(ctx.db, head, ctx.house.community, author, ctx.now, ctx.house.zone)
    privacy.record(ctx.db, ctx.now, "entry", actor=author.id, detail=f"staff entry {entry.id}")
    if entry.state is StaffEntryState.WAITING:
        return _ask_second(ctx, entry)
    _learn(ctx, entry, author, author)
    return (
        f"已记成问答{entry.id}（依据：{entry.issuer}，{_span(entry)}）。"
        f"以后再有人问就这样答；不要了回复“撤下问答 {entry.id}”。"
    )


def _key(entry: StaffEntry) -> str:
    return f"staff{entry.id}"


def _learn(ctx: Context, entry: StaffEntry, author: Person, approver: Person) -> None:
    """Lay the answer beside what the packs know: it is found by other words too, and corrected."""
    if len(entry.answer) > ANSWER_CHARACTERS:
        return  # given to whoever asks the same, too long for everybody who asks something like it
    given = {
        "id": _key(entry),
        "topic": "社区答复",
        "questions": entry.wordings,
        "answer": entry.answer,
        "effective": {"from": entry.starts_on, "to": entry.ends_on},
        "status": "current",
        "sources": [{"publisher": entry.issuer, "title": "社区答复"}],
    }
    piece = Entry.model_validate(given)
    library.add_entry(ctx.db, piece, author, approver, ctx.now, ctx.house.zone)


def _ask_second(ctx: Context, entry: StaffEntry) -> str:
    text = (
        f"【请同意】这条答复对居民有要求，要第二个人同意才记成常见问答：\n"
        f"问：{shorten(entry.wordings[0], 60)}\n答：{entry.answer}\n{_span(entry)}。\n"
        f"回复“同意问答 {entry.id}”或“不同意问答 {entry.id}”。"
    )
    seconds = _second_people(ctx, entry)
    for person in seconds:
        ctx.tell(person.id, text)
    names = "、".join(tree.call(person) for person in seconds)
    asked_whom = f"已请{names}看，同意后生效。" if seconds else NOBODY
    return f"这条对居民有要求，要第二个人同意（问答{entry.id}）。{asked_whom}"


def _second_people(ctx: Context, entry: StaffEntry) -> Sequence[Person]:
    seat = tree.seat_of(ctx.db, entry.author_id, ctx.now, ctx.house.zone)
    found = tree.responsible(ctx.db, seat, MAY_AGREE, ctx.now, ctx.house.zone) if seat else []
    return [person for person in found if person.id != entry.author_id]


def _span(entry: StaffEntry) -> str:
    end = f"到{say_day(entry.ends_on)}" if entry.ends_on else "一直有效"
    return f"{say_day(entry.starts_on)}起，{end}"


def waiting(ctx: Context) -> list[str]:
    """Say which answers wait for a second person, to staff who look at the questions."""
    return [
        f"待同意的问答{entry.id}：{shorten(entry.answer, 40)}（回复“同意问答 {entry.id}”）"
        for entry in tables.waiting(ctx.db)
    ]


@router.command(r"(?P<no>不)?同意问答\s*[#＃第]?(?P<number>\d{1,9})\s*号?[。!！]?", staff=True)
def agree(ctx: Context, found: re.Match[str]) -> str | None:
    """Take “同意问答 3”; whoever wrote it cannot agree to it."""
    held = staff.roles(ctx)
    if not held:
        return None
    entry = tables.hold(ctx.db, int(found["number"]))
    if entry is None or entry.state is not StaffEntryState.WAITING:
        return f"没有等人同意的问答{found['number']}。"
    if entry.author_id == ctx.caller.person_id:
        return "这条是您写的，要另一位同意。"
    if not held & set(MAY_AGREE):
        return "这条要社区书记、值班员或街道来同意。"
    state = StaffEntryState.DECLINED if found["no"] else StaffEntryState.LIVE
    return _decided(ctx, entry, state)


def _decided(ctx: Context, entry: StaffEntry, state: StaffEntryState) -> str:
    by = people.get(ctx.db, ctx.caller.person_id or 0)
    questions.decide(entry, by, state, ctx.now)
    if state is StaffEntryState.LIVE:
        _learn(ctx, entry, people.get(ctx.db, entry.author_id), by)
    privacy.record(ctx.db, ctx.now, f"entry_{state}", actor=by.id, detail=f"staff entry {entry.id}")
    what = "同意了，今后就这样答" if state is StaffEntryState.LIVE else "没有同意，不会这样答"
    ctx.tell(entry.author_id, f"问答{entry.id}，{tree.call(by)}{what}：{shorten(entry.answer, 40)}")
    return f"好的，问答{entry.id}{'已生效' if state is StaffEntryState.LIVE else '不采用'}，已告诉写的人。"


@router.command(r"(撤下|取消|删除)问答\s*[#＃第]?(?P<number>\d{1,9})\s*号?[。!！]?", staff=True)
def take_down(ctx: Context, found: re.Match[str]) -> str | None:
    """An answer that no longer holds is given to nobody any more."""
    if not ctx.is_staff:
        return None
    entry = tables.hold(ctx.db, int(found["number"]))
    if entry is None or entry.state not in {StaffEntryState.LIVE, StaffEntryState.WAITING}:
        return f"没有在用的问答{found['number']}。"
    by = people.get(ctx.db, ctx.caller.person_id or 0)
    questions.decide(entry, by, StaffEntryState.WITHDRAWN, ctx.now)
    for version in knowing.live(ctx.db, knowing.ENTRY, _key(entry)):
        library.withdraw(ctx.db, version, ctx.now)
    privacy.record(
        ctx.db, ctx.now, "entry_withdrawn", actor=by.id, detail=f"staff entry {entry.id}"
    )
    return f"问答{entry.id}已撤下，以后不再这样答。"
