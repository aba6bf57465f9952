"""Writing down what a table says, some rows at a time: whatever breaks off, the same table goes on from."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from sqlalchemy.orm import Session

from community.people.importing.growing import Tree
from community.people.importing.matching import Fate, HomeKey, Known, Step, is_head
from core.doors import Door
from db.people import register


@dataclass
class Store:
    """Takes steps in; remembers the households it has made and who answers for each."""

    tree: Tree
    known: Known
    now: datetime
    homes: dict[HomeKey, int] = field(init=False)
    _answered: set[int] = field(init=False)

    def __post_init__(self) -> None:
        self.homes = {key: home.id for key, home in self.known.home_at.items()}
        self._answered = {
            person.household_id or 0 for person in self.known.people if person.is_respondent
        }

    def write(self, db: Session, steps: Sequence[Step]) -> None:
        """Write some steps down, in one transaction."""
        where = {step.row: self._home(db, step) for step in steps if step.fate is not Fate.SAME}
        fresh = [step for step in steps if step.fate is Fate.NEW]
        # A head answers for the household; where none is named, whoever comes first.
        fresh.sort(key=lambda step: not is_head(step.values.get("relation")))
        register.add_people(
            db,
            [
                {
                    **dict.fromkeys(_COLUMNS),
                    **step.values,
                    "household_id": where[step.row],
                    "is_respondent": self._answers(where[step.row]),
                }
                for step in fresh
            ],
            self.now,
        )
        register.change_people(
            db,
            [
                (step.person.id, self._changed(step, where[step.row]))
                for step in steps
                if step.fate is Fate.CHANGED and step.person is not None
            ],
        )

    def _home(self, db: Session, step: Step) -> int:
        """Return the household behind a door, made if nobody has written it down yet."""
        unit = self.tree.grow(db, step.door)
        key = (self.tree.building_of(unit.id), step.door.entrance, step.door.room)
        if key not in self.homes:
            home = {
                "unit_id": unit.id,
                "building": step.door.building,
                "entrance": step.door.entrance,
                "room": step.door.room,
                "number": step.number or None,
            }
            [self.homes[key]] = register.add_homes(db, [home])
        return self.homes[key]

    def home_of(self, door: Door) -> int | None:
        """Return the household behind a door that has been written down."""
        building = self.tree.find(replace(door, entrance="", room=""))
        return self.homes.get((building.id, door.entrance, door.room)) if building else None

    def _answers(self, home_id: int) -> bool:
        """Tell whether nobody answers for a household yet; whoever asks does from now on."""
        if home_id in self._answered:
            return False
        self._answered.add(home_id)
        return True

    def _changed(self, step: Step, home_id: int) -> dict[str, object]:
        if not step.moves:
            return step.values
        return {**step.values, "household_id": home_id, "is_respondent": self._answers(home_id)}


_COLUMNS = (
    "name", "phone", "other_phones", "id_number", "relation", "sex", "birth", "moved_in", "notes",
    "needs",
)  # fmt: skip
