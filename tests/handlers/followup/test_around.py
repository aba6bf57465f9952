"""Around a watched household: samples on test days, visits at the door, what is asked after in time."""

import pytest
from sqlalchemy import select

from db.models import Episode, EpisodeState, ItemKind, Person, Sample, WorkItem
from tests.conftest import Someone, Town


@pytest.fixture
def family(town: Town) -> Town:
    """邢海波, whose phone is bound, with 邢小雨: both in the exercise, with tests on days 1, 4 and 7."""
    someone = town.newcomer()
    someone.says("我是3号楼2单元502 邢海波")
    town.grid_worker.says("同意")
    town.grid_worker.says("登记成员 3-2-502 邢小雨 女儿")
    town.grid_worker.says("对")
    town.grid_worker.says("观察 3-2-502 邢海波 邢小雨 7天 演练")
    town.send()
    return town


def head(town: Town) -> Someone:
    return town.newcomer()


def required(town: Town) -> None:
    """Make the samples laid out so far required, as a stricter programme would."""

    def work(db: object) -> None:
        for each in db.scalars(select(Sample)):  # type: ignore[attr-defined]
            each.is_required = True

    town.bot.database.write(work)


# -- samples ------------------------------------------------------------------------------------


def test_the_list_comes_before_the_test_day(family: Town) -> None:
    said = family.grid_worker.says("明天采样名单")

    assert "愿检2人" in said and "应检0人" in said
    assert "3号楼2单元502 邢海波" in said and "3号楼2单元502 邢小雨" in said
    assert "没有要采样的" in family.grid_worker.says("今天采样名单")


def test_taken_result_and_told(family: Town) -> None:
    family.at("2026-11-22T09:00")
    assert "还没记采样" in family.grid_worker.says("结果 3-2-502 邢小雨 阴性")
    assert "已采样" in family.grid_worker.says("采了 3-2-502 邢小雨")
    assert "拒采" in family.grid_worker.says("3-2-502 邢海波 拒采")
    said = family.grid_worker.says("采样名单")
    assert "已采1人，没采到1人" in said

    assert "已告诉对方" in family.grid_worker.says("结果 3-2-502 邢小雨 阴性")
    family.send()
    assert any("邢小雨的检测结果是阴性" in text for text in head(family).hears())
    with family.bot.database.read() as db:
        mine = (
            select(Sample)
            .join(Episode, Sample.episode_id == Episode.id)
            .join(Person, Episode.person_id == Person.id)
        )
        sample = db.scalars(mine.where(Person.name_index == "邢小雨")).one()
        assert sample.taken_at and sample.result == "negative" and sample.told_at


def sample_items(town: Town) -> list[WorkItem]:
    with town.bot.database.read() as db:
        found = select(WorkItem).where(WorkItem.kind == ItemKind.SAMPLE).order_by(WorkItem.id)
        return list(db.scalars(found))


def test_the_household_hears_the_evening_before_once(family: Town) -> None:
    family.at("2026-11-21T17:59")
    family.tick()
    family.at("2026-11-21T18:00")
    assert family.tick()["samples_told"] == 1
    family.at("2026-11-21T18:30")
    assert family.tick()["samples_told"] == 0
    family.send()

    [said] = [text for text in head(family).hears() if "采一次样" in text]
    assert "明天（11月22日）是监测第1天" in said and "您和邢小雨" in said and "自愿" in said


def test_a_result_that_does_not_come_is_pressed_for_once(family: Town) -> None:
    family.at("2026-11-22T09:00")
    family.grid_worker.says("采了 3-2-502 邢小雨")
    family.at("2026-11-22T14:59")
    assert family.tick()["samples_late"] == 0
    family.at("2026-11-22T15:01")
    assert family.tick()["samples_late"] == 1
    assert family.tick()["samples_late"] == 0
    family.send()
    assert any("检测结果】" in text and "还没有结果" in text for text in family.doctor.hears())

    family.grid_worker.says("结果 3-2-502 邢小雨 阴性")
    assert [item.state.is_over for item in sample_items(family)] == [True]


def test_a_result_the_household_has_not_heard_is_late_the_same_evening(family: Town) -> None:
    family.grid_worker.says("登记成员 3-2-503 方一鸣")
    family.grid_worker.says("对")
    family.grid_worker.says("观察 3-2-503 方一鸣 7天 演练")
    family.at("2026-11-22T09:00")
    family.grid_worker.says("采了 3-2-503 方一鸣")
    assert "打电话告诉" in family.grid_worker.says("结果 3-2-503 方一鸣 阴性")
    family.at("2026-11-22T17:59")
    assert family.tick()["samples_late"] == 0
    family.at("2026-11-22T18:00")
    assert family.tick()["samples_late"] == 1

    assert "已告诉这家" in family.grid_worker.says("结果告知了 3-2-503 方一鸣")
    assert [item.state.is_over for item in sample_items(family)] == [True]
    family.at("2026-11-23T18:30")
    assert family.tick()["samples_late"] == 0


def test_a_result_that_is_late_stands_first(family: Town) -> None:
    family.at("2026-11-22T09:00")
    family.grid_worker.says("采了 3-2-502 邢小雨")
    assert "晚了" not in family.grid_worker.says("采样名单")
    family.at("2026-11-22T15:30")

    assert family.grid_worker.says("采样名单").startswith("出结果晚了的：\n・3号楼2单元502 邢小雨")


def test_a_positive_result_is_seen_to_at_once(family: Town) -> None:
    family.at("2026-11-22T09:00")
    family.grid_worker.says("采了 3-2-502 邢小雨")
    family.grid_worker.says("结果 3-2-502 邢小雨 阳性")
    family.send()

    assert any("阳性" in text and "120" in text for text in head(family).hears())
    with family.bot.database.read() as db:
        [item] = db.scalars(select(WorkItem).where(WorkItem.kind == ItemKind.FEVER)).all()
        assert "检测结果阳性" in item.text


def test_a_required_test_without_a_result_holds_the_end(family: Town) -> None:
    for day in ("22", "25", "28"):
        family.at(f"2026-11-{day}T08:00")
        family.tick()
    required(family)
    family.at("2026-11-28T18:00")
    head(family).says("我36.5 女儿36.6")
    family.at("2026-11-29T08:00")
    family.tick()

    with family.bot.database.read() as db:
        mine = select(Episode.state).where(Episode.programme == "covid_exercise")
        assert set(db.scalars(mine)) == {EpisodeState.ACTIVE}
    assert "检测还没有结果" in family.grid_worker.says("解除 3-2-502 邢小雨")


def test_who_is_on_no_test_day_is_not_sampled(family: Town) -> None:
    assert "没有到采样的日子" in family.grid_worker.says("采了 3-2-502 邢小雨")


# -- visits -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "marks"),
    [
        ("3-2-502 见人见居见状态", "见人√ 见居√ 见状态√"),
        ("3-2-502 见了，视频看的", "见人√ 见居√ 见状态√（视频）"),
        ("见人见居 3-2-502 没见状态", "见人√ 见居√ 见状态×"),
        ("见人 3-2-502", "见人√ 见居× 见状态×"),
    ],
)
def test_what_was_seen_is_ticked(family: Town, said: str, marks: str) -> None:
    assert marks in family.grid_worker.says(said)


def test_two_visits_of_a_day_count_together(family: Town) -> None:
    family.grid_worker.says("见人 3-2-502")
    said = family.grid_worker.says("3-2-502 见居见状态")

    assert "见人√ 见居√ 见状态√" in said and "还差" not in said


def test_who_was_not_seen_today_is_listed(family: Town) -> None:
    family.grid_worker.says("3-2-502 见人见居见状态")
    said = family.grid_worker.says("今天还有谁没见")

    assert "看全了1户" in said and "3号楼1单元101" in said
    assert "3号楼2单元502" not in said


def test_a_household_hears_when_somebody_comes(family: Town) -> None:
    assert "已告诉3号楼2单元502" in family.grid_worker.says("明天上门 3-2-502 下午2点到4点")
    family.send()

    assert any("明天下午2点到4点上门" in text for text in head(family).hears())
    assert "什么时候" in family.grid_worker.says("上门 3-2-502")


# -- wishes -------------------------------------------------------------------------------------


def test_what_runs_out_is_asked_after_once_a_household(family: Town) -> None:
    for moment in ("2026-11-24T08:00", "2026-11-24T10:00", "2026-11-24T10:05"):
        family.at(moment)
        family.tick()
    head(family).says("36.6")
    family.send()
    family.at("2026-11-25T10:00")
    family.tick()
    family.send()

    asked = [text for text in head(family).phone.texts() if "还够几天" in text]
    assert len(asked) == 1 and "第3天" in asked[0] and "【演练】" in asked[0]
    assert "都够就好" in head(family).says("都够")


def test_a_wish_becomes_an_item_with_steps_that_are_heard(family: Town) -> None:
    family.at("2026-11-24T10:30")
    assert "已告诉网格员" in head(family).says("菜只够两天了，帮买点")
    with family.bot.database.read() as db:
        [item] = db.scalars(select(WorkItem).where(WorkItem.kind != ItemKind.JOIN)).all()
        assert "菜" in item.text
    family.grid_worker.says(f"收到 {item.id}")
    family.grid_worker.says(f"办结 {item.id} 菜送到门口了")
    family.send()

    heard = "".join(head(family).hears())
    assert "网格员" in heard and "菜送到门口了" in heard


def test_nobody_is_asked_at_night_or_twice_after_a_stop(family: Town) -> None:
    family.at("2026-11-24T21:00")
    family.tick()
    family.at("2026-11-25T10:00")
    family.tick()
    family.send()

    assert not any("还够几天" in text for text in head(family).phone.texts())


def test_asking_again_asks_nobody_twice(family: Town) -> None:
    family.at("2026-11-24T10:00")
    assert family.tick()["wishes_asked"] >= 1
    assert family.tick()["wishes_asked"] == 0
