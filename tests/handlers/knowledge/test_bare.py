"""A short question that names nothing: which thing is meant is asked, unless what went before tells."""

import re

import pytest

from tests.conftest import Town


@pytest.mark.parametrize("asked", ["几天能好", "这个病要不要紧", "会传染吗", "要隔离几天"])
def test_which_illness_is_asked_where_none_is_named(town: Town, asked: str) -> None:
    said = town.resident.says(asked)

    assert "哪一种病" in said and "新冠" in said and "流感" in said
    assert "依据" not in said and "都不是" in said


@pytest.mark.parametrize(
    ("asked", "one"),
    [
        ("疫苗打几针", "狂犬疫苗"),
        ("在哪打", "狂犬疫苗"),
        ("多少钱", "核酸"),
        ("有没有补贴", "受灾"),
    ],
)
def test_and_which_vaccine_price_or_payment(town: Town, asked: str, one: str) -> None:
    said = town.resident.says(asked)

    assert one in said and "回复 2" in said and "依据" not in said


def test_the_number_and_the_name_both_tell_which(town: Town) -> None:
    offered = town.resident.says("几天能好")
    number = re.search(r"回复 (\d) 流感", offered)
    assert number is not None
    assert "一周" in town.resident.says(number[1])

    town.observed[2].says("几天能好")
    assert "普通感冒一周" in town.observed[2].says("感冒")


def test_what_was_said_before_tells_which(town: Town) -> None:
    town.resident.says("登革热是怎么传染的")

    said = town.resident.says("几天能好")

    assert "哪一种" not in said and "退烧那两天最当心" in said


def test_but_not_what_was_said_an_hour_ago(town: Town) -> None:
    town.resident.says("登革热是怎么传染的")
    town.clock.advance(hours=1)

    assert "哪一种病" in town.resident.says("几天能好")


def test_the_programme_they_are_in_tells_which(town: Town) -> None:
    said = town.observed[0].says("这个病严重吗")

    assert "哪一种" not in said and "关节" in said


@pytest.mark.parametrize("asked", ["流感几天能好", "狂犬疫苗打几针", "登革热严重吗"])
def test_what_is_named_is_answered_at_once(town: Town, asked: str) -> None:
    assert "依据" in town.resident.says(asked)


def test_a_price_after_an_errand_is_the_errand_s(town: Town) -> None:
    town.resident.says("帮我买两斤盐")

    assert "核酸" not in town.resident.says("多少钱")


def test_one_vaccine_is_not_answered_with_another_s(town: Town) -> None:
    assert "六个月" not in town.resident.says("新冠疫苗打几针")


def test_an_illness_named_in_one_wording_only_keeps_nothing_away(town: Town) -> None:
    said = town.resident.says("老人阳了血氧只有92要不要去医院")

    assert "医院" in said.splitlines()[0] and "还不知道" not in said


def test_visiting_relatives_is_no_banquet(town: Town) -> None:
    said = town.resident.says("这几天能走亲戚吗")

    assert "能走" in said and "报备），" not in said and "摆席" not in said


@pytest.mark.parametrize("told", ["药过期了", "菜地淹了"])
def test_what_is_spoilt_is_not_ordered_anew(town: Town, told: str) -> None:
    said = town.resident.says(told)

    assert "编号" not in said and "依据" in said


@pytest.mark.parametrize("asked", ["能不能洗澡", "家里进过水，我能不能自己合闸"])
def test_what_one_may_do_oneself_is_asked_of_nobody(town: Town, asked: str) -> None:
    assert "约时间" not in town.resident.says(asked)


def test_a_question_keeps_the_illness_its_other_half_names(town: Town) -> None:
    assert "产科" in town.resident.says("我怀着孕阳了，孩子会不会有事")
