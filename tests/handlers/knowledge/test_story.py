"""What is asked in a long story is answered, and what is told in it is not taken for a question."""

import pytest

from tests.conftest import Town


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ("我妈跟我住，上礼拜还有点咳嗽，她的医保在四川老家，去医院看病这边能不能报", "备案"),
        ("我来厂里两年多，头一年还好，后来老板拖着工资不发，催了好多次都说没钱，怎么办啊", "12333"),
        ("住这里六年了，楼上那家从去年起就不太平，天天半夜拖椅子，说了也没用，咋整", "110"),
    ],
)
def test_the_clause_that_asks_is_answered(town: Town, told: str, said: str) -> None:
    assert said in town.resident.says(told)


@pytest.mark.parametrize("told", ["我爹去年走了，退休金还在打，要退不", "之前给的彩礼能要回来吗"])
def test_what_once_happened_to_them_is_no_question_of_the_past(town: Town, told: str) -> None:
    said = town.resident.says(told)
    assert "12333" in said or "12348" in said
    assert "没听懂" not in said


def test_a_story_nobody_knows_an_answer_to_is_read_by_somebody(town: Town) -> None:
    told = "我家阳台上那盆兰花养了八年，昨天让隔壁小子一脚踢翻了，他妈还笑"
    said = town.resident.says(told)
    assert "网格员" in said and "我没太听明白" not in said and "没听懂" not in said, said


@pytest.mark.parametrize(
    ("told", "key"),
    [
        ("孙子微信上说闯祸了急用钱，声音一样的", "96110"),
        ("有人来电说我社保卡被停用，让我按9转接", "12333"),
        ("收到法院发的短信，叫我点开看文书", "12368"),
        ("有个大师说我家犯太岁，要三千块转运", "110"),
        ("我的钱已经转给那个骗子了", "110"),
    ],
)
def test_known_tricks_are_named_whatever_else_is_said(town: Town, told: str, key: str) -> None:
    said = town.resident.says(told)
    assert "骗子" in said and key in said, said


def test_a_neighbour_s_doing_is_answered_and_to_report_it_is_one_digit_away(town: Town) -> None:
    said = town.resident.says("有人把电动车推到楼道里充电")
    assert "充电棚" in said and "反映情况（可以不留姓名）" in said
    assert "要留姓名吗" in town.resident.says("1")
