"""Who lives behind a door that a notice is for: what somebody needs, their age, the floor."""

from collections.abc import Collection, Sequence
from datetime import date

from sqlalchemy.orm import Session

from community.notices import aged, floors
from community.people import counting
from core.register import NEED_WORDS, Need
from db.notices import audience
from db.notices.audience import Where

# What nobody can be written to for; their grid worker tells them.
NO_PHONE = NEED_WORDS[Need.NO_PHONE]
WATCHED = "在监测"
Traits = frozenset[str]  # all of them of one person: 没手机的独居老人
# As it is written down, and as a notice says it.
_WORDS = {need.value: word for need, word in NEED_WORDS.items()}


def households_with(
    db: Session, wanted: Sequence[Sequence[str]], where: Where, today: date
) -> set[int]:
    """Return the households of whoever has all of any of these traits.

    That nobody there can be written to, somebody is watched over, or on which floor they live is
    said of all who live there.
    """
    named = {trait for each in wanted for trait in each}
    of_doors = _doors(db, where, today, named)
    unfollowed = set(audience.unfollowed(db, where)) if NO_PHONE in named else set()
    of_persons = _people(db, where, today, named) if named - of_doors.keys() else []
    found: set[int] = set()
    for traits in map(set, wanted):
        own = traits - of_doors.keys()
        meant = [of_doors[trait] for trait in traits - own]
        if own:
            living = {home for home, held in of_persons if own <= held | _of_home(home, unfollowed)}
            meant.append(living | unfollowed if own == {NO_PHONE} else living)
        found |= set.intersection(*meant)
    return found


def _doors(db: Session, where: Where, today: date, named: Collection[str]) -> dict[str, set[int]]:
    """Return, of each of these traits that all share who live behind a door, the households."""
    found: dict[str, set[int]] = {}
    if WATCHED in named:
        found[WATCHED] = set(audience.watched(db, where, today, None))
    spans = {trait: span for trait in named if (span := floors.span(trait)) is not None}
    if spans:
        rooms = [(home, floors.of_room(room) or 0) for home, room in audience.rooms(db, where)]
        for trait, (low, high) in spans.items():
            found[trait] = {home for home, floor in rooms if low <= floor <= high}
    return found


def _people(
    db: Session, where: Where, today: date, named: Collection[str]
) -> list[tuple[int, set[str]]]:
    """Return (household, which of these traits somebody has) of everybody who has some."""
    spans = {trait: span for trait in named if (span := aged.span(trait)) is not None}
    found = []
    for home, needs, birth, card in audience.told_of(db, where, of_age=bool(spans)):
        held = {_WORDS.get(need, need) for need in needs}
        years = counting.age_of(birth, card, today) if spans else None
        if years is not None:
            held |= {trait for trait, (low, high) in spans.items() if low <= years <= high}
        found.append((home, held))
    return found


def _of_home(home: int, unfollowed: set[int]) -> set[str]:
    return {NO_PHONE} if home in unfollowed else set()
