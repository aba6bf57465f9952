"""What somebody tells or fears is answered as the known question it is, before general advice."""

import pytest

from tests.conftest import Town


@pytest.mark.parametrize(
    ("words", "known"),
    [
        ("门外有个陌生人砸门，我不敢动", "110"),
        ("楼上的水滴到我家床上了", "水阀"),
        ("羊了几天转阴", "转阴"),
    ],
)
def test_what_is_told_is_answered_with_what_is_known_of_it(
    town: Town, words: str, known: str
) -> None:
    said = town.resident.says(words)
    assert known in said and "我没有保存" not in said, said


def test_a_reading_alone_is_still_a_report(town: Town) -> None:
    assert "发热" in town.resident.says("38.2")


def test_a_contact_of_a_disease_of_mosquitoes_is_told_of_mosquitoes(town: Town) -> None:
    said = town.resident.says("隔壁确诊登革热了，我跟他碰过面")
    assert "蚊" in said and "口罩" not in said, said


@pytest.mark.parametrize(
    "words",
    ["请问高温津贴不发应向哪个部门投诉？", "物业乱收停车费应该找哪里反映"],
)
def test_asking_where_to_complain_is_no_complaint(town: Town, words: str) -> None:
    assert "原样转给" not in town.resident.says(words)


def test_speaking_of_medicine_orders_none(town: Town) -> None:
    said = town.resident.says("退烧药多吃了一份，会不会伤肝")
    assert "编号" not in said and "医生" in said


@pytest.mark.parametrize(
    ("words", "never"),
    [
        ("从太原回来要隔离吗", "关节痛"),  # what is said of another town
        ("新冠疫苗打几针", "带状疱疹"),
        ("门诊在哪", "fever clinic"),
    ],
)
def test_what_is_known_of_one_thing_is_not_said_of_another(
    town: Town, words: str, never: str
) -> None:
    assert never not in town.resident.says(words)


def test_whoever_asks_where_he_has_come_to_hears_it(town: Town) -> None:
    for words in ("这里是哪个社区", "请问这是哪个村？", "你们是哪个居委会的"):
        assert "邻报示范社区" in town.newcomer().says(words)
