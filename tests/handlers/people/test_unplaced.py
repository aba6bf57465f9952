"""A door in no building of theirs is said at once, and the words may be kept."""

import pytest

from tests.conftest import Town


@pytest.mark.parametrize(
    "said",
    [
        "6号楼1单元302 范志华昨天从外省回来了",
        "登记上 8号楼1单元101 龚素珍 79岁 独居",
        "小纪是4号楼2单元502 纪晓峰 从杭州 19号",
        "10号楼今天的 201卢国平36.4 302卢珊36.6",
    ],
)
def test_it_is_said_which_buildings_they_look_after(town: Town, said: str) -> None:
    heard = town.grid_worker.says(said)
    assert "没有" in heard and "有1号楼、2号楼、3号楼" in heard
    assert "编号1" in town.grid_worker.says("1")
    assert "登记" not in town.grid_worker.says("待办").split("：")[0]


def test_what_is_missing_may_be_missing(town: Town) -> None:
    assert "先空着" in town.grid_worker.says("电话没要到 先空着")


@pytest.mark.parametrize(
    ("said", "shown"),
    [("22号和23号对调一下", "11月22日晚上 马杰"), ("22号的换成周娟", "11月22日晚上 周娟")],
)
def test_the_roster_is_put_right(town: Town, said: str, shown: str) -> None:
    town.secretary.says("值班表 11月22日 宋家豪 11月23日 马杰")
    assert shown in town.secretary.says(said)


@pytest.mark.parametrize("said", ["这周末值班表还没出", "周日值班还没定"])
def test_a_roster_that_is_not_made_names_nobody(town: Town, said: str) -> None:
    heard = town.secretary.says(said)
    assert "还没有排人" in heard and "没找到" not in heard


def test_somebody_is_added_to_the_staff(town: Town) -> None:
    heard = town.secretary.says("加个人 冯晓棠 女 网格员 管2号楼 电话18752330914")
    assert "请冯晓棠管哪些" in heard
    town.secretary.says("2")
    assert "3号楼" in town.secretary.says("3号楼也给她吧")
