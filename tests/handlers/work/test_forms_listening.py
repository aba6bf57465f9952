"""Inside a form people correct, doubt, pause and answer out of order, in words of their own."""

import pytest
from sqlalchemy import select

from db.models import ItemState, Submission, WorkItem
from tests.conftest import Someone, Town

PLEDGE = "以上都是实际情况吗"


def sent(town: Town) -> list[dict[str, object]]:
    with town.bot.database.read() as db:
        return [row.answers for row in db.scalars(select(Submission).order_by(Submission.id))]


def states(town: Town) -> list[ItemState]:
    with town.bot.database.read() as db:
        return [row.state for row in db.scalars(select(WorkItem).order_by(WorkItem.id))]


def to_the_pledge(someone: Someone) -> None:
    someone.says("我后天从长沙坐G1548回来")
    assert PLEDGE in someone.says("没有")


@pytest.mark.parametrize(
    "yes", ["都是对的", "没错没错", "嗯 交吧", "对的，谢谢你", "填好了", "没毛病"]
)
def test_a_yes_in_any_words_sends_it_in(town: Town, yes: str) -> None:
    to_the_pledge(town.resident)

    assert town.resident.says(yes).startswith("登记好了")


@pytest.mark.parametrize(
    ("said", "heard"),
    [
        ("说错了，是26号", "日期：11月26日"),
        ("票改签了，改成D2206", "交通：火车D2206"),
        ("不是长沙，是株洲", "出发地：湖南省株洲市"),
        ("手机号写错了 13655550123", "电话：13655550123"),
        ("门牌不对，应该是3-2-602", "住址：3号楼2单元602"),
        ("我开车回", "交通：自驾"),
        ("有点发烧", "症状：发热"),
    ],
)
def test_a_correction_in_any_words_changes_only_what_it_means(
    town: Town, said: str, heard: str
) -> None:
    to_the_pledge(town.resident)
    answer = town.resident.says(said)

    assert heard in answer
    assert "姓名：" not in answer
    assert PLEDGE in answer
    assert town.resident.says("对的").startswith("登记好了")


@pytest.mark.parametrize(
    ("said", "asked"),
    [
        ("改手机号", "联系电话"),
        ("日子弄错了", "哪天到"),
        ("门牌号要改", "住哪户"),
        ("车票变了要改", "怎么来"),
    ],
)
def test_what_is_only_named_is_asked_again(town: Town, said: str, asked: str) -> None:
    to_the_pledge(town.resident)

    assert asked in town.resident.says(said)


def test_five_corrections_in_a_row_are_all_kept(town: Town) -> None:
    to_the_pledge(town.resident)
    for said in (
        "不是长沙是岳阳",
        "改26号",
        "哎不对 25号",
        "车次错了是G1002",
        "不对不对，坐飞机CZ3101",
    ):
        assert "改好了" in town.resident.says(said)
    town.resident.says("没问题")

    [answers] = sent(town)
    assert (answers["arrival"], answers["transport"]) == (
        {"date": "2026-11-25"},
        {"mode": "flight", "no": "CZ3101"},
    )


@pytest.mark.parametrize("wrong", ["有个地方错了", "我写错了", "不对呀"])
def test_who_only_says_no_hears_what_there_is_to_change(town: Town, wrong: str) -> None:
    to_the_pledge(town.resident)

    assert "要改哪一项" in town.resident.says(wrong)
    assert "哪天到" in town.resident.says("日期")


@pytest.mark.parametrize("pause", ["稍等，水开了", "我现在没空", "晚点再填", "等我一下，有快递"])
def test_a_pause_is_one_word_and_so_is_coming_back(town: Town, pause: str) -> None:
    to_the_pledge(town.resident)

    assert "先给您留着" in town.resident.says(pause)
    assert PLEDGE in town.resident.says("忙完了")
    assert states(town) == []


@pytest.mark.parametrize("leave", ["不弄了", "算了，不登记了", "停", "别填了吧"])
def test_leaving_is_one_word(town: Town, leave: str) -> None:
    to_the_pledge(town.resident)

    assert "没有保存" in town.resident.says(leave)


@pytest.mark.parametrize(
    "doubt", ["你到底是什么人", "凭啥登记", "问我电话干什么", "会不会泄露隐私", "能不填吗"]
)
@pytest.mark.parametrize("at_the_end", [True, False])
def test_a_doubt_hears_who_asks_and_why(town: Town, doubt: str, at_the_end: bool) -> None:
    if at_the_end:
        to_the_pledge(town.resident)
    else:
        town.resident.says("返乡登记")
    heard = town.resident.says(doubt)

    assert "邻报" in heard
    assert "只有负责您家的网格员能看" in heard
    assert (PLEDGE if at_the_end else "从哪里回来") in heard


def test_a_tale_of_a_swindle_is_no_doubt(town: Town) -> None:
    for said in ("举报", "1", "5"):
        town.resident.says(said)

    assert "在哪里" in town.resident.says("楼下有骗子冒充医生卖药")


def test_nothing_said_is_asked_again(town: Town) -> None:
    newcomer = town.newcomer()
    newcomer.says("返乡登记")

    assert "从哪里回来" in newcomer.says("孙桂芳 13655550123")
    assert "哪天到" in newcomer.says("从厦门飞回来")
    assert "住哪户" in newcomer.says("后天")


def test_an_answer_to_another_question_is_kept(town: Town) -> None:
    town.resident.says("返乡登记")
    town.resident.says("长沙")

    assert "哪天到" in (heard := town.resident.says("坐D2206"))
    assert "D2206" in heard
    assert "没有发烧" in town.resident.says("后天")
    assert "日期：11月24日" in town.resident.says("等等 不是后天，是大后天")
    assert "出发地：湖南省株洲市" in town.resident.says("不对，是从株洲来")


def test_what_was_sent_in_is_found_by_what_was_wrong(town: Town) -> None:
    resident = town.resident
    to_the_pledge(resident)
    resident.says("是")

    assert "怎么来" in resident.says("航班填错了")
    assert "改好了" in resident.says("MU5302")
    assert "11月26日" in resident.says("刚才报的日子不对，是26号")
    assert "要改哪一项" in resident.says("改 1")
    assert "联系电话" in resident.says("手机号")
    resident.says("13655550123")
    [answers] = sent(town)
    assert answers["transport"] == {"mode": "flight", "no": "MU5302"}
    assert answers["phone"] == "13655550123"


@pytest.mark.parametrize("asked", ["办得怎么样了", "登记有人看了吗", "我报的那个办好了没"])
def test_how_it_stands_is_told_when_asked(town: Town, asked: str) -> None:
    assert "您交过的登记" not in town.resident.says(asked)
    town.resident.says("不用")
    to_the_pledge(town.resident)
    town.resident.says("是")

    assert " 返乡登记（" in town.resident.says(asked)
