"""Writing down what a table says, some rows at a time: whatever breaks off, the same table goes on from."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from community.people.importing.doors import HEAD, place
from community.people.importing.growing import Tree
from community.people.importing.matching import Fate, HomeKey, KnownRegister, RowStep
from core.doors import Door
from db.people import register


@dataclass
class Store:
    """Takes steps in; remembers the households it has made and who answers for each."""

    tree: Tree
    known: KnownRegister
    now: datetime
    people: dict[tuple[str, str], int] = field(default_factory=dict)  # made, by name and phone
    late: set[int] = field(default_factory=set)  # rows of people who were bound meanwhile
    homes: dict[HomeKey, int] = field(init=False)
    _fresh: list[HomeKey] = field(default_factory=list)  # of this transaction
    _answers: dict[Door, int] = field(default_factory=dict)  # the row of whoever answers

    def __post_init__(self) -> None:
        self.homes = {key: home.id for key, home in self.known.home_at.items()}

    def expect(self, steps: Iterable[RowStep]) -> None:
        """Find out who answers for each household in which nobody does: its head, or the first."""
        for step in steps:
            family = self.known.family(step.home)
            if step.person is not None and not step.moves:
                continue
            if any(each.is_respondent and not each.is_gone for each in family):
                continue
            door = place(step.door)
            if door not in self._answers or step.values.get("relation") == HEAD:
                self._answers[door] = step.row

    def write(self, db: Session, steps: Sequence[RowStep]) -> None:
        """Write some steps down, in one transaction; done again if that one was taken back."""
        self._forget()
        steps = self._still(db, steps)
        where = self._homes(db, steps)
        fresh = [step for step in steps if step.fate is Fate.NEW]
        made = register.add_people(db, [self._new(step, where) for step in fresh], self.now)
        for step, person_id in zip(fresh, made, strict=True):
            for phone in (step.values.get("phone") or "", *step.values.get("other_phones", ())):
                self.people[step.values["name"], phone] = person_id
        register.change_people(
            db,
            [
                (step.person.id, self._changed(step, where))
                for step in steps
                if step.person is not None and (step.values or step.moves)
            ],
        )
        register.number_homes(
            db, {step.home.id: step.number for step in steps if step.home and step.number}
        )

    def keep(self) -> None:
        """What was written is committed."""
        self._fresh.clear()
        self.tree.keep()

    def home_of(self, door: Door) -> int | None:
        """Return the household behind a door that has been written down."""
        building = self.tree.find(replace(door, entrance="", room=""))
        return self.homes.get((building.id, door.entrance, door.room)) if building else None

    def _forget(self) -> None:
        for key in self._fresh:
            del self.homes[key]
        self._fresh.clear()
        self.tree.forget()

    def _still(self, db: Session, steps: Sequence[RowStep]) -> list[RowStep]:
        """Leave out whom somebody's phone was bound to since the table was compared."""
        risky = {s.person.id for s in steps if s.person and (s.moves or "name" in s.values)}
        known = {s.person.id for s in steps if s.person and s.person.is_bound}
        bound = register.bound_among(db, risky - known) if risky - known else set()
        self.late |= {step.row for step in steps if step.person and step.person.id in bound}
        return [step for step in steps if step.row not in self.late]

    def _homes(self, db: Session, steps: Sequence[RowStep]) -> dict[int, int]:
        """Return each row's household, made if nobody has written it down yet."""
        keys: dict[int, HomeKey] = {}
        wanted: dict[HomeKey, dict[str, Any]] = {}
        for step in steps:
            unit = self.tree.grow(db, step.door)
            key = (self.tree.building_of(unit.id), step.door.entrance, step.door.room)
            keys[step.row] = key
            if key not in self.homes and key not in wanted:
                wanted[key] = {
                    "unit_id": unit.id,
                    # What is said before the room: a building's number, or a villagers' group.
                    "building": step.door.building or (unit.name if step.door.group else ""),
                    "entrance": step.door.entrance,
                    "room": step.door.room,
                    "number": step.number or None,
                }
        made = register.add_homes(db, list(wanted.values()))
        self.homes.update(zip(wanted, made, strict=True))
        self._fresh += wanted
        return {row: self.homes[key] for row, key in keys.items()}

    def _new(self, step: RowStep, where: dict[int, int]) -> dict[str, Any]:
        return {
            **dict.fromkeys(_COLUMNS),
            **step.values,
            "household_id": where[step.row],
            "is_respondent": self._is_answering(step),
        }

    def _changed(self, step: RowStep, where: dict[int, int]) -> dict[str, Any]:
        if not step.moves:
            return step.values
        home = {"household_id": where[step.row], "is_respondent": self._is_answering(step)}
        return {**step.values, **home}

    def _is_answering(self, step: RowStep) -> bool:
        return self._answers.get(place(step.door)) == step.row


_COLUMNS = (
    "name", "phone", "other_phones", "id_number", "relation", "sex", "birth", "moved_in", "notes",
    "needs",
)  # fmt: skip
