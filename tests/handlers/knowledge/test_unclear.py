"""What is not clearly one of the meanings we know is answered, offered or passed on by what is known."""

import pytest

from tests.conftest import Town


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ("我交了十年的社保断了怎么接上", "12333"),
        ("家里的电表跑得特别快是咋回事", "95598"),
        ("女婿是外国人，来住半年去哪里报", "派出所"),
    ],
)
def test_who_asks_what_nobody_knows_hears_who_else_can_say(
    town: Town, asked: str, told: str
) -> None:
    said = town.resident.says(asked)
    assert told in said and "没听懂" not in said, said


@pytest.mark.parametrize("told", ["家里的有线电视老是断", "我家的花盆让楼下的踢翻了"])
def test_a_trouble_at_home_is_looked_at_by_somebody_if_they_like(town: Town, told: str) -> None:
    assert "网格员去看看" in town.resident.says(told)
    assert "已告诉网格员" in town.resident.says("1")


@pytest.mark.parametrize(
    ("asked", "never"),
    [
        ("阳了第四天能回厂里不", "流感"),
        ("蚊子叮了会得艾滋病不", "怀孕"),
        ("老头子热得直喘气咋弄", "宠物"),
    ],
)
def test_what_is_known_of_others_is_not_said(town: Town, asked: str, never: str) -> None:
    assert never not in town.resident.says(asked)


@pytest.mark.parametrize(
    "asked",
    ["可不可以让我姐过来帮我带孩子", "孩子没学上，能不能请假在家看他"],
)
def test_what_is_asked_about_is_not_ordered(town: Town, asked: str) -> None:
    assert "约时间" not in town.resident.says(asked)


def test_who_tells_and_asks_is_answered(town: Town) -> None:
    said = town.resident.says("我昨天测出阳性了，老婆还能去上班不")
    assert "转告" in said and "上班" in said, said


@pytest.mark.parametrize("doubt", ["你们是不是政府的", "这个号靠谱吗", "你是不是骗子"])
def test_who_doubts_us_hears_who_we_are(town: Town, doubt: str) -> None:
    assert "邻报" in town.resident.says(doubt)
