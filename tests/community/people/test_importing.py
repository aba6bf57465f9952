"""Who a row is about, and what becomes of it."""

from typing import Any

import pytest

from community.people.importing.conflicts import Conflict
from core.doors import Door
from core.register import Need, Parked, RegisterRow, RowReason
from db.models import Gone
from tests.community.people.office import Office, door, row
from tests.databases import MORNING

A, B, C = "13800000001", "13800000002", "13800000003"
FIRST = [
    row(2, "3-2-601", "李云", relation="户主", phones=(A,), sex="女"),
    row(3, "3-2-601", "李强", relation="儿子", phones=(B,)),
    row(4, "5-1-302", "王芳", relation="户主", needs=(Need.ALONE,)),
]


def counts(done: Any) -> tuple[int, int, int, int]:
    found = {fate.value: many for fate, many in done.counts.items()}
    return found.get("new", 0), found.get("changed", 0), found.get("same", 0), len(done.parked)


def test_a_first_table_makes_everything_and_the_second_time_changes_nothing(office: Office) -> None:
    first = office.takes(*FIRST)
    again = office.takes(*FIRST)

    assert (counts(first), first.units) == ((3, 0, 0, 0), 4)
    assert (counts(again), again.units) == ((0, 0, 3, 0), 0)
    assert office.people() == [
        ("李云", "3-2-601", A), ("李强", "3-2-601", B), ("王芳", "5-1-302", None),
    ]  # fmt: skip
    assert office.answering() == ["李云", "王芳"]


def test_a_rehearsal_says_what_would_come_of_it_and_writes_nothing(office: Office) -> None:
    would = office.compares(*FIRST)

    assert (counts(would), would.units) == ((3, 0, 0, 0), 4)
    assert office.people() == [] and len(office.units()) == 1
    done = office.takes(*FIRST)
    assert (done.counts, done.units) == (would.counts, would.units)


def test_a_new_phone_is_a_change_and_shown_before_it_is_taken(office: Office) -> None:
    office.takes(*FIRST)
    changed = [row(2, "3-2-601", "李云", relation="户主", phones=(C,)), *FIRST[1:]]

    would = office.compares(*changed)

    assert [(step.row, step.values) for step in would.changes] == [(2, {"phone": C})]
    assert counts(office.takes(*changed)) == (0, 1, 2, 0)
    assert office.people()[0] == ("李云", "3-2-601", C)


def test_a_number_that_is_known_already_changes_nothing(office: Office) -> None:
    office.takes(row(2, "3-2-601", "李云", phones=(A, B)))

    assert counts(office.takes(row(2, "3-2-601", "李云", phones=(B,)))) == (0, 0, 1, 0)
    assert counts(office.takes(row(2, "3-2-601", "李云", phones=(B, A)))) == (0, 0, 1, 0)
    assert office.exports()[0].phones == (A, B)


def test_a_table_does_not_bring_home_whom_the_family_said_is_away(office: Office) -> None:
    office.takes(row(2, "3-2-601", "李云", needs=(Need.ELSEWHERE,)))
    table = row(2, "3-2-601", "李云", needs=(Need.CHRONIC,))

    office.takes(table)

    assert set(office.exports()[0].needs) == {Need.CHRONIC, Need.ELSEWHERE}
    assert counts(office.takes(table)) == (0, 0, 1, 0)


def test_a_blank_cell_never_overwrites(office: Office) -> None:
    whole = row(
        2, "3-2-601", "李云", relation="户主", sex="女", born="1960-06-03", phones=(A,),
        needs=(Need.ALONE,), notes="二楼有狗", moved_in="2010",
    )  # fmt: skip
    office.takes(whole)

    assert counts(office.takes(row(2, "3-2-601", "李云"))) == (0, 0, 1, 0)
    [kept] = office.exports()
    assert (kept.born, kept.phones, kept.notes, kept.needs) == (
        "1960-06-03", (A,), "二楼有狗", (Need.ALONE,),
    )  # fmt: skip


@pytest.mark.parametrize(
    "known_by", [{"phones": (A,)}, {"id_number": "110105196006030020"}], ids=["phone", "id"]
)
def test_whoever_moves_is_recognised_by_phone_or_id_number(
    office: Office, known_by: dict[str, Any]
) -> None:
    office.takes(row(2, "3-2-601", "李云", **known_by), row(3, "3-2-601", "李强"))
    moved = row(2, "9-1-101", "李云", **known_by)

    would = office.compares(moved)

    assert [(step.row, step.moves) for step in would.changes] == [(2, True)]
    assert counts(office.takes(moved)) == (0, 1, 0, 0)
    assert [each[:2] for each in office.people()] == [("李云", "9-1-101"), ("李强", "3-2-601")]
    assert office.answering() == ["李云", "李强"]  # nobody is left without somebody who answers
    assert counts(office.takes(moved)) == (0, 0, 1, 0)


def test_a_new_name_needs_the_same_door_relation_and_phone(office: Office) -> None:
    office.takes(*FIRST)
    renamed = row(2, "3-2-601", "李芸", relation="户主", phones=(A,))

    done = office.takes(renamed)

    assert counts(done) == (0, 1, 0, 0)
    assert [step.values for step in done.changes] == [{"name": "李芸"}]
    assert len(office.people()) == 3


@pytest.mark.parametrize(
    ("reason", "rows"),
    [
        (
            {3: Conflict.TWICE},
            [row(2, "3-2-601", "李云", phones=(A,)), row(3, "3-2-601", "李云", phones=(A,))],
        ),
        (
            {2: Conflict.TWO_HEADS, 3: Conflict.TWO_HEADS},
            [
                row(2, "3-2-601", "李云", relation="户主"),
                row(3, "3-2-601", "周平", relation="户主"),
            ],
        ),
        (
            {2: Conflict.TWO_HOMES, 3: Conflict.TWO_HOMES},
            [row(2, "3-2-601", "李云", phones=(A,)), row(3, "4-2-601", "李云", phones=(A,))],
        ),
        (
            {2: Conflict.SAME_ID, 3: Conflict.SAME_ID},
            [
                row(2, "3-2-601", "李云", id_number="110105196006030020"),
                row(3, "4-2-601", "赵敏", id_number="110105196006030020"),
            ],
        ),
        (
            {2: Conflict.TWO_GRIDS, 3: Conflict.TWO_GRIDS},
            [
                row(2, door("3-2-601", grid="1"), "李云", relation="户主"),
                row(3, door("3-2-601", grid="2"), "赵敏"),
            ],
        ),
    ],
)
def test_rows_that_contradict_each_other_wait_and_stop_nothing(
    office: Office, reason: dict[int, str], rows: list[RegisterRow]
) -> None:
    good = row(9, "7-1-101", "孙杰")
    bad = Parked(10, "房号", RowReason.NO_DOOR)

    done = office.takes(*rows, good, bad)

    assert office.reasons == {**reason, 10: RowReason.NO_DOOR}
    assert done.counts.total() == len(rows) + 1 - len(reason)
    again = office.takes(*rows, good, bad)
    assert counts(again)[:2] == (0, 0)
    assert len(again.parked) == len(reason) + 1


def test_another_head_waits_until_the_table_says_what_became_of_the_first(office: Office) -> None:
    office.takes(*FIRST)
    new_head = row(2, "5-1-302", "周平", relation="户主")

    office.takes(new_head)
    assert office.reasons == {2: Conflict.OTHER_HEAD}

    done = office.takes(new_head, row(3, "5-1-302", "王芳", relation="母亲"))
    assert counts(done) == (1, 1, 0, 0)


def test_an_id_number_of_somebody_else_elsewhere_waits(office: Office) -> None:
    office.takes(row(2, "3-2-601", "李云", id_number="110105196006030020"))

    office.takes(row(2, "8-2-601", "赵敏", id_number="110105196006030020"))
    assert office.reasons == {2: Conflict.OTHER_NAME}

    office.takes(row(2, "3-2-601", "李云", id_number="110105197006030029"))
    assert office.reasons == {2: Conflict.OTHER_ID}


def test_whoever_is_bound_keeps_name_and_home(office: Office) -> None:
    office.takes(*FIRST)
    office.bind("李云")

    office.takes(row(2, "3-2-601", "李芸", relation="户主", phones=(A,)))
    assert office.reasons == {2: Conflict.BOUND_NAME}
    office.takes(row(2, "9-2-601", "李云", phones=(A,)))
    assert office.reasons == {2: Conflict.BOUND_HOME}

    assert office.people()[0] == ("李云", "3-2-601", A)
    office.takes(row(2, "3-2-601", "李小云", relation="女儿"))  # a family may grow
    assert office.answering() == ["李云", "王芳"]


@pytest.mark.parametrize("why", [Gone.DIED, Gone.MOVED])
def test_whoever_has_gone_is_not_brought_back_by_an_old_table(office: Office, why: Gone) -> None:
    office.takes(*FIRST)
    office.change("李强", gone_on=MORNING.date(), gone_because=why)

    office.takes(*FIRST)

    assert office.reasons == {3: Conflict.GONE}
    assert [each[0] for each in office.people()] == ["李云", "李强", "王芳"]
    assert [each.name for each in office.exports()] == ["李云", "王芳"]


def test_a_villages_house_is_found_by_its_number_its_household_or_its_head(office: Office) -> None:
    group = Door(group="3")
    rows = [
        row(2, Door(group="3", room="12"), "马强", relation="户主"),
        row(3, group, "郭敏", household="7", relation="户主"),
        row(4, group, "郭涛", household="7", relation="儿子"),
        row(5, group, "高平", relation="户主", head="高平"),
        row(6, group, "高静", relation="女儿", head="高平"),
        row(7, Door(community="张家沟村", room="5"), "何勇", relation="户主"),
    ]

    done = office.takes(*rows)

    assert (counts(done), done.units) == ((6, 0, 0, 0), 1)
    assert [each[1] for each in office.people()] == [
        "3组--12", "3组--户号7", "3组--户号7", "3组--高平家", "3组--高平家", "--5",
    ]  # fmt: skip
    assert office.answering() == ["马强", "郭敏", "高平", "何勇"]
    assert counts(office.takes(*rows)) == (0, 0, 6, 0)
    assert [(each.door.room, each.household, each.head) for each in office.exports()][1:5] == [
        ("", "7", ""), ("", "7", ""), ("", "", "高平"), ("", "", "高平"),
    ]  # fmt: skip


def test_a_household_gets_its_number_once(office: Office) -> None:
    office.takes(*FIRST)

    numbered = row(2, "3-2-601", "李云", household="88")
    assert counts(office.takes(numbered)) == (0, 1, 0, 0)
    assert counts(office.takes(numbered)) == (0, 0, 1, 0)
    assert {each.household for each in office.exports()} == {"88", ""}


def test_the_head_answers_wherever_in_the_table_they_stand(office: Office) -> None:
    family = [row(at, "3-2-601", f"李{at}", relation="儿子") for at in range(2, 150)]
    head = row(150, "3-2-601", "李云", relation="户主")

    office.takes(*family, head)

    assert office.answering() == ["李云"]
