"""Staff release somebody: what is missing is shown, a second word does it, and what is said is true."""

import pytest
from sqlalchemy import select

from db.models import Delivery, DeliveryKind, DeliveryStatus, Episode, EpisodeState, Person
from tests.conftest import Someone, Town


@pytest.fixture
def family(town: Town) -> Town:
    """邢海波, whose phone is bound, with 邢小雨 and 邢大明; all three are watched over."""
    someone = town.newcomer()
    someone.says("我是3号楼2单元502 邢海波")
    town.grid_worker.says("同意")
    for told in ("登记成员 3-2-502 邢小雨 女儿", "登记成员 3-2-502 邢大明 儿子"):
        town.grid_worker.says(told)
        town.grid_worker.says("对")
    town.grid_worker.says("观察 3-2-502 邢海波 邢小雨 邢大明 7天")
    town.send()
    return town


def head(town: Town) -> Someone:
    return town.newcomer()


def running(town: Town) -> set[str]:
    with town.bot.database.read() as db:
        rows = db.scalars(
            select(Person.name)
            .join(Episode, Episode.person_id == Person.id)
            .where(Episode.state == EpisodeState.ACTIVE, Person.household_id.is_not(None))
        )
        return {str(name) for name in rows} & {"邢海波", "邢小雨", "邢大明"}


def test_one_welcome_names_all_of_the_family(family: Town) -> None:
    welcomes = [said for said in head(family).phone.texts() if "已为" in said]

    assert len(welcomes) == 1
    assert "邢小雨" in welcomes[0] and "邢大明" in welcomes[0] and "您" in welcomes[0]
    assert "网格员" in welcomes[0] and "民警 还没有人" in welcomes[0]


def test_what_is_missing_is_shown_and_the_second_word_releases(family: Town) -> None:
    said = family.grid_worker.says("解除 3-2-502 邢小雨")
    assert "邢小雨还差：没到期（到11月28日）" in said
    assert running(family) == {"邢海波", "邢小雨", "邢大明"}

    assert "邢小雨的健康监测已结束" in family.grid_worker.says("1")
    assert running(family) == {"邢海波", "邢大明"}


def test_ending_one_says_only_what_is_true_for_the_others(family: Town) -> None:
    family.grid_worker.says("解除 3-2-502 邢小雨")
    family.grid_worker.says("1")
    family.send()

    [told] = [text for text in head(family).hears() if "已经结束" in text]
    assert "不用再报TA的体温" in told and "邢大明" in told and "照旧报" in told
    assert "不用再报体温了" not in told


def test_nobody_is_let_go_with_a_fever_unseen(family: Town) -> None:
    head(family).says("小雨38.3")

    said = family.grid_worker.says("结束观察 3-2-502 邢小雨")
    assert "发热" in said and "仍要结束" in said
    assert "邢小雨" in running(family)
    family.doctor.hears()
    family.grid_worker.says("1")
    family.send()
    assert "邢小雨" not in running(family)
    assert any("解除了" in text and "发热" in text for text in family.doctor.hears())


def test_the_whole_household_is_released_in_one_go(family: Town) -> None:
    family.grid_worker.says("解除 3-2-502")
    said = family.grid_worker.says("4")
    assert "邢海波还差" in said and "邢大明还差" in said
    family.grid_worker.says("1")
    family.send()

    assert running(family) == set()
    told = [text for text in head(family).hears() if "已经结束" in text]
    assert len(told) == 1 and "不用再报体温了" in told[0]


def test_nothing_continues_after_the_end(family: Town) -> None:
    family.at("2026-11-21T17:30")
    family.tick()
    family.grid_worker.says("结束观察 3-2-502 邢小雨")

    with family.bot.database.read() as db:
        waiting = Delivery.kind == DeliveryKind.REMINDER, Delivery.status == DeliveryStatus.QUEUED
        texts = list(db.scalars(select(Delivery.text).where(*waiting)))
    [mine] = [text for text in texts if "邢大明" in text]
    assert "邢小雨" not in mine
    for each in ("邢海波", "邢大明"):
        family.grid_worker.says(f"结束观察 3-2-502 {each}")
    family.send()
    assert not any("还没收到" in text for text in head(family).hears())


def test_a_second_programme_for_one_person_is_refused(family: Town) -> None:
    said = family.grid_worker.says("观察 3-2-502 邢小雨 7天 演练")

    assert "正在做另一项监测" in said


def test_of_several_nobody_enters_where_one_of_them_may_not(family: Town) -> None:
    family.grid_worker.says("解除 3-2-502 邢小雨")
    family.grid_worker.says("1")

    said = family.grid_worker.says("观察 3-2-502 邢小雨 邢大明 7天 演练")

    assert "不能同时做两项" in said
    assert "邢小雨" not in running(family)
