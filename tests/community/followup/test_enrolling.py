"""A register with observations is taken in: households enter as if staff had opened it, once."""

import csv
import json
from argparse import Namespace
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, cast

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from sqlalchemy import select
from sqlalchemy.orm import Session

from community.followup import enrolling
from community.people import access
from core.doors import Door
from core.register import RegisterRow, WatchSaid
from db.models import Audit, Episode, EpisodeEvent, EpisodeState, Household, Person
from ops import register
from ops.ports import OperatedBot
from tests.common import examples
from tests.conftest import Someone, Town

TITLE = "基孔肯雅热自我健康监测"
HEADINGS = "楼栋 单元 房号 姓名 与户主关系 管控方式 开始日期 天数 结束日期".split()
HEAD = ["3", "2", "502", "邢海波", "户主"]
CHILD = ["3", "2", "502", "邢小雨", "女儿"]
SON = ["3", "2", "502", "邢大明", "儿子"]
Started = tuple[str | None, date, date]
FIRST, LAST = date(2026, 11, 20), date(2026, 12, 4)


class Office:
    """Takes tables in by the command, in a town that has a clock and phones."""

    def __init__(self, town: Town, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.town, self.folder, self.capsys = town, folder, capsys
        self.said = ""

    def takes(self, *rows: Sequence[str], dry: bool = False) -> dict[str, Any]:
        table = self.folder / "居民.csv"
        with table.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([HEADINGS, *rows])
        return self.takes_file(table, dry=dry)

    def takes_file(self, table: Path, *, dry: bool = False) -> dict[str, Any]:
        asked = Namespace(template=None, file=table, unit=None, dry_run=dry)
        return self._told(register.take(cast(OperatedBot, self.town.bot), asked))

    def exports(self, target: Path) -> Path:
        asked = Namespace(name="register", file=target)
        self._told(register.export(cast(OperatedBot, self.town.bot), asked))
        return target

    def _told(self, code: int) -> dict[str, Any]:
        assert code == 0
        out, self.said = self.capsys.readouterr()
        found: dict[str, Any] = json.loads(out.splitlines()[-1])
        return found

    def running(self) -> list[Started]:
        """Return who of the household is watched over, from when to when."""
        with self.town.bot.database.read() as db:
            rows = db.execute(
                select(Person.name, Episode.starts_on, Episode.ends_on)
                .join(Person, Episode.person_id == Person.id)
                .join(Household, Person.household_id == Household.id)
                .where(Household.room_index == "502", Episode.state == EpisodeState.ACTIVE)
                .order_by(Episode.id)
            )
            return [(name, starts, ends) for name, starts, ends in rows]

    def traces(self) -> tuple[int, int, int]:
        """Return how many episodes, lines of their history and audit rows there are."""
        with self.town.bot.database.read() as db:
            seen = db.scalars(select(Audit.id).where(Audit.action == "observe")).all()
            lines = db.scalars(select(EpisodeEvent.id)).all()
            return len(db.scalars(select(Episode.id)).all()), len(lines), len(seen)


@pytest.fixture
def office(town: Town, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Office:
    """3-2-502, where 邢海波's phone is bound; a grid worker is responsible there."""
    town.newcomer().says("我是3号楼2单元502 邢海波")
    town.grid_worker.says("同意")
    return Office(town, tmp_path, capsys)


def head(office: Office) -> Someone:
    return office.town.newcomer()


def test_a_household_enters_by_table_as_if_staff_had_opened_it(office: Office) -> None:
    rows = [
        [*HEAD, TITLE, "2026-11-20", "14", "2026-12-04"],
        [*CHILD, TITLE, "11月20日", "14", ""],
        [*SON, "", "", "", ""],
    ]
    episodes, lines, seen = office.traces()

    dry = office.takes(*rows, dry=True)
    assert (dry["watched"], office.running()) == (2, [])
    assert (
        "会开始监测：3号楼2单元502 邢海波、邢小雨，基孔肯雅热自我健康监测，11月20日到12月4日"
        in office.said
    )

    done = office.takes(*rows)
    assert (done["watched"], done["problems"]) == (2, [])
    assert office.running() == [("邢海波", FIRST, LAST), ("邢小雨", FIRST, LAST)]
    assert office.traces() == (episodes + 2, lines + 2, seen + 2)
    office.town.send()
    [welcome] = [text for text in head(office).phone.texts() if "已为" in text]
    assert "您" in welcome and "邢小雨" in welcome and "12月4日" in welcome
    assert "邢大明" not in welcome

    again = office.takes(*rows)
    assert (again["watched"], again["new"], again["changed"], again["parked"]) == (0, 0, 0, 0)
    assert office.traces() == (episodes + 2, lines + 2, seen + 2)
    office.town.at("2026-11-21T08:00")
    office.town.tick()
    office.town.send()
    texts = head(office).phone.texts()
    asked = [text for text in texts if "体温还没收到" in text]
    assert len(asked) == 1 and "邢小雨" in asked[0] and "邢大明" not in asked[0]
    assert len([text for text in texts if "已为" in text]) == 1


@pytest.mark.parametrize(
    ("cells", "column", "why"),
    [
        (["居家吸氧", "", "", ""], "管控方式", "没有叫这个名字的监测方案"),
        ([TITLE, "2026-11-20", "", "2026-11-10"], "结束日期", "在开始日期前面"),
        ([TITLE, "2026-11-01", "", "2026-11-15"], "结束日期", "11月15日已经过了"),
        ([TITLE, "2026-11-01", "7", ""], "天数", "11月8日已经过了"),
        ([TITLE, "2026-11-20", "7", "2026-12-04"], "天数", "按日期是14天"),
        ([TITLE, "2026-11-20", "90", ""], "天数", "最多60天"),
        ([TITLE, "2026-11-31", "", ""], "开始日期", "没有这一天"),
    ],
)
def test_what_cannot_begin_waits_in_the_users_own_table(
    office: Office, cells: list[str], column: str, why: str
) -> None:
    done = office.takes([*HEAD, *cells], [*CHILD, TITLE, "", "", ""])

    assert "没有人绑定微信" not in office.said
    [problem] = done["problems"]
    assert (problem["row"], problem["column"], done["parked"], done["watched"]) == (2, column, 1, 1)
    assert why in problem["what"]
    sheet = load_workbook(done["errors_file"]).worksheets[0]
    assert why in str(sheet.cell(2, len(HEADINGS) + 1).value)
    assert [name for name, _, _ in office.running()] == ["邢小雨"]


def test_whoever_is_watched_over_otherwise_waits(office: Office) -> None:
    office.town.grid_worker.says("观察 3-2-502 邢海波 7天")

    other_days = office.takes([*HEAD, TITLE, "", "14", ""])
    drill = office.takes([*HEAD, "新冠居家健康监测(演练)", "", "", ""])
    same = office.takes([*HEAD, TITLE, "", "7", "2026-11-28"])

    assert "他正在监测，是11月21日到11月28日" in other_days["problems"][0]["what"]
    assert "一个人不能同时做两项" in drill["problems"][0]["what"]
    assert (same["watched"], same["problems"]) == (0, [])
    assert office.running() == [("邢海波", date(2026, 11, 21), date(2026, 11, 28))]


def test_an_old_table_does_not_bring_back_whoever_was_released(office: Office) -> None:
    rows = [[*HEAD, TITLE, "2026-11-20", "14", ""]]
    office.takes(*rows)
    office.town.grid_worker.says("解除 3-2-502 邢海波")
    office.town.grid_worker.says("1")
    assert office.running() == []

    assert office.takes(*rows)["watched"] == 0
    [waits] = office.takes([*HEAD, TITLE, "2026-11-20", "20", ""])["problems"]
    assert "已经结束了，没有再开始" in waits["what"]
    anew = office.takes([*HEAD, TITLE, "2026-11-22", "14", ""])

    assert anew["watched"] == 1
    assert office.running() == [("邢海波", date(2026, 11, 22), date(2026, 12, 6))]


def test_a_list_of_somebody_who_is_not_responsible_there_begins_nothing(office: Office) -> None:
    bot, now = office.town.bot, office.town.clock.now()
    door = Door(building="3", entrance="2", room="502")
    row = RegisterRow(2, door, "邢海波", watch=WatchSaid(TITLE))

    def work(db: Session) -> Sequence[object]:
        mine = db.scalars(select(Person.id).where(Person.name_index == "邢海波")).one()
        resident = access.actor(db, mine, None, now, bot.watch.zone)
        [entering] = enrolling.plan(db, bot.watch, [row], {2: mine}, now).entries
        return enrolling.begin(resident, db, bot.watch, entering, {2: mine}, now)[0]

    assert bot.database.write(work) == [access.Refused("not_yours")]
    assert office.running() == []


maybe = st.none() | st.integers(-3, 20)


@given(
    st.lists(st.tuples(maybe, maybe, st.sampled_from(["1", "2"])), min_size=1, max_size=4),
    st.sampled_from([".xlsx", ".csv"]),
)
@settings(
    max_examples=examples(6),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_what_began_by_table_goes_out_and_comes_in_without_a_change(
    office: Office, told: list[tuple[int | None, int | None, str]], ending: str
) -> None:
    today = office.town.clock.now().date()
    rows = []
    for at, (starts, days, room) in enumerate(told):
        first = "" if starts is None else str(today + timedelta(days=starts))
        name, length = (
            f"邢{'海波小雨大明一二'[at * 2 : at * 2 + 2]}",
            "" if days is None else str(days),
        )
        rows.append(["3", "2", f"50{room}", name, "", TITLE, first, length, ""])
    office.takes(*rows)
    before = office.running(), office.traces()
    assert office.takes(*rows)["watched"] == 0

    with TemporaryDirectory() as folder:
        done = office.takes_file(office.exports(Path(folder) / f"register{ending}"))

    assert (done["watched"], done["new"], done["parked"]) == (0, 0, 0)
    assert (office.running(), office.traces()) == before
