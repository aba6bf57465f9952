"""Staff put right what they said just before: the whole sentence is heard anew."""

import pytest

from core import corrections
from tests.conftest import Town

SAID = "登记 3号楼2单元501 孙立明 13805526671"


@pytest.mark.parametrize(
    ("text", "becomes"),
    [
        ("打错了 是502", "3号楼2单元502 孙立明"),
        ("不对 应该是504", "3号楼2单元504 孙立明"),
        ("不是501是503", "3号楼2单元503 孙立明"),
        ("孙立明写错了 叫孙利明", "501 孙利明"),
        ("名字打错了 是孙丽明", "501 孙丽明"),
        ("电话写错了 是13900001111", "孙立明 13900001111"),
        ("502不是501 看花眼了", "3号楼2单元502 孙立明"),
    ],
)
def test_the_new_value_takes_the_place_of_its_kind(text: str, becomes: str) -> None:
    said = corrections.read(text)
    assert said is not None
    assert becomes in (corrections.apply(SAID, said, ["孙立明"]) or "")


@pytest.mark.parametrize("text", ["我错了吗", "是不是502", "明天去502", "药送到了 人没事"])
def test_what_puts_nothing_right_is_none(text: str) -> None:
    assert corrections.read(text) is None


def test_a_preview_is_shown_again_and_again(town: Town) -> None:
    secretary = town.secretary
    secretary.says(SAID)
    assert "登记到3号楼2单元502" in secretary.says("打错了 是502")
    assert "登记到3号楼2单元503" in secretary.says("又错了 是503")
    assert "登记好了：3号楼2单元503" in secretary.says("1")


def test_whoever_was_registered_is_not_registered_twice(town: Town) -> None:
    secretary = town.secretary
    secretary.says(SAID)
    secretary.says("1")
    assert "孙立明搬到3号楼2单元504（从3号楼2单元501），对吗" in secretary.says("不对 是504")


def test_a_reading_that_was_misread_is_never_ones_own(town: Town) -> None:
    secretary = town.secretary
    assert "38.1℃先留着" in secretary.says("替1-1-101黄美方报38.1")
    said = secretary.says("看错了 是36.8")
    assert "36.8℃先留着" in said and "您家" not in said


def test_a_name_that_was_mistyped_keeps_what_was_told(town: Town) -> None:
    said = town.secretary.says("替1-1-101黄美方报38.1")
    assert "38.1℃先留着没有记" in said and "回复 1 黄美芳" in said
    assert "黄美芳没有在做健康监测" in town.secretary.says("黄美芳")


@pytest.mark.parametrize("said", ["37.1 退了", "现在37.2", "36.9了 精神好点"])
def test_a_bare_reading_after_somebody_elses_is_theirs(town: Town, said: str) -> None:
    town.doctor.says("1-1-101黄美芳今天37.9")
    heard = town.doctor.says(said)
    assert "黄美芳" in heard and "您家" not in heard


def test_the_same_is_asked_of_another_building(town: Town) -> None:
    town.secretary.says("谁没报")
    assert town.secretary.says("3号楼呢").startswith("3号楼")
    assert town.secretary.says("那2号楼呢").startswith("2号楼")


def test_each_thing_of_a_message_is_heard(town: Town) -> None:
    said = town.grid_worker.says(
        "三件事 1 3号楼门禁坏了报修 2 2单元401老窦摔了腿这两天要人送饭 3 明天下午3点大扫除喊大家一声"
    )
    assert "1. 记下了（编号1）" in said and "2. 记下了（编号2）" in said
    assert "3. 要发的是：明天下午3点大扫除" in said
    assert "发给3号楼：" in town.grid_worker.says("大扫除只喊3号楼")
    assert "编号2还没有人接" in town.grid_worker.says("送饭有人接了没")
    assert "编号2由您处理" in town.grid_worker.says("我自己送吧 挂我名下")
