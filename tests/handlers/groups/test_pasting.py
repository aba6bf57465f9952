"""Texts ready to be pasted into a group: short, with what they rest on, and never a guess."""

import re

import pytest

from tests.conftest import Town


def published(town: Town, text: str) -> str:
    town.secretary.says(f"发通知 3号楼 {text}")
    said = town.secretary.says("确认")
    found = re.search(r"N\d+", said)
    assert found, said
    return found[0]


@pytest.mark.parametrize("text", ["明天9点停水", "后天大扫除，请把楼道的东西收好。" * 25])
def test_a_notice_is_short_and_says_how_to_check_it(town: Town, text: str) -> None:
    code = published(town, text)
    said = town.secretary.says(f"群文 {code}")

    assert len(said) <= 300
    assert code in said and text.removeprefix("明天").removeprefix("后天")[:3] in said


def test_a_notice_taken_back_is_not_pasted_any_more(town: Town) -> None:
    code = published(town, "明天9点停水")
    town.secretary.says(f"撤回 {code} 不停了")
    town.secretary.says("1")

    assert "停水" not in town.secretary.says(f"群文 {code}")


@pytest.mark.parametrize("asked", ["现在出门还查健康码吗", "现在还要做核酸吗"])
def test_an_answer_is_ready_with_its_question(town: Town, asked: str) -> None:
    said = town.grid_worker.says(f"群里问：{asked}")

    assert len(said) <= 300
    assert said.startswith(f"问：{asked}")


@pytest.mark.parametrize("asked", ["小区门口的公交停运了吗", "今晚吃什么", "王书记多大了"])
def test_what_we_are_not_sure_of_is_not_answered(town: Town, asked: str) -> None:
    assert "别在群里答" in town.grid_worker.says(f"群里问：{asked}")


def test_a_question_about_one_person_is_not_answered(town: Town) -> None:
    assert "私信" in town.grid_worker.says("群里问：3-2-601要隔离吗")


def test_residents_are_not_given_texts(town: Town) -> None:
    assert not town.resident.says("群文 N1").startswith("【")
