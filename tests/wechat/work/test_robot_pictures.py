"""Pictures sent to the robot: opened while their address lives, kept by the app, looked at by staff."""

import pytest
from sqlalchemy import func, select

from db.models import Attachment
from sim.work import PretendChat
from tests.wechat.work.conftest import Office

PNG = b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 40


@pytest.fixture
def chat(office: Office) -> PretendChat:
    return office.robot.single()


def kept(office: Office) -> int:
    with office.bot.database.read() as db:
        return db.scalar(select(func.count()).select_from(Attachment)) or 0


@pytest.mark.parametrize("kind", ["image", "file"])
def test_a_picture_comes_to_staff_as_it_was_sent(
    office: Office, chat: PretendChat, kind: str
) -> None:
    said = chat.shows_picture("Neighbour01", PNG, kind)
    office.town.send()

    assert "照片已转给" in said
    assert "看图" in "".join(office.secretary.texts() + office.grid_worker.texts())
    with office.bot.database.read() as db:
        holds = db.scalars(select(Attachment)).one().holds
    assert holds["channel"] == "work"
    assert office.enterprise.media[holds["media"]].content == PNG


def test_it_can_be_looked_at_when_its_address_is_long_dead(
    office: Office, chat: PretendChat
) -> None:
    chat.shows_picture("Neighbour01", PNG)
    office.town.send()
    office.town.clock.advance(hours=30)
    who = next(m for m in (office.grid_worker, office.secretary, office.doctor) if m.texts())
    before = sum(bool(bubble.media_id) for bubble in who.screen)
    assert "马上发给您" in who.says("看图 1")
    office.town.send()

    assert sum(bool(bubble.media_id) for bubble in who.screen) == before + 1


def test_words_beside_a_picture_are_answered_too(office: Office, chat: PretendChat) -> None:
    items = [
        {"msgtype": "text", "text": {"content": "现在出门还查健康码吗"}},
        {"msgtype": "image", "image": {"url": office.robot.keep(PNG)}},
    ]
    bubble = chat.sends("Neighbour01", {"msgtype": "mixed", "mixed": {"msg_item": items}})

    assert bubble is not None
    assert "照片已转给" in bubble.text and "依据" in bubble.text


def test_the_same_message_again_passes_it_on_once(office: Office, chat: PretendChat) -> None:
    given = chat.message(
        "Neighbour01", {"msgtype": "image", "image": {"url": office.robot.keep(PNG)}}
    )
    first, second = office.robot.posts(given), office.robot.posts(given)

    assert first == second
    assert kept(office) == 1


@pytest.mark.parametrize("trouble", ["late", "elsewhere", "sealed for another", "cut", "no app"])
def test_a_picture_that_cannot_be_had_is_said_to_be_lost(
    office: Office, chat: PretendChat, trouble: str
) -> None:
    url = office.robot.keep(PNG)
    path = url.removeprefix(office.enterprise.address)
    if trouble == "late":
        office.town.clock.advance(seconds=301)
    elif trouble == "elsewhere":
        url = "https://example.org/picture"
    elif trouble == "no app":
        office.enterprise.fault("media/upload", errcode=60020, times="forever")
    else:
        since, sealed = office.robot.kept[path]
        spoilt = sealed[:-7] if trouble == "cut" else bytes(len(sealed))
        office.robot.kept[path] = since, spoilt
    bubble = chat.sends("Neighbour01", {"msgtype": "image", "image": {"url": url}})

    assert bubble is not None and "没有转给任何人" in bubble.text
    assert kept(office) == 0


def test_a_file_that_is_no_picture_is_asked_for_in_words(office: Office, chat: PretendChat) -> None:
    assert "打字" in chat.shows_picture("Neighbour01", b"%PDF-1.7 and so on", "file")
    assert kept(office) == 0


def test_what_is_too_much_at_once_is_said(office: Office, chat: PretendChat) -> None:
    items = [{"msgtype": "image", "image": {"url": office.robot.keep(PNG)}} for _ in range(5)]
    bubble = chat.sends("Neighbour01", {"msgtype": "mixed", "mixed": {"msg_item": items}})

    assert bubble is not None and "其余2张没有转" in bubble.text
    assert kept(office) == 3


@pytest.mark.parametrize(
    "given",
    [
        {"msgtype": "image"},
        {"msgtype": "image", "image": {"url": 7}},
        {"msgtype": "image", "image": {"url": "http://["}},
        {"msgtype": "mixed", "mixed": {"msg_item": "x"}},
        {"msgtype": "mixed", "mixed": {"msg_item": [None, {"msgtype": "image", "image": []}]}},
    ],
)
def test_garbage_in_place_of_a_picture_is_answered(
    office: Office, chat: PretendChat, given: dict[str, object]
) -> None:
    assert chat.sends("Neighbour01", given) is not None
    assert kept(office) == 0


def test_in_a_group_pictures_stay_where_they_are(office: Office) -> None:
    items = [{"msgtype": "image", "image": {"url": office.robot.keep(PNG)}}]
    office.robot.group().sends("Neighbour01", {"msgtype": "mixed", "mixed": {"msg_item": items}})

    assert kept(office) == 0
