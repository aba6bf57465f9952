"""What nobody sees to: zero is the goal."""

from community.people import vacancies
from community.people.access import CLOCK, Actor, Refused
from community.people.vacancies import Vacancies
from core.doors import Door
from core.register import PostKind
from db.models import Role
from tests.community.people.office import GRID_WORKER, Office, door, post, row
from tests.databases import ZONE

TEAM = (
    post(PostKind.SECRETARY, "周平"),
    post(PostKind.DOCTOR, "高静"),
    post(PostKind.DUTY, "孙杰"),
)
A, B = "13900000001", "13900000002"
FANG = post(GRID_WORKER, "王芳", "13900000009")


def look(office: Office) -> Vacancies:
    with office.database.read() as db:
        found = vacancies.find(CLOCK, db, office.now, ZONE)
    assert isinstance(found, Vacancies)
    return found


def test_a_new_register_lacks_its_team(office: Office) -> None:
    assert look(office).posts == [
        ("幸福社区", Role.SECRETARY), ("幸福社区", Role.DOCTOR), ("幸福社区", Role.DUTY),
    ]  # fmt: skip


def test_where_everybody_is_seen_to_nothing_is_missing(office: Office) -> None:
    office.takes(
        row(1, door("3-2-601", grid="1"), "李云", phones=(A,), posts=(*TEAM, FANG)),
        row(2, door("3-2-601", grid="1"), "李强"),  # their mother has a telephone
        row(3, Door(building="9", room="101"), "赵敏", phones=(B,),
            posts=(post(PostKind.IN_CHARGE, "何勇"),)),
    )  # fmt: skip

    assert look(office).total == 0


def test_a_household_needs_a_keeper_or_somebody_for_its_building_or_grid(office: Office) -> None:
    office.takes(
        row(1, door("3-2-601", grid="1"), "李云", phones=(A,), posts=(*TEAM, FANG)),
        row(2, "5-1-302", "赵敏", phones=(B,)),
        row(3, door("6-1-302", grid="2"), "郭涛", phones=("13900000003",)),
        row(4, door("7-1-302", grid="2"), "何勇", phones=("13900000004",),
            posts=(post(PostKind.BUILDING_HEAD, "马强"),)),
    )  # fmt: skip

    found = look(office)

    assert found.posts == [("第2网格", Role.GRID_WORKER)]
    assert (found.unattended, set(found.unattended_doors)) == (
        2, {"5号楼1单元302", "6号楼1单元302"},
    )  # fmt: skip


def test_a_phone_or_a_bound_message_reaches_the_whole_household(office: Office) -> None:
    office.takes(
        row(1, "3-2-601", "李云"),
        row(2, "3-2-601", "李强"),
        row(3, Door(group="2", room="12"), "赵敏"),
    )
    before = look(office)
    office.bind("李强")

    assert (before.silent, before.silent_doors) == (3, ["3号楼2单元601", "2组12号"])
    assert (look(office).silent, look(office).silent_doors) == (1, ["2组12号"])


def test_one_person_may_have_three_hundred_households(office: Office) -> None:
    rows = [
        row(
            at,
            door(f"3-1-{at + 100}", grid="1"),
            f"李{at}",
            phones=(f"138{at:08d}",),
            posts=(FANG,),
        )
        for at in range(1, vacancies.MOST_HOMES + 1)
    ]
    office.takes(*rows)
    assert look(office).loads == []

    office.takes(row(1, door("3-1-999", grid="1"), "赵敏"))
    assert [(load.name, load.homes) for load in look(office).loads] == [("王芳", 301)]
    with office.database.read() as db:
        more = vacancies.find(CLOCK, db, office.now, ZONE, 500)
    assert not isinstance(more, Refused) and (more.loads, more.most) == ([], 500)


def test_a_stranger_is_told_nothing(office: Office) -> None:
    with office.database.read() as db:
        found = vacancies.find(Actor(None, 7), db, office.now, ZONE)
    assert isinstance(found, Refused)
