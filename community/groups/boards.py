"""The day's board in a group of staff: sums by grid as a picture, never anybody's data."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import asdict
from datetime import datetime

from sqlalchemy.orm import Session

from community.groups.posting import Groups
from community.notices import PUBLISHERS
from community.people.access import Actor, Refused, record
from core.prints import CountBoard
from db import chats
from db.models import DeliveryKind, Unit
from db.people import units
from outbox import queue

BOARD = "board"  # among the fields of what is owed to a group: what is drawn


def unit_of(db: Session, groups: Groups, name: str) -> Unit | None:
    """Return the unit a group is for; a name nobody knows stands for no unit."""
    named = groups.get(name, "")
    return next(iter(units.named(db, named)), None) if named else units.root_community(db)


def wanted(db: Session, groups: Groups, by_settings: Collection[str]) -> Iterator[tuple[str, Unit]]:
    """Yield the groups that get the board each day, with the unit of each."""
    asked = [chat.name for chat in chats.made(db) if chat.wants_board]
    for name in dict.fromkeys([*by_settings, *asked]):
        if name in groups and (unit := unit_of(db, groups, name)) is not None:
            yield name, unit


def owe(db: Session, name: str, board: CountBoard, now: datetime) -> None:
    """Owe a group a board; where no picture can be shown it reads the same in words."""
    place = chats.place(db, name, now)
    fields = {BOARD: asdict(board)}
    queue(db, DeliveryKind.ALERT, words(board), now, contact_id=place.id, fields=fields)


def words(board: CountBoard) -> str:
    """Return the same in words: “【…】应报12，已报10，异常0，未报2。” and a line for each place."""
    head = f"【{board.title}】{_said(board, ('', *board.sums()))}。"
    return "\n".join([head, *(f"・{row[0]}：{_said(board, row)}" for row in board.rows)])


def _said(board: CountBoard, row: Sequence[object]) -> str:
    return "，".join(
        f"{word}{many}" for word, many in zip(board.headings[1:], row[1:], strict=True)
    )


def wish(actor: Actor, db: Session, name: str, now: datetime, *, wants: bool) -> str | Refused:
    """Let a group the app made have the board each day, or no more; return its name."""
    chat = chats.called(db, name)
    if chat is None:
        return Refused("by_settings", name)
    if not actor.covers(units.get_unit(db, chat.unit_id), PUBLISHERS):
        return Refused("not_yours", name)
    chat.wants_board = wants
    record(db, actor, now, "group_board", detail=f"{name} {wants}")
    return name
