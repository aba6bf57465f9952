"""What staff find at a door, and what they pass on for who lives behind it."""

import pytest
from sqlalchemy import select

from db.models import ItemKind, ItemState, Person, WorkItem
from tests.conftest import Someone, Town
from tests.staffing import end_posts


def items(town: Town, kind: ItemKind) -> list[WorkItem]:
    with town.bot.database.read() as db:
        return list(db.scalars(select(WorkItem).where(WorkItem.kind == kind).order_by(WorkItem.id)))


def enter(town: Town, about: str = "") -> Someone:
    """Somebody behind a door, told of by the grid worker."""
    worker = town.grid_worker
    worker.says("登记住户 3-2-601 葛秀兰 17000001111")
    worker.says("1")
    if about:
        worker.says(f"葛秀兰{about}")
        worker.says("1")
    return worker


@pytest.mark.parametrize(
    ("about", "said"),
    [
        ("", "3号楼2单元601敲了半天没人应 她家老太太八十多了"),
        ("", "3-2-601 葛奶奶按门铃没反应 电话也不接"),
        ("独居", "3号楼2单元601敲门没人开"),
    ],
)
def test_nobody_answers_where_somebody_is_frail(town: Town, about: str, said: str) -> None:
    worker = enter(town, about)
    heard = worker.says(said)

    assert "110" in heard and "120" in heard and "已记为紧急" in heard, heard
    (item,) = items(town, ItemKind.DANGER)
    town.send()
    assert any("葛秀兰" in text for text in town.secretary.hears())

    assert "联系上了" in worker.says("联系上了 在她闺女家")
    assert "办结了" in worker.says("办结吧")
    (item,) = items(town, ItemKind.DANGER)
    assert item.state is ItemState.DONE and item.result == "联系上了 在她闺女家"


def test_whoever_holds_no_post_any_more_closes_nothing(town: Town) -> None:
    worker = enter(town)
    worker.says("3号楼2单元601敲了半天没人应 老太太八十多了")
    worker.says("联系上了")
    end_posts(town, town.who["grid_worker"])

    assert "没有编号" in worker.says("1")
    assert items(town, ItemKind.DANGER)[0].state is ItemState.OPEN


def test_nobody_is_alarmed_where_nobody_is_frail(town: Town) -> None:
    worker = enter(town)

    assert "要请网格员" in worker.says("3号楼2单元601敲门没人应")
    assert "没有告诉别人" in worker.says("先不用")
    assert not items(town, ItemKind.DANGER)
    worker.says("3号楼2单元601敲门没人应")
    assert "已记为紧急" in worker.says("请人一起找")
    assert len(items(town, ItemKind.DANGER)) == 1


def test_a_resident_says_it_otherwise(town: Town) -> None:
    town.resident.says("邻居家敲门没人应")

    assert "联系上了告诉我一声" not in town.resident.says("敲了半天没人应")


def test_who_was_looked_after_is_noted(town: Town) -> None:
    worker = enter(town)
    heard = worker.says("3号楼2单元601敲门了 人好着呢 空调开着")

    assert heard.startswith("记下了：葛秀兰"), heard
    with town.bot.database.read() as db:
        notes = db.scalar(select(Person.notes).where(Person.name_index == "葛秀兰"))
    assert notes is not None and "人好着呢" in notes
    assert "人好着呢" in worker.says("葛秀兰情况")
    assert not items(town, ItemKind.DANGER)


@pytest.mark.parametrize(
    "said",
    [
        "3号楼2单元601让帮忙买点菜",
        "3-2-601 葛秀兰家水管漏了",
        "3号楼2单元601想请人帮着倒垃圾",
        "3-2-601托我们取个药",
        "葛秀兰家没米了",
    ],
)
def test_what_a_home_wants_is_kept_for_its_door(town: Town, said: str) -> None:
    worker = enter(town)
    heard = worker.says(said)

    assert "记下了（编号1）：3号楼2单元601 葛秀兰" in heard, heard
    (item,) = items(town, ItemKind.HELP)
    assert "葛秀兰" in item.text


@pytest.mark.parametrize("said", ["3号楼2单元601的菜买好了", "3-2-601电话多少", "查 3-2-601"])
def test_what_was_done_or_asked_is_no_wish(town: Town, said: str) -> None:
    enter(town).says(said)

    assert not items(town, ItemKind.HELP)


@pytest.mark.parametrize(
    "said",
    [
        "9号楼有人老往外跑 能不能把他家门封上",
        "想给3号楼2单元贴封条锁门",
        "不配合的干脆把门焊死行不行 可以吗",
    ],
)
def test_no_door_is_sealed_and_nobody_is_alarmed(town: Town, said: str) -> None:
    heard = town.secretary.says(said)

    assert heard.startswith("不能封"), heard
    assert "卫健" in town.secretary.says("那他不听怎么办")
    assert not items(town, ItemKind.DANGER)


def test_whoever_is_locked_in_still_is(town: Town) -> None:
    assert not town.secretary.says("3号楼着火了 门被锁上出不来 可以打119吗").startswith("不能封")


def test_a_list_is_laid_beside_the_register(town: Town) -> None:
    worker = enter(town)
    heard = worker.says(
        "上面推的人 核一下 葛秀兰 13900000301 3号楼2单元601；蒋小涛 13900000303；沈小梅 13900000304 9号楼3单元"
    )

    assert "共3人" in heard and "1. 葛秀兰：登记在3号楼2单元601" in heard, heard
    assert "蒋小涛：您负责的范围里没有登记，名单上也没有门牌" in heard
    assert "对，登记" not in heard
    with town.bot.database.read() as db:
        assert db.scalar(select(Person.id).where(Person.name_index == "蒋小涛")) is None
