"""One person, two accounts: whoever has an openid and a WeCom userid is reached by either."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import timedelta

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from core.clock import SystemClock
from core.ports import OUTCOME_UNKNOWN, Channel, ChannelError, Letter
from db import quotas
from db.models import Contact, ContactState, DeliveryKind, DeliveryStatus, Person
from db.tokens import DatabaseTokens
from outbox import Sender
from outbox.reach import Reach
from outbox.roads import DailyLedger, Road, Roads
from sim.wechat import Follower, PretendWeChat
from tests.conftest import Town
from tests.databases import ZONE
from tests.outbox.conftest import Outbox
from wechat.sending import Api, CustomMessages, TemplateMessages

WIRED, FAILED, QUEUED = DeliveryStatus.WIRED, DeliveryStatus.FAILED, DeliveryStatus.QUEUED
INFO, ALERT, ANSWER = DeliveryKind.INFO, DeliveryKind.ALERT, DeliveryKind.ANSWER
NOBODY = ChannelError("invalid_address", permanent=True)


@dataclass
class PretendWork:
    """An enterprise's account: takes what goes to its own members, and refuses what it is told to."""

    name: str = "work.app"
    members: set[str] = field(default_factory=set)
    refuses: list[ChannelError] = field(default_factory=list)
    sent: list[tuple[str, str]] = field(default_factory=list)

    async def send(self, letter: Letter) -> str:
        if self.refuses:
            raise self.refuses.pop(0)
        if letter.address not in self.members:
            raise NOBODY
        self.sent.append((letter.address, letter.text))
        return f"w{len(self.sent)}"


@dataclass
class Both:
    """A community with two accounts, and somebody with an address on each."""

    outbox: Outbox
    town: Town
    lin: Follower
    work: PretendWork
    is_configured: bool = True
    kinds: frozenset[DeliveryKind] = frozenset(DeliveryKind)
    most: int = 1000
    is_public: bool = False

    @property
    def roads(self) -> Roads:
        def lacks(_: DeliveryKind) -> str | None:
            return None if self.is_configured else "door_closed"

        app = Road(
            "work.app",
            "work",
            DailyLedger(self.most),
            lacks,
            kinds=self.kinds,
            is_public=self.is_public,
        )
        return Roads([*self.town.bot.roads, app])

    def send(self) -> dict[str, int]:
        bot = self.town.bot
        api = Api(bot.config.wechat.official, DatabaseTokens(bot.database), self.town.clock)
        found: Sequence[Channel] = (CustomMessages(api), TemplateMessages(api, ZONE), self.work)
        channels = {channel.name: channel for channel in found}
        sender = Sender(
            bot.database, self.roads, channels, bot._sending(), bot._unreached, self.town.clock
        )
        try:
            return sender.run(self.outbox.now)
        finally:
            sender.close()

    def owe(self, kind: DeliveryKind = INFO, text: str = "请看通知", **more: int | None) -> int:
        person = {"contact_id": None, "person_id": self.outbox.contact(self.lin).person_id}
        return self.outbox.owe(self.lin, kind, text, **{**person, **more})

    def change(self, channel: str, **values: object) -> None:
        person_id = self.outbox.contact(self.lin).person_id
        mine = (Contact.person_id == person_id) & (Contact.channel == channel)
        self.write(lambda db: db.execute(update(Contact).where(mine).values(**values)) and None)

    def write(self, work: object) -> None:
        self.town.bot.database.write(work)  # type: ignore[arg-type]

    def heard_last_at(self, channel: str) -> None:
        self.change(channel, heard_at=self.outbox.now + timedelta(minutes=1))

    def tries(self, delivery_id: int) -> list[tuple[str, str | None]]:
        return [(each.road, each.reason) for each in self.outbox.attempts(delivery_id)]


@pytest.fixture
def both(outbox: Outbox, town: Town, lin: Follower) -> Iterator[Both]:
    outbox.forget_what_waits()
    person_id = outbox.contact(lin).person_id
    town.bot.database.write(
        lambda db: db.add(
            Contact(
                channel="work",
                address="LinMei",
                person_id=person_id,
                state=ContactState.FOLLOWING,
                heard_at=outbox.now - timedelta(days=1),
            )
        )
    )
    yield Both(outbox, town, lin, PretendWork(members={"LinMei"}))


def posted(platform: PretendWeChat) -> list[str]:
    """Return every address the official account was asked to send to."""
    return [call.body["touser"] for call in platform.calls_to("/send")]


def test_a_userid_is_never_posted_to_the_official_account(
    both: Both, platform: PretendWeChat
) -> None:
    both.heard_last_at("work")
    both.change("official", window_left=0)
    owed = [both.owe(kind) for kind in DeliveryKind if kind is not DeliveryKind.NOTICE]

    both.send()

    assert "LinMei" not in posted(platform)
    assert {address for address, _ in both.work.sent} == {"LinMei"}
    assert [both.outbox.status(each) for each in owed] == [(WIRED, None)] * len(owed)


def test_the_account_we_have_sends_to_its_own_address_only(
    both: Both, town: Town, platform: PretendWeChat
) -> None:
    both.heard_last_at("work")
    owed = both.owe(text="您的登记通过了")

    town.send()  # the bot as it is, without an enterprise's account

    assert both.lin.texts() == ["您的登记通过了"]
    assert both.outbox.status(owed) == (WIRED, None)
    assert posted(platform) == [both.lin.openid]


def test_what_is_owed_goes_to_the_address_heard_from_last(both: Both) -> None:
    both.owe(text="一")
    both.send()
    both.heard_last_at("work")
    both.owe(text="二")
    both.send()

    assert both.lin.texts() == ["一"]
    assert both.work.sent == [("LinMei", "二")]


def test_an_answer_goes_back_to_where_it_was_asked(both: Both) -> None:
    both.heard_last_at("work")
    asked_at = both.outbox.contact(both.lin).id

    both.owe(ANSWER, "办公时间九点到五点", contact_id=asked_at)
    both.send()

    assert both.lin.texts() == ["办公时间九点到五点"]
    assert both.work.sent == []


def test_an_answer_that_cannot_go_back_goes_to_the_other_address(both: Both) -> None:
    asked_at = both.outbox.contact(both.lin).id
    both.lin.unfollows()

    owed = both.owe(ANSWER, "办公时间九点到五点", contact_id=asked_at)
    both.send()

    assert both.work.sent == [("LinMei", "办公时间九点到五点")]
    assert both.outbox.status(owed) == (WIRED, None)


@pytest.mark.parametrize("errcode", [43004, 48002, 40003, 45015, 48001, 87014])
def test_what_one_platform_refuses_arrives_by_the_other(
    both: Both, platform: PretendWeChat, errcode: int
) -> None:
    platform.fault("/send", errcode=errcode, times="forever")
    owed = both.owe(text="体温")

    both.send()

    assert both.outbox.status(owed) == (WIRED, None)
    assert both.work.sent == [("LinMei", "体温")]
    roads = [road for road, _ in both.tries(owed)]
    assert (roads[0], roads[-1]) == ("official.custom", "work.app")


def test_a_closed_window_leaves_the_full_text_to_the_other_address(
    both: Both, platform: PretendWeChat
) -> None:
    both.town.clock.advance(hours=49)
    both.owe(text="一段很长的话，模板里写不下")

    both.send()

    assert both.work.sent == [("LinMei", "一段很长的话，模板里写不下")]
    assert posted(platform) == []


def test_one_address_that_is_gone_does_not_end_what_another_can_take(both: Both) -> None:
    both.change("official", state=ContactState.UNFOLLOWED)
    owed = both.owe(ALERT, "3号楼有人喊救命")

    both.send()

    assert both.outbox.status(owed) == (WIRED, None)
    assert both.work.sent == [("LinMei", "3号楼有人喊救命")]
    assert both.outbox.alerts() == ["3号楼有人喊救命"]


def test_who_left_the_enterprise_is_reached_at_the_official_account(both: Both) -> None:
    both.heard_last_at("work")
    both.work.members.clear()
    owed = both.owe(text="体温")

    both.send()

    assert both.lin.texts() == ["体温"]
    assert both.tries(owed) == [("work.app", "invalid_address"), ("official.custom", None)]
    with both.town.bot.database.read() as db:
        mine = Contact.person_id == both.outbox.contact(both.lin).person_id
        rows = db.execute(select(Contact.channel, Contact.state).where(mine)).all()
    states = {row[0]: row[1] for row in rows}
    assert states == {"official": ContactState.FOLLOWING, "work": ContactState.INVALID}


def test_an_account_that_is_not_configured_is_not_tried(both: Both) -> None:
    both.is_configured = False
    both.heard_last_at("work")
    owed = both.owe(text="体温")

    both.send()

    assert both.lin.texts() == ["体温"]
    assert both.tries(owed) == [("official.custom", None)]


def test_without_the_official_account_only_the_enterprise_is_used(
    both: Both, platform: PretendWeChat
) -> None:
    both.town.bot.config.wechat.official.__dict__["secret"] = ""
    owed = both.owe(text="体温")

    both.send()

    assert both.work.sent == [("LinMei", "体温")]
    assert posted(platform) == []
    assert both.tries(owed) == [("work.app", None)]


def test_a_failure_on_every_address_ends_with_a_reason(both: Both, platform: PretendWeChat) -> None:
    platform.fault("/send", errcode=43004, times="forever")
    both.work.members.clear()
    owed = both.owe(text="体温")

    both.send()

    assert both.outbox.status(owed)[0] == FAILED
    assert both.outbox.status(owed)[1] in {"not_following", "invalid_address"}
    assert both.tries(owed) == [
        ("official.custom", "not_following"),
        ("work.app", "invalid_address"),
    ]
    told = [text for text in both.outbox.alerts() if "没收到" in text]
    assert len(told) > 0 and all("没有关注或已取消关注" in text for text in told)


def test_while_one_platform_is_busy_the_other_is_asked(both: Both, platform: PretendWeChat) -> None:
    platform.fault("/send", errcode=-1, times="forever")
    owed = both.owe(ALERT, "3号楼有人喊救命")

    both.send()

    assert both.tries(owed) == [("official.custom", "busy"), ("work.app", None)]


def test_when_both_are_busy_each_is_asked_again_in_its_time(
    both: Both, platform: PretendWeChat
) -> None:
    platform.fault("/send", errcode=-1, times="forever")
    both.work.refuses = [ChannelError("busy", permanent=False, wait_seconds=60)]
    owed = both.owe(text="体温")

    both.send()
    both.town.clock.advance(seconds=10)
    both.send()
    both.town.clock.advance(seconds=50)
    both.send()

    assert both.tries(owed) == [
        ("official.custom", "busy"),
        ("work.app", "busy"),
        ("official.custom", "busy"),
        ("official.custom", "busy"),
        ("work.app", None),
    ]


def test_what_may_have_arrived_is_not_said_again_elsewhere(
    both: Both, platform: PretendWeChat
) -> None:
    both.is_configured = False
    both.town.clock.advance(hours=49)
    platform.fault("template/send", drop_after=True)
    owed = both.owe(text="登记通过了")
    both.send()
    both.is_configured = True
    both.lin.says("有人吗")
    both.heard_last_at("work")

    both.town.clock.advance(minutes=1)
    both.send()

    assert both.work.sent == []
    assert both.tries(owed) == [
        ("official.template", "outcome_unknown"),
        ("official.template", None),
    ]


@pytest.mark.parametrize(
    ("dead", "status", "tries"),
    [
        (timedelta(0), (WIRED, None), 2),
        (timedelta(days=1), (DeliveryStatus.UNKNOWN, OUTCOME_UNKNOWN), 1),
    ],
)
def test_what_a_dead_sender_had_in_hand_is_not_said_again_elsewhere(
    both: Both, dead: timedelta, status: tuple[DeliveryStatus, str | None], tries: int
) -> None:
    both.heard_last_at("work")
    owed = both.owe(text="登记通过了")
    over = SystemClock().now() - dead  # its lease
    both.outbox.change(
        owed, status=DeliveryStatus.SENDING, lease_until=over, road="official.template"
    )

    both.send()

    assert both.work.sent == []
    assert both.outbox.status(owed) == status
    assert [road for road, _ in both.tries(owed)] == ["official.template"] * tries


def test_each_ledger_counts_only_its_own(both: Both) -> None:
    both.owe(text="一")
    both.owe(text="二")
    both.send()
    both.heard_last_at("work")
    both.owe(text="三")
    both.send()

    day = both.outbox.now.astimezone(ZONE).date().isoformat()
    with both.town.bot.database.read() as db:
        used = quotas.standing(db, both.roads.names, day, both.outbox.now).used
    assert dict(used) == {"official.custom": 2, "work.app": 1}
    assert both.outbox.contact(both.lin).window_left == 3


def test_a_day_that_is_used_up_closes_that_road_alone(both: Both) -> None:
    both.most = 1
    both.heard_last_at("work")
    for text in ("一", "二"):
        both.owe(text=text)

    both.send()

    assert both.work.sent == [("LinMei", "一")]
    assert both.lin.texts() == ["二"]


def test_a_road_carries_only_its_kinds_and_a_public_one_only_notices(both: Both) -> None:
    both.heard_last_at("work")
    both.kinds = frozenset({ALERT})
    both.owe(text="登记")
    both.send()
    both.kinds, both.is_public = frozenset(DeliveryKind), True
    both.owe(ALERT, "警报")
    both.send()

    assert both.work.sent == []
    assert both.lin.texts() == ["登记", "警报"]


def test_what_is_for_a_person_not_yet_known_goes_to_the_address_that_spoke(both: Both) -> None:
    stranger = both.town.newcomer().phone
    stranger.says("有人吗")
    stranger.screen.clear()
    owed = both.outbox.owe(stranger, INFO, "请先登记住址")

    both.send()

    assert stranger.texts() == ["请先登记住址"]
    assert both.outbox.status(owed) == (WIRED, None)


def test_what_one_member_says_for_another_is_answered_to_who_spoke(both: Both) -> None:
    grandmother = both.outbox.contact(both.town.observed[0].phone).person_id
    spoke = both.outbox.contact(both.lin).id

    both.owe(text="奶奶的登记通过了", person_id=grandmother, contact_id=spoke)
    both.send()

    assert both.lin.texts() == ["奶奶的登记通过了"]


def test_who_can_be_reached_at_any_address_can_be_reached(both: Both) -> None:
    both.change("official", state=ContactState.UNFOLLOWED)
    person_id = both.outbox.contact(both.lin).person_id

    def why(db: Session) -> tuple[str | None, str | None]:
        reach = Reach(both.roads, ZONE)
        one = Reach(both.town.bot.roads, ZONE)
        now = both.outbox.now
        return (
            reach(db, ALERT, now, person_id=person_id),
            one(db, ALERT, now, person_id=person_id),
        )

    with both.town.bot.database.read() as db:
        assert why(db) == (None, "not_following")


def test_one_more_message_allowed_carries_everything_to_that_address(both: Both) -> None:
    both.is_configured = False
    both.change("official", window_left=1)
    owed = [both.owe(ALERT, text) for text in ("一", "二", "三")]

    both.send()

    [text] = both.lin.texts()
    assert text.split("\n——\n") == ["一", "二", "三"]
    assert [both.tries(each) for each in owed] == [[("official.custom", None)]] * 3
    assert both.outbox.contact(both.lin).window_left == 0


def test_nobody_is_told_of_one_notice_twice(both: Both, town: Town) -> None:
    town.at("2026-11-21T09:00")
    with town.bot.database.read() as db:
        person = db.get_one(Person, both.outbox.contact(both.lin).person_id)
        assert person.household is not None
        building = person.household.building
    town.secretary.says(f"发通知 {building}号楼 明天9点停水")
    town.secretary.says("确认")

    both.send()

    told = [*both.lin.texts(), *(text for _, text in both.work.sent)]
    assert len([text for text in told if "停水" in text]) == 1
