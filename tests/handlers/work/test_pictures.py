"""Pictures and places: to whom they are for, looked at by those told, gone after three days."""

from typing import Any

import pytest
from sqlalchemy import select

from db.models import Attachment, Delivery, Turn, WorkItem
from sim.people import Follower
from tests.conftest import Someone, Town

PIXEL = b"\x89PNG\r\n\x1a\n" + b"\0" * 40
SPOT: dict[str, Any] = {
    "Location_X": 30.274085,
    "Location_Y": 120.15507,
    "Label": "3号楼北门”\n【紧急】假的",
}


def items(town: Town) -> list[WorkItem]:
    with town.bot.database.read() as db:
        return list(db.scalars(select(WorkItem).order_by(WorkItem.id)))


def kept(town: Town) -> list[Attachment]:
    with town.bot.database.read() as db:
        return list(db.scalars(select(Attachment).order_by(Attachment.id)))


def pictures(town: Town, phone: Follower) -> list[bytes]:
    """Return what somebody sees of pictures they were sent."""
    town.send()
    shown = [b.extra for b in phone.screen if b.who == "bot" and b.extra.get("kind") == "image"]
    return [town.platform.media[extra["media_id"]].content for extra in shown]


def told(town: Town, someone: Someone) -> str:
    town.send()
    return "\n".join(someone.phone.texts())


def test_a_picture_reaches_whoever_looks_after_the_sender(town: Town) -> None:
    said = town.resident.phone.shows_picture(PIXEL)

    assert "照片已转给网格员（编号1）" in said
    assert "看图" in told(town, town.grid_worker)
    assert pictures(town, town.grid_worker.phone) == [PIXEL]  # their window is open
    assert pictures(town, town.doctor.phone) == []


def test_whoever_has_few_messages_left_is_told_and_asks_for_it(town: Town) -> None:
    resident, worker = town.resident.phone, town.grid_worker
    resident.shows_picture(PIXEL)
    town.send()
    for _ in range(2):
        assert "加到您的那件里了（编号1）" in resident.shows_picture(PIXEL)

    assert len(pictures(town, worker.phone)) == 1  # the rest of the window is for words
    assert "编号1的3张照片马上发给您" in worker.says("看图 1")
    assert len(pictures(town, worker.phone)) == 4
    assert "编号1的3张" in worker.says("看照片")
    assert len(items(town)) == 1


@pytest.mark.parametrize("words", ["楼道灯坏了，能不能来修一下", "就是二楼拐角那里"])
def test_what_is_said_of_a_picture_goes_with_it(town: Town, words: str) -> None:
    town.resident.phone.shows_picture(PIXEL)
    town.send()

    assert "编号1" in town.resident.says(words)
    assert len(items(town)) == 1
    assert words in told(town, town.grid_worker)


def test_only_those_told_may_look(town: Town) -> None:
    town.resident.phone.shows_picture(PIXEL)

    assert "没有能看的照片" in town.doctor.says("看图 1")
    assert "没有能看的照片" in town.secretary.says("看图")
    assert "马上发给您" not in town.observed[0].says("看图 1")
    town.send()
    assert pictures(town, town.observed[0].phone) == []


def test_a_place_is_a_map_to_tap(town: Town) -> None:
    said = town.resident.phone.sends("location", **SPOT)

    assert "位置已转给网格员" in said
    heard = told(town, town.grid_worker)
    assert "coord:30.274085,120.155070" in heard
    assert "\n【紧急】" not in heard  # what a place is called adds no line of its own
    assert "coord:30.274085,120.155070" in town.grid_worker.says("看位置 1")


def test_in_danger_it_goes_to_whoever_was_called(town: Town) -> None:
    town.resident.says("我喘不上气了")
    town.send()
    said = town.resident.phone.sends("location", **SPOT)

    assert "加到您的那件里了（编号1）" in said
    assert [item.kind.value for item in items(town)] == ["danger"]
    town.clock.advance(minutes=1)
    assert "coord:30.274085" in told(town, town.grid_worker)


def test_what_is_sent_inside_a_form_goes_with_it(town: Town) -> None:
    resident = town.resident
    resident.says("返乡登记")
    assert "这份填完一起交" in resident.phone.shows_picture(PIXEL)
    assert items(town) == []

    said = resident.says("从太原坐G1548回来，后天到，住3-2-601")
    for answer in ("后天", "高铁 G1548", "3-2-601", "一个人", "没有", "是", "确认"):
        if items(town):
            break
        said = resident.says(answer)
    assert items(town), said
    assert [one.item_id for one in kept(town)] == [items(town)[0].id]
    assert pictures(town, town.grid_worker.phone) == [PIXEL]


def test_a_form_without_a_name_takes_no_picture(town: Town) -> None:
    town.resident.says("举报")

    assert "可以不留姓名" in town.resident.phone.shows_picture(PIXEL)
    assert kept(town) == []


def test_staff_who_sent_one_hear_that_it_went_nowhere(town: Town) -> None:
    assert "没有转给任何人" in town.grid_worker.phone.shows_picture(PIXEL)
    assert kept(town) == []


def test_it_is_sealed_goes_after_three_days_and_with_whoever_sent_it(town: Town) -> None:
    town.resident.phone.shows_picture(PIXEL)
    media = next(iter(town.platform.media))
    with town.bot.database.read() as db:
        raw = db.connection().exec_driver_sql("SELECT holds FROM attachments").scalar_one()
        turn = db.scalars(select(Turn.text)).all()
    assert media not in raw and media not in str(turn)

    town.clock.advance(days=3, minutes=1)
    town.grid_worker.says("待办")
    assert "没有能看的照片" in town.grid_worker.says("看图 1")
    town.tick()
    assert kept(town) == []

    town.resident.phone.shows_picture(PIXEL)
    town.resident.says("删除我")
    town.resident.says("1")
    assert kept(town) == []


def test_a_picture_the_platform_lost_fails_with_its_reason(town: Town) -> None:
    town.resident.phone.sends("image")  # the platform knows nothing of it
    town.send()

    with town.bot.database.read() as db:
        found = db.scalars(select(Delivery).where(Delivery.kind == "answer")).all()
    assert [one.reason for one in found] == ["picture_gone"]
    assert len(items(town)) == 1  # nobody else was called because of it


@pytest.mark.parametrize(
    "fields", [{"Location_X": "nan"}, {"Location_X": 91}, {"Location_Y": "x"}, {"Location_X": ""}]
)
def test_what_lies_nowhere_is_not_read(town: Town, fields: dict[str, Any]) -> None:
    assert "打字告诉我" in town.resident.phone.sends("location", **fields)
