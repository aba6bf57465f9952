import itertools
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager

import pytest
from sqlalchemy import create_engine, text

from bot import Bot
from core.clock import FakeClock
from core.config import Config
from core.messages import Kind, Message
from core.ports import Understand
from dialog.answering import Answering
from dialog.context import Context
from dialog.dispatcher import Dispatcher
from dialog.spool import Spool
from sim.wechat import Poster, PretendWeChat, Reply, WsgiPoster
from tests.conftest import MORNING, Someone, Town
from tests.wechat.door import nothing_understood

HELLO = "有只猫在树上下不来"
NEW = "oNewcomer0000000000000000001"


@pytest.fixture(scope="session")
def understanding() -> Understand:
    return nothing_understood


class Several:
    """Copies go to one process after the other, as behind a load balancer."""

    def __init__(self, *posters: Poster) -> None:
        self._turn = itertools.cycle(posters)

    def post(self, query: Mapping[str, str], body: bytes, timeout: float) -> Reply:
        return next(self._turn).post(query, body, timeout)

    def get(self, query: Mapping[str, str], timeout: float) -> Reply:
        return next(self._turn).get(query, timeout)

    def close(self) -> None:
        """Nothing is held open."""


MakeBot = Callable[..., Bot]


@pytest.fixture
def make(clock: FakeClock) -> Iterator[MakeBot]:
    """Start one more process on the same database."""
    made: list[Bot] = []

    def start(config: Config, patience: float = 4.0, answering: Answering | None = None) -> Bot:
        bot = Bot(config, clock)
        made.append(bot)
        bot.__dict__["understanding"] = nothing_understood
        bot.__dict__["dispatcher"] = Dispatcher(
            bot.house,
            answering or bot.answering,
            nothing_understood,
            bot.database,
            Spool(config.data / "spool", bot.keyring),
            clock,
            patience=patience,
            last_patience=8.0,
        )
        return bot

    yield start
    for bot in made:
        bot.close()


def road(bot: Bot) -> WsgiPoster:
    return WsgiPoster(bot.app, "/wechat/official")


def count(bot: Bot, table: str) -> int:
    with bot.database.read() as db:
        return int(db.execute(text(f"SELECT count(*) FROM {table}")).scalar_one())


def until(condition: Callable[[], bool]) -> None:
    """Wait for another thread to get there."""
    moment = threading.Event()
    assert any(condition() or moment.wait(0.02) for _ in range(500)) and condition()


@contextmanager
def held(config: Config) -> Iterator[Callable[[], None]]:
    """Somebody else writes, and takes their time; reading stays possible."""
    engine = create_engine(config.database_url)
    with engine.connect() as connection:
        sqlite = engine.dialect.name == "sqlite"
        statement = "BEGIN IMMEDIATE" if sqlite else "LOCK TABLE turns IN SHARE MODE"
        connection.exec_driver_sql(statement)
        released = threading.Event()

        def release() -> None:
            if not released.is_set():
                released.set()
                connection.exec_driver_sql("ROLLBACK") if sqlite else connection.rollback()

        yield release
        release()
    engine.dispose()


def spooled(config: Config) -> int:
    return len(list((config.data / "spool").glob("*.msg")))


def said_to(phone: Someone) -> list[str]:
    return [bubble.text for bubble in phone.phone.screen if bubble.who == "bot"]


def message(msg_id: int, sender: str = NEW) -> Message:
    return Message("official", f"{sender}:{msg_id}", sender, Kind.TEXT, HELLO, MORNING)


def test_a_message_that_comes_three_times_is_acted_on_once(
    town: Town, platform: PretendWeChat
) -> None:
    town.resident.phone.says(HELLO, times=3)

    assert (count(town.bot, "turns"), count(town.bot, "questions")) == (1, 1)
    texts = [exchange.verdict.text for exchange in platform.exchanges]
    assert len(texts) == 3 and len(set(texts)) == 1 and texts[0]


def test_an_event_that_comes_three_times_is_acted_on_once(
    town: Town, platform: PretendWeChat
) -> None:
    town.newcomer().phone.event("subscribe", times=3)

    texts = [exchange.verdict.text for exchange in platform.exchanges]
    assert len(set(texts)) == 1 and texts[0]
    assert count(town.bot, "turns") == 1


def test_copies_of_a_new_followers_first_message_that_come_at_once_are_one(
    town: Town, platform: PretendWeChat
) -> None:
    before = count(town.bot, "contacts")

    town.newcomer().phone.says(HELLO, parallel=4)

    assert (count(town.bot, "turns"), count(town.bot, "questions")) == (1, 1)
    assert count(town.bot, "contacts") == before + 1
    assert len({exchange.verdict.text for exchange in platform.exchanges}) == 1
    assert platform.faults_seen == []


def test_copies_that_reach_two_processes_at_once_are_one(
    town: Town, platform: PretendWeChat, config: Config, make: MakeBot
) -> None:
    platform.webhook = Several(road(make(config)), road(make(config)))

    for number in range(5):
        town.newcomer(f"oNewcomer000000000000000000{number}").phone.says(HELLO, parallel=4)

    assert (count(town.bot, "turns"), count(town.bot, "questions")) == (5, 5)
    assert len(platform.exchanges) == 20
    assert {exchange.verdict.outcome for exchange in platform.exchanges} == {"shown"}
    assert platform.faults_seen == []


def test_two_messages_of_one_person_at_once_are_both_answered(
    town: Town, platform: PretendWeChat, config: Config, make: MakeBot
) -> None:
    platform.webhook = Several(road(make(config)), road(make(config)))
    phone = town.newcomer().phone

    threads = [threading.Thread(target=phone.says, args=(f"{HELLO}{n}",)) for n in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert count(town.bot, "turns") == 6
    assert {exchange.verdict.outcome for exchange in platform.exchanges} == {"shown"}


def test_a_repeat_after_a_restart_is_answered_the_same(
    town: Town, platform: PretendWeChat, config: Config, make: MakeBot
) -> None:
    first = town.resident.phone.says(HELLO, msg_id=77)

    restarted = make(config)
    platform.webhook = road(restarted)
    again = town.resident.phone.says(HELLO, msg_id=77)

    assert first == again != ""
    assert (count(restarted, "turns"), count(restarted, "questions")) == (1, 1)


def test_the_same_number_from_somebody_else_is_another_message(town: Town) -> None:
    town.resident.phone.says(HELLO, msg_id=77)
    town.newcomer().phone.says(HELLO, msg_id=77)

    assert count(town.bot, "turns") == 2


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
    done = restarted.dispatcher.finish_all(), restarted.dispatcher.finish_all()
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
    answer = town.bot.dispatcher.receive(message(5))
    Spool(config.data / "spool", town.bot.keyring).keep(message(5))

    for bot in (make(config), make(config)):
        bot.dispatcher.finish_all()
    town.send()

    assert said_to(lin) == [answer]
    assert (count(town.bot, "turns"), count(town.bot, "deliveries")) == (1, 1)


def test_a_repeat_of_what_another_process_has_promised_adds_nothing(
    town: Town, platform: PretendWeChat, config: Config, make: MakeBot
) -> None:
    lin = town.newcomer()
    Spool(config.data / "spool", town.bot.keyring).keep(message(5))

    assert lin.phone.says(HELLO, msg_id=5) == ""
    make(config).dispatcher.finish_all()
    town.send()

    assert len(said_to(lin)) == 1


def test_a_file_nobody_can_read_holds_up_no_other(
    town: Town, config: Config, make: MakeBot
) -> None:
    spool = Spool(config.data / "spool", town.bot.keyring)
    spool.keep(message(5))
    (config.data / "spool" / "0000.msg").write_text("k1.AAAA", "utf-8")
    (config.data / "spool" / "0001.msg").write_text("half", "utf-8")

    assert make(config).dispatcher.finish_all() == 1

    assert count(town.bot, "turns") == 1 and spooled(config) == 2


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


class LongWinded(Answering):
    """Says more than one message holds."""

    def answer(self, ctx: Context) -> str:
        return "说来话长，" * 300


def test_an_answer_too_long_for_one_message_goes_on_in_the_next(
    town: Town, platform: PretendWeChat, config: Config, make: MakeBot
) -> None:
    from handlers import ROUTERS

    wordy = make(config, answering=LongWinded(ROUTERS, town.bot.library))
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
    from handlers import ROUTERS

    class Broken(Answering):
        def answer(self, ctx: Context) -> str:
            raise LookupError("a mistake")

    platform.webhook = road(make(config, answering=Broken(ROUTERS, town.bot.library)))
    lin = town.newcomer()

    lin.phone.says(HELLO, times=3)

    assert len(said_to(lin)) == 1 and said_to(lin)[0].startswith("抱歉")
    assert {exchange.status for exchange in platform.exchanges} == {200}
