"""What is said of a notice while it waits for its author's word: put right, and shown again."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from db.models import Notice, NoticeState
from tests.conftest import Town
from tests.noticing import agree, send

ORDER = "通知3号楼 周四上午10点到11点在活动室领口罩 带上身份证"


@pytest.fixture
def by_day(town: Town) -> Town:
    town.clock.set(datetime(2026, 11, 30, 2, 0, tzinfo=UTC))
    return town


def published(town: Town) -> list[str]:
    with town.bot.database.read() as db:
        sent = select(Notice.text).where(Notice.state == NoticeState.PUBLISHED)
        return list(db.scalars(sent))


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("改成10点半到11点半", "周四上午10点半到11点半在活动室"),
        ("时间改到下午3点", "周四下午3点在活动室"),
        ("不对 是周五上午9点", "周五上午9点在活动室"),
        ("不是周四是周五", "周五上午10点到11点"),
        ("应该是后天下午2点", "12月2日下午2点在活动室"),
        ("活动室改成会议室", "在会议室领口罩"),
        ("身份证换成户口本就行", "带上户口本"),
        ("再加一句 一户来一个人就行", "带上身份证。一户来一个人就行"),
        ("带上身份证去掉", "在活动室领口罩\n"),
        ("再加上2号楼", "发给3号楼、2号楼："),
        ("那2号楼也发", "发给3号楼、2号楼："),
        ("2号楼也要", "发给3号楼、2号楼："),
        ("还有2号楼的", "发给3号楼、2号楼："),
        ("只发2号楼", "发给2号楼："),
        ("改成1号楼", "发给1号楼："),
        ("3号楼换成1号楼", "发给1号楼："),
    ],
)
def test_it_is_put_right_and_shown_again(by_day: Town, said: str, shown: str) -> None:
    by_day.secretary.says(ORDER)
    again = by_day.secretary.says(said)

    assert shown in again, again
    assert "确认发送" in again
    assert not published(by_day)
    assert "正在发给" in by_day.secretary.says("确认")
    text = shown.strip()
    assert "发给" in text or text in published(by_day)[0]


def test_one_is_left_out(by_day: Town) -> None:
    by_day.secretary.says("发通知 1到3号楼 周四领口罩")
    said = by_day.secretary.says("2号楼先别发")

    assert "发给1号楼、3号楼：" in said, said


@pytest.mark.parametrize("said", ["先别发 书记还没同意", "等等先不发了", "别发了", "停 先别发"])
def test_it_is_held_and_taken_up_again(by_day: Town, said: str) -> None:
    by_day.secretary.says(ORDER)
    by_day.secretary.says("只发2号楼")

    assert "没有发给任何人" in by_day.secretary.says(said)
    assert "正在发给" not in by_day.secretary.says("确认")
    assert "发给2号楼：" in by_day.secretary.says("还是发吧 刚才那个")
    assert not published(by_day)
    assert "正在发给" in by_day.secretary.says("发")


def test_what_is_not_found_changes_nothing(by_day: Town) -> None:
    by_day.secretary.says(ORDER)
    said = by_day.secretary.says("食堂改成操场")

    assert "没有改" in said and "在活动室领口罩" in said, said
    assert "正在发给" in by_day.secretary.says("确认发送")


def test_a_change_of_somebody_is_none_of_the_notice(by_day: Town) -> None:
    by_day.grid_worker.says("登记住户 3-2-601 葛秀兰 17000001111")
    by_day.grid_worker.says("1")
    by_day.grid_worker.says("通知3号楼 明天领口罩")
    said = by_day.grid_worker.says("葛秀兰电话改成17000003333")

    assert "口罩" not in said and "17000003333" in said, said


def test_everybody_still_takes_a_typed_word(by_day: Town) -> None:
    by_day.secretary.says("发通知 全体 明天9点停水")

    assert "12月1日10点停水" in by_day.secretary.says("改成10点")
    assert "确认发给全体" in by_day.secretary.says("发")
    assert not published(by_day)
    assert "正在发给" in by_day.secretary.says("确认发给全体")
    assert published(by_day) == ["12月1日10点停水"]


def test_a_question_between_loses_nothing(by_day: Town) -> None:
    by_day.secretary.says(ORDER)
    by_day.secretary.says("今晚谁值班")
    by_day.secretary.says("嘟嘟嘟")

    assert "发给3号楼：" in (said := by_day.secretary.says("确认")), said
    assert "正在发给" in agree(by_day.secretary, said)


def test_to_whom_is_said_when_it_was_asked(by_day: Town) -> None:
    by_day.secretary.says("发通知 今天下午修水管")

    assert "发给3号楼：" in by_day.secretary.says("只发3号楼")


@pytest.mark.parametrize(
    ("order", "whom", "text"),
    [
        ("发个疫苗通知 3号楼 周六上午8点活动室", "3号楼：", "疫苗通知：周六上午8点活动室"),
        ("那我发一个试试 2号楼3号楼楼下领蚊香 每户两盒", "2号楼、3号楼：", "楼下领蚊香 每户两盒"),
        ("给1号楼2号楼的说一声 今晚停电", "1号楼、2号楼：", "11月30日晚上停电"),
        (
            "紧急 1到3号楼马上通知 河水上来了 往二楼转移",
            "1号楼、2号楼、3号楼",
            "河水上来了 往二楼转移",
        ),
    ],
)
def test_whom_is_read_whole(by_day: Town, order: str, whom: str, text: str) -> None:
    said = by_day.secretary.says(order)

    assert whom in said and f"内容：{text}\n" in said, said


def test_who_was_not_meant_is_not_missed(by_day: Town) -> None:
    send(by_day.secretary, "发通知 1号楼、2号楼 明天领口罩")
    by_day.send()
    said = by_day.secretary.says("通知情况")

    assert "3号楼" not in said, said


@pytest.mark.parametrize(
    "said", ["顺便给1号楼2号楼提醒一下 每周倒一次积水", "那个另外给1号楼2号楼讲一下 每周倒一次积水"]
)
def test_no_building_beside_another_is_lost(by_day: Town, said: str) -> None:
    shown = by_day.secretary.says(said)

    assert "1号楼、2号楼" in shown or "发给" not in shown.split("请写")[0], shown


def test_a_resident_changes_nothing(by_day: Town) -> None:
    by_day.secretary.says(ORDER)
    by_day.resident.says("只发2号楼")

    assert "正在发给" in by_day.secretary.says("1")
    with by_day.bot.database.read() as db:
        assert len(list(db.scalars(select(Notice)))) == 1
