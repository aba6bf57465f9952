"""Who must be rung, the gravest first, with the reason; results typed back do not double."""

from datetime import datetime

import pytest
from sqlalchemy import select

from community.followup import calling
from community.followup.calling import CallReason, GridList
from db.models import ItemState, Observation
from tests.conftest import Someone, Town
from tests.families import run, silences


def lists(town: Town, *, everybody: bool = False) -> list[GridList]:
    def make(db: object) -> list[GridList]:
        now: datetime = town.clock.now()
        return calling.below(db, town.bot.watch, "", now, everybody=everybody)  # type: ignore[arg-type]

    return town.bot.database.write(make)


def readings(town: Town) -> list[str | None]:
    with town.bot.database.read() as db:
        return list(db.scalars(select(Observation.value).order_by(Observation.id)))


def alerts(someone: Someone) -> list[str]:
    return [text for text in someone.hears() if "体温异常" in text]


def reasons(town: Town) -> list[CallReason]:
    return [entry.reasons[0] for grid in lists(town) for entry in grid.entries]


def test_it_is_ranked_by_what_is_gravest_and_says_why(town: Town) -> None:
    run(town, "2026-11-21T08:00")
    town.observed[1].says("36.5")
    town.observed[2].says("36.6")
    run(town, "2026-11-21T12:00")
    run(town, "2026-11-21T17:30")
    town.observed[1].says("38.6")
    run(town, "2026-11-21T21:30")

    assert reasons(town) == [CallReason.FEVER, CallReason.VISIT, CallReason.SILENT]
    said = town.secretary.says("电话名单")
    assert "发热，还没处理完" in said.splitlines()[1]
    assert "连续2次没消息，请上门" in said.splitlines()[2]


def test_results_are_typed_back_once_and_close_what_they_settle(town: Town) -> None:
    run(town, "2026-11-21T08:00")
    run(town, "2026-11-21T12:00")
    assert len(silences(town)) == 3
    town.secretary.says("电话名单")

    assert "3户有新结果，1件没报体温的办结了" in town.secretary.says("1到2未到3空号")
    assert "0户有新结果，3户和原来记的一样" in town.secretary.says("1号 到，2 没人接，3空号")
    assert "名单上没有9号" in town.secretary.says("2到 9到")
    states = [item.state for item in silences(town)]
    assert states.count(ItemState.DONE) == 2


def test_the_numbers_on_paper_stay_what_they_were(town: Town) -> None:
    run(town, "2026-11-21T08:00")
    before = {e.household_id: e.number for g in lists(town, everybody=True) for e in g.entries}
    town.observed[0].says("36.5")
    run(town, "2026-11-21T11:50")
    after = {e.household_id: e.number for g in lists(town, everybody=True) for e in g.entries}

    assert len(before) == 3 and len(after) == 2
    assert all(before[home] == number for home, number in after.items())


def test_whoever_has_reported_is_not_rung(town: Town) -> None:
    run(town, "2026-11-21T08:00")
    for home in town.observed:
        home.says("36.5")

    assert lists(town, everybody=True) == []
    assert "没有要打电话" in town.grid_worker.says("电话名单")


def test_a_resident_gets_no_list(town: Town) -> None:
    run(town, "2026-11-21T08:00")
    run(town, "2026-11-21T12:00")
    listed = town.secretary.says("电话名单").splitlines()
    answer = town.resident.says("电话名单")

    assert len(listed) > 3 and not set(listed) & set(answer.splitlines())


@pytest.mark.parametrize("said", ["1到", "明天3号到", "2未到"])
def test_without_a_list_it_is_talk(town: Town, said: str) -> None:
    assert "户有新结果" not in town.grid_worker.says(said)


def test_temperatures_are_typed_back_by_the_number_on_the_list(town: Town) -> None:
    run(town, "2026-11-21T08:00")
    run(town, "2026-11-21T12:00")
    town.secretary.says("电话名单")

    said = town.secretary.says("1 36.8，2号 38.6\n9 36.5；3 96.5")
    assert "1号、2号" in said and "36.8℃" in said and "38.6℃" in said and "名单上没有9号" in said
    assert "3号的96.5看起来不像体温" in said
    assert readings(town) == ["36.8", "38.6"]
    town.send()
    assert len(alerts(town.doctor)) == 1
    assert [item.state.is_over for item in silences(town)].count(True) == 2
    assert "2户和原来记的一样" in town.secretary.says("1到2到")

    town.secretary.says("1 36.8")  # typed in a second time
    assert readings(town) == ["36.8", "38.6"]


def test_values_whose_nobody_can_know_are_asked_about_and_not_stored(town: Town) -> None:
    run(town, "2026-11-21T08:00")
    run(town, "2026-11-21T12:00")
    town.secretary.says("电话名单")

    assert "对不上" in town.secretary.says("1 36.8 36.5")
    assert "没有叫赵钱孙的" in town.secretary.says("1 赵钱孙 36.5")
    assert readings(town) == []
