"""What staff state is not passed to others as a resident's question or complaint, unless they say so."""

import pytest
from sqlalchemy import select

from db.models import WorkItem
from tests.conftest import Town

STATED = ["天数不变", "报告里加一句 周四大风刮倒一棵树 物业已经处理了", "你们这服务也太差了"]


def kept(town: Town) -> int:
    with town.bot.database.read() as db:
        return len(list(db.scalars(select(WorkItem))))


@pytest.mark.parametrize("text", STATED)
def test_nothing_staff_state_reaches_others_before_they_confirm(town: Town, text: str) -> None:
    before = kept(town)
    said = town.secretary.says(text)
    assert "没有转给任何人" in said
    assert kept(town) == before
    assert "记下了" in town.secretary.says("1")
    assert kept(town) == before + 1
