"""What others do to the register while a table is taken in."""

from collections.abc import Callable

from sqlalchemy import select
from sqlalchemy.orm import Session

from community.people import homes
from community.people.access import CLOCK
from community.people.importing import taking
from community.people.importing.conflicts import Conflict
from community.people.importing.matching import Fate
from community.people.importing.taking import SLICE, Imported
from core.register import RegisterRow
from db.models import Unit
from tests.community.people.office import Office, row
from tests.databases import ZONE


def takes(office: Office, rows: list[RegisterRow], then: Callable[[], None]) -> Imported:
    """Take a table in; after its first slice something else happens, once."""
    waiting = [then]

    def tell(done: int, of: int) -> None:
        if waiting:
            waiting.pop()()

    done = taking.take(CLOCK, office.database, office.root_id, rows, office.now, ZONE, tell)
    assert isinstance(done, Imported)
    assert done.rows == done.counts.total() + len(done.parked) == len(rows)
    return done


def crowd() -> list[RegisterRow]:
    return [row(at, f"3-1-{at + 100}", f"李{at}", phones=(f"138{at:08d}",)) for at in range(2, 250)]


def test_a_household_that_another_door_writes_down_is_not_doubled(office: Office) -> None:
    """Somebody says in chat that they live where a later row of the table lives too."""

    def work(db: Session) -> None:
        building = db.scalars(select(Unit).where(Unit.building == "3")).one()
        homes.household_at(db, building, {"unit": "1", "room": "340"})

    done = takes(office, crowd(), lambda: office.database.write(work))

    assert done.counts == {Fate.NEW: 248}
    doors = [each[1] for each in office.people()]
    assert len(doors) == len(set(doors)) == 248
    again = office.takes(*crowd())
    assert (again.counts, again.units) == ({Fate.SAME: 248}, 0)


def test_whoever_is_bound_meanwhile_keeps_their_home(office: Office) -> None:
    office.takes(*crowd())
    moved = [
        row(each.row, f"4-1-{each.row + 100}", each.name, phones=each.phones) for each in crowd()
    ]

    done = takes(office, moved, lambda: office.bind("李240"))

    assert SLICE < 240
    assert [(each.row, each.reason) for each in done.parked] == [(240, Conflict.BOUND_HOME)]
    assert {where for name, where, _ in office.people() if name == "李240"} == {"3-1-340"}


def test_others_write_between_the_slices(office: Office) -> None:
    counted: list[int] = []
    done = taking.take(
        CLOCK, office.database, office.root_id, crowd(), office.now, ZONE,
        lambda done, of: counted.append(len(office.people())),
    )  # fmt: skip

    assert isinstance(done, Imported)
    assert counted == [100, 200, 248]
