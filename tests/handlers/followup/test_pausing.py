"""Whoever is in hospital or away is not asked about; the others are, and so is everybody once back."""

import pytest
from sqlalchemy import select

from db.models import Episode, EpisodeState, Person
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


def state_of(town: Town, name: str) -> EpisodeState:
    with town.bot.database.read() as db:
        found = (
            select(Episode.state)
            .join(Person, Episode.person_id == Person.id)
            .where(Person.name_index == name)
        )
        return db.scalars(found).one()


@pytest.mark.parametrize(
    ("said", "who"),
    [
        ("儿子住院了,不用报他的", "邢大明"),
        ("小雨昨天进医院了，这几天报不了", "邢小雨"),
        ("大明去外地奶奶家了，先不用报他", "邢大明"),
        ("女儿不在家，别催她了", "邢小雨"),
        ("我住院了，先不报了", "邢海波"),
    ],
)
def test_who_is_away_is_paused_and_the_others_are_asked(family: Town, said: str, who: str) -> None:
    answer = head(family).says(said)

    assert "先不用报" in answer and "照旧" in answer
    assert state_of(family, who) is EpisodeState.PAUSED
    family.at("2026-11-22T08:00")
    family.tick()
    family.send()
    [asked] = [text for text in head(family).phone.texts() if "还没收到" in text]
    names = {"邢海波": "您", "邢小雨": "邢小雨", "邢大明": "邢大明"}
    assert names.pop(who) not in asked
    assert all(each in asked for each in names.values())
    assert any("已暂停" in text for text in family.grid_worker.phone.texts())


def test_a_reminder_that_waits_no_longer_names_who_is_away(family: Town) -> None:
    family.at("2026-11-21T17:30")
    family.tick()
    head(family).says("儿子住院了,不用报他的")
    family.send()

    [asked] = [text for text in head(family).phone.texts() if "还没收到" in text]
    assert "邢大明" not in asked and "邢小雨" in asked


@pytest.mark.parametrize("said", ["出院了", "大明出院回家了", "儿子回来了，可以接着报"])
def test_who_is_back_is_asked_again(family: Town, said: str) -> None:
    head(family).says("儿子住院了，不用报他的")
    assert "接着报" in head(family).says(said)

    assert state_of(family, "邢大明") is EpisodeState.ACTIVE
    assert "邢大明" in head(family).says("大明36.6")


@pytest.mark.parametrize("said", ["邻居住院了", "我想住院", "儿子住院了还用报吗"])
def test_what_is_not_about_somebody_away_pauses_nobody(family: Town, said: str) -> None:
    head(family).says(said)

    for name in ("邢海波", "邢小雨", "邢大明"):
        assert state_of(family, name) is EpisodeState.ACTIVE


def test_staff_pause_and_resume(family: Town) -> None:
    assert "已暂停" in family.grid_worker.says("邢大明住院了，先暂停")
    assert state_of(family, "邢大明") is EpisodeState.PAUSED
    assert "已经暂停" in family.grid_worker.says("暂停 3-2-502 邢大明")
    assert "已恢复" in family.grid_worker.says("恢复 3-2-502 邢大明")
    assert "没有暂停" in family.grid_worker.says("邢大明出院了，接着报")


def test_who_is_away_at_the_end_does_not_drop_out(family: Town) -> None:
    head(family).says("儿子住院了,不用报他的")
    family.at("2026-11-28T18:00")
    family.tick()
    head(family).says("我36.5 女儿36.6")
    family.at("2026-11-29T08:00")
    family.tick()
    family.send()

    assert state_of(family, "邢小雨") is EpisodeState.ENDED
    assert state_of(family, "邢大明") is EpisodeState.PAUSED
    family.doctor.says("待办")
    assert "解除 3-2-502 邢大明" in "".join(family.doctor.phone.texts())


def test_who_spoke_for_their_family_can_be_deleted(family: Town) -> None:
    head(family).says("儿子住院了,不用报他的")
    head(family).says("删除我")
    assert "删" in head(family).says("1")

    with family.bot.database.read() as db:
        assert db.scalars(select(Person).where(Person.name_index == "邢海波")).all() == []
        assert db.scalars(select(Person).where(Person.name_index == "邢大明")).one()


def test_what_staff_hear_of_who_is_in_hospital_is_kept(family: Town) -> None:
    head(family).says("儿子住院了,不用报他的")

    assert "邢大明" in (said := family.grid_worker.says("代报 3-2-502 邢大明 37.0 电话问的"))
    assert "37.0℃" in said
    assert state_of(family, "邢大明") is EpisodeState.PAUSED


def test_whoever_asks_why_nobody_reminds_them_hears_of_the_pause(family: Town) -> None:
    head(family).says("儿子住院了,不用报他的")

    why = family.grid_worker.says("为什么今天没提醒邢大明")

    assert "先停着" in why and "结束" not in why
