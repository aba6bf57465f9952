"""What the measure of answers calls right, clumsy, unhelpful and wrong."""

import pytest

from bench.answered import Rubric, Worth, digest, judge, plain

RUBRIC = Rubric("young", "covid", "阳了要隔离吗", ("不用", "口罩"), r"必须隔离", "")
WHO = Rubric("young", "daily", "喷泉几点开", ("七点",), "", "who")
MENU = "您问的是哪一个？\n回复 1 得了新冠还要隔离吗\n回复 2 都不是"


def nothing(_: str) -> str:
    return "好的"


@pytest.mark.parametrize(
    ("said", "worth"),
    [
        ("不用隔离，戴好口罩。\n依据：国家疾控局", Worth.RIGHT),
        ("不用隔离。", Worth.UNHELPFUL),
        ("必须隔离，不用问，戴口罩。", Worth.WRONG),
        ("这个我还不知道，不敢乱说。不用戴口罩", Worth.UNHELPFUL),
        ("从前有座山，" * 12 + "不用隔离，戴口罩", Worth.CLUMSY),
        ("不用隔离，戴口罩。" + "别的也说一说。" * 30, Worth.CLUMSY),
    ],
)
def test_words_decide(said: str, worth: Worth) -> None:
    assert judge(RUBRIC, said, nothing) is worth


def test_a_menu_is_worth_what_its_first_choice_leads_to() -> None:
    assert judge(RUBRIC, MENU, lambda _: "不用隔离，戴好口罩。") is Worth.CLUMSY
    assert judge(RUBRIC, MENU, nothing) is Worth.UNHELPFUL
    assert judge(RUBRIC, MENU, lambda _: "必须隔离") is Worth.WRONG


def test_who_answers_and_when_is_enough_where_nobody_can_know() -> None:
    said = "这个我还不知道。已请网格员，今天18点前在这里答复您。"

    assert judge(WHO, said, nothing) is Worth.RIGHT
    assert judge(WHO, "这个我还不知道。已请网格员答复您。", nothing) is Worth.UNHELPFUL
    assert judge(RUBRIC, said, nothing) is Worth.UNHELPFUL


def test_a_reading_belongs_to_one_answer_whoever_is_the_source() -> None:
    said = "不用。\n依据：国家疾控局"

    assert plain(said) == "不用。"
    assert digest("要吗", said) == digest("要吗", "不用。\n依据：别人")
    assert digest("要吗", said) != digest("要吗", "要。")
