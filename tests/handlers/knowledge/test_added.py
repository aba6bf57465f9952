"""A few words after a question belong to it: answered with it, or read with it by whoever answers."""

import pytest
from sqlalchemy import select

from db.models import Question
from tests.conftest import Town


def kept(town: Town) -> str:
    """Return the question that was kept last."""
    with town.bot.database.read() as db:
        return db.scalars(select(Question.text).order_by(Question.id.desc())).first() or ""


@pytest.mark.parametrize(
    ("asked", "more"),
    [
        ("妈妈血糖有点高 空腹9.8 要紧不", "她平时吃二甲双胍"),
        ("停电了冰箱里的肉还能吃吗", "鸡蛋呢"),
        ("医保能不能报住院的钱", "我是外地的"),
        ("阳了能不能洗澡", "我奶奶八十了"),
        ("小区什么时候打药灭蚊", "上次打的没用"),
    ],
)
def test_whoever_answers_reads_both(town: Town, asked: str, more: str) -> None:
    town.resident.says(asked)

    said = town.resident.says(more)

    assert said.startswith("接着您刚才说的“"), said
    assert asked[:8] in said and "前在这里" in said
    assert asked[:8] in kept(town) and more in kept(town)


def test_what_is_added_twice_goes_with_the_question(town: Town) -> None:
    town.resident.says("停电了冰箱里的肉还能吃吗")
    town.resident.says("停了两天了")

    said = town.resident.says("鸡蛋呢")

    assert "停电了冰箱" in said
    assert all(one in kept(town) for one in ("停电了冰箱里的肉还能吃吗", "停了两天了", "鸡蛋呢"))


@pytest.mark.parametrize("when", ["2026-11-21T08:12", "2026-11-21T11:30"])
def test_after_a_while_they_stand_alone(town: Town, when: str) -> None:
    town.resident.says("停电了冰箱里的肉还能吃吗")
    town.at(when)

    assert not town.resident.says("上次打的没用").startswith("接着您刚才")


@pytest.mark.parametrize(
    ("asked", "then", "heard"),
    [
        ("阳了能不能洗澡", "36.8", "监测"),
        ("医保能不能报住院的钱", "谢谢", "不客气"),
        ("登革热要住院吗", "我爸喘不上气了", "120"),
        ("登革热要住院吗", "楼道灯坏了三天了", "转给网格员"),
    ],
)
def test_what_means_something_of_its_own_is_heard_as_that(
    town: Town, asked: str, then: str, heard: str
) -> None:
    town.resident.says(asked)

    said = town.resident.says(then)

    assert heard in said and not said.startswith("接着您刚才"), said


def test_without_a_question_before_help_is_shown(town: Town) -> None:
    town.resident.says("你好")

    assert "没听懂" in town.resident.says("阿斯蒂芬")


@pytest.mark.parametrize("wish", ["那帮我登记一下", "请帮我登记吧", "那就登记"])
def test_what_was_offered_is_taken_up_in_other_words(town: Town, wish: str) -> None:
    offered = town.resident.says("我下礼拜二要去广州出差三天 回来要不要报")

    said = town.resident.says(wish)

    assert "自愿登记" in offered, offered
    assert "登记是自愿的" in said or "联系电话" in said, said
