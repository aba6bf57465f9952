"""What somebody pastes and asks about, beside what we published."""

from collections import defaultdict
from pathlib import Path

from nlp.script import simplified
from tests.conftest import Someone, Town
from tests.noticing import send

PAIRS = Path(__file__).with_name("altered.txt")
CONFIRMED, WARNED = "现在有效", "不一样"


def pairs() -> dict[str, dict[str, list[str]]]:
    """Return by each notice what was altered in it and what was only spelled otherwise."""
    found: dict[str, dict[str, list[str]]] = {}
    kinds: dict[str, list[str]] = {}
    for line in PAIRS.read_text("utf-8").splitlines():
        mark, _, text = line.partition("：")
        if mark == "通知":
            kinds = found[text] = defaultdict(list)
        elif mark in ("改", "同"):
            kinds[mark].append(text)
    return found


def publish(town: Town, text: str, where: str = "全体") -> str:
    return send(town.secretary, f"发通知 {where} {text}").split()[1]


def is_confirmed(asker: Someone, text: str) -> bool:
    said = asker.says(text)
    said = simplified(said)  # who writes Traditional is answered in it
    return "是本社区发的" in said and WARNED not in said and "注意" not in said


def test_no_altered_notice_is_confirmed_and_no_other_spelling_is_doubted(town: Town) -> None:
    asked = pairs()
    for notice in asked:
        publish(town, notice)
    asker = town.observed[1]

    altered = [text for kinds in asked.values() for text in kinds["改"]]
    same = [text for kinds in asked.values() for text in kinds["同"]]
    wrong = [text for text in altered if is_confirmed(asker, text)]
    doubted = [text for text in same if not is_confirmed(asker, text)]

    assert len(altered) + len(same) >= 200
    assert wrong == []
    assert len(doubted) <= len(same) * 0.05, doubted


def test_what_differs_is_said_with_both_spellings(town: Town) -> None:
    code = publish(town, "3号楼加装电梯说明会周五晚上7点，每户收取材料费50元")
    asker = town.observed[1]

    dearer = asker.says("3号楼加装电梯说明会周五晚上7点，每户收取材料费五百元")
    letter = asker.says("3号楼加装电梯说明会周五晚上7点，每户收取材料费5O元 是真的吗")
    denied = asker.says("3号楼加装电梯说明会周五晚上7点，每户不收取材料费50元")
    link = asker.says("3号楼加装电梯说明会周五晚上7点，每户收取材料费50元，付款点 http://t.cc/x")
    headed = asker.says("【8号楼通知】3号楼加装电梯说明会周五晚上7点，每户收取材料费50元")

    assert f"和我们发的通知 {code} 不一样：通知里写的是“50元”，您这条是“五百元”" in dearer
    assert "别按这条转账、点链接或打电话" in dearer
    assert "写的是“50元”，您这条是“5O元”" in letter
    assert "每户收取" in denied or "户收取" in denied and "户不收取" in denied
    assert "“付款点 http://t.cc/x”不是通知里的" in link
    assert "“8号楼”" in headed


def test_a_question_that_takes_a_notice_to_say_otherwise_is_put_right(town: Town) -> None:
    publish(town, "明天9点停水")
    asker = town.observed[1]

    other = asker.says("明天8点停水是真的吗")
    right = asker.says("明天九点停水是真的吗")
    town.at("2026-11-22T08:00")
    next_day = asker.says("今天停水吗")

    assert "通知里写的是“9点”，不是“8点”" in other
    assert "，不是“" not in right and "11月22日9点停水" in right
    assert "，不是“" not in next_day and "11月22日9点停水" in next_day


def test_what_was_told_to_others_is_not_repeated_by_the_warning(town: Town) -> None:
    publish(town, "3号楼明天上午9点到下午5点停水检修，门卫电话88886666", "3号楼")

    said = town.observed[0].says("3号楼明天上午9点到下午5点停水检修，门卫电话88886688")

    assert "“88886688”和通知写的不同" in said
    assert "88886666" not in said


def test_of_two_notices_nearly_alike_the_right_one_is_recognised(town: Town) -> None:
    first = publish(town, "周六上午3号楼到5号楼停水检修，请提前储水")
    second = publish(town, "周日上午3号楼到5号楼停水检修，请提前储水")
    asker = town.observed[1]

    assert f"通知 {first}（" in asker.says("周六上午3号楼到5号楼停水检修，请提前储水")
    assert f"通知 {second}（" in asker.says("星期天上午三号楼到五号楼停水检修，请提前储水")
