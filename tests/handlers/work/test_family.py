"""The family is one registration: members from the register, all names for staff, one approval."""

from typing import Any

import pytest
from sqlalchemy import select, update

from db.models import Contact, Person, Submission
from db.people import persons
from tests.conftest import Someone, Town

PLEDGE = "以上都是实际情况吗"


def family_of(town: Town, openid: str, **members: str) -> None:
    """Let just these live with somebody who answers for the household, by relation and name."""

    def work(db: Any) -> None:
        me = db.scalar(select(Person).join(Contact).where(Contact.address == openid))
        me.is_respondent = True
        for other in db.scalars(select(Person).where(Person.household_id == me.household_id)):
            if other.id != me.id:
                other.household_id = None
        for name, relation in members.items():
            persons.add(
                db, town.clock.now(), name=name, household_id=me.household_id, relation=relation
            )

    town.bot.database.write(work)


def at_home(town: Town) -> Someone:
    family_of(town, town.who["resident"], 何国强="丈夫", 何小宝="儿子", 赵桂兰="婆婆")
    return town.resident


def members(town: Town) -> list[list[str]]:
    with town.bot.database.read() as db:
        rows = db.scalars(select(Submission).order_by(Submission.id))
        return [[each["name"] for each in row.answers.get("members", [])] for row in rows]


@pytest.mark.parametrize(
    ("said", "named"),
    [
        ("全家后天从长沙坐G1548回来", ["何国强", "何小宝", "赵桂兰"]),
        ("我们一家四口后天从长沙坐G1548回来", ["何国强", "何小宝", "赵桂兰"]),
        ("我和老公后天从长沙坐G1548回来", ["何国强"]),
        ("带着孩子后天从长沙坐G1548回来", ["何小宝"]),
        ("我跟何国强、赵桂兰后天从长沙坐G1548回来", ["何国强", "赵桂兰"]),
        ("后天从长沙坐G1548回来，婆婆也一起", ["赵桂兰"]),
        ("我后天从长沙坐G1548回来", []),
    ],
)
def test_one_registration_names_those_who_come(town: Town, said: str, named: list[str]) -> None:
    resident = at_home(town)
    resident.says(said)
    summary = resident.says("没有")
    assert PLEDGE in summary and all(name in summary for name in named)
    resident.says("是")

    assert members(town) == [named]
    town.send()
    [told] = [text for text in town.grid_worker.phone.texts() if "登记返乡" in text]
    assert all(name in told for name in named)


@pytest.mark.parametrize(
    ("said", "named"),
    [
        ("我老公也一起，怎么登记", "何国强"),
        ("孩子也要来的", "何小宝"),
        ("我婆婆跟我一块", "赵桂兰"),
        ("全家都回", "赵桂兰"),
    ],
)
@pytest.mark.parametrize("at_the_end", [True, False])
def test_who_comes_along_is_put_into_it_and_the_form_goes_on(
    town: Town, said: str, named: str, at_the_end: bool
) -> None:
    resident = at_home(town)
    resident.says("我后天从长沙坐G1548回来")
    if at_the_end:
        resident.says("没有")

    heard = resident.says(said)
    assert named in heard
    assert (PLEDGE if at_the_end else "现在有没有发烧") in heard


def test_who_does_not_come_after_all_is_taken_out(town: Town) -> None:
    resident = at_home(town)
    resident.says("全家后天从长沙坐G1548回来")
    assert "赵桂兰" not in resident.says("婆婆不来了")
    resident.says("没有")
    resident.says("是")

    assert members(town) == [["何国强", "何小宝"]]


def test_of_whom_the_register_knows_nothing_it_says_how_many(town: Town) -> None:
    resident = at_home(town)
    resident.says("我们一家六口后天从长沙坐G1548回来")

    assert "另2人" in resident.says("没有")


def test_a_stranger_names_them_as_they_are_called(town: Town) -> None:
    newcomer = town.newcomer()
    newcomer.says("我和我爸妈后天从长沙坐G1548回来")
    for said in ("王小明 13812345678", "3-2-601"):
        newcomer.says(said)

    assert "同行：爸爸、妈妈" in newcomer.says("没有")


def test_one_yes_covers_all_of_them(town: Town) -> None:
    resident = at_home(town)
    resident.says("我和老公后天从长沙坐G1548回来")
    for said in ("没有", "是"):
        resident.says(said)
    town.grid_worker.says("收到 1")
    town.send()

    assert any("您和何国强的返乡登记" in heard for heard in resident.hears())


def test_a_mothers_house_is_nobody_who_comes(town: Town) -> None:
    resident = at_home(town)
    resident.says("我后天从长沙坐G1548回来，住婆婆家")
    resident.says("没有")
    resident.says("是")

    assert members(town) == [[]]


def sent(town: Town) -> Someone:
    resident = at_home(town)
    for said in ("我后天从长沙坐G1548回来", "没有", "是"):
        resident.says(said)
    return resident


def phone_of(town: Town, name: str) -> Someone:
    """Give somebody of the register a phone of their own, which follows the account."""
    openid = f"oOf{ord(name[0])}"
    phone = town.person(openid)
    phone.says("你好")

    def work(db: Any) -> None:
        person = next(one for one in db.scalars(select(Person)) if one.name == name)
        theirs = update(Contact).where(Contact.address == openid)
        db.execute(theirs.values(person_id=person.id, is_vouched=True))

    town.bot.database.write(work)
    return phone


@pytest.mark.parametrize(
    ("said", "named"),
    [
        ("我老公也一起", ["何国强"]),
        ("加上孩子吧", ["何小宝"]),
        ("对了，婆婆跟我一块回来，怎么登记？", ["赵桂兰"]),
        ("何国强和赵桂兰也来", ["何国强", "赵桂兰"]),
    ],
)
def test_who_is_named_after_it_was_sent_comes_into_it(
    town: Town, said: str, named: list[str]
) -> None:
    resident = sent(town)

    heard = resident.says(said)
    assert "编号1" in heard and all(name in heard for name in named)
    assert members(town) == [named]
    assert "已经在登记里" in resident.says(said)
    town.send()
    assert any(named[0] in text for text in town.grid_worker.phone.texts())


@pytest.mark.parametrize("said", ["我老公也发烧了", "孩子来了", "老公一起吃的饭", "婆婆也想打疫苗"])
def test_who_is_only_spoken_of_does_not_come_along(town: Town, said: str) -> None:
    sent(town).says(said)

    assert members(town) == [[]]


def test_three_of_four_are_the_couple_and_their_child(town: Town) -> None:
    resident = at_home(town)
    resident.says("我们一家三口后天从长沙坐G1548回来")
    resident.says("没有")
    resident.says("是")

    assert members(town) == [["何国强", "何小宝"]]


def test_who_was_only_counted_is_asked_for_and_named_at_the_end(town: Town) -> None:
    resident = at_home(town)
    resident.says("我们家两口后天从长沙坐G1548回来")
    assert "同行的是哪几位" in resident.says("没有")
    assert "同行：赵桂兰" in resident.says("婆婆")
    resident.says("是")

    assert members(town) == [["赵桂兰"]]


def test_whoever_stands_in_the_familys_registration_sees_it(town: Town) -> None:
    resident = sent(town)
    resident.says("我老公也一起")
    husband = phone_of(town, "何国强")

    for asked in ("我的信息", "办好了吗", "我的登记"):
        heard = husband.says(asked)
        assert "返乡登记" in heard and "您也在里面" in heard
    other = phone_of(town, "赵桂兰")
    assert "返乡登记" not in other.says("我的信息")


@pytest.mark.parametrize("word", ["帮我妈登记返乡", "给我婆婆报备回来"])
def test_it_is_begun_for_another_in_either_order_of_the_words(town: Town, word: str) -> None:
    assert "是谁要回来" in at_home(town).says(word)


def test_a_newcomer_tells_door_and_journey_in_one_line(town: Town) -> None:
    newcomer = town.newcomer()

    heard = newcomer.says("我是1号楼1单元101王小明，后天从长沙坐G1548回来")
    assert "核对" in heard and "联系电话" in heard
    newcomer.says("13812345678")
    summary = newcomer.says("没有")
    assert all(told in summary for told in ("王小明", "G1548", "长沙", "11月23日"))
