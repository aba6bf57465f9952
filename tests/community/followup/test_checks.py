"""A check opens with a clock: told once, asked again when nothing came of it, closed with a result."""

import pytest
from sqlalchemy import select

from db.models import ItemKind, ItemState, WorkItem
from tests.conftest import Town
from tests.families import enlarge, run


def checks(town: Town) -> list[WorkItem]:
    with town.bot.database.read() as db:
        found = select(WorkItem).where(WorkItem.kind == ItemKind.FEVER).order_by(WorkItem.id)
        return list(db.scalars(found))


def wait(town: Town, minutes: int) -> None:
    town.clock.advance(minutes=minutes)
    town.tick()
    town.send()


def test_in_the_same_second_all_three_are_told_once(town: Town) -> None:
    staff = town.doctor, town.secretary, town.grid_worker
    answer = town.observed[0].says("38.1")
    town.send()
    town.observed[0].says("38.2")
    town.send()

    assert "医院" in answer and "120" in answer
    assert [len([t for t in one.hears() if "38.1" in t]) for one in staff] == [1, 1, 1]
    assert len(checks(town)) == 1


def test_nobody_answers_and_the_next_hears(town: Town) -> None:
    street = town.township
    town.observed[0].says("38.1")
    town.send()
    for _ in range(2):
        wait(town, 15)

    assert any("38.1" in text for text in street.hears())


def test_taken_on_and_not_done_is_asked_about_and_goes_to_the_next(town: Town) -> None:
    doctor, street = town.doctor, town.township
    town.observed[0].says("38.1")
    town.send()
    [item] = checks(town)
    doctor.says(f"收到 {item.id}")
    doctor.hears()
    wait(town, 119)
    assert not any("还没有结果" in text for text in doctor.hears())
    wait(town, 1)
    assert any("还没有结果" in text for text in doctor.hears())
    wait(town, 120)
    doctor.hears()
    wait(town, 120)

    assert any("一直没有回音" in text for text in street.hears())


def test_while_it_is_in_hand_a_new_reading_goes_to_whoever_has_it(town: Town) -> None:
    doctor, grid = town.doctor, town.grid_worker
    town.observed[0].says("38.1")
    town.send()
    [item] = checks(town)
    doctor.says(f"收到 {item.id}")
    grid.hears()
    wait(town, 5)
    town.observed[0].says("38.9")
    wait(town, 2)

    assert len(checks(town)) == 1
    assert any("38.9" in text for text in doctor.hears())
    assert grid.hears() == []


def test_it_is_closed_with_a_result_only(town: Town) -> None:
    town.observed[0].says("38.1")
    [item] = checks(town)

    assert "请写上结果" in town.doctor.says(f"办结 {item.id}")
    assert checks(town)[0].state is ItemState.OPEN


@pytest.mark.parametrize(
    "said",
    [
        "已送医院",
        "{n} 打过电话，退了",
        "人已经送到发热门诊了",
        "{n}号 120接走了",
        "看过了，烧退了",
        "复测36.6",
        "编号{n}：住院了",
    ],
)
def test_what_closes_a_check(town: Town, said: str) -> None:
    town.observed[0].says("38.1")
    [item] = checks(town)
    town.doctor.says("收到")

    assert "办结了" in town.doctor.says(said.format(n=item.id))
    assert checks(town)[0].state is ItemState.DONE
    assert checks(town)[0].result


@pytest.mark.parametrize("said", ["上门了没人", "{n} 敲门没人应", "家里没人", "{n} 不给开门"])
def test_nobody_at_the_door_and_the_next_hears_at_once(town: Town, said: str) -> None:
    street = town.township
    town.observed[0].says("38.1")
    town.send()
    [item] = checks(town)
    town.doctor.says("收到")

    assert "下一位" in town.doctor.says(said.format(n=item.id))
    town.send()
    assert any("38.1" in text for text in street.hears())
    assert checks(town)[0].state is ItemState.OPEN


@pytest.mark.parametrize("said", ["打过电话没人接", "{n} 打不通", "电话是空号", "{n} 关机了"])
def test_nobody_at_the_telephone_and_they_go_to_the_door(town: Town, said: str) -> None:
    town.observed[0].says("38.1")
    [item] = checks(town)

    assert "请上门" in town.doctor.says(said.format(n=item.id))
    taken = checks(town)[0]
    assert taken.state is ItemState.TAKEN and taken.escalates_at is not None


def test_of_several_the_number_is_asked_for(town: Town) -> None:
    town.observed[0].says("38.1")
    town.observed[1].says("38.2")

    assert "请带上编号" in town.doctor.says("已送医院")


def test_who_has_told_at_noon_is_not_asked_at_noon_for_the_fever_of_another(town: Town) -> None:
    enlarge(town, 0, "张小宝", "张大宝")
    home = town.observed[0]
    run(town, "2026-11-21T12:12")
    home.hears()
    home.says("我38.1，张小宝36.5，张大宝没量")
    home.hears()
    run(town, "2026-11-21T12:13")

    assert not any("还没收到" in text for text in home.hears())


def test_those_who_live_with_them_are_asked_at_noon_too_and_at_once(town: Town) -> None:
    enlarge(town, 0, "张小宝")
    home = town.observed[0]
    run(town, "2026-11-21T08:00")
    home.says("我38.1")
    home.hears()
    run(town, "2026-11-21T08:01")
    assert any("张小宝" in text and "还没收到" in text for text in home.hears())
    home.says("张小宝36.5")
    run(town, "2026-11-21T12:00")
    [noon] = [text for text in home.hears() if "还没收到" in text]
    assert "张小宝今天中午" in noon
    assert "中午" in home.says("张小宝36.8")
    run(town, "2026-11-21T14:00")
    assert not any("还没收到" in text for text in home.hears())
