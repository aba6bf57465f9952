"""One person with two phones, one family with two: what is sent in twice is one registration."""

from typing import Any

import pytest
from sqlalchemy import select, update

from db.models import Contact, Person, Submission
from tests.conftest import Someone, Town

SECOND = "oSecondPhone000000000000000001"


def second_phone(town: Town, of: str, *, partner: bool = False) -> Someone:
    """Another phone of somebody, or of somebody they live with."""
    phone = town.person(SECOND)
    phone.says("你好")

    def work(db: Any) -> None:
        me = db.scalar(select(Person).join(Contact).where(Contact.address == of))
        other = select(Person).where(Person.household_id == me.household_id, Person.id != me.id)
        owner = db.scalar(other.limit(1)) if partner else me
        theirs = update(Contact).where(Contact.address == SECOND)
        db.execute(theirs.values(person_id=owner.id, is_vouched=True))

    town.bot.database.write(work)
    return phone


def registers(someone: Someone, opening: str) -> str:
    someone.says(opening)
    while "请核对" not in someone.says("没有"):
        pass  # whoever has left no number is asked for it too
    return someone.says("是")


def sent(town: Town) -> list[dict[str, Any]]:
    with town.bot.database.read() as db:
        return [row.answers for row in db.scalars(select(Submission).order_by(Submission.id))]


def test_the_same_from_another_phone_is_not_a_second_one(town: Town) -> None:
    other = second_phone(town, town.who["resident"])
    registers(town.resident, "我后天从长沙坐G1548回来")

    assert "编号1" in registers(other, "我后天从长沙坐G1548回来")
    assert len(sent(town)) == 1


def test_what_is_different_is_put_into_it(town: Town) -> None:
    other = second_phone(town, town.who["resident"])
    registers(town.resident, "我后天从长沙坐G1548回来")

    assert "合到一起" in registers(other, "我后天从长沙坐G1602回来")
    [answers] = sent(town)
    assert answers["transport"]["no"] == "G1602"


def test_begun_on_both_each_goes_on_by_itself(town: Town) -> None:
    resident, other = town.resident, second_phone(town, town.who["resident"])
    resident.says("返乡登记")
    other.says("返乡登记")
    resident.says("长沙")

    assert "哪天到" in other.says("岳阳")
    assert "怎么来" in resident.says("后天")


def test_whoever_is_named_in_the_familys_is_registered_already(town: Town) -> None:
    other = second_phone(town, town.who["resident"], partner=True)
    registers(town.resident, "全家后天从长沙坐G1548回来")

    said = registers(other, "我后天从长沙坐G1548回来")
    assert "您家已经登记过" in said and "编号1" in said
    assert len(sent(town)) == 1


def test_another_day_is_another_registration(town: Town) -> None:
    registers(town.resident, "我后天从长沙坐G1548回来")
    registers(town.resident, "我12月20号从长沙坐G1548回来")

    assert len(sent(town)) == 2


@pytest.mark.parametrize("said", ["没有电话", "没手机", "手机丢了", "不方便留", "号码不记得了"])
def test_no_telephone_is_an_answer(town: Town, said: str) -> None:
    newcomer = town.newcomer()
    newcomer.says("返乡登记")
    newcomer.says("王小明")

    assert "从哪里回来" in newcomer.says(said)


@pytest.mark.parametrize("said", ["还没定", "没买票，说不准", "还不知道", "看情况吧"])
def test_a_day_that_is_not_settled_is_an_answer(town: Town, said: str) -> None:
    resident = town.resident
    resident.says("返乡登记")
    resident.says("长沙")

    assert "怎么来" in resident.says(said)
    resident.says("高铁")
    assert "日期：还说不准" in resident.says("没有")


def test_nonsense_in_every_field_loses_nothing(town: Town) -> None:
    newcomer = town.newcomer()
    newcomer.says("返乡登记")
    for answer in ("王小明", "13655550123", "长沙", "后天", "高铁", "3-2-601", "没有", "是"):
        for nonsense in ("？？？", "asdf&*", "{number}"):
            assert newcomer.says(nonsense)
        last = newcomer.says(answer)

    assert last.startswith("登记好了")
    [answers] = sent(town)
    assert answers["phone"] == "13655550123"


def test_a_day_that_will_not_do_is_said_so_and_asked_again(town: Town) -> None:
    for said in ("办酒报备", "结婚"):
        town.resident.says(said)

    assert "已经过了" in town.resident.says("11月8号")


def test_a_choice_is_heard_by_a_part_of_its_words(town: Town) -> None:
    for said in ("办酒报备", "满月酒", "后天", "村礼堂", "8", "60"):
        town.resident.says(said)

    assert "厨师" in town.resident.says("请的办席队")
