"""Held up, gone on, stopped and taken back while it is being sent; sent for a day by another."""

import pytest
from sqlalchemy import func, select

from db.models import Delivery, DeliveryStatus, Notice, NoticeState, Person
from tests.conftest import Town
from tests.noticing import send
from tests.staffing import person_of, traces


def waiting(town: Town) -> int:
    with town.bot.database.read() as db:
        queued = Delivery.status == DeliveryStatus.QUEUED
        of_notice = Delivery.notice_id.is_not(None)
        return db.scalar(select(func.count()).select_from(Delivery).where(queued, of_notice)) or 0


def test_what_was_held_up_goes_on(town: Town) -> None:
    send(town.secretary, "发通知 3号楼 周六停水")
    paused = town.secretary.says("暂停 N1")
    town.send()
    heard = town.observed[1].hears()
    resumed = town.secretary.says("继续发 N1")
    town.send()

    assert "还有4人没发" in paused
    assert heard == []
    assert "还有4人" in resumed
    assert any("周六停水" in text for text in town.observed[1].hears())
    assert "没有暂停" in town.secretary.says("继续发 N1")


def test_what_was_stopped_goes_to_nobody_more(town: Town) -> None:
    send(town.secretary, "发通知 3号楼 周六停水")
    said = town.secretary.says("停止 N1")
    town.send()

    assert "已经发给0人" in said and "4人没发" in said
    assert waiting(town) == 0
    assert town.observed[1].hears() == []
    assert "发完了" in town.secretary.says("暂停 N1")


def test_a_withdrawal_that_was_passed_over_is_said(town: Town) -> None:
    send(town.secretary, "发通知 3号楼 周六停水")
    town.send()
    town.secretary.says("撤回 N1 弄错了")

    after = town.secretary.says("待办")
    again = town.secretary.says("谁没回")

    with town.bot.database.read() as db:
        assert db.scalar(select(Notice.state)) is NoticeState.PUBLISHED
    assert "N1 还没有撤回" in after
    assert "还没有撤回" not in again


def test_the_last_one_is_taken_back_in_a_word(town: Town) -> None:
    send(town.secretary, "发通知 3号楼 周六停水")
    town.send()

    assert "撤回通知 N1" in town.secretary.says("撤回")
    assert "已撤回" in town.secretary.says("1")


def test_another_sends_for_a_day(town: Town) -> None:
    with town.bot.database.read() as db:
        name = db.get_one(Person, person_of(town, town.who["doctor"])).name
    before = town.doctor.says("发通知 3号楼 周六义诊")
    lent = town.secretary.says(f"今天{name}可以发3号楼的通知")
    said = send(town.doctor, "发通知 3号楼 周六义诊")
    elsewhere = town.doctor.says("发通知 1号楼 周六义诊")
    town.at("2026-11-22T09:00")
    next_day = town.doctor.says("发通知 3号楼 周六义诊")

    assert "发给" not in before
    assert "3号楼" in lent and str(name) in lent
    assert "正在发给4人" in said, said
    assert "没有1号楼" in elsewhere
    assert "发给3号楼" not in next_day
    assert "lend_sending" in {action for action, _, _ in traces(town)}


@pytest.mark.parametrize(
    ("said", "until"),
    [
        ("授权{name}今天发3号楼通知", "11月22日"),
        ("今天到明晚8点，{name}可以给3号楼发通知", "11月22日20:00"),
        ("今明两天让{name}帮我给3号楼发通知", "11月23日"),
    ],
)
def test_it_is_lent_in_other_words(town: Town, said: str, until: str) -> None:
    with town.bot.database.read() as db:
        name = db.get_one(Person, person_of(town, town.who["doctor"])).name

    lent = town.secretary.says(said.format(name=name))

    assert "3号楼" in lent and until in lent, lent
    assert "发给3号楼" in town.doctor.says("发通知 3号楼 周六义诊")


def test_whom_and_nothing_to_say_is_no_notice(town: Town) -> None:
    for said in ("发通知 3号楼", "发通知 全体网格员", "给1到3号楼发个通知"):
        assert "请写“发通知 范围 内容”" in town.secretary.says(said), said
    with town.bot.database.read() as db:
        assert db.scalar(select(func.count()).select_from(Notice)) == 0


def test_the_notice_that_is_spoken_of_is_offered_to_be_taken_back(town: Town) -> None:
    town.at("2026-11-21T10:00")
    send(town.secretary, "发通知 3号楼 周六清洗水箱")
    town.at("2026-11-22T10:00")
    send(town.secretary, "发通知 3号楼 请把电动车挪出楼道")

    assert "撤回通知 N1" in town.secretary.says("把昨天那条作废，已经洗好了")
    assert "撤回通知 N1" in town.secretary.says("清洗水箱那条撤回吧")
    assert "撤回通知 N2" in town.secretary.says("把刚才那条作废")


def test_what_is_said_again_does_not_say_so(town: Town) -> None:
    send(town.secretary, "发通知 3号楼 周六停水")
    town.send()

    assert "内容：请抓紧蓄水" in town.secretary.says("给上次没看的再发一遍：请抓紧蓄水")


def test_it_is_taken_back_from_them(town: Town) -> None:
    with town.bot.database.read() as db:
        name = db.get_one(Person, person_of(town, town.who["doctor"])).name
    town.secretary.says(f"今天{name}可以发3号楼的通知")

    assert "不能再发" in town.secretary.says(f"收回{name}发通知的权")
    assert "发给3号楼" not in town.doctor.says("发通知 3号楼 周六义诊")


@pytest.mark.parametrize(
    ("said", "hour"),
    [
        ("今晚12点前都别发了", "7点"),
        ("到今晚12点之前先都别发通知", "7点"),
        ("晚上8点前全部先不发", "20:00"),
        ("通知都先停，等晚上8点再发", "20:00"),
        ("下午3点以前一律别发", "15:00"),
        ("我的通知全都别发了，等下午3点再说", "15:00"),
    ],
)
def test_all_that_is_under_way_waits_and_what_presses_goes_on(
    town: Town, said: str, hour: str
) -> None:
    town.at("2026-11-21T10:00")
    send(town.secretary, "发通知 3号楼 11月23日停水")
    send(town.secretary, "发通知 1号楼 今天停气")
    send(town.secretary, "发紧急通知 2号楼 水管爆了，请关好阀门")
    send(town.secretary, "明天9点发 3号楼 换水表")

    answer = town.secretary.says(said)
    town.send()
    meanwhile = town.observed[1].hears()
    town.at("2026-11-22T07:01" if hour == "7点" else f"2026-11-21T{hour}")
    town.send()
    after = town.observed[1].hears()

    assert ("N2到那时就过期了" in answer) == (hour == "7点"), answer
    assert "N1、N2先停下" in answer and "N3是紧急的，照常发" in answer, answer
    assert not any("停水" in text for text in meanwhile)
    assert any("停水" in text for text in after)
    assert not any("换水表" in text for text in after), "its time has not come"
    with town.bot.database.read() as db:
        third = db.scalars(select(Delivery.status).where(Delivery.notice_id == 3)).all()
    assert set(third) <= {DeliveryStatus.WIRED, DeliveryStatus.FAILED}


def test_what_was_put_off_goes_on_at_a_word(town: Town) -> None:
    town.at("2026-11-21T10:00")
    send(town.secretary, "发通知 3号楼 周六停水")
    town.secretary.says("今晚8点前都别发了")

    said = town.secretary.says("继续发 N1")
    town.send()

    assert "N1 接着发" in said, said
    assert any("停水" in text for text in town.observed[1].hears())


@pytest.mark.parametrize("said", ["今晚8点前都别发了", "明早9点之前先都别发"])
def test_who_has_nothing_under_way_hears_so(town: Town, said: str) -> None:
    town.at("2026-11-21T10:00")
    assert "没有您正在发" in town.secretary.says(said)
