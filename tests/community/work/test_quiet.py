"""Quiet when it is done: what waits is cancelled, the same again alerts nobody."""

import pytest
from sqlalchemy import select

from db.models import Delivery, DeliveryStatus, Observation
from tests.community.work.test_escalation import tickets, wait
from tests.conftest import Town


def about(town: Town, number: int) -> list[tuple[str, str | None]]:
    with town.bot.database.read() as db:
        found = db.scalars(select(Delivery).where(Delivery.item_id == number)).all()
        return [(one.status.value, one.reason) for one in found]


def test_what_still_waits_is_cancelled_once_somebody_has_it(town: Town) -> None:
    town.observed[0].says("38.5")
    grid, doctor = town.grid_worker, town.doctor
    doctor.says("收到 1")

    counts = town.send()

    assert grid.hears() == [] and doctor.hears() == []
    assert set(about(town, 1)) == {("cancelled", "taken")}
    assert set(counts) <= {"wired"}


def test_a_retry_that_comes_back_after_somebody_has_it_is_not_sent(town: Town) -> None:
    from sim.faults import Fault

    town.observed[0].says("38.5")
    town.platform.faults.add(Fault("/message/custom/send", errcode=-1, left=9))
    town.send()
    town.doctor.says("收到 1")
    town.platform.faults.lift()
    town.clock.advance(minutes=1)
    town.send()

    assert town.grid_worker.hears() == []
    assert all(status == "cancelled" for status, _ in about(town, 1))


@pytest.mark.parametrize("said", ["38.5", "体温38.5", "三十八度五", "38.5℃"])
def test_the_same_fever_said_four_times_is_one_alert(town: Town, said: str) -> None:
    grid = town.grid_worker
    answers = [town.observed[0].says(said)]
    town.send()
    for _ in range(3):
        town.clock.advance(minutes=2)
        answers.append(town.observed[0].says(said))
        town.send()

    assert len([text for text in grid.hears() if "体温异常" in text]) == 1
    assert all("改好了" not in answer for answer in answers)
    with town.bot.database.read() as db:
        assert len(db.scalars(select(Observation)).all()) == 1


def test_a_changed_value_is_called_changed_and_told(town: Town) -> None:
    grid = town.grid_worker
    town.observed[0].says("38.5")
    town.send()
    town.clock.advance(minutes=2)

    answer = town.observed[0].says("39.1")
    town.send()

    assert "改好了" in answer
    assert "39.1" in grid.hears()[-1]


def test_words_within_a_minute_go_in_one_message(town: Town) -> None:
    doctor, caller = town.doctor, town.resident
    caller.says("我喘不上气")
    town.send()
    doctor.hears()
    caller.says("我快不行了")
    town.send()
    first = doctor.hears()
    for word in ("在三号楼", "门没锁", "快来人"):
        caller.says(word)
    town.send()
    assert doctor.hears() == []
    town.clock.advance(minutes=1)
    town.send()
    then = doctor.hears()

    assert len(first) == 1 and len(then) == 1
    assert all(word in then[0] for word in ("在三号楼", "门没锁", "快来人"))


def test_somebody_who_never_answers_reminders_is_one_item_not_one_a_slot(town: Town) -> None:
    town.observed[0].phone.unfollows()
    for day in range(21, 25):
        for hour in ("08:00", "17:30"):
            town.at(f"2026-11-{day}T{hour}")
            town.tick()
            town.send()

    open_ones = [
        t for t in tickets(town) if t.kind.value == "unreached" and t.state.value == "open"
    ]
    assert len(open_ones) == 1


def test_insisting_ends(town: Town) -> None:
    town.resident.says("我喘不上气")
    town.send()
    doctor = town.doctor
    for _ in range(40):
        wait(town, 10)

    assert len(about(town, 1)) <= 4 * 3
    assert len(doctor.hears()) <= 3
    assert {status for status, _ in about(town, 1)} <= {DeliveryStatus.WIRED.value, "failed"}
