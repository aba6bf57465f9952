"""An office with an empty register of its own, and the tables it hands over."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from community.people import founding
from community.people.access import CLOCK, Actor, Refused
from community.people.importing import exporting, taking
from community.people.importing.taking import Imported
from core.doors import Door
from core.register import Parked, PostHolder, PostKind, RegisterRow
from db import Database
from db.models import Contact, ContactState, Household, Person, Post, Role, Unit
from db.people import absences, register, units
from tests.databases import MORNING, ZONE

GRID_WORKER = PostKind.GRID_WORKER


def door(text: str, **more: str) -> Door:
    """Read 3-2-601 as building, entrance and room."""
    building, entrance, room = text.split("-")
    return Door(building=building, entrance=entrance, room=room, **more)


def row(at: int, where: str | Door, name: str = "", **more: Any) -> RegisterRow:
    """A row of a table; phones and posts as tuples."""
    return RegisterRow(at, door(where) if isinstance(where, str) else where, name, **more)


def post(kind: PostKind, name: str, phone: str = "") -> PostHolder:
    return PostHolder(kind, name, phone)


@dataclass
class Office:
    """Takes tables in, and looks at what became of them."""

    database: Database
    now: datetime = MORNING
    root_id: int = 0
    reasons: dict[int, str] = field(default_factory=dict)  # of the last table's rows that wait

    def __post_init__(self) -> None:
        self.database.write(lambda db: founding.found(db, "幸福社区"))
        with self.database.read() as db:
            self.root_id = units.root_id(db) or 0

    def takes(
        self, *rows: RegisterRow | Parked, actor: Actor = CLOCK, root_id: int = 0
    ) -> Imported:
        """Take a table in; its sums add up, whatever is in it."""
        root = root_id or self.root_id
        done = taking.take(actor, self.database, root, rows, self.now, ZONE)
        assert isinstance(done, Imported)
        return self._checked(done, rows)

    def compares(self, *rows: RegisterRow | Parked) -> Imported:
        """See what a table would change."""
        with self.database.read() as db:
            found = taking.compare(CLOCK, db, self.root_id, rows, self.now, ZONE)
        assert not isinstance(found, Refused)
        return self._checked(found.done, rows)

    def _checked(self, done: Imported, rows: Sequence[RegisterRow | Parked]) -> Imported:
        assert done.rows == len(rows) == sum(done.counts.values()) + len(done.parked)
        assert len({parked.row for parked in done.parked}) == len(done.parked)
        self.reasons = {parked.row: parked.reason for parked in done.parked}
        return done

    def exports(self) -> list[RegisterRow]:
        with self.database.read() as db:
            return exporting.rows(db, self.root_id, self.now, ZONE)

    def bind(self, name: str) -> None:
        """A phone speaks for somebody from now on."""

        def work(db: Session) -> None:
            person = db.scalars(select(Person).where(Person.name_index == name)).one()
            db.add(
                Contact(
                    channel="official", address=f"o{person.id}", person_id=person.id,
                    state=ContactState.FOLLOWING,
                )
            )  # fmt: skip

        self.database.write(work)

    def change(self, name: str, **values: Any) -> None:
        """Somebody's record is changed by another door."""

        def work(db: Session) -> None:
            person = db.scalars(select(Person).where(Person.name_index == name)).one()
            for key, value in values.items():
                setattr(person, key, value)

        self.database.write(work)

    def gives(self, at: int, role: Role, name: str, phone: str) -> None:
        """Somebody gets a post by another door, in whichever unit is the `at`-th."""

        def work(db: Session) -> None:
            ids = list(db.scalars(select(Unit.id).order_by(Unit.id)))
            person = Person(name=name, name_index=name, phone=phone, created_at=self.now)
            db.add(person)
            db.flush()
            day = absences.day_of(self.now, ZONE)
            register.add_post(db, person.id, ids[at % len(ids)], role, day)

        self.database.write(work)

    def people(self) -> list[tuple[str | None, str, str | None]]:
        """Return everybody: name, door as building-entrance-room, phone."""
        with self.database.read() as db:
            found = db.execute(
                select(
                    Person.name,
                    Household.building,
                    Household.entrance,
                    Household.room,
                    Person.phone,
                )
                .join(Household, Person.household_id == Household.id)
                .order_by(Person.id)
            )
            return [(each[0], "-".join(each[1:4]), each[4]) for each in found]

    def units(self) -> list[tuple[str, str]]:
        """Return every unit with what it lies in."""
        with self.database.read() as db:
            names = {unit.id: unit.name for unit in db.scalars(select(Unit).order_by(Unit.id))}
            parents = db.execute(select(Unit.id, Unit.parent_id).order_by(Unit.id)).all()
        return [(names[id_], names.get(parent or 0, "")) for id_, parent in parents]

    def posts(self) -> list[tuple[str, str, str | None]]:
        """Return every post: unit, role, who holds it."""
        with self.database.read() as db:
            found = db.execute(
                select(Unit.name, Post.role, Person.name)
                .join(Unit, Post.unit_id == Unit.id)
                .join(Person, Post.person_id == Person.id)
                .order_by(Post.id)
            )
            return [(each[0], str(each[1]), each[2]) for each in found]

    def answering(self) -> list[str | None]:
        """Return the names of those who answer for a household."""
        with self.database.read() as db:
            answers = select(Person.name).where(
                Person.is_respondent.is_(True), Person.household_id.is_not(None)
            )
            return list(db.scalars(answers.order_by(Person.id)))

    def keepers(self) -> dict[str, str | None]:
        """Return who looks after which household, by its room."""
        with self.database.read() as db:
            found = db.execute(
                select(Household.room, Person.name).join(Person, Household.keeper_id == Person.id)
            )
            return {room: name for room, name in found}
