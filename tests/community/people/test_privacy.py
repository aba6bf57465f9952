from collections.abc import Iterator
from typing import Any

from sqlalchemy import func, inspect, select, text
from sqlalchemy.orm import Session

from db.models import (
    Base,
    Consent,
    Conversation,
    Episode,
    Observation,
    Question,
    Submission,
    Turn,
)  # fmt: skip
from tests.conftest import Someone, Town

NAME, PHONE, ROOM = "诸葛测试", "13912345678", "7391"


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
    """Somebody of whom staff have read, whom they were told of, and to whom they have spoken."""
    someone = bound(town)
    for said in (
        "体温37.6,有点咳", "返乡登记", PHONE, "太原", "后天", "开车", "没有", "是",
        "恐龙为什么灭绝", "返乡登记",
    ):  # fmt: skip
        someone.says(said)
    town.send()
    for staff in (town.grid_worker, town.doctor, town.secretary):
        staff.says("待办")
    town.grid_worker.says("收到 3")
    town.grid_worker.says(f"回 3 {NAME}您好，我马上到")
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
    town.tick()
    town.tick()  # the files are swept at the next
    with town.bot.database.read() as db:
        own = db.scalars(select(Turn).where(Turn.contact_id.is_(None))).all()
        assert len(own) >= 11
        assert all(turn.key for turn in own)
        for model in (Observation, Consent, Conversation, Question):
            assert db.scalar(select(func.count()).select_from(model)) == 0
        watched = db.scalars(select(Episode.person_id)).all()
        assert len(watched) == len(town.observed)
        assert {str(each.answers) for each in db.scalars(select(Submission))} == {"{}"}
    for word in (openid, *ALL_OF_IT):
        assert dig(town, word) == [], word


ALL_OF_IT = (NAME, PHONE, ROOM, "37.6", "咳嗽", "有点咳", "恐龙", "太原")


def dig(town: Town, word: str) -> list[str]:
    """Return where a word is found: in any value, opened or as it lies, or in the bytes of any file.

    What the community itself lays down for everybody is no one's.
    """
    with town.bot.database.read() as db:
        values = [*everything_opened(db), *raw_values(db)]
    public = ("entries.", "rules.", "units.")
    found = [
        place for place, value in values if word in str(value) and not place.startswith(public)
    ]
    files = [path for path in town.bot.config.data.rglob("*") if path.is_file()]
    assert files
    found += [
        path.name
        for path in files
        if path.name != "keys.json" and word.encode() in path.read_bytes()
    ]
    return (
        found if word not in PUBLIC_WORDS else [f for f in found if "." not in f or "db" not in f]
    )


PUBLIC_WORDS = {"咳嗽", "太原"}  # the packs speak of them, in the file too


def test_delete_me_deletes_everything_but_the_keys_of_turns(town: Town) -> None:
    someone = busy(town)
    someone.says("取消")
    someone.says("删除我")

    assert someone.says("确定删除") == "已经全部删除。以后想用，随时再跟我说。"

    assert_forgotten(town, someone.phone.openid)


def test_what_the_family_was_told_of_somebody_names_them_no_more(town: Town) -> None:
    someone = busy(town)
    wife = town.newcomer("oWife000000000000000000000001")
    wife.says(f"我是3号楼2单元{ROOM} 上官家人")
    someone.says("是我同意")
    town.grid_worker.says("同意")
    assert "37.9" in wife.says(f"{NAME}37.9")
    wife.says("我家老人要买药，帮帮忙")
    town.send()
    someone.says("取消")
    someone.says("删除我")
    someone.says("确定删除")
    town.tick()
    town.tick()

    for word in (someone.phone.openid, NAME, PHONE, "37.9"):
        assert dig(town, word) == [], word
    assert "上官家人" in wife.says("我的信息")


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
