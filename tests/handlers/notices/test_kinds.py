"""Colours, exercises, second persons, what may not be said, and days that become dates."""

from datetime import datetime

import pytest
from sqlalchemy import select

from db.models import Delivery, DeliveryStatus, Notice, NoticeState, Person
from handlers.notices import dating
from tests.conftest import Town
from tests.databases import ZONE
from tests.noticing import agree, send
from tests.staffing import person_of, traces

LATE = datetime(2026, 11, 21, 23, 30, tzinfo=ZONE)


@pytest.mark.parametrize(
    ("said", "written"),
    [
        ("明天上午9点停水", "11月22日上午9点停水"),
        ("今晚12点半停电", "11月22日凌晨0点30分停电"),
        ("今晚8点开会", "11月21日晚上8点开会"),
        ("后天下午三点打疫苗", "11月23日下午三点打疫苗"),
        ("明早7点到明晚10点封路", "11月22日早上7点到11月22日晚上10点封路"),
        ("至今天为止", "至11月21日为止"),
        ("周三停水", "周三停水"),
    ],
)
def test_days_become_dates_as_they_are_typed(said: str, written: str) -> None:
    assert dating.write_out(said, LATE).text == written


def newest(town: Town) -> Notice:
    with town.bot.database.read() as db:
        return db.scalars(select(Notice).order_by(Notice.id)).all()[-1]


def test_typed_at_night_it_says_the_right_day_in_the_morning(town: Town) -> None:
    town.at("2026-11-21T23:30")
    send(town.secretary, "发通知 3号楼 明天上午9点停水")
    town.at("2026-11-22T07:10")
    town.send()

    assert any("11月22日上午9点停水" in text for text in town.observed[1].hears())


def test_what_is_over_in_the_night_is_not_in_force_in_the_morning(town: Town) -> None:
    send(town.secretary, "发通知 3号楼 今晚12点半停电")
    town.send()

    tonight = town.observed[1].says("N1")
    town.at("2026-11-22T00:10")
    at_midnight = town.observed[1].says("通知")
    town.at("2026-11-22T09:00")

    assert "现在有效" in tonight
    assert "N1" in at_midnight
    assert "已过期" in town.observed[1].says("N1")
    assert "现在没有发给您" in town.observed[1].says("通知")


def test_red_goes_out_at_night_and_the_second_hears_of_it(town: Town) -> None:
    town.at("2026-11-21T23:10")
    shown = town.secretary.says("发通知 3号楼 红色预警，水位上涨，请马上转移到体育馆")
    said = agree(town.secretary, shown)
    town.send()

    assert "红色预警" in shown
    assert "正在发给4人" in said
    assert any("红色预警 3号楼通知" in text for text in town.observed[1].hears())
    assert any("没有等第二个人" in text for text in town.grid_worker.hears())


def test_red_without_danger_of_life_waits_for_a_second_person(town: Town) -> None:
    said = send(town.secretary, "发红色预警 3号楼 大雾，能见度不到50米，请尽量不出门")
    town.send()
    number = newest(town).id
    before = newest(town).state

    own = town.secretary.says(f"同意发 {number}")
    other = town.grid_worker.says(f"同意发 {number}")
    twice = town.township.says(f"同意发 {number}")
    town.send()

    assert "同意发" in said
    assert before is NoticeState.DRAFT
    assert "另一个人" in own
    assert "正在发给4人" in other
    assert "已经发出" in twice
    assert any("大雾" in text for text in town.observed[1].hears())
    assert {"second", "publish"} <= {action for action, _, _ in traces(town)}


def test_a_second_person_may_say_no(town: Town) -> None:
    send(town.secretary, "发红色预警 3号楼 大雾，请尽量不出门")
    number = newest(town).id

    assert "没有发送" in town.grid_worker.says(f"不同意发 {number}")
    town.send()
    assert newest(town).state is NoticeState.DROPPED
    assert any("没有同意" in text for text in town.secretary.hears())
    assert town.observed[1].hears() == []


@pytest.mark.parametrize(
    "order", ["发演练通知 3号楼 地震了，请下楼", "发通知 3号楼 【演练】地震了，请下楼"]
)
def test_an_exercise_says_so_and_is_never_in_force(town: Town, order: str) -> None:
    shown = town.secretary.says(order)
    agree(town.secretary, shown)
    town.send()

    heard = town.observed[1].hears()
    assert "这是演练" in shown
    assert any("【演练 3号楼通知】" in text for text in heard), heard
    assert "现在没有发给您" in town.observed[1].says("通知")
    assert "演练" in town.observed[1].says("收到")


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("本社区新增确诊3例", "来源和日期"),
        ("🌊🌊🌊！！", "看不出要说什么"),
        ("请注意防汛。" * 800, "放不下"),
        ("到11月20日有效", "已经过了"),
    ],
)
def test_what_may_not_go_out_is_said(town: Town, text: str, why: str) -> None:
    said = town.secretary.says(
        f"发通知 3号楼 停水通知，{text}" if "有效" in text else f"发通知 3号楼 {text}"
    )

    assert why in said, said
    with town.bot.database.read() as db:
        assert db.scalars(select(Notice.id)).all() == []


def test_a_neighbour_s_name_with_place_and_measure_is_blocked(town: Town) -> None:
    with town.bot.database.read() as db:
        name = db.get_one(Person, person_of(town, town.who["resident"])).name

    said = town.secretary.says(f"发通知 3号楼 住在1号楼的{name}已确诊，请大家留意")

    assert name is not None
    assert name in said
    assert "不能这样发" in said or "个人信息" in said


def test_figures_with_source_and_date_pass(town: Town) -> None:
    said = town.secretary.says("发通知 3号楼 据区疾控中心11月20日通报，全区新增确诊3例")

    assert "发给3号楼" in said


def test_a_notice_about_the_same_is_shown(town: Town) -> None:
    send(town.secretary, "发通知 3号楼 周六上午停水检修")

    assert "现在还有效" in town.secretary.says("发通知 3号楼 周六上午停水检修改到下午")


def test_what_waits_at_night_waits(town: Town) -> None:
    town.at("2026-11-21T23:10")
    send(town.secretary, "发通知 3号楼 周六停水")
    town.send()

    with town.bot.database.read() as db:
        assert set(db.scalars(select(Delivery.status))) == {DeliveryStatus.QUEUED}
