from collections.abc import Iterator
from typing import Any

from sqlalchemy import func, inspect, select, text
from sqlalchemy.orm import Session

from db.models import (
    Base,
    Consent,
    Contact,
    Conversation,
    Delivery,
    DeliveryStatus,
    Episode,
    Household,
    Observation,
    Person,
    Question,
    Submission,
    Turn,
)  # fmt: skip
from tests.conftest import Someone, Town

NAME, PHONE, ROOM = "诸葛测试", "13912345678", "601"


def everything_opened(db: Session) -> Iterator[tuple[str, Any]]:
    """Yield every value of every table, sealed ones opened."""
    for table in Base.metadata.sorted_tables:
        for row in db.execute(select(table)):
            yield from ((f"{table.name}.{name}", value) for name, value in row._mapping.items())


def raw_values(db: Session) -> Iterator[tuple[str, Any]]:
    """Yield every value of every table as it lies on the disk."""
    for name in inspect(db.connection()).get_table_names():
        for row in db.execute(text(f"SELECT * FROM {name}")):  # names of our own tables
            yield from ((f"{name}.{key}", value) for key, value in row._mapping.items())


def bound(town: Town) -> Someone:
    """A newcomer whom the grid worker has confirmed and who is watched over."""
    someone = town.newcomer()
    someone.says(f"我是3号楼2单元{ROOM} {NAME}")
    assert "已通过" in town.grid_worker.says("同意")
    assert "已开始" in town.grid_worker.says(f"观察 3-2-{ROOM} {NAME} 7天")
    return someone


def busy(town: Town) -> Someone:
    someone = bound(town)
    for said in (
        "体温37.6,有点咳", "返乡登记", PHONE, "太原", "后天", "开车", "没有", "是",
        "恐龙为什么灭绝", "返乡登记",
    ):  # fmt: skip
        someone.says(said)
    town.send()
    return someone


def test_nothing_personal_lies_readable_in_any_table(town: Town) -> None:
    busy(town)
    secret = (NAME, PHONE, "37.6", "咳嗽", "有点咳", "恐龙", "太原", "请核对", "已记下")

    with town.bot.database.read() as db:
        readable = [
            (place, word)
            for place, value in raw_values(db)
            for word in secret
            if word in str(value) and not place.startswith(("entries.", "rules."))  # public
        ]
        rooms = db.scalars(text("SELECT room FROM households")).all()

    assert readable == []
    assert rooms
    assert not any(str(room).startswith(ROOM) for room in rooms)


def test_nothing_personal_lies_in_the_files_of_the_database(town: Town) -> None:
    busy(town)
    if not town.bot.database.is_sqlite:
        return

    files = list(town.bot.config.data.glob("linbao.db*"))
    held = b"".join(path.read_bytes() for path in files)

    assert files
    assert not [word for word in (NAME, PHONE, "有点咳", "恐龙") if word.encode() in held]


def test_what_boards_need_lies_in_the_open(town: Town) -> None:
    busy(town)

    with town.bot.database.read() as db:
        grades = db.execute(text("SELECT DISTINCT grade FROM observations")).scalars().all()
        homes = db.execute(text("SELECT building, entrance FROM households")).all()
        returnee = select(Submission.place_code, Submission.day).where(
            Submission.form == "returnee"
        )
        codes = db.execute(returnee).all()

        assert grades == ["fever"]
        assert ("3", "2") in [tuple(home) for home in homes]
        assert [(code, str(day)[:10]) for code, day in codes] == [("140100", "2026-11-23")]


def test_purpose_and_retention_are_said_exactly_once_before_the_first_value(town: Town) -> None:
    someone = town.observed[0]

    answers = [someone.says(said) for said in ("36.5", "36.6", "37.8")]

    assert "30天删除" in answers[0]
    assert answers[0].index("30天删除") < answers[0].index("36.5")
    assert not any("30天删除" in answer for answer in answers[1:])
    with town.bot.database.read() as db:
        [consent] = db.scalars(select(Consent)).all()
        assert consent.wording in answers[0]


def test_nobody_who_is_not_watched_is_asked_or_stored(town: Town) -> None:
    town.resident.says("37.8")

    with town.bot.database.read() as db:
        assert db.scalar(select(func.count()).select_from(Observation)) == 0
        assert db.scalar(select(func.count()).select_from(Consent)) == 0


def assert_forgotten(town: Town, openid: str) -> None:
    with town.bot.database.read() as db:
        staff = select(Contact.id).where(Contact.person_id.in_(_staff(town, db)))
        said_by_staff = set(db.scalars(select(Turn.id).where(Turn.contact_id.in_(staff))))
        left = [
            place
            for place, value in everything_opened(db)
            if not place.startswith(("turns.", "entries.", "rules."))  # the last are public words
            and any(word in str(value) for word in (NAME, PHONE, "37.6", "咳嗽", "恐龙"))
        ]
        own = db.scalars(select(Turn).where(Turn.id.not_in(said_by_staff))).all()
        contact = db.scalars(select(Contact).where(Contact.address == openid)).one()
        home = select(Household.id).where(Household.building == "3", Household.entrance == "2")
        named = db.scalars(select(Person.name).where(Person.household_id.in_(home))).all()

        assert left == []
        assert contact.person_id is None
        assert NAME not in named
        assert len(own) >= 11
        assert all(turn.key for turn in own)
        assert not any(NAME in f"{turn.text}{turn.answer}" for turn in own)
        for model in (Observation, Consent, Conversation, Question):
            assert db.scalar(select(func.count()).select_from(model)) == 0
        watched = db.scalars(select(Episode.person_id)).all()
        assert len(watched) == len(town.observed)
        assert {str(each.answers) for each in db.scalars(select(Submission))} == {"{}"}
        waiting = Delivery.status == DeliveryStatus.QUEUED
        mine = Delivery.contact_id == contact.id
        assert db.scalars(select(Delivery.text).where(waiting, mine)).all() == []


def _staff(town: Town, db: Session) -> list[int]:
    names = ("grid_worker", "secretary", "doctor", "township")
    openids = [town.who[name] for name in names]
    found = db.scalars(select(Contact.person_id).where(Contact.address.in_(openids)))
    return [person for person in found if person is not None]


def test_delete_me_deletes_everything_but_the_keys_of_turns(town: Town) -> None:
    someone = busy(town)
    someone.says("取消")
    someone.says("删除我")

    assert someone.says("确定删除") == "已经全部删除。以后想用，随时再跟我说。"

    assert_forgotten(town, someone.phone.openid)


def test_withdrawing_at_the_platform_deletes_too(town: Town) -> None:
    someone = busy(town)

    someone.phone.event("user_authorization_revoke", OpenID=someone.phone.openid, RevokeInfo="301")

    assert_forgotten(town, someone.phone.openid)


def test_who_is_in_danger_is_still_looked_after_when_they_delete_themselves(town: Town) -> None:
    someone = bound(town)
    someone.says("我想不开，不想活了")
    someone.says("删除我")
    someone.says("1")
    town.send()

    assert any("想不开" in heard for heard in town.secretary.hears())
    assert "由您处理" in town.secretary.says("收到")


def test_staff_do_not_delete_themselves(town: Town) -> None:
    for person in (town.grid_worker, town.secretary, town.doctor, town.township):
        assert "工作人员" in person.says("删除我")
        assert "姓名：没有" not in person.says("我的信息")


def test_a_yes_to_nothing_deletes_nobody(town: Town) -> None:
    town.resident.says("确定删除")
    town.resident.says("1")

    assert "・姓名：" in town.resident.says("我的信息")
