"""What is asked is not taken for something that only sounds like it: a room, a stove, a stranger at the door."""

import re

import pytest

from tests.conftest import Town


@pytest.mark.parametrize(
    ("asked", "told", "never"),
    [
        ("客厅闷到35度，外公不肯开空调，几度该开呀", "26到28", "捂暖"),
        ("昨天来了两个人说是自来水公司的，换了滤芯收了四百六，是不是被骗了", "12315", "水费单"),
        ("小区志愿活动我报了名，明天去不了怎么办", "没关系", "谢谢您！已告诉"),
        ("灶台打不着火，找谁来修", "售后", "往高处"),
        ("冬天回老家住，暖气能报停吗，要交多少", "供热公司", "乙类乙管"),
        ("登革热的疫苗现在有得打吗", "还没有登革热疫苗", "第二回"),
    ],
)
def test_what_is_asked_is_answered_and_not_what_sounds_like_it(
    town: Town, asked: str, told: str, never: str
) -> None:
    said = town.resident.says(asked)

    assert told in said
    assert never not in said


@pytest.mark.parametrize(
    "offered",
    ["我想当志愿者，周末都有空", "有什么忙我能帮的，报个名"],
)
def test_whoever_offers_help_is_still_thanked(town: Town, offered: str) -> None:
    assert "谢谢您" in town.resident.says(offered)


@pytest.mark.parametrize(
    "asked",
    [
        "May I ask which documents I need to open a tea shop?",
        "Could you tell me when the swimming hall opens?",
    ],
)
def test_nearness_in_meaning_alone_is_no_answer_in_english(town: Town, asked: str) -> None:
    assert "No registration" not in town.resident.says(asked)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("请问登革热病人防蚊隔离几天能解除", "防蚊"),
        ("水痘要隔离多少天", "痂"),
        ("甲流在家要隔离几天", "退烧|流感"),
    ],
)
def test_how_long_one_illness_keeps_apart_is_not_told_of_another(
    town: Town, text: str, words: str
) -> None:
    answer = town.newcomer("oAsksOfIsolation0000000000001").says(text)
    assert re.search(words, answer), answer
    assert "新冠" not in answer.partition("依据")[0], answer


@pytest.mark.parametrize(
    "text", ["收到短讯说我的居住证被注销，叫我点连结", "来了条简讯，户口异常，要点网址处理"]
)
def test_a_message_with_a_link_is_a_trick_whatever_it_says_is_stopped(
    town: Town, text: str
) -> None:
    answer = town.newcomer("oGotALink00000000000000000001").says(text)
    assert re.search("骗|别点", answer), answer
