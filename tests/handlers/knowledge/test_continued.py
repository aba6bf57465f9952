"""A question that names nothing of its own goes on from the one before; one that does stands alone."""

import pytest

from tests.conftest import Town


@pytest.mark.parametrize(
    ("asked", "then", "heard"),
    [
        ("手足口病怎么传染的", "要隔离多久", "结痂"),
        ("我娃出水痘了", "那能去幼儿园不", "水疱"),
        ("得了新冠怎么办", "那上班呢", "上班"),
        ("流感疫苗去哪里打", "孕妇呢", "怀孕哪个阶段"),
        ("支原体肺炎严重不", "会不会传染", "会传，靠咳嗽"),
        ("诺如病毒怎么消毒", "几天能上学", "满三天"),
        ("高温天要注意什么", "那有没有补贴", "单位要发"),
        ("屋里淹过水怎么收拾", "井水能喝吗", "消毒|漂白|烧开"),
    ],
)
def test_it_is_answered_of_what_went_before(town: Town, asked: str, then: str, heard: str) -> None:
    town.resident.says(asked)

    said = town.resident.says(then)

    assert any(one in said for one in heard.split("|")), said


@pytest.mark.parametrize(
    ("asked", "then", "heard"),
    [
        ("诺如病毒怎么消毒", "酒精行不行", "酒精"),
        ("居住证怎么办", "要什么材料", "身份证"),
        ("居住证怎么办", "收不收费", "不收钱"),
        ("体温计摔碎了怎么办", "水银能扔垃圾桶吗", "有害垃圾"),
        ("蛇进屋了怎么办", "咬了呢", "被咬了"),
        ("孩子拉肚子怎么办", "要不要去医院", "去医院"),
    ],
)
def test_what_was_told_already_is_not_told_whole_again(
    town: Town, asked: str, then: str, heard: str
) -> None:
    first = town.resident.says(asked)

    said = town.resident.says(then)

    assert heard in said
    assert first.partition("\n")[0] not in said


@pytest.mark.parametrize(
    ("asked", "then", "heard"),
    [
        ("房子被水淹了有没有补助", "孩子拉肚子怎么办", "补液盐"),
        ("布洛芬多久吃一次", "社区电话多少", "社区电话"),
        ("84怎么兑", "口罩戴多久要换", "口罩|湿了"),
        ("现在得了新冠还要隔离吗", "洗衣机漏电还能用吗", "漏电"),
        ("停水了", "狗证怎么办", "狂犬"),
        ("登革热会死人吗", "垃圾分类怎么分", "厨余"),
    ],
)
def test_what_names_something_of_its_own_stands_alone(
    town: Town, asked: str, then: str, heard: str
) -> None:
    town.resident.says(asked)

    said = town.resident.says(then)

    assert any(one in said for one in heard.split("|")), said
    assert "刚才说" not in said


def test_thanks_between_turn_nobody_from_the_matter(town: Town) -> None:
    town.resident.says("支原体肺炎严重不")
    town.resident.says("谢谢")

    assert "会传，靠咳嗽" in town.resident.says("会不会传染")


def test_a_third_question_goes_on_from_the_first(town: Town) -> None:
    town.resident.says("流感疫苗去哪里打")
    town.resident.says("孕妇呢")

    assert "自费" in town.resident.says("要钱吗")


def test_what_a_thing_costs_is_asked_of_what_went_before(town: Town) -> None:
    town.resident.says("人走了丧事怎么办")

    said = town.resident.says("多少钱")

    assert "接着您刚才说的“人走了丧事怎么办”" in said or "没有登记" in said, said
    assert "核酸" not in said


def test_after_a_while_it_is_asked_of_which(town: Town) -> None:
    town.resident.says("手足口病怎么传染的")
    town.at("2026-11-21T11:30")

    assert "哪一种病" in town.resident.says("要隔离多久")
