"""Follow-up as staff go on about it: begun, told of, looked at, ended, and why."""

import pytest
from sqlalchemy import select

from db.models import Person
from tests.conftest import Town


def begun(town: Town) -> None:
    """Somebody is watched over from one sentence, one number and one word."""
    worker = town.grid_worker
    worker.says("登记住户 3-2-601 葛秀兰 17000001111")
    worker.says("1")
    assert "监测几天" in worker.says("3号楼2单元601 葛秀兰 从外地回来 这几天要每天量体温")
    assert "葛秀兰 7天" in worker.says("7天")
    assert "已开始" in worker.says("确认")


def test_she_is_told_of_and_her_end_is_said(town: Town) -> None:
    begun(town)
    worker = town.grid_worker

    assert "葛秀兰今天早上 36.7℃" in worker.says("她今天早上36.7 没啥不舒服")
    assert "监测到11月28日" in worker.says("她哪天到期")
    assert "葛秀兰（到11月28日" in worker.says("麻烦再看下还有谁在观察 谢谢")


@pytest.mark.parametrize("said", ["葛秀兰可以解除观察了", "把3-2-601葛秀兰解除吧"])
def test_why_it_ends_is_kept_and_of_nobody_else(town: Town, said: str) -> None:
    begun(town)
    doctor = town.doctor
    assert "要结束监测吗：3号楼2单元601 葛秀兰" in doctor.says(said)
    assert "要结束监测吗：3号楼2单元601 葛秀兰" in doctor.says("3号楼2单元601那个")

    heard = doctor.says("核酸两次阴性 三天没烧了")
    assert "原因：核酸两次阴性 三天没烧了" in heard and "要结束监测吗" in heard, heard
    assert "已结束" in doctor.says("确认")
    with town.bot.database.read() as db:
        notes = db.scalar(select(Person.notes).where(Person.name_index == "葛秀兰"))
    assert notes is not None and "核酸两次阴性" in notes


def test_what_else_was_said_is_not_lost(town: Town) -> None:
    begun(town)
    heard = town.grid_worker.says(
        "3号楼2单元601葛秀兰今天三十六度八没有不舒服然后五零二让帮忙买点菜还有楼道灯坏了帮我看看"
    )

    assert "葛秀兰今天" in heard and "36.8℃" in heard, heard
    assert "五零二让帮忙买点菜" in heard and "楼道灯坏了" in heard


def test_reminding_after_the_roll_is_about_the_roll(town: Town) -> None:
    town.at("2026-11-21T08:30")
    town.tick()
    assert "还差" in town.grid_worker.says("谁没报")
    heard = town.grid_worker.says("那麻烦你催一下吧辛苦了")

    assert "电话名单" in heard, heard


def test_somebody_of_the_register_is_known(town: Town) -> None:
    begun(town)
    heard = town.grid_worker.says("葛秀兰不在本地 一直在杭州")

    assert "还没有登记" not in heard, heard


@pytest.mark.parametrize("said", ["有没有居民问了没回的", "还有哪些留言没回", "有什么问题没答的吗"])
def test_what_waits_for_an_answer_is_listed(town: Town, said: str) -> None:
    assert "等人回答的问题" in town.secretary.says(said)
