"""What is done with a notice for everybody it went to: told that it is over, reminded, stopped, gone on.

The first piece is done with the word that asks for it; of a city what is left is done between two
batches of sending.  From that word on nothing more of it is sent: whoever leases looks how it stands.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from community.notices import pieces
from community.notices.preflight import Beforehand
from community.notices.receipts import REPLIED
from db import notices
from db.models import DeliveryKind, Notice
from db.notices import tallies, targets, unsent
from db.notices.unsent import STOP, TASK
from outbox import Circular, lay_down, queue, queue_to_readers, queue_to_targets

# What is done, beside STOP; else it is planned.
OVER, URGE, HUSH, GO_ON, MOVE = "over", "urge", "hush", "go_on", "move"
TOLD = (
    "通知 {code} 撤回（或代替）的消息都排好了：告诉收到过的{people}人，没发出的{stopped}人不再发。"
)
URGED = "通知 {code} 没回的都催到了：{people}人。没有微信可发的{unreachable}户请打电话或上门。"


@dataclass(frozen=True, slots=True)
class DoneSoFar:
    """How far it has come: people owed a word, those nothing more goes to, doors no road leads to."""

    people: int = 0
    stopped: int = 0
    unreachable: int = 0
    is_all: bool = False

    def __add__(self, other: "DoneSoFar") -> "DoneSoFar":
        return DoneSoFar(
            self.people + other.people,
            self.stopped + other.stopped,
            self.unreachable + other.unreachable,
            other.is_all,
        )


def counts(db: Session, notice: Notice, beforehand: Beforehand) -> tuple[int, int]:
    """Return how many may have read a notice, and how many have still to be sent it."""
    number = notice.id
    sent, left = beforehand(("sent", number), lambda db: unsent.sent_and_left(db, number))
    if notice.planning is not None and not is_about(notice):
        left = max(left, (notice.confirmed_for or 0) - sent)
    return sent, left


def over(
    db: Session, notice: Notice, why: str, letter: Circular, now: datetime, newer: int | None
) -> DoneSoFar:
    """Send it to nobody more, and tell whoever may have had it; not who is sent the newer one."""
    notice.paused_at = None
    in_hand = DoneSoFar(stopped=unsent.stop_first(db, notice.id, why, pieces.FIRST))
    task = {TASK: OVER, "why": why, "newer": newer}
    return in_hand + _begin(db, notice, task, letter, now)


def urge(db: Session, notice: Notice, letter: Circular, now: datetime) -> DoneSoFar:
    """Remind who has not answered."""
    return _begin(db, notice, {TASK: URGE}, letter, now)


def hush(db: Session, notice: Notice, now: datetime) -> DoneSoFar | None:
    """Remind nobody more whom no reminder has gone to; None while something else is done with it."""
    if (notice.planning or {TASK: URGE}).get(TASK) != URGE:
        return None
    return _begin(db, notice, {TASK: HUSH}, None, now)


def stop(db: Session, notice: Notice, why: str, now: datetime) -> DoneSoFar:
    """Send it to nobody more; who has it keeps it."""
    notice.paused_at = None
    return _begin(db, notice, {TASK: STOP, "why": why}, None, now)


def go_on(db: Session, notice: Notice, due: datetime, now: datetime) -> DoneSoFar:
    """Let what was held up go; what was being planned is planned on after it."""
    notice.paused_at = None
    task = {TASK: GO_ON, "due": due.isoformat(), "then": notice.planning}
    return _begin(db, notice, task, None, now)


def move(db: Session, notice: Notice, due: datetime, now: datetime) -> DoneSoFar:
    """Let what has not gone yet go at another time; what was being planned is planned for then."""
    then = {**notice.planning, "not_before": due.isoformat()} if notice.planning else None
    return _begin(db, notice, {TASK: MOVE, "due": due.isoformat(), "then": then}, None, now)


def is_about(notice: Notice) -> bool:
    """Tell whether something of this kind is not all done."""
    return TASK in (notice.planning or {})


def before(db: Session, notice: Notice) -> Notice | None:
    """Return the newer notice that must be planned first, held; None if this is not so."""
    task = notice.planning or {}
    is_waiting = task.get(TASK) == OVER and _waits(db, task)
    return notices.hold(db, task["newer"]) if is_waiting else None


def more(db: Session, notice: Notice, now: datetime) -> None:
    """Do the next piece; its author hears when those were many and it is all done."""
    task = dict(notice.planning or {})
    done = _piece(db, notice, task, now)
    said = {OVER: TOLD, URGE: URGED}.get(task[TASK])
    if done.is_all and said:
        counts = {"people": done.people, "stopped": done.stopped, "unreachable": done.unreachable}
        words = said.format(code=notice.code, **counts)
        queue(db, DeliveryKind.INFO, words, now, person_id=notice.author_id)


def _begin(
    db: Session, notice: Notice, task: dict[str, Any], letter: Circular | None, now: datetime
) -> DoneSoFar:
    if letter is not None:
        due = letter.due_at.isoformat() if letter.due_at else None
        task |= {"kind": letter.kind.value, "due": due, "shared": lay_down(db, letter).shared_id}
    return _piece(db, notice, {**task, "after": 0, "done": [0, 0, 0]}, now)


def _piece(db: Session, notice: Notice, task: dict[str, Any], now: datetime) -> DoneSoFar:
    pace = pieces.Pace(task)
    here, doors = _PIECES[task[TASK]](db, notice, task, now, pace.doors)
    done = DoneSoFar(*task["done"]) + here
    counts = [done.people, done.stopped, done.unreachable]
    to_go_on = {**task, "done": counts, pieces.DOORS: pace.next(doors)}
    notice.planning = task.get("then") if done.is_all else to_go_on
    return done


def _letter(task: Mapping[str, Any]) -> Circular:
    due = datetime.fromisoformat(str(task["due"])) if task["due"] else None
    return Circular(DeliveryKind(task["kind"]), "", due_at=due, shared_id=task["shared"])


def _over(
    db: Session, notice: Notice, task: dict[str, Any], now: datetime, most: int
) -> tuple[DoneSoFar, int]:
    if _waits(db, task):
        return DoneSoFar(), most
    after = task["after"]
    counted = tallies.next_units(db, notice.id, after, pieces.UNITS)
    at, is_last, doors = pieces.fit(counted, after, most)
    task["after"] = max(at or (0,))
    stopped = unsent.stop(db, notice.id, task["why"], at)
    told = queue_to_readers(db, notice.id, _letter(task), now, but_of=task["newer"], at=at)
    return DoneSoFar(told, stopped, is_all=is_last), doors


def _waits(db: Session, task: Mapping[str, Any]) -> bool:
    """Tell whether it is not known yet who is sent the newer one: all of that is planned first."""
    newer = notices.get(db, task["newer"]) if task["newer"] else None
    return newer is not None and newer.planning is not None and newer.paused_at is None


def _urge(
    db: Session, notice: Notice, task: dict[str, Any], now: datetime, most: int
) -> tuple[DoneSoFar, int]:
    silent = tallies.next_units(db, notice.id, task["after"], pieces.UNITS, below=REPLIED)
    to_posts = bool((notice.audience or {}).get("roles"))
    at, is_last, doors = (None, True, 0) if to_posts else pieces.fit(silent, task["after"], most)
    task["after"] = max(at or (0,))
    people = queue_to_targets(db, notice.id, _letter(task), now, below=REPLIED, at=at)
    _, unreachable = targets.count(db, notice.id, at)
    return DoneSoFar(people, unreachable=unreachable, is_all=is_last), doors


def _hush(
    db: Session, notice: Notice, task: dict[str, Any], now: datetime, most: int
) -> tuple[DoneSoFar, int]:
    stopped = unsent.stop_reminders(db, notice.id, "stopped", most)
    return DoneSoFar(stopped=stopped, is_all=stopped < most), stopped


def _stop(
    db: Session, notice: Notice, task: dict[str, Any], now: datetime, most: int
) -> tuple[DoneSoFar, int]:
    stopped = unsent.stop_first(db, notice.id, task["why"], most)
    return DoneSoFar(stopped=stopped, is_all=stopped < most), stopped


def _go_on(
    db: Session, notice: Notice, task: dict[str, Any], now: datetime, most: int
) -> tuple[DoneSoFar, int]:
    freed = unsent.resume(db, notice.id, datetime.fromisoformat(str(task["due"])), most)
    return DoneSoFar(freed, is_all=freed < most), freed


def _move(
    db: Session, notice: Notice, task: dict[str, Any], now: datetime, most: int
) -> tuple[DoneSoFar, int]:
    moved = unsent.move(db, notice.id, datetime.fromisoformat(str(task["due"])), most)
    return DoneSoFar(moved, is_all=moved < most), moved


# Each does so many doors or letters, at most, and returns what it did and how many those were.
_PIECES: Mapping[
    str,
    Callable[[Session, Notice, dict[str, Any], datetime, int], tuple[DoneSoFar, int]],
] = {OVER: _over, URGE: _urge, HUSH: _hush, STOP: _stop, GO_ON: _go_on, MOVE: _move}
