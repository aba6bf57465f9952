"""Staff in the enterprise's app: what they say, tap and are sent, and what becomes of trouble."""

import pytest
from sqlalchemy import select

from db.models import (
    Act,
    Attempt,
    Contact,
    ContactState,
    Delivery,
    DeliveryKind,
    DeliveryStatus,
    ItemEvent,
    ItemState,
    Turn,
    WorkItem,
)
from db.people import contacts, reaching
from outbox import queue
from tests.wechat.work.conftest import Office


def items(office: Office) -> list[WorkItem]:
    with office.bot.database.read() as db:
        return list(db.scalars(select(WorkItem).order_by(WorkItem.id)))


def events(office: Office, act: Act) -> int:
    with office.bot.database.read() as db:
        return len(db.scalars(select(ItemEvent).where(ItemEvent.act == act)).all())


def called_for_help(office: Office) -> int:
    """Let a resident ask for a person; return the number of the item."""
    office.town.resident.says("转人工")
    return items(office)[-1].id


def owe(office: Office, role: str, text: str, kind: DeliveryKind = DeliveryKind.INFO) -> int:
    def work(db: object) -> int:
        known = contacts.find(db, "official", office.town.who[role])  # type: ignore[arg-type]
        assert known is not None
        return queue(db, kind, text, office.town.clock.now(), person_id=known.person_id).id  # type: ignore[arg-type]

    return office.bot.database.write(work)


def became(office: Office, number: int) -> tuple[DeliveryStatus, str | None, str | None]:
    with office.bot.database.read() as db:
        found = db.get_one(Delivery, number)
        return found.status, found.road, found.reason


def test_the_address_is_shown_to_be_ours_by_the_opened_echo(office: Office) -> None:
    assert office.enterprise.verify()


def test_what_staff_can_do_in_the_account_they_can_do_here(office: Office) -> None:
    number = called_for_help(office)
    said = office.grid_worker.says("待办")

    assert str(number) in said
    assert "由您处理" in office.grid_worker.says(f"收到 {number}")
    assert items(office)[-1].state is ItemState.TAKEN
    assert "办结了" in office.grid_worker.says(f"办结 {number} 电话里说清楚了")


def test_a_secretary_publishes_from_here(office: Office) -> None:
    assert "3号楼" in office.secretary.says("发通知 3号楼 明天9点停水")
    assert "N" in office.secretary.says("确认")

    office.town.send()


def test_an_alert_comes_to_the_app_first_and_only_there(office: Office) -> None:
    called_for_help(office)
    office.town.grid_worker.hears()
    office.town.send()

    assert any("转人工" in text for text in office.grid_worker.texts())
    assert office.town.grid_worker.hears() == []


def test_the_head_of_a_card_holds_who_and_what_uncut(office: Office) -> None:
    office.town.observed[0].says("38.6 头疼")
    office.town.send()
    shown = office.grid_worker.screen[-1].card or {}

    assert shown["main_title"]["title"] == "体温异常1：2-1-101韩永福"
    assert "38.6℃" in shown["sub_title_text"]


@pytest.mark.parametrize("hours", [49, 24 * 9])
def test_no_window_closes_here(office: Office, hours: int) -> None:
    office.town.clock.advance(hours=hours)
    number = owe(office, "doctor", "请看今天的随访名单")
    office.town.send()

    assert became(office, number)[:2] == (DeliveryStatus.WIRED, "work.app")


def test_a_member_the_app_does_not_know_is_told_by_the_account_at_once(office: Office) -> None:
    del office.enterprise.members[office.town.who["work"]["doctor"]]
    office.town.doctor.hears()
    number = owe(office, "doctor", "请看今天的随访名单")
    office.town.send()

    assert became(office, number)[:2] == (DeliveryStatus.WIRED, "official.custom")
    assert office.town.doctor.hears() == ["请看今天的随访名单"]
    with office.bot.database.read() as db:
        known = contacts.find(db, "work", office.town.who["work"]["doctor"])
    assert known is not None and known.state is ContactState.INVALID


def test_a_member_without_a_licence_is_told_by_the_account_at_once(office: Office) -> None:
    office.enterprise.api.unlicensed.add(office.town.who["work"]["doctor"])
    number = owe(office, "doctor", "请看今天的随访名单")
    office.town.send()

    assert became(office, number)[:2] == (DeliveryStatus.WIRED, "official.custom")
    with office.bot.database.read() as db:
        tries = db.scalars(select(Attempt).where(Attempt.delivery_id == number)).all()
    assert [(one.road, one.reason) for one in tries][0] == ("work.app", "unlicensed")


@pytest.mark.parametrize("errcode", [60020, 60011, 45009, -1, 40056])
def test_an_app_that_is_refused_as_a_whole_leaves_it_to_the_account(
    office: Office, errcode: int
) -> None:
    office.enterprise.fault("message/send", errcode=errcode, times="forever")
    number = owe(office, "doctor", "请看今天的随访名单")
    for _ in range(3):
        office.town.send()

    assert became(office, number)[:2] == (DeliveryStatus.WIRED, "official.custom")


def test_a_stale_token_is_bought_again_once(office: Office) -> None:
    owe(office, "doctor", "第一条")
    office.town.send()
    office.enterprise.api.kill_token()
    owe(office, "doctor", "第二条")
    office.town.send()

    assert office.doctor.texts() == ["第一条", "第二条"]
    assert sum(call.path.endswith("gettoken") for call in office.enterprise.calls) == 2


def test_more_than_thirty_a_minute_wait_and_none_is_lost(office: Office) -> None:
    numbers = [owe(office, "doctor", f"第{n}条") for n in range(45)]
    office.town.send()
    assert len(office.doctor.texts()) == 30
    office.town.clock.advance(seconds=61)
    office.town.send()

    by_account = office.town.doctor.hears()
    assert len(office.doctor.texts()) + len(by_account) == 45
    assert office.enterprise.api.dropped == 0
    assert {became(office, number)[0] for number in numbers} == {DeliveryStatus.WIRED}


# -- buttons ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "state", "said"),
    [
        ("接单", ItemState.TAKEN, "由您处理"),
        ("已上门", ItemState.TAKEN, "已上门"),
        ("办结", ItemState.DONE, "办结了"),
    ],
)
def test_a_button_does_what_its_text_does(
    office: Office, words: str, state: ItemState, said: str
) -> None:
    called_for_help(office)
    office.town.send()
    shown = office.grid_worker.taps_on(words)
    office.town.send()

    assert shown.startswith("已点")
    assert items(office)[-1].state is state
    assert said in office.grid_worker.texts()[-1]


def test_a_button_acts_once_however_often_it_is_tapped(office: Office) -> None:
    called_for_help(office)
    office.town.send()
    office.grid_worker.taps_on("已上门", times=3)
    office.town.send()
    heard = [text for text in office.town.resident.hears() if "已经到了" in text]

    assert len(heard) == 1
    assert events(office, Act.ARRIVED) == 1
    assert sum("已上门" in text for text in office.grid_worker.texts()[1:]) == 1


def test_arriving_can_be_typed_as_well(office: Office) -> None:
    number = called_for_help(office)

    assert "已上门" in office.town.grid_worker.says(f"已上门 {number}")
    assert items(office)[-1].state is ItemState.TAKEN


def test_what_is_over_is_said_to_who_taps_later(office: Office) -> None:
    number = called_for_help(office)
    office.town.send()
    office.town.grid_worker.says(f"办结 {number} 说清楚了")
    office.grid_worker.taps_on("接单")
    office.town.send()

    assert items(office)[-1].state is ItemState.DONE
    assert "处理" in office.grid_worker.texts()[-1]


# -- what comes badly ------------------------------------------------------------------


def test_a_message_that_comes_again_is_answered_the_same_and_acts_once(office: Office) -> None:
    first = office.grid_worker.says("待办", msg_id=7)
    again = office.grid_worker.says("待办", msg_id=7, times=2)

    assert first == again
    with office.bot.database.read() as db:
        assert len(db.scalars(select(Turn).where(Turn.channel == "work")).all()) == 1


@pytest.mark.parametrize("kind", ["image", "voice", "video", "location", "link", "file"])
def test_what_cannot_be_read_is_asked_for_in_words(office: Office, kind: str) -> None:
    assert "打字" in office.grid_worker.sends(kind, MediaId="m1")


@pytest.mark.parametrize(
    "name",
    ["enter_agent", "LOCATION", "change_contact", "batch_job_result", "sys_approval_change", "x"],
)
def test_an_event_we_do_not_serve_is_acknowledged(office: Office, name: str) -> None:
    assert office.grid_worker.event(name) == ""


def test_whoever_may_no_longer_see_the_app_is_told_by_the_account(office: Office) -> None:
    office.doctor.event("unsubscribe")
    number = owe(office, "doctor", "请看今天的随访名单")
    office.town.send()

    assert became(office, number)[1] == "official.custom"


def test_a_stranger_of_the_enterprise_is_a_stranger(office: Office) -> None:
    said = office.enterprise.member("Nobody09").says("待办")

    assert "等您处理" not in said
    with office.bot.database.read() as db:
        known = db.scalars(select(Contact).where(Contact.address == "Nobody09")).one()
    assert known.person_id is None


def test_the_account_s_window_is_no_wider_for_what_was_said_here(office: Office) -> None:
    office.town.clock.advance(hours=50)
    office.doctor.says("待办")
    with office.bot.database.read() as db:
        known = contacts.find(db, "official", office.town.who["doctor"])

    assert known is not None
    assert reaching.why_closed(known, office.town.clock.now()) == "window_closed"


def test_a_picture_comes_over_from_the_account_to_the_app(office: Office) -> None:
    office.town.resident.phone.shows_picture(b"\x89PNG-1")
    office.town.send()

    [shown] = [b for b in office.grid_worker.screen if b.media_id]
    assert office.enterprise.media[shown.media_id].content == b"\x89PNG-1"
    assert "看图" in office.grid_worker.texts()[0]
    assert office.town.grid_worker.phone.texts() == []
    assert "马上发给您" in office.grid_worker.says("看图 1")
    office.town.send()
    assert len([b for b in office.grid_worker.screen if b.media_id]) == 2


def test_a_picture_of_staff_goes_nowhere_and_is_said_so(office: Office) -> None:
    assert "没有转给任何人" in office.grid_worker.shows_picture(b"\x89PNG-2")
    assert "没有转给任何人" in office.grid_worker.sends(
        "location", Location_X=30.2, Location_Y=120.1
    )
