"""In the hours after a death: comfort before business, and nobody is sent from door to door."""

import pytest

from tests.conftest import Town
from tests.handlers.work.test_bought import helps

NEWS = ("同志，我老伴昨夜里在医院走了", "我爸昨天走了", "我妈今天凌晨去世了")


@pytest.mark.parametrize("news", NEWS)
@pytest.mark.parametrize(
    "said",
    ["都怪我 没早点送医院", "我连最后一面都没见上", "睡不着，一闭眼就是他", "吃不下饭，老想哭"],
)
def test_grief_is_met_with_comfort_and_no_menu(town: Town, news: str, said: str) -> None:
    town.resident.says(news)

    answer = town.resident.says(said)

    assert "12356" in answer and "回复 1" not in answer and "编号" not in answer, answer


@pytest.mark.parametrize(
    ("said", "says"),
    [
        ("殡仪馆的车拖了三小时还没来", "接运电话"),
        ("灵车还不来 电话打不通", "接运电话"),
        ("他们说不能见，直接送殡仪馆", "替您问清楚"),
        ("她的那件蓝毛衣还在我这里，想给她带上", "替您问清楚"),
        ("我还在隔离 骨灰谁去领", "替您问清楚"),
    ],
)
def test_what_has_to_be_asked_is_asked_for_them(town: Town, said: str, says: str) -> None:
    town.resident.says("同志，我老伴昨夜里在医院走了")

    answer = town.resident.says(said)

    assert says in answer and "编号" not in answer, answer
    assert any(said in text for text in helps(town))


def test_another_matter_is_answered_as_ever(town: Town) -> None:
    town.resident.says("同志，我老伴昨夜里在医院走了")

    assert "12333" in town.resident.says("社保卡丢了怎么补")
    assert "居住" in town.resident.says("居住证怎么办")


@pytest.mark.parametrize("said", ["后事不知道找谁", "还要不要开证明", "死亡证明去哪开"])
def test_what_has_to_be_done_is_said(town: Town, said: str) -> None:
    town.resident.says("我爸心梗走了 昨天晚上")

    answer = town.resident.says(said)

    assert "死亡证明" in answer and "殡仪馆" in answer, answer


def test_those_left_behind_are_looked_after(town: Town) -> None:
    town.resident.says("我爸心梗走了 昨天晚上")

    assert "先别催" in town.resident.says("我妈不肯吃东西 一直坐着")
