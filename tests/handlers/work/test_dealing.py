"""What staff do with what waits for them: several at once, done with a result, handed back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from db.models import Act, ItemEvent, ItemState, WorkItem
from handlers.work import numbers
from tests.conftest import Town
from tests.staffing import end_posts, stand_in


def states(town: Town) -> dict[int, ItemState]:
    with town.bot.database.read() as db:
        return {item.id: item.state for item in db.scalars(select(WorkItem))}


def acts(town: Town, number: int) -> list[Act]:
    with town.bot.database.read() as db:
        found = select(ItemEvent.act).where(ItemEvent.item_id == number).order_by(ItemEvent.id)
        return list(db.scalars(found))


def ask_for_help(town: Town) -> None:
    """Items 1 to 3, each from another home; the grid worker is told of all."""
    for who, said in zip(
        (town.resident, *town.observed), ("我想找人工", "转人工", "人工"), strict=False
    ):
        who.says(said)


@pytest.mark.parametrize(
    "said", ["收到 1 2 3", "收到1、2、3", "接 1到3", "收到 1-3", "收到 1，2和3号"]
)
def test_several_are_taken_with_one_reply_and_each_is_named(town: Town, said: str) -> None:
    ask_for_help(town)

    answer = town.grid_worker.says(said)

    assert [line for line in answer.split("\n")] == [
        f"编号{number}由您处理，不再往上报。" for number in (1, 2, 3)
    ]
    assert set(states(town).values()) == {ItemState.TAKEN}


def test_what_is_not_theirs_is_said_beside_what_was_done(town: Town) -> None:
    ask_for_help(town)
    town.grid_worker.says("收到 2")

    answer = town.grid_worker.says("收到 1 2 9")

    assert "编号1由您处理" in answer
    assert "编号2已经在您手上了" in answer
    assert "没有编号9的事" in answer


def test_of_a_range_only_what_is_there_is_said(town: Town) -> None:
    ask_for_help(town)

    answer = town.grid_worker.says("收到 2到40")

    assert answer == "编号2由您处理，不再往上报。\n编号3由您处理，不再往上报。"


def test_a_number_in_a_reason_is_no_number_of_an_item(town: Town) -> None:
    for said in ("办酒报备", "红事", "下个月8号", "村礼堂", "3", "30", "1", "是"):
        town.resident.says(said)

    answer = town.grid_worker.says("不同意 1 2桌就够了")

    assert "已退回" in answer
    town.send()
    assert "2桌就够了" in town.resident.hears()[-1]


def test_a_tap_that_asks_for_somebody_is_passed_on_without_the_button_s_key(town: Town) -> None:
    assert "已请网格员" in town.resident.phone.clicks("human")
    town.send()

    [told] = town.grid_worker.hears()
    assert "想找人工" in told and "human" not in told


def test_done_is_said_in_words_to_whoever_waits(town: Town) -> None:
    resident = town.resident
    resident.says("我想找人工")
    town.grid_worker.says("收到 1")
    town.send()
    resident.hears()

    assert "办结了，已告诉对方" in town.grid_worker.says("办结 1 已经上门，水管修好了")
    town.send()

    [heard] = resident.hears()
    assert "办好了：已经上门，水管修好了" in heard
    assert states(town) == {1: ItemState.DONE}
    assert acts(town, 1) == [Act.TAKEN, Act.DONE]
    assert "已由" in town.grid_worker.says("收到 1")


def test_without_a_number_the_one_thing_in_hand_is_done(town: Town) -> None:
    ask_for_help(town)
    assert "办结 12 药送到了" in town.grid_worker.says("办结")
    town.grid_worker.says("收到 1 2")

    assert "您手上有2件，请带上编号" in town.grid_worker.says("办结")
    town.grid_worker.says("办结 1")
    assert town.grid_worker.says("办好了，人已经接到").startswith("好的，编号2办结了")
    assert states(town) == {1: ItemState.DONE, 2: ItemState.DONE, 3: ItemState.OPEN}


def test_only_who_has_it_finishes_it(town: Town) -> None:
    town.resident.says("我喘不上气")
    town.doctor.says("收到 1")

    assert "已由" in town.grid_worker.says("办结 1 好了")
    assert states(town) == {1: ItemState.TAKEN}
    assert "办结了" in town.doctor.says("处理完了 1 已送医院")


def test_what_somebody_had_in_hand_is_open_again_when_their_post_ends(town: Town) -> None:
    town.resident.says("我想找人工")
    town.grid_worker.says("收到 1")
    assert states(town) == {1: ItemState.TAKEN}

    end_posts(town, town.who["grid_worker"])
    assert town.tick()["returned"] == 1
    town.send()

    assert states(town) == {1: ItemState.OPEN}
    assert acts(town, 1) == [Act.TAKEN, Act.RETURNED]
    assert any("接手的人离岗了" in heard for heard in town.secretary.hears())
    assert town.tick()["returned"] == 0
    assert "工作人员" in town.grid_worker.says("收到 1")
    assert "由您处理" in town.secretary.says("收到 1")


def test_a_substitute_has_the_post_in_hand_everywhere(town: Town) -> None:
    stand_in(town, town.who["grid_worker"], town.who["resident"])
    town.observed[0].says("转人工")
    town.send()
    assert any("【转人工】" in heard for heard in town.resident.hears())

    assert "由您处理" in town.resident.says("收到 1")
    assert "您手上有1件" in town.resident.says("待办")


def test_when_leave_begins_the_substitute_is_asked_to_take_it_on(town: Town) -> None:
    town.observed[0].says("转人工")
    town.grid_worker.says("收到 1")
    stand_in(town, town.who["grid_worker"], town.who["resident"])

    town.tick()
    town.send()

    assert states(town) == {1: ItemState.OPEN}
    assert any("接手的人离岗了" in heard for heard in town.resident.hears())


def test_residents_cannot_finish_or_take(town: Town) -> None:
    ask_for_help(town)

    for said in ("办结 1 好了", "收到 1 2", "接 1到3"):
        town.resident.says(said)

    assert set(states(town).values()) == {ItemState.OPEN}


@given(st.lists(st.integers(1, 999), min_size=1, max_size=9), st.sampled_from("、,， "))
def test_numbers_are_read_in_their_order_each_once(named: list[int], between: str) -> None:
    assert numbers.read(between.join(map(str, named))) == list(dict.fromkeys(named))


@given(st.integers(1, 9999), st.integers(0, 200))
def test_a_range_is_all_between_but_never_without_end(first: int, more: int) -> None:
    found = numbers.read(f"{first}到{first + more}")

    assert found == list(range(first, first + more + 1))[: numbers.MOST]
