"""What staff are offered where their words are not clear: to keep them first, and what is not sent yet."""

import pytest

from tests.conftest import Town

UNCLEAR = ["嗯那个啥来着老王呢", "墙根底下那摊子咋整的来着", "先那样吧回头对一对"]


@pytest.mark.parametrize("text", UNCLEAR)
def test_to_keep_the_words_comes_first(town: Town, text: str) -> None:
    said = town.secretary.says(text)
    assert "没听准" in said and "回复 1 原话先记" in said, said
    assert "还没有发出" not in said
    assert "记下了" in town.secretary.says("1")


def test_a_preview_that_is_open_is_said_to_be_unsent(town: Town) -> None:
    town.secretary.says("通知3号楼明天停水")
    said = town.secretary.says("嗯那个啥来着老王呢")
    assert said.startswith("刚才那条通知还没有发出"), said
    assert "发给3号楼" in town.secretary.says("还是发刚才那个")


def test_words_that_wait_for_whom_are_said_to_be_unsent(town: Town) -> None:
    assert "发给谁" in town.secretary.says("写个通知 周六上午9点小广场义诊")
    assert "没有发给任何人" in town.secretary.says("嗯那个啥来着老王呢")
