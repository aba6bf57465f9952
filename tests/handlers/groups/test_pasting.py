"""Texts ready to be pasted into a group: short, with what they rest on, and never a guess."""

import re

import pytest
from sqlalchemy import select

from db.models import ItemKind, WorkItem
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


@pytest.mark.parametrize(
    "ask",
    [
        "群文",
        "{}怎么发微信群",
        "把{}弄成群里能发的",
        "群文 {}",
        "{}发到业主群",
        "帮我发到微信群 {}",
    ],
)
def test_the_text_of_a_notice_is_asked_for_in_any_words(town: Town, ask: str) -> None:
    code = published(town, "明天9点停水")

    assert town.secretary.says(ask.format(code)).startswith("【")


@pytest.mark.parametrize(
    "pasted",
    [
        "帮我答 @张主任 {}",
        "群里有人问：业主群 王芳：{}",
        "群里问\n王芳 10:32\n{}",
        "群里问：王芳(3-2-601)：{}",
        "群问：【业主群】李先生 昨天 21:05\n张主任在吗\n{}\n急",
        "群里问：\n3-2-601 王芳\n2026/11/21 09:12\n{}\n同问",
        "有人在群里问，{}，怎么回",
        "业主群 王芳：{}",
        "居民问：{}",
    ],
)
def test_a_question_is_found_in_what_was_copied_from_a_chat(town: Town, pasted: str) -> None:
    asked = "现在出门还查健康码吗"
    said = town.secretary.says(pasted.format(asked))

    assert said.startswith(f"问：{asked}") and "依据" in said
    assert not any(part in said for part in ("王芳", "601", "李先生", "张主任", "@"))


def test_two_questions_are_answered_and_the_one_we_do_not_know_is_named(town: Town) -> None:
    said = town.secretary.says(
        "群里问：\nA：现在出门还查健康码吗\nB：小区门口的公交停运了吗\nC：现在还要做核酸吗"
    )

    assert said.count("答：") == 2 and len(said.split("————")[0]) <= 300
    assert "公交停运" in said.split("————")[1]


def test_what_a_notice_says_is_answered_with_the_notice(town: Town) -> None:
    code = published(town, "明天9点到17点停水")

    for asked in ("停水到几点", "明天几点停水啊"):
        said = town.grid_worker.says(f"群里问：{asked}")
        assert "17点停水" in said and code in said


def test_a_cry_for_help_in_a_group_is_answered_with_first_aid_and_told_on(town: Town) -> None:
    said = town.grid_worker.says("群里问：王芳：我妈喘不上气怎么办")

    assert "120" in said and "值班员" in said
    with town.bot.database.read() as db:
        [item] = db.scalars(select(WorkItem)).all()
    assert item.kind is ItemKind.DANGER and "群里有人说：我妈喘不上气" in item.text


@pytest.mark.parametrize("asked", ["孩子发烧38.5怎么办", "我爸咳嗽要紧吗"])
def test_how_somebody_is_belongs_in_private(town: Town, asked: str) -> None:
    said = town.grid_worker.says(f"群里问：{asked}")

    assert "私信公众号" in said and "120" in said and "38.5" not in said


def test_residents_are_not_given_texts(town: Town) -> None:
    assert not town.resident.says("群文 N1").startswith("【")
