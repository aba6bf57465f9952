"""What names nothing is of what was spoken of a moment ago."""

import pytest

from tests.conftest import Town


@pytest.mark.parametrize(
    ("before", "then", "says"),
    [
        ("登革热会不会死人啊", "能吃布洛芬不", "登革热退烧只用"),
        ("登革热会不会死人啊", "会传给我老婆吗", "蚊"),
        ("登革热会不会死人啊", "手上起红疹了", "疹子"),
        ("系咪登革热啊", "会唔会惹俾我阿妈", "蚊"),
        ("孩子班上好多诺如 又吐又拉", "地上吐的用酒精喷行吗", "84"),
        ("诺如会传染吗", "好了多久能回去上班", "三天"),
        ("流感疫苗还能打吗", "孕妇能打不", "流感疫苗可以打"),
        ("被猫抓了一道口子出血了", "要打几针 隔几天", "狂犬"),
        ("我被狗咬了一口怎么办", "去哪打 贵不贵", "狂犬"),
        ("水痘几天能返校", "会留疤吗", "抠痂"),
    ],
)
def test_it_is_answered_of_what_went_before(town: Town, before: str, then: str, says: str) -> None:
    town.resident.says(before)

    assert says in town.resident.says(then)


def test_the_same_is_not_said_twice(town: Town) -> None:
    first = town.resident.says("孩子得了手足口")
    second = town.resident.says("家里还有个小的会不会传上")

    assert "手足口" in first and "玩具" in second, second
    assert first.splitlines()[0] not in second


@pytest.mark.parametrize(
    ("then", "says"),
    [("社保卡去哪办", "12333"), ("楼上漏水怎么办", "水阀"), ("36.8", "正常")],
)
def test_what_names_its_own_matter_is_of_that(town: Town, then: str, says: str) -> None:
    town.resident.says("登革热会不会死人啊")

    assert says in town.resident.says(then)


def test_after_an_hour_nothing_is_gone_on_with(town: Town) -> None:
    town.resident.says("登革热会不会死人啊")
    town.at("2026-11-21T11:30")

    assert "登革热退烧" not in town.resident.says("能吃布洛芬不")


@pytest.mark.parametrize(
    ("before", "then"),
    [
        ("公租房怎么申请", "要等多久"),
        ("低保怎么申请", "要带什么材料"),
    ],
)
def test_a_bare_question_that_nobody_knows_goes_with_the_one_before(
    town: Town, before: str, then: str
) -> None:
    town.resident.says(before)

    answer = town.resident.says(then)

    assert answer.startswith("接着您刚才说的") and before in answer, answer


def test_a_bare_question_is_answered_by_what_was_told(town: Town) -> None:
    town.resident.says("老年卡怎么办")

    answer = town.resident.says("要带什么")

    assert "带身份证和照片" in answer and "水" not in answer, answer
