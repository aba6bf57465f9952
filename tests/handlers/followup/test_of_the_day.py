"""The day in figures, whose watch ends, when people are reminded, and what no group is told."""

import pytest

from tests.conftest import Town


@pytest.mark.parametrize(
    "said", ["今天的日报给我", "汇总一下", "结果截止吧 报个数给我", "一天下来咋样", "今天什么情况"]
)
def test_the_day_is_said_in_figures(town: Town, said: str) -> None:
    heard = town.secretary.says(said)
    assert "在监测：3户3人" in heard and "等处理0件" in heard


@pytest.mark.parametrize("said", ["今天到期的有哪几个", "这两天到期的有谁", "哪些人今天到期"])
def test_whose_watch_ends_is_said(town: Town, said: str) -> None:
    assert "到期" in town.grid_worker.says(said)


def test_the_hours_are_said_and_who_changes_them(town: Town) -> None:
    worker = town.grid_worker
    heard = worker.says("体温提醒太早了 改成8点")
    assert "早上08:00、傍晚17:30" in heard and "管理员" in heard
    for said in ("晚上那个还是7点不变", "周末能不能晚点 9点", "现在是几点几点 再报我一遍"):
        assert "08:00" in worker.says(said), said


@pytest.mark.parametrize(
    "said",
    ["把在观察的人的名单发到群里", "隔离的是哪几个名字 在群里说一下", "没报体温的名单贴出来公布"],
)
def test_no_group_is_told_who_is_watched(town: Town, said: str) -> None:
    assert "不能发到群里" in town.secretary.says(said)


def test_what_is_not_begun_with_it_is_said(town: Town) -> None:
    heard = town.grid_worker.says("观察 2号楼2单元403 谭永刚 上周六开始的14天 他爱人柳芳也是同一天")
    assert "只能从今天算起" in heard and "“柳芳”这次没算进去" in heard
