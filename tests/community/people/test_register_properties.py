"""Whatever a register holds: it goes out and comes in again, and an edit changes its own row alone."""

from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from community.people.importing.matching import Fate
from core.doors import Door
from core.register import Need, PostHolder, PostKind, RegisterRow
from db.models import Role
from sheets.register import open_register
from sheets.writing import write_register
from tests.common import examples
from tests.community.people.conftest import empty
from tests.community.people.office import Office

SURNAMES, GIVEN = "王李张刘陈", "云芳强敏静磊洋艳勇杰"

numbers = st.integers(1, 4).map(str)
doors = st.one_of(
    st.builds(Door, building=numbers, entrance=numbers, room=st.sampled_from(["101", "0602"])),
    st.builds(Door, grid=st.just("1"), building=st.sampled_from(["11", "12"]), room=numbers),
    st.builds(
        Door, estate=st.just("阳光花园"), building=st.sampled_from(["21", "A"]), room=numbers
    ),
    st.builds(Door, group=st.sampled_from(["1", "张家湾"]), room=numbers),
)


@st.composite
def registers(draw: st.DrawFn) -> list[RegisterRow]:
    """Households behind doors of their own; nobody stands in two of them."""
    rows: list[RegisterRow] = []
    places = draw(st.lists(doors, min_size=1, max_size=6, unique=True))
    for door in sorted(places, key=lambda each: not each.estate):
        posts = draw(st.sampled_from([(), (_post(door),)]))
        household = draw(st.sampled_from(["", f"h{len(rows)}"]))
        for at in range(draw(st.integers(1, 3))):
            rows.append(draw(_member(len(rows), at == 0, door, household, posts)))
    return [replace(row, row=at) for at, row in enumerate(rows, start=2)]


def _post(door: Door) -> PostHolder:
    return PostHolder(PostKind.IN_CHARGE, f"何{GIVEN[len(door.room)]}", "13900000009")


@st.composite
def _member(
    draw: st.DrawFn, at: int, head: bool, door: Door, household: str, posts: tuple[Any, ...]
) -> RegisterRow:
    phones = [f"138{at:07d}{last}" for last in range(draw(st.integers(0, 3)))]
    needs = draw(st.sets(st.sampled_from(list(Need)), max_size=2))
    return RegisterRow(
        row=at,
        door=door,
        name=SURNAMES[at % 5] + GIVEN[at // 5 % 10] + draw(st.sampled_from(GIVEN)),
        household=household,
        relation="户主" if head else draw(st.sampled_from(["儿子", "租户", ""])),
        sex=draw(st.sampled_from(["男", "女", ""])),
        born=draw(st.sampled_from(["1951-03-02", "1980", ""])),
        phones=tuple(phones),
        needs=tuple(need for need in Need if need in needs),
        moved_in=draw(st.sampled_from(["2020-06", ""])),
        notes=draw(st.sampled_from(["二楼有狗", ""])),
        posts=posts,
    )


QUICK = settings(
    max_examples=examples(15),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


def afresh(office: Office) -> Office:
    empty(office.database)
    return Office(office.database)


def told(rows: list[RegisterRow]) -> set[RegisterRow]:
    return {replace(row, row=0, others=()) for row in rows}  # type: ignore[arg-type]


@given(registers())
@QUICK
def test_what_goes_out_comes_in_again_the_same(office: Office, rows: list[RegisterRow]) -> None:
    first = afresh(office)
    assert first.takes(*rows).counts == {Fate.NEW: len(rows)}
    out = first.exports()
    assert told(out) == told(rows)
    assert first.takes(*out).counts == {Fate.SAME: len(rows)}

    second = afresh(office)
    assert second.takes(*out).counts == {Fate.NEW: len(rows)}
    assert second.exports() == out


HELD = [Role.GRID_WORKER, Role.DOCTOR, Role.SECRETARY, Role.DUTY, Role.REPRESENTATIVE]
held = st.lists(st.tuples(st.integers(0, 20), st.sampled_from(HELD)), min_size=1, max_size=8)


@given(registers(), held, st.sampled_from([".xlsx", ".csv"]))
@QUICK
def test_whoever_holds_posts_by_whatever_door_the_export_changes_nothing(
    office: Office, rows: list[RegisterRow], posts: list[tuple[int, Role]], ending: str
) -> None:
    """Several hold one kind of post, wherever; a table of it is taken in without a change."""
    there = afresh(office)
    there.takes(*rows)
    for at, (unit, role) in enumerate(posts):
        there.gives(unit, role, f"周{GIVEN[at]}", f"1390000000{at}")
    before = there.posts(), there.people(), there.units()
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"register{ending}"
        write_register(there.exports(), path)
        out = list(open_register(path).rows())

    done = there.takes(*out)

    assert done.counts == {Fate.SAME: len(out)}
    assert (done.parked, done.doubts, done.posts.gives, done.units) == ([], [], [], 0)
    assert (there.posts(), there.people(), there.units()) == before
    nearest = {post.name for row in out if isinstance(row, RegisterRow) for post in row.posts}
    assert {name for _, _, name in there.posts()} <= nearest


@given(registers(), st.data())
@QUICK
def test_exactly_the_edited_rows_change(
    office: Office, rows: list[RegisterRow], data: st.DataObject
) -> None:
    there = afresh(office)
    there.takes(*rows)
    edited = data.draw(st.sets(st.sampled_from(range(len(rows)))))
    after = [_edited(row, data) if at in edited else row for at, row in enumerate(rows)]
    blank = [replace(row, notes="", moved_in="", born="", phones=()) for row in after]

    done = there.takes(*after)

    assert [step.row for step in done.changes] == [rows[at].row for at in sorted(edited)]
    assert done.counts == {
        fate: many
        for fate, many in ((Fate.CHANGED, len(edited)), (Fate.SAME, len(rows) - len(edited)))
        if many
    }
    assert there.takes(*after).counts == there.takes(*blank).counts == {Fate.SAME: len(rows)}


def _edited(row: RegisterRow, data: st.DataObject) -> RegisterRow:
    change: dict[str, Any] = data.draw(
        st.sampled_from(
            [
                {"notes": "腿脚不便"},
                {"phones": (f"137{row.row:08d}",)},
                {"born": "1999-09-09"},
                {"needs": (Need.LEFT_BEHIND, Need.POOR, Need.MENTAL)},
                {"moved_in": "2026-01-01"},
            ]
        )
    )
    return replace(row, **change)
