import json
import threading

import pytest

from core.config import Config
from core.ports import Understand
from dialog.context import Context
from dialog.dispatcher import Dispatcher
from dialog.reply import Reply
from dialog.spool import ASIDE, PLACE, Spool
from handlers import ROUTERS
from sim.wechat import PretendWeChat
from tests.conftest import Town
from tests.databases import MORNING
from tests.dialog.processes import (
    HELLO,
    MakeBot,
    Several,
    count,
    held,
    message,
    road,
    said_to,
    spooled,
    until,
)
from tests.wechat.door import nothing_understood


@pytest.fixture(scope="session")
def understanding() -> Understand:
    return nothing_understood


def test_an_answer_that_comes_too_late_becomes_a_delivery_and_is_heard_once(
    town: Town, platform: PretendWeChat, config: Config, make: MakeBot
) -> None:
    hasty = make(config, patience=0.2)
    platform.webhook = road(hasty)
    lin = town.newcomer()

    with held(config):
        assert lin.phone.says(HELLO, msg_id=7) == ""
        assert (platform.exchanges[0].status, platform.exchanges[0].body) == (200, b"")
        assert spooled(config) == 1
    until(lambda: spooled(config) == 0)

    town.send()
    assert lin.phone.says(HELLO, msg_id=7) == ""
    assert len(said_to(lin)) == 1 and "没听懂" in said_to(lin)[0]
    assert (count(hasty, "turns"), count(hasty, "questions")) == (1, 1)


def test_copies_that_all_wait_too_long_are_answered_once(
    town: Town, platform: PretendWeChat, config: Config, make: MakeBot
) -> None:
    platform.webhook = Several(*[road(make(config, patience=0.2)) for _ in range(2)])
    lin = town.newcomer()

    with held(config):
        lin.phone.says(HELLO, parallel=6)
    until(lambda: spooled(config) == 0)

    town.send()
    assert len(said_to(lin)) == 1
    assert {exchange.status for exchange in platform.exchanges} == {200}
    assert count(town.bot, "turns") == 1


def test_what_was_accepted_before_we_died_is_done_after(
    town: Town, platform: PretendWeChat, config: Config, make: MakeBot
) -> None:
    lin = town.newcomer()
    Spool(config.data / "spool", town.bot.keyring).keep(message(5))

    restarted = make(config)
    platform.webhook = road(restarted)
    done = restarted.inbox.finish_all(), restarted.inbox.finish_all()
    town.send()

    assert done == (1, 0) and spooled(config) == 0
    assert lin.phone.says(HELLO, msg_id=5) == ""
    assert len(said_to(lin)) == 1
    assert (count(restarted, "turns"), count(restarted, "questions")) == (1, 1)


def test_dying_between_the_commit_and_the_promise_owes_the_answer_once(
    town: Town, config: Config, make: MakeBot
) -> None:
    lin = town.newcomer()
    lin.phone.windows.spoke(MORNING)
    answer = town.bot.inbox.receive(message(5))
    Spool(config.data / "spool", town.bot.keyring).keep(message(5))

    for bot in (make(config), make(config)):
        bot.inbox.finish_all()
    town.send()

    assert said_to(lin) == [answer]
    assert (count(town.bot, "turns"), count(town.bot, "deliveries")) == (1, 1)


def test_a_repeat_of_what_another_process_has_promised_adds_nothing(
    town: Town, platform: PretendWeChat, config: Config, make: MakeBot
) -> None:
    lin = town.newcomer()
    Spool(config.data / "spool", town.bot.keyring).keep(message(5))

    assert lin.phone.says(HELLO, msg_id=5) == ""
    make(config).inbox.finish_all()
    town.send()

    assert len(said_to(lin)) == 1


def test_what_nobody_can_read_is_set_aside_and_holds_up_no_other(
    town: Town, config: Config, make: MakeBot
) -> None:
    ring, folder = town.bot.keyring, config.data / "spool"
    spool = Spool(folder, ring)
    spool.keep(message(5))
    [whole] = [json.loads(ring.open(path.read_text(), PLACE)) for path in folder.glob("*.msg")]
    spoilt = ["half", "k1.AAAA", *(ring.seal(text, PLACE) for text in ("not JSON", "[]", "5"))]
    spoilt += [ring.seal(json.dumps({**whole, **wrong}), PLACE) for wrong in WRONG]
    spoilt += [
        ring.seal(json.dumps({name: whole[name] for name in whole if name != lost}), PLACE)
        for lost in ("channel", "key", "sender", "kind", "text", "sent_at", "scene", "extra")
    ]
    for number, text in enumerate(spoilt):
        (folder / f"{number:04}.msg").write_text(text, "utf-8")
    (folder / "0099.msg").mkdir()

    bot = make(config)
    assert (bot.inbox.finish_all(), bot.inbox.finish_all()) == (1, 0)

    assert (count(town.bot, "turns"), spooled(config)) == (1, 0)
    assert len(list((folder / ASIDE).iterdir())) == len(spoilt) + 1


WRONG: list[dict[str, object]] = [
    {"kind": "telegram"},
    {"sent_at": "yesterday"},
    {"sent_at": 5},
    {"extra": []},
]


def test_an_account_that_may_not_push_gives_the_answer_to_the_retry(
    town: Town, platform: PretendWeChat, config: Config, make: MakeBot
) -> None:
    platform.fault("custom/send", errcode=48001, times="forever")
    platform.fault("template/send", errcode=48001, times="forever")
    platform.webhook = road(make(config, patience=0.2))
    lin = town.newcomer()
    with held(config):
        lin.phone.says(HELLO, msg_id=7)
    until(lambda: spooled(config) == 0)

    town.send()
    first, second = lin.phone.says(HELLO, msg_id=7), lin.phone.says(HELLO, msg_id=7)
    town.send()

    assert first == second and "没听懂" in first
    assert count(town.bot, "turns") == 1


def test_an_account_known_not_to_push_keeps_the_platform_waiting_for_the_answer(
    town: Town, platform: PretendWeChat, config: Config, make: MakeBot
) -> None:
    platform.fault("custom/send", errcode=48001, times="forever")
    platform.fault("template/send", errcode=48001, times="forever")
    platform.webhook = road(make(config, patience=0.2))
    lin = town.newcomer()
    with held(config):
        lin.phone.says(HELLO, msg_id=7)
    until(lambda: spooled(config) == 0)
    town.send()

    with held(config) as release:
        threading.Timer(0.6, release).start()
        answer = lin.phone.says(f"{HELLO}！", parallel=2)

    assert "没听懂" in answer
    assert [e.verdict.outcome for e in platform.exchanges[1:]] == ["shown", "shown"]


class LongWinded(Dispatcher):
    """Says more than one message holds."""

    def answer(self, ctx: Context) -> Reply:
        return Reply("说来话长，" * 300)


def test_an_answer_too_long_for_one_message_goes_on_in_the_next(
    town: Town, platform: PretendWeChat, config: Config, make: MakeBot
) -> None:
    wordy = make(config, dispatcher=LongWinded(ROUTERS, town.bot.library))
    platform.webhook = road(wordy)
    lin = town.newcomer()

    first = lin.phone.says(HELLO)
    town.send()

    assert [len(part.encode()) <= 2048 for part in said_to(lin)] == [True] * 3
    assert "".join(said_to(lin)) == "说来话长，" * 300
    assert said_to(lin)[0] == first


def test_a_mistake_of_ours_is_one_calm_sentence_each_time(
    town: Town, platform: PretendWeChat, config: Config, make: MakeBot
) -> None:
    class Broken(Dispatcher):
        def answer(self, ctx: Context) -> Reply:
            raise LookupError("a mistake")

    platform.webhook = road(make(config, dispatcher=Broken(ROUTERS, town.bot.library)))
    lin = town.newcomer()

    lin.phone.says(HELLO, times=3)

    assert len(said_to(lin)) == 1 and said_to(lin)[0].startswith("抱歉")
    assert {exchange.status for exchange in platform.exchanges} == {200}
