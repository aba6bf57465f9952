"""Said as a warning is said: “红色预警 全体 …” leads to a draft, not to how it should be written."""

import pytest

from tests.conftest import Town
from tests.noticing import EVERYBODY


@pytest.mark.parametrize(
    ("text", "where", "colour", "content"),
    [
        ("红色预警 3号楼 今晚特大暴雨，低洼处马上转移", "3号楼", "红色", "内容：11月21日晚上特大暴雨"),
        ("橙色预警：2号楼、1号楼 大风，收好阳台花盆", "2号楼、1号楼", "橙色", "内容：大风"),
        ("全体 黄色预警 明天高温", "梧桐里社区", "黄色", "内容：11月22日高温"),
        ("发布暴雨蓝色预警：1号楼 请收好衣物", "1号楼", "蓝色", "内容：暴雨蓝色预警：请收好衣物"),
    ],
)  # fmt: skip
def test_it_is_shown_as_a_warning_before_it_is_sent(
    town: Town, text: str, where: str, colour: str, content: str
) -> None:
    said = town.secretary.says(text)

    assert f"发给{where}：" in said, said
    assert f"等级：{colour}预警" in said
    assert content in said


def test_one_to_everybody_takes_the_typed_words(town: Town) -> None:
    shown = town.secretary.says("红色预警 全体 今晚特大暴雨，低洼处马上转移")

    assert f"请打字回复“{EVERYBODY}”" in shown
    assert "正在发给" in town.secretary.says(EVERYBODY)


def test_whom_it_is_for_is_asked_where_nobody_is_named(town: Town) -> None:
    asked = town.secretary.says("红色预警！今晚特大暴雨，低洼处马上转移")
    shown = town.secretary.says("1")

    assert "发给谁" in asked
    assert "等级：红色预警" in shown and EVERYBODY in shown


@pytest.mark.parametrize("text", ["红色预警 是什么意思啊", "红色预警，怎么办才好？"])
def test_a_question_about_warnings_is_none(town: Town, text: str) -> None:
    assert "发给" not in town.secretary.says(text)


def test_a_resident_sends_none(town: Town) -> None:
    said = town.resident.says("红色预警 全体 今晚特大暴雨，低洼处马上转移")

    assert "等级" not in said and "发给" not in said
