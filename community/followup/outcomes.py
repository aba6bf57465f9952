"""What came of a check, in a word of whoever was there: it closes, or it goes on at once."""

import enum
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from community.people.access import Actor, Refused
from community.work import escalation, life
from community.work.escalation import Desk
from community.work.life import Forms
from db.models import Act, ItemKind, ItemState, WorkItem
from db.work import items

CHECKS = frozenset({ItemKind.FEVER, ItemKind.DANGER, ItemKind.SILENCE, ItemKind.UNREACHED})


class CheckOutcome(enum.StrEnum):
    """What somebody met who rang or went to the door."""

    HOSPITAL = "hospital"
    BETTER = "better"
    WELL = "well"
    NOBODY_IN = "nobody_in"
    NO_ANSWER = "no_answer"
    NO_SUCH_NUMBER = "no_such_number"
    NOT_OPENED = "not_opened"

    @property
    def closes(self) -> bool:
        return self in (CheckOutcome.HOSPITAL, CheckOutcome.BETTER, CheckOutcome.WELL)

    @property
    def is_by_phone(self) -> bool:
        """Tell whether there is still a door to go to."""
        return self in (CheckOutcome.NO_ANSWER, CheckOutcome.NO_SUCH_NUMBER)


@dataclass(frozen=True, slots=True)
class CheckTold:
    """A check and what became of it; `goes_to_next`: somebody else was told now."""

    number: int
    outcome: CheckOutcome
    goes_to_next: bool = False


@dataclass(frozen=True, slots=True)
class WhichCheck:
    """Several checks may be meant."""

    numbers: tuple[int, ...]


def tell(
    actor: Actor,
    db: Session,
    number: int | None,
    outcome: CheckOutcome,
    words: str,
    forms: Forms,
    now: datetime,
    desk: Desk,
) -> CheckTold | WhichCheck | Refused:
    """Take what came of a check; without a number it is the only one they have.

    Nobody at the telephone: they go to the door.  Nobody at the door: the next in line is told.
    """
    found = _check(actor, db, number)
    if not isinstance(found, WorkItem):
        return found
    if outcome.closes:
        done = life.finish(actor, db, found.id, words, forms, now)
        return done if isinstance(done, Refused) else CheckTold(found.id, outcome)
    said = f"{life.signature(actor, db)}：{words}"
    items.note(db, found.id, Act.REPLIED, now, actor=actor.person_id, text=words)
    if found.state is ItemState.OPEN:
        life.take_on(actor, found, db, now)
    escalation.write_down(found, said)
    if outcome.is_by_phone:
        escalation.settle(db, found, ItemState.TAKEN, now)
        return CheckTold(found.id, outcome)
    escalation.give_back(db, found, now, desk, said)
    return CheckTold(found.id, outcome, goes_to_next=True)


def _check(actor: Actor, db: Session, number: int | None) -> WorkItem | WhichCheck | Refused:
    if number is not None:
        item = life.of_actor(actor, db, number)
        if isinstance(item, Refused):
            return item
        if item.state.is_over:
            return life.over(db, item)
        return item if item.kind in CHECKS else Refused("no_check")
    if not actor.is_staff or actor.person_id is None:
        return Refused("not_staff")
    mine = [each for each in items.in_hands_of(db, actor.person_id) if each.kind in CHECKS]
    theirs = mine or [
        each for each in items.open_items_of(db, actor.person_id) if each.kind in CHECKS
    ]
    if not theirs:
        return Refused("none")
    return theirs[0] if len(theirs) == 1 else WhichCheck(tuple(each.id for each in theirs))
