"""Weather and water: what is asked of a day's heat, of leaving, of what the storm has done."""

import pytest

from tests.conftest import Town


@pytest.mark.parametrize(
    ("asked", "told", "never"),
    [
        ("41度工头还催我们开工", "12333", "退烧药"),
        ("要我们撤，可我那几头牛咋丢得下", "人先走", "记下了"),
        ("打着雷，能不能洗头", "洗淋浴", "记下了"),
        ("河沟里漂着几头死猪", "别捡", "留姓名"),
        ("检查说我家花盆有积水", "积水", "119"),
    ],
)
def test_it_is_answered_and_not_taken_for_something_else(
    town: Town, asked: str, told: str, never: str
) -> None:
    said = town.resident.says(asked)

    assert told in said and never not in said


def test_traditional_is_written_as_it_is_read_today(town: Town) -> None:
    said = town.resident.says("請問泡過水的米還能吃嗎")

    assert "不能吃" in said
    assert "喫" not in said and "裏" not in said


@pytest.mark.parametrize(
    "said",
    [
        "乡里催我们撤，我想把电视搬上楼再走",
        "喊了两道要转移，鸭子还没关",
        "通知叫走，我老婆刚生四天",
    ],
)
def test_who_is_told_to_leave_and_hesitates_hears_to_go(town: Town, said: str) -> None:
    answer = town.resident.says(said)

    assert "走" in answer.splitlines()[0] and "记下了" not in answer


def test_an_answer_for_everybody_is_none_for_whom_it_may_hurt(town: Town) -> None:
    assert "1500—2000毫升，心、肾不好的喝多少听医生" in town.resident.says("老人夏天怎么防暑")
    assert "26—28" not in town.resident.says("来寒潮了老人怎么保暖")


def test_what_spreads_in_the_body_is_no_evacuation(town: Town) -> None:
    assert "119" not in town.resident.says("我爸的癌转移了咋办")
