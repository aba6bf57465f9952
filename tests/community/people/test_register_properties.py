"""Whatever a register holds: it goes out and comes in again, and an edit changes its own row alone."""

from dataclasses import replace
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from community.people.importing.matching import Fate
from core.doors import Door
from core.register import Need, PostHolder, PostKind, RegisterRow
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
    max_examples=15,
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
