"""Of two things asked one after the other neither is dropped; what is left over is no order; nothing is said twice."""

import pytest
from sqlalchemy import func, select

from db.models import WorkItem
from tests.conftest import Town

OTHER = "另一件我还不知道"


def kept(town: Town) -> int:
    with town.bot.database.read() as db:
        return db.scalar(select(func.count()).select_from(WorkItem)) or 0


@pytest.mark.parametrize(
    ("text", "known"),
    [
        ("登革热能不能坐高铁，蚊香点一晚上行吗", "别整夜点"),
        ("孩子发烧能不能洗澡，家里的猫会不会传染给他", "擦一擦身"),
    ],
)
def test_of_two_things_the_known_one_is_answered_and_the_other_passed_on(
    town: Town, text: str, known: str
) -> None:
    said = town.resident.says(text)
    assert known in said and said.index(known) < said.index(OTHER), said


@pytest.mark.parametrize(
    ("text", "first", "second"),
    [
        ("喷灭蚊药家里养的金鱼要不要端走？菜地的菜喷了还能不能吃", "停气泵", "叶菜"),
        ("水退了墙上发霉怎么弄，沙发泡了还要不要", "84擦", "床垫、沙发"),
    ],
)
def test_two_known_things_are_both_answered(town: Town, text: str, first: str, second: str) -> None:
    said = town.resident.says(text)
    assert first in said and second in said and OTHER not in said, said


@pytest.mark.parametrize(
    "text",
    [
        "奥司他韦一盒十粒，我吃了两天好了，剩下的留给闺女下次吃行吗",
        "奥司他韦我退烧了不吃了，剩下的给我女儿吃行不",
    ],
)
def test_what_is_left_of_a_medicine_is_no_order(town: Town, text: str) -> None:
    before = kept(town)
    said = town.resident.says(text)
    assert "别留给" in said and "记下了" not in said, said
    assert kept(town) == before


def test_what_runs_out_is_brought_as_ever(town: Town) -> None:
    before = kept(town)
    assert "记下了" in town.resident.says("我妈降压药只剩下两天的了，帮我买两盒氨氯地平")
    assert kept(town) == before + 1


def test_the_same_is_not_said_twice(town: Town) -> None:
    text = "热射病跟中暑是一个东西吗？工地下午一点还让上架子，有没有高温费，一天多少"
    said = town.resident.says(text)
    assert said.count("就是热射病") == 1 and "35℃以上" in said, said


def test_how_long_one_stays_apart_is_answered_for_what_is_most_likely_meant(town: Town) -> None:
    said = town.resident.says("要隔离几天")
    assert said.startswith("新冠现在不用隔离") and "哪一种病" in said, said


@pytest.mark.parametrize(
    ("text", "begins", "holds"),
    [
        ("兽医站的布洛芬便宜，成分一样，人能不能吃", "不行", "对乙酰氨基酚"),
        ("我听不见，晚上要撤你们怎么叫我，能不能发短信报警", "能", "12110"),
        ("停水了，楼道消火栓的水能接来烧开喝吗", "别开", "送水"),
        ("我爸装了支架吃华法林，流感针能打不", "能打", "凝血"),
        ("38度8算高烧吗", "38.5℃算中等", "120"),
    ],
)
def test_what_decides_is_in_the_answer(town: Town, text: str, begins: str, holds: str) -> None:
    said = town.resident.says(text)
    assert said.startswith(begins) and holds in said, said
