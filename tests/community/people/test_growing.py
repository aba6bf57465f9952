"""The units a table names: made where they belong, never doubled, never moved."""

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from community.people.importing.conflicts import Conflict
from community.people.importing.matching import Fate
from core.doors import Door
from db.models import Household, Unit
from db.people import units
from tests.community.people.office import Office, door, row

NEW, SAME = Fate.NEW, Fate.SAME


def test_grids_buildings_and_entrances_are_made_below_the_community(office: Office) -> None:
    done = office.takes(
        row(2, door("3-2-601", grid="1"), "李云"),
        row(3, door("3-1-601", grid="1"), "王芳"),
        row(4, door("4--201", grid="2"), "赵敏"),
        row(5, door("甲-1-201", estate="阳光花园"), "孙杰"),
        row(6, Door(building="5排", room="03"), "周平"),
    )

    assert done.units == 10
    assert office.units() == [
        ("幸福社区", ""),
        ("阳光花园", "幸福社区"), ("甲号楼", "阳光花园"), ("1单元", "甲号楼"),
        ("第1网格", "幸福社区"), ("3号楼", "第1网格"), ("2单元", "3号楼"), ("1单元", "3号楼"),
        ("第2网格", "幸福社区"), ("4号楼", "第2网格"), ("5排", "幸福社区"),
    ]  # fmt: skip


def test_a_building_stays_where_it_stands_and_the_other_grid_is_told(office: Office) -> None:
    office.takes(row(2, door("3-2-601", grid="1"), "李云"), row(3, door("9-1-1", grid="2"), "何勇"))

    done = office.takes(row(2, door("3-2-601", grid="2"), "李云"), row(3, "3-1-102", "赵敏"))

    assert done.other_grid == [2]
    assert [name for name, _ in office.units()].count("3号楼") == 1
    assert ("3号楼", "第1网格") in office.units()


def test_somebody_elses_door_in_another_grid_is_another_building(office: Office) -> None:
    office.takes(row(2, door("3-2-601", grid="1"), "李云"))

    office.takes(
        row(2, door("3-2-601", grid="2"), "赵敏"), row(3, door("3-2-602", grid="2"), "孙杰")
    )

    assert office.reasons == {2: Conflict.TWO_GRIDS, 3: Conflict.TWO_GRIDS}
    assert len(office.people()) == 1


def test_estates_may_have_the_same_numbers(office: Office) -> None:
    sun, moon = ({"estate": "阳光花园"}, {"estate": "明月苑"})
    rows = [
        row(2, "3-1-101", "周平"),
        row(3, door("3-1-101", **sun), "李云"),
        row(4, door("3-1-101", **moon), "赵敏"),
        row(5, "4-1-101", "孙杰"),
    ]

    office.takes(*rows)

    assert office.reasons == {2: Conflict.NO_SUCH_BUILDING}
    assert len(office.people()) == 3
    again = office.takes(*rows)
    assert (again.counts.total(), len(again.parked), again.units) == (3, 1, 0)


def test_an_estate_is_not_put_beside_a_building_that_may_be_its_own(office: Office) -> None:
    office.takes(row(2, "3-1-101", "李云"))

    office.takes(row(2, door("3-1-101", estate="阳光花园"), "李云"))
    assert office.reasons == {2: Conflict.PERHAPS_SAME_BUILDING}

    done = office.takes(row(2, door("3-1-101", estate="幸福"), "李云"))  # the community itself
    assert done.counts[SAME] == 1


def test_two_new_estates_come_beside_buildings_of_other_numbers(office: Office) -> None:
    """Both have a building 81; only the one whose number stands there already waits."""
    office.takes(row(2, "3-1-101", "李云"))
    sun, moon = {"estate": "阳光花园"}, {"estate": "月亮湾"}
    rows = [
        row(2, door("81-1-101", **sun), "王强"),
        row(3, door("81-1-101", **moon), "赵敏"),
        row(4, door("3-1-101", **moon), "孙杰"),
        row(5, door("3-1-102", **moon), "周平"),
    ]

    done = office.takes(*rows)

    assert (done.counts[NEW], office.reasons) == (
        2, dict.fromkeys((4, 5), Conflict.PERHAPS_SAME_BUILDING),
    )  # fmt: skip
    again = office.takes(*rows)
    assert (again.counts, again.units, len(again.parked)) == ({SAME: 2}, 0, 2)
    # It is another one, as whoever names the unit says.
    apart = office.takes(*rows[2:], root_id=_unit(office, "月亮湾"))
    assert (apart.counts[NEW], office.reasons) == (2, {})
    assert office.takes(*rows).counts == {SAME: 4}


def test_households_move_to_their_entrance_when_it_is_made(office: Office) -> None:
    office.takes(row(2, Door(building="3", room="601"), "李云"))

    def hang(db: Session) -> None:
        building = db.scalar(select(Unit.id).where(Unit.building == "3"))
        db.execute(update(Household).values(unit_id=building, entrance="2"))

    office.database.write(hang)
    done = office.takes(row(2, "3-2-601", "李云"), row(3, "3-2-602", "王芳"))

    assert (done.units, done.counts[SAME], done.counts[NEW]) == (1, 1, 1)
    assert len(office.people()) == 2


def test_a_table_of_one_grid_stays_inside_it(office: Office) -> None:
    office.takes(
        row(2, door("3-1-101", grid="1"), "李云"), row(3, door("9-1-101", grid="2"), "何勇")
    )
    grid = _unit(office, "第1网格")

    done = office.takes(
        row(2, door("3-1-101", grid="1"), "李云"),
        row(3, "4-1-101", "赵敏"),
        row(4, door("9-1-101", grid="2"), "何勇"),
        root_id=grid,
    )

    assert office.reasons == {4: Conflict.OUTSIDE}
    assert (done.counts[SAME], done.counts[NEW]) == (1, 1)
    assert ("4号楼", "第1网格") in office.units()


def test_a_table_of_one_building_needs_no_building_column(office: Office) -> None:
    office.takes(row(2, "3-1-101", "李云"))

    done = office.takes(
        row(2, Door(entrance="1", room="101"), "李云"), root_id=_unit(office, "3号楼")
    )

    assert (done.counts[SAME], done.units) == (1, 0)


def _unit(office: Office, name: str) -> int:
    with office.database.read() as db:
        [found] = units.named(db, name)
        return found.id
