from datetime import timedelta

from sqlalchemy import select

from db.models import ItemKind, ItemState, Step, WorkItem
from tests.conftest import Someone, Town


def tickets(town: Town) -> list[WorkItem]:
    with town.bot.database.read() as db:
        return list(db.scalars(select(WorkItem).order_by(WorkItem.id)))


def alerts(*people: Someone) -> list[int]:
    return [len(person.hears()) for person in people]


def wait(town: Town, minutes: int) -> None:
    town.clock.advance(minutes=minutes)
    town.tick()
    town.send()


def test_danger_climbs_tier_by_tier_every_five_minutes(town: Town) -> None:
    grid, secretary, doctor, street = (
        town.grid_worker, town.secretary, town.doctor, town.township,
    )  # fmt: skip
    town.resident.says("我喘不上气")
    town.send()
    assert alerts(grid, secretary, doctor, street) == [1, 1, 1, 0]

    wait(town, 4)
    assert alerts(grid, secretary, doctor, street) == [0, 0, 0, 0]
    wait(town, 1)
    assert alerts(grid, secretary, doctor, street) == [0, 0, 0, 1]


def test_an_answer_stops_the_climb(town: Town) -> None:
    street = town.township
    town.resident.says("我喘不上气")
    town.send()
    town.doctor.says("收到")
    wait(town, 6)

    [item] = tickets(town)
    assert item.state is ItemState.TAKEN and item.escalates_at is not None
    assert item.escalates_at - town.clock.now() > timedelta(minutes=20)  # a word holds for a while
    assert alerts(street) == [0]


def test_a_fever_goes_to_doctor_secretary_and_grid_worker_then_street(town: Town) -> None:
    grid, secretary, doctor, street = (
        town.grid_worker, town.secretary, town.doctor, town.township,
    )  # fmt: skip
    town.observed[0].says("37.9")
    town.send()
    assert alerts(grid, doctor, secretary, street) == [1, 1, 1, 0]

    wait(town, 14)
    assert alerts(grid, doctor, secretary, street) == [0, 0, 0, 0]
    wait(town, 1)
    assert alerts(grid, doctor, secretary, street) == [0, 0, 0, 1]


def test_one_person_s_fever_is_one_ticket_however_often_it_is_said(town: Town) -> None:
    for said in ("37.6", "37.8", "38.1", "有点咳"):
        town.observed[0].says(said)

    [item] = tickets(town)
    with town.bot.database.read() as db:
        told = db.scalars(select(Step.tier).where(Step.item_id == item.id)).all()
    assert item.kind is ItemKind.FEVER
    assert told == [0, 0, 0]


def test_only_those_who_were_told_may_answer(town: Town) -> None:
    town.newcomer().says("我是3号楼2单元601 张三")
    [item] = tickets(town)

    for stranger in (town.resident, town.doctor, town.township, town.newcomer("oStranger")):
        stranger.says(f"同意 {item.id}")
        stranger.says(f"收到{item.id}")
    assert [each.state for each in tickets(town)] == [ItemState.OPEN]

    assert "已通过" in town.grid_worker.says(f"同意 {item.id}")


def test_the_second_answer_hears_who_was_first(town: Town) -> None:
    town.observed[0].says("38.0")
    town.doctor.says("收到 1")

    assert town.grid_worker.says("收到 1").startswith("编号1已由")


def test_the_one_who_took_it_hears_what_comes_later(town: Town) -> None:
    grid, doctor = town.grid_worker, town.doctor
    town.newcomer().says("救命，我爸昏迷了")
    town.secretary.says("收到")
    town.send()
    alerts(grid, doctor, secretary := town.secretary)
    town.newcomer().says("3号楼2单元601，电话13812345678")
    town.send()

    assert any("13812345678" in text for text in secretary.hears())
    assert not any("13812345678" in text for text in doctor.hears())


def test_a_member_of_staff_who_cannot_be_reached_is_passed_over_at_once(town: Town) -> None:
    town.doctor.phone.unfollows()
    town.grid_worker.phone.unfollows()
    town.secretary.phone.unfollows()
    street = town.township
    town.observed[0].says("38.5")
    town.send()
    town.send()

    assert any("前一位负责人联系不上" in text for text in street.hears())
    assert town.clock.now() - tickets(town)[0].raised_at < timedelta(minutes=1)
