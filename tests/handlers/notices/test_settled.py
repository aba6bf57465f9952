"""What goes wrong around a notice is refused or settled, and said: nothing is half sent in silence."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from core.clock import SystemClock
from db.models import Delivery, DeliveryStatus, ItemKind, Notice, WorkItem
from tests.conftest import Town
from tests.noticing import send

WATER = "发通知 3号楼 周六上午9点到11点3号楼停水检修，请大家提前蓄水"


def dies_while_writing(town: Town) -> None:
    """Its sender has died with everything of a notice half written."""
    dead = SystemClock().now() - timedelta(minutes=1)
    gone = {"status": DeliveryStatus.SENDING, "lease_until": dead, "road": "official.template"}
    town.bot.database.write(lambda db: db.execute(update(Delivery).values(gone)) and None)


def templates(town: Town) -> list[str]:
    """Return what the middle field of every template message held."""
    sent = town.platform.calls_to("message/template/send")
    return [call.body["data"]["thing2"]["value"] for call in sent]


def test_what_was_under_way_is_not_sent_again_once_it_is_withdrawn(town: Town) -> None:
    send(town.secretary, WATER)
    dies_while_writing(town)
    send(town.secretary, "撤回 N1 弄错了")
    town.send()

    heard = town.observed[1].hears()
    assert [text for text in heard if "撤回" not in text] == []
    assert any("已撤回" in text for text in heard), heard
    with town.bot.database.read() as db:
        mine = Delivery.notice_id == 1
        assert set(db.scalars(select(Delivery.reason).where(mine))) == {"withdrawn"}


def test_nobody_is_reminded_in_the_morning_of_what_was_withdrawn_at_night(town: Town) -> None:
    send(town.secretary, "发通知 3号楼 周六停水，看到请回复")
    town.send()
    town.observed[1].hears()
    town.at("2026-11-21T23:30")
    town.secretary.says("催一下")
    send(town.secretary, "撤回 N1 弄错了")
    town.at("2026-11-22T08:30")
    town.send()

    heard = town.observed[1].hears()
    assert not any("还没收到" in text for text in heard), heard
    assert any("已撤回" in text for text in heard)


def test_the_few_words_of_a_template_say_that_it_is_over(town: Town) -> None:
    send(town.secretary, WATER)
    town.send()
    send(town.secretary, "撤回 N1 弄错了")
    town.send()
    withdrawn = templates(town)
    send(town.secretary, WATER)
    town.send()
    send(town.secretary, "发通知 3号楼1单元 替换N2 周日上午9点到11点3号楼停水检修，请大家提前蓄水")
    town.send()

    assert "N1已撤回，请别再照着做" in withdrawn, withdrawn
    assert any(text.startswith("N2已由N3代替：") for text in templates(town))


def test_its_author_reads_to_whom_it_had_gone(town: Town) -> None:
    send(town.secretary, WATER)
    said = send(town.secretary, "撤回 N1 弄错了")
    after = town.secretary.says("通知情况")

    assert "还没发出的4人不再发" in said, said
    assert "N1" in after and "已撤回" in after and "没有发：4 人" in after, after


@pytest.mark.parametrize(
    "whom", ["3号楼除了3号楼", "3号楼，3号楼除外", "1号楼和3号楼，1、3号楼除外"]
)
def test_whom_nobody_is_left_of_is_refused(town: Town, whom: str) -> None:
    said = town.secretary.says(f"发通知 {whom} 明天停水")

    assert "没有一户" in said and "没有发送" in said, said
    with town.bot.database.read() as db:
        assert db.scalars(select(Notice.id)).all() == []


@pytest.mark.parametrize(
    ("said", "named"),
    [
        ("昨天下午3点给3号楼发个通知：停水", "昨天下午3点"),
        ("定时昨天9点发通知 3号楼 停水", "昨天9点"),
        ("今天早上6点给3号楼发通知：电梯检修", "今天早上6点"),
    ],
)
def test_a_time_of_sending_that_is_past_is_said(town: Town, said: str, named: str) -> None:
    answer = town.secretary.says(said)

    assert f"{named}已经过了" in answer and "没有发送" in answer, answer
    with town.bot.database.read() as db:
        assert db.scalars(select(Notice.id)).all() == []


@pytest.mark.parametrize(
    ("text", "is_past"),
    [
        ("11月1日上午9点停水", True),
        ("昨天晚上8点停水，请提前蓄水", True),
        ("据区疾控中心11月20日通报，请勤洗手", False),
        ("昨天没测的，今天晚上8点再测一次", False),
    ],
)
def test_days_that_are_all_over_are_pointed_out(town: Town, text: str, is_past: bool) -> None:
    answer = town.secretary.says(f"发通知 3号楼 {text}")

    assert "发给3号楼" in answer
    assert ("已经过了" in answer) is is_past, answer


def test_who_cannot_walk_is_helped_whatever_notice_they_name(town: Town) -> None:
    send(town.secretary, "发紧急通知 3号楼 水位上涨，请马上转移到体育馆")
    town.send()
    answer = town.resident.says("N1 老人走不动要人背")

    assert "N1 不是发给您这里的" in answer and "已告诉" in answer, answer
    with town.bot.database.read() as db:
        assert db.scalars(select(WorkItem.kind)).all() == [ItemKind.DANGER]
