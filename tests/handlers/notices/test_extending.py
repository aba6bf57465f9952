"""A notice sent on to more: the same words, to nobody twice."""

import pytest
from sqlalchemy import select

from db.models import Notice, NoticeTarget, Unit
from tests.conftest import Town
from tests.noticing import send

STOPS = "周六上午9点停水，请蓄水"


@pytest.fixture
def sent(town: Town) -> Town:
    town.at("2026-11-21T10:00")
    send(town.secretary, f"发通知 1号楼 {STOPS}，看到请回复")
    send(town.secretary, "发通知 2号楼 明天消杀，请关窗")
    town.send()
    return town


def doors(town: Town) -> list[tuple[int, str]]:
    """Return the unit of each household that must know of a notice with these words."""
    with town.bot.database.read() as db:
        found = (
            select(NoticeTarget.household_id, Unit.name)
            .join(Notice, Notice.id == NoticeTarget.notice_id)
            .join(Unit, Unit.id == NoticeTarget.unit_id)
            .where(Notice.text.contains("停水"), ~NoticeTarget.is_exempt)
        )
        return [(row[0], row[1]) for row in db.execute(found) if row[0]]


@pytest.mark.parametrize(
    "said",
    [
        "停水那条再给3号楼也发一份",
        "把停水那条通知也发给3号楼",
        "N1也发给3号楼",
        "N1 补发给3号楼",
        "给3号楼也发一份停水那条",
        "停水的那条，3号楼也发一下",
        "停水那条再通知一下3号楼",
        "停水那条给1号楼和3号楼都发一遍",
        "停水那条漏了3号楼，补发一下",
    ],
)
def test_more_are_told_and_nobody_twice(sent: Town, said: str) -> None:
    shown = sent.secretary.says(said)
    assert "和通知 N1" in shown and "共7户" in shown, shown
    assert "注意：通知 N1 现在还有效" not in shown
    sent.secretary.says("1")
    sent.send()

    told = doors(sent)
    assert {unit for _, unit in told} == {"1号楼", "3号楼"}
    assert len(told) == len(set(told)) == 15
    [heard] = [text for text in sent.observed[1].hears() if "停水" in text]
    assert "有困难直接说" in heard, "it asks for an answer as the first did"
    again = sent.secretary.says(said)
    assert "都已经发过" in again, again


def test_the_last_one_goes_to_a_post_too(sent: Town) -> None:
    said = send(sent.secretary, "刚才那条也发给网格员")
    assert "正在发给1人" in said or "正在发给2人" in said, said
    assert "都已经发过" in sent.secretary.says("N2也发给网格员")


def test_taken_back_it_is_said_that_others_have_it_too(sent: Town) -> None:
    send(sent.secretary, "N1也发给3号楼")
    sent.send()
    assert "“撤回 N3”" in send(sent.secretary, "撤回 N1 改期了")
    assert "已经撤回" in sent.secretary.says("N1也发给2号楼")


@pytest.mark.parametrize("said", ["停电那条再给3号楼也发一份", "N9也发给3号楼"])
def test_what_is_not_there_is_said(sent: Town, said: str) -> None:
    assert "没有" in sent.secretary.says(said)


@pytest.mark.parametrize(
    "said", ["那条狗给3号楼的人送去", "这条路通知物业修", "这条给3号楼的快递送一下"]
)
def test_what_only_sounds_like_it_sends_nothing(sent: Town, said: str) -> None:
    assert "是同一条" not in sent.secretary.says(said)
