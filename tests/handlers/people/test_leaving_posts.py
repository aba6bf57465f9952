"""Who leaves a post and who takes one, as a secretary says it in passing."""

import pytest
from sqlalchemy import select

from db.models import Contact, Person, Post
from tests.conftest import Town
from tests.staffing import person_of


def name_of(town: Town, openid: str) -> str:
    with town.bot.database.read() as db:
        number = db.scalar(select(Contact.person_id).where(Contact.address == openid))
        return db.get_one(Person, number).name or ""


def resigned(town: Town, openid: str) -> bool:
    mine = select(Post).where(Post.person_id == person_of(town, openid))
    with town.bot.database.read() as db:
        return any(post.resigned_at for post in db.scalars(mine))


@pytest.mark.parametrize(
    "said",
    [
        "原来管2号楼那个{name}不干了",
        "{name}不想干了 把他的权限去掉",
        "网格员{name}要离职了",
        "把{name}的权限停了",
        "取消{name}的岗位",
    ],
)
def test_a_colleague_leaves_their_own_post(town: Town, said: str) -> None:
    name = name_of(town, town.who["grid_worker"])
    heard = town.secretary.says(said.format(name=name))

    assert heard.startswith(f"{name}的岗位从今天起结束"), heard
    town.secretary.says("先不")
    assert not resigned(town, town.who["secretary"])
    assert not resigned(town, town.who["grid_worker"])


@pytest.mark.parametrize("said", ["那个小钱不干了", "原来那个老葛辞职了", "把小钱的权限去掉"])
def test_somebody_unknown_is_asked_for_and_is_not_the_speaker(town: Town, said: str) -> None:
    heard = town.secretary.says(said)

    assert heard.startswith("要结束谁的岗位"), heard


@pytest.mark.parametrize("said", ["我不想干了", "不干了", "我要辞职"])
def test_ones_own_wish_is_still_ones_own(town: Town, said: str) -> None:
    assert "您想辞去" in town.secretary.says(said)


@pytest.mark.parametrize(
    "said",
    [
        "新来了个网格员叫葛小婷 管1号楼2号楼3号楼",
        "新招一位网格员葛小婷，负责1号楼、2号楼、3号楼",
        "来了个网格员叫葛小婷 管第1网格",
    ],
)
def test_a_newcomer_is_invited_and_the_telephone_may_come_later(town: Town, said: str) -> None:
    heard = town.secretary.says(said)
    if "换人" in heard:
        heard = town.secretary.says("1")
    assert "邀请葛小婷做第1网格网格员" in heard, heard

    assert "葛小婷（13900000889）" in town.secretary.says("13900000889")
    assert "加入 " in town.secretary.says("确任")


def test_half_a_grid_is_given_building_by_building(town: Town) -> None:
    heard = town.secretary.says("新来了个网格员叫葛小婷 管1号楼2号楼")

    assert "请一栋写一条" in heard and "“让葛小婷做1号楼的网格员”" in heard, heard
