"""The last rung: a slip for the door, a script for the loudspeaker, and a tick once somebody was told."""

import re
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from community.notices.chasing import pick
from community.notices.kinds import FORM_WORDS, heading
from community.notices.receipts import SEEN, settle
from community.people import tree
from community.people.access import Actor, Refused, record
from core.prints import DoorSlip
from db.models import Household, Notice, Receipt
from db.notices import receipts, tallies, targets
from db.people import units

SPOKEN = 40  # characters a sentence for the loudspeaker may have
_STOP = re.compile(r"(?<=[。！!？?；;\n])")
_PAUSE = re.compile(r"(?<=[，,、：:])")


def slips(db: Session, notice: Notice) -> list[DoorSlip]:
    """Return a slip for every household that no road has reached, in order of doors."""
    unit = units.get_unit(db, notice.unit_id)
    missed = [each for each in targets.missing(db, notice.id, 0) if each.household_id]
    homes = units.households(db, [each.household_id for each in missed if each.household_id])
    return [
        DoorSlip(heading(notice, unit), notice.text, notice.code or "", tree.door(homes[home]))
        for each in missed
        if (home := each.household_id) is not None
    ]


def script(notice: Notice, place: str) -> list[str]:
    """Return what is read out, in sentences short enough to be followed from a window."""
    drill = "这是演练。" if notice.is_exercise else ""
    begins = f"{place}居民请注意。{drill}下面是{FORM_WORDS[notice.form]}。"
    whole = f"{begins}{notice.text.rstrip('。')}。听到的请互相转告。"
    return [piece for sentence in _STOP.split(whole) for piece in _short(sentence.strip())]


def _short(sentence: str) -> list[str]:
    """Break a sentence at its pauses; where it has none, where it is full."""
    found: list[str] = []
    for piece in _PAUSE.split(sentence):
        if found and len(found[-1]) + len(piece) <= SPOKEN:
            found[-1] += piece
            continue
        found += [piece[at : at + SPOKEN] for at in range(0, len(piece), SPOKEN)]
    return [piece for piece in found if piece.strip()]


def tick(
    actor: Actor, db: Session, code: str | None, homes: Sequence[Household], now: datetime
) -> tuple[Notice, Sequence[str]] | Refused:
    """Put down that somebody told a household in person: no evidence is better."""
    if not homes:
        return Refused("no_home")
    notice = pick(actor, db, code, "")
    if isinstance(notice, Refused):
        return notice
    done = []
    for home in homes:
        found = targets.of_household(db, notice.id, home.id)
        if found is None:
            return Refused("not_for_home", tree.door(home))
        _seen(actor, db, notice, found.id, home, now)
        done.append(tree.door(home))
    record(db, actor, now, "told_in_person", detail=notice.code)
    return notice, done


def _seen(
    actor: Actor, db: Session, notice: Notice, target_id: int, home: Household, now: datetime
) -> None:
    target = tallies.hold(db, target_id)
    people = targets.people_of(db, [target]).get(target.id, [])
    if not people:
        tallies.move(db, target, SEEN, target.answer)
        return
    person_id = max(people, key=lambda one: one[1])[0]
    mine = receipts.of_person(db, notice.id, person_id)
    if mine is None:
        mine = Receipt(
            notice_id=notice.id, target_id=target.id, person_id=person_id, evidence=SEEN, at=now
        )
        receipts.add(db, mine)
    mine.evidence, mine.told_by = SEEN, actor.person_id
    db.flush()  # the household is brought to what its receipts show
    settle(db, target)
