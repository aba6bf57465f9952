"""One illness, one point of it: what is known of just that is said first, whichever wording is nearest."""

import pytest

from tests.conftest import Town


@pytest.mark.parametrize(
    ("words", "point"),
    [
        ("侄儿得了手足口，会传给大人吗", "会传"),
        ("诺如病毒多久能好", "两三天"),
        ("诺如要不要去医院", "在家补水"),
        ("红眼病几天能上学", "先别去"),
        ("水痘怎么样才算解除隔离", "结了痂"),
        ("猩红热吃什么药", "抗生素"),
        ("猩红热几天能好", "两三天退烧"),
        ("登革热住院，医保能报吗", "医保"),
        ("肺结核会传染吗", "会传"),
        ("甲流严重吗", "多数不要紧"),
        ("阳了几天能好，要不要隔离", "一周"),
    ],
)
def test_the_point_of_an_illness_is_said_first_and_for_sure(
    town: Town, words: str, point: str
) -> None:
    said = town.resident.says(words)
    assert point in said[:40] and "我猜您问的" not in said, said


@pytest.mark.parametrize(
    ("words", "not_first"),
    [
        ("登革热退烧了又肚子疼，要不要去医院", "轻的回家"),
        ("我怀孕五个月得了流感，吃什么药", "两天内找医生开"),
        ("打了流感疫苗会传染吗", "流感会传"),
        ("流感好了又烧起来喘得慌，要不要去医院", "可以先在家歇"),
    ],
)
def test_more_than_the_point_is_not_passed_over(town: Town, words: str, not_first: str) -> None:
    assert not_first not in town.resident.says(words)[:40]


def test_a_line_that_the_answer_holds_is_said_once(town: Town) -> None:
    said = town.resident.says("红眼病会传染吗")
    assert said.count("看一眼传不上") == 1, said


def test_preparing_for_what_is_forecast_is_no_question_of_the_weather(town: Town) -> None:
    said = town.resident.says("天气预报说后天大暴雨，要提前做点啥准备")
    assert "天气我这里没有" not in said, said
