"""Looking rules up by their code, and comparing answers with the official text."""

from tests.conftest import Town

ASKED = "新冠疫苗两针隔多久"
UNCHECKED = "尚未与官方原文核对"


def test_what_staff_have_checked_is_given_without_the_warning(town: Town) -> None:
    assert UNCHECKED in town.resident.says(ASKED)
    code = town.secretary.says("待核对").split("\n")[1].split()[0]

    said = town.secretary.says(f"已核对 {code}")

    again = town.resident.says(ASKED)
    assert "记为已核对" in said
    assert "灭活疫苗打2剂" in again and UNCHECKED not in again
    assert town.secretary.says("待核对") == "现在没有等核对的答复。"
    town.tick()
    town.send()
    assert not [text for text in town.resident.hears() if "有变化" in text]  # the same words


def test_a_code_tells_whether_a_rule_holds(town: Town) -> None:
    assert "现在有效" in town.resident.says("R6")
    assert "已失效" in town.resident.says("r3")
    assert "不是我们发的" in town.resident.says("R999")


def test_an_unchecked_rule_that_restricts_is_not_given(town: Town) -> None:
    """Of the historical rules some do; asked about the present none is ever said."""
    town.at("2022-08-01T09:00")  # the ninth edition was in force, and is unchecked

    said = town.newcomer().says("从外地回来要隔离吗")

    assert "第九版" not in said and "集中隔离" not in said


def test_residents_neither_list_nor_write_rules(town: Town) -> None:
    assert "没听懂" in town.resident.says("规定")
    assert "工作人员" in town.resident.says("新规定 从太原回来要集中隔离")
    assert "要集中隔离" not in town.newcomer().says("从太原回来要隔离吗")


def test_a_rule_too_long_or_about_nothing_is_refused_with_a_kind_word(town: Town) -> None:
    said = town.secretary.says("新规定 从太原回来" + "请早点休息" * 30)
    nothing = town.secretary.says("新规定 大家好好过日子")

    assert "120字以内" in said
    assert "没看出" in nothing
