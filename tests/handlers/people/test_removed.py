"""What was offered to somebody who held a post is nothing to take once the post is over."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models import Notice, Person, Post
from tests.conftest import Town

ASKED = [
    "发通知 3号楼 明天9点停水",
    "社区电话改成0357-1234567",
    "邀请 网格员 第1网格 李梅",
    "改电话 2-2-101 刘小红 13911112222",
    "搬走 2-2-101 刘小红",
    "新规定 从外地回来不用报备",
    "登记成员 1-1-103 张三 儿子",
    "去世 1-1-201 周桂兰",
]


@pytest.mark.parametrize("asked", ASKED)
def test_an_offer_made_to_whoever_held_a_post_does_nothing_once_it_is_over(
    town: Town, asked: str
) -> None:
    offered = town.secretary.says(asked)
    assert "1" in offered
    town.bot.database.write(lambda db: _end(db, town))
    before = _state(town)

    said = town.secretary.says("1")

    assert _state(town) == before
    assert not any(word in said for word in ("改好", "发给", "登记好", "已搬走", "正在发")), said


def _end(db: Session, town: Town) -> None:
    for post in db.scalars(select(Post).where(Post.role.in_(["secretary", "duty"]))):
        post.until_on = (town.clock.now() - timedelta(days=1)).date()


def _state(town: Town) -> list[object]:
    with town.bot.database.read() as db:
        people = [
            (one.id, one.name, one.phone, one.household_id)
            for one in db.scalars(select(Person).order_by(Person.id))
        ]
        posts = [
            (one.person_id, one.until_on) for one in db.scalars(select(Post).order_by(Post.id))
        ]
        return [people, posts, [one.id for one in db.scalars(select(Notice))]]
