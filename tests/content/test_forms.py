"""Forms are read with every mistake named at once: file, line, and what is wrong there."""

from pathlib import Path

import pytest

import content
from content import ContentError

GOOD = """
id: picnic
title: 郊游登记
purpose: 只用来安排车辆，社区书记看，用完30天后删除。
start: {words: [郊游登记]}
fields:
  - {name: name, label: 姓名, ask: 谁去？, reader: name}
  - {name: day, label: 日期, ask: 哪天？, reader: date, check: {not_past: true}}
  - {name: how, label: 怎么去, ask: 怎么去？, choices: [坐车, 走路]}
  - {name: seats, label: 座位, ask: 几个人坐车？, reader: count, when: {how: 坐车}}
confirm: 对吗？
done: 好的，编号{number}。{says}
headline: "{name}郊游。"
keep_days: 30
day: day
tiers:
  - {when: {seats_gt: 10}, decides: secretary, within_hours: 24, days_before: 1}
  - {decides: grid_worker, within_hours: 12}
"""


@pytest.fixture
def packs(tmp_path: Path) -> Path:
    (tmp_path / "one" / "forms").mkdir(parents=True)
    (tmp_path / "one" / "pack.yaml").write_text("name: one\ntitle: 试\n")
    return tmp_path


def write(packs: Path, text: str, name: str = "picnic") -> None:
    (packs / "one" / "forms" / f"{name}.yaml").write_text(text.lstrip("\n"))


def test_a_form_that_fits_together_is_read(packs: Path) -> None:
    write(packs, GOOD)

    spec = content.load(None, packs).forms["picnic"]

    assert spec.tier({"how": "坐车", "seats": 11}).decides == "secretary"
    assert spec.tier({"how": "走路"}).decides == "grid_worker"


@pytest.mark.parametrize(
    ("old", "new", "line", "problem"),
    [
        ("reader: count, when: {how: 坐车}", "reader: count, when: {who: 我}", 9, "没有叫 who 的"),
        ("when: {how: 坐车}", "when: {how: 飞}", 9, "不在 how 的选项里"),
        ("seats_gt: 10", "seats_gt: 十", 16, "gt 要和数字比"),
        ("seats_gt: 10", "chairs_gt: 10", 16, "没有叫 chairs 的"),
        ("{decides: grid_worker, within_hours: 12}", "{when: {seats: 1}}", 17, "最后一档"),
        ("\nday: day\n", "\n", 15, "没有写 day"),
        ("day: day", "day: tomorrow", 14, "没有叫 tomorrow 的"),
        ("编号{number}", "编号{nummer}", 11, "没有可填进 {nummer} 的"),
        ("decides: secretary", "decides: mayor", 16, "只能写 grid_worker、"),
        (
            "choices: [坐车, 走路]",
            "reader: yes_no, choices: [坐车]",
            8,
            "只能写一样",
        ),
        ("name: day,", "name: name,", 7, "有两问都叫 name"),
        ("keep_days: 30", "keep_days: 30\nkeep_weeks: 4", 14, "没有这个设置"),
        ("check: {not_past: true}", "check: {not_passed: true}", 7, "没有这个设置"),
        ("confirm: 对吗？", "confirm: 对吗？\nat_once: true", 11, "不能再等 confirm"),
        ("within_hours: 12", "within_hours: 0", 17, "不能小于 1"),
        (
            "purpose: 只用来安排车辆，社区书记看，用完30天后删除。",
            "purpose: 不知道",
            3,
            "至少要写 10 个字",
        ),
    ],
)
def test_what_does_not_fit_is_named_with_its_line(
    packs: Path, old: str, new: str, line: int, problem: str
) -> None:
    assert old in GOOD
    write(packs, GOOD.replace(old, new))

    with pytest.raises(ContentError) as caught:
        content.load(None, packs)

    assert any(
        f"one/forms/picnic.yaml:{line}: " in said and problem in said
        for said in str(caught.value).splitlines()
    ), caught.value


def test_all_mistakes_of_a_form_are_named_at_once(packs: Path) -> None:
    write(packs, GOOD.replace("{number}", "{nummer}").replace("seats_gt", "chairs_gt"))

    with pytest.raises(ContentError) as caught:
        content.load(None, packs)

    assert len(str(caught.value).splitlines()) == 2


def test_two_forms_do_not_begin_with_the_same_word(packs: Path) -> None:
    write(packs, GOOD)
    write(packs, GOOD.replace("id: picnic", "id: outing"), "outing")

    with pytest.raises(ContentError) as caught:
        content.load(None, packs)

    assert "表单的说法 郊游登记 写在两处" in str(caught.value)
