"""Figures by what people are, who is above a temperature, and the questions nobody answered."""

import pytest

from tests.conftest import Town


@pytest.mark.parametrize(
    "text",
    [
        "今天几个居家 几个发热 几个密接",
        "居家多少人，发烧多少人，没报多少人",
        "现在隔离的几个 阳性的几个",
        "几户在监测 几个发热",
    ],
)
def test_figures_by_category_are_the_days_figures(town: Town, text: str) -> None:
    said = town.secretary.says(text)
    assert "在监测：" in said and "体温：" in said, said
    assert ("不分" in said) == ("密接" in text or "阳性" in text), said


@pytest.mark.parametrize(
    "text", ["谁超过37.3", "有没有人超过37度3", "今天哪几个高于37.5", "体温过38的有谁"]
)
def test_who_is_above_a_temperature_is_who_has_a_fever(town: Town, text: str) -> None:
    town.at("2026-11-21 18:00")
    town.tick()
    town.observed[0].says("38.6")
    said = town.grid_worker.says(text)
    assert "发热或不舒服的1人" in said and "・" in said, said


@pytest.mark.parametrize("text", ["最老的那个", "等得最久的是哪个", "最早那条"])
def test_the_oldest_question_is_in_their_list(town: Town, text: str) -> None:
    town.resident.says("小区里的银杏树是哪年种的")
    first = town.secretary.says("没人回答的问题")
    assert town.secretary.says(text) == first


@pytest.mark.parametrize("text", ["没答上来的问题", "还有哪些没人答的提问", "没人理的留言有哪些"])
def test_what_nobody_answered_is_listed(town: Town, text: str) -> None:
    assert "等人回答的问题" in town.secretary.says(text)
