"""A code lets one person into one post, once; nothing that is somebody's is taken over."""

import re
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from community.people import accepting, invitations
from community.people.accepting import Joined
from community.people.access import Actor, Refused, Role
from community.people.invitations import Invited
from db import epochs
from db.models import Contact, Invitation, Person, Post, Turn, Unit
from tests.conftest import Someone, Town
from tests.staffing import end_posts, person_of

NAME = "欧阳春晓"


def vacate(town: Town) -> None:
    end_posts(town, town.who["grid_worker"])


def code_for(town: Town, name: str | None = NAME, role: Role = Role.GRID_WORKER) -> str:
    """Return a code for the first grid, which nobody holds."""

    def work(db: Session) -> Invited | Refused:
        unit = db.scalars(select(Unit).where(Unit.name == "第1网格")).one()
        zone, now = town.bot.watch.zone, town.clock.now()
        return invitations.invite(None, db, role, unit, now, zone, name=name)

    done = town.bot.database.write(work)
    assert isinstance(done, Invited)
    return done.code


def holders(town: Town) -> list[str | None]:
    with town.bot.database.read() as db:
        found = select(Person.name).join(Post, Post.person_id == Person.id)
        found = found.join(Unit, Post.unit_id == Unit.id)
        today = town.bot.watch.today(town.clock.now())
        found = found.where(Unit.name == "第1网格", Post.role == Role.GRID_WORKER)
        return list(db.scalars(found.where((Post.until_on.is_(None)) | (Post.until_on >= today))))


@pytest.fixture
def invited(town: Town) -> tuple[str, Someone]:
    vacate(town)
    return code_for(town), town.newcomer()


def test_whoever_says_the_code_and_is_meant_holds_the_post(
    town: Town, invited: tuple[str, Someone]
) -> None:
    code, someone = invited

    assert f"您是{NAME}吗" in someone.says(f"加入 {code}")
    assert holders(town) == []
    answer = someone.says("是的")

    assert f"{NAME}您好，您现在是第1网格网格员了" in answer
    assert len(answer.splitlines()) == 4
    assert holders(town) == [NAME]
    assert "待办" in answer and "没听" not in someone.says("待办")


@pytest.mark.parametrize("spelled", ["{}", "加入{}", "邀请码：{}", "“加入 {}”"])
def test_a_code_is_read_however_it_is_typed(
    town: Town, invited: tuple[str, Someone], spelled: str
) -> None:
    code, someone = invited

    assert "您是" in someone.says(spelled.format(code))
    assert "您是" in someone.says("加入 " + code.lower().replace("-", " "))


def test_only_the_index_of_a_code_is_kept(town: Town, invited: tuple[str, Someone]) -> None:
    code = invited[0].replace("-", "")

    with town.bot.database.read() as db:
        kept = db.connection().exec_driver_sql("SELECT * FROM invitations").mappings().all()

    assert len(code) >= 9 and not set(code) & set("0O1IL")
    assert code not in str(kept) and NAME not in str(kept)


def test_a_no_gives_nothing_and_the_code_stays(town: Town, invited: tuple[str, Someone]) -> None:
    code, someone = invited
    someone.says(f"加入 {code}")

    assert "没有加入" in someone.says("不是")

    assert holders(town) == []
    other = town.newcomer("oNewcomer0000000000000000002")
    other.says(code)
    assert "您现在是" in other.says(f"我是{NAME}")


def test_each_code_that_opens_nothing_says_why(town: Town, invited: tuple[str, Someone]) -> None:
    code, someone = invited
    newer = code_for(town)
    assert "作废" in someone.says(f"加入 {code}")
    someone.says(f"加入 {newer}")
    someone.says("是")
    assert "已经加入了" in someone.says(f"加入 {newer}")
    other = town.newcomer("oNewcomer0000000000000000002")
    assert "用过了" in other.says(f"加入 {newer}")
    assert "没有这个邀请码" in other.says("加入 K7Q2-AAAA-BBBB")


def test_after_seven_days_it_opens_nothing(town: Town, invited: tuple[str, Someone]) -> None:
    code, someone = invited
    town.clock.advance(days=7)

    assert "过期" in someone.says(f"加入 {code}")


def test_five_wrong_ones_close_the_door_for_an_hour(
    town: Town, invited: tuple[str, Someone]
) -> None:
    code, someone = invited
    said = [someone.says(f"加入 K7Q2-9MFX-T3A{sign}") for sign in "23456"]
    assert ["没有这个邀请码" in answer for answer in said] == [True] * 4 + [False]

    assert "1小时" in someone.says(f"加入 {code}")
    town.clock.advance(minutes=59)
    assert "1小时" in someone.says(f"加入 {code}")
    town.clock.advance(minutes=2)
    assert "您是" in someone.says(f"加入 {code}")


def test_a_bound_phone_of_another_name_is_nobody_else(
    town: Town, invited: tuple[str, Someone]
) -> None:
    code, _ = invited
    town.resident.says(f"加入 {code}")

    assert "绑定的是" in town.resident.says("是")
    assert holders(town) == []


def test_without_a_name_the_post_is_held_at_once_and_the_name_asked(town: Town) -> None:
    vacate(town)
    someone = town.newcomer()

    assert "我叫" in someone.says(f"加入 {code_for(town, None)}")
    assert "记下了" in someone.says("我叫 司马青")
    assert holders(town) == ["司马青"]


def test_a_code_for_a_post_that_was_filled_meanwhile_fills_nothing(town: Town) -> None:
    vacate(town)
    code, first, second = (
        code_for(town, None),
        town.newcomer(),
        town.newcomer("oSecond00000000000000000001"),
    )
    with town.bot.database.read() as db:
        kept = db.scalars(select(Invitation.id)).one()
    assert "您现在是" in first.says(f"加入 {code}")

    def again(db: Session) -> Joined | Refused:
        row = db.get_one(Invitation, kept)
        row.used_at = row.used_by = None  # as if there had been two
        contact = db.scalars(select(Contact).where(Contact.address == town.who["resident"])).one()
        who = Actor(contact.person_id, contact.id)
        zone, announce = town.bot.watch.zone, town.bot.listeners
        return accepting.accept(who, db, kept, town.clock.now(), zone, announce)

    done = town.bot.database.write(again)

    assert isinstance(done, Refused) and done.reason == "held"
    assert second.says("你好") and len(holders(town)) == 1


def test_the_secretary_passes_a_code_on_and_hears_who_came(town: Town) -> None:
    vacate(town)
    town.secretary.says(f"邀请 {NAME} 做 第1网格 网格员 17000000001")
    passed = town.secretary.says("对")
    found = re.search(r"加入 ([0-9A-Z-]+)", passed)
    assert found is not None, passed
    someone = town.newcomer()
    someone.says(f"加入 {found[1]}")

    assert "您现在是第1网格网格员" in someone.says("是")

    town.send()
    assert f"您邀请的{NAME}（第1网格网格员）已上岗。" in town.secretary.hears()
    assert "170****0001" in someone.says("我的信息")
    assert "现在没有还没用的邀请" in town.secretary.says("邀请")


@pytest.mark.parametrize(
    "said",
    [
        "邀请网格员第1网格林小满",
        "邀请 第1网格 网格员 林小满",
        "邀请林小满当第1网格网格员",
        "邀请 林小满 担任 第1网格 的 网格员",
        "邀请 网格员 第一网格 林小满",
    ],
)
def test_the_words_may_stand_in_any_order(town: Town, said: str) -> None:
    vacate(town)

    assert "邀请林小满做第1网格网格员，对吗？" in town.secretary.says(said)


def test_one_of_the_register_keeps_their_household_and_gets_the_post(town: Town) -> None:
    vacate(town)
    with town.bot.database.read() as db:
        bound = select(Contact.person_id).where(Contact.person_id.is_not(None))
        free = select(Person).where(Person.id.not_in(bound), Person.household_id.is_not(None))
        names = [(person.id, str(person.name)) for person in db.scalars(free)]
        everybody = list(db.scalars(select(Person.name)))
    person_id, name = next(one for one in names if everybody.count(one[1]) == 1)

    assert "号楼" in town.secretary.says(f"邀请 网格员 第1网格 {name}")
    passed = town.secretary.says("对")
    someone = town.newcomer()
    someone.says("加入 " + passed.split("“加入 ")[1].split("”")[0])
    someone.says("是")

    assert person_of(town, "oNewcomer0000000000000000001") == person_id
    assert "号楼" in someone.says("我的信息")


def test_only_who_appoints_there_invites(town: Town) -> None:
    vacate(town)

    assert "邀请" not in town.resident.says(f"邀请 网格员 第1网格 {NAME}")[:4]
    with town.bot.database.read() as db:
        assert list(db.scalars(select(Invitation))) == []


def test_two_who_say_the_same_code_at_once_are_not_both_let_in(town: Town) -> None:
    vacate(town)
    code = code_for(town, None)
    phones = [town.newcomer(f"oTogether{number:02d}000000000000000") for number in range(4)]

    with ThreadPoolExecutor(4) as pool:
        said = list(pool.map(lambda someone: someone.says(f"加入 {code}"), phones))

    assert sum("您现在是第1网格网格员" in answer for answer in said) == 1
    assert sum("用过了" in answer for answer in said) == 3
    assert len(holders(town)) == 1


@pytest.mark.parametrize("follows", [True, False])
def test_scanning_an_invitation_is_as_saying_its_code(
    town: Town, invited: tuple[str, Someone], follows: bool
) -> None:
    code, someone = invited
    scene = invitations.scene_of(code)
    if not follows:
        someone.phone.follows()

    asked = someone.phone.follows(scene) if follows else someone.phone.scans(scene)

    assert f"您是{NAME}吗" in asked and holders(town) == []
    assert "您现在是第1网格网格员了" in someone.says("是")
    assert holders(town) == [NAME]
    assert "已经加入" in someone.phone.scans(scene)
    assert "已经用过" in town.newcomer("oStranger0000000000000000002").phone.follows(scene)
    with town.bot.database.read() as db:
        keys = db.scalars(select(Turn.key)).all()
        contacts = db.scalars(select(Contact.scene).where(Contact.scene.is_not(None))).all()
    kept = invitations.plain(code)
    assert not [text for text in (*keys, *contacts) if kept in (text or "")]


def test_guessing_by_scanning_closes_the_door_too(town: Town) -> None:
    phone = town.newcomer().phone
    phone.follows()
    said = [phone.scans(f"invite-{sign * 12}") for sign in "ABCDEF"]

    assert all("没有这个邀请码" in each for each in said[:4])
    assert "过1小时再发" in said[4] and "过1小时再发" in said[5]


def test_a_restored_backup_takes_back_what_nobody_has_used(
    town: Town, invited: tuple[str, Someone]
) -> None:
    """Whether the code was used after the copy was made, nobody knows any more."""
    code, someone = invited
    now = town.clock.now()
    town.bot.database.write(lambda db: epochs.begin(db, now, now) and None)

    assert "作废" in someone.says(f"加入 {code}")
    assert holders(town) == []
    again = code_for(town)
    assert again != code and f"您是{NAME}吗" in someone.says(f"加入 {again}")
