"""Help is one screen of what this person can do now; “更多” shows the rest."""

import re

import pytest

from tests.conftest import Someone, Town

WAYS = ("帮助", "你都能干些啥", "这玩意咋用", "我不会用这个", "你有什么用", "能帮我做点什么")
SCREEN, WIDE = 8, 40  # lines, and characters in one, that a phone shows without scrolling


def is_one_screen(said: str) -> bool:
    lines = said.splitlines()
    return len(lines) <= SCREEN and all(len(line) <= WIDE for line in lines)


def first(said: str) -> str:
    return said.splitlines()[1]


def everybody(town: Town) -> dict[str, Someone]:
    staff = {name: getattr(town, name) for name in ("grid_worker", "secretary", "doctor")}
    return {
        "stranger": town.newcomer(),
        "resident": town.resident,
        "observed": town.observed[0],
        "township": town.township,
        **staff,
    }


def test_help_is_one_screen_for_everybody(town: Town) -> None:
    for name, someone in everybody(town).items():
        said = someone.says("帮助")
        assert is_one_screen(said), (name, said)
        assert "更多" in said and "120" in said, (name, said)


def test_help_differs_by_what_they_are(town: Town) -> None:
    said = {name: someone.says("帮助") for name, someone in everybody(town).items()}
    assert len(set(said.values())) == len(said)


@pytest.mark.parametrize("words", WAYS)
def test_it_is_asked_for_in_any_words(town: Town, words: str) -> None:
    said = town.resident.says(words)
    assert "我能帮您" in said and is_one_screen(said)


def test_a_household_under_observation_reports_first(town: Town) -> None:
    watched = town.observed[0]
    assert "体温" in first(watched.says("帮助"))

    watched.says("36.4")
    said = watched.says("帮助")
    assert "体温" not in first(said) and "体温" in said


def test_a_stranger_says_first_where_they_live(town: Town) -> None:
    assert "号楼" in first(town.newcomer().says("帮助"))
    assert "号楼" not in first(town.resident.says("帮助"))


def test_staff_are_led_first_to_what_waits_for_them(town: Town) -> None:
    assert "待办" not in first(town.grid_worker.says("帮助"))
    town.resident.says("谁能帮忙通下水道")

    assert re.search(r"1件.*“待办”", first(town.grid_worker.says("帮助")))


def test_whoever_called_for_something_may_ask_how_it_goes(town: Town) -> None:
    town.resident.says("能帮我买点菜吗")
    assert "我的登记" in first(town.resident.says("帮助"))


def test_residents_see_no_word_of_work(town: Town) -> None:
    shown = [town.resident.says("帮助"), town.resident.says("更多"), town.newcomer().says("更多")]
    assert not any("工作人员" in said or "发通知" in said for said in shown)
    assert "删除我" in shown[1] and is_one_screen(shown[1])


def test_staff_leaf_through_the_rest_by_numbers(town: Town) -> None:
    for someone in (town.grid_worker, town.secretary, town.doctor, town.township):
        said = someone.says("更多")
        topics = re.findall(r"^回复 (\d) (.+)$", said, re.M)
        assert len(topics) >= 6 and is_one_screen(said)
        for number, topic in topics:
            someone.says("更多")
            page = someone.says(number)
            assert "这句我没听准" not in page and is_one_screen(page), (topic, page)


def test_only_who_may_rule_reads_how(town: Town) -> None:
    assert "规定" in town.secretary.says("更多")
    assert "规定" not in town.doctor.says("更多")


def test_more_of_a_list_stays_more_of_the_list(town: Town) -> None:
    for number in range(12):
        town.person(f"oAsking{number:020d}").says(f"第{number}号喷泉几点开呀")
    assert "第1页" in town.secretary.says("问题")
    assert "第2页" in town.secretary.says("更多")


def test_what_was_not_understood_is_followed_by_no_more_than_help(town: Town) -> None:
    said = town.resident.says("咕噜咕噜转圈圈")
    assert "没听懂" in said and len(said.splitlines()) <= SCREEN + 1
