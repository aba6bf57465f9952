"""A place is cleared: who must leave, who has heard, who is there, who needs hands, who is silent.

Each household stands in one column, so the columns add up to all of them, in each row and below.
"""

import json
import re
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from community.notices import chasing
from community.notices.preflight import Beforehand
from community.people.access import Actor, Refused, record
from core.phrases import say_moment
from core.prints import CountBoard
from db.models import DeliveryKind, Notice, ReceiptAnswer
from db.notices import evacuation
from db.notices.evacuation import UnitCount
from outbox import queue

WORDS = "转移、撤离、疏散、避险、安置"
_CLEARS = re.compile(WORDS.replace("、", "|"))
HEADINGS = ("楼栋", "应转移", "已到", "已收到", "不在家", "要人帮", "失联")
ALARMS = (5, 6)  # the columns that stand out
WhyNot = Callable[..., str | None]
DRAWN, BOARD = "drawn:", "board:"
MOST = 40  # rows a picture shows on a telephone


@dataclass(frozen=True, slots=True)
class ClearedPlace:
    """One building, or all: households in each column, and heads."""

    name: str
    households: int
    arrived: int
    heard: int
    away: int
    in_need: int
    silent: int
    people: int  # registered
    heads: int  # counted as arrived
    uncounted: int  # households that arrived and named no number

    def cells(self) -> tuple[str | int, ...]:
        """Return it as a row of the board."""
        return (
            self.name, self.households, self.arrived, self.heard, self.away, self.in_need, self.silent,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Evacuation:
    """All places of a notice in the order of the tree, and their sum."""

    places: Sequence[ClearedPlace]
    total: ClearedPlace


def pick(actor: Actor, db: Session, code: str | None) -> Notice | Refused:
    """Return the notice by its code, else the last that asks people to leave."""
    notice = chasing.pick(actor, db, code, WORDS)
    if isinstance(notice, Refused) or code is not None or _CLEARS.search(notice.text):
        return notice
    return Refused("none_of_yours")


def look(
    actor: Actor, db: Session, notice: Notice, now: datetime, beforehand: Beforehand
) -> Evacuation:
    """Count how far it has come; that somebody looked is kept."""
    record(db, actor, now, "read_outcome", detail=notice.code)
    number = notice.id
    return beforehand(("evacuation", number), lambda db: count(db, number))


def count(db: Session, notice_id: int) -> Evacuation:
    """Return what `look` does, for who has been let in already."""
    places = [_place(each) for each in evacuation.by_unit(db, notice_id).values()]
    sums = [sum(_numbers(each)[at] for each in places) for at in range(9)]
    return Evacuation(places, ClearedPlace("合计", *sums))


def _place(unit: UnitCount) -> ClearedPlace:
    said = unit.answers
    heard = said.get(ReceiptAnswer.RECEIVED, 0) + said.get(ReceiptAnswer.LATER, 0)
    return ClearedPlace(
        unit.name,
        unit.households,
        said.get(ReceiptAnswer.DONE, 0),
        heard,
        said.get(ReceiptAnswer.AWAY, 0),
        said.get(ReceiptAnswer.PROBLEM, 0),
        said.get(None, 0),
        unit.people,
        unit.arrived,
        unit.uncounted,
    )


def _numbers(place: ClearedPlace) -> tuple[int, ...]:
    given = asdict(place)
    del given["name"]
    return tuple(given.values())


def board(notice: Notice, found: Evacuation, now: datetime, zone: ZoneInfo) -> CountBoard:
    """Return the picture of it: places and numbers, nobody's name."""
    drill = "演练 " if notice.is_exercise else ""
    rows = [each.cells() for each in found.places[:MOST]]
    if rest := len(found.places) - len(rows):
        more = [sum(int(each.cells()[at]) for each in found.places[MOST:]) for at in range(1, 7)]
        rows.append((f"另{rest}栋", *more))
    title = f"{drill}通知 {notice.code} 转移情况 {say_moment(now, zone)}"
    return CountBoard(title, rows, HEADINGS, ALARMS)


def owe(db: Session, shown: CountBoard, contact_id: int, why_not: WhyNot, now: datetime) -> bool:
    """Owe the picture to one of the staff who asked, where a road shows it; tell whether it comes."""
    kind = DeliveryKind.ANSWER
    if why_not(db, kind, now, contact_id=contact_id, soon=True, picture_leaves=1) is not None:
        return False
    written = DRAWN + BOARD + json.dumps(asdict(shown), ensure_ascii=False)
    queue(db, kind, f"[{shown.title}]", now, contact_id=contact_id, picture=written)
    return True


def read(written: str) -> CountBoard | None:
    """Read what `owe` wrote; None for another picture."""
    if not written.startswith(BOARD):
        return None
    return CountBoard.read(json.loads(written.removeprefix(BOARD)))
