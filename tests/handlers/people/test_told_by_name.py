"""Staff tell and ask of the register by name alone: members, needs, cards, moves, posts; of others nothing of their own."""

import pytest
from sqlalchemy import select, text

from db.models import Audit, Conversation, Episode, Person, Post, Role
from tests.conftest import Someone, Town
from tests.staffing import move_posts, person_of


def person(town: Town, name: str) -> Person:
    with town.bot.database.read() as db:
        return db.scalars(select(Person).where(Person.name_index == name)).one()


def needs(town: Town, name: str) -> list[str]:
    return person(town, name).needs or []


def yes(someone: Someone, said: str, shows: str) -> str:
    """Say something, see what it would do, and say yes."""
    shown = someone.says(said)
    assert shows in shown, (said, shown)
    return someone.says("1")


@pytest.fixture
def family(town: Town) -> Town:
    """欧阳青 in 2-1-301 with her husband, his mother and a child."""
    worker = town.grid_worker
    for said, shows in (
        ("登记住户 2-1-301 欧阳青 17000000011", "欧阳青"),
        ("欧阳青她老公叫石勇 17000000012", "石勇（老公，17000000012）"),
        ("给欧阳青家加上婆婆石老太 81岁", "81岁"),
        ("欧阳青家添了个女儿 石榴 4岁", "石榴（女儿，4岁）"),
    ):
        assert "登记好了" in yes(worker, said, shows)
    return town


TOLD = [
    ("石老太一个人过", "lives_alone", "石老太不是独居"),
    ("欧阳青有喜了", "pregnant", "欧阳青生了"),
    ("石勇每周要血透", "dialysis", "石勇不用透析了"),
    ("欧阳青的婆婆不会用手机", "no_phone", "石老太买了手机"),
    ("石老太走不了路", "bedridden", "石老太能下床了"),
    ("石勇到深圳打工去了", "lives_elsewhere", "石勇搬回来住了"),
    ("2-1-301的石老太吃低保", "poor", "石老太的低保取消了"),
]


@pytest.mark.parametrize(("told", "need", "over"), TOLD)
def test_a_need_is_set_and_taken_back_in_the_same_words(
    family: Town, told: str, need: str, over: str
) -> None:
    whose = "石老太" if "婆婆" in told or "石老太" in told else told[:2]
    name = "欧阳青" if whose == "欧阳" else whose

    assert "记好了" in yes(family.grid_worker, told, "记上：")
    assert need in needs(family, name)
    assert "去掉了" in yes(family.grid_worker, over, "去掉：")
    assert need not in needs(family, name)
    with family.bot.database.read() as db:
        done = db.scalars(select(Audit.action).where(Audit.subject_id == person(family, name).id))
        assert list(done).count("needs_changed") == 2


def test_nothing_is_written_before_a_yes(family: Town) -> None:
    family.grid_worker.says("石老太瘫了")
    family.grid_worker.says("2")

    assert needs(family, "石老太") == []


def test_a_relation_is_turned_to_whoever_is_the_head(family: Town) -> None:
    assert "改好了" in yes(family.grid_worker, "欧阳青家的户主换成石勇", "现在是欧阳青")

    assert person(family, "石勇").is_respondent and person(family, "石勇").relation is None
    assert person(family, "欧阳青").relation == "妻子"
    assert person(family, "石老太").relation == "妈妈"
    assert person(family, "石榴").relation == "女儿"
    # What is said of the wife is written as seen from the husband.
    assert "岳父" in family.grid_worker.says("欧阳青的爸爸叫欧阳山")


def test_a_card_is_checked_kept_sealed_and_never_repeated(family: Town) -> None:
    number = "110101199003074514"
    assert "校验不符" in family.grid_worker.says("石勇的身份证 110101199003074515")

    shown = family.grid_worker.says(f"石勇的身份证 {number}")
    done = family.grid_worker.says("1")

    assert number not in shown and number not in done and "4514" in shown
    assert person(family, "石勇").id_number == number
    with family.bot.database.read() as db:
        stored = " ".join(str(row[0]) for row in db.execute(text("SELECT id_number FROM people")))
        place = " ".join(map(str, db.scalars(select(Conversation.place))))
    assert number not in stored and number not in place
    assert number not in family.grid_worker.says("石勇什么情况")


def test_a_whole_household_moves_or_one_of_it(family: Town) -> None:
    assert "石勇、石老太、石榴还留在" in family.grid_worker.says("欧阳青搬到3-2-501了")
    family.grid_worker.says("3")
    assert person(family, "欧阳青").household_id == person(family, "石勇").household_id

    said = yes(family.grid_worker, "石勇他们家搬去3-2-501了", "（4人）一起搬到3号楼2单元501")

    assert "现在住3号楼2单元501" in said
    homes = {person(family, name).household_id for name in ("欧阳青", "石勇", "石老太", "石榴")}
    assert len(homes) == 1 and person(family, "石榴").relation == "女儿"
    assert person(family, "欧阳青").is_respondent


def test_two_of_one_name_are_asked_about(family: Town) -> None:
    yes(family.grid_worker, "登记住户 1-1-504 石勇 17000000013", "石勇")

    said = family.grid_worker.says("石勇要做透析")

    assert "1号楼1单元504" in said and "2号楼1单元301" in said
    assert "记上：透析" in family.grid_worker.says("1")


def test_a_known_name_elsewhere_is_offered_to_move_not_entered_twice(family: Town) -> None:
    yes(family.grid_worker, "登记住户 1-1-504 石大海 17000000013", "石大海")

    said = family.grid_worker.says("欧阳青的公公叫石大海")

    assert "1号楼1单元504" in said and "搬到这一户" in said
    assert "搬到2号楼1单元301" in family.grid_worker.says("1")


def test_only_ones_own_units_are_told_of_asked_about_and_counted(family: Town) -> None:
    move_posts(family, family.who["grid_worker"], "3")

    assert "17000000011" not in family.grid_worker.says("欧阳青电话多少")
    assert "对吗" not in family.grid_worker.says("欧阳青怀孕了")
    assert "没有2号楼" in family.grid_worker.says("2号楼多少人")
    assert needs(family, "欧阳青") == []


def test_a_resident_who_says_the_same_changes_and_reads_nothing(family: Town) -> None:
    for said in ("欧阳青怀孕了", "欧阳青电话多少", "孕妇名单", "欧阳青一家搬到3-2-501了"):
        heard = family.resident.says(said)
        assert "17000000011" not in heard and "对吗" not in heard, said
    assert needs(family, "欧阳青") == []


def test_names_of_a_list_come_in_pages(family: Town) -> None:
    first = family.grid_worker.says("我名下有哪些户")

    assert first.count("号楼") == 15 and "看后面的" in first
    assert "第16到" in family.grid_worker.says("1")


# -- of somebody else, and inside a form -----------------------------------------------------------


def test_what_befalls_a_resident_begins_no_registration_of_the_staff(family: Town) -> None:
    said = yes(family.grid_worker, "石勇刚从广州回来，居家观察5天", "石勇 5天")

    assert "已开始" in said
    with family.bot.database.read() as db:
        watched = db.scalars(select(Episode.person_id)).all()
    assert person(family, "石勇").id in watched
    assert person_of(family, family.who["grid_worker"]) not in watched


def test_a_fever_told_inside_a_form_is_stored_and_the_form_waits(family: Town) -> None:
    yes(family.grid_worker, "石榴隔离3天", "石榴")
    assert "哪天到" in family.grid_worker.says("我从上海回来了，要报备")

    told = family.grid_worker.says("代报 2-1-301 石榴 38.6 咳嗽")

    assert "石榴今天早上 38.6℃" in told and "继续" in told
    assert "哪天到" in family.grid_worker.says("继续")


def test_work_that_asks_back_inside_a_form_lets_it_stand_again(family: Town) -> None:
    family.grid_worker.says("我从上海回来了，要报备")

    done = yes(family.grid_worker, "石老太耳聋", "记上：残疾")

    assert "记好了" in done and "继续" in done
    assert "哪天到" in family.grid_worker.says("继续")
    assert "怎么来" in family.grid_worker.says("12月1日")


def test_a_number_nobody_offered_stands_for_nothing(town: Town) -> None:
    said = town.grid_worker.says("3")

    assert "没有要选的" in said and "回复 1" not in said


# -- posts ----------------------------------------------------------------------------------------


def holders(town: Town, role: Role) -> list[int]:
    with town.bot.database.read() as db:
        runs = select(Post.person_id).where(Post.role == role, Post.until_on.is_(None))
        return list(db.scalars(runs))


def test_a_post_passes_on_when_the_one_who_was_asked_says_yes(town: Town) -> None:
    worker = person_of(town, town.who["grid_worker"])
    asked = person_of(town, town.who["township"])
    said = yes(town.secretary, "让李永福接第1网格的网格员", "答应了才换")
    town.tick()
    town.send()

    assert "李永福答应了就是" in said and holders(town, Role.GRID_WORKER) == [worker]
    assert any("同意上岗" in heard for heard in town.township.hears())
    assert "您现在是第1网格网格员" in town.township.says("同意上岗")
    assert holders(town, Role.GRID_WORKER) == [asked]
    assert "没有要选的" in town.township.says("1")


def test_who_says_no_leaves_everything_as_it_was(town: Town) -> None:
    worker = person_of(town, town.who["grid_worker"])
    yes(town.secretary, "把第1网格交给李永福", "答应了才换")

    assert "岗位没有变" in town.township.says("不上岗")
    assert holders(town, Role.GRID_WORKER) == [worker]


def test_a_stranger_to_us_is_invited_by_a_code(town: Town) -> None:
    town.secretary.says("请王大力当网格员 2号楼")
    town.secretary.says("2")

    assert "发送“加入 " in town.secretary.says("1")


def test_a_grid_worker_gives_no_posts(town: Town) -> None:
    assert "愿不愿意" not in town.grid_worker.says("让李永福接3号楼的网格员")


def test_who_is_away_is_asked_without_asking_for_leave(town: Town) -> None:
    assert "没有人请假" in town.secretary.says("这周谁请假")
    yes(town.doctor, "我拉肚子，今天来不了了", "请假")

    assert "宋家豪" in town.secretary.says("今天有谁请假")
