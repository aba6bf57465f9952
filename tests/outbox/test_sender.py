import threading
from collections import Counter
from datetime import UTC, datetime, time, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot import Bot
from core.clock import FakeClock, SystemClock
from core.config import Config
from core.ports import ChannelError, Letter
from db.models import Attempt, Delivery, DeliveryKind, DeliveryStatus
from outbox import Sender, recording
from outbox.ladder import LADDER
from outbox.leasing import Carried, Lease, SenderSettings
from outbox.quiet import QuietHours
from outbox.roads import Ledger, Road, Roads
from sim.wechat import Follower, PretendWeChat
from tests.conftest import Town
from tests.databases import ZONE
from tests.outbox.conftest import Outbox
from wechat import errors

WIRED, UNKNOWN, QUEUED = DeliveryStatus.WIRED, DeliveryStatus.UNKNOWN, DeliveryStatus.QUEUED
INFO, REMINDER = DeliveryKind.INFO, DeliveryKind.REMINDER


class LastLetter:
    """A road on which word comes, at the first letter, that we are to stop."""

    name = "official.custom"

    def __init__(self, stopping: threading.Event) -> None:
        self._stopping = stopping
        self.sent = 0

    async def send(self, letter: Letter) -> str:
        self._stopping.set()
        self.sent += 1
        return ""


def _nobody(*_: object) -> None:
    """Nobody is told of a delivery without a road: there is none here."""


FIVE_TIMES = SenderSettings(5, timedelta(seconds=10), QuietHours(time(22), time(7), ZONE), ZONE)
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
CODES = sorted(errors._TABLE) + [44004, 47003, 99999]


def test_a_reminder_whose_fate_is_unknown_goes_again(
    outbox: Outbox, town: Town, lin: Follower, platform: PretendWeChat
) -> None:
    platform.fault("custom/send", drop_after=True)
    owed = outbox.owe(lin, REMINDER, "体温")

    town.send()
    between = outbox.status(owed)
    town.clock.advance(minutes=1)
    town.send()

    assert between == (QUEUED, "outcome_unknown")
    assert outbox.status(owed) == (WIRED, None)
    assert lin.texts() == ["体温", "（可能重复）体温"]


def test_told_to_stop_it_finishes_the_batch_in_hand_and_the_rest_stays_owed(
    outbox: Outbox, town: Town, lin: Follower
) -> None:
    outbox.forget_what_waits()
    owed = [outbox.owe(lin, INFO) for _ in range(3)]
    stopping = threading.Event()
    road = LastLetter(stopping)
    bot, only = town.bot, town.bot.roads.find(road.name)
    assert only is not None
    sender = Sender(
        bot.database,
        Roads([only]),
        {road.name: road},
        bot._sending(),
        _nobody,
        town.clock,
        batch=1,
    )

    sender.run_until(stopping, 0)
    sender.close()

    assert road.sent == 1
    assert [outbox.status(each)[0] for each in owed] == [WIRED, QUEUED, QUEUED]


@pytest.mark.parametrize("kind", [DeliveryKind.ANSWER, DeliveryKind.NOTICE, INFO])
def test_an_answer_whose_fate_is_unknown_is_shown_and_not_said_twice(
    outbox: Outbox, town: Town, lin: Follower, platform: PretendWeChat, kind: DeliveryKind
) -> None:
    town.at("2026-11-21T09:00")
    platform.fault("custom/send", drop_after=True)
    owed = outbox.owe(lin, kind, "好的")

    town.send()
    town.clock.advance(hours=3)
    town.send()

    assert outbox.status(owed) == (UNKNOWN, "outcome_unknown")
    assert lin.texts() == ["好的"]
    metrics = town.bot.app.test_client().get("/metrics").text
    assert f'kind="{kind.value}",reason="outcome_unknown",status="unknown"' in metrics


def test_a_template_whose_fate_is_unknown_goes_again_and_is_seen_once(
    outbox: Outbox, town: Town, lin: Follower, platform: PretendWeChat
) -> None:
    platform.fault("template/send", drop_after=True)
    town.clock.advance(hours=49)
    owed = outbox.owe(lin, INFO)

    town.send()
    town.clock.advance(minutes=1)
    town.send()

    assert outbox.status(owed) == (WIRED, None)
    assert len(lin.texts()) == 1
    ids = [call.body["client_msg_id"] for call in platform.calls_to("template/send")]
    assert len(ids) == 2 and len(set(ids)) == 1


@pytest.mark.parametrize(
    ("kind", "road", "dead", "status"),
    [
        (REMINDER, "custom", 0, WIRED),
        (DeliveryKind.ALERT, "custom", 60, WIRED),
        (INFO, "template", 0, WIRED),
        (INFO, "template", 3, WIRED),
        (INFO, "template", 9, UNKNOWN),  # the platform has forgotten our id
        (DeliveryKind.NOTICE, "template", 60, UNKNOWN),
        (INFO, "custom", 0, UNKNOWN),
        (DeliveryKind.ANSWER, "custom", 0, UNKNOWN),
    ],
)
def test_what_a_dead_sender_had_in_hand_is_decided_by_its_kind(
    outbox: Outbox,
    town: Town,
    lin: Follower,
    kind: DeliveryKind,
    road: str,
    dead: int,
    status: DeliveryStatus,
) -> None:
    owed = outbox.owe(lin, kind)
    over = SystemClock().now() - timedelta(minutes=dead)  # its lease, minutes ago
    outbox.change(owed, status=DeliveryStatus.SENDING, lease_until=over, road=f"official.{road}")

    town.send()

    assert outbox.look(owed).status == status
    assert len(lin.texts()) == (status is WIRED)


def test_what_a_living_sender_has_in_hand_is_left_alone(
    outbox: Outbox, town: Town, lin: Follower
) -> None:
    owed = outbox.owe(lin, REMINDER)
    alive = LONG_AGO + timedelta(days=365 * 80)
    outbox.change(owed, status=DeliveryStatus.SENDING, lease_until=alive, road="official.custom")

    assert town.send() == {}
    assert outbox.look(owed).status == DeliveryStatus.SENDING


def test_what_is_due_later_waits(outbox: Outbox, town: Town, lin: Follower) -> None:
    later = outbox.now + timedelta(minutes=10)
    outbox.owe(lin, INFO, due_at=later)

    early = town.send()
    town.clock.set(later)

    assert (early, town.send()) == ({}, {"wired": 1})


def test_two_senders_side_by_side_send_each_once(
    outbox: Outbox, town: Town, config: Config, clock: FakeClock, platform: PretendWeChat
) -> None:
    phones = [town.newcomer(f"oMany00000000000000000000{n:04}").phone for n in range(30)]
    for phone in phones:
        phone.says("有人吗")
        phone.screen.clear()
    owed = [outbox.owe(phone, INFO, f"第{n}条") for phone in phones for n in range(3)]
    bots = [Bot(config, clock) for _ in range(2)]

    counts: Counter[str] = Counter()
    threads = [
        threading.Thread(target=lambda bot=bot: counts.update(bot.sender.run(clock.now())))
        for bot in bots
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for bot in bots:
        bot.close()

    assert counts == {"wired": len(owed)}
    assert [phone.texts() for phone in phones] == [["第0条", "第1条", "第2条"]] * 30
    assert platform.count("stable_token") == 1


def test_one_person_reads_in_the_order_things_were_owed(
    outbox: Outbox, town: Town, lin: Follower, platform: PretendWeChat
) -> None:
    platform.fault("custom/send", slow=0.3)
    for number in range(4):
        outbox.owe(lin, INFO, f"第{number}条")

    town.send()

    assert lin.texts() == [f"第{number}条" for number in range(4)]


def test_a_letter_we_cannot_write_holds_up_no_other(
    outbox: Outbox, town: Town, lin: Follower
) -> None:
    bad = outbox.owe(lin, INFO, "坏的")
    good = outbox.owe(town.observed[0].phone, INFO, "好的")
    channel = town.bot.sender._channels["official.custom"]

    class Clumsy:
        name = "official.custom"

        async def send(self, letter: object) -> str:
            if getattr(letter, "text", "") == "坏的":
                raise LookupError("a mistake of ours")
            return await channel.send(letter)  # type: ignore[arg-type]

        async def close(self) -> None:
            await channel.close()  # type: ignore[attr-defined]

    town.bot.sender._channels = {**town.bot.sender._channels, "official.custom": Clumsy()}
    town.send()

    assert outbox.look(good).status == WIRED
    assert outbox.look(bad).road == "official.template"


@pytest.mark.parametrize("kind", DeliveryKind)
@pytest.mark.parametrize("code", CODES)
def test_no_refusal_is_ever_counted_as_sent(code: int, kind: DeliveryKind) -> None:
    found = errors.trouble(code)
    error = ChannelError(found.reason, permanent=found.permanent, wait_seconds=found.wait_seconds)
    road = Road("some.road", "some", Ledger(), lambda _: None)
    lease = Lease((1, 0), road, 1, Letter("address", "text", "key"), ())
    delivery = Delivery(id=1, kind=kind, status=DeliveryStatus.SENDING, evidence=0)
    db = Session()

    for tries in range(9):
        carried = Carried(1, tries, LONG_AGO)
        recording.refused(db, delivery, lease, carried, error, LONG_AGO, FIVE_TIMES)

        [tried] = [row for row in db.new if isinstance(row, Attempt)]
        assert (delivery.status, delivery.evidence, delivery.wired_at) == (QUEUED, 0, None)
        assert (tried.reason, tried.platform_id) == (found.reason, None)
        assert tried.again_at == (None if found.permanent else LONG_AGO)
        assert delivery.due_at == LONG_AGO  # the road rests, not the delivery
        db.expunge_all()


# One for each treatment: the address, its ledger, the road, the text, a busy platform, our
# token, and a code nobody listed.
@pytest.mark.parametrize("code", [43004, 45015, 48001, 87014, -1, 40001, 99999])
def test_what_is_refused_on_every_road_is_not_sent(
    outbox: Outbox, town: Town, lin: Follower, platform: PretendWeChat, code: int
) -> None:
    town.at("2026-11-21T09:00")
    lin.says("有人吗")
    lin.screen.clear()
    platform.fault("/send", errcode=code, times="forever")
    owed = [outbox.owe(lin, kind) for kind in DeliveryKind]

    town.send()
    town.clock.advance(hours=25)  # a road that was closed is open again
    town.send()

    ends = {DeliveryStatus.FAILED, QUEUED}
    assert {outbox.look(one).status for one in owed} <= ends
    with town.bot.database.read() as db:
        assert WIRED not in db.scalars(select(Delivery.status)).all()
    assert lin.texts() == []


def test_every_kind_knows_how_it_is_treated() -> None:
    assert set(LADDER) == set(DeliveryKind)


def test_a_road_nothing_sends_by_stops_the_start(town: Town) -> None:
    bot = town.bot

    with pytest.raises(ValueError, match="official.custom"):
        Sender(bot.database, bot.roads, {}, bot._sending(), _nobody, town.clock)


def test_no_two_roads_have_one_name(town: Town) -> None:
    with pytest.raises(ValueError, match="two roads"):
        Roads([*town.bot.roads, *town.bot.roads])
