"""Staff say in their own words who came, left or changed; shown, confirmed, and asked for what is missing."""

import pytest
from sqlalchemy import func, select

from db.models import Gone, Person
from tests.conftest import Someone, Town
from tests.staffing import move_posts


def people(town: Town) -> int:
    with town.bot.database.read() as db:
        return db.scalar(select(func.count()).select_from(Person)) or 0


def person(town: Town, name: str) -> Person:
    with town.bot.database.read() as db:
        return db.scalars(select(Person).where(Person.name_index == name)).one()


def enter(someone: Someone, *told: str) -> None:
    for each in told:
        assert "对吗" in someone.says(each), each
        assert "登记好了" in someone.says("对"), each


def test_a_whole_family_is_shown_once_and_written_down_together(town: Town) -> None:
    said = "3号楼2单元601新搬来一家三口，户主刘伟，老婆张丽，孩子刘小宝5岁，电话13800001234"

    shown = town.grid_worker.says(said)

    assert "登记到3号楼2单元601" in shown
    for each in ("刘伟（13800001234）", "张丽（老婆）", "刘小宝（孩子，5岁）"):
        assert each in shown
    before = people(town)
    assert "登记好了" in town.grid_worker.says("对")
    assert people(town) == before + 3
    head, child = person(town, "刘伟"), person(town, "刘小宝")
    assert (head.is_respondent, head.phone, head.relation) == (True, "13800001234", None)
    assert (child.relation, child.birth, child.household_id) == ("孩子", "2021", head.household_id)


# What is said, whom it shows, and what else stands there.
CAME = [
    ("2-1-502来了新租客，叫严晓峰", "严晓峰", "2号楼1单元502"),
    ("1号楼1单元803刚搬进来一家四口，户主贺建国，爱人邱敏", "贺建国", "还有2位没说名字"),
    ("登记新住户：3-1-404 司马倩", "司马倩", "3号楼1单元404"),
    ("给3-2-703加个人，刚出生的宝宝，叫郝安安", "郝安安", "孩子"),
    ("2-1-702新来了俩租房的，蒋小山和蔡大海", "蔡大海", "蒋小山"),
    ("给3-2-704加一口人，叫吴小宝，3岁", "吴小宝（3岁）", "3号楼2单元704"),
    ("录入：2-1-603 周婷，手机17000000321", "周婷", "17000000321"),
]


def test_many_wordings_say_that_somebody_came(town: Town) -> None:
    before = people(town)
    for text, name, also in CAME:
        shown = town.grid_worker.says(text)
        assert name in shown and also in shown and "回复 1 对，登记" in shown, (text, shown)
        assert town.grid_worker.says("2")
    assert people(town) == before


def test_what_is_missing_is_asked_one_thing_at_a_time(town: Town) -> None:
    assert "哪一户" in town.grid_worker.says("来了户新租客，登记一下")
    assert "叫什么名字" in town.grid_worker.says("3-1-806")
    assert "3号楼1单元806" in town.grid_worker.says("温小南")
    assert "登记好了" in town.grid_worker.says("对")
    assert person(town, "温小南").is_respondent


def test_a_title_is_not_a_name(town: Town) -> None:
    assert "“唐姐”的姓名怎么写" in town.grid_worker.says("把保姆唐姐录到3-1-702名下")

    assert "唐玉兰（保姆）" in town.grid_worker.says("唐玉兰")


def test_words_that_are_no_value_are_heard_as_what_they_are(town: Town) -> None:
    town.grid_worker.says("来了户新租客，登记一下")

    assert "等您处理" in town.grid_worker.says("待办")
    assert "登记到" not in town.grid_worker.says("3-1-806")


def test_leaving_a_question_ends_it(town: Town) -> None:
    before = people(town)
    town.grid_worker.says("来了户新租客，登记一下")

    assert "先不办" in town.grid_worker.says("算了")
    assert people(town) == before


def test_nobody_is_written_down_beyond_ones_own_units(town: Town) -> None:
    move_posts(town, town.who["grid_worker"], "1")

    for text in (
        "3-2-601新搬来一家三口，户主刘伟",
        "3-2-601刘伟电话换了，改成17000000001",
        "3-1-101老太太过世了",
    ):
        assert "您负责的范围里没有3号楼" in town.grid_worker.says(text)


# -- changed --------------------------------------------------------------------------------------


@pytest.fixture
def street(town: Town) -> Town:
    """刘伟 and 张丽 in 601, 李梅 twice behind two doors."""
    enter(
        town.grid_worker,
        "登记住户 3-2-601 刘伟 17000000001",
        "登记成员 3-2-601 张丽 女儿",
        "登记住户 3-1-703 李梅 17000000002",
        "登记住户 2-1-504 李梅 17000000003",
    )
    return town


CHANGED = [
    ("3-2-601刘伟电话换了，改成17000000009", "刘伟的电话改成17000000009"),
    ("刘伟手机号换成17000000008了", "刘伟的电话改成17000000008"),
    ("张丽不是女儿是儿媳", "张丽和户主的关系改成儿媳"),
    ("张丽的关系错了，是外孙女", "张丽和户主的关系改成外孙女"),
    ("刘伟搬到3-2-502了", "刘伟搬到3号楼2单元502"),
    ("刘伟住的不是3-2-601是2-1-701，改一下", "刘伟搬到2号楼1单元701"),
    ("张丽去世了，从名册上去掉", "张丽的登记会停下"),
    ("3-2-601的老刘前天过世了", "刘伟的登记会停下"),
    ("张丽回老家了，不住这儿了", "张丽搬走了"),
    ("3-2-601退租了，没人住了", "全家2位（刘伟、张丽）都搬走了"),
]


def test_many_wordings_say_what_changed_and_nothing_does_before_yes(street: Town) -> None:
    for text, shows in CHANGED:
        said = street.grid_worker.says(text)
        assert shows in said and "回复 2" in said, (text, said)
        street.grid_worker.says("不是")
    assert person(street, "刘伟").phone == "17000000001"
    assert person(street, "张丽").gone_on is None


def test_a_missing_number_is_asked_for_and_taken(street: Town) -> None:
    assert "刘伟的新号码是多少" in street.grid_worker.says("刘伟换手机号了")
    assert "17000000007" in street.grid_worker.says("170 0000 0007")
    assert "改好了" in street.grid_worker.says("对")
    assert person(street, "刘伟").phone == "17000000007"


def test_a_missing_door_and_person_are_asked_for(street: Town) -> None:
    assert "哪一户、哪一位" in street.grid_worker.says("有个人的电话换了，改成17000000006")
    assert "刘伟的电话改成17000000006" in street.grid_worker.says("3-2-601 刘伟")


def test_of_two_by_one_name_one_is_picked_by_number(street: Town) -> None:
    said = street.grid_worker.says("李梅换了号码，17000000005")

    assert "李梅（3号楼1单元703）" in said and "李梅（2号楼1单元504）" in said
    assert "李梅的电话改成17000000005" in street.grid_worker.says("2")
    street.grid_worker.says("对")
    with street.bot.database.read() as db:
        phones = db.scalars(select(Person.phone).where(Person.name_index == "李梅")).all()
    assert sorted(map(str, phones)) == ["17000000002", "17000000005"]


def test_a_word_that_may_mean_two_things_is_asked_about(street: Town) -> None:
    assert "搬走了，还是去世了" in street.grid_worker.says("张丽昨天走了")
    assert "张丽搬走了" in street.grid_worker.says("1")
    street.grid_worker.says("确定")
    assert person(street, "张丽").gone_because is Gone.MOVED


def test_a_household_leaves_together(street: Town) -> None:
    street.grid_worker.says("3-2-601搬走了，房子空着")
    assert "刘伟、张丽已搬走" in street.grid_worker.says("1")

    assert person(street, "刘伟").gone_because is person(street, "张丽").gone_because is Gone.MOVED


def test_two_records_are_shown_side_by_side(street: Town) -> None:
    said = street.grid_worker.says("“李梅”登记了两条，是同一个人，合并一下")

    assert "3号楼1单元703" in said and "2号楼1单元504" in said
    assert "合并好了" in street.grid_worker.says("是")


def test_what_cannot_be_changed_here_is_said_kindly(street: Town) -> None:
    for text in ("刘伟年龄不对，改成68", "刘伟不是户主，户主是他爸"):
        assert "现在还不能在微信里改" in street.grid_worker.says(text)


# -- looked up -------------------------------------------------------------------------------------


FOUND = [
    ("刘伟住哪一户", "3号楼2单元601"),
    ("3-2-601电话多少", "17000000001"),
    ("翻一下3-2-601有没有老人孩子，几口人", "共2人"),
    ("3-2-601住的都有谁呀", "张丽"),
    ("17000000002是谁家的电话", "李梅"),
    ("李梅住哪", "2号楼1单元504"),
    ("2号楼归谁管", "网格员"),
]


def test_many_wordings_look_somebody_up(street: Town) -> None:
    for text, tells in FOUND:
        said = street.grid_worker.says(text)
        assert tells in said, (text, said)


def test_which_household_is_asked_for(street: Town) -> None:
    street.at("2026-11-22T09:00")  # nobody was spoken of just now
    assert "要查哪一户" in street.grid_worker.says("这户住的是谁")
    assert "刘伟" in street.grid_worker.says("3-2-601")


def test_nobody_reads_what_is_not_theirs(street: Town) -> None:
    move_posts(street, street.who["grid_worker"], "1")

    for text in ("刘伟住哪一户", "17000000002是谁家的电话", "3-2-601电话多少"):
        said = street.grid_worker.says(text)
        assert "1700000000" not in said and "601" not in said.replace("3-2-601", ""), said
