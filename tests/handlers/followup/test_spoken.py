"""Staff begin and end monitoring, and report for others, in their own words; nothing is guessed."""

from datetime import date

import pytest
from sqlalchemy import select

from db.models import Episode, EpisodeState, Grade, Observation, Person, WorkItem
from tests.conftest import Town
from tests.staffing import move_posts


@pytest.fixture
def street(town: Town) -> Town:
    """何桂英 in 404; 李梅 twice behind two doors; 邢海波 and 邢小雨 in 502."""
    for told in (
        "登记住户 3-1-404 何桂英 17000000004",
        "登记住户 3-2-601 李梅 17000000001",
        "登记住户 2-1-504 李梅 17000000002",
        "登记住户 3-2-502 邢海波 17000000003",
        "登记成员 3-2-502 邢小雨 女儿",
    ):
        town.grid_worker.says(told)
        assert "登记好了" in town.grid_worker.says("对")
    return town


def episodes(town: Town) -> dict[str, date]:
    """Return who of these is watched over until when."""
    with town.bot.database.read() as db:
        rows = db.execute(
            select(Person.name, Episode.ends_on)
            .join(Person, Episode.person_id == Person.id)
            .where(Episode.state == EpisodeState.ACTIVE)
        ).all()
    return {str(name): ends for name, ends in rows}


def reported(town: Town, name: str) -> list[tuple[str | None, Grade]]:
    with town.bot.database.read() as db:
        rows = db.execute(
            select(Observation.value, Observation.grade)
            .join(Person, Observation.person_id == Person.id)
            .where(Person.name_index == name, Observation.replaced_by.is_(None))
            .order_by(Observation.id)
        ).all()
    return [(value, grade) for value, grade in rows]


BEGINS = [
    ("把3-1-404的何桂英纳入健康监测，十五天", "3-1-404 何桂英 15天", "12月6日"),
    ("3-1-404何奶奶要居家观察两周", "3-1-404 何桂英 14天", "12月5日"),
    ("3-2-502 邢海波和邢小雨 观察半个月", "3-2-502 邢海波、邢小雨 15天", "12月6日"),
    ("3-2-502邢海波一家两口全部纳入，二十一天", "3-2-502 邢海波、邢小雨 21天", "12月12日"),
    ("邢小雨加到观察名单，到12月1日", "3-2-502 邢小雨 10天", "12月1日"),
    ("3-1-808 阎晓峰从今天起监测七天", "3-1-808 阎晓峰 7天", "11月28日"),
]


def test_many_wordings_are_shown_and_nothing_begins_before_yes(street: Town) -> None:
    before = episodes(street)
    for text, shows, until in BEGINS:
        said = street.grid_worker.says(text)
        assert shows in said and until in said and "回复 1 开始" in said, (text, said)
        street.grid_worker.says("先不")
    assert episodes(street) == before


def test_two_people_begin_together(street: Town) -> None:
    street.grid_worker.says("3-2-502 邢海波和邢小雨 观察半个月")
    assert "已开始：3号楼2单元502 邢海波、邢小雨" in street.grid_worker.says("1")

    assert {"邢海波", "邢小雨"} <= set(episodes(street))


def test_the_fixed_form_takes_several_people_and_spoken_lengths(street: Town) -> None:
    street.grid_worker.says("观察 3-2-502 邢海波 邢小雨 十五天")
    street.grid_worker.says("观察 3-1-404 何桂英 两周")

    found = episodes(street)
    assert found["邢海波"] == found["邢小雨"] == date(2026, 12, 6)
    assert found["何桂英"] == date(2026, 12, 5)


@pytest.mark.parametrize("long", ["0天", "1.5天", "一天半", "半天", "100天", "零天"])
def test_only_whole_days_up_to_sixty(street: Town, long: str) -> None:
    before = episodes(street)

    assert "天数请写1到60天" in street.grid_worker.says(f"观察 3-1-404 何桂英 {long}")
    assert "整天" in street.grid_worker.says(f"把3-1-404的何桂英纳入健康监测，{long}")
    assert episodes(street) == before
    assert "3-1-404 何桂英 7天" in street.grid_worker.says("7天")


def test_what_is_missing_is_asked_one_thing_at_a_time(street: Town) -> None:
    assert "哪一户、哪一位" in street.grid_worker.says("有个人要纳入健康监测")
    assert "哪一位" in (said := street.grid_worker.says("3-2-502"))
    assert "邢海波（" in said and "邢小雨（女儿）" in said
    assert "监测几天" in street.grid_worker.says("2")
    assert "3-2-502 邢小雨 5天" in street.grid_worker.says("五天")
    street.grid_worker.says("1")
    assert episodes(street)["邢小雨"] == date(2026, 11, 26)


def test_of_two_by_one_name_one_is_picked(street: Town) -> None:
    said = street.grid_worker.says("李梅纳入健康监测，七天")

    assert "李梅（3号楼2单元601）" in said and "李梅（2号楼1单元504）" in said
    assert "2-1-504 李梅 7天" in street.grid_worker.says("2")


def test_more_days_count_from_the_last_one(street: Town) -> None:
    street.grid_worker.says("观察 3-1-404 何桂英 7天")
    assert "3-1-404 何桂英 10天" in street.grid_worker.says("何桂英延长三天")
    street.grid_worker.says("1")

    assert episodes(street)["何桂英"] == date(2026, 12, 1)


ENDS = ["何桂英期满了，给她结束", "何桂英核酸阴，监测停掉", "3-1-404何奶奶不用再观察了", "解除3-1-404何桂英的监测",
        "何桂英住院了，监测取消"]  # fmt: skip


def test_many_wordings_end_it_after_yes(street: Town) -> None:
    street.grid_worker.says("观察 3-1-404 何桂英 7天")
    for text in ENDS:
        said = street.grid_worker.says(text)
        assert "要结束监测吗：3号楼1单元404 何桂英" in said, (text, said)
        street.grid_worker.says("先不")
    assert "何桂英" in episodes(street)
    street.grid_worker.says(ENDS[0])
    assert "已结束" in street.grid_worker.says("结束")
    assert "何桂英" not in episodes(street)


def test_ending_asks_whom_and_says_who_is_not_watched(street: Town) -> None:
    assert "没有在监测" in street.grid_worker.says("邢海波的监测停了吧")
    assert "自动结束" in street.grid_worker.says("把到期的都解除")
    street.grid_worker.says("观察 3-1-404 何桂英 7天")
    assert "要结束监测吗：3号楼1单元404 何桂英" in street.grid_worker.says("给他解除监测吧")
    street.grid_worker.says("2")
    street.at("2026-11-21T15:00")
    assert "要结束谁的监测" in street.grid_worker.says("给他解除监测吧")
    assert "3号楼1单元404 何桂英" in street.grid_worker.says("3-1-404")


# -- told for another -------------------------------------------------------------------------


@pytest.fixture
def watched(street: Town) -> Town:
    for each in (
        "3-1-404 何桂英",
        "3-2-601 李梅",
        "2-1-504 李梅",
        "3-2-502 邢海波",
        "3-2-502 邢小雨",
    ):
        assert "已开始" in street.grid_worker.says(f"观察 {each} 7天")
    return street


TOLD = [
    ("替 3-1-404 何奶奶报 36.8", "何桂英", "36.8"),
    ("代报 3-1-404 何桂英 36.6 无", "何桂英", "36.6"),
    ("3-1-404何桂英没有手机，我量了36.7，没症状，帮她记上", "何桂英", "36.7"),
    ("我打电话问了邢海波三十六度五", "邢海波", "36.5"),
    ("3-2-502那户的女儿 36.4，上门量的", "邢小雨", "36.4"),
]


def test_many_wordings_report_for_somebody(watched: Town) -> None:
    for text, name, value in TOLD:
        said = watched.grid_worker.says(text)
        assert name in said and f"{value}℃" in said, (text, said)
        assert reported(watched, name)[-1] == (value, Grade.NORMAL)


def test_a_fever_goes_the_ordinary_way(watched: Town) -> None:
    said = watched.grid_worker.says("3-1-404何奶奶 38.2 咳嗽，我刚上门测的")

    assert "38.2℃、咳嗽" in said and "医生" in said and "120" in said
    with watched.bot.database.read() as db:
        texts = db.scalars(select(WorkItem.text)).all()
    assert any("何桂英" in text and "38.2" in text for text in texts)
    watched.send()
    assert any("38.2" in heard for heard in watched.doctor.hears())


def test_a_whole_family_and_not_measured(watched: Town) -> None:
    watched.grid_worker.says("3-2-502一家两口都是36.6，电话里说的")
    assert reported(watched, "邢海波") == reported(watched, "邢小雨") == [("36.6", Grade.NORMAL)]

    assert "没量" in watched.grid_worker.says("代报 3-1-404 何桂英 没量 人不在家")


def test_of_two_by_one_name_nothing_is_stored_before_one_is_picked(watched: Town) -> None:
    said = watched.grid_worker.says("帮李梅报一下，38.1")

    assert "李梅（3号楼2单元601）" in said and "李梅（2号楼1单元504）" in said
    assert "医生" in said and "120" in said  # a fever is never only put off by a question
    assert reported(watched, "李梅") == []
    assert "2号楼1单元504" in watched.grid_worker.says("2")
    assert reported(watched, "李梅") == [("38.1", Grade.FEVER)]


def test_a_missing_value_or_door_is_asked_for(watched: Town) -> None:
    assert "体温多少" in watched.grid_worker.says("给3-1-404的何奶奶报一下体温")
    assert "何桂英" in watched.grid_worker.says("36.9")
    assert reported(watched, "何桂英") == [("36.9", Grade.NORMAL)]


def test_whoever_is_not_watched_is_not_stored_but_never_left(street: Town) -> None:
    said = street.grid_worker.says("3-1-404何桂英 38.6 我刚上门测的")

    assert "没有在做健康监测，没有记" in said and "120" in said
    assert "已请" in street.grid_worker.says("1")
    with street.bot.database.read() as db:
        texts = db.scalars(select(WorkItem.text)).all()
    assert any("何桂英" in text and "38.6" in text for text in texts)


def test_somebody_ill_is_not_taken_for_whoever_speaks(watched: Town) -> None:
    said = watched.grid_worker.says("何桂英病了，38.4")

    assert "何桂英" in said and "38.4℃" in said and "您家" not in said


def test_another_grid_is_not_theirs_to_report_for(watched: Town) -> None:
    move_posts(watched, watched.who["grid_worker"], "1")

    assert "您负责的范围里没有3号楼" in watched.grid_worker.says("替 3-1-404 何奶奶报 36.8")
    assert reported(watched, "何桂英") == []


def test_what_a_household_said_itself_stands_against_a_lower_value(town: Town) -> None:
    someone = town.newcomer()
    someone.says("我是3号楼2单元601 孙涛")
    town.grid_worker.says("同意")
    town.grid_worker.says("观察 3-2-601 孙涛 7天")
    someone.says("38.3")
    town.grid_worker.says("替3-2-601孙涛报 36.5")

    assert ("38.3", Grade.FEVER) in reported(town, "孙涛")


# -- the roll ---------------------------------------------------------------------------------


ASKS = [
    "今早谁没报",
    "还差哪几户没报体温",
    "今天应报多少，报了多少，几个发烧",
    "我网格都报齐了没有",
    "谁还没报",
]


def test_many_wordings_call_the_roll(watched: Town) -> None:
    watched.at("2026-11-22T08:30")
    watched.tick()
    for text in ASKS:
        said = watched.grid_worker.says(text)
        assert "还差" in said and "3号楼1单元404 何桂英" in said, (text, said)
    watched.grid_worker.says("替 3-1-404 何奶奶报 37.9")
    said = watched.grid_worker.says("今早谁没报")
    missing, ill = said.split("发热或不舒服的：")
    assert "何桂英" not in missing and "何桂英" in ill
    assert "3号楼" not in watched.grid_worker.says("2号楼今早谁没报")


def test_somebodys_days_are_read_by_those_in_charge_only(watched: Town) -> None:
    watched.grid_worker.says("替 3-1-404 何奶奶报 36.8")

    assert "36.8℃" in watched.grid_worker.says("何桂英这几天体温")
    assert "李梅（2号楼1单元504）" in watched.grid_worker.says("李梅这三天多少度")
    move_posts(watched, watched.who["grid_worker"], "1")
    assert "36.8" not in watched.grid_worker.says("何桂英这几天体温")
